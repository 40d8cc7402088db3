"""Staged files and journals, on a real disk."""

from __future__ import annotations

import errno
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.records import (
    Article,
    AttributedPage,
    Attribution,
    Block,
    Candidate,
    Capture,
    Kind,
    Label,
    Quotation,
    Rejection,
    Setting,
    SetWords,
)
from pipeline.runs.staging import Journal, StagingError, read_journal, read_records, write_records
from pipeline.store import store_path

CAPTURE = Capture(
    url_asked="https://paper.example/a",
    url_answered="https://paper.example/a-new",
    source="paper",
    fetched_at=datetime(2026, 3, 1, 7, 30, 0, 5, tzinfo=UTC),
    status=200,
    content_type="text/html",
    headers=(("Content-Type", "text/html"), ("Set-Cookie", "a=1")),
    payload_digest="sha256:00",
    record_id="urn:uuid:1",
    warc_file="2026/03/01/run-paper-00000.warc.gz",
    warc_offset=7,
)


def page(text: str) -> AttributedPage:
    block = Block(Label.PARAGRAPH, "body-paragraph", text, "html/body/p")
    attribution = Attribution((0, 2), None, ((3, 9), (12, 14)), Kind.DIRECT, 0.9)
    quotation = Quotation(attribution, text, (text,), "A B", "B", None, None, 0, ("B",), text)
    article = Article(None, text, (text,), None, CAPTURE.fetched_at, "en", None, None, (block,))
    return AttributedPage(CAPTURE, article, (quotation,))


@given(text=st.text())
def test_a_record_is_read_back_equal(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("staged") / "pages.jsonl"
    records = [page(text), page(text + "\u2028\n")]
    assert write_records(path, records) == 2
    assert list(read_records(path, AttributedPage)) == records


def test_a_blocks_probability_is_read_back_and_may_be_missing(tmp_path: Path) -> None:
    """Files that were staged before there was one are read."""
    path = tmp_path / "pages.jsonl"
    before = page("Text.")
    (block,) = before.article.blocks
    asked = replace(block, probability=0.1 + 0.2)
    after = replace(before, article=replace(before.article, blocks=(asked,)))
    write_records(path, [after])
    assert list(read_records(path, AttributedPage)) == [after]
    line = path.read_text()
    older = line.replace(f',"probability":{0.1 + 0.2}', "")
    assert older != line
    path.write_text(older)
    assert list(read_records(path, AttributedPage)) == [before]


def test_what_html_says_of_a_block_is_read_back_and_may_be_missing(tmp_path: Path) -> None:
    """Files that were staged before blocks had settings and groups are read."""
    path = tmp_path / "pages.jsonl"
    before = page("Ada Cole: It is late.")
    (block,) = before.article.blocks
    settings = (SetWords(Setting.STRESSED, 0, 9), SetWords(Setting.CITE, 10, 21))
    told = replace(block, settings=settings, group=4)
    after = replace(before, article=replace(before.article, blocks=(told,)))
    write_records(path, [after])
    assert list(read_records(path, AttributedPage)) == [after]
    older = json.loads(path.read_text())
    for staged in older["record"]["article"]["blocks"]:
        del staged["settings"], staged["group"]
    path.write_text(json.dumps(older) + "\n")
    assert list(read_records(path, AttributedPage)) == [before]


def test_a_failed_write_leaves_the_earlier_file(tmp_path: Path) -> None:
    path = tmp_path / "candidates.jsonl"
    first = Candidate("https://paper.example/a", "paper", "feed")
    write_records(path, [first])

    def breaks() -> object:
        yield Candidate("https://paper.example/b", "paper", "feed")
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power cut"):
        write_records(path, breaks())
    assert list(read_records(path, Candidate)) == [first]
    assert [p.name for p in tmp_path.iterdir()] == ["candidates.jsonl"]


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StagingError, match="run it again"):
        list(read_records(tmp_path / "gone.jsonl", Candidate))


def test_a_file_of_another_version_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "old.jsonl"
    path.write_text('{"type":"Candidate","record":{"address":"x"}}\n')
    with pytest.raises(StagingError, match="line 1 is no Candidate"):
        list(read_records(path, Candidate))


def test_so_it_does_on_an_object_store(bucket: str) -> None:
    path = store_path(bucket) / "old.jsonl"
    path.write_bytes(b'{"type":"Candidate","record":{"address":"x"}}\n')
    with pytest.raises(StagingError, match="line 1 is no Candidate"):
        list(read_records(path, Candidate))
    with pytest.raises(StagingError, match="is missing"):
        list(read_records(path.with_name("gone.jsonl"), Candidate))


def test_a_journal_keeps_kinds_apart_and_goes_on_after_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "fetched.jsonl"
    rejection = Rejection("fetch", "https://paper.example/b", "http-404", "gone", "paper")
    with Journal(path, Capture, Rejection) as journal:
        journal.append(CAPTURE)
        journal.append(rejection)
    with path.open("ab") as file:
        file.write(b'{"type":"Capture","rec')
    assert list(read_journal(path, Capture, Rejection)) == [CAPTURE, rejection]
    with Journal(path, Capture, Rejection) as journal:
        assert list(journal) == [CAPTURE, rejection]
        journal.append(rejection, CAPTURE)
        assert list(journal) == [CAPTURE, rejection, rejection, CAPTURE]


def test_a_journal_that_cannot_be_written_stays_whole_and_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    path = tmp_path / "outcomes.jsonl"
    with Journal(path, Capture) as journal:
        journal.append(CAPTURE)
        with monkeypatch.context() as disk:
            disk.setattr("os.fsync", full)
            with pytest.raises(StagingError, match="the disk is full; make room on it"):
                journal.append(CAPTURE, CAPTURE)
        assert list(journal) == [CAPTURE]
        journal.append(CAPTURE)
    assert list(read_journal(path, Capture)) == [CAPTURE, CAPTURE]


def test_a_journal_that_is_not_there_has_no_records(tmp_path: Path) -> None:
    assert list(read_journal(tmp_path / "none.jsonl", Capture)) == []
