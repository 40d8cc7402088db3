"""A run: what it was asked to do, and the folder in which its tasks leave their records.

    <home>/runs/<folder name>/
        plan.jsonl                   what was asked, with the sources as they were then
        candidates/<source>.jsonl    what discovery proposed and could not read
        visits/0000/                 what one task visits: its sources (sources.jsonl), the
                                     journal of every outcome (outcomes.jsonl), what failed
                                     (failures.jsonl)
        visited/<source>             the source was visited to the end
        shards/0000/                 captures, pages, quotations, loaded (.jsonl), in this order
        divided                      all captures are divided into shards
        violations.jsonl             what the checks parked
        source_failures.jsonl        sources all of whose front doors failed, or that are silent
        changed_days/<day>           the run changed the digest's page of this day
        published                    the run went all the way
        finished                     how the run went was written down
        metrics.jsonl                what of it was counted as metrics so far

The key of a run is given from outside (a DAG and its run id); running the same key again goes on
with the same folder, so a retry completes a run instead of repeating it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter

from pipeline.records import Candidate, Capture, Rejection, Unchanged
from pipeline.runs.run_plan import RunPlan
from pipeline.runs.staging import StagingError, read_journal, read_records, write_records
from pipeline.store import StorePath, remove_tree, store_path

FetchOutcome = Capture | Unchanged | Rejection
"""What fetching one page may come to."""

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
"""What a run's key may have and the name of its folder may not."""


@dataclass(frozen=True, slots=True)
class LoadedShard:
    """A shard is in the warehouse."""

    counts: dict[str, int]
    """What became of its captures; see `pipeline.runs.run_counts`."""


@dataclass(frozen=True, slots=True)
class SourceFailure:
    """A source that failed at a run's visit."""

    source: str
    sentence: str
    """What is wrong, with addresses and reasons."""
    since: datetime
    """When it was first found so, without a good visit in between."""
    visits: int
    """How many visits in a row found it so, this one included."""


@dataclass(frozen=True, slots=True)
class RunFolder:
    """Where the records of one run are."""

    path: StorePath

    @classmethod
    def of(cls, runs_folder: StorePath, key: str) -> RunFolder:
        """The folder of the run `key`.

        A key may come from a trigger form, so it is never used as a path as it is: what is not
        plain is replaced, and a digest keeps two keys apart that then look the same.
        """
        plain = _UNSAFE.sub("-", key).strip("-.")[:100] or "run"
        if plain != key:
            plain += "-" + hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        return cls(runs_folder / plain)

    @classmethod
    def at(cls, path: str) -> RunFolder:
        """The folder at a path that one task handed to another."""
        return cls(store_path(path))

    @property
    def plan(self) -> RunPlan:
        """What the run was asked to do. Raises StagingError if it never began."""
        (plan,) = read_records(self.path / "plan.jsonl", RunPlan)
        return plan

    @property
    def begun(self) -> bool:
        """Whether a run of this key was begun before."""
        return (self.path / "plan.jsonl").exists()

    def write_plan(self, plan: RunPlan) -> None:
        """Keep what the run is asked to do; the markers of an earlier end are taken away.

        Of an earlier try, the outcomes of pages stay; sources are asked again what they announce.
        """
        self.published.unlink(missing_ok=True)
        self.finished.unlink(missing_ok=True)
        self.divided.unlink(missing_ok=True)
        for folder in (self.path / "visited", self.path / "candidates"):
            remove_tree(folder)
        write_records(self.path / "plan.jsonl", [plan])

    @property
    def published(self) -> StorePath:
        """Marker: the run went all the way."""
        return self.path / "published"

    @property
    def finished(self) -> StorePath:
        """Marker: how the run went was written into the warehouse."""
        return self.path / "finished"

    def changed_day(self, day: date) -> StorePath:
        """Marker: the run gave the digest another page of a day, or was about to."""
        return self.path / "changed_days" / day.isoformat()

    @property
    def changed_days(self) -> tuple[str, ...]:
        """The days that have this marker, as 2026-03-07, the earliest first."""
        return tuple(path.name for path in _in_order(self.path / "changed_days"))

    @property
    def metrics(self) -> StorePath:
        """Staged file: RunMetric records counted so far; stays when the run begins again."""
        return self.path / "metrics.jsonl"

    def candidates(self, source: str) -> StorePath:
        """Staged file of discovery: Candidate and Rejection records of a source."""
        return self.path / "candidates" / f"{source}.jsonl"

    def visited(self, source: str) -> StorePath:
        """Marker: the source was visited to the end."""
        return self.path / "visited" / source

    @property
    def visits_folder(self) -> StorePath:
        """Folder of the visits, one folder each."""
        return self.path / "visits"

    @property
    def visits(self) -> tuple[Visit, ...]:
        """The visits of the run, in order."""
        return tuple(Visit(path) for path in _in_order(self.visits_folder))

    def outcomes(self) -> Iterator[FetchOutcome]:
        """What became of each page so far, in the order in which that was written down."""
        for visit in self.visits:
            found: Iterator[FetchOutcome] = read_journal(
                visit.outcomes, Capture, Unchanged, Rejection
            )
            yield from found

    def refusals(self) -> Iterator[Rejection]:
        """What could not be discovered or fetched."""
        for source in self.plan.visited:
            path = self.candidates(source.key)
            if path.exists():
                proposed = read_records(path, Candidate, Rejection)
                yield from (record for record in proposed if isinstance(record, Rejection))
        yield from (record for record in self.outcomes() if isinstance(record, Rejection))

    def failures(self) -> Iterator[Rejection]:
        """The sources that could not be visited to the end because something of ours failed."""
        for visit in self.visits:
            if visit.failures.exists():
                yield from read_records(visit.failures, Rejection)

    @property
    def violations(self) -> StorePath:
        """Staged file: Rejection records of what the checks parked."""
        return self.path / "violations.jsonl"

    @property
    def source_failures(self) -> StorePath:
        """Staged file: SourceFailure records."""
        return self.path / "source_failures.jsonl"

    @property
    def shards_folder(self) -> StorePath:
        """Folder of the shards, one folder each."""
        return self.path / "shards"

    @property
    def divided(self) -> StorePath:
        """Marker: all captures of the run are divided into shards."""
        return self.path / "divided"

    @property
    def shards(self) -> tuple[Shard, ...]:
        """The shards of the run, in order."""
        return tuple(Shard(path) for path in _in_order(self.shards_folder))


