"""What a run did, counted from the records it left: nothing vanishes.

Counts have names of the form stage/outcome or stage/rejected/reason, as
"fetch/captured" and "fetch/rejected/http-404".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from pipeline.records import (
    STAGES,
    AttributedPage,
    Candidate,
    Capture,
    ExtractedPage,
    Rejection,
    Unchanged,
)
from pipeline.runs.run_folder import LeftPages, LoadedShard, RunFolder
from pipeline.runs.staging import read_records
from pipeline.store import StorePath

ARCHIVE_UNREADABLE = "archive-unreadable"
"""Reason of a page whose bytes are not in the archive, or not as they were written."""

Record = Candidate | Capture | Unchanged | Rejection | ExtractedPage | AttributedPage


def run_counts(folder: RunFolder) -> dict[str, int]:
    """How many records each stage of the run answered in which way, in the stages' order."""
    counts: Counter[str] = Counter()
    for source in folder.plan.visited:
        counts.update(_count(folder.candidates(source.key), Candidate, Rejection))
    counts.update(count_records(folder.outcomes()))
    counts.update(count_records(folder.failures()))
    for visit in folder.visits:
        if visit.left.exists():
            (left,) = read_records(visit.left, LeftPages)
            counts.update({f"fetch/left/{why}": pages for why, pages in left.counts.items()})
    for shard in folder.shards:
        if shard.loaded.exists():
            (loaded,) = read_records(shard.loaded, LoadedShard)
            counts.update(loaded.counts)
    counts.update(_count(folder.violations, Rejection))
    return in_order(counts)


def in_order(counts: Mapping[str, int]) -> dict[str, int]:
    """Counts in the order of the stages, those of a stage by name."""
    return {
        name: counts[name]
        for name in sorted(counts, key=lambda name: (STAGES.index(name.split("/")[0]), name))
    }


def _count(path: StorePath, *kinds: type[Record]) -> Counter[str]:
    return count_records(read_records(path, *kinds)) if path.exists() else Counter()


def count_records(records: Iterable[Record]) -> Counter[str]:
    """The counts of some records."""
    counts: Counter[str] = Counter()
    for record in records:
        match record:
            case Candidate():
                counts["discover/candidate"] += 1
            case Capture():
                counts["fetch/imported" if record.imported_from else "fetch/captured"] += 1
            case Unchanged():
                counts[f"fetch/unchanged/{record.reason}"] += 1
            case ExtractedPage():
                counts["extract/article"] += 1
            case AttributedPage():
                counts["extract/article"] += 1
                counts["attribute/quotation"] += len(record.quotations)
            case Rejection():
                counts[f"{record.stage}/rejected/{record.reason}"] += 1
    return counts


def progress(folder: RunFolder) -> str:
    """How far a run is that other processes work on, in one line; empty if nothing is known yet."""
    if not folder.begun:
        return ""
    visited = folder.plan.visited
    shards = folder.shards
    parts = []
    if visited:
        parts += [
            f"discovered {sum(folder.candidates(s.key).exists() for s in visited)}/{len(visited)}"
            " sources",
            f"visited {sum(folder.visited(s.key).exists() for s in visited)}/{len(visited)}"
            f" sources, {sum(_lines(visit.outcomes) for visit in folder.visits)} pages",
        ]
    if shards:
        parts += [
            f"{done} {sum(getattr(shard, of).exists() for shard in shards)}/{len(shards)} shards"
            for done, of in (
                ("extracted", "pages"),
                ("attributed", "quotations"),
                ("loaded", "loaded"),
            )
        ]
    return " · ".join(parts)


def _lines(path: StorePath) -> int:
    return path.read_bytes().count(b"\n") if path.exists() else 0
