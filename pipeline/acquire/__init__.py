"""Acquisition: from the announcements of news sites to an archive of what they answered.

`discover` and `fetch` are the only parts of Verbatim that speak to news sites.
What they may meet with is in `reasons`.
"""

from pipeline.acquire.archive import ArchiveError
from pipeline.acquire.archive_index import Damage, Unassigned, archived_files, captures_in
from pipeline.acquire.archived_sources import archived_source, source_of_pages
from pipeline.acquire.discovery import Discovery, discover
from pipeline.acquire.fetching import fetch
from pipeline.acquire.manual import manual_candidates
from pipeline.acquire.pacing import PacingError
from pipeline.acquire.payload import read_payload
from pipeline.acquire.reasons import Freshness, Reason

__all__ = [
    "ArchiveError",
    "Damage",
    "Discovery",
    "Freshness",
    "PacingError",
    "Reason",
    "Unassigned",
    "archived_files",
    "archived_source",
    "captures_in",
    "discover",
    "fetch",
    "manual_candidates",
    "read_payload",
    "source_of_pages",
]
