"""The end of a run: check, publish, and write down how it went."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from pipeline import warehouse
from pipeline.publish import write_digest
from pipeline.records import Candidate, Rejection
from pipeline.runs.run_counts import (
    ARCHIVE_UNREADABLE,
    SUCCEEDED,
    run_counts,
    run_outcome,
    unreadable_pages,
)
from pipeline.runs.run_folder import RunFolder
from pipeline.runs.stages.common import StageError, extraction_of, opened_warehouse
from pipeline.runs.staging import read_records, write_records
from pipeline.settings.environment import Settings

logger = logging.getLogger(__name__)


def check_warehouse(settings: Settings, run: str) -> None:
    """Run the data-quality queries over what the run touched, and park what violates.

    The digest is published without it, and the run is incomplete.
    """
    folder = RunFolder(Path(run))
    folder.published.unlink(missing_ok=True)
    with opened_warehouse(settings) as engine:
        report = warehouse.check_run(engine, folder.plan.key)
    _log_violations(report.results)
    write_records(folder.violations, report.parked)


def check_everything(settings: Settings) -> None:
    """Run the data-quality queries over the whole warehouse, and park what violates.

    Raises StageError if anything does.
    """
    with opened_warehouse(settings) as engine:
        results = warehouse.park_violations(engine)
    broken = _log_violations(results)
    if broken:
        names = ", ".join(f"{result.name} ({result.violations})" for result in broken)
        raise StageError(f"the warehouse violates {names}; see: python -m pipeline db check")


def _log_violations(results: Iterable[warehouse.CheckResult]) -> list[warehouse.CheckResult]:
    """Log the checks that found something; returns them."""
    broken = [result for result in results if result.violations]
    for result in broken:
        logger.error(
            "%s: %d × %s; quotations withheld: %d",
            result.name,
            result.violations,
            result.description,
            result.withheld,
        )
    return broken


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
            extraction=extraction_of(settings),
            outlets={source.key: source.name for source in plan.sources},
        )
        warehouse.finish_run(engine, plan.key, outcome, datetime.now(UTC), run_counts(folder))
    unreadable = unreadable_pages(folder)
    if unreadable:
        raise StageError(
            f"the run {plan.key} is {outcome}: {unreadable} archived pages could not be read, and "
            "what the warehouse had of them stays; the table rejected says which (reason "
            f"{ARCHIVE_UNREADABLE}): restore those files, then run: python -m pipeline reprocess"
        )
    if outcome != SUCCEEDED:
        raise StageError(
            f"the run {plan.key} is {outcome}; what failed says why above: mend it, and clear "
            "the failed tasks, or run again"
        )


def _parked_before_shards(folder: RunFolder) -> Iterator[Rejection]:
    for source in folder.plan.visited:
        path = folder.candidates(source.key)
        if path.exists():
            found = read_records(path, Candidate, Rejection)
            yield from (record for record in found if isinstance(record, Rejection))
    yield from (record for record in folder.outcomes() if isinstance(record, Rejection))
    yield from folder.failures()
