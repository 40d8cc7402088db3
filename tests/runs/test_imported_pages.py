"""Pages in the WARC files of others: how they are stored, whose they are, which are not whole."""

from __future__ import annotations

import gzip
import json
import zlib
from pathlib import Path

import pytest

from pipeline.runs.local_runner import import_archive
from pipeline.settings.environment import Settings
from tests.runs.crawls import Crawl, page
from tests.runs.imports import CAPTURED, asked, mixed


@pytest.mark.parametrize(
    "headers",
    ["Transfer-Encoding: chunked\r\n", "Content-Encoding: gzip\r\n",
     "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n",
     "Content-Encoding: deflate\r\n",
     "Content-Encoding: deflate\r\nTransfer-Encoding: chunked\r\n",
     "Content-Encoding: br\r\n", "Content-Encoding: zstd\r\nTransfer-Encoding: chunked\r\n"],
)  # fmt: skip
def test_a_body_that_a_crawler_stored_decoded_is_a_page(
    known_sources: Settings, tmp_path: Path, headers: str
) -> None:
    crawl = Crawl(tmp_path / "crawl.warc.gz")
    crawl.add("https://www.one.example/1", page(1), headers=headers)
    import_archive(known_sources, [crawl.close()])
    assert asked(known_sources, "SELECT url FROM article") == [("https://www.one.example/1",)]


@pytest.mark.parametrize("wbits", [zlib.MAX_WBITS, -zlib.MAX_WBITS], ids=["zlib", "raw"])
def test_a_body_that_is_deflated_is_read(
    known_sources: Settings, tmp_path: Path, wbits: int
) -> None:
    packer = zlib.compressobj(wbits=wbits)
    body = packer.compress(page(1)) + packer.flush()
    crawl = Crawl(tmp_path / "crawl.warc.gz")
    crawl.add("https://www.one.example/1", body, headers="Content-Encoding: deflate\r\n")
    import_archive(known_sources, [crawl.close()])
    assert asked(known_sources, "SELECT url FROM article") == [("https://www.one.example/1",)]


@pytest.mark.parametrize(
    ("fields", "headers", "body"),
    [
        ({"WARC-Truncated": "length"}, "", page(2)),
        ({}, "Content-Encoding: gzip\r\n", gzip.compress(page(2))[:20] + bytes(90)),
    ],
    ids=["cut-short", "packed-badly"],
)
def test_a_page_that_is_not_whole_is_told(
    known_sources: Settings, tmp_path: Path, fields: dict[str, str], headers: str, body: bytes
) -> None:
    crawl = Crawl(tmp_path / "crawl.warc.gz")
    crawl.add("https://www.one.example/1", page(1))
    for url in ("https://www.one.example/2", "https://elsewhere.example/2"):
        crawl.add(url, body, fields=fields, headers=headers)
    crawl.add("https://www.one.example/film", body, fields=fields, headers=headers, kind="video/a")
    import_archive(known_sources, [crawl.close()])
    assert asked(known_sources, "SELECT url FROM article") == [("https://www.one.example/1",)]
    ((reason, detail),) = asked(known_sources, "SELECT reason, detail FROM rejected")
    assert reason == "warc-damaged"
    assert "https://www.one.example/2 is not whole" in str(detail)
    ((counts,),) = asked(known_sources, "SELECT counts FROM run")
    assert json.loads(str(counts))["fetch/left/unknown-host"] == 1


def test_a_page_that_robots_txt_was_redirected_to_is_a_page(
    known_sources: Settings, tmp_path: Path
) -> None:
    crawl = Crawl(tmp_path / "crawl.warc.gz")
    crawl.add("https://www.one.example/robots.txt", b"", status=302, headers="Location: /story\r\n")
    crawl.add("https://www.one.example/1", page(1))
    crawl.add("https://www.one.example/story", page(2))
    import_archive(known_sources, [crawl.close()])
    assert asked(known_sources, "SELECT url_asked FROM capture ORDER BY 1") == [
        ("https://www.one.example/1",),
        ("https://www.one.example/story",),
    ]


def test_an_address_in_capitals_is_one_of_the_web(known_sources: Settings, tmp_path: Path) -> None:
    crawl = Crawl(tmp_path / "crawl.warc.gz")
    crawl.add("HTTPS://WWW.one.example/1", page(1))
    import_archive(known_sources, [crawl.close()])
    assert asked(known_sources, "SELECT url FROM article") == [("https://www.one.example/1",)]


def test_a_page_is_imported_for_the_source_that_a_visit_would_give_it_to(
    settings: Settings, tmp_path: Path
) -> None:
    settings.sources.write_text(
        "sources:\n"
        "  - {key: first, name: First, feeds: ['https://first.example/f'], hosts: [live.example]}\n"
        "  - {key: live, name: Live, feeds: ['https://live.example/f']}\n",
        encoding="utf-8",
    )
    crawl = Crawl(tmp_path / "crawl.warc.gz")
    crawl.add("https://live.example/1", page(1))
    import_archive(settings, [crawl.close()])
    assert asked(settings, CAPTURED) == [("https://live.example/1", "live")]


def test_a_file_under_two_names_is_archived_once(stored_sources: Settings, tmp_path: Path) -> None:
    first = mixed(tmp_path / "crawl.warc.gz")
    second = tmp_path / "copy.warc.gz"
    second.write_bytes(Path(first).read_bytes())
    import_archive(stored_sources, [first, str(second)])
    assert asked(stored_sources, "SELECT DISTINCT imported_from FROM capture") == [(first,)]
    assert len(list(stored_sources.archive_folder.rglob("*.warc.gz"))) == 1
    ((counts,),) = asked(stored_sources, "SELECT counts FROM run")
    counted = json.loads(str(counts))
    assert (counted["fetch/imported"], counted["fetch/left/known"]) == (3, 3)
