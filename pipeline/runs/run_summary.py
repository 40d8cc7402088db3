"""What a run or a task of it did, in words and as data: for logs, and for DAGs that follow."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby, islice
from typing import Any

from pipeline.runs.run_counts import run_counts
from pipeline.runs.run_folder import RunFolder
from pipeline.runs.run_outcome import missing_parts, nothing_announced, run_outcome
from pipeline.store import StorePath

MAX_MISSING = 50
"""Sentences about what is missing that a summary has: more of them nobody reads, and they have to
fit a row of Airflow's database."""


def counts_block(title: str, counts: Mapping[str, int]) -> str:
    """The title, then a line a stage: its outcomes with their numbers, rejections by reason.

    `counts` are those of `run_counts`, the counts of a stage side by side.
    """
    lines = [title]
    for stage, group in groupby(counts.items(), key=lambda count: count[0].partition("/")[0]):
        outcomes = (
            f"{name.partition('/')[2].replace('/', ' ')} {number:,}" for name, number in group
        )
        lines.append(f"  {stage:<10} {', '.join(outcomes)}")
    return "\n".join(lines)


def run_summary(folder: RunFolder, digest: StorePath) -> dict[str, Any]:
    """The run as data that fits JSON: key, kind, outcome, what is missing, counts, the digest."""
    plan = folder.plan
    return {
        "run": plan.key,
        "kind": plan.kind,
        "outcome": run_outcome(folder),
        "missing": list(islice(missing_parts(folder), MAX_MISSING)),
        "counts": run_counts(folder),
        "digest": str(digest.absolute()),
    }


def summary_text(folder: RunFolder, digest: StorePath) -> str:
    """The same for a person to read."""
    title = f"Run {folder.plan.key}: {run_outcome(folder)}"
    missing = (f"\n- {sentence}" for sentence in islice(missing_parts(folder), MAX_MISSING))
    counts = run_counts(folder)
    quiet = nothing_announced(folder.plan, counts)
    block = counts_block(title + "".join(missing) + (f"\n- {quiet}" if quiet else ""), counts)
    return f"{block}\n  {'digest':<10} {digest.absolute()}"


def summary_note(folder: RunFolder, digest: StorePath) -> str:
    """The same in a sentence, which is all that Airflow's list of runs has room for."""
    counts = run_counts(folder)

    def number(*outcomes: str) -> int:
        return sum(counts.get(outcome, 0) for outcome in outcomes)

    rejected = sum(count for name, count in counts.items() if "/rejected/" in name)
    parts = (
        (number("fetch/captured"), "pages fetched"),
        (number("fetch/imported"), "pages imported"),
        (number("extract/article"), "articles"),
        (number("attribute/quotation"), "quotations"),
        (rejected, "rejected"),
    )
    told = (
        ", ".join(f"{count:,} {what}" for count, what in parts if count)
        or nothing_announced(folder.plan, counts)
        or "nothing new"
    )
    return f"{run_outcome(folder)}: {told}; the digest: {digest.absolute()}"
