"""Inputs of legal size that are made to keep their readers busy, each of one kind of excess.

Every maker gives the largest that is let through, or a little more. What is read from disk is a
file; what comes over the line is a site whose path "/it" is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.acquire.site import Reply
from tests.evaluation.hostile_files import ADDRESSES, CRAWLS, DRAFTS, SEARCHES
from tests.evaluation.hostile_pages import DUMPS, PAGES, TEXTS
from tests.evaluation.hostile_parts import encoded
from tests.evaluation.hostile_sites import SITES


@dataclass(frozen=True, slots=True)
class HostileInput:
    """One input: who reads it, and what it is."""

    reader: str
    make: Callable[[], bytes]
    """The content of the file."""
    suffix: str = ""
    """End of the file's name."""


@dataclass(frozen=True, slots=True)
class HostileSite:
    """One input that is fetched: what of a source its address "/it" is, and what a site answers."""

    reader: str
    """feeds, sitemaps, sections, or page."""
    make: Callable[[], dict[str, Reply]]


def _all() -> dict[str, HostileInput | HostileSite]:
    found: dict[str, HostileInput | HostileSite] = {}
    for name, page_of in PAGES.items():
        found[f"page: {name}"] = HostileInput("page", page_of)
    for kind, texts in (
        ("dump", DUMPS), ("text", TEXTS), ("search", SEARCHES), ("explorer", ADDRESSES)
    ):  # fmt: skip
        for name, text_of in texts.items():
            found[f"{kind}: {name}"] = HostileInput(kind, lambda make=text_of: encoded(make()))
    for name, (suffix, draft_of) in DRAFTS.items():
        found[f"draft: {name}"] = HostileInput("draft", draft_of, suffix)
    for name, crawl_of in CRAWLS.items():
        found[f"crawl: {name}"] = HostileInput("crawl", crawl_of, ".warc.gz")
    for name, (reader, site_of) in SITES.items():
        found[f"site: {name}"] = HostileSite(reader, site_of)
    return found


HOSTILE = _all()
"""All of them, by what they are called."""
