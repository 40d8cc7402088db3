"""Visiting the sources of a run: what they announce, and the pages, of all sources at once.

A visit may be killed anywhere and tried again: announcements that were read are not asked for
again (`candidates/<source>.jsonl`), nor are pages that have an outcome (the journal).
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Engine

from pipeline import warehouse
from pipeline.acquire import (
    LASTING,
    ArchiveError,
    ArchiveWriter,
    Client,
    Discovery,
    Fetcher,
    GroupCommit,
    RateLimitError,
    Shared,
    discover,
    fetch_pages,
    given_url_candidates,
    host_groups,
    run_together,
)
from pipeline.errors import VerbatimError
from pipeline.records import Candidate, Capture, KnownRefusal, Rejection, Unchanged
from pipeline.runs.run_counts import count_records
from pipeline.runs.run_folder import FetchOutcome, RunFolder, Visit, VisitedSource
from pipeline.runs.run_plan import RunPlan
from pipeline.runs.shared_rate_limiter import rate_limiter_of
from pipeline.runs.source_failures import failed_doors
from pipeline.runs.stages.common import StageError, only_one, opened_warehouse, stop_if_exhausted
from pipeline.runs.staging import Journal, StagingError, read_records, write_records
from pipeline.settings.environment import Settings, Source
from pipeline.store import is_local, mark

logger = logging.getLogger(__name__)

SOURCE_FAILED = "source-failed"
"""Reason of a source that was not visited to the end because something of ours failed."""

SECONDS_PER_HOUR = 3600

NEVER = datetime.min.replace(tzinfo=UTC)
"""When a page was captured that never was."""

LOOKUPS = 2
"""Questions to the warehouse at once: one that does not answer must not take all threads."""


def divide_sources(settings: Settings, run: str) -> list[str]:
    """Divide the sources of a run between VERBATIM_VISIT_TASKS visits; returns their paths."""
    folder = RunFolder.at(run)
    for visit in folder.visits:
        visit.sources.unlink(missing_ok=True)
        visit.failures.unlink(missing_ok=True)
    groups = host_groups(folder.plan.visited, settings.visit_tasks)
    visits = [Visit(folder.visits_folder / f"{number:04d}") for number in range(len(groups))]
    for visit, group in zip(visits, groups, strict=True):
        write_records(visit.sources, (VisitedSource(source.key) for source in group))
    return [str(visit.path) for visit in visits]


def visit_sources(
    settings: Settings, visit: str, on_source: Callable[[str], object] = lambda key: None
) -> str:
    """Ask the sources of a visit what they announce, and fetch it; returns the visit's path.

    With single URLs in the run's plan, those are fetched instead. `on_source` is called with the
    key of each source that is done. A source that fails because of something of ours does not hold
    up the others; it is noted in the visit's failures.

    Raises StageError in the end if a source failed, or at once if another process is at it;
    ArchiveError, RateLimitError or StagingError as soon as nothing more can be kept.
    """
    here = Visit.at(visit)
    keys = {source.key for source in read_records(here.sources, VisitedSource)}
    plan = here.run.plan
    sources = [source for source in plan.sources if source.key in keys]
    with (
        only_one(settings, here, plan),
        opened_warehouse(settings) as engine,
        Journal[FetchOutcome](here.outcomes, Capture, Unchanged, Rejection) as journal,
    ):
        visiting = _Visiting(settings, here, plan, sources, engine, journal, on_source)
        try:
            asyncio.run(visiting.visit_all())
        except RuntimeError as error:
            # to end its threads the event loop starts one, for which there may be no memory
            stop_if_exhausted(error)
            raise
    write_records(here.failures, visiting.failures)
    if visiting.failures:
        names = ", ".join(failure.reference for failure in visiting.failures[:20])
        raise StageError(
            f"{len(visiting.failures)} of {len(sources)} sources could not be visited to the end: "
            f"{names}; the log and the table rejected say why. Clear the task, or start the "
            "command again, to go on with them"
        )
    return visit


@dataclass
class _Visiting:
    """One visit while it goes on."""

    settings: Settings
    visit: Visit
    plan: RunPlan
    sources: Sequence[Source]
    engine: Engine
    journal: Journal[FetchOutcome]
    on_source: Callable[[str], object]
    failures: list[Rejection] = field(default_factory=list)
    counts: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """What became of each source's pages, at this try and those before it."""
    done: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """The pages of each source that had an outcome before this try."""
    refused: dict[str, dict[str, KnownRefusal]] = field(default_factory=dict)
    """The pages of each source that gave nothing at several visits."""
    lookups: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(LOOKUPS))

    async def visit_all(self) -> None:
        """Visit the sources at the same time."""
        folder, settings = self.visit.run, self.settings
        for outcome in folder.outcomes():
            self.done[outcome.source or ""].add(_url(outcome))
            self._count(outcome)
        if "user_agent" not in settings.model_fields_set:
            logger.warning(
                "sites are not told who visits them: set VERBATIM_USER_AGENT to a name and the "
                "address of a page about your project"
            )
        if not self.plan.urls:
            # what is asked for by name is asked for
            self.refused = warehouse.known_refusals(
                self.engine, [source.key for source in self.sources], LASTING
            )
        began = time.monotonic()
        name = f"{folder.path.name}_{self.visit.path.name}"
        pause = 0.0 if is_local(settings.store_folder) else settings.store_write_seconds
        with ArchiveWriter(settings.archive_folder, name, self.sources) as archive:
            async with (
                Client(settings.user_agent) as client,
                rate_limiter_of(settings) as rate_limiter,
                GroupCommit(archive.append, pause) as archiving,
                GroupCommit(self._write_down, pause) as writing,
            ):
                shared = Shared(
                    client,
                    rate_limiter,
                    archiving,
                    began + settings.visit_hours * SECONDS_PER_HOUR,
                )
                await run_together(
                    self._visit_one(Fetcher(source, settings, shared), writing)
                    for source in self.sources
                )
        self._log(time.monotonic() - began)

    def _write_down(self, outcomes: Sequence[FetchOutcome]) -> Sequence[FetchOutcome]:
        self.journal.append(*outcomes)
        return outcomes

    async def _visit_one(
        self, fetcher: Fetcher, writing: GroupCommit[FetchOutcome, FetchOutcome]
    ) -> None:
        """One source, to its end or until it fails."""
        folder, key = self.visit.run, fetcher.source.key

        async def keep(outcome: FetchOutcome) -> None:
            await writing.submit(outcome)
            self._count(outcome)

        try:
            if not folder.visited(key).exists():
                await self._propose(fetcher)
                left = await fetcher.in_thread(self._pages_left, key)
                async with self.lookups:
                    known = await asyncio.to_thread(
                        warehouse.known_captures, self.engine, key, frozenset(left)
                    )
                # new pages as they were announced, the newest first, since a visit may end before
                # all are asked for; those captured longest ago before other revisits
                left.sort(key=lambda url: known[url].fetched_at if url in known else NEVER)
                await fetch_pages(
                    left,
                    fetcher,
                    keep,
                    refetch=self.plan.refetch,
                    known=known,
                    refused=self.refused.get(key, {}),
                )
                await fetcher.in_thread(mark, folder.visited(key))
        except (ArchiveError, RateLimitError, StagingError):
            # nothing more can be kept, of any source
            raise
        except Exception as error:  # noqa: BLE001  # one source must not end the visit of others
            stop_if_exhausted(error)
            self._fail(key, error)
        self.on_source(key)

    async def _propose(self, fetcher: Fetcher) -> None:
        """Write down what a source announces, unless an earlier try did."""
        key, plan = fetcher.source.key, self.plan
        path = self.visit.run.candidates(key)
        if path.exists():
            return
        if plan.urls:
            found = given_url_candidates(plan.urls, plan.sources).get(key, Discovery((), ()))
        else:
            found = await discover(fetcher, since=plan.since, until=plan.until)
            failed = failed_doors(found.rejections, fetcher.source)
            if failed and not found.candidates:
                logger.error("%s announces nothing: %s", key, "; ".join(failed))
        await fetcher.in_thread(write_records, path, (*found.candidates, *found.rejections))

    def _pages_left(self, key: str) -> list[str]:
        """The proposed pages of a source that have no outcome yet.

        Only their addresses are kept in memory, since all sources are at it at once.
        """
        path = self.visit.run.candidates(key)
        left = []
        records: Iterator[Candidate | Rejection] = read_records(path, Candidate, Rejection)
        for record in records:
            if isinstance(record, Rejection):
                self._count(record)
            elif record.url not in self.done[key]:
                left.append(record.url)
        return left

    def _fail(self, key: str, error: Exception) -> None:
        known = isinstance(error, VerbatimError)
        logger.error("visiting %s failed: %s", key, error, exc_info=None if known else error)
        said = " ".join(str(error).split())
        detail = (said if known else f"{type(error).__name__}: {said}")[:500]
        self.failures.append(Rejection("fetch", key, SOURCE_FAILED, detail, key))

    def _count(self, record: FetchOutcome) -> None:
        self.counts[record.source or ""].update(count_records([record]))

    def _log(self, seconds: float) -> None:
        """Tell in one block what became of each source."""
        lines = [
            f"{source.key}: {_summary(self.counts[source.key])}"
            + (" · failed" if any(f.source == source.key for f in self.failures) else "")
            for source in self.sources
        ]
        logger.info(
            "the visit took %.0f s; what became of the pages of each source:\n  %s",
            seconds,
            "\n  ".join(lines),
        )


def _summary(counts: Counter[str]) -> str:
    """Captures, unchanged pages and rejections with their reasons, on one line."""
    parts = [f"{counts['fetch/captured']} captured"]
    for title, prefixes in (
        ("unchanged", ("fetch/unchanged/",)),
        ("rejected", ("discover/rejected/", "fetch/rejected/")),
    ):
        reasons: Counter[str] = Counter()
        for name, count in counts.items():
            if name.startswith(prefixes):
                reasons[name.rpartition("/")[2]] += count
        why = ", ".join(f"{reason} {count}" for reason, count in sorted(reasons.items()))
        parts.append(f"{reasons.total()} {title}" + (f" ({why})" if why else ""))
    return ", ".join(parts)


def _url(outcome: FetchOutcome) -> str:
    if isinstance(outcome, Capture):
        return outcome.url_asked
    return outcome.url if isinstance(outcome, Unchanged) else outcome.reference
