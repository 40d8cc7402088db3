"""Sources that fail: all their front doors do, or they have long been silent.

What their sites answer never stops a visit, so this is found out from what the visit left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pipeline.acquire import Reason
from pipeline.records import Candidate, Capture, Rejection
from pipeline.runs.run_folder import RunFolder, SourceFailure
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


def source_visits(folder: RunFolder) -> list[SourceVisit]:
    """What the visits of a run came to, for each source that was visited to the end.

    None for a run of single pages, which asks no front door.
    """
    plan = folder.plan
    if plan.urls:
        return []
    captured = Counter(one.source for one in folder.outcomes() if isinstance(one, Capture))
    return [
        _visit(folder, source, captured[source.key])
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
        f"{one.reference}: {one.detail} ({one.reason})"
        for one in rejections
        if one.reference in doors and one.reason not in NOT_AGAINST_A_DOOR
    )


def _visit(folder: RunFolder, source: Source, captured: int) -> SourceVisit:
    found = list(read_records(folder.candidates(source.key), Candidate, Rejection))
    return SourceVisit(
        outlet_key=source.key,
        name=source.name,
        front_doors=len({*source.feeds, *source.sitemaps, *source.sections}),
        failed_doors=failed_doors((one for one in found if isinstance(one, Rejection)), source),
        announced=sum(isinstance(one, Candidate) for one in found),
        captured=captured,
    )
