"""Discovery: what a source announces, as candidates to fetch."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from itertools import islice, zip_longest

from pipeline.acquire.announcements import AnnouncedPage, Announcements, in_order
from pipeline.acquire.feeds import read_feed
from pipeline.acquire.fetcher import Fetcher
from pipeline.acquire.reasons import NotFetched, Reason
from pipeline.acquire.sections import read_section
from pipeline.acquire.sitemaps import MAX_PAGES, Span, read_sitemap
from pipeline.acquire.urls import MAX_URL_LENGTH, canonical_hosts, canonical_url, host_of
from pipeline.errors import VerbatimError, exhausted
from pipeline.records import Candidate, Rejection
from pipeline.settings.environment import Source
from pipeline.text.safe_text import one_line

logger = logging.getLogger(__name__)

MANUAL = "manual"
"""`Candidate.found_in` of a URL given by hand."""

MAX_HOSTS_TOLD = 20
"""Hosts of no source that are told one by one for one announcement."""


@dataclass(frozen=True, slots=True)
class Discovery:
    """What was proposed, and what could not be read or may not be visited."""

    candidates: tuple[Candidate, ...]
    """The newest first, those without a date last."""
    rejections: tuple[Rejection, ...]


async def discover(
    fetcher: Fetcher, *, since: datetime | None, until: datetime | None
) -> Discovery:
    """Ask the feeds, sitemaps and section pages of the fetcher's source what they announce.

    Each page is proposed once, under its canonical address, with the first title and date that
    is told of it; pages published outside of `since` to `until` (both included) are left out,
    those without a date are kept. At most VERBATIM_MAX_CANDIDATES are proposed: of several
    announcements the same number each, the newest first. An announcement that cannot be read is
    a rejection, whether by the site's fault or by a defect of ours, and does not keep the others
    from being read.

    Raises RateLimitError if the pauses between requests cannot be kept.
    """
    source, most = fetcher.source, fetcher.settings.max_candidates
    found = _Findings(source, since, until)
    span = Span(since, until, max(MAX_PAGES, most))
    for read, addresses in (
        (read_feed, source.feeds),
        (partial(read_sitemap, span=span), source.sitemaps),
        (read_section, source.sections),
    ):
        for address in addresses:
            try:
                url = canonical_url(address)
                announcements = await read(fetcher, url)
                await fetcher.in_thread(found.add, url, announcements)
            except NotFetched as not_fetched:
                found.reject(address, not_fetched)
            except VerbatimError:
                # nothing more can be kept, whatever is announced
                raise
            except Exception as error:
                if exhausted(error):
                    raise
                logger.exception("reading %s failed", address)
                detail = f"{type(error).__name__}: {error}"
                found.reject(address, NotFetched(Reason.READER_FAILED, detail))
    return await fetcher.in_thread(found.discovery, most)


@dataclass
class _Findings:
    """Collects what the announcements of one source say, page by page."""

    source: Source
    since: datetime | None
    until: datetime | None
    pages: dict[str, AnnouncedPage] = field(default_factory=dict)
    """By canonical address."""
    announced_in: dict[str, str] = field(default_factory=dict)
    """The address of the announcement that named a page first, by the page's."""
    rejections: list[Rejection] = field(default_factory=list)

    def add(self, announcement: str, announcements: Announcements) -> None:
        """Take in what one announcement says."""
        hosts = canonical_hosts(self.source.allowed_hosts)
        elsewhere: defaultdict[str, list[str]] = defaultdict(list)
        unusable: list[NotFetched] = []
        for page in announcements.pages:
            try:
                url = canonical_url(page.link, announcement)
            except NotFetched as error:
                unusable.append(error)
                continue
            if host_of(url) in hosts:
                self._add_page(url, page, announcement)
            else:
                elsewhere[host_of(url)].append(url)
        for address, not_fetched in announcements.not_read:
            self.reject(address, not_fetched)
        # one line a host and not one a page: a feed may announce hundreds on a host of its own
        for host, urls in islice(elsewhere.items(), MAX_HOSTS_TOLD):
            detail = (
                f"{announcement} announces {len(urls)} on {host}, which is no host of "
                f"{self.source.key}; add it to its hosts if they are wanted"
            )
            self.reject(urls[0], NotFetched(Reason.UNKNOWN_HOST, detail))
        if len(elsewhere) > MAX_HOSTS_TOLD:
            others = len(elsewhere) - MAX_HOSTS_TOLD
            detail = f"{announcement} announces pages on {others} more hosts of nobody"
            self.reject(announcement, NotFetched(Reason.UNKNOWN_HOST, detail))
        if unusable:
            detail = f"{len(unusable)} of its links are unusable, the first: {unusable[0].detail}"
            self.reject(announcement, NotFetched(Reason.BAD_URL, detail))

    def _add_page(self, url: str, page: AnnouncedPage, announcement: str) -> None:
        known = self.pages.setdefault(url, page)
        self.announced_in.setdefault(url, announcement)
        if known is not page:
            self.pages[url] = replace(
                known,
                title=known.title or page.title,
                published=known.published or page.published,
                revised=known.revised or page.revised,
            )

    def reject(self, reference: str, not_fetched: NotFetched) -> None:
        """Note what could not be read or may not be visited."""
        shown = one_line(reference, MAX_URL_LENGTH)
        self.rejections.append(
            Rejection(
                "discover", shown, not_fetched.reason.value, not_fetched.detail, self.source.key
            )
        )

    def discovery(self, max_candidates: int) -> Discovery:
        """The result, with no more than so many candidates."""
        by_announcement: defaultdict[str, dict[str, AnnouncedPage]] = defaultdict(dict)
        for url, page in self.pages.items():
            if page.may_be_of(self.since, self.until):
                by_announcement[self.announced_in[url]][url] = page
        chosen = set(islice(_in_turn(by_announcement.values()), max_candidates))
        for announcement, pages in by_announcement.items():
            left_out = len(pages.keys() - chosen)
            if left_out:
                detail = (
                    f"{left_out} of {len(pages)} pages announced by {announcement} were left out: "
                    f"VERBATIM_MAX_CANDIDATES is {max_candidates}; raise it, or ask for fewer days"
                )
                self.reject(announcement, NotFetched(Reason.TOO_MANY_CANDIDATES, detail))
        proposed = {url: page for url, page in self.pages.items() if url in chosen}
        candidates = tuple(
            Candidate(
                url,
                self.source.key,
                self.announced_in[url],
                proposed[url].title,
                published.start if (published := proposed[url].published) else None,
            )
            for url in in_order(proposed)
        )
        return Discovery(candidates, tuple(self.rejections))


def _in_turn(groups: Iterable[dict[str, AnnouncedPage]]) -> Iterator[str]:
    """The addresses of several announcements in turn, of each the newest first."""
    queues = [in_order(group) for group in groups]
    for row in zip_longest(*queues):
        yield from (url for url in row if url is not None)
