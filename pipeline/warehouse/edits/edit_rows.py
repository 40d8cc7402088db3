"""The rows of `article_edit` and `changed_quotation`, kept from what a load touched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, delete, func, insert, literal, select

from pipeline.warehouse.derived_tables import article_edit, changed_quotation
from pipeline.warehouse.edits.edited_text import MAX_TEXT
from pipeline.warehouse.edits.quotation_changes import (
    EditedQuotation,
    EditedText,
    PairChange,
    quotation_changes,
)
from pipeline.warehouse.print_order import IN_THE_TEXT
from pipeline.warehouse.row_sync import Row, chunks, select_where_in, sync_rows
from pipeline.warehouse.tables import article_version, capture, quotation, version_capture

MAX_QUOTATIONS = 1000
"""Of a version, the first ones: a long interview has two hundred."""

Edit = tuple[int, int]
"""The versions before and after it, by id."""


def refresh_edits(
    connection: Connection, articles: Collection[int], versions: Collection[int]
) -> None:
    """Bring the edits of articles up to date; only `versions` have other quotations than before.

    Two texts that were compared once are compared again only if the quotations of one are others.
    """
    stored = {
        _edit(row): row for row in select_where_in(connection, article_edit.c.article_id, articles)
    }
    wanted = {_edit(row): row for row in _edits(connection, articles)}
    changed = set(versions)
    compared = {edit for edit in wanted if edit not in stored or not changed.isdisjoint(edit)}
    if not compared and stored.keys() == wanted.keys():
        sync_rows(connection, article_edit, stored.values(), wanted.values(), _KEY)
        return
    stale = compared | (stored.keys() - wanted.keys())
    before = [
        row
        for row in select_where_in(
            connection, changed_quotation.c.version_now_id, {edit[1] for edit in stale}
        )
        if _edit(row) in stale
    ]
    after: list[Row] = []
    for edit, rows in _compared(connection, [wanted[edit] for edit in sorted(compared)]):
        wanted[edit]["changed_quotations"] = len(rows)
        after += rows
    sync_rows(connection, article_edit, stored.values(), wanted.values(), _KEY)
    sync_rows(connection, changed_quotation, before, after, [*_KEY, "ordinal"])


def rebuild_edits(connection: Connection) -> None:
    """Make both tables anew from the others."""
    connection.execute(delete(changed_quotation))
    connection.execute(delete(article_edit))
    edited = (
        select(article_version.c.article_id)
        .group_by(article_version.c.article_id)
        .having(func.count() > 1)
    )
    for some in chunks(connection.scalars(edited).all()):
        edits = _edits(connection, some)
        changes: list[Row] = []
        by_edit = {_edit(row): row for row in edits}
        for edit, rows in _compared(connection, edits):
            by_edit[edit]["changed_quotations"] = len(rows)
            changes += rows
        for table, made in ((article_edit, edits), (changed_quotation, changes)):
            if made:
                connection.execute(insert(table), made)


_KEY = ("version_id", "version_now_id")


def _edit(row: Row) -> Edit:
    return row["version_id"], row["version_now_id"]


def _edits(connection: Connection, articles: Iterable[int]) -> list[Row]:
    """The edits of articles, without how many quotations each changed.

    An edit that was made, taken back and made again is the one that was seen first.
    """
    version = article_version.c
    several = select(version.article_id).group_by(version.article_id).having(func.count() > 1)
    seen: dict[int, list[tuple[int, datetime]]] = defaultdict(list)
    query = (
        select(version.article_id, version.id, capture.c.fetched_at)
        .join(version_capture, version_capture.c.version_id == version.id)
        .join(capture, capture.c.id == version_capture.c.capture_id)
        # the last of them is the current version, also of two that were seen at once
        .order_by(version.article_id, capture.c.fetched_at, version.digest)
    )
    for some in chunks(articles):
        edited = connection.scalars(several.where(version.article_id.in_(some))).all()
        for row in connection.execute(query.where(version.article_id.in_(edited))):
            seen[row.article_id].append((row.id, row.fetched_at))
    return [row for article_id in sorted(seen) for row in _edits_of(article_id, seen[article_id])]


def _edits_of(article_id: int, seen: Sequence[tuple[int, datetime]]) -> Iterator[Row]:
    found: set[Edit] = set()
    for (version, last_seen_at), (version_now, seen_at) in pairwise(seen):
        if version != version_now and (version, version_now) not in found:
            found.add((version, version_now))
            yield {
                "version_id": version,
                "version_now_id": version_now,
                "article_id": article_id,
                "last_seen_at": last_seen_at,
                "seen_at": seen_at,
            }


def _compared(connection: Connection, edits: Sequence[Row]) -> Iterator[tuple[Edit, list[Row]]]:
    """What edits did to quotations, as rows; of one article after the other."""
    by_article: dict[int, list[Edit]] = defaultdict(list)
    for row in edits:
        by_article[row["article_id"]].append(_edit(row))
    for of_article in by_article.values():
        texts: dict[int, EditedText] = {}
        for edit in of_article:
            # the text after one edit is that before the next one
            texts = {version: texts.get(version) or _text(connection, version) for version in edit}
            changes = quotation_changes(*(texts[version] for version in edit))
            yield edit, [_row(edit, at, change) for at, change in enumerate(changes)]


def _row(edit: Edit, ordinal: int, change: PairChange) -> Row:
    return {
        "version_id": edit[0],
        "version_now_id": edit[1],
        "ordinal": ordinal,
        "quotation_id": change.before.quotation_id if change.before else None,
        "quotation_now_id": change.after.quotation_id if change.after else None,
        "change": change.change.value if change.change else None,
        "other_speaker": change.other_speaker,
        "words_changed": change.words_changed,
    }


def _text(connection: Connection, version_id: int) -> EditedText:
    version = article_version.c
    row = connection.execute(
        select(
            func.substr(version.text, 1, literal(MAX_TEXT)).label("text"),
            version.truncated,
            version.paywalled,
        ).where(version.id == version_id)
    ).one()
    columns = quotation.c
    query = (
        select(
            columns.id,
            columns.paragraph,
            columns.text,
            columns.spans,
            columns.name_id,
            columns.speaker_text,
            columns.mention,
            columns.extraction,
        )
        .where(columns.version_id == version_id)
        .order_by(*IN_THE_TEXT)
        .limit(MAX_QUOTATIONS)
    )
    return EditedText(
        row.text,
        not (row.truncated or row.paywalled),
        [_quotation(one, row.text) for one in connection.execute(query)],
    )


def _quotation(row: Any, text: str) -> EditedQuotation:
    return EditedQuotation(
        quotation_id=row.id,
        paragraph=row.paragraph,
        text=row.text,
        spans=tuple((start, end) for start, end in row.spans),
        parts=tuple(text[start:end] for start, end in row.spans),
        name_id=row.name_id,
        source=row.speaker_text,
        mention=row.mention,
        extraction=row.extraction,
    )