@dataclass(frozen=True, slots=True)
class VisitedSource:
    """One of the sources of a visit."""

    key: str


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """The WARC file that a task takes pages from."""

    name: str
    """A path or URL."""


@dataclass(frozen=True, slots=True)
class LeftPages:
    """What an import did not take of its WARC file."""

    counts: dict[str, int]
    """Pages by the reason: known, unwanted, unknown-host."""


@dataclass(frozen=True, slots=True)
class Visit:
    """The sources that one task visits, all at once, and what became of their pages.

    Or the one WARC file that a task imports instead.
    """

    path: StorePath

    @classmethod
    def at(cls, path: str) -> Visit:
        """The visit at a path that one task handed to another."""
        return cls(store_path(path))

    @property
    def run(self) -> RunFolder:
        """The run that the visit belongs to."""
        return RunFolder(self.path.parent.parent)

    @property
    def sources(self) -> StorePath:
        """Staged file: VisitedSource records. Missing if an earlier try had more visits."""
        return self.path / "sources.jsonl"

    @property
    def imported(self) -> StorePath:
        """Staged file: the ImportedFile record of the file that is imported, if one is."""
        return self.path / "imported.jsonl"

    @property
    def left(self) -> StorePath:
        """Staged file: the LeftPages record of the file that was imported."""
        return self.path / "left.jsonl"

    @property
    def begun(self) -> StorePath:
        """Marker: a try began to import the file."""
        return self.path / "begun"

    @property
    def done(self) -> StorePath:
        """Marker: the file was imported to its end."""
        return self.path / "done"

    @property
    def outcomes(self) -> StorePath:
        """Journal: a Capture, Unchanged or Rejection record of each page."""
        return self.path / "outcomes.jsonl"

    @property
    def failures(self) -> StorePath:
        """Staged file: a Rejection record of each source that failed at the last try."""
        return self.path / "failures.jsonl"


@dataclass(frozen=True, slots=True)
class Shard:
    """A few hundred captures that one task works on, and what became of them."""

    path: StorePath

    @classmethod
    def at(cls, path: str) -> Shard:
        """The shard at a path that one task handed to another."""
        return cls(store_path(path))

    @property
    def run(self) -> RunFolder:
        """The run that the shard belongs to."""
        return RunFolder(self.path.parent.parent)

    @property
    def captures(self) -> StorePath:
        """Staged file: Capture records."""
        return self.path / "captures.jsonl"

    @property
    def pages(self) -> StorePath:
        """Staged file: ExtractedPage and Rejection records."""
        return self.path / "pages.jsonl"

    @property
    def quotations(self) -> StorePath:
        """Staged file: AttributedPage and Rejection records."""
        return self.path / "quotations.jsonl"

    @property
    def loaded(self) -> StorePath:
        """Staged file that marks the shard as loaded: one LoadedShard record."""
        return self.path / "loaded.jsonl"


def latest_key(runs_folder: StorePath) -> str:
    """The key of the run begun last. Raises StagingError if there is none."""
    plans = [folder.plan for folder in _begun_folders(runs_folder)]
    if not plans:
        raise StagingError(
            f"there is no run in {runs_folder} yet; make one: python -m pipeline run"
        )
    return max(plans, key=lambda plan: plan.started_at).key


def broken_off_runs(
    runs_folder: StorePath, plan: RunPlan, begun_after: datetime
) -> list[RunFolder]:
    """The runs begun since then that were asked for the same and not published, the newest first.

    Some other process may be working on one of them.
    """
    found: list[tuple[datetime, RunFolder]] = []
    for folder in _begun_folders(runs_folder):
        if not folder.published.exists():
            # what another version of the code wrote is another question
            with suppress(StagingError):
                earlier = folder.plan
                if earlier.started_at >= begun_after and earlier.asks_the_same_as(plan):
                    found.append((earlier.started_at, folder))
    return [folder for _, folder in sorted(found, key=itemgetter(0), reverse=True)]


def _in_order(folder: StorePath) -> list[StorePath]:
    return sorted(folder.glob("*"), key=str)


def _begun_folders(runs_folder: StorePath) -> list[RunFolder]:
    return [RunFolder(path.parent) for path in runs_folder.glob("*/plan.jsonl")]
