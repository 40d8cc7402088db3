"""The rows of the marts, with the types of their columns: for whoever takes them elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Date,
    Double,
    TableClause,
    Text,
    column,
    select,
    table,
)
from sqlalchemy.types import TypeEngine

from pipeline.warehouse.column_types import UtcTime, utc_day

AT_ONCE = 10_000
"""Rows of one batch: some megabytes."""

_TYPES: Mapping[type, TypeEngine[Any]] = MappingProxyType(
    {int: BigInteger(), float: Double(), str: Text(), datetime: UtcTime(), date: Date()}
)


MartBatch = Sequence[tuple[Any, ...]]
"""Some rows, each with its values in the order of the columns."""


@dataclass(frozen=True, slots=True)
class Mart:
    """A view of sql/marts."""

    name: str
    columns: Mapping[str, type]
    """What a column holds, besides NULL: int, float, str, datetime (aware) or date."""
    key: tuple[str, ...]
    """The columns that tell its rows apart."""
    day: str | None = None
    """The column by whose day, in UTC, its rows are divided; None for a mart that has no day."""


MARTS = (
    Mart(
        "quotations",
        {
            "quotation_id": int,
            "statement_id": int,
            "article_id": int,
            "speaker_id": int,
            "speaker": str,
            "speaker_identity": str,
            "role": str,
            "kind": str,
            "text": str,
            "mention": str,
            "cue": str,
            "confidence": float,
            "outlet": str,
            "headline": str,
            "section": str,
            "language": str,
            "url": str,
            "published_or_first_seen_at": datetime,
            "first_seen_at": datetime,
        },
        ("quotation_id",),
        day="published_or_first_seen_at",
    ),
    Mart(
        "statements_by_spread",
        {
            "statement_id": int,
            "text": str,
            "speaker": str,
            "speaker_identity": str,
            "quotations": int,
            "articles": int,
            "outlets": int,
            "first_outlet": str,
            "first_appeared_at": datetime,
            "last_appeared_at": datetime,
        },
        ("statement_id",),
    ),
    Mart(
        "quotations_by_speaker_and_day",
        {
            "speaker_id": int,
            "speaker": str,
            "speaker_identity": str,
            "day": date,
            "quotations": int,
            "statements": int,
            "outlets": int,
        },
        ("speaker_id", "day"),
    ),
    Mart(
        "quotations_by_outlet_and_speaker",
        {
            "outlet_id": int,
            "outlet": str,
            "speaker_id": int,
            "speaker": str,
            "speaker_identity": str,
            "quotations": int,
            "statements": int,
            "articles": int,
            "share": float,
        },
        ("outlet_id", "speaker_id", "speaker"),
    ),
    Mart(
        "speaker_identities",
        {
            "speaker_id": int,
            "speaker": str,
            "speaker_identity": str,
            "identity_name": str,
            "doubt": str,
        },
        ("speaker_id", "speaker_identity"),
    ),
    Mart(
        "quotations_changed_by_edit",
        {
            "article_id": int,
            "version_id": int,
            "version_now_id": int,
            "ordinal": int,
            "statement_id": int,
            "outlet_id": int,
            "outlet": str,
            "headline": str,
            "url": str,
            "change": str,
            "words_changed": int,
            "speaker_id": int,
            "speaker": str,
            "speaker_identity": str,
            "speaker_now_id": int,
            "speaker_now": str,
            "quotation_id": int,
            "text": str,
            "quotation_now_id": int,
            "text_now": str,
            "confidence": float,
            "first_seen_at": datetime,
            "last_seen_at": datetime,
            "seen_at": datetime,
        },
        ("version_id", "version_now_id", "ordinal"),
        day="seen_at",
    ),
    Mart(
        "edited_articles",
        {
            "article_id": int,
            "outlet": str,
            "url": str,
            "headline": str,
            "versions": int,
            "first_version_seen_at": datetime,
            "last_version_seen_at": datetime,
        },
        ("article_id",),
    ),
    Mart(
        "dropped_blocks_by_rule",
        {
            "label": str,
            "rule": str,
            "overruled_rule": str,
            "blocks": int,
            "articles": int,
            "mean_probability": float,
        },
        ("label", "rule"),
    ),
    Mart(
        "kept_blocks_by_overruled_rule",
        {"overruled_rule": str, "blocks": int, "articles": int, "mean_probability": float},
        ("overruled_rule",),
    ),
    Mart(
        "rejections_by_reason",
        {
            "run_id": int,
            "run_key": str,
            "started_at": datetime,
            "outlet_key": str,
            "stage": str,
            "reason": str,
            "rejections": int,
        },
        ("run_id", "outlet_key", "stage", "reason"),
    ),
    Mart(
        "answers_by_outlet",
        {
            "outlet_key": str,
            "outlet": str,
            "answer": str,
            "answers": int,
            "first_answered_at": datetime,
            "last_answered_at": datetime,
        },
        ("outlet_key", "answer"),
    ),
    Mart(
        "run_outcomes",
        {
            "run_id": int,
            "run_key": str,
            "kind": str,
            "started_at": datetime,
            "finished_at": datetime,
            "outcome": str,
            "code_version": str,
            "model_version": str,
            "rejections": int,
        },
        ("run_id",),
    ),
)
"""All of them. A test compares them with the views."""


def mart_days(connection: Connection, mart: Mart) -> list[date]:
    """The days, in UTC, on which a mart that is divided by day has rows, the earliest first."""
    day = utc_day(_columns(mart)[_day_column(mart)])
    query = select(day).select_from(table(mart.name)).distinct().order_by(day)
    return list(connection.scalars(query))


def mart_rows(connection: Connection, mart: Mart, day: date | None = None) -> Iterator[MartBatch]:
    """The rows of a mart, of one day or all, in batches; values are of the types that it names.

    The order is that of the key, so the same warehouse gives the same rows.
    """
    columns = _columns(mart)
    query = select(*columns.values()).select_from(table(mart.name))
    if day is not None:
        begin = datetime(day.year, day.month, day.day, tzinfo=UTC)
        time = columns[_day_column(mart)]
        query = query.where(time >= begin, time < begin + timedelta(days=1))
    ordered = query.order_by(*(columns[name] for name in mart.key))
    found = connection.execution_options(yield_per=AT_ONCE).execute(ordered)
    for batch in found.partitions():
        yield [tuple(row) for row in batch]


def mart_view(name: str) -> TableClause:
    """A mart to be queried, with the types of its columns. Raises KeyError for an unknown name."""
    mart = {mart.name: mart for mart in MARTS}[name]
    return table(name, *(column(title, _TYPES[of]) for title, of in mart.columns.items()))


def _columns(mart: Mart) -> dict[str, ColumnElement[Any]]:
    return {name: column(name, _TYPES[of]) for name, of in mart.columns.items()}


def _day_column(mart: Mart) -> str:
    if mart.day is None:
        raise ValueError(f"{mart.name} is not divided by day")
    return mart.day
