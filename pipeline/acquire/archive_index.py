"""The captures that lie in WARC files, found by reading them: ours, and those of other programs.

A page is what an address answered that was asked for: an HTML page, whole, with status 200 or 203.
Redirects are followed through the file, and of our own files what was asked for as a robots.txt is
left out, so that the captures are those that `fetch` had when it wrote the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from warcio.recordloader import ArcWarcRecord

from pipeline.acquire.archive_reader import (
    MAX_PAYLOAD_BYTES,
    MAX_REASON,
    ArchivedResponse,
    archived_file,
    read_response_record,
)
from pipeline.acquire.archive_writer import ArchiveError
from pipeline.acquire.archived_sources import MAX_INFORMATION_BYTES, segment_information
from pipeline.acquire.host_groups import sources_by_host
from pipeline.acquire.html_sniffing import check_html, declared_language
from pipeline.acquire.reasons import NotFetched, Reason
from pipeline.acquire.response import Response
from pipeline.acquire.response_checks import PAGE_STATUSES, check_usable, redirect_target
from pipeline.acquire.urls import canonical_url, host_of
from pipeline.acquire.warc_records import Damage, StoredRecord, stored_records
from pipeline.acquire.warc_serialisation import ASKED_HEADER, IMPORTED_HEADER, SOURCE_HEADER
from pipeline.records import Capture
from pipeline.settings.environment import Source
from pipeline.store import StorePath, files_below, local_copy
from pipeline.text.digests import digest_of
from pipeline.text.possible_times import MAX_CLOCK_ERROR, WEB_BEGAN
from pipeline.text.safe_text import one_line

MAX_HOST_LENGTH = 255
"""Of a host that is told; longer ones are not names of hosts."""

MAX_ID_LENGTH = 1000
"""Of the id of a record, which is mostly a UUID: what an index of PostgreSQL can surely hold."""

_SUFFIXES = (".warc.gz", ".warc")
"""Ends of the names of WARC files, ours and others'."""
_OUR_NAME = re.compile(r"\.([a-z0-9][a-z0-9-]{0,62})-\d{5}\.warc\.gz$")
"""Segments of ours are called by the run and the source."""
_RULES_PATH = "/robots.txt"
"""Where the rules of a host are asked for."""
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
"""Keys of sources: what may stand in file names and addresses everywhere."""


