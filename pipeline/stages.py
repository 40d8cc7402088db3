"""The stages as tasks: each takes a reference, leaves its records on disk, returns a reference.

This is the one place that knows all five stage packages. The command line and
the DAGs call these functions and nothing below them; what passes between two of
them is a path (of a run folder, a staged file or a shard), never a page.

Every function may be killed anywhere and called again with the same arguments:
staged files are replaced whole, fetching goes on from its journal, and loading
is an upsert in one transaction.
"""

from __future__ import annotations

import itertools
import logging
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Engine

import pipeline
from pipeline import warehouse
from pipeline.acquire import (
    ArchiveError,
    Discovery,
    discover,
    fetch,
    manual_candidates,
    read_payload,
)
from pipeline.article import NotAnArticle, extract_page
from pipeline.dates import window
from pipeline.errors import VerbatimError
from pipeline.publish import write_digest
from pipeline.quotes import Attributor
from pipeline.records import (
    AttributedPage,
    Candidate,
    Capture,
    ExtractedPage,
    KnownCapture,
    Rejection,
    Unchanged,
)
from pipeline.runs import REPROCESS, LoadedShard, RunFolder, RunPlan, Shard
from pipeline.settings import Settings, Source, load_sources
from pipeline.staging import Journal, read_records, write_records
from pipeline.summary import SUCCEEDED, count_records, run_counts, run_outcome

logger = logging.getLogger(__name__)

Visit = Capture | Unchanged | Rejection
"""What a visit of one page may come to."""

EXTRACTOR_FAILED, ATTRIBUTOR_FAILED = "extractor-failed", "attributor-failed"
DEFECTS = frozenset({EXTRACTOR_FAILED, ATTRIBUTOR_FAILED})
"""Reasons that speak of our code, not of the page."""


class StageError(VerbatimError):
    """A stage that cannot do its work; the message says why and what to do."""


@contextmanager
def opened_warehouse(settings: Settings) -> Iterator[Engine]:
    """The warehouse, for the length of a task or command."""
    engine = warehouse.open_warehouse(settings.warehouse_url)
    try:
        yield engine
    finally:
        engine.dispose()


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
            pipeline.__version__,
            Attributor.version,
            plan.parameters,
        )
    folder.write_plan(plan)
    return str(folder.path)


def discover_source(settings: Settings, run: str, key: str) -> str:
    """Ask a source what it announces; returns the source's key.

    With single URLs in the plan, those of the source are proposed instead.
    """
    folder = RunFolder(Path(run))
    plan = folder.plan
    if plan.urls:
        found = manual_candidates(plan.urls, plan.sources).get(key, Discovery((), ()))
    else:
        source = _source(plan, key)
        found = discover(source, settings, since=plan.since, until=plan.until)
    write_records(folder.candidates(key), (*found.candidates, *found.rejections))
    return key


def fetch_source(settings: Settings, run: str, key: str) -> str:
    """Fetch what discovery proposed for a source, into the archive; returns the source's key.

    What the journal already has is not asked for again. Raises StageError if another process
    is at it.
    """
    folder = RunFolder(Path(run))
    plan = folder.plan
    path = folder.fetched(key)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with (
            FileLock(path.with_suffix(".lock"), timeout=0),
            _journal(path) as journal,
        ):
            _fetch_into(journal, settings, folder, plan, _source(plan, key))
            folder.fetched_marker(key).touch()
    except Timeout as error:
        raise StageError(
            f"another process is fetching {key} for the run {plan.key}; wait for it, "
            "or give this run a key of its own"
        ) from error
    return key


def _journal(path: Path) -> Journal[Visit]:
    return Journal(path, Capture, Unchanged, Rejection)


def _fetch_into(
    journal: Journal[Visit],
    settings: Settings,
    folder: RunFolder,
    plan: RunPlan,
    source: Source,
) -> None:
    done = {_url(outcome) for outcome in journal}
    candidates = [
        candidate
        for candidate in read_records(folder.candidates(source.key), Candidate, Rejection)
        if isinstance(candidate, Candidate) and candidate.url not in done
    ]
    with opened_warehouse(settings) as engine:
        known: dict[str, KnownCapture] = warehouse.known_captures(engine, source.key)
    outcomes = fetch(
        candidates,
        source,
        settings,
        warc_name=f"{folder.path.name}.{source.key}",
        refetch=plan.refetch,
        known=known,
    )
    for outcome in outcomes:
        journal.append(outcome)


