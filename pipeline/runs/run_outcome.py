"""How a run stands: whether it was published, and what of it is missing, in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from pipeline.records import (
    FAILED,
    INCOMPLETE,
    SUCCEEDED,
    AttributedPage,
    Rejection,
)
from pipeline.runs.run_counts import ARCHIVE_UNREADABLE
from pipeline.runs.run_folder import ImportedFile, LoadedShard, RunFolder, SourceFailure
from pipeline.runs.run_plan import RunPlan
from pipeline.runs.staging import read_records

UNFINISHED = "unfinished"


def run_state(folder: RunFolder) -> str:
    """How the run stands now: "unfinished" until its end was written down, then its outcome."""
    return run_outcome(folder) if folder.finished.exists() else UNFINISHED


def run_outcome(folder: RunFolder) -> str:
    """How the run stands.

    "succeeded": all of it was done; "incomplete": published, but something is missing (see
    `missing_parts`); "failed": not published.
    """
    if not folder.published.exists():
        return FAILED
    return INCOMPLETE if any(missing_parts(folder)) else SUCCEEDED


def days_asked_for(plan: RunPlan) -> str:
    """The days that a run asks for, as words; empty if it has no first or no last one."""
    if plan.since is None or plan.until is None:
        return ""
    return f"{plan.since:%Y-%m-%d} to {plan.until:%Y-%m-%d}"


def nothing_announced(plan: RunPlan, counts: Mapping[str, int]) -> str:
    """A sentence for a run whose sources announced nothing that it asks for; else empty.

    That is no error, but without a word it looks like one. `counts` are those of `run_counts`.
    """
    if counts or plan.urls or not plan.visited:
        return ""
    days = days_asked_for(plan)
    return "the sources announce no page" + (f" of {days}" if days else "")


def missing_parts(folder: RunFolder) -> Iterator[str]:
    """What is missing of what the run was asked for, a sentence each, with what to do."""
    for source in folder.plan.visited:
        if not folder.visited(source.key).exists():
            yield f"{source.key} was not visited to the end; the log of its visit says why"
    imported = {
        file.name
        for visit in folder.visits
        if visit.done.exists()
        for file in read_records(visit.imported, ImportedFile)
    }
    for name in folder.plan.imports:
        if name not in imported:
            yield f"{name} was not imported to its end; the log of its import says why"
    if folder.source_failures.exists():
        for one in read_records(folder.source_failures, SourceFailure):
            yield f"{one.source} fails: {one.sentence}{_since(one)}"
    for shard in folder.shards:
        if not shard.loaded.exists():
            yield f"the pages of the shard {shard.path.name} were not loaded; its tasks say why"
    for page in refused_pages(folder):
        yield f"{page.reference} was asked for and gave no article: {said_of(page)}"
    unreadable = _unreadable_pages(folder)
    if unreadable:
        yield (
            f"{unreadable} archived pages could not be read, and what the warehouse had of them "
            f"stays; the table rejected says which (reason {ARCHIVE_UNREADABLE}): restore those "
            "files, then run: python -m pipeline reprocess"
        )
    yield from _violations(folder)


def _since(failure: SourceFailure) -> str:
    if failure.visits == 1:
        return "; since this visit"
    return f"; since {failure.since:%Y-%m-%d}, {failure.visits} visits in a row"


def said_of(rejection: Rejection) -> str:
    """What a sentence that begins with its address goes on to say of it."""
    address = rejection.reference
    detail = rejection.detail.removeprefix(f"{address}: ").removeprefix(f"{address} ")
    return f"{detail} ({rejection.reason})"


def refused_pages(folder: RunFolder) -> list[Rejection]:
    """The pages that were asked for by name and gave no article; none in any other run."""
    plan = folder.plan
    if not plan.urls:
        return []
    refused = [*folder.refusals()]
    for shard in folder.shards:
        if shard.loaded.exists():
            records = read_records(shard.quotations, AttributedPage, Rejection)
            refused += [record for record in records if isinstance(record, Rejection)]
    return refused


def _unreadable_pages(folder: RunFolder) -> int:
    return sum(
        record.counts.get(f"extract/rejected/{ARCHIVE_UNREADABLE}", 0)
        for shard in folder.shards
        if shard.loaded.exists()
        for record in read_records(shard.loaded, LoadedShard)
    )


def _violations(folder: RunFolder) -> Iterator[str]:
    """What the checks found, a sentence for each that withholds quotations and one for the rest."""
    if not folder.violations.exists():
        return
    withheld: Counter[str] = Counter()
    for rejection in read_records(folder.violations, Rejection):
        withheld[rejection.reason] += rejection.withheld
    for check, number in sorted(withheld.items()):
        if number:
            quotations = "1 quotation is" if number == 1 else f"{number} quotations are"
            yield (
                f"{quotations} withheld by the check {check}; the table rejected (stage check) "
                "says of which pages"
            )
    others = sorted(check for check, number in withheld.items() if not number)
    if others:
        found = "1 check" if len(others) == 1 else f"{len(others)} checks"
        yield (
            f"{found} found something and withheld nothing: {', '.join(others)}; the table "
            "rejected (stage check) says what to do"
        )
