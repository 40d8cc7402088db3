"""The canonical address of a page."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from urllib.parse import urldefrag, urljoin, urlsplit

logger = logging.getLogger(__name__)

MAX_CHARACTERS = 2_000


def canonical(stated: Iterable[object], url: str | None) -> str | None:
    """The first of the stated addresses that can be an article's, absolute; else `url`.

    One that is no web address is refused, and so is a front page: sites that name it on every
    page would make all their articles one.
    """
    for value in stated:
        if not isinstance(value, str) or len(value) > MAX_CHARACTERS:
            continue
        address = _absolute(value, url)
        if address is not None:
            return address
    return url


def _absolute(value: str, url: str | None) -> str | None:
    try:
        address = urldefrag(urljoin(url or "", value.strip().replace(" ", "%20"))).url
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    known = parts.scheme in {"http", "https"} and parts.hostname and port != 0
    if not known or parts.username is not None or not address.isprintable():
        return None
    if not parts.path.strip("/") and not parts.query:
        logger.debug("a canonical address that is a front page is not taken: %s", address)
        return None
    return address
