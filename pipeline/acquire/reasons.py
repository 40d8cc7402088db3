"""Why an address gave nothing: the fixed vocabulary of `discover` and `fetch`.

Every `Rejection` of these stages carries one of these reasons; a run counts
them, so a key is never renamed without a note in the changelog. Beside each:
who raises it, when, and what the user may do.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipeline.text.safe_text import one_line

MAX_DETAIL_LENGTH = 1000
"""A sentence with an address of the greatest length fits."""


class Reason(StrEnum):
    """Why an address gave no page."""

    # which addresses may be visited; told before anybody is asked

    BAD_URL = "bad-url"
    """discover: an address by hand, or in an announcement, that is no http(s) address or is
    longer than any browser takes. Mend it, or tell the site."""

    UNKNOWN_HOST = "unknown-host"
    """discover: an address on a host that belongs to no source, or not to the one that announces
    it. Add the host to the `hosts` of its source if its pages are wanted."""

    TOO_MANY_CANDIDATES = "too-many-candidates"
    """discover: the source announces more pages than VERBATIM_MAX_CANDIDATES. Raise it, or ask
    for fewer days."""

    TOO_MANY_SITEMAPS = "too-many-sitemaps"
    """discover: an index names more sitemaps than are read in one run, newest first. Name the
    sitemaps that matter (the news sitemap) instead of the index."""

    PRIVATE_ADDRESS = "private-address"
    """Both: the host's name leads to a loopback, private or reserved address. Such a host is
    never connected to, unless VERBATIM_ALLOW_PRIVATE_HOSTS is set."""

    VISIT_OVER = "visit-over"
    """Both: the visit had taken VERBATIM_VISIT_HOURS before it was the address's turn; its host
    wants long delays, or is slow. The next run asks, while the page is still announced."""

    # what the site asks of visitors

    ROBOTS_DISALLOWED = "robots-disallowed"
    """Both: robots.txt disallows the address, or wants longer pauses than a run can make.
    Ask the publisher for leave; there is no switch."""

    ROBOTS_UNAVAILABLE = "robots-unavailable"
    """Both: robots.txt answered with a server error, broke off, or cannot be read, so nothing of
    the host is allowed for now (RFC 9309, 2.3.1.4). The next run asks again."""

    HTTP_429 = "http-429"
    """Both: too many requests, and the pause asked for (Retry-After) is longer than
    VERBATIM_MAX_RETRY_AFTER_SECONDS or did not help. The host is left alone for this run and until
    the pause is over, whichever source its other pages are of; raise the source's
    `delay_seconds`."""

    LEFT_ALONE = "left-alone"
    """Both: the host asked an earlier visit for a pause (Retry-After) that is not over, and is too
    long to be waited for. A visit after it asks; raise the source's `delay_seconds`."""

    # what was imported

    WARC_DAMAGED = "warc-damaged"
    """fetch: a part of a WARC file that is imported cannot be read, or a page in it is not whole;
    the records around it were taken. Get the file again; what its crawler cut short stays so."""

    # what was answered

    HTTP_404 = "http-404"
    """Both: not found. Nothing to do for an article; mend the address of an announcement."""

    HTTP_410 = "http-410"
    """Both: gone; the publisher withdrew the page."""

    HTTP_401 = "http-401"
    """Both: the site wants a login. Ask the publisher, or take the source out."""

    HTTP_402 = "http-402"
    """Both: the site wants to be paid, as some ask of robots. Ask the publisher."""

    HTTP_403 = "http-403"
    """Both: the site does not let this visitor in. Ask the publisher for leave; see what it is
    told of you (VERBATIM_USER_AGENT)."""

    HTTP_451 = "http-451"
    """Both: unavailable for legal reasons (RFC 7725), as where a site shuts out a region."""

    HTTP_4XX = "http-4xx"
    """Both: any other refusal. Look at the archived response."""

    HTTP_5XX = "http-5xx"
    """Both: a server error that outlasted all attempts, or that asks for a pause (Retry-After)
    longer than VERBATIM_MAX_RETRY_AFTER_SECONDS; then the host is left alone for this run and
    until the pause is over. The next run asks again."""

    HTTP_OTHER = "http-other"
    """Both: a status that is no response to what was asked, such as 206, or 300 without a
    Location. Look at the archived response."""

    REDIRECT_LOOP = "redirect-loop"
    """Both: a redirect that leads back to where it came from; often a page that insists on
    cookies, which are not kept."""

    TOO_MANY_REDIRECTS = "too-many-redirects"
    """Both: more than VERBATIM_MAX_REDIRECTS."""

    REDIRECT_OFF_HOST = "redirect-off-host"
    """Both: a redirect to a host that is not the source's, or to no http(s) address at all. Add
    the host to the source's `hosts` if its pages are wanted."""

    TOO_LARGE = "too-large"
    """Both: more than VERBATIM_MAX_PAGE_BYTES, decoded; also a small response that unpacks to
    more. What was read is archived, marked as truncated."""

    EMPTY_BODY = "empty-body"
    """Both: a response without content. The next run asks again."""

    NOT_HTML = "not-html"
    """fetch: a PDF, a picture, a video …, whatever its Content-Type says."""

    BAD_ENCODING = "bad-encoding"
    """Both: a body that is not in the Content-Encoding that it claims, or in one that was not asked
    for, such as br."""

    # no response, or only a part of one

    TIMEOUT = "timeout"
    """Both: no response, or not all of it, within VERBATIM_CONNECT_TIMEOUT_SECONDS,
    VERBATIM_READ_TIMEOUT_SECONDS or VERBATIM_PAGE_TIMEOUT_SECONDS. The next run asks again."""

    CONNECTION_FAILED = "connection-failed"
    """Both: no such host, connection refused or broken off, a bad certificate, a response that is
    no HTTP. Check the address; the next run asks again."""

    # announcements that response, but say nothing

    FEED_UNREADABLE = "feed-unreadable"
    """discover: what the address of a feed answers is neither RSS nor Atom."""

    FEED_INCOMPLETE = "feed-incomplete"
    """discover: the feed is broken XML; what could be read of it was taken, and the detail says
    where it is broken. Tell the site."""

    SITEMAP_UNREADABLE = "sitemap-unreadable"
    """discover: what the address of a sitemap answers is not a sitemap, or is broken before its
    first entry."""

    SITEMAP_INCOMPLETE = "sitemap-incomplete"
    """discover: the sitemap is broken, or longer than is read; the entries before that were taken,
    and the detail says how far it was read. Tell the site."""

    SECTION_UNREADABLE = "section-unreadable"
    """discover: what the address of a section answers is no HTML page."""

    READER_FAILED = "reader-failed"
    """discover: a defect of ours at a feed, sitemap or section; the source's others were read.
    The detail names the error, the log has the traceback. Report it."""


