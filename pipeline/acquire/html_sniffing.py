"""Whether a response is an HTML page: by its Content-Type, and by what its bytes begin with."""

from __future__ import annotations

import re

from pipeline.acquire.reasons import NotFetched, Reason, WarcPosition
from pipeline.acquire.response import Response

_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
"""Media types of HTML."""
_VAGUE_TYPES = frozenset(
    {"", "text/plain", "application/octet-stream", "application/xml", "text/xml"}
)
"""Types that servers give pages by mistake; then the bytes have to look like HTML."""

_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n", "a picture (PNG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"RIFF", "a picture, sound or video (RIFF)"),
    (b"OggS", "sound or video (Ogg)"),
    (b"ID3", "sound (MP3)"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\x1f\x8b", "gzip data"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"%!PS", "PostScript"),
)
"""First bytes of files that servers give as pages, and what they are."""

_SNIFFED_BYTES = 1024
"""First bytes that are looked at: a file says there what it is."""
_OPENING_BYTES = 4096
"""First bytes in which the opening tag of the document is looked for; comments may come before."""
_LANGUAGE = re.compile(rb"<html\b[^>]{0,2000}?\blang\s*=\s*[\"']?([A-Za-z]{2,3})\b", re.IGNORECASE)
_TEXT_MARKS = (b"\xff\xfe", b"\xfe\xff")
"""Byte order marks of UTF-16, in which zero bytes are text."""


def check_html(response: Response, position: WarcPosition | None) -> None:
    """Raises NotFetched (not-html) unless the response is an HTML page."""
    declared = (response.header("Content-Type") or "").lower()
    media_type = declared.partition(";")[0].strip()
    beginning = response.body[:_SNIFFED_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip()
    found = next((name for mark, name in _SIGNATURES if beginning.startswith(mark)), None)
    if found is None and beginning[4:8] == b"ftyp":
        found = "a video (MP4)"
    if found is None and b"\0" in beginning and not beginning.startswith(_TEXT_MARKS):
        found = None if "utf-16" in declared or "utf-32" in declared else "binary data"
    if found is None and media_type not in _HTML_TYPES:
        looks_so = beginning[:200].lower().startswith((b"<!doctype html", b"<html"))
        if media_type not in _VAGUE_TYPES or not (looks_so or not media_type):
            found = media_type or "of no type"
    if found:
        said = f" (Content-Type: {declared[:100]})" if declared else ""
        raise NotFetched(
            Reason.NOT_HTML, f"{response.url} is no HTML page but {found}{said}", position
        )


def declared_language(response: Response) -> str | None:
    """The language that a page or its server says it is in, ISO 639; None if neither does."""
    found = _LANGUAGE.search(response.body[:_OPENING_BYTES])
    if found:
        return found[1].decode("ascii").lower()
    stated = (response.header("Content-Language") or "").partition("-")[0].strip().lower()
    return stated if stated.isalpha() and len(stated) in {2, 3} else None
