"""The beginning of a run: what is asked, written down in its folder and in the warehouse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from pipeline import __version__, warehouse
from pipeline.dates import window
from pipeline.runs import REPROCESS, RunFolder, RunPlan
from pipeline.settings import Settings, Source, load_sources
from pipeline.stages.common import StageError, attribution_of, opened_warehouse


def choose_sources(settings: Settings, keys: Sequence[str]) -> tuple[Source, ...]:
    """The sources of the sources file, or those of them that `keys` names.

    Raises StageError for a key that the file does not have, SettingsError for a bad file.
    """
    sources = load_sources(settings.sources)
    unknown = sorted(set(keys) - {source.key for source in sources})
    if unknown:
        known = ", ".join(source.key for source in sources)
        raise StageError(
            f"{settings.sources} has no source {', '.join(unknown)}; its sources are: {known}"
        )
    return tuple(source for source in sources if not keys or source.key in keys)


def begin_visit(
    settings: Settings,
    *,
    key: str,
    kind: str,
    day: datetime | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    keys: Sequence[str] = (),
    urls: Sequence[str] = (),
    refetch: bool = False,
) -> str:
    """Begin a run that visits sources, or go on with the one of the same key.

    `keys` names sources (none means all), `day` is a scheduled run's own time. Returns the path
    of the run's folder. Raises StageError for an unknown source, SettingsError for a bad
    sources file.
    """
    sources = choose_sources(settings, keys)
    first, last = window(settings.watch_days, day=day, since=since, until=until)
    plan = RunPlan(key, kind, datetime.now(UTC), first, last, sources, tuple(urls), refetch=refetch)
    return _begin(settings, plan)


def sources_to_visit(run: str) -> list[str]:
    """The keys of the sources that a run visits."""
    return [source.key for source in RunFolder(Path(run)).plan.visited]


def begin_reprocess(
    settings: Settings, *, key: str, since: datetime | None, until: datetime | None
) -> str:
    """Begin a run over the archive, or go on with the one of the same key.

    The dates are those of the captures. Returns the path of the run's folder.
    """
    sources = choose_sources(settings, ())
    return _begin(settings, RunPlan(key, REPROCESS, datetime.now(UTC), since, until, sources))


def _begin(settings: Settings, plan: RunPlan) -> str:
    folder = RunFolder.of(settings.runs_folder, plan.key)
    if folder.begun:
        plan = replace(plan, started_at=folder.plan.started_at)
    with opened_warehouse(settings) as engine:
        warehouse.begin_run(
            engine,
            plan.key,
            plan.kind,
            plan.started_at,
            __version__,
            attribution_of(settings),
            plan.parameters,
        )
    folder.write_plan(plan)
    return str(folder.path)
