"""Data quality: the queries of sql/checks, and how many rows each table has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine, bindparam, func, select, text

from pipeline.warehouse.connection import reading
from pipeline.warehouse.places import check_files
from pipeline.warehouse.tables import metadata
from pipeline.warehouse.types import UtcTime


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one query of sql/checks found."""

    name: str
    """The name of its file, without the ending."""
    description: str
    """What a violation is: the first line of the file."""
    violations: int
    """Rows that the query returned."""


def run_checks(engine: Engine) -> list[CheckResult]:
    """Run every query of sql/checks, in the order of their names.

    Raises WarehouseError if the warehouse cannot be used.
    """
    with reading(engine) as connection:
        return [_result(connection, file) for file in check_files()]


def _result(connection: Connection, file: Path) -> CheckResult:
    query = file.read_text(encoding="utf-8")
    first_line = query.partition("\n")[0]
    day_ahead = bindparam("day_ahead", datetime.now(UTC) + timedelta(days=1), type_=UtcTime)
    used = [day_ahead] if ":day_ahead" in query else []
    violations = text(query).bindparams(*used).columns().subquery()
    return CheckResult(
        name=file.stem,
        description=first_line.removeprefix("-- "),
        violations=connection.execute(select(func.count()).select_from(violations)).scalar_one(),
    )


def stats(engine: Engine) -> dict[str, int]:
    """The number of rows of every table, by name.

    Raises WarehouseError if the warehouse cannot be used.
    """
    with reading(engine) as connection:
        return {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in sorted(metadata.tables.items())
        }