class Freshness(StrEnum):
    """Why a known page was not captured anew (`Unchanged.reason`)."""

    RECENT = "recent"
    """Captured less than VERBATIM_REVISIT_HOURS ago; not asked for."""

    SETTLED = "settled"
    """First captured more than VERBATIM_WATCH_DAYS ago; not asked for."""

    REFUSED = "refused"
    """It gave no page at several visits, and it is not yet time to see whether it does; not asked
    for. Ask for it by name (`--url`) if it does by now."""

    NOT_MODIFIED = "not-modified"
    """The site answered 304 to our conditional request."""

    SAME_BYTES = "same-bytes"
    """The site sent the page again, and it is the one that we have."""


@dataclass(frozen=True, slots=True)
class WarcPosition:
    """Where a response lies in the archive."""

    warc_file: str
    """Path relative to the archive folder, with "/"."""
    warc_offset: int
    record_id: str
    """WARC-Record-ID, without the angle brackets."""


class NotFetched(Exception):
    """An address that gave no page.

    Raised within this package only; `discover` and `fetch` turn it into a `Rejection`.
    """

    def __init__(self, reason: Reason, detail: str, position: WarcPosition | None = None) -> None:
        """`detail` is one line for a person; `position` is where the response, if any, lies."""
        self.reason = reason
        self.detail = one_line(detail, MAX_DETAIL_LENGTH)
        super().__init__(f"{reason}: {self.detail}")
        self.position = position
