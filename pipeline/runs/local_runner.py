"""A run without Airflow: the same stages, one after the other, in one process.

A source that fails does not stop the others; the run then ends as incomplete.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from rich.console import Console
from rich.progress import Progress

from pipeline.errors import VerbatimError
from pipeline.runs import stages
from pipeline.runs.locks import LockedError, locked
from pipeline.runs.run_folder import RunFolder, broken_off_runs
from pipeline.runs.run_plan import IMPORT, REPROCESS, RunPlan
from pipeline.settings.environment import Settings

logger = logging.getLogger(__name__)

TAKEN_UP = timedelta(days=1)
"""How old a run that was broken off may be to be gone on with: later, what sites announce and the
days that are asked for by default are others, and the warehouse calls it abandoned."""


def run_pipeline(
    settings: Settings,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    keys: Sequence[str] = (),
    urls: Sequence[str] = (),
    refetch: bool = False,
    new: bool = False,
) -> str:
    """Visit the sources and process what they gave; returns the run's key.

    A run of the last day that was asked for the same and was not published is gone on with, unless
    `new` says otherwise or another process works on it. Raises VerbatimError if the run could not
    be completed.
    """
    plan = stages.plan_visit(
        settings,
        key=_new_key("run"),
        kind="run",
        since=since,
        until=until,
        keys=keys,
        urls=urls,
        refetch=refetch,
    )
    with _begun(settings, plan, new=new) as run:
        with _progress() as progress:
            _visit(progress, settings, run)
            _process(progress, settings, stages.shard_captures(settings, run))
        stages.check_warehouse(settings, run)
        stages.check_sources(settings, run)
        stages.publish_digest(settings, run)
    stages.write_feeds(settings)
    return RunFolder.at(run).plan.key


def reprocess_archive(
    settings: Settings, *, since: datetime | None, until: datetime | None, new: bool = False
) -> str:
    """Process archived captures again; returns the run's key.

    Goes on with a run that was broken off like `run_pipeline`. Raises VerbatimError if the run
    could not be completed.
    """
    plan = stages.plan_reprocess(settings, key=_new_key(REPROCESS), since=since, until=until)
    with _begun(settings, plan, new=new) as run:
        with _progress() as progress:
            _process(progress, settings, stages.shard_archive(settings, run))
        stages.check_warehouse(settings, run)
        stages.publish_digest(settings, run)
    stages.write_feeds(settings)
    return RunFolder.at(run).plan.key


def import_archive(
    settings: Settings,
    files: Sequence[str],
    *,
    keys: Sequence[str] = (),
    languages: Sequence[str] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    new: bool = False,
) -> str:
    """Take pages of the sources from WARC files of others and process them; returns the run's key.

    Goes on with a run that was broken off like `run_pipeline`. A file that fails does not hold up
    the others. Raises VerbatimError if the run could not be completed.
    """
    plan = stages.plan_import(
        settings,
        key=_new_key(IMPORT),
        files=files,
        keys=keys,
        languages=languages,
        since=since,
        until=until,
    )
    with _begun(settings, plan, new=new) as run:
        with _progress() as progress:
            for visit in _tracked(progress, "import", stages.divide_imports(settings, run)):
                try:
                    stages.import_file(settings, visit)
                except VerbatimError as error:
                    logger.error("%s", error)
            _process(progress, settings, stages.shard_captures(settings, run))
        stages.check_warehouse(settings, run)
        stages.publish_digest(settings, run)
    stages.write_feeds(settings)
    return RunFolder.at(run).plan.key


@contextmanager
def _begun(settings: Settings, plan: RunPlan, *, new: bool) -> Iterator[str]:
    """The folder of the run, begun or gone on with, and finished whatever ends the body.

    It is locked meanwhile: a run that some process works on is never taken for a broken one.
    """
    with ExitStack() as held:
        earlier = [] if new else _left_alone(settings, plan, held)
        if earlier:
            plan = replace(plan, key=earlier[0].plan.key)
            logger.warning(
                "going on with the run %s, which was broken off; --new begins another", plan.key
            )
        else:
            folder = RunFolder.of(settings.runs_folder, plan.key)
            held.enter_context(_locked(settings, folder))
        run = stages.begin_run(settings, plan)
        with _finished(settings, run):
            yield run


def _left_alone(settings: Settings, plan: RunPlan, held: ExitStack) -> list[RunFolder]:
    """The newest run that was broken off and nobody works on, now locked; empty for none."""
    for folder in broken_off_runs(settings.runs_folder, plan, plan.started_at - TAKEN_UP):
        try:
            held.enter_context(_locked(settings, folder))
        except LockedError:
            continue
        return [folder]
    return []


def _locked(settings: Settings, folder: RunFolder) -> AbstractContextManager[None]:
    """The lock of a run. Entering it raises LockedError if another process has it."""
    return locked(settings, f"run {folder.path.name}")


@contextmanager
def _finished(settings: Settings, run: str) -> Iterator[None]:
    """Write down how the run went, whatever ends it; its error is the one that is raised."""
    try:
        yield
    except BaseException:
        # what was loaded is in the warehouse's views from then on
        with suppress(VerbatimError):
            stages.check_warehouse(settings, run)
        with suppress(VerbatimError):
            stages.finish_run(settings, run)
        raise
    stages.finish_run(settings, run)


def _visit(progress: Progress, settings: Settings, run: str) -> None:
    """Visit the sources; the log says which failed, and the run goes on with the others."""
    sources = len(RunFolder.at(run).plan.visited)
    bar = progress.add_task(f"{'visit':<10}", total=sources)
    for visit in stages.divide_sources(settings, run):
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
