"""The table `run`: what ran, when, with which code and model, and how it ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, func, insert, select, update

from pipeline.records import ABANDONED
from pipeline.warehouse.connection import reading, writing
from pipeline.warehouse.stored_text import storable
from pipeline.warehouse.tables import run
from pipeline.warehouse.upgrades import make_if_empty
from pipeline.warehouse.warehouse_errors import FinalWarehouseError

OVERDUE = timedelta(days=1)
"""How long a run may be unfinished: runs are daily, and take hours at most. When a later one
begins, it is `ABANDONED`."""


def begin_run(  # noqa: PLR0917 - the columns of the run, in their order
    engine: Engine,
    key: str,
    kind: str,
    started_at: datetime,
    code_version: str,
    model_version: str,
    parameters: Mapping[str, object],
) -> None:
    """Write down that a run began, or that the one of the same key goes on.

    A run that goes on keeps its start, and is unfinished again. In an empty database the tables
    are made first; an older warehouse is left as it is. Raises WarehouseError if it cannot be
    used.
    """
    make_if_empty(engine)
    plan = {
        "code_version": storable(code_version),
        "model_version": storable(model_version),
        "parameters": storable(dict(parameters)),
        "outcome": None,
        "finished_at": None,
        "counts": None,
    }
    with writing(engine) as connection:
        again = connection.execute(update(run).where(run.c.key == storable(key)).values(plan))
        if not again.rowcount:
            new = {"key": storable(key), "kind": storable(kind), "started_at": started_at}
            connection.execute(insert(run).values(plan | new))
        connection.execute(
            update(run)
            .where(run.c.finished_at.is_(None), run.c.started_at < started_at - OVERDUE)
            .where(run.c.key != storable(key))
            .values(outcome=ABANDONED, finished_at=started_at)
        )


def finish_run(
    engine: Engine, key: str, outcome: str, finished_at: datetime, counts: Mapping[str, int]
) -> None:
    """Write down how a run ended; may be called again, the last call holds.

    `counts` has the records of each stage and outcome by name, as "fetch/rejected/http-404".
    Raises WarehouseError if the run was never begun.
    """
    with writing(engine) as connection:
        identifier = run_id(connection, key)
        connection.execute(
            update(run)
            .where(run.c.id == identifier)
            .values(outcome=outcome, finished_at=finished_at, counts=storable(dict(counts)))
        )


@dataclass(frozen=True, slots=True)
class RunTimes:
    """When runs of a kind were begun."""

    first_begun: datetime | None
    """None if there was never one."""
    last_published: datetime | None
    """When the last whole one that was published had begun; None if none ever was."""


def run_times(engine: Engine, kind: str, published: Sequence[str]) -> RunTimes:
    """The times of the runs of a kind; `published` are the outcomes of those that were.

    A run that was asked for a part of what is new, as for one page, is no publication. Raises
    WarehouseError if the warehouse cannot be used.
    """
    of_kind = run.c.kind == storable(kind)
    newest_first = (
        select(run.c.started_at, run.c.parameters)
        .where(of_kind, run.c.outcome.in_(published))
        .order_by(run.c.started_at.desc())
    )
    with reading(engine) as connection:
        return RunTimes(
            connection.scalar(select(func.min(run.c.started_at)).where(of_kind)),
            next(
                (
                    row.started_at
                    for row in connection.execute(newest_first)
                    # rows of earlier code do not say it
                    if row.parameters.get("whole", True)
                ),
                None,
            ),
        )


def newest_start(connection: Connection) -> datetime | None:
    """When the newest run began; None if there was none."""
    newest: datetime | None = connection.scalar(select(func.max(run.c.started_at)))
    return newest


def run_id(connection: Connection, key: str) -> int:
    """The id of a run. Raises WarehouseError if it was never begun."""
    identifier = connection.execute(select(run.c.id).where(run.c.key == storable(key))).scalar()
    if identifier is None:
        raise FinalWarehouseError(f"there is no run {key} in the warehouse; begin it first")
    return int(identifier)
