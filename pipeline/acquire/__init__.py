"""Acquisition: from the announcements of news sites to an archive of what they answered.

`discover` and `fetch_pages` are the only parts of Verbatim that speak to news sites.
What they may meet with is in `reasons`.
"""

from pipeline.acquire.archive_index import Unassigned, archived_files, captures_in
from pipeline.acquire.archive_reader import read_payload
from pipeline.acquire.archive_writer import ArchiveError, ArchiveWriter
from pipeline.acquire.archived_sources import archived_source, source_of_pages
from pipeline.acquire.capturing import fetch_pages, run_together
from pipeline.acquire.client import Client
from pipeline.acquire.discovery import Discovery, discover
from pipeline.acquire.fetcher import Fetcher, Shared
from pipeline.acquire.given_urls import given_url_candidates
from pipeline.acquire.group_commit import GroupCommit
from pipeline.acquire.host_groups import host_groups
from pipeline.acquire.rate_limiter import (
    LONGEST_WISH_SECONDS,
    Delay,
    FileRateLimiter,
    RateLimiter,
    RateLimitError,
    Slot,
    wait_for,
)
from pipeline.acquire.reasons import Freshness, Reason
from pipeline.acquire.revisits import LASTING
from pipeline.acquire.warc_download import DownloadError, download, is_url
from pipeline.acquire.warc_import import LeftBehind, Wanted, WarcImport
from pipeline.acquire.warc_records import Damage

__all__ = [
    "LASTING",
    "LONGEST_WISH_SECONDS",
    "ArchiveError",
    "ArchiveWriter",
    "Client",
    "Damage",
    "Delay",
    "Discovery",
    "DownloadError",
    "Fetcher",
    "FileRateLimiter",
    "Freshness",
    "GroupCommit",
    "LeftBehind",
    "RateLimitError",
    "RateLimiter",
    "Reason",
    "Shared",
    "Slot",
    "Unassigned",
    "Wanted",
    "WarcImport",
    "archived_files",
    "archived_source",
    "captures_in",
    "discover",
    "download",
    "fetch_pages",
    "given_url_candidates",
    "host_groups",
    "is_url",
    "read_payload",
    "run_together",
    "source_of_pages",
    "wait_for",
]
