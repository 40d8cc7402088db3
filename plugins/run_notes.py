"""The note of a DAG run, as Airflow's pages show it beside the run: what its tasks say of it.

A task cannot write the note of its run. So it leaves a sentence as an XCom, and the scheduler,
which has the database, makes the note of these sentences when the run has ended.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from airflow.listeners import hookimpl
from airflow.plugins_manager import AirflowPlugin

if TYPE_CHECKING:
    from airflow.models.dagrun import DagRun
    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

logger = logging.getLogger(__name__)

RUN_NOTE = "verbatim_run_note"
"""Key of the XCom of a task that has something to say of its run."""

MAX_NOTE = 1000
"""Characters of a note: Airflow's column has no room for more."""

WRITER = "verbatim_run_notes"
"""Stands in a note of ours where Airflow has the user who wrote it."""

_MARKUP = re.compile(r"[\\`<>\[\]]")
"""What could make a link, an image or code of the words of others: notes are Markdown."""


class RunNotes:
    """Writes the note when a run has ended, well or not."""

    @hookimpl
    def on_dag_run_success(self, dag_run: DagRun) -> None:
        """Note what the tasks of a run say that succeeded."""
        _note(dag_run)

    @hookimpl
    def on_dag_run_failed(self, dag_run: DagRun) -> None:
        """Note what the tasks of a run say that failed."""
        _note(dag_run)


def _note(dag_run: DagRun) -> None:
    """Make the note of what the tasks left; a run whose tasks left nothing gets none.

    Whatever goes wrong with the database is logged, and undone as far as it is ours: the
    scheduler works on in the same transaction.
    """
    from sqlalchemy.exc import SQLAlchemyError

    with _session_of(dag_run) as session:
        # a note that a person wrote in this very transaction has to be seen
        session.flush()
        connection = session.connection()
        try:
            # not the session's own savepoint: the scheduler takes the end of one for a commit
            with connection.begin_nested():
                _write(connection, dag_run.id)
        except SQLAlchemyError:
            run = f"{dag_run.run_id} of {dag_run.dag_id}"
            logger.exception("the note of the run %s was not written", run)


@contextmanager
def _session_of(dag_run: DagRun) -> Iterator[Session]:
    """The session that the run is in, which is left as it is, or a new one."""
    from airflow.utils.session import create_session
    from sqlalchemy.orm import object_session

    session = object_session(dag_run)
    if session is not None:
        yield session
        return
    # a run of `airflow dags test` is in none
    with create_session() as own:
        yield own


def _write(connection: Connection, run: int) -> None:
    """Write the note of a run, unless a person wrote one."""
    from airflow.models.dagrun import DagRunNote
    from sqlalchemy import insert, select, update

    columns = DagRunNote.__table__.c
    content = note_of(_sentences(connection, run))
    if not content:
        return
    of_the_run = columns.dag_run_id == run
    found = connection.execute(select(columns.user_id).where(of_the_run)).one_or_none()
    if found is None:
        row = {"dag_run_id": run, "user_id": WRITER, "content": content}
        connection.execute(insert(DagRunNote).values(**row, created_at=datetime.now(UTC)))
    elif found.user_id == WRITER:
        changed = update(DagRunNote).where(of_the_run)
        connection.execute(changed.values(content=content, updated_at=datetime.now(UTC)))


def _sentences(connection: Connection, run: int) -> list[Any]:
    """What the tasks of a run left, in the order in which they did."""
    from airflow.models.xcom import XComModel
    from sqlalchemy import select

    columns = XComModel.__table__.c
    left = select(columns.value).where(columns.dag_run_id == run, columns.key == RUN_NOTE)
    return list(connection.scalars(left.order_by(columns.timestamp)))


def note_of(sentences: list[Any]) -> str:
    """The note that says all of these, each once, in at most MAX_NOTE characters of Markdown."""
    from pipeline.text.shortening import cut_end

    said = [sentence for sentence in sentences if isinstance(sentence, str)]
    note = _MARKUP.sub(r"\\\g<0>", "\n\n".join(dict.fromkeys(said)))
    return note if len(note) <= MAX_NOTE else cut_end(note, MAX_NOTE)


class RunNotesPlugin(AirflowPlugin):
    """Has the scheduler write the notes of runs."""

    name = "verbatim_run_notes"
    listeners = [RunNotes()]  # noqa: RUF012
