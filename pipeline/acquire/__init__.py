"""Acquisition: from the announcements of news sites to an archive of what they answered.

`discover` and `fetch` are the only parts of Verbatim that speak to news sites.
What they may meet with is in `reasons`.
"""

from pipeline.acquire.archive import ArchiveError
from pipeline.acquire.discovery import Discovery, discover
from pipeline.acquire.fetching import fetch
from pipeline.acquire.manual import manual_candidates
from pipeline.acquire.pacing import PacingError
from pipeline.acquire.payload import read_payload
from pipeline.acquire.reasons import Freshness, Reason

__all__ = [
    "ArchiveError",
    "Discovery",
    "Freshness",
    "PacingError",
    "Reason",
    "discover",
    "fetch",
    "manual_candidates",
    "read_payload",
]