def _url(outcome: Visit) -> str:
    if isinstance(outcome, Capture):
        return outcome.url_asked
    return outcome.url if isinstance(outcome, Unchanged) else outcome.reference


def shard_captures(settings: Settings, run: str) -> list[str]:
    """Divide the captures of a run into shards; returns their paths."""
    folder = RunFolder(Path(run))
    captures = (
        outcome
        for source in folder.plan.visited
        if folder.fetched(source.key).exists()
        for outcome in read_records(folder.fetched(source.key), Capture, Unchanged, Rejection)
        if isinstance(outcome, Capture)
    )
    return _write_shards(folder, captures, settings.shard_size)


def shard_archive(settings: Settings, run: str) -> list[str]:
    """Divide the archived captures of the plan's dates into shards; returns their paths."""
    folder = RunFolder(Path(run))
    plan = folder.plan
    with opened_warehouse(settings) as engine:
        captures = warehouse.archived_captures(engine, plan.since, plan.until)
    keys = {source.key for source in plan.sources}
    return _write_shards(folder, (c for c in captures if c.source in keys), settings.shard_size)


def _write_shards(folder: RunFolder, captures: Iterable[Capture], size: int) -> list[str]:
    if folder.shards_folder.exists():
        shutil.rmtree(folder.shards_folder)
    remaining = iter(captures)
    for number in itertools.count():
        some = list(itertools.islice(remaining, size))
        if not some:
            return [str(shard.path) for shard in folder.shards]
        write_records(Shard(folder.shards_folder / f"{number:04d}").captures, some)
    raise AssertionError("itertools.count ends")


def extract_shard(settings: Settings, shard: str) -> str:
    """Turn the captures of a shard into articles; returns the shard's path.

    Raises StageError if more than half of the pages fail because of a defect.
    """
    here = Shard(Path(shard))
    names = {source.key: source for source in here.run.plan.sources}
    _write_unless_broken(
        here.pages,
        (
            _extracted(capture, settings, names.get(capture.source))
            for capture in read_records(here.captures, Capture)
        ),
    )
    return shard


def _write_unless_broken(
    path: Path, records: Iterable[ExtractedPage | AttributedPage | Rejection]
) -> None:
    """Write what a stage made of a shard; raises StageError if most of it is defects of ours.

    An odd page is parked and the run goes on. Where most pages fail, the code or its
    installation is broken, and a run that says it succeeded would hide that.
    """
    defects: list[Rejection] = []
    count = 0

    def watched() -> Iterator[ExtractedPage | AttributedPage | Rejection]:
        nonlocal count
        for record in records:
            count += 1
            if isinstance(record, Rejection) and record.reason in DEFECTS:
                defects.append(record)
            yield record

    write_records(path, watched())
    if len(defects) > count / 2:
        raise StageError(
            f"{len(defects)} of {count} pages failed because of a defect, the first with "
            f"{defects[0].detail}; mend the code or its installation and run the task again"
        )


def _extracted(
    capture: Capture, settings: Settings, source: Source | None
) -> ExtractedPage | Rejection:
    try:
        page = read_payload(settings.archive_folder, capture.warc_file, capture.warc_offset)
        article = extract_page(
            page.payload,
            url=capture.url_answered,
            content_type=page.content_type,
            outlet=source.name if source else None,
            language=source.language if source else None,
        )
    except NotAnArticle as refusal:
        return _parked(capture, "extract", refusal.reason, refusal.detail)
    except ArchiveError as error:
        return _parked(capture, "extract", "archive-unreadable", str(error))
    except Exception as error:
        logger.exception("extraction of %s failed", capture.url_answered)
        return _parked(capture, "extract", EXTRACTOR_FAILED, _one_line(error))
    return ExtractedPage(capture, article)


