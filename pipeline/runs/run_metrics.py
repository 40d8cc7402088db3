"""What a run did as metrics: numbers with tags that a monitoring system adds up.

Each tag has few values, which do not grow with sources or days: kinds of run, outcomes, stages and
reasons of rejections are closed lists, and a check is a file of `sql/checks`. A source is not a
tag: there may be thousands, and each with every reason would be a time series of its own. The
tables `source_visit` and `rejected` have the same by source.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.runs.run_counts import run_counts
from pipeline.runs.run_folder import RunFolder
from pipeline.runs.run_outcome import run_outcome
from pipeline.runs.staging import read_records, write_records

RUNS, PAGES, ARTICLES = "verbatim.runs", "verbatim.pages", "verbatim.articles"
QUOTATIONS, REJECTIONS = "verbatim.quotations", "verbatim.rejections"

Tags = tuple[tuple[str, str], ...]
"""Names and values."""


@dataclass(frozen=True, slots=True)
class RunMetric:
    """A number that a counter grows by."""

    name: str
    tags: Tags
    value: int


def run_metrics(kind: str, outcome: str, counts: Mapping[str, int]) -> list[RunMetric]:
    """The metrics of a run of a kind, from its outcome and the counts of `run_counts`."""
    of_kind = ("kind", kind)
    found: Counter[tuple[str, Tags]] = Counter({(RUNS, (of_kind, ("outcome", outcome))): 1})
    for name, number in counts.items():
        match name.split("/"):
            case ["fetch", ("captured" | "imported" | "unchanged") as what, *_]:
                found[PAGES, (of_kind, ("outcome", what))] += number
            case ["extract", "article"]:
                found[ARTICLES, (of_kind,)] += number
            case ["attribute", "quotation"]:
                found[QUOTATIONS, (of_kind,)] += number
            case [stage, "rejected", reason]:
                found[REJECTIONS, (of_kind, ("stage", stage), ("reason", reason))] += number
    return [RunMetric(name, tags, value) for (name, tags), value in sorted(found.items())]


def counted_anew(folder: RunFolder) -> list[RunMetric]:
    """What the run came to that was not counted before; it is noted as counted.

    A run that is finished again, because a task was cleared, gives what it has more than before:
    nothing, if nothing changed. What it has less of by now stays counted. It is noted before
    anybody is told, so a process that is killed between the two tells too little, never twice.
    """
    before = _counted_before(folder)
    now = _by_name(run_metrics(folder.plan.kind, run_outcome(folder), run_counts(folder)))
    more = {key: value - before.get(key, 0) for key, value in now.items()}
    anew = [RunMetric(*key, value) for key, value in more.items() if value > 0]
    if anew:
        most = {key: max(now.get(key, 0), before.get(key, 0)) for key in before | now}
        write_records(folder.metrics, [RunMetric(*key, value) for key, value in most.items()])
    return anew


def _by_name(metrics: Iterable[RunMetric]) -> dict[tuple[str, Tags], int]:
    return {(one.name, one.tags): one.value for one in metrics}


def _counted_before(folder: RunFolder) -> dict[tuple[str, Tags], int]:
    if not folder.metrics.exists():
        return {}
    return _by_name(read_records(folder.metrics, RunMetric))
