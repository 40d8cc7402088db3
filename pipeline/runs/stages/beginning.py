"""The beginning of a run: what is asked, written down in its folder and in the warehouse."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from pipeline import __version__, warehouse
from pipeline.acquire import archived_source, source_of_pages
from pipeline.runs.run_folder import REPROCESS, RunFolder, RunPlan
from pipeline.runs.stages.common import StageError, attribution_of, opened_warehouse
from pipeline.settings.environment import Settings, Source, load_sources
from pipeline.text.dates import window

logger = logging.getLogger(__name__)


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


def begin_reprocess(
    settings: Settings, *, key: str, since: datetime | None, until: datetime | None
) -> str:
    """Begin a run over the archive, or go on with the one of the same key.

    The dates are those of the captures. What is known of the sources is in the sources file; of one
    that is no longer there, the archive tells. Returns the path of the run's folder.

    Raises StageError if the warehouse has no captures, SettingsError for a bad sources file.
    """
    with opened_warehouse(settings) as engine:
        captured = warehouse.captured_sources(engine)
    if not captured:
        raise StageError(
            "the warehouse has no captures, so there is nothing to process; if there is an "
            f"archive, {settings.archive_folder}, run: python -m pipeline archive index"
        )
    sources = _sources_of(settings, captured)
    return _begin(settings, RunPlan(key, REPROCESS, datetime.now(UTC), since, until, sources))


def known_sources(settings: Settings) -> tuple[Source, ...]:
    """The sources of the sources file; none, with a warning, if there is no such file.

    Raises SettingsError for a file that cannot be used.
    """
    if settings.sources.exists():
        return load_sources(settings.sources)
    logger.warning("there is no sources file %s; what the archive says is used", settings.sources)
    return ()


def _sources_of(
    settings: Settings, captured: Iterable[warehouse.CapturedSource]
) -> tuple[Source, ...]:
    """The sources of the sources file, and those of captures that it does not have."""
    sources = {source.key: source for source in known_sources(settings)}
    for one in captured:
        if one.key in sources:
            continue
        source = archived_source(settings.archive_folder, one.warc_file, one.key, one.url)
        if source is None:
            source = source_of_pages(one.url, key=one.key, name=one.name or one.key)
            logger.warning(
                "neither %s nor the archive describes the source %s: its pages are read without "
                "its language, founding day and layouts",
                settings.sources,
                one.key,
            )
        sources[one.key] = source.model_copy(update={"name": one.name or source.name})
    return tuple(sources.values())


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
