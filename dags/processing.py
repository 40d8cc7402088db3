"""The tasks that several DAGs share: from captures in shards to a published digest.

Thin on purpose: each task reads the settings, calls one function of
`pipeline.runs.stages` and hands on a reference. Heavy modules are imported when a
task runs, never when this file is parsed.
"""

from __future__ import annotations

import logging
import textwrap
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import wraps
from typing import Any, ParamSpec, TypeVar, overload

import pendulum
import repository_path  # noqa: F401 - before anything of pipeline
from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.sdk import Asset, Context, TriggerRule, get_current_context, task, task_group
from airflow.sdk.exceptions import (
    AirflowFailException,
    AirflowRuntimeError,
    AirflowSkipException,
)
from notifications import FailureNotifier
from run_notes import MAX_NOTE, RUN_NOTE
from telemetry import count

from pipeline.errors import FinalError, InputError, did_you_mean

logger = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")

WAREHOUSE = Asset(name="verbatim_warehouse", uri="x-verbatim://warehouse")
"""Updated by every published run, so that other DAGs can be scheduled on it."""

DAYS = Asset(name="verbatim_days", uri="x-verbatim://warehouse/days")
"""Has a partition a day, as 2026-03-07, updated by each run that changed the digest of that day."""

DEFAULT_ARGS = {
    "owner": "verbatim",
    "retries": 3,
    "retry_delay": timedelta(seconds=30),
    "retry_exponential_backoff": 2.0,
    "max_retry_delay": timedelta(minutes=15),
    "execution_timeout": timedelta(hours=6),
    # what is furthest goes first: a shard's pages are in the warehouse before all are attributed,
    # and the one writer works while others compute, instead of all loads waiting for it at the end
    "weight_rule": "upstream",
}

BY_HAND: dict[str, Any] = {
    "schedule": None,
    "start_date": pendulum.datetime(2026, 1, 1, tz="UTC"),
    "max_active_runs": 1,
    "is_paused_upon_creation": False,
    "default_args": DEFAULT_ARGS,
    "tags": ["verbatim"],
}
"""What a DAG is that runs when a person triggers it, one run at a time."""

LOG_COLUMNS = 88
"""Characters of a line of a log that a window of 1280 pixels shows after the time and the level."""

SETTLED = {"on_failure_callback": FailureNotifier()}
"""For tasks whose failure settles that of the run: so there is one notification a run."""


def run_key(context: Context) -> str:
    """What a run is called in the warehouse and below `var/runs`: a run of this key goes on.

    A DAG has one run of a logical date, however often it is tried; a run by hand without one
    has an id of its own.
    """
    run = context["dag_run"]
    logical_date = run.logical_date
    name = f"{logical_date:%Y-%m-%dT%H-%M-%S.%fZ}" if logical_date else run.run_id
    return f"{run.dag_id}.{name}"


@overload
def guarded_task(function: Callable[P, R]) -> Any: ...


@overload
def guarded_task(**options: Any) -> Callable[[Callable[P, R]], Any]: ...


def guarded_task(function: Callable[P, R] | None = None, **options: Any) -> Any:
    """Airflow's `task`, which fails at once where trying again cannot mend anything.

    The task then ends with the sentence of the FinalError alone. Everything else that is raised is
    tried again as the DAG says.
    """

    def made(function: Callable[P, R]) -> Any:
        return task(**options)(_failing_at_once(function))

    return made if function is None else made(function)


def _failing_at_once(function: Callable[P, R]) -> Callable[P, R]:
    @wraps(function)
    def guarded(*arguments: P.args, **named: P.kwargs) -> R:
        try:
            return function(*arguments, **named)
        except FinalError as error:
            # Airflow logs an exception with its stack, in which the sentence is hard to find
            logger.error("%s", in_lines(str(error)))
            leave_note(str(error))
            raise AirflowFailException(str(error)) from None

    return guarded


def in_lines(text: str) -> str:
    """A text in lines that are read in the log of a task without scrolling to the right."""
    return "\n".join(
        textwrap.fill(
            line,
            LOG_COLUMNS,
            subsequent_indent="  " if line.startswith("- ") else "",
            # an address or a path stays whole
            break_long_words=False,
            break_on_hyphens=False,
        )
        for line in text.splitlines()
    )


def leave_note(sentence: str) -> None:
    """Leave what the task has to say of its run, for the run's note (plugins/run_notes.py)."""
    from pipeline.text.safe_text import writable
    from pipeline.text.shortening import cut_end

    note = writable(sentence)
    try:
        get_current_context()["ti"].xcom_push(
            RUN_NOTE, note if len(note) <= MAX_NOTE else cut_end(note, MAX_NOTE)
        )
    except AirflowRuntimeError as error:
        # the note is for convenience: what the task came to matters more
        logger.warning("the run's note will lack this sentence: %s", error)


