"""The beginning of a run: what is asked, written down in its folder and in the warehouse."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from pipeline import __version__, warehouse
from pipeline.acquire import archived_source, given_url_candidates, is_url, source_of_pages
from pipeline.errors import InputError
from pipeline.runs.run_folder import RunFolder
from pipeline.runs.run_plan import IMPORT, REPROCESS, RunPlan
from pipeline.runs.stages.common import (
    attribution_of,
    crawl_path,
    is_file,
    opened_warehouse,
)
from pipeline.settings.environment import Settings, Source, load_sources, unknown_sources
from pipeline.store import exists, require_store
from pipeline.text.dates import check_order, window
from pipeline.text.safe_text import without_controls, writable

logger = logging.getLogger(__name__)

_LANGUAGE_CODE = re.compile("[a-z]{2,3}")


def choose_sources(settings: Settings, keys: Sequence[str]) -> tuple[Source, ...]:
    """The sources of the sources file, or those of them that `keys` names.

    Raises SettingsError for a key that the file does not have, and for a bad file.
    """
    sources = load_sources(settings.sources)
    unknown = sorted(set(keys) - {source.key for source in sources})
    if unknown:
        raise unknown_sources(settings.sources, unknown, sources)
    return tuple(source for source in sources if not keys or source.key in keys)


def sources_of_pages(
    settings: Settings, urls: Sequence[str], keys: Sequence[str]
) -> tuple[Source, ...]:
    """The sources, those that `keys` names or all, that the pages at `urls` belong to.

    Raises InputError for a page that belongs to none of them, and for a source that none of the
    pages belongs to although it is named; SettingsError like `choose_sources`.
    """
    chosen = choose_sources(settings, keys)
    found = given_url_candidates(urls, chosen)
    refused = [rejection for one in found.values() for rejection in one.rejections]
    if refused and keys:
        elsewhere = given_url_candidates(
            [rejection.reference for rejection in refused], choose_sources(settings, ())
        )
        for key, one in elsewhere.items():
            for page in one.candidates:
                raise InputError(
                    f"{page.url} is a page of {key}, and only {', '.join(keys)} may be visited; "
                    f"name {key} too, or no source at all"
                )
    if refused:
        raise InputError(
            "; ".join(f"{one.reference!r} cannot be visited: {one.detail}" for one in refused)
        )
    owners = tuple(source for source in chosen if found[source.key].candidates)
    idle = [key for key in keys if key not in {source.key for source in owners}]
    if idle:
        raise InputError(
            f"none of the pages asked for belongs to {', '.join(idle)}; leave these sources out, "
            "or ask for their pages in a run of its own"
        )
    return owners


def plan_visit(
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
) -> RunPlan:
    """The plan of a run that visits sources, checked; nothing is written.

    `keys` names sources (none means all, with `urls` those that the pages belong to), `day` is a
    scheduled run's own time.

    Raises InputError for what was asked for wrongly: an unknown source, a page of no source, a
    span that ends before it begins, a bad sources file.
    """
    sources = sources_of_pages(settings, urls, keys) if urls else choose_sources(settings, keys)
    first, last = window(settings.watch_days, day=day, since=since, until=until)
    now = datetime.now(UTC)
    return RunPlan(
        key,
        kind,
        now,
        first,
        last,
        sources,
        tuple(urls),
        refetch=refetch,
        asked_since=since,
        asked_until=until,
        whole=not urls
        and (until is None or until >= now)
        and (not keys or sources == choose_sources(settings, ())),
    )


def plan_import(
    settings: Settings,
    *,
    key: str,
    files: Sequence[str],
    keys: Sequence[str] = (),
    languages: Sequence[str] = (),
    since: datetime | None = None,
    until: datetime | None = None,
) -> RunPlan:
    """The plan of a run that takes pages from WARC files of others, checked; nothing is written.

    `files` are paths, http(s) URLs or those of objects of the kind of store that runs use, `keys`
    names the sources whose pages are wanted (none means all), the dates are those of the captures.

    Raises InputError for what was asked for wrongly: no file, one that is not there, an unknown
    source, a language that is not a code, a span that ends before it begins, a bad sources file.
    """
    if not files:
        raise InputError("name the WARC files to import, or their URLs")
    check_order(since, until)
    named = []
    for name in files:
        path = None if is_url(name) else crawl_path(settings, name)
        if path and not is_file(path):
            raise InputError(f"there is no file {name}")
        # a task may run in another folder than the command that asked for it
        full = str(path.resolve()) if isinstance(path, Path) else name
        if writable(without_controls(full)) != full:
            # bytes that are not UTF-8 are surrogates in a name
            raise InputError(
                f"{name!a} is not the name of a file in UTF-8, or has control characters: "
                "it could not be noted beside its pages; give the file another name"
            )
        named.append(full)
    for code in languages:
        if not _LANGUAGE_CODE.fullmatch(code):
            raise InputError(f"{code!r} is not a language as ISO 639 writes it, such as en or de")
    sources = choose_sources(settings, keys)
    return RunPlan(
        key,
        IMPORT,
        datetime.now(UTC),
        since,
        until,
        sources,
        asked_since=since,
        asked_until=until,
        imports=tuple(named),
        languages=tuple(languages),
    )


def begin_run(settings: Settings, plan: RunPlan) -> str:
    """Begin the planned run, or go on with the one of the same key; returns its folder's path."""
    require_store(settings.store_folder)
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


def plan_reprocess(
    settings: Settings, *, key: str, since: datetime | None, until: datetime | None
) -> RunPlan:
    """The plan of a run over the archive, checked; nothing is written.

    The dates are those of the captures. What is known of the sources is in the sources file; of one
    that is no longer there, the archive says it.

    Raises InputError for a span that ends before it begins, a warehouse without captures, and a
    bad sources file.
    """
    check_order(since, until)
    with opened_warehouse(settings) as engine:
        captured = warehouse.captured_sources(engine)
    if not captured:
        raise InputError(
            "the warehouse has no captures, so there is nothing to process; if there is an "
            f"archive, {settings.archive_folder}, run: python -m pipeline archive index"
        )
    return RunPlan(
        key,
        REPROCESS,
        datetime.now(UTC),
        since,
        until,
        _sources_of(settings, captured),
        asked_since=since,
        asked_until=until,
    )


def known_sources(settings: Settings) -> tuple[Source, ...]:
    """The sources of the sources file; none, with a warning, if there is no such file.

    Raises SettingsError for a file that cannot be used.
    """
    if exists(settings.sources):
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
