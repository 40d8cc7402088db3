"""Quotations, and the names and wordings that they refer to.

A name or wording that no quotation refers to any more, because a newer extraction reads the
page otherwise, is taken away: nothing stays that no page says. What is known of a name (forms,
roles, numbers) counts the quotations that say so, and goes when the last of them does. The
warehouse is thus the same as if only the newest extraction had ever been loaded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from pipeline.warehouse.identity.decisions import ArticleAddress, Decisions, decisions
from pipeline.warehouse.identity.identity_keys import keys_of_quotation
from pipeline.warehouse.identity.name_counts import update_name_counts
from pipeline.warehouse.identity.pointer_forest import add_nodes
from pipeline.warehouse.identity.speakers import NAMES, link_names
from pipeline.warehouse.identity.statements import (
    WORDINGS,
    add_fingerprints,
    link_wordings,
    remove_fingerprints,
)
from pipeline.warehouse.mart_tables import Touched
from pipeline.warehouse.record_rows import PageRows
from pipeline.warehouse.row_sync import (
    Difference,
    Row,
    delete_rows,
    fetch_where_in,
    select_pairs,
    select_values,
    select_where_in,
    sync_rows,
    values_in_use,
)
from pipeline.warehouse.tables import (
    article,
    article_version,
    outlet,
    quotation,
    speaker_name,
    wording,
)
from pipeline.warehouse.versions import articles_of

NATURAL_KEY = ("version_id", "start_offset", "end_offset", "kind", "ordinal")
"""What tells two quotations of one version apart."""
AT_ONCE = 2000
"""Versions whose quotations are identified again in one step: some 20,000 rows in memory."""


@dataclass(frozen=True, slots=True)
class QuotationCounts:
    """What became of quotations."""

    added: int
    changed: int
    removed: int


def write_quotations(
    connection: Connection,
    written: Mapping[int, PageRows],
    abandoned: Iterable[int],
    touched: Touched,
) -> QuotationCounts:
    """Make the quotations of `written` versions those of their pages; delete those of `abandoned`.

    Names, speakers, wordings and statements follow; those that changed are added to `touched`.
    """
    stored = select_where_in(connection, quotation.c.version_id, [*written, *abandoned])
    wanted = (
        (quoted | {"version_id": version}, ArticleAddress(page.outlet, page.url))
        for version, page in written.items()
        for quoted in page.quotations
    )
    difference = _write(connection, stored, wanted, decisions(connection), touched)
    return QuotationCounts(len(difference.added), len(difference.changed), len(difference.removed))


def reassign_identities(connection: Connection, versions: Iterable[int], touched: Touched) -> None:
    """Find names and wordings of the quotations of versions again, from what their rows say.

    What changed is added to `touched`.
    """
    decided = decisions(connection)
    remaining = sorted(set(versions))
    for start in range(0, len(remaining), AT_ONCE):
        some = remaining[start : start + AT_ONCE]
        stored = select_where_in(connection, quotation.c.version_id, some)
        addresses = _addresses(connection, some)
        wanted = ((row, addresses[row["version_id"]]) for row in stored)
        difference = _write(connection, stored, wanted, decided, touched)
        renamed = {row["version_id"] for row in difference.come}
        touched.articles |= articles_of(connection, renamed)


def _addresses(connection: Connection, versions: Iterable[int]) -> dict[int, ArticleAddress]:
    query = (
        select(article_version.c.id, outlet.c.key, article.c.url)
        .join(article, article.c.id == article_version.c.article_id)
        .join(outlet, outlet.c.id == article.c.outlet_id)
    )
    return {
        row["id"]: ArticleAddress(row["key"], row["url"])
        for row in fetch_where_in(connection, query, article_version.c.id, versions)
    }


def _write(
    connection: Connection,
    stored: list[Row],
    wanted: Iterable[tuple[Row, ArticleAddress]],
    decided: Decisions,
    touched: Touched,
) -> Difference:
    named = [(row, keys_of_quotation(row, address, decided)) for row, address in wanted]
    names, added_names = add_nodes(
        connection, NAMES, {given.name["key"]: given.name for _row, given in named if given.name}
    )
    wordings, added_wordings = add_nodes(
        connection,
        WORDINGS,
        {
            given.wording["digest"]: given.wording
            | {"name_id": names[given.name["key"]] if given.name else None}
            for _row, given in named
        },
    )
    rows = [
        row
        | {
            "name_id": names[given.name["key"]] if given.name else None,
            "wording_id": wordings[given.wording["digest"]],
        }
        for row, given in named
    ]
    difference = sync_rows(connection, quotation, stored, rows, NATURAL_KEY)
    touched.versions |= {row["version_id"] for row in (*difference.gone, *difference.come)}
    gone_wordings = _unused_wordings(connection, difference)
    keys = _name_keys(connection, gone_wordings, added_wordings)
    remove_fingerprints(connection, keys, gone_wordings)
    delete_rows(connection, wording, gone_wordings)
    add_fingerprints(connection, keys, select_where_in(connection, wording.c.id, added_wordings))
    name_changes = update_name_counts(connection, difference)
    moved, renamed = link_names(connection, added_names, name_changes, decided)
    touched.names |= moved
    touched.speakers |= renamed
    touched.wordings |= link_wordings(connection, added_wordings, gone_wordings, moved)
    return difference


def _unused_wordings(connection: Connection, difference: Difference) -> list[Row]:
    """The wordings that no quotation refers to any more."""
    left = {row["wording_id"] for row in difference.gone} - {None}
    used = values_in_use(connection, quotation.c.wording_id, left)
    return select_where_in(connection, wording.c.id, left - used)


def _name_keys(connection: Connection, gone: Iterable[Row], added: Iterable[int]) -> dict[int, str]:
    """The keys of the names whose wordings come or go, by id."""
    came = select_values(connection, wording.c.id, added, wording.c.name_id)
    ids = {row["name_id"] for row in gone} | came
    return select_pairs(connection, speaker_name.c.id, ids - {None}, speaker_name.c.key)
