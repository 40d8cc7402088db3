"""Publishing: the digest, static pages of who said what, and links to the words themselves."""

from __future__ import annotations

from pipeline.publish.links import is_web_address, link_to_words, web_link
from pipeline.publish.page import INDEX, write_day, write_digest, write_index, written_days

__all__ = [
    "INDEX",
    "is_web_address",
    "link_to_words",
    "web_link",
    "write_day",
    "write_digest",
    "write_index",
    "written_days",
]
