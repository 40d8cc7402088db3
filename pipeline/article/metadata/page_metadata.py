"""What is known about an article besides its text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pipeline.article.metadata.stated_text import LiveUpdate


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """What a page says about its article; None or empty where it says nothing."""

    url: str | None = None
    """Canonical address, absolute."""
    headline: str | None = None
    heading: str | None = None
    """The whole text of the heading that readers see on top, kicker included."""
    headline_apart: bool = False
    """Whether an element of its own in that heading says `headline`."""
    authors: tuple[str, ...] = ()
    shown_times: tuple[str, ...] = ()
    """Times of elements around the headline, and lines there, in page order."""
    published: datetime | None = None
    """Timezone-aware; a day alone is its midnight in UTC."""
    published_from: str | None = None
    """What says so: "JSON-LD datePublished", "meta date", or "page" for a line for readers."""
    modified: datetime | None = None
    """Timezone-aware; never before `published`."""
    modified_from: str | None = None
    doubts: tuple[str, ...] = ()
    """What the page says and no article can have, one line each, with the reason."""
    language: str | None = None
    """ISO 639-1 code."""
    section: str | None = None
    outlet: str | None = None
    """Name of the publication."""
    types: frozenset[str] = frozenset()
    """What the page says it is: schema.org types and the value of og:type."""
    article_body: str | None = None
    """Text of the article as the JSON-LD has it: plain, or HTML."""
    live_updates: tuple[LiveUpdate, ...] = ()
    """The entries of a live blog as the JSON-LD has them, in order of time."""
    accessible_for_free: bool | None = None
    description: str | None = None