@dataclass(frozen=True, slots=True)
class Unassigned:
    """A page of which nobody says to which source it belongs."""

    host: str


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page in a WARC file."""

    capture: Capture
    language: str | None
    """That it declares; None if it does not."""


def archived_files(archive_folder: StorePath) -> list[str]:
    """The WARC files of an archive, relative to its folder, in the order of their names."""
    return [name for name in files_below(archive_folder) if name.endswith(_SUFFIXES)]


def captures_in(
    archive_folder: StorePath, warc_file: str, sources: Iterable[Source]
) -> Iterator[Capture | Damage | Unassigned]:
    """The pages in a WARC file of the archive, in its order, and what cannot be read or assigned.

    To which source a page belongs, its record says; else the name of the file, if we wrote it; else
    the one of `sources` that the host belongs to.

    Raises ArchiveError if the file is missing or does not lie in the archive folder.
    """
    path = archived_file(archive_folder, warc_file)
    reading = PageReading(warc_file, sources)
    try:
        with local_copy(path) as file:
            for found in stored_records(file, warc_file):
                outcome = found if isinstance(found, Damage) else reading.take(found)
                if isinstance(outcome, FoundPage):
                    yield outcome.capture
                elif outcome is not None:
                    yield outcome
    except OSError as error:
        raise ArchiveError(f"{path} cannot be read: {error.strerror}") from error


class PageReading:
    """What is known while the records of one file are read."""

    def __init__(self, warc_file: str, sources: Iterable[Source], *, is_ours: bool = True) -> None:
        """Of a file that is not ours (`is_ours`), what it says of sources is not believed."""
        self._warc_file = warc_file
        self._is_ours = is_ours
        self._by_host = sources_by_host(tuple(sources))
        self._key_of_file: str | None = None
        self._asked: dict[str, str] = {}
        """The address whose redirect an address is."""
        self._described: tuple[str, dict[str, str]] = ("", {})
        """The id of a record that was taken from elsewhere, and what we know of it."""

    def take(self, stored: StoredRecord) -> FoundPage | Damage | Unassigned | None:
        """The page in a record; None if there is none."""
        offset, record, block = stored.offset, stored.record, stored.block
        if block is None:
            if record.rec_type == "response" and _is_of_web(record):
                detail = (
                    f"{self._warc_file} at {offset}: the response has more than "
                    f"{MAX_PAYLOAD_BYTES:,} bytes"
                )
                return Damage(detail, offset)
            return None
        if record.rec_type == "warcinfo" and self._is_ours:
            fields = segment_information(block[:MAX_INFORMATION_BYTES])
            ours = fields.get("software", "").startswith("Verbatim/")
            named = _OUR_NAME.search(self._warc_file) if ours else None
            self._key_of_file = named[1] if named else None
        if record.rec_type == "metadata" and self._is_ours:
            self._described = (_described_id(record), segment_information(block))
        if record.rec_type != "response" or not _is_of_web(record):
            return None
        try:
            archived = read_response_record(record, block, f"{self._warc_file} at {offset}")
            _check_day(archived.fetched_at, f"{self._warc_file} at {offset}")
            return self._page(offset, record, _response(archived))
        except ArchiveError as error:
            return Damage(str(error), offset)
        except NotFetched:
            return None

    def _page(
        self, offset: int, record: ArcWarcRecord, response: Response
    ) -> FoundPage | Unassigned | None:
        """Raises NotFetched for what is not a page, ArchiveError for one that cannot be used."""
        headers = record.rec_headers
        where = f"{self._warc_file} at {offset}"
        try:
            asked = self._asked_for(record, response)
        except ValueError as error:
            raise ArchiveError(f"{where}: the address cannot be read: {error}") from error
        if asked is None:
            return None
        missing = _why_not_whole(record, response)
        if missing is None:
            check_usable(response, None, conditional=False)
        elif response.status not in PAGE_STATUSES or self._is_told(record):
            return None
        check_html(response, None)
        described = self._description(record)
        key = self._key(record, described, response.url)
        if key is None:
            return Unassigned(one_line(urlsplit(response.url).netloc, MAX_HOST_LENGTH))
        if missing:
            raise ArchiveError(f"{where}: the page {response.url} is not whole: {missing}")
        record_id = (headers.get_header("WARC-Record-ID") or "").strip("<>")
        if not record_id:
            raise ArchiveError(f"{where}: the record has no WARC-Record-ID")
        if len(record_id) > MAX_ID_LENGTH or not (record_id.isascii() and record_id.isprintable()):
            raise ArchiveError(f"{where}: the WARC-Record-ID is not a URI")
        capture = Capture(
            described.get(ASKED_HEADER) or asked,
            response.url,
            key,
            response.fetched_at,
            response.status,
            response.header("Content-Type"),
            response.headers,
            response.payload_digest,
            record_id,
            self._warc_file,
            offset,
            described.get(IMPORTED_HEADER),
        )
        return FoundPage(capture, declared_language(response))

    def _own(self, record: ArcWarcRecord, name: str) -> str | None:
        """A header of ours; in the file of somebody else, whatever it says there is theirs."""
        value: str | None = record.rec_headers.get_header(name) if self._is_ours else None
        return value

    def _description(self, record: ArcWarcRecord) -> dict[str, str]:
        """What the metadata record before this one says of it; nothing if it is not about it."""
        identifier, fields = self._described
        own = record.rec_headers.get_header("WARC-Record-ID") or ""
        return fields if identifier and identifier == own.strip("<>") else {}

    def _asked_for(self, record: ArcWarcRecord, response: Response) -> str | None:
        """The address for whose sake an address was asked; None if it was for robots.txt.

        Raises NotFetched for a redirect that leads nowhere.
        """
        asked = self._asked.pop(response.url, response.url)
        # where a robots.txt leads to may be a page that a crawler asks for later for its own sake
        is_rules = urlsplit(asked).path == _RULES_PATH
        target = redirect_target(response, None)
        if target is not None and not is_rules:
            self._asked[target] = asked
        asked = self._own(record, ASKED_HEADER) or asked
        return None if is_rules or urlsplit(asked).path == _RULES_PATH else asked

    def _is_told(self, record: ArcWarcRecord) -> bool:
        """Whether the run that fetched a response wrote down what is wrong with it: one of ours."""
        return bool(self._own(record, SOURCE_HEADER) or self._key_of_file)

    def _key(self, record: ArcWarcRecord, described: dict[str, str], url: str) -> str | None:
        own = self._own(record, SOURCE_HEADER) or described.get(SOURCE_HEADER)
        if own and _KEY.fullmatch(own):
            return str(own)
        if self._key_of_file:
            return self._key_of_file
        try:
            owner = self._by_host.get(host_of(canonical_url(url)))
        except NotFetched:
            return None
        return owner.key if owner else None


def _why_not_whole(record: ArcWarcRecord, response: Response) -> str | None:
    """Why a record does not have all of its page; None if it does."""
    cut = record.rec_headers.get_header("WARC-Truncated")
    if cut:
        return f"it was cut short (WARC-Truncated: {one_line(cut, MAX_REASON)})"
    return response.trouble[1] if response.trouble else None


def _check_day(fetched_at: datetime, where: str) -> None:
    """Raise ArchiveError for a capture of a day on which there can have been none."""
    if not WEB_BEGAN <= fetched_at <= datetime.now(UTC) + MAX_CLOCK_ERROR:
        raise ArchiveError(f"{where}: the record says that it is of {fetched_at:%Y-%m-%d}")


def _described_id(record: ArcWarcRecord) -> str:
    """The id of the record that a metadata record of ours is about."""
    return (record.rec_headers.get_header("WARC-Refers-To") or "").strip("<>")


def _is_of_web(record: ArcWarcRecord) -> bool:
    address = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    return address.lower().startswith(("http://", "https://"))


def _response(archived: ArchivedResponse) -> Response:
    read = archived.response
    # crawlers write down the length of a body as it was packed, so it may seem to have broken off
    is_whole = read.trouble is None or read.trouble[0] is Reason.CONNECTION_FAILED
    return Response(
        archived.url,
        read.status,
        read.headers,
        read.body,
        digest_of(read.body),
        archived.fetched_at,
        b"",
        b"",
        0,
        None,
        trouble=None if is_whole else read.trouble,
    )
