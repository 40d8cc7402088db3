"""Column types that behave the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    Date,
    DateTime,
    Dialect,
    Integer,
    Text,
    func,
    type_coerce,
)
from sqlalchemy.types import TypeDecorator


class UtcTime(TypeDecorator[datetime]):
    """A point in time: timezone-aware in Python, UTC in the database.

    The column has no time zone of its own, on PostgreSQL too: so `date(column)` is the day in
    UTC on both databases, whatever time zone the session of a reader has.
    """

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The time in UTC. Raises ValueError for a time without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone; times in the warehouse are aware")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The stored time, aware, in UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


def utc_day(time: ColumnElement[datetime]) -> ColumnElement[date]:
    """The day of a time, in UTC: a date from SQLite too, which has it as a text."""
    return type_coerce(func.date(time), Date)


# SQLite numbers rows by itself only in a column of exactly the type INTEGER
IDENTIFIER = BigInteger().with_variant(Integer, "sqlite")

# None is SQL's NULL, never the JSON value null
JSON_VALUE = JSON(none_as_null=True)

# letters and digits of ASCII, compared by their codes on both databases: what begins with some
# letters then lies side by side
PLAIN_WORD = Text().with_variant(Text(collation="C"), "postgresql")
