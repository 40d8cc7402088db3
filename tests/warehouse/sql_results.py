"""Asking a warehouse in plain SQL."""

from __future__ import annotations

from sqlalchemy import Engine, text

from pipeline.warehouse import run_checks


def rows(engine: Engine, query: str) -> list[tuple[object, ...]]:
    """The rows that a query gives."""
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def violations(engine: Engine) -> list[str]:
    """The names of the checks that find something."""
    return [result.name for result in run_checks(engine) if result.violations]
