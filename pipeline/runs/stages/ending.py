"""The end of a run: check, publish, and write down how it went."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import Any

from pipeline import warehouse
from pipeline.publish import INDEX
from pipeline.records import SUCCEEDED
from pipeline.runs.digest_pages import refresh_digest
from pipeline.runs.run_counts import run_counts
from pipeline.runs.run_folder import RunFolder
from pipeline.runs.run_metrics import RunMetric, counted_anew
from pipeline.runs.run_outcome import missing_parts, run_outcome
from pipeline.runs.run_summary import run_summary, summary_note, summary_text
from pipeline.runs.source_failures import failures_of, source_visits
from pipeline.runs.stages.common import VerdictError, opened_warehouse
from pipeline.runs.staging import write_records
from pipeline.settings.environment import Settings
from pipeline.store import mark

logger = logging.getLogger(__name__)


def check_warehouse(settings: Settings, run: str) -> None:
    """Run the data-quality queries over what the run touched, and park what violates.

    The digest is published without it, and the run is incomplete. So it is where some shards could
    not be loaded; raises VerdictError where none could, as there is nothing to publish.
    """
    folder = RunFolder.at(run)
    folder.published.unlink(missing_ok=True)
    _require_loaded(folder)
    with opened_warehouse(settings) as engine:
        report = warehouse.check_run(engine, folder.plan.key)
    broken = _log_violations(report.results)
    write_records(folder.violations, report.parked)
    logger.info(
        "checks: %d; quotations withheld: %d; checks that found something and withheld nothing: %d",
        len(report.results),
        report.withheld,
        sum(not result.withheld for result in broken),
    )


def _require_loaded(folder: RunFolder) -> None:
    if not folder.divided.exists():
        raise VerdictError(
            f"the captures of the run {folder.plan.key} were not divided into shards; the task "
            "make_shards says why"
        )
    if folder.shards and not any(shard.loaded.exists() for shard in folder.shards):
        raise VerdictError(
            f"no shard of the run {folder.plan.key} was loaded; the tasks of the shards say why"
        )


def check_sources(settings: Settings, run: str) -> None:
    """Write down how the sources that the run visited are, and log those that fail.

    A source whose front doors all fail, or that is silent for longer than ever, makes the run
    incomplete; what the others gave is published.
    """
    folder = RunFolder.at(run)
    folder.published.unlink(missing_ok=True)
    with opened_warehouse(settings) as engine:
        healths = warehouse.record_visits(engine, folder.plan.key, source_visits(folder))
    failures = failures_of(healths)
    write_records(folder.source_failures, failures)
    for one in failures:
        logger.error("%s fails: %s", one.source, one.sentence)
    logger.info("sources: %d; failing: %d", len(healths), len(failures))


def check_everything(settings: Settings) -> None:
    """Run the data-quality queries over the whole warehouse, and park what violates.

    Raises VerdictError if anything does.
    """
    with opened_warehouse(settings) as engine:
        results = warehouse.park_violations(engine)
    broken = _log_violations(results)
    if broken:
        names = ", ".join(f"{result.name} ({result.violations})" for result in broken)
        raise VerdictError(f"the warehouse violates {names}; see: python -m pipeline db check")


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
    """Bring the digest of the days that the run touched up to date; returns the path of its index.

    The pages of all other days stay as they are; which ones changed is kept in the run's folder.
    """
    folder = RunFolder.at(run)

    def changing(day: date) -> None:
        # before the page is written: a try that is killed here must not hide the day from the next
        mark(folder.changed_day(day))

    with opened_warehouse(settings) as engine:
        touched = warehouse.days_touched(engine, folder.plan.key)
        index = refresh_digest(settings, engine, settings.digest_folder, touched, changing)
    logger.info(
        "the digest is up to date: %s; days made anew: %s",
        index,
        ", ".join(day.isoformat() for day in sorted(touched)) or "none",
    )
    mark(folder.published)
    return str(index)


def published_run(settings: Settings, run: str) -> dict[str, Any]:
    """What a published run did, as data for those who wait for the warehouse."""
    return run_summary(RunFolder.at(run), settings.digest_folder / INDEX)


def changed_days(run: str) -> list[str]:
    """The days whose page in the digest a run changed, as 2026-03-07, the earliest first.

    A run that is made again still has the days of its earlier tries.
    """
    return list(RunFolder.at(run).changed_days)


def finish_run(
    settings: Settings, run: str, count: Callable[[Iterable[RunMetric]], None] | None = None
) -> str:
    """Write how the run went, and what it could not process, into the warehouse.

    `count` is told what the run came to, of a run that is finished again only what is new.
    Returns the sentence that sums the run up.

    Raises VerdictError, which names all that is missing, unless the run succeeded: an incomplete
    run is never shown as a success.
    """
    folder = RunFolder.at(run)
    plan = folder.plan
    outcome = run_outcome(folder)
    with opened_warehouse(settings) as engine:
        warehouse.record_refusals(
            engine,
            plan.key,
            (*folder.refusals(), *folder.failures()),
            outlets={source.key: source.name for source in plan.sources},
        )
        warehouse.finish_run(engine, plan.key, outcome, datetime.now(UTC), run_counts(folder))
    mark(folder.finished)
    if count:
        count(counted_anew(folder))
    logger.info("%s", summary_text(folder, settings.digest_folder / INDEX))
    if outcome != SUCCEEDED:
        missing = "".join(f"\n- {part}" for part in missing_parts(folder))
        raise VerdictError(
            f"the run {plan.key} is {outcome}:{missing or ' it was not published'}\n"
            "Mend what is named, then clear the failed tasks, or run again."
        )
    return summary_note(folder, settings.digest_folder / INDEX)
