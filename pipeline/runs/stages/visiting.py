"""Visiting the sources: discover and fetch."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from pipeline import warehouse
from pipeline.acquire import Discovery, discover, fetch, given_url_candidates
from pipeline.records import Candidate, Capture, KnownCapture, Rejection, Unchanged
from pipeline.runs.run_folder import RunFolder, RunPlan
from pipeline.runs.stages.common import StageError, opened_warehouse
from pipeline.runs.staging import Journal, read_records, write_records
from pipeline.settings.environment import Settings, Source

FetchOutcome = Capture | Unchanged | Rejection
"""What fetching one page may come to."""


def discover_source(settings: Settings, run: str, key: str) -> str:
    """Ask a source what it announces; returns the source's key.

    With single URLs in the plan, those of the source are proposed instead.
    """
    folder = RunFolder(Path(run))
    folder.fetched_marker(key).unlink(missing_ok=True)
    plan = folder.plan
    if plan.urls:
        found = given_url_candidates(plan.urls, plan.sources).get(key, Discovery((), ()))
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
    folder.fetched_marker(key).unlink(missing_ok=True)
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


def _journal(path: Path) -> Journal[FetchOutcome]:
    return Journal(path, Capture, Unchanged, Rejection)


def _fetch_into(
    journal: Journal[FetchOutcome],
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


def _url(outcome: FetchOutcome) -> str:
    if isinstance(outcome, Capture):
        return outcome.url_asked
    return outcome.url if isinstance(outcome, Unchanged) else outcome.reference


def _source(plan: RunPlan, key: str) -> Source:
    return next(source for source in plan.sources if source.key == key)
