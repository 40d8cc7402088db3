"""What was printed that is near to given words, whoever said it: for the checking of drafts.

Words are found by the fingerprints of their runs (see `near_duplicates`), of which a load keeps
some for every wording, so a question takes as long in a large warehouse as in a small one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, func, select

from pipeline.records import Kind
from pipeline.shown_records import PrintedQuotation, PrintedSpeech
from pipeline.text.folding import folded_words
from pipeline.warehouse import speaker_search
from pipeline.warehouse.connection import reading
from pipeline.warehouse.identity.near_duplicates import compared_words, run_ranges
from pipeline.warehouse.print_order import IN_THE_TEXT, first_printed
from pipeline.warehouse.quotation_query import printed_quotations
from pipeline.warehouse.tables import (
    article,
    article_version,
    block,
    capture,
    outlet,
    quotation,
    speaker,
    speaker_name,
    wording_shingle,
)
from pipeline.warehouse.word_index import wordings_with_most, wordings_with_phrase

COMMON = 200
"""A run of words that more wordings have says nothing of where a passage comes from."""

NEAR = 30
"""Wordings that are laid beside a passage, those first that share most runs with it: all cuts of
one statement, and a few sentences that only sound like it."""

SHORTEST, SHORT = 4, 14
"""Words of a passage that is looked for with one of them left out. In a longer one a word that
differs leaves runs enough; of a shorter one what is left may be anybody's."""

ENOUGH = 2
"""Runs that a short passage shares with a wording, from which on nothing else is looked for."""

SPEECHES = 40
"""That are laid beside a passage: a statement that more outlets printed is found in the first."""


@dataclass(frozen=True, slots=True)
class NearPassage:
    """What is near to one passage."""

    speaker_ids: frozenset[int]
    """The speakers whom its speaker's name may mean."""
    speeches: tuple[PrintedSpeech, ...]
    """The first printed first."""


@dataclass(frozen=True, slots=True)
class PrintedNear:
    """What is near to some passages, and what was looked through."""

    passages: tuple[NearPassage, ...]
    since: datetime | None
    """When the oldest article appeared; None if there are none."""
    outlets: int
    """That have articles."""


def printed_near(engine: Engine, passages: Iterable[tuple[str, str | None]]) -> PrintedNear:
    """Printed speech that has words of the passages, each given with its speaker's name or None.

    Versions that an edit replaced are looked through too. Raises WarehouseError if the warehouse
    cannot be used.
    """
    with reading(engine) as connection:
        named: dict[str | None, frozenset[int]] = {None: frozenset()}
        near = []
        for words, name in passages:
            if name not in named:
                named[name] = frozenset(speaker_search.bearing(connection, name or ""))
            wording_ids = _near_wordings(connection, words)
            near.append(NearPassage(named[name], tuple(_speeches(connection, wording_ids))))
        first = connection.scalar(select(func.min(article.c.published_or_first_seen_at)))
        outlets = connection.scalar(select(func.count(article.c.outlet_id.distinct())))
        return PrintedNear(tuple(near), first, outlets or 0)


_HAVING_RUN = (
    select(wording_shingle.c.wording_id)
    .where(wording_shingle.c.shingle.between(bindparam("first"), bindparam("last")))
    .limit(COMMON + 1)
)


def _near_wordings(connection: Connection, passage: str) -> list[int]:
    """The wordings that share most runs of words with a passage.

    A word that differs in a short passage may leave no run of it, so such a passage is looked for
    by all its words but one, too; one that has no run of its own by which it can be told, as it is.
    """
    words = folded_words(passage)
    compared = compared_words(words)
    shared: Counter[int] = Counter()
    for first, last in run_ranges(compared):
        having = connection.scalars(_HAVING_RUN, {"first": first, "last": last}).all()
        if len(having) <= COMMON:
            shared.update(set(having))
    near = sorted(shared, key=lambda wording_id: (-shared[wording_id], wording_id))[:NEAR]
    if SHORTEST <= len(compared) <= SHORT and max(shared.values(), default=0) < ENOUGH:
        near += wordings_with_most(connection, words.split(), limit=NEAR)
    elif not shared:
        near += wordings_with_phrase(connection, words.split(), limit=NEAR)
    return near


_MENTION = func.coalesce(quotation.c.speaker_text, quotation.c.mention).label("mention")


def _speeches(connection: Connection, wording_ids: Collection[int]) -> Iterator[PrintedSpeech]:
    """What the speakers of some wordings said in the articles that print these."""
    query = (
        select(quotation.c.version_id, speaker_name.c.speaker_id, _MENTION)
        .select_from(
            quotation.join(article_version, article_version.c.id == quotation.c.version_id)
            .join(article, article.c.id == article_version.c.article_id)
            .outerjoin(speaker_name, speaker_name.c.id == quotation.c.name_id)
        )
        .where(quotation.c.wording_id.in_(wording_ids), quotation.c.withheld.is_(None))
        .order_by(
            *first_printed(article.c.published_or_first_seen_at, article.c.outlet_id),
            article_version.c.is_current.desc(),
            article_version.c.digest,
            *IN_THE_TEXT,
        )
    )
    wanted = dict.fromkeys(_who(row) for row in connection.execute(query))
    said = _said(connection, {version_id for version_id, _, _ in list(wanted)[:SPEECHES]})
    for key in list(wanted)[:SPEECHES]:
        rows = said[key]
        yield PrintedSpeech(
            url=rows[0].url,
            outlet=rows[0].outlet,
            headline=rows[0].headline,
            published=rows[0].published_or_first_seen_at,
            speaker=rows[0].speaker,
            speaker_id=rows[0].speaker_id,
            mention=rows[0].mention,
            quotations=tuple(
                PrintedQuotation(
                    row.id, Kind(row.kind), row.text, tuple(row.segments), row.paragraph
                )
                for row in rows
            ),
            is_current=rows[0].is_current,
            captured_at=rows[0].fetched_at,
            warc_file=rows[0].warc_file,
            warc_offset=rows[0].warc_offset,
        )


_Who = tuple[int, int | None, str | None]
"""Version and speaker; of a source without a name, what the article calls it."""


def _who(row: Any) -> _Who:
    return (row.version_id, row.speaker_id, None if row.speaker_id else row.mention)


def _said(connection: Connection, versions: Iterable[int]) -> dict[_Who, list[Any]]:
    """What each speaker says in some versions, in the order of the text."""
    query = (
        select(
            quotation.c.id,
            quotation.c.version_id,
            quotation.c.kind,
            quotation.c.text,
            quotation.c.segments,
            _MENTION,
            block.c.text.label("paragraph"),
            speaker_name.c.speaker_id,
            speaker.c.name.label("speaker"),
            article.c.url,
            article.c.published_or_first_seen_at,
            outlet.c.name.label("outlet"),
            article_version.c.headline,
            article_version.c.is_current,
            capture.c.fetched_at,
            capture.c.warc_file,
            capture.c.warc_offset,
        )
        .select_from(printed_quotations())
        .where(quotation.c.version_id.in_(sorted(versions)), quotation.c.withheld.is_(None))
        .order_by(quotation.c.version_id, quotation.c.start_offset, quotation.c.end_offset)
    )
    said: dict[_Who, list[Any]] = defaultdict(list)
    for row in connection.execute(query):
        said[_who(row)].append(row)
    return said
