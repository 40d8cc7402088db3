"""Tasks that are killed, run out of space or run side by side lose nothing and ask nobody twice."""

from __future__ import annotations

import random
import signal
import threading
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from pipeline.acquire import RateLimitError, read_payload
from pipeline.records import Capture
from pipeline.settings.environment import Settings, Source
from tests.acquire.site import Request, Site, article, response
from tests.acquire.visits import captured, visit
from tests.acquire.worker import Job, captures_in, finish, start

PATHS = tuple(f"/{number}" for number in range(10))
LIMIT = 40_000
"""Bytes at which a worker's disk is full: in the middle of the pages below."""


def page(path: str) -> bytes:
    """A page that compression cannot shrink to less than 10 kB."""
    noise = random.Random(path).randbytes(10_000).hex()
    return f"<!DOCTYPE html><html><body><p>{path}</p><p>{noise}</p></body></html>".encode()


@pytest.fixture
def job(site: Site, tmp_path: Path) -> Job:
    """All pages of the site."""
    site.pages |= {path: response(body=page(path)) for path in PATHS}
    urls = tuple(site.url(path) for path in PATHS)
    return Job(str(tmp_path / "home"), str(tmp_path / "journal.jsonl"), urls)


def archive_of(job: Job) -> Path:
    return Path(job.home) / "archive"


def segments(job: Job) -> list[Path]:
    """The WARC files, by name."""
    return sorted(archive_of(job).rglob("*.warc.gz"))


def check_whole(site: Site, job: Job) -> None:
    """Every page of the job is captured once, and comes back from the archive as it was sent."""
    captures = captures_in(job)
    assert [capture.url_asked for capture in captures] == list(job.urls)
    for capture in captures:
        read = read_payload(archive_of(job), capture.warc_file, capture.warc_offset)
        assert read.payload == page(capture.url_asked.removeprefix(site.url("")))


def test_a_worker_killed_in_the_middle_of_a_record_loses_nothing(site: Site, job: Job) -> None:
    status, _ = finish(start(replace(job, file_bytes=LIMIT, deadly=True)))
    assert status == -signal.SIGXFSZ
    (torn,) = segments(job)
    assert torn.stat().st_size == LIMIT
    acknowledged = captures_in(job)
    assert 1 < len(acknowledged) < len(PATHS)
    before = torn.read_bytes()

    assert finish(start(job)) == (0, "")
    check_whole(site, job)
    assert torn.read_bytes() == before
    assert captures_in(job)[: len(acknowledged)] == acknowledged
    for number, path in enumerate(PATHS):
        # the one that was being written is asked for again, no other
        assert site.paths.count(path) == (2 if number == len(acknowledged) else 1)


def test_a_worker_killed_while_it_waits_for_an_answer_loses_nothing(site: Site, job: Job) -> None:
    reached, dead = threading.Event(), threading.Event()

    def hang(asked: Request) -> bytes:
        if asked.before == 0:
            reached.set()
            assert dead.wait(timeout=60)
        return response(body=page(PATHS[5]))

    site.pages[PATHS[5]] = hang
    process = start(job)
    assert reached.wait(timeout=60)
    process.kill()
    status, _ = finish(process)
    dead.set()
    assert status == -signal.SIGKILL
    assert len(captures_in(job)) == 5
    assert finish(start(job)) == (0, "")
    check_whole(site, job)
    assert [site.paths.count(path) for path in PATHS] == [1, 1, 1, 1, 1, 2, 1, 1, 1, 1]


def test_a_full_disk_is_told_and_the_work_goes_on_when_there_is_room(site: Site, job: Job) -> None:
    status, said = finish(start(replace(job, file_bytes=LIMIT)))
    assert status == 1
    (line,) = said.splitlines()
    assert "cannot be written to (File too large)" in line
    assert "was not archived, all before it is. Make room there" in line
    acknowledged = captures_in(job)
    assert 1 < len(acknowledged) < len(PATHS)
    (cut,) = segments(job)
    assert cut.stat().st_size < LIMIT
    with cut.open("rb") as file:  # whole records and nothing else
        kinds = [record.rec_type for record in ArchiveIterator(file, check_digests="raise")]
    assert kinds == ["warcinfo", *["response", "request"] * (1 + len(acknowledged))]

    assert finish(start(job)) == (0, "")
    check_whole(site, job)


@pytest.mark.parametrize(
    ("room", "asked", "told"),
    [(0, [], "the delays between requests cannot be kept"), (100, ["/robots.txt"], "Make room")],
)
def test_a_disk_without_any_room_is_told_and_leaves_no_empty_file(
    site: Site, job: Job, room: int, asked: list[str], told: str
) -> None:
    status, said = finish(start(replace(job, file_bytes=room)))
    assert status == 1
    assert told in said
    assert len(said.splitlines()) == 1
    assert segments(job) == []
    assert site.paths == asked


def test_two_workers_at_once_keep_the_pauses_and_their_own_files(site: Site, job: Job) -> None:
    jobs = [
        replace(job, urls=job.urls[:5], delay_seconds=0.1),
        replace(job, urls=job.urls[5:], delay_seconds=0.1, journal=job.journal + "2"),
    ]
    workers = [start(one) for one in jobs]
    assert [finish(worker) for worker in workers] == [(0, ""), (0, "")]
    for one in jobs:
        check_whole(site, one)
    assert len(segments(job)) == 2
    # counted from the end of an answer, so the times of arrival lie farther apart
    assert len(site.asked) == 12
    assert all(later.at - earlier.at >= 0.099 for earlier, later in pairwise(site.asked))


def test_pauses_that_cannot_be_kept_mean_no_visit(
    site: Site, source: Source, settings: Settings
) -> None:
    settings.home.mkdir()
    (settings.home / "pacing").write_text("in the way", encoding="ascii")
    with pytest.raises(RateLimitError, match="cannot be written to"):
        visit(source, settings, site.url("/a"))
    assert site.asked == []


@pytest.mark.parametrize("noted", ["", "soon", "nan", "inf", "-1e300", "9999999999999", "\0"])
def test_a_note_that_cannot_be_right_is_not_waited_for(
    site: Site, source: Source, settings: Settings, noted: str
) -> None:
    site.pages["/a"] = article("Ferry late")
    captured(source, settings, site.url("/a"))
    (note,) = (settings.home / "pacing").glob("*.next")
    note.write_text(noted, encoding="ascii")
    capture = captured(source, settings, site.url("/a"))
    assert isinstance(capture, Capture)
