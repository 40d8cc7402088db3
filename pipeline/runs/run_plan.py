"""What a run was asked to do, as it is kept in its folder and in the table `run`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pipeline.settings.environment import Source

REPROCESS, IMPORT = "reprocess", "import"
"""Kinds of runs that visit nobody."""


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What a run was asked to do."""

    key: str
    kind: str
    """Name of the DAG or command: "daily_quotes", "run", IMPORT or REPROCESS."""
    started_at: datetime
    since: datetime | None
    until: datetime | None
    sources: tuple[Source, ...]
    urls: tuple[str, ...] = ()
    """Single pages to visit; if there are any, nothing is discovered."""
    refetch: bool = False
    """Whether to fetch pages again that were captured lately or did not change."""
    asked_since: datetime | None = None
    """The first day as it was asked for; None where `since` follows from the time of the run."""
    asked_until: datetime | None = None
    """The last day as it was asked for; None where `until` follows from the time of the run."""
    imports: tuple[str, ...] = ()
    """WARC files, or their URLs, from which pages are taken."""
    languages: tuple[str, ...] = ()
    """Of the pages that are taken; none means all."""
    whole: bool = False
    """Whether all sources are asked for all that is new, as a scheduled run does: not some of them,
    single pages or earlier days alone."""

    @property
    def visited(self) -> tuple[Source, ...]:
        """The sources that the run asks for pages: none if it works from WARC files."""
        return () if self.kind in {REPROCESS, IMPORT} else self.sources

    def asks_the_same_as(self, other: RunPlan) -> bool:
        """Whether another run was asked for the same, whatever its key and time."""
        return self._question == other._question

    @property
    def _question(self) -> tuple[object, ...]:
        keys = sorted(source.key for source in self.sources)
        days = (self.asked_since, self.asked_until)
        files = (sorted(self.imports), sorted(self.languages))
        return (self.kind, keys, sorted(self.urls), self.refetch, *days, *files)

    @property
    def parameters(self) -> dict[str, object]:
        """What was asked, for the `run` table."""
        return {
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
            "sources": [source.key for source in self.sources],
            "urls": list(self.urls),
            "refetch": self.refetch,
            "imports": list(self.imports),
            "languages": list(self.languages),
            "whole": self.whole,
        }
