"""Fetching: from candidates to captures, one durable outcome a candidate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from pipeline.acquire.addresses import canonical_url, host_of
from pipeline.acquire.archive import Archive, Revisited
from pipeline.acquire.content import check_html
from pipeline.acquire.reasons import Place, Reason, Refused
from pipeline.acquire.response import Answer
from pipeline.acquire.revisits import conditions, fresh_enough, unchanged
from pipeline.acquire.visitor import Visit, Visitor
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

    Every answer is archived, those of errors, redirects and robots.txt too, and is on disk
    before the outcome that names it is yielded.

    Raises ArchiveError and PacingError if the disk cannot be written to. What was yielded
    before stays good; go on with the candidate that was not answered.
    """
    with Archive(settings.archive_folder, warc_name, source) as archive:
        recorder = _Recorder(archive)
        with Visitor(source, settings, recorder) as visitor:
            for candidate in candidates:
                before = known.get(candidate.url)
                if before and not refetch:
                    fresh = fresh_enough(before, settings, datetime.now(UTC))
                    if fresh:
                        yield Unchanged(candidate.url, source.key, fresh.value)
                        continue
                recorder.expect(candidate.url, before)
                yield _outcome(candidate, visitor, before, refetch=refetch)


class _Recorder:
    """Archives answers; those that repeat a known capture as revisits of it."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._url = ""
        self._known: KnownCapture | None = None

    def expect(self, url: str, known: KnownCapture | None) -> None:
        """The answers to come are to this address, of which this is known."""
        self._url, self._known = url, known

    def __call__(self, answer: Answer) -> Place:
        known = self._known
        revisited = None
        if known and unchanged(known, answer):
            revisited = Revisited(self._url, known.fetched_at)
        return self._archive.append(answer, self._url, revisited)


def _outcome(
    candidate: Candidate, visitor: Visitor, known: KnownCapture | None, *, refetch: bool
) -> Capture | Rejection | Unchanged:
    try:
        url = canonical_url(candidate.url)
        if not visitor.may_visit(url):
            raise Refused(
                Reason.UNKNOWN_HOST,
                f"{host_of(url)} is no host of {candidate.source}; add it to its hosts",
            )
        headers = conditions(known) if known and not refetch else {}
        visit = visitor.visit(url, headers=headers)
        same = unchanged(known, visit.answer) if known else None
        if same:
            return Unchanged(candidate.url, candidate.source, same.value)
        check_html(visit.answer, visit.place)
    except Refused as refusal:
        place = refusal.place
        return Rejection(
            "fetch",
            candidate.url,
            refusal.reason.value,
            refusal.detail,
            candidate.source,
            place.warc_file if place else None,
            place.warc_offset if place else None,
        )
    return _capture(candidate, visit)


def _capture(candidate: Candidate, visit: Visit) -> Capture:
    answer, place = visit.answer, visit.place
    if place is None:
        raise AssertionError("an answer was not archived")
    return Capture(
        candidate.url,
        answer.url,
        candidate.source,
        answer.fetched_at,
        answer.status,
        answer.header("Content-Type"),
        answer.headers,
        answer.payload_digest,
        place.record_id,
        place.warc_file,
        place.warc_offset,
    )
