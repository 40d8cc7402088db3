"""The archive: WARC files that others can read, and pages read back from them exactly."""

from __future__ import annotations

import base64
import gzip
import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from pipeline.acquire import ArchiveError, read_payload
from pipeline.acquire.archive_writer import ArchiveWriter
from pipeline.records import Capture
from pipeline.settings.environment import Settings, Source
from tests.acquire.site import Site, article, response
from tests.acquire.visits import bytes_of, captured, rejected, url_of, visit
from tests.newsroom import Newsroom


def records_of(path: Path) -> list[dict[str, Any]]:
    """Every record of a WARC file as warcio reads it, digests checked."""
    found = []
    with path.open("rb") as file:
        records = ArchiveIterator(file, check_digests="raise")
        for record in records:
            found.append(
                {
                    "type": record.rec_type,
                    "headers": dict(record.rec_headers.headers),
                    "http": record.http_headers,
                    "content": record.content_stream().read(),
                    "offset": records.get_record_offset(),
                }
            )
    return found


def segments(settings: Settings) -> list[Path]:
    """The WARC files, by name."""
    return sorted(settings.archive_folder.rglob("*.warc.gz"))


def test_others_can_read_the_archive(
    newsroom: Newsroom, outlets: dict[str, Source], settings: Settings
) -> None:
    address = newsroom.addresses["meridian-post"]
    urls = [
        address + "/2026/03/01/science/cold-water-reef-skerries.html",
        address + "/2026/03/02/northmark/island-ferry-sundal.html",
    ]
    captures = visit(outlets["meridian-post"], settings, *urls)
    (path,) = segments(settings)
    today = datetime.now(UTC)
    assert path.parent == settings.archive_folder / f"{today:%Y}" / f"{today:%m}" / f"{today:%d}"
    records = records_of(path)
    assert [record["type"] for record in records] == ["warcinfo", *["response", "request"] * 3]
    assert b"robots: obey" in records[0]["content"]
    robots, first, second = records[1::2]
    assert robots["headers"]["WARC-Target-URI"] == address + "/robots.txt"
    assert robots["http"].get_statuscode() == "404"
    for capture, answered, request in zip(
        captures, (first, second), (records[4], records[6]), strict=True
    ):
        assert isinstance(capture, Capture)
        assert capture.warc_file == path.relative_to(settings.archive_folder).as_posix()
        assert capture.warc_offset == answered["offset"]
        headers = answered["headers"]
        assert headers["WARC-Record-ID"] == f"<{capture.record_id}>"
        assert headers["WARC-Target-URI"] == capture.url_answered
        assert datetime.fromisoformat(headers["WARC-Date"]) == capture.fetched_at
        assert headers["WARC-IP-Address"] == "127.0.0.1"
        assert answered["http"].get_header("Content-Encoding") == "gzip"
        digest = "sha256:" + hashlib.sha256(answered["content"]).hexdigest()
        assert digest == capture.payload_digest
        assert request["headers"]["WARC-Concurrent-To"] == f"<{capture.record_id}>"
        assert request["http"].get_header("User-Agent") == settings.user_agent
        assert bytes_of(settings, capture) == answered["content"]


def test_an_answer_is_archived_as_it_was_sent(
    site: Site, source: Source, settings: Settings
) -> None:
    packed = gzip.compress(b"<html>tides</html>", mtime=0)
    sent = (
        b"HTTP/1.1  200 Fine  by\xe9 me\r\ncontent-TYPE:text/html\r\nX-Odd:  a\r\n  b\r\n"
        b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"%x\r\n%b\r\n0\r\n\r\n" % (len(packed), packed)
    ).replace(b"  200", b" 200")
    site.pages["/a"] = sent
    capture = captured(source, settings, site.url("/a"))
    assert bytes_of(settings, capture) == b"<html>tides</html>"
    (path,) = segments(settings)
    with path.open("rb") as file:
        file.seek(capture.warc_offset)
        record = next(iter(ArchiveIterator(file, no_record_parse=True)))
        block = record.raw_stream.read()
    assert block == sent
    body = sent.partition(b"\r\n\r\n")[2]
    assert record.rec_headers.get_header("WARC-Payload-Digest") == (
        "sha256:" + base64.b32encode(hashlib.sha256(body).digest()).decode()
    )


