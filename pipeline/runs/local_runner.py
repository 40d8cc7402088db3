"""A run without Airflow: the same stages, one after the other, in one process.

A source that fails does not stop the others; the run then ends as incomplete.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from pipeline.errors import VerbatimError
from pipeline.runs import stages
from pipeline.runs.run_folder import REPROCESS, RunFolder
from pipeline.settings.environment import Settings

logger = logging.getLogger(__name__)


def run_pipeline(
    settings: Settings,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    keys: Sequence[str] = (),
    urls: Sequence[str] = (),
    refetch: bool = False,
) -> str:
    """Visit the sources and process what they gave; returns the run's key.

    Raises VerbatimError if the run could not be completed.
    """
    key = _new_key("run")
    run = stages.begin_visit(
        settings,
        key=key,
        kind="run",
        since=since,
        until=until,
        keys=keys,
        urls=urls,
        refetch=refetch,
    )
    with _finished(settings, run):
        with _progress() as progress:
            _visit(progress, settings, run)
            _process(progress, settings, stages.shard_captures(settings, run))
        stages.check_warehouse(settings, run)
        stages.publish_digest(settings, run)
    return key


def reprocess_archive(settings: Settings, *, since: datetime | None, until: datetime | None) -> str:
    """Process archived captures again; returns the run's key.

    Raises VerbatimError if the run could not be completed.
    """
    key = _new_key(REPROCESS)
    run = stages.begin_reprocess(settings, key=key, since=since, until=until)
    with _finished(settings, run):
        with _progress() as progress:
            _process(progress, settings, stages.shard_archive(settings, run))
        stages.check_warehouse(settings, run)
        stages.publish_digest(settings, run)
    return key


@contextmanager
def _finished(settings: Settings, run: str) -> Iterator[None]:
    """Write down how the run went, whatever ends it; what ended it is what is told."""
    try:
        yield
    except BaseException:
        with suppress(VerbatimError):
            stages.finish_run(settings, run)
        raise
    stages.finish_run(settings, run)


def _visit(progress: Progress, settings: Settings, run: str) -> None:
    """Visit the sources; those that fail are told, and the run goes on with the others."""
    sources = len(RunFolder(Path(run)).plan.visited)
    bar = progress.add_task(f"{'visit':<10}", total=sources)
    for visit in stages.plan_visits(settings, run):
        try:
            stages.visit_sources(settings, visit, lambda key: progress.advance(bar))
        except VerbatimError as error:
            logger.error("%s", error)


def _process(progress: Progress, settings: Settings, shards: Sequence[str]) -> None:
    for shard in _tracked(progress, "extract", shards):
        stages.extract_shard(settings, shard)
    for shard in _tracked(progress, "attribute", shards):
        stages.attribute_shard(settings, shard)
    for shard in _tracked(progress, "load", shards):
        stages.load_shard(settings, shard)


def _tracked(progress: Progress, stage: str, references: Sequence[str]) -> Iterable[str]:
    return progress.track(references, description=f"{stage:<10}")


def _progress() -> Progress:
    return Progress(console=Console(stderr=True))


def _new_key(kind: str) -> str:
    return f"{kind}.{datetime.now(UTC):%Y-%m-%dT%H-%M-%S.%fZ}"