def attribute_shard(shard: str) -> str:
    """Find the quotations in the articles of a shard; returns the shard's path.

    Raises StageError if more than half of the pages fail because of a defect.
    """
    here = Shard(Path(shard))
    attributor = Attributor()
    pages: Iterator[ExtractedPage | Rejection] = read_records(here.pages, ExtractedPage, Rejection)
    _write_unless_broken(
        here.quotations,
        (page if isinstance(page, Rejection) else _attributed(page, attributor) for page in pages),
    )
    return shard


def _attributed(page: ExtractedPage, attributor: Attributor) -> AttributedPage | Rejection:
    try:
        return AttributedPage(page.capture, page.article, attributor.quotations(page.article))
    except Exception as error:
        logger.exception("attribution of %s failed", page.capture.url_answered)
        return _parked(page.capture, "attribute", ATTRIBUTOR_FAILED, _one_line(error))


def load_shard(settings: Settings, shard: str) -> str:
    """Load a shard into the warehouse, in one transaction; returns the shard's path."""
    here = Shard(Path(shard))
    plan = here.run.plan
    records: list[AttributedPage | Rejection] = list(
        read_records(here.quotations, AttributedPage, Rejection)
    )
    with opened_warehouse(settings) as engine:
        warehouse.load_pages(
            engine,
            plan.key,
            [record for record in records if isinstance(record, AttributedPage)],
            [record for record in records if isinstance(record, Rejection)],
            captures=read_records(here.captures, Capture),
            extraction=f"{pipeline.__version__}+{Attributor.version}",
            outlets={source.key: source.name for source in plan.sources},
        )
    write_records(here.loaded, [LoadedShard(dict(count_records(records)))])
    return shard


def check_warehouse(settings: Settings) -> None:
    """Run the data-quality queries. Raises StageError if any finds a violation."""
    with opened_warehouse(settings) as engine:
        results = warehouse.run_checks(engine)
    broken = [result for result in results if result.violations]
    for result in broken:
        logger.error("%s: %d × %s", result.name, result.violations, result.description)
    if broken:
        names = ", ".join(f"{result.name} ({result.violations})" for result in broken)
        raise StageError(f"the warehouse violates {names}; see: python -m pipeline db check")


def publish_digest(settings: Settings, run: str) -> str:
    """Write the digest of the run's dates; returns the path of its page."""
    folder = RunFolder(Path(run))
    plan = folder.plan
    with opened_warehouse(settings) as engine:
        data = warehouse.digest_data(engine, since=plan.since, until=plan.until)
    page = write_digest(data, settings.digest_folder)
    folder.published.touch()
    return str(page)


def finish_run(settings: Settings, run: str) -> None:
    """Write how the run went, and what it could not process, into the warehouse.

    Raises StageError unless every source was visited, every shard loaded and the digest
    published, so that an incomplete run is never shown as a success.
    """
    folder = RunFolder(Path(run))
    plan = folder.plan
    outcome = run_outcome(folder)
    with opened_warehouse(settings) as engine:
        warehouse.load_pages(
            engine,
            plan.key,
            (),
            _parked_before_shards(folder),
            captures=(),
            extraction=f"{pipeline.__version__}+{Attributor.version}",
            outlets={source.key: source.name for source in plan.sources},
        )
        warehouse.finish_run(engine, plan.key, outcome, datetime.now(UTC), run_counts(folder))
    if outcome != SUCCEEDED:
        raise StageError(
            f"the run {plan.key} is {outcome}; see the tasks that failed, and clear them to "
            "complete it"
        )


def _parked_before_shards(folder: RunFolder) -> Iterator[Rejection]:
    for source in folder.plan.visited:
        for path, kinds in (
            (folder.candidates(source.key), (Candidate, Rejection)),
            (folder.fetched(source.key), (Capture, Unchanged, Rejection)),
        ):
            if path.exists():
                yield from (r for r in read_records(path, *kinds) if isinstance(r, Rejection))


def _source(plan: RunPlan, key: str) -> Source:
    return next(source for source in plan.sources if source.key == key)


def _parked(capture: Capture, stage: str, reason: str, detail: str) -> Rejection:
    return Rejection(
        stage,
        capture.url_asked,
        reason,
        detail,
        capture.source,
        capture.warc_file,
        capture.warc_offset,
    )


def _one_line(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())}"[:500]
