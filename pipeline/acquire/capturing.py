"""Fetching: from candidates to captures, one durable outcome a candidate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from pipeline.acquire.archive_writer import ArchiveWriter, Revisited
from pipeline.acquire.fetcher import Fetcher, FetchResult
from pipeline.acquire.html_sniffing import check_html
from pipeline.acquire.reasons import NotFetched, Reason, WarcPosition
from pipeline.acquire.response import Response
from pipeline.acquire.revisits import conditions, fresh_enough, unchanged
from pipeline.acquire.urls import canonical_url, host_of
from pipeline.records import Candidate, Capture, KnownCapture, Rejection, Unchanged
from pipeline.settings.environment import Settings, Source


def fetch(
    candidates: Iterable[Candidate],
    source: Source,
    settings: Settings,
    *,
    warc_name: str,
    refetch: bool = False,
    known: Mapping[str, KnownCapture] = MappingProxyType({}),
) -> Iterator[Capture | Rejection | Unchanged]:
    """Ask for the candidates of a source; one outcome for each, in their order.

    `warc_name` begins the names of the WARC files; the same name again makes further files and
    touches no earlier one. `known` is what the warehouse has, by the URL of the candidate; with
    `refetch` known pages are asked for whatever their age, and without conditions.

    Every response is archived, those of errors, redirects and robots.txt too, and is on disk
    before the outcome that names it is yielded.

    Raises ArchiveError and RateLimitError if the disk cannot be written to. What was yielded
    before stays good; go on with the candidate that was not answered.
    """
    with ArchiveWriter(settings.archive_folder, warc_name, source) as archive:
        recorder = _Recorder(archive)
        with Fetcher(source, settings, recorder) as fetcher:
            for candidate in candidates:
                before = known.get(candidate.url)
                if before and not refetch:
                    fresh = fresh_enough(before, settings, datetime.now(UTC))
                    if fresh:
                        yield Unchanged(candidate.url, source.key, fresh.value)
                        continue
                recorder.expect(candidate.url, before)
                yield _outcome(candidate, fetcher, before, refetch=refetch)


class _Recorder:
    """Archives responses; those that repeat a known capture as revisits of it."""

    def __init__(self, archive: ArchiveWriter) -> None:
        self._archive = archive
        self._url = ""
        self._known: KnownCapture | None = None

    def expect(self, url: str, known: KnownCapture | None) -> None:
        """The responses to come are to this address, of which this is known."""
        self._url, self._known = url, known

    def __call__(self, response: Response) -> WarcPosition:
        known = self._known
        revisited = None
        if known and unchanged(known, response):
            revisited = Revisited(self._url, known.fetched_at)
        return self._archive.append(response, self._url, revisited)


def _outcome(
    candidate: Candidate, fetcher: Fetcher, known: KnownCapture | None, *, refetch: bool
) -> Capture | Rejection | Unchanged:
    try:
        url = canonical_url(candidate.url)
        if not fetcher.may_fetch(url):
            raise NotFetched(
                Reason.UNKNOWN_HOST,
                f"{host_of(url)} is no host of {candidate.source}; add it to its hosts",
            )
        headers = conditions(known) if known and not refetch else {}
        result = fetcher.fetch(url, headers=headers)
        same = unchanged(known, result.response) if known else None
        if same:
            return Unchanged(candidate.url, candidate.source, same.value)
        check_html(result.response, result.position)
    except NotFetched as not_fetched:
        position = not_fetched.position
        return Rejection(
            "fetch",
            candidate.url,
            not_fetched.reason.value,
            not_fetched.detail,
            candidate.source,
            position.warc_file if position else None,
            position.warc_offset if position else None,
        )
    return _capture(candidate, result)


def _capture(candidate: Candidate, result: FetchResult) -> Capture:
    response, position = result.response, result.position
    if position is None:
        raise AssertionError("a response was not archived")
    return Capture(
        candidate.url,
        response.url,
        candidate.source,
        response.fetched_at,
        response.status,
        response.header("Content-Type"),
        response.headers,
        response.payload_digest,
        position.record_id,
        position.warc_file,
        position.warc_offset,
    )
