"""The address under which a page wants to be known, believed within bounds.

Sites name one address for all forms of an article; the warehouse keeps one article an address.
But a page may name the front page, its section, the next article or another site's page, by
mistake or on purpose, and would then become a version of another article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from pipeline.text.safe_text import single_spaced
from pipeline.text.shortening import ELLIPSIS
from pipeline.text.url_canonicalisation import (
    MAX_URL_LENGTH,
    BadUrl,
    canonical_url,
    is_public_host,
    same_site,
)

MAX_CHARACTERS = MAX_URL_LENGTH
"""What is longer is refused wherever addresses are read."""
MAX_SHOWN = 200
"""Of an address in a doubt; the rest says nothing about why it is not believed."""
MAX_SECTION_SEGMENTS = 2
"""Parts of a section's path; an article's path is longer or has a slug."""
_SLUG = re.compile(r"\d{4}|[^-_]+[-_][^-_]+[-_][^-_]|\.[sp]?html?$|-\d+$")
"""What only addresses of articles have: a number of four digits, three words, a file's name."""


def canonical(
    stated: Iterable[tuple[str, object]], url: str | None, also: Sequence[str] = ()
) -> tuple[str | None, list[str]]:
    """The first of the stated addresses that may be the page's, else `url`; and the doubts.

    `stated` has what states an address with the address, `url` is where the page came from, and
    `also` are addresses that the page names for itself in other places. Each address that is not
    believed is one line of the doubts, with the reason.
    """
    fetched = _spelled(url, None) if url else None
    doubts: list[str] = []
    for where, value in stated:
        if not isinstance(value, str) or not value.strip():
            continue
        try:
            address = canonical_url(value, url)
        except BadUrl:
            reason: str | None = "it is no address of a web page"
            address = value
        else:
            reason = _why_not_believed(address, fetched, also)
        if reason is None:
            return address, doubts
        doubts.append(f"{where} {_shown(address)} is not taken: {reason}")
    return fetched or url, doubts


def _why_not_believed(address: str, fetched: str | None, also: Sequence[str]) -> str | None:
    """Why a page's address is not the stated one; None if it may be."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    own = urlsplit(fetched).hostname or "" if fetched else None
    if host != own and not is_public_host(host):
        return "its host is not on the public internet"
    if own is not None and not same_site(host, own):
        return f"it is on another site than {own}"
    if not parts.path.strip("/") and not parts.query:
        return "it is a front page"
    return _why_another_page(address, fetched, also) if fetched else None


def _why_another_page(address: str, fetched: str, also: Sequence[str]) -> str | None:
    if _path(address) == _path(fetched):
        return None
    if _is_section(address) and _has_slug(fetched):
        return "it is a section, and the page came from an article's address"
    others = {_path(spelled) for name in also if name and (spelled := _spelled(name, fetched))}
    if _path(fetched) in others and _last(address) != _last(fetched):
        return "elsewhere the page names the address it came from"
    return None


def _spelled(url: str, base: str | None) -> str | None:
    try:
        return canonical_url(url, base)
    except BadUrl:
        return None


def _path(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.path.rstrip("/"), parts.query


def _segments(url: str) -> list[str]:
    return [segment for segment in urlsplit(url).path.split("/") if segment]


def _last(url: str) -> str:
    return _segments(url)[-1] if _segments(url) else ""


def _has_slug(url: str) -> bool:
    return any(_SLUG.search(segment) for segment in _segments(url))


def _is_section(url: str) -> bool:
    """Whether an address has a short path of plain words and no query: "/sport/rowing"."""
    segments = _segments(url)
    plain = not any(map(str.isdigit, "".join(segments)))
    short = len(segments) <= MAX_SECTION_SEGMENTS
    return plain and short and not urlsplit(url).query and not _has_slug(url)


def _shown(address: str) -> str:
    """The address on one line, cut anywhere: it has no words to be cut between."""
    line = single_spaced("".join(c if c.isprintable() else " " for c in address[:MAX_SHOWN]))
    return line + ELLIPSIS if len(address) > MAX_SHOWN else line
