"""What all tables have in common: their catalogue, their ids, how they refer to each other."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, MetaData

from pipeline.warehouse.column_types import IDENTIFIER

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def id_column() -> Column[int]:
    """The number of a row."""
    return Column("id", IDENTIFIER, primary_key=True)


def reference(
    table: str, *, nullable: bool = False, primary_key: bool = False, index: bool = False
) -> Column[int]:
    """The id of a row of another table; its name is that of the table, without its family."""
    return Column(
        f"{table.removeprefix('article_').removeprefix('speaker_')}_id",
        IDENTIFIER,
        ForeignKey(f"{table}.id"),
        nullable=nullable,
        primary_key=primary_key,
        index=index,
        autoincrement=False,
    )


def id_of(
    table: str,
    *,
    name: str | None = None,
    primary_key: bool = False,
    nullable: bool = False,
    index: bool = False,
) -> Column[int]:
    """The id of a row of another table from which this row follows: nothing looks it up."""
    return Column(
        name or f"{table}_id",
        IDENTIFIER,
        primary_key=primary_key,
        nullable=nullable,
        autoincrement=False,
        index=index,
    )
