"""Acquisition: from the announcements of news sites to an archive of what they answered.

`discover` and `fetch` are the only parts of Verbatim that speak to news sites.
What they may meet with is in `reasons`.
"""

from pipeline.acquire.archive_index import Unassigned, archived_files, captures_in
from pipeline.acquire.archive_reader import read_payload
from pipeline.acquire.archive_writer import ArchiveError
from pipeline.acquire.archived_sources import archived_source, source_of_pages
from pipeline.acquire.capturing import fetch
from pipeline.acquire.discovery import Discovery, discover
from pipeline.acquire.given_urls import given_url_candidates
from pipeline.acquire.rate_limiter import RateLimitError
from pipeline.acquire.reasons import Freshness, Reason
from pipeline.acquire.warc_records import Damage

__all__ = [
    "ArchiveError",
    "Damage",
    "Discovery",
    "Freshness",
    "RateLimitError",
    "Reason",
    "Unassigned",
    "archived_files",
    "archived_source",
    "captures_in",
    "discover",
    "fetch",
    "given_url_candidates",
    "read_payload",
    "source_of_pages",
]