def test_errors_and_redirects_are_archived_too(
    site: Site, source: Source, settings: Settings
) -> None:
    site.pages |= {"/a": response(302, b"over there", Location="/b"), "/b": response(410, b"gone")}
    rejection = rejected(source, settings, site.url("/a"))
    (path,) = segments(settings)
    statuses = [r["http"].get_statuscode() for r in records_of(path) if r["type"] == "response"]
    assert statuses == ["404", "302", "410"]
    assert bytes_of(settings, rejection) == b"gone"


def test_a_cut_answer_is_marked_as_truncated(
    newsroom: Newsroom, outlets: dict[str, Source], settings: Settings
) -> None:
    hasty = settings.model_copy(update={"read_timeout_seconds": 0.3})
    large = newsroom.addresses["harbour-courier"] + "/harbour/2026/03/01/tide-log"
    stalled = newsroom.addresses["northern-ledger"] + "/a/99ab03-harbour-webcam"
    assert rejected(outlets["harbour-courier"], hasty, large).reason == "too-large"
    rejection = rejected(outlets["northern-ledger"], hasty, stalled)
    assert rejection.reason == "timeout"
    assert len(bytes_of(settings, rejection)) == 200
    marks = {
        record["headers"]["WARC-Target-URI"]: record["headers"].get("WARC-Truncated")
        for path in segments(settings)
        for record in records_of(path)
        if record["type"] == "response" and record["http"].get_statuscode() == "200"
    }
    assert marks[large] == "length"
    assert marks[stalled] == "time"


def test_the_same_name_again_begins_another_file(
    site: Site, source: Source, settings: Settings
) -> None:
    site.pages["/a"] = article("Ferry late")
    first = captured(source, settings, site.url("/a"))
    (path,) = segments(settings)
    before = path.read_bytes()
    second = captured(source, settings, site.url("/a"))
    assert first.warc_file.endswith("/test-00000.warc.gz")
    assert second.warc_file.endswith("/test-00001.warc.gz")
    assert path.read_bytes() == before
    assert bytes_of(settings, first) == bytes_of(settings, second)


def test_a_full_file_is_followed_by_another(
    site: Site, source: Source, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.acquire.archive_segments.MAX_SEGMENT_BYTES", 1500)
    site.pages |= {path: article(f"Ferry {path}") for path in ("/a", "/b", "/c")}
    captures = visit(source, settings, *(site.url(path) for path in ("/a", "/b", "/c")))
    assert len(segments(settings)) > 1
    for capture, path in zip(captures, ("/a", "/b", "/c"), strict=True):
        assert isinstance(capture, Capture)
        assert f"Ferry {path}".encode() in bytes_of(settings, capture)


def test_nothing_is_made_on_disk_before_the_first_answer(
    source: Source, settings: Settings
) -> None:
    assert visit(source, settings) == []
    visit(source, settings, "http://elsewhere.example/a")
    assert not settings.archive_folder.exists()


@pytest.mark.parametrize("name", ["", "../a", "a/b", "a\\b", ".a", "-a", "a\0b", "a\n", "a" * 300])
def test_a_name_that_could_lead_elsewhere_is_refused(
    tmp_path: Path, name: str, source: Source
) -> None:
    with pytest.raises(ValueError, match="cannot be the name"):
        ArchiveWriter(tmp_path, name, [source])


@pytest.fixture
def kept(site: Site, source: Source, settings: Settings) -> Capture:
    """A capture between two others."""
    site.pages |= {path: article(f"Ferry {path}") for path in ("/a", "/b", "/c")}
    _, capture, _ = visit(source, settings, *(site.url(path) for path in ("/a", "/b", "/c")))
    assert isinstance(capture, Capture)
    return capture


def test_a_missing_file_is_told_by_its_path(settings: Settings, kept: Capture) -> None:
    path = settings.archive_folder / kept.warc_file
    path.unlink()
    with pytest.raises(ArchiveError, match="is missing from the archive; restore it") as error:
        bytes_of(settings, kept)
    assert str(path) in str(error.value)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "2026/../../x", "a\0b", "link/x", ".", ""]
)
def test_no_file_outside_of_the_archive_is_read(tmp_path: Path, name: str) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    (archive / "link").symlink_to(tmp_path)
    (tmp_path / "x").write_bytes(b"secret")
    with pytest.raises(ArchiveError):
        read_payload(archive, name, 0)


