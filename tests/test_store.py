"""What runs leave is whole or not there, in a folder and on an object store."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from s3fs.utils import FileExpired

from pipeline.errors import FinalError
from pipeline.records import Rejection
from pipeline.runs.staging import Journal, StagingError, read_journal, read_records, write_records
from pipeline.settings.environment import Settings, load_settings
from pipeline.store import (
    StoreError,
    StorePath,
    UnusableStore,
    files_below,
    local_copy,
    mark,
    read_all,
    remove_tree,
    replaced_whole,
    require_store,
    store_path,
    write_once,
)

ROOT = Path(__file__).parents[1]


@pytest.fixture
def store(stored_settings: Settings) -> StorePath:
    """An empty folder, and one on an object store."""
    return stored_settings.store_folder


def rejection(number: int) -> Rejection:
    return Rejection("fetch", f"https://courier.example/{number}", "http-error", "503", "courier")


def write(path: StorePath, content: bytes) -> None:
    with replaced_whole(path) as file:
        file.write(content)


def write_half(path: StorePath, content: bytes) -> None:
    with replaced_whole(path) as file:
        file.write(content)
        raise ZeroDivisionError


def test_a_file_is_replaced_whole(store: StorePath) -> None:
    path = store / "digest" / "index.html"
    write(path, b"one")
    write(path, b"another")
    assert path.read_bytes() == b"another"
    assert files_below(store) == ["digest/index.html"]


def test_a_writer_that_fails_leaves_what_was_there(store: StorePath) -> None:
    path = store / "index.html"
    with pytest.raises(ZeroDivisionError):
        write_half(path, b"half")
    assert files_below(store) == []
    write(path, b"before")
    with pytest.raises(ZeroDivisionError):
        write_half(path, b"half" * 10_000_000)
    assert path.read_bytes() == b"before"
    assert files_below(store) == ["index.html"]


def read_settled(path: StorePath) -> bytes:
    """What an object has; read again if it was replaced meanwhile.

    The last request of a writer that was killed may reach the server a moment later.
    """
    while True:
        with suppress(FileExpired):
            return path.read_bytes()


def test_a_writer_that_is_killed_while_it_writes_leaves_nothing_half_there(
    bucket: str, tmp_path: Path
) -> None:
    """An upload in parts, killed at many moments: the object is whole or as it was."""
    script = textwrap.dedent(
        """
        import sys
        from pipeline.store import replaced_whole, store_path
        with replaced_whole(store_path(sys.argv[1])) as file:
            file.write(b"new" * 8_000_000)
            print("written", flush=True)
        print("there", flush=True)
        """
    )
    path = store_path(f"{bucket}/verbatim/large")
    write(path, b"old")
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    for wait in (0.0, 0.05, 0.1, 0.2, 0.4):
        process = subprocess.Popen(
            [sys.executable, "-c", script, str(path)],
            cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline() == "written\n"
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert read_settled(path) in {b"old", b"new" * 8_000_000}
    assert files_below(store_path(bucket)) == ["verbatim/large"]


def test_of_those_who_make_the_same_file_one_succeeds(store: StorePath) -> None:
    path = store / "segments" / "0"

    def make(content: bytes) -> bytes | None:
        try:
            write_once(path, content)
        except FileExistsError:
            return None
        return content

    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(make, (bytes([number]) for number in range(8))))
    (one,) = filter(None, made)
    assert path.read_bytes() == one


def test_a_mark_is_there_and_goes_with_its_folder(store: StorePath) -> None:
    mark(store / "visited" / "courier")
    mark(store / "visited" / "courier")
    mark(store / "visited" / "gazette")
    assert (store / "visited" / "courier").exists()
    assert files_below(store) == ["visited/courier", "visited/gazette"]
    remove_tree(store / "visited")
    remove_tree(store / "visited")
    assert files_below(store) == []


def test_small_files_come_in_the_order_in_which_they_are_asked_for(store: StorePath) -> None:
    assert list(read_all([])) == []
    paths = [store / f"{number}" for number in (3, 1, 2)]
    for number, path in enumerate(paths):
        write_once(path, bytes([number]))
    assert list(read_all(paths)) == [b"\0", b"\1", b"\2"]
    assert list(read_all(paths[:1])) == [b"\0"]


def test_a_copy_of_this_machine_has_the_same_content(store: StorePath) -> None:
    write(store / "one.warc.gz", b"content")
    with local_copy(store / "one.warc.gz") as copy:
        assert copy.read_bytes() == b"content"
        assert copy.suffix == ".gz"
    assert (store / "one.warc.gz").exists()


def test_records_come_back(store: StorePath) -> None:
    path = store / "runs" / "one" / "failures.jsonl"
    records = [rejection(number) for number in range(3)]
    assert write_records(path, records) == 3
    assert list(read_records(path, Rejection)) == records
    with pytest.raises(StagingError, match="is missing"):
        list(read_records(path.with_name("other.jsonl"), Rejection))


def test_a_journal_is_gone_on_with(store: StorePath) -> None:
    path = store / "visits" / "0000" / "outcomes.jsonl"
    assert list(read_journal(path, Rejection)) == []
    with Journal[Rejection](path, Rejection) as journal:
        journal.append(rejection(0), rejection(1))
        journal.append(rejection(2))
        assert [one.reference[-1] for one in journal] == ["0", "1", "2"]
    with Journal[Rejection](path, Rejection) as journal:
        journal.append(rejection(3))
    assert list(read_journal(path, Rejection)) == [rejection(number) for number in range(4)]


def test_a_journal_of_an_object_store_that_somebody_else_writes_to_is_not_written_over(
    bucket: str,
) -> None:
    path = store_path(f"{bucket}/outcomes.jsonl")
    with (
        Journal[Rejection](path, Rejection) as one,
        Journal[Rejection](path, Rejection) as other,
    ):
        one.append(rejection(0))
        with pytest.raises(FileExistsError):
            other.append(rejection(1))
    assert list(read_journal(path, Rejection)) == [rejection(0)]


def test_a_store_that_does_not_answer_is_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, bucket: str
) -> None:
    require_store(store_path(bucket))
    with pytest.raises(UnusableStore, match=r"the store s3://no-such-bucket-here.* cannot be used"):
        require_store(store_path("s3://no-such-bucket-here"))
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{silent.getsockname()[1]}")
        monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
        # another region: what is known of the other server is not used
        path = store_path("s3://elsewhere/verbatim")
        path.fs.clear_instance_cache()
        path = store_path("s3://elsewhere/verbatim")
        with pytest.raises(StoreError, match=r"cannot be used: .*connect") as refused:
            require_store(path)
        # it may answer at the next try
        assert not isinstance(refused.value, FinalError)
        with pytest.raises(StagingError, match="the store does not answer"):
            write_records(path / "plan.jsonl", [rejection(0)])
        with pytest.raises(OSError, match="Could not connect") as raised:
            write_once(path / "segment", b"")
        assert raised.value.errno == errno.EREMOTEIO
        path.fs.clear_instance_cache()


@pytest.mark.parametrize(
    ("location", "message"),
    [("nosuch://bucket/folder", "there is no store nosuch://"), ("gs://bucket", "gcsfs")],
)
def test_a_store_of_no_known_kind_is_told_when_settings_are_read(
    location: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VERBATIM_STORE", location)
    with pytest.raises(StoreError, match=message):
        load_settings()


def test_a_folder_may_be_named_by_its_url(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VERBATIM_STORE", f"file://{tmp_path}/a%20folder")
    assert load_settings().archive_folder == tmp_path / "a folder" / "archive"
    monkeypatch.setenv("VERBATIM_STORE", "file://elsewhere/folder")
    with pytest.raises(StoreError, match="another machine"):
        load_settings()
