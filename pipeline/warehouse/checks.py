"""Data quality: the queries of sql/checks, over what a run touched or over everything.

A query reads the tables `checked_…`, which hold the ids that it is to look at, and names its rows:
a violation with a `quotation_id`, a `version_id` or an `article_id` parks the quotations that it
is about. They are marked in `quotation.withheld` and are not counted or shown anywhere until a
check finds them good again. Other violations (of a name, a run, a row of a mart table) are only
reported.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    MetaData,
    Select,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
    text,
)

from pipeline.records import Rejection
from pipeline.text.possible_times import MAX_AHEAD
from pipeline.warehouse.column_types import UtcTime
from pipeline.warehouse.connection import reading, writing
from pipeline.warehouse.derived_tables import current_quotation, speaker_day, statement_spread
from pipeline.warehouse.mart_tables import Touched, refresh_mart_tables
from pipeline.warehouse.record_rows import rejection_row
from pipeline.warehouse.row_sync import (
    Row,
    fetch_rows,
    fetch_where_in,
    select_where_in,
    update_rows,
)
from pipeline.warehouse.run_rows import run_id
from pipeline.warehouse.sql_files import check_files
from pipeline.warehouse.table_parts import metadata
from pipeline.warehouse.tables import (
    article,
    article_version,
    outlet,
    quotation,
    rejected,
    run,
    run_article,
    speaker,
    speaker_name,
    statement,
    wording,
)
from pipeline.warehouse.temporary_tables import fill, temporary_table
from pipeline.warehouse.versions import articles_of

CHECK = "check"
"""The stage of what a check parked, in `rejected`."""

_PARKED_BY = {
    "quotation_id": quotation.c.id,
    "version_id": quotation.c.version_id,
    "article_id": article_version.c.article_id,
}
"""Columns of a violation by which quotations are parked, and where they are found."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one query of sql/checks found."""

    name: str
    """The name of its file, without the ending."""
    description: str
    """What a violation is: the first line of the file."""
    violations: int
    """Rows that the query returned."""
    withheld: int = 0
    """Quotations that are parked for it; 0 where nothing is parked."""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What the checks of a run came to."""

    results: tuple[CheckResult, ...]
    """In the order of their names."""
    parked: tuple[Rejection, ...]
    """What is in `rejected` now, one for each check and article; empty if all is well."""
    withheld: int
    """Different quotations that are parked."""


_scopes = MetaData()


def _scope(of: str) -> Table:
    return temporary_table(f"checked_{of}", _scopes, "id")


ARTICLES, VERSIONS, WORDINGS, STATEMENTS = map(
    _scope, ("article", "version", "wording", "statement")
)
NAMES, SPEAKERS, RUNS = map(_scope, ("name", "speaker", "run"))


def run_checks(engine: Engine) -> list[CheckResult]:
    """Run every query of sql/checks over everything, in the order of their names.

    Nothing is parked. Raises WarehouseError if the warehouse cannot be used.
    """
    with reading(engine) as connection:
        _fill_scopes(connection, None)
        return [
            CheckResult(name, description, len(rows))
            for name, description, rows in _violations(connection)
        ]


def park_violations(engine: Engine) -> list[CheckResult]:
    """Run every query of sql/checks over everything, and park what violates.

    What was parked and no longer violates anything counts again. Raises WarehouseError if the
    warehouse cannot be used.
    """
    with writing(engine) as connection:
        _fill_scopes(connection, None)
        results, _reasons = _park(connection)
    return results


def check_run(engine: Engine, run_key: str) -> CheckReport:
    """Run every query of sql/checks over what a run touched, and park what violates.

    Raises WarehouseError if the warehouse cannot be used or the run was never begun.
    """
    with writing(engine) as connection:
        identifier = run_id(connection, run_key)
        _fill_scopes(connection, identifier)
        results, reasons = _park(connection)
        parked = _rejections(connection, results, reasons)
        connection.execute(
            delete(rejected).where(rejected.c.run_id == identifier, rejected.c.stage == CHECK)
        )
        if parked:
            rows = [rejection_row(one) | {"run_id": identifier} for one in parked]
            connection.execute(insert(rejected), rows)
    return CheckReport(tuple(results), tuple(parked), len(reasons))


def _fill_scopes(connection: Connection, run_of: int | None) -> None:
    """Fill the tables `checked_…` with what a run touched, or with everything."""
    _scopes.create_all(connection)
    for scope, ids in _everything() if run_of is None else _touched(run_of):
        fill(connection, scope, ids)


def _everything() -> list[tuple[Table, Select[tuple[int]]]]:
    return [
        (ARTICLES, select(article.c.id)),
        (VERSIONS, select(article_version.c.id)),
        (WORDINGS, select(wording.c.id)),
        (STATEMENTS, select(statement.c.id)),
        (NAMES, select(speaker_name.c.id)),
        (SPEAKERS, select(speaker.c.id)),
        (RUNS, select(run.c.id)),
    ]


def _touched(run_of: int) -> list[tuple[Table, Select[tuple[int]]]]:
    """The articles that a run loaded, and what their quotations refer to."""
    said = quotation.join(VERSIONS, VERSIONS.c.id == quotation.c.version_id)
    return [
        (ARTICLES, select(run_article.c.article_id).where(run_article.c.run_id == run_of)),
        (
            VERSIONS,
            select(article_version.c.id).join(
                ARTICLES, ARTICLES.c.id == article_version.c.article_id
            ),
        ),
        (
            WORDINGS,
            select(quotation.c.wording_id)
            .select_from(said)
            .where(quotation.c.wording_id.is_not(None))
            .distinct(),
        ),
        (
            STATEMENTS,
            select(wording.c.statement_id).join(WORDINGS, WORDINGS.c.id == wording.c.id).distinct(),
        ),
        (
            NAMES,
            select(quotation.c.name_id)
            .select_from(said)
            .where(quotation.c.name_id.is_not(None))
            .distinct(),
        ),
        (
            SPEAKERS,
            select(speaker_name.c.speaker_id)
            .join(NAMES, NAMES.c.id == speaker_name.c.id)
            .distinct(),
        ),
        (RUNS, select(run.c.id).where(run.c.id == run_of)),
    ]


def _violations(connection: Connection) -> Iterable[tuple[str, str, list[Row]]]:
    """Name, description and violations of each check."""
    for file in check_files():
        query = file.read_text(encoding="utf-8")
        yield file.stem, _described(query), _rows(connection, query)


def _described(query: str) -> str:
    return query.partition("\n")[0].removeprefix("-- ")


def _rows(connection: Connection, query: str) -> list[Row]:
    day_ahead = bindparam("day_ahead", datetime.now(UTC) + MAX_AHEAD, type_=UtcTime)
    used = [day_ahead] if ":day_ahead" in query else []
    return [dict(row) for row in connection.execute(text(query).bindparams(*used)).mappings()]


def _park(connection: Connection) -> tuple[list[CheckResult], dict[int, set[str]]]:
    """Park the quotations that violate; returns them with the names of the checks, too."""
    results: list[CheckResult] = []
    reasons: dict[int, set[str]] = defaultdict(set)
    for name, description, rows in _violations(connection):
        about = _about(connection, rows)
        for identifier in about:
            reasons[identifier].add(name)
        results.append(CheckResult(name, description, len(rows), len(about)))
    columns = [quotation.c.id, quotation.c.withheld, quotation.c.version_id]
    withheld = (
        select(*columns)
        .join(VERSIONS, VERSIONS.c.id == quotation.c.version_id)
        .where(quotation.c.withheld.is_not(None))
    )
    before = {
        row["id"]: row
        for row in (
            *fetch_rows(connection, withheld),
            *select_where_in(connection, quotation.c.id, reasons, columns),
        )
    }
    changed = [
        {"id": identifier, "withheld": ", ".join(sorted(reasons.get(identifier, ()))) or None}
        for identifier in sorted(before)
    ]
    changed = [row for row in changed if row["withheld"] != before[row["id"]]["withheld"]]
    update_rows(connection, quotation, changed)
    versions = {before[row["id"]]["version_id"] for row in changed}
    refresh_mart_tables(connection, Touched(articles=articles_of(connection, versions)))
    return results, dict(reasons)


def _about(connection: Connection, rows: Iterable[Row]) -> set[int]:
    """The quotations, by id, that violations concern."""
    named: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        for column in _PARKED_BY.keys() & row.keys():
            if row[column] is not None:
                named[column].add(row[column])
    query = select(quotation.c.id).join(
        article_version, article_version.c.id == quotation.c.version_id
    )
    return {
        row["id"]
        for column, ids in named.items()
        for row in fetch_where_in(connection, query, _PARKED_BY[column], ids)
    }


def _rejections(
    connection: Connection, results: Iterable[CheckResult], reasons: dict[int, set[str]]
) -> list[Rejection]:
    """What `rejected` says of violations: one row for each check and article."""
    numbers: dict[tuple[str, str, str], int] = defaultdict(int)
    where = (
        select(quotation.c.id, article.c.url, outlet.c.key)
        .join(article_version, article_version.c.id == quotation.c.version_id)
        .join(article, article.c.id == article_version.c.article_id)
        .join(outlet, outlet.c.id == article.c.outlet_id)
    )
    for row in fetch_where_in(connection, where, quotation.c.id, reasons):
        for name in reasons[row["id"]]:
            numbers[name, row["url"], row["key"]] += 1
    said = {result.name: result for result in results if result.violations}
    parked = [
        Rejection(
            CHECK,
            url,
            name,
            f"{said[name].description}; {number} quotations of the page are withheld until a "
            "later extraction mends them: see python -m pipeline db check",
            source,
            withheld=number,
        )
        for (name, url, source), number in sorted(numbers.items())
    ]
    parked += [
        Rejection(
            CHECK,
            f"sql/checks/{name}.sql",
            name,
            f"{result.description}, {result.violations} times; nothing is withheld: mend it with "
            "python -m pipeline db rebuild or speakers rebuild",
        )
        for name, result in said.items()
        if not result.withheld
    ]
    return parked


def stats(engine: Engine) -> dict[str, int]:
    """The number of rows of every table, by name.

    Raises WarehouseError if the warehouse cannot be used.
    """
    with reading(engine) as connection:
        return {
            name: _number_of(connection, table) for name, table in sorted(metadata.tables.items())
        }


def counts_of(engine: Engine) -> dict[str, int]:
    """How much there is of what readers ask for, by its name in the plural.

    Quotations and statements are those of the marts: what counts is in the current version of an
    article and is not withheld. Speakers, articles and outlets are those of these quotations.
    Raises WarehouseError if the warehouse cannot be used.
    """
    current = current_quotation.c

    def different(column: Column[int]) -> int:
        return int(connection.execute(select(func.count(column.distinct()))).scalar_one())

    with reading(engine) as connection:
        return {
            "articles": different(current.article_id),
            "quotations": _number_of(connection, current_quotation),
            "statements": _number_of(connection, statement_spread),
            "speakers": different(speaker_day.c.speaker_id),
            "outlets": different(current.outlet_id),
        }


def _number_of(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())
