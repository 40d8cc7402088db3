"""Sources that fail: all their front doors do, or nothing new has come of them for long.

What their sites answer never stops a visit, so this is found out from what the visit left.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.acquire import Freshness, Reason
from pipeline.records import Candidate, Capture, Rejection, Unchanged
from pipeline.runs.run_folder import FetchOutcome, RunFolder, SourceFailure
from pipeline.runs.run_outcome import said_of
from pipeline.runs.staging import read_records
from pipeline.settings.environment import Source
from pipeline.warehouse import SourceHealth, SourceVisit

NOT_AGAINST_A_DOOR = frozenset(
    {
        Reason.BAD_URL,
        Reason.UNKNOWN_HOST,
        Reason.TOO_MANY_CANDIDATES,
        Reason.TOO_MANY_SITEMAPS,
        Reason.FEED_INCOMPLETE,
        Reason.SITEMAP_INCOMPLETE,
        Reason.VISIT_OVER,
    }
)
"""Reasons that are nothing against a front door: it was read, at least in part, or the visit was
over before it was asked."""

NOT_ASKED = frozenset({Reason.VISIT_OVER, Reason.LEFT_ALONE})
"""Reasons of pages that nobody was asked for."""


def source_visits(folder: RunFolder) -> list[SourceVisit]:
    """What the visits of a run came to, for each source that was visited to the end.

    None for a run of single pages, which asks no front door.
    """
    plan = folder.plan
    if plan.urls:
        return []
    pages: defaultdict[str, _Pages] = defaultdict(_Pages)
    for one in folder.outcomes():
        pages[one.source or ""].add(one)
    return [
        _visit(folder, source, pages[source.key])
        for source in plan.visited
        if folder.visited(source.key).exists()
    ]


def failures_of(healths: dict[str, SourceHealth]) -> list[SourceFailure]:
    """The sources that fail now."""
    return [
        SourceFailure(key, health.failure, health.failing_since, health.failures_in_a_row)
        for key, health in healths.items()
        if health.failure and health.failing_since
    ]


def failed_doors(rejections: Iterable[Rejection], source: Source) -> tuple[str, ...]:
    """A sentence for each front door of a source that gave nothing usable."""
    doors = {*source.feeds, *source.sitemaps, *source.sections}
    return tuple(
        f"{one.reference}: {said_of(one)}"
        for one in rejections
        if one.reference in doors and one.reason not in NOT_AGAINST_A_DOOR
    )


@dataclass
class _Pages:
    """What became of the pages of a source."""

    captured: int = 0
    unchanged: int = 0
    """Pages that the site gave, or said that they are as they were."""
    refused: Counter[str] = field(default_factory=Counter)
    """Pages that it did not give, by the reason."""

    def add(self, outcome: FetchOutcome) -> None:
        """Count one page; one that was left alone, or whose turn never came, says nothing."""
        match outcome:
            case Capture():
                self.captured += 1
            case Unchanged(reason=Freshness.NOT_MODIFIED | Freshness.SAME_BYTES):
                self.unchanged += 1
            case Rejection(reason=reason) if reason not in NOT_ASKED:
                self.refused[reason] += 1

    @property
    def refusal(self) -> str | None:
        """How many pages were asked for, and why none was given; None if one was, or none asked."""
        if self.captured or self.unchanged or not self.refused:
            return None
        reasons = ", ".join(f"{reason} {count}" for reason, count in self.refused.most_common())
        return f"{self.refused.total()} asked for, none given ({reasons})"


def _visit(folder: RunFolder, source: Source, pages: _Pages) -> SourceVisit:
    found = list(read_records(folder.candidates(source.key), Candidate, Rejection))
    return SourceVisit(
        outlet_key=source.key,
        name=source.name,
        front_doors=len({*source.feeds, *source.sitemaps, *source.sections}),
        failed_doors=failed_doors((one for one in found if isinstance(one, Rejection)), source),
        announced=sum(isinstance(one, Candidate) for one in found),
        captured=pages.captured,
        refusal=pages.refusal,
    )