@pytest.mark.parametrize("offset", [-1, 0, 1, 10**6, 10**30])
def test_an_offset_without_a_response_is_told(
    settings: Settings, kept: Capture, offset: int
) -> None:
    with pytest.raises(ArchiveError, match=f"{kept.warc_file} at {offset}"):
        read_payload(settings.archive_folder, kept.warc_file, offset)


def test_damage_before_and_after_a_record_does_not_matter(
    settings: Settings, kept: Capture
) -> None:
    path = settings.archive_folder / kept.warc_file
    whole = path.read_bytes()
    payload = bytes_of(settings, kept)
    records = [r for r in records_of(path) if r["type"] == "response"]
    following = next(r["offset"] for r in records if r["offset"] > kept.warc_offset)
    rubbish = b"\xff" * kept.warc_offset
    path.write_bytes(rubbish + whole[kept.warc_offset : following] + b"\xff" * 500)
    assert bytes_of(settings, kept) == payload


def test_what_a_damaged_record_says_stays_on_one_line(settings: Settings, kept: Capture) -> None:
    path = settings.archive_folder / kept.warc_file
    head = b"WARC/1.1\r\nWARC-Type: resp\ronse\x1b[1m\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
    path.write_bytes(gzip.compress(head))
    with pytest.raises(ArchiveError) as raised:
        read_payload(settings.archive_folder, kept.warc_file, 0)
    assert str(raised.value).splitlines() == [str(raised.value)]


@hypothesis_settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_damaged_record_gives_its_exact_bytes_or_an_error(
    settings: Settings, kept: Capture, data: st.DataObject
) -> None:
    path = settings.archive_folder / kept.warc_file
    copy = path.with_suffix(".whole")
    if not copy.exists():
        copy.write_bytes(path.read_bytes())
    whole = copy.read_bytes()
    damaged = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(kept.warc_offset, len(whole) - 1))
        damaged[place] = data.draw(st.integers(0, 255))
    end = data.draw(st.one_of(st.none(), st.integers(kept.warc_offset, len(whole))))
    path.write_bytes(bytes(damaged[:end]))
    try:
        payload = bytes_of(settings, kept)
    except ArchiveError as error:
        lines = str(error).splitlines()
        assert len(lines) == 1
    else:
        assert b"Ferry /b" in payload
        assert kept.payload_digest == "sha256:" + hashlib.sha256(payload).hexdigest()


def record(*lines: str, block: bytes = b"HTTP/1.1 200 OK\r\n\r\n<html>") -> bytes:
    """A WARC record with a right block digest and these headers besides."""
    digest = "sha256:" + base64.b32encode(hashlib.sha256(block).digest()).decode()
    head = ["WARC/1.1", *lines, f"WARC-Block-Digest: {digest}", f"Content-Length: {len(block)}"]
    return gzip.compress("\r\n".join(head).encode() + b"\r\n\r\n" + block + b"\r\n\r\n")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x1f\x8b",
        b"plain text",
        gzip.compress(b""),
        gzip.compress(b"WARC/1.1\r\n"),
        gzip.compress(b"http://a 1.2.3.4 20260301 text/html 5\nhello"),
        record("WARC-Type: request"),
        record("WARC-Type: response"),
        record("WARC-Type: response", "WARC-Date: yesterday"),
        record("WARC-Type: response", "WARC-Date: 2026-03-01T00:00:00Z", block=b"no HTTP"),
        record("WARC-Type: response", "Content-Length: 9999999999"),
        record(
            "WARC-Type: response",
            "WARC-Date: 2026-03-01T00:00:00Z",
            block=b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 9\r\n\r\nok",
        ),
        record("WARC-Date: 2026-03-01T00:00:00Z"),
    ],
)
def test_a_file_of_others_is_read_or_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.warc.gz").write_bytes(content)
    with pytest.raises(ArchiveError, match=r"a\.warc\.gz at 0: "):
        read_payload(tmp_path, "a.warc.gz", 0)


def test_every_candidate_has_one_outcome(site: Site, source: Source, settings: Settings) -> None:
    site.pages |= {"/a": article("Ferry late")}
    urls = [site.url("/x"), site.url("/a"), "http://elsewhere.example/", site.url("/b")]
    assert [url_of(outcome) for outcome in visit(source, settings, *urls)] == urls