def mappable(references: list[str], instead: str) -> list[str]:
    """References of which Airflow makes a task each.

    Raises InputError if they are more than it makes, with `instead` as what to do about it.
    """
    from airflow.sdk.configuration import conf

    most = conf.getint("core", "max_map_length")
    if len(references) > most:
        raise InputError(
            f"this would be {len(references):,} tasks side by side, and Airflow makes at most "
            f"{most:,}; {instead}, or set AIRFLOW__CORE__MAX_MAP_LENGTH higher for all of Airflow"
        )
    return references


def require_known_parameters(context: Context, known: Iterable[str]) -> None:
    """Raise InputError for a key of `--conf` that is not a parameter of the DAG.

    Airflow takes it without a word, so that a misspelled one would ask for everything.
    """
    unknown = sorted(set(context["dag_run"].conf or {}) - set(known))
    if unknown:
        raise InputError(
            f"{context['dag_run'].dag_id} has no parameter {', '.join(map(repr, unknown))}; "
            f"it has {', '.join(known)}" + "".join(did_you_mean(key, known) for key in unknown)
        )


def lines(values: Iterable[str] | None) -> list[str]:
    """The lines of a field of the form, without empty ones and the white space around them."""
    return [line.strip() for line in values or () if line.strip()]


FEWER_SHARDS = "ask for fewer days or pages in one run"
"""What to do where a run has too many shards."""


@guarded_task(trigger_rule=TriggerRule.ALL_DONE_MIN_ONE_SUCCESS)
def make_shards(run: str) -> list[str]:
    """Divide the captures into shards; what a failed task captured is among them."""
    from pipeline.runs.stages import shard_captures
    from pipeline.settings.environment import load_settings

    return mappable(shard_captures(load_settings(), run), FEWER_SHARDS)


SHARD = "shard {{ task.op_args[0].rpartition('/')[2] }}"
"""What a mapped task is called in Airflow's pages: by the shard that it works on."""


@guarded_task(map_index_template=SHARD)
def extract(shard: str) -> str:
    """Turn archived pages into articles: typed blocks, nothing dropped without a label."""
    from pipeline.runs.stages import extract_shard
    from pipeline.settings.environment import load_settings

    return extract_shard(load_settings(), shard)


@guarded_task(map_index_template=SHARD)
def attribute(shard: str) -> str:
    """Find who said what in the articles."""
    from pipeline.runs.stages import attribute_shard
    from pipeline.settings.environment import load_settings

    return attribute_shard(load_settings(), shard)


@guarded_task(map_index_template=SHARD)
def load(shard: str) -> str:
    """Load articles and quotations into the warehouse, in one transaction."""
    from pipeline.runs.stages import load_shard
    from pipeline.settings.environment import load_settings

    return load_shard(load_settings(), shard)


@task_group
def process(shard: str) -> None:
    """One shard, a few hundred pages, from capture to warehouse."""
    load(attribute(extract(shard)))


@guarded_task
def check(run: str) -> str:
    """Run the data-quality queries over what was loaded, and see which sources fail.

    Fails if nothing could be loaded.
    """
    from pipeline.runs.stages import check_sources, check_warehouse
    from pipeline.settings.environment import load_settings

    settings = load_settings()
    check_warehouse(settings, run)
    check_sources(settings, run)
    return run


@guarded_task(outlets=[WAREHOUSE])
def publish(run: str) -> str:
    """Bring the digest up to date; what the run did is in the extra of the asset's event."""
    from pipeline.runs.stages import publish_digest, published_run
    from pipeline.settings.environment import load_settings

    settings = load_settings()
    page = publish_digest(settings, run)
    get_current_context()["outlet_events"][WAREHOUSE].extra = published_run(settings, run)
    return page


# an outlet of a task that succeeds always has an event, and one without a partition would say that
# some day changed: so this is a task of its own, which is skipped where none did
@guarded_task(outlets=[DAYS], **SETTLED)
def announce_days(run: str) -> None:
    """Announce the days whose page in the digest changed: an event of the asset for each."""
    from pipeline.runs.stages import changed_days

    days = changed_days(run)
    if not days:
        raise AirflowSkipException("no page of the digest changed")
    logger.info("the digest changed on these days: %s", ", ".join(days))
    get_current_context()["outlet_events"][DAYS].add_partitions(days)


# whatever failed after the run began, and last of all, so that its state is that of the run
@guarded_task(trigger_rule=TriggerRule.ALL_DONE_MIN_ONE_SUCCESS, **SETTLED)
def finish(run: str) -> None:
    """Write into the warehouse how the run went; fails if any part of it is missing."""
    from pipeline.runs.stages import finish_run
    from pipeline.settings.environment import load_settings

    leave_note(finish_run(load_settings(), run, count))


def process_and_publish(run: str, shards: list[str]) -> None:
    """What all runs do once their shards are made: process them, check, publish, finish."""
    # what is loaded is in the warehouse's views and must be checked, even if other shards failed or
    # there are none. Nothing runs here: the scheduler itself marks the task
    shards_done = EmptyOperator(task_id="shards_done", trigger_rule=TriggerRule.ALL_DONE)
    published = publish(run)
    process.expand(shard=shards) >> shards_done >> check(run) >> published
    published >> [announce_days(run), finish(run)]
