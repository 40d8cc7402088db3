"""The archive is enough: from WARC files alone the warehouse is made again, row for row."""

from __future__ import annotations

import base64
import gzip
import hashlib
import shutil
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from warcio.archiveiterator import ArchiveIterator

from pipeline import warehouse
from pipeline.acquire import Damage, captures_in
from pipeline.cli.commands import cli
from pipeline.errors import VerbatimError
from pipeline.records import INCOMPLETE, Capture
from pipeline.runs import stages
from pipeline.runs.local_runner import reprocess_archive, run_pipeline
from pipeline.runs.run_folder import RunFolder, latest_key
from pipeline.runs.run_outcome import run_outcome
from pipeline.settings.environment import Settings, Source
from pipeline.text.dates import first_instant, last_instant
from tests.contents import VISIT_TABLES, contents
from tests.newsroom import Newsroom
from tests.runs.crawls import Crawl, page

SINCE, UNTIL = first_instant("2026-02-20"), last_instant("2026-03-07")

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Ferry</title></head><body><article>
<h1>Ferry late again today</h1><p>The ferry to Sundal was late again on Monday, and nobody on the
quay was surprised to hear of it.</p><p>“We waited for three hours in the rain,” said Ada Cole, who
takes the ferry to work every morning.</p></article></body></html>"""


def warehouse_of(settings: Settings) -> dict[str, Counter[str]]:
    """Every row, but for runs, their visits and what they could not process."""
    of_runs = {"run", "run_article", "rejected", *(table.name for table in VISIT_TABLES)}
    with stages.opened_warehouse(settings) as engine:
        return {
            table: counted for table, counted in contents(engine).items() if table not in of_runs
        }


def call(*arguments: object) -> Result:
    """The command line in this process."""
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


@pytest.fixture(params=["sqlite", "postgresql"])
def warehouses(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path) -> Iterator[str]:
    """Addresses of empty warehouses."""
    if request.param == "postgresql":
        return request.getfixturevalue("postgres_warehouses")  # type: ignore[no-any-return]
    return (f"sqlite:///{tmp_path / f'{number}.sqlite'}" for number in range(9))


def in_warehouse(settings: Settings, address: str, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("VERBATIM_WAREHOUSE", address)
    return settings.model_copy(update={"warehouse": address})


def test_two_commands_bring_back_a_lost_warehouse(
    settings: Settings,
    newsroom: Newsroom,
    warehouses: Iterator[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    newsroom.write_sources(settings.sources)
    monkeypatch.setenv("VERBATIM_REVISIT_HOURS", "0")
    before = in_warehouse(Settings(), next(warehouses), monkeypatch)
    run_pipeline(before, since=SINCE, until=UNTIL)
    newsroom.edition = 2
    run_pipeline(before, since=SINCE, until=UNTIL)
    rows = warehouse_of(before)
    assert rows["capture"].total() > 45

    # lost: the warehouse, what runs staged, and half of the sources file
    shutil.rmtree(settings.runs_folder)
    sources = yaml.safe_load(settings.sources.read_text(encoding="utf-8"))
    settings.sources.write_text(
        yaml.safe_dump({"sources": sources["sources"][::2]}), encoding="utf-8"
    )
    after = in_warehouse(settings, next(warehouses), monkeypatch)
    indexed = call("archive", "index")
    assert indexed.exit_code == 0, indexed.output
    processed = call("reprocess")
    assert processed.exit_code == 0, processed.output
    assert warehouse_of(after) == rows

    again = call("archive", "index")
    assert again.exit_code == 0
    assert ", 0 of them new" in again.stdout


def test_a_source_that_left_the_sources_file_is_processed_as_before(
    settings: Settings, newsroom: Newsroom
) -> None:
    newsroom.write_sources(settings.sources)
    sources = yaml.safe_load(settings.sources.read_text(encoding="utf-8"))
    wire = next(source for source in sources["sources"] if source["key"] == "civic-wire")
    wire["layouts"] = [{"text": ["h2 + p"]}]
    wire["founded"] = "2026-03-02"
    settings.sources.write_text(yaml.safe_dump(sources), encoding="utf-8")
    run_pipeline(settings, since=SINCE, until=UNTIL, keys=["civic-wire", "the-lantern"])
    rows = warehouse_of(settings)
    sources["sources"].remove(wire)
    settings.sources.write_text(yaml.safe_dump(sources), encoding="utf-8")
    reprocess_archive(settings, since=None, until=None)
    assert warehouse_of(settings) == rows
    settings.sources.unlink()
    reprocess_archive(settings, since=None, until=None)
    assert warehouse_of(settings) == rows


def test_what_is_not_in_the_archive_makes_the_run_incomplete_and_keeps_its_rows(
    settings: Settings, newsroom: Newsroom
) -> None:
    newsroom.write_sources(settings.sources)
    # two tasks write a file each
    divided = settings.model_copy(update={"visit_tasks": 2})
    run_pipeline(divided, since=SINCE, until=UNTIL, keys=["civic-wire", "the-lantern"])
    rows = warehouse_of(settings)
    _, lost = sorted(settings.archive_folder.rglob("*.warc.gz"))
    lost.unlink()
    result = call("reprocess")
    assert result.exit_code == 1
    assert "archived pages could not be read" in result.output
    folder = RunFolder.of(settings.runs_folder, latest_key(settings.runs_folder))
    assert run_outcome(folder) == INCOMPLETE
    assert warehouse_of(settings) == rows


def test_without_captures_reprocess_says_what_to_do(settings: Settings, newsroom: Newsroom) -> None:
    newsroom.write_sources(settings.sources)
    with pytest.raises(VerbatimError, match="archive index"):
        reprocess_archive(settings, since=None, until=None)
    assert "no WARC files" in call("archive", "index").stderr


# files of other programs


HTML = "Content-Type: text/html; charset=utf-8"


def record(  # noqa: PLR0917 - what a record may say
    url: str,
    body: bytes = PAGE.encode(),
    status: str = "200 OK",
    headers: tuple[str, ...] = (HTML,),
    kind: str = "response",
    at: str = "2026-03-02T10:00:00Z",
) -> bytes:
    """A record as other programs write one: with a SHA-1 digest, and nothing of ours."""
    head = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}"]
    block = "\r\n".join([*head, "", ""]).encode() + body
    digest = base64.b32encode(hashlib.sha1(block).digest()).decode()
    fields = (
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <urn:uuid:{uuid.uuid4()}>",
        f"WARC-Target-URI: {url}",
        f"WARC-Date: {at}",
        f"WARC-Block-Digest: sha1:{digest}",
        "Content-Type: application/http; msgtype=response",
        f"Content-Length: {len(block)}",
    )
    return "\r\n".join([*fields, "", ""]).encode() + block + b"\r\n\r\n"


@pytest.fixture
def foreign(settings: Settings) -> Path:
    """The archive folder, and a sources file with two outlets."""
    settings.sources.write_text(
        yaml.safe_dump(
            {
                "sources": [
                    {"key": "one", "name": "One", "sections": ["https://www.one.example/"]},
                    {"key": "two", "name": "Two", "sections": ["http://two.example:8080/"]},
                ]
            }
        ),
        encoding="utf-8",
    )
    settings.archive_folder.mkdir(parents=True)
    return settings.archive_folder


@pytest.mark.parametrize("packed", [True, False])
def test_warc_files_of_others_are_read_by_the_hosts_of_the_sources(
    settings: Settings, foreign: Path, packed: bool
) -> None:
    name = "crawl-00000.warc.gz" if packed else "crawl-00000.warc"
    records = (
        record("https://www.one.example/robots.txt"),
        record("https://www.one.example/a", status="301 Moved", headers=("Location: /b", HTML)),
        record("https://www.one.example/b"),
        record("http://two.example:8080/c", at="2026-03-03T10:00:00Z"),
        record("https://nobody.example/d"),
        record("https://www.one.example/e", status="404 Not Found"),
        record("https://www.one.example/f", headers=("Content-Type: image/png",)),
        record("https://www.one.example/g", body=b"%PDF-1.4"),
        record("dns:www.one.example", kind="resource"),
    )
    (foreign / name).write_bytes(b"".join(gzip.compress(one) if packed else one for one in records))
    result = call("archive", "index")
    assert result.exit_code == 0, result.output
    assert "1 files, 2 pages, 2 of them new" in result.stdout
    assert "1 pages on nobody.example were left out" in result.stderr
    with stages.opened_warehouse(settings) as engine:
        captures = warehouse.archived_captures(engine, None, None)
    assert [(c.source, c.url_asked, c.url_answered, c.fetched_at) for (c,) in captures] == [
        (
            "one",
            "https://www.one.example/a",
            "https://www.one.example/b",
            datetime(2026, 3, 2, 10, tzinfo=UTC),
        ),
        (
            "two",
            "http://two.example:8080/c",
            "http://two.example:8080/c",
            datetime(2026, 3, 3, 10, tzinfo=UTC),
        ),
    ]
    reprocess_archive(settings, since=None, until=None)
    with stages.opened_warehouse(settings) as engine:
        assert warehouse.search(engine, "hours in the rain", min_confidence=0.0).total == 2


def test_segments_of_ours_that_do_not_name_their_source_are_told_by_their_file(
    settings: Settings, foreign: Path
) -> None:
    software = b"software: Verbatim/0.1.0\r\n"
    information = (
        b"WARC/1.1\r\nWARC-Type: warcinfo\r\nWARC-Record-ID: <urn:uuid:0>\r\n"
        b"WARC-Date: 2026-03-02T09:00:00Z\r\nContent-Type: application/warc-fields\r\n"
        b"Content-Length: %d\r\n\r\n%b\r\n\r\n" % (len(software), software)
    )
    page = gzip.compress(record("https://www.left.example/a"))
    path = foreign / "run.2026-03-02T09-00-00.000000Z.the-left-one-00000.warc.gz"
    path.write_bytes(gzip.compress(information) + page)
    assert call("archive", "index").exit_code == 0
    reprocess_archive(settings, since=None, until=None)
    with stages.opened_warehouse(settings) as engine:
        (quotation,) = warehouse.search(engine, "hours in the rain", min_confidence=0.0).quotations
    assert quotation.outlet == "the-left-one"


def written(path: Path, count: int) -> list[int]:
    """Write a WARC file with so many pages; returns the offset of each."""
    pages = [gzip.compress(record(f"https://www.one.example/{n}")) for n in range(count)]
    path.write_bytes(b"".join(pages))
    return [0, *accumulate(map(len, pages))][:-1]


@pytest.mark.parametrize(
    ("damage", "pages"),
    [
        (lambda content, at: content[: at[4] + 50], 4),
        (lambda content, at: content[: at[2] + 40] + bytes(60) + content[at[2] + 100 :], 4),
        (lambda content, at: content[: at[1] + 5] + b"x" * 90 + content[at[3] :], 3),
        (lambda content, at: content[: at[2]] + b"x" + content[at[2] :], 5),
        (lambda content, at: b"\0" * 10 + content[10:], 4),
        (lambda content, at: content[: at[1]] + b"\x1f\x8b\x08" * 5000, 1),
    ],
)
def test_a_damaged_file_is_read_around_the_damage_which_is_told(
    settings: Settings, foreign: Path, damage: object, pages: int
) -> None:
    path = foreign / "a.warc.gz"
    offsets = written(path, 5)
    path.write_bytes(damage(path.read_bytes(), offsets))  # type: ignore[operator]
    result = call("archive", "index")
    assert result.exit_code == 1
    assert f"{pages} pages" in result.stdout
    assert "a.warc.gz" in result.stderr
    assert len(result.stderr.splitlines()) < 8


def test_what_is_left_of_a_broken_record_hides_no_other(tmp_path: Path) -> None:
    """It may look like a record of ARC, the older format, that goes on to the end of the file."""
    source = Source(key="one", name="One", feeds=("https://www.one.example/feed",))
    path = tmp_path / "a.warc.gz"
    # packed bytes differ with the ids of the records: some in a hundred look so
    for _ in range(300):
        offsets = written(path, 5)
        content = path.read_bytes()
        path.write_bytes(content[: offsets[1] + 5] + b"x" * 90 + content[offsets[3] :])
        found = list(captures_in(tmp_path, path.name, [source]))
        assert [one.warc_offset for one in found if isinstance(one, Capture)] == [
            0,
            offsets[1] + 95,
            offsets[1] + 95 + offsets[4] - offsets[3],
        ]


@pytest.mark.parametrize(
    ("kind", "field", "becomes", "pages"),
    [
        ("response", b"Content-Length: ", b"Content-Length: 99", [0, 2]),
        ("response", b"Content-Length: ", b"Content-Length: 999999999", [0, 2]),
        ("request", b"Content-Length: ", b"Content-Length: 9999", [0, 1, 2]),
        ("response", b"WARC-Target-URI: ", b"WARC-Target-XXX: ", [0, 2]),
        ("response", b"WARC-Type: ", b"WARC-Typo: ", [0, 2]),
    ],
)
def test_a_wrong_field_of_a_record_is_told_and_hides_no_other(
    tmp_path: Path, kind: str, field: bytes, becomes: bytes, pages: list[int]
) -> None:
    """One that is said to be longer than the file would swallow all that follows."""
    source = Source(key="one", name="One", feeds=("https://www.one.example/feed",))
    crawl = Crawl(tmp_path / "a.warc", packed=False)
    for number in range(3):
        crawl.add(f"https://www.one.example/{number}", page(number))
    second = crawl.content.index(b"https://www.one.example/1")
    record = crawl.content.rindex(b"WARC/1.0", 0, second)
    if kind == "request":
        record = crawl.content.index(b"WARC/1.0", second)
    after = crawl.content[record:].replace(field, becomes, 1)
    crawl.path.write_bytes(crawl.content[:record] + after)
    found = list(captures_in(tmp_path, crawl.path.name, [source]))
    assert [one.url_asked[-1] for one in found if isinstance(one, Capture)] == [
        str(number) for number in pages
    ]
    assert sum(isinstance(one, Damage) for one in found) == 1


def test_no_file_outside_of_the_archive_is_read(
    settings: Settings, foreign: Path, tmp_path: Path
) -> None:
    written(tmp_path / "b.warc.gz", 1)
    (foreign / "a.warc.gz").symlink_to(tmp_path / "b.warc.gz")
    (foreign / "empty.warc").touch()
    (foreign / "page.warc.gz").write_bytes(gzip.compress(PAGE.encode()))
    for arguments in ((), ("../../b.warc.gz",), ("missing.warc",)):
        result = call("archive", "index", *arguments)
        assert result.exit_code == 1
        assert "0 pages" in result.stdout
    assert not isinstance(result.exception, OSError)


def test_a_segment_of_ours_describes_its_source_without_its_announcements(
    settings: Settings, newsroom: Newsroom
) -> None:
    newsroom.write_sources(settings.sources)
    run_pipeline(settings, since=SINCE, until=UNTIL, keys=["civic-wire"])
    (path,) = settings.archive_folder.rglob("*.warc.gz")
    with path.open("rb") as file:
        records = iter(ArchiveIterator(file))
        information = next(records).content_stream().read().decode()
        response = next(records)
    assert "atom.xml" not in information
    assert 'Verbatim-Source: {"key": "civic-wire", "name": ' in information
    assert response.rec_headers.get_header("Verbatim-Source") == "civic-wire"
    asked = response.rec_headers.get_header("Verbatim-Asked-URI")
    assert asked.startswith(newsroom.addresses["civic-wire"])
