"""What a response means: whether it is a page, an error, a redirect, or worth another try."""

from __future__ import annotations

import time
from datetime import UTC
from email.utils import parsedate_to_datetime

from pipeline.acquire.reasons import NotFetched, Reason, WarcPosition
from pipeline.acquire.response import Response
from pipeline.acquire.urls import canonical_url

REDIRECTS = frozenset({301, 302, 303, 307, 308})
"""Statuses that lead to another address (RFC 9110, 15.4)."""
PAGE_STATUSES = frozenset({200, 203})
"""Statuses of a response that is what was asked for, as a whole."""
_TEMPORARY_STATUSES = frozenset({408, 429})
"""With all of 5xx: statuses worth another attempt."""

_NAMED = {
    401: Reason.HTTP_401,
    402: Reason.HTTP_402,
    403: Reason.HTTP_403,
    404: Reason.HTTP_404,
    410: Reason.HTTP_410,
    429: Reason.HTTP_429,
    451: Reason.HTTP_451,
}
"""Statuses that say something of their own to whoever looks after the sources."""


def is_temporary(response: Response) -> bool:
    """Whether the status is one that may be another at the next attempt."""
    return response.status in _TEMPORARY_STATUSES or response.status >= 500


def check_usable(response: Response, position: WarcPosition | None, *, conditional: bool) -> None:
    """Raises NotFetched for a response that is not one to work with.

    One to work with is whole, with a body and the status 200 or 203, or 304 to a `conditional`
    request.
    """
    if response.status == 304 and conditional:
        return
    if response.status not in PAGE_STATUSES:
        raise status_error(response, position)
    if response.trouble:
        reason, detail = response.trouble
        raise NotFetched(reason, f"{response.url}: {detail}", position)
    if not response.body.strip():
        raise NotFetched(Reason.EMPTY_BODY, f"{response.url} answered without content", position)


def status_error(response: Response, position: WarcPosition | None) -> NotFetched:
    """What a status that is an error means."""
    status = response.status
    if status in _NAMED:
        reason = _NAMED[status]
    elif 400 <= status < 500:
        reason = Reason.HTTP_4XX
    elif 500 <= status < 600:
        reason = Reason.HTTP_5XX
    else:
        reason = Reason.HTTP_OTHER
    asked = response.header("Retry-After")
    wish = f", Retry-After: {asked[:100]}" if asked else ""
    return NotFetched(reason, f"{response.url} answered {status}{wish}", position)


def redirect_target(response: Response, position: WarcPosition | None) -> str | None:
    """The canonical address that a response redirects to; None if it does not.

    Raises NotFetched (redirect-off-host) if that is no http(s) address.
    """
    location = response.header("Location")
    if response.status not in REDIRECTS or not location:
        return None
    try:
        return resolved_location(location, response.url)
    except NotFetched as not_fetched:
        raise NotFetched(
            Reason.REDIRECT_OFF_HOST, f"{response.url} redirects to {not_fetched.detail}", position
        ) from not_fetched


def resolved_location(location: str, url: str) -> str:
    """The canonical address that a Location header names, in the response of an address.

    Raises NotFetched (bad-url) for what is no http(s) address.
    """
    return canonical_url(_as_utf8(location), url)


def _as_utf8(value: str) -> str:
    """A header value as UTF-8 if it is that; http.client reads all headers as ISO 8859-1."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value


def retry_after(response: Response) -> float | None:
    """The seconds that a Retry-After header asks for; None if it says nothing usable."""
    value = (response.header("Retry-After") or "").strip()
    if value.isascii() and value.isdecimal():
        return float(value[:12])
    try:
        moment = parsedate_to_datetime(value)
        if moment.tzinfo is None:
            # dates of HTTP are in UTC, also in the old form without a zone (RFC 9110, 5.6.7)
            moment = moment.replace(tzinfo=UTC)
        return max(0.0, moment.timestamp() - time.time())
    except (ValueError, OverflowError):
        return None
