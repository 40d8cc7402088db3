"""Addresses as acquisition uses them: what is none is refused with a reason.

Their spelling and what can be said of their hosts is in `pipeline.text.url_canonicalisation`.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from w3lib.url import safe_url_string

from pipeline.acquire.reasons import NotFetched, Reason
from pipeline.text import url_canonicalisation
from pipeline.text.url_canonicalisation import MAX_URL_LENGTH, host_of

__all__ = ["MAX_URL_LENGTH", "canonical_hosts", "canonical_url", "host_of"]


def canonical_url(url: str, base: str | None = None) -> str:
    """The one spelling under which an address is asked for and known.

    Raises NotFetched (bad-url) for what is no http(s) address.
    """
    try:
        return url_canonicalisation.canonical_url(url, base)
    except url_canonicalisation.BadUrl as error:
        raise NotFetched(Reason.BAD_URL, str(error)) from error


def canonical_hosts(hosts: Iterable[str]) -> frozenset[str]:
    """Hosts as `host_of` writes them: lower case, IDNA, the usual ports left out."""
    return frozenset(
        urlsplit(safe_url_string(f"//{host}"))
        .netloc.lower()
        .removesuffix(":80")
        .removesuffix(":443")
        for host in hosts
    )
