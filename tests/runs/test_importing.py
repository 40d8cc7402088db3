"""WARC files of others: pages of the sources are taken from them, and nothing else."""

from __future__ import annotations

import gzip
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline import warehouse
from pipeline.acquire import ArchiveError
from pipeline.acquire.archive_writer import ArchiveWriter
from pipeline.acquire.warc_records import StoredRecord, stored_records
from pipeline.errors import FinalError, InputError
from pipeline.runs import stages
from pipeline.runs.local_runner import import_archive, reprocess_archive
from pipeline.runs.run_folder import RunFolder, Visit
from pipeline.settings.environment import Settings
from tests.contents import contents
from tests.runs.crawls import Crawl, page
from tests.runs.imports import CAPTURED, asked, begun, call, mixed


@pytest.mark.parametrize("packed", [True, False])
def test_pages_of_the_sources_come_to_the_warehouse_with_where_they_are_from(
    stored_sources: Settings, tmp_path: Path, packed: bool
) -> None:
    file = mixed(tmp_path / ("crawl.warc.gz" if packed else "crawl.warc"), packed=packed)
    import_archive(stored_sources, [file])
    assert asked(stored_sources, CAPTURED) == [
        ("https://www.one.example/1", "one"),
        ("https://www.two.example/3", "two"),
        ("https://www.two.example/4", "two"),
    ]
    assert asked(stored_sources, "SELECT DISTINCT imported_from FROM capture") == [(file,)]
    with stages.opened_warehouse(stored_sources) as engine:
        (found,) = warehouse.search(engine, "waited 1 hours", min_confidence=0).quotations
    assert (found.speaker, found.outlet) == ("Ada Cole", "One")
    ((counts,),) = asked(stored_sources, "SELECT counts FROM run")
    assert json.loads(str(counts))["fetch/imported"] == 3


def test_what_a_load_does_not_believe_is_counted_by_the_run(
    known_sources: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    crawl = Crawl(tmp_path / "crawl.warc.gz")
    ahead = b'<meta property="article:published_time" content="2026-06-01T08:00:00Z"></head>'
    crawl.add("https://www.one.example/1", page(1).replace(b"</head>", ahead))
    with caplog.at_level("INFO"):
        import_archive(known_sources, [crawl.close()])
    parked = "SELECT stage, reason FROM rejected"
    assert asked(known_sources, parked) == [("load", "published-implausible")]
    ((counts,),) = asked(known_sources, "SELECT counts FROM run")
    assert json.loads(str(counts))["load/rejected/published-implausible"] == 1
    assert "published-implausible" in caplog.text


def test_records_are_copied_byte_for_byte(known_sources: Settings, tmp_path: Path) -> None:
    file = mixed(tmp_path / "crawl.warc.gz")
    import_archive(known_sources, [file])
    content = Path(file).read_bytes()
    theirs = {
        stored.record.rec_headers.get_header("WARC-Record-ID"): content[
            stored.offset : stored.offset + stored.length
        ]
        for stored in stored_records(Path(file), "crawl")
        if isinstance(stored, StoredRecord)
    }
    found = asked(known_sources, "SELECT record_id, warc_file, warc_offset FROM capture")
    for record_id, warc_file, offset in found:
        copied = theirs[f"<{record_id}>"]
        segment = (known_sources.archive_folder / str(warc_file)).read_bytes()
        assert segment[int(str(offset)) :].startswith(copied)


@pytest.mark.parametrize(
    ("options", "taken"),
    [
        ({"keys": ["two"]}, ["3", "4"]),
        ({"languages": ["en"]}, ["1", "4"]),
        ({"until": datetime(2026, 3, 2, 23, tzinfo=UTC)}, ["1", "3"]),
        ({"since": datetime(2026, 3, 3, tzinfo=UTC), "languages": ["de"]}, []),
    ],
)
def test_only_what_is_wanted_is_taken(
    known_sources: Settings, tmp_path: Path, options: dict[str, list[str]], taken: list[str]
) -> None:
    import_archive(known_sources, [mixed(tmp_path / "crawl.warc.gz")], **options)  # type: ignore[arg-type]
    urls = [str(url) for (url,) in asked(known_sources, "SELECT url_answered FROM capture")]
    assert sorted(url[-1] for url in urls) == taken


def test_importing_again_changes_nothing(known_sources: Settings, tmp_path: Path) -> None:
    file = mixed(tmp_path / "crawl.warc.gz")
    import_archive(known_sources, [file])
    with stages.opened_warehouse(known_sources) as engine:
        before = contents(engine)
    import_archive(known_sources, [file])
    with stages.opened_warehouse(known_sources) as engine:
        after = contents(engine)
    ours = {"run", "run_article"}
    assert {t: r for t, r in after.items() if t not in ours} == {
        t: r for t, r in before.items() if t not in ours
    }
    assert len(list(known_sources.archive_folder.rglob("*.warc.gz"))) == 1


def test_a_broken_part_is_a_rejection_and_the_pages_around_it_are_taken(
    known_sources: Settings, tmp_path: Path
) -> None:
    crawl = Crawl(tmp_path / "crawl.warc.gz")
    at = [crawl.add(f"https://www.one.example/{n}", page(n)) for n in range(5)]
    path = Path(crawl.close())
    content = path.read_bytes()
    broken = content[: at[1] + 60] + bytes(40) + content[at[1] + 100 :]
    path.write_bytes(broken[: at[3] + 50] + bytes(40) + broken[at[3] + 90 :])
    import_archive(known_sources, [str(path)])
    urls = asked(known_sources, "SELECT url_answered FROM capture ORDER BY 1")
    assert [str(url)[-1] for (url,) in urls] == ["0", "2", "4"]
    rejected = asked(known_sources, "SELECT reason, reference, detail FROM rejected ORDER BY 2")
    assert [reason for reason, *_ in rejected] == ["warc-damaged"] * 2
    assert all(str(path) in str(reference) for _, reference, _ in rejected)


def test_the_archive_alone_brings_back_what_was_imported(
    known_sources: Settings, tmp_path: Path
) -> None:
    file = mixed(tmp_path / "crawl.warc.gz")
    import_archive(known_sources, [file], keys=["two"])
    query = (
        "SELECT url_asked, outlet_key, imported_from, record_id, warc_file, warc_offset "
        "FROM capture ORDER BY 1"
    )
    before = asked(known_sources, query)
    (known_sources.home / "warehouse.sqlite").unlink()
    # without a sources file, only the archive can say whose the pages are
    known_sources.sources.unlink()
    assert call("archive", "index").exit_code == 0
    assert asked(known_sources, query) == before
    reprocess_archive(known_sources, since=None, until=None)
    assert asked(known_sources, "SELECT name FROM outlet") == [("Two",)]


@pytest.mark.parametrize(
    ("url", "fields"),
    [
        ("https://www.one.example/odd", {"WARC-Date": "0001-01-01T00:00:00+14:00"}),
        ("https://[::1/odd", {}),
        ("https://www.one.example/odd", {"WARC-Record-ID": "<urn:a\x01b>"}),
        ("https://www.one.example/odd", {"WARC-Record-ID": f"<urn:{'a' * 5000}>"}),
        ("https://www.one.example/odd", {"WARC-Record-ID": "<urn:same>"}),
        ("https://www.one.example/odd", {"WARC-Date": "0001-01-01T00:00:00Z"}),
        ("https://www.one.example/odd", {"WARC-Date": "9999-12-31T23:59:59Z"}),
        ("https://www.one.example/odd", {"WARC-Date": "1969-12-31T23:59:59Z"}),
        ("https://www.one.example/odd", {"Content-Length": "-5"}),
        ("https://www.one.example/odd", {"Content-Length": "many"}),
    ],
    ids=[
        *("date", "address", "control", "long", "twice", "year-1", "year-9999", "no-web"),
        *("negative-length", "no-length"),
    ],
)
def test_an_odd_record_harms_no_other(
    known_sources: Settings, tmp_path: Path, url: str, fields: dict[str, str]
) -> None:
    crawl = Crawl(tmp_path / "crawl.warc.gz")
    crawl.add("https://www.one.example/1", page(1), fields={"WARC-Record-ID": "<urn:same>"})
    crawl.add(url, page(2), fields=fields)
    crawl.add("https://www.one.example/3", page(3))
    import_archive(known_sources, [crawl.close()])
    assert asked(known_sources, "SELECT url FROM article ORDER BY url") == [
        ("https://www.one.example/1",),
        ("https://www.one.example/3",),
    ]
    assert asked(known_sources, "SELECT reason FROM rejected") == [("warc-damaged",)]


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/2 200\r\nContent-Type: text/html\r\n\r\n",
        b"HTTP/2.0 200 OK\r\ncontent-type: text/html\r\n\r\n",
        b"HTTP/3 200 OK\ncontent-type: text/html\n\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + b"X-A: b\r\n" * 400 + b"\r\n",
    ],
    ids=["http-2", "http-2.0", "http-3", "many-headers"],
)
def test_heads_as_crawlers_write_them_are_read(
    known_sources: Settings, tmp_path: Path, head: bytes
) -> None:
    crawl = Crawl(tmp_path / "crawl.warc.gz")
    crawl.add_stored("https://www.one.example/1", head + page(1), {})
    import_archive(known_sources, [crawl.close()])
    assert asked(known_sources, "SELECT url FROM article") == [("https://www.one.example/1",)]
    assert asked(known_sources, "SELECT content_type FROM capture") == [("text/html",)]


def test_what_is_not_taken_is_counted(known_sources: Settings, tmp_path: Path) -> None:
    file = mixed(tmp_path / "crawl.warc.gz")
    import_archive(known_sources, [file], keys=["one"])
    import_archive(known_sources, [file], languages=["en"])
    counted = asked(known_sources, "SELECT counts FROM run ORDER BY started_at")
    first, second = (json.loads(str(counts)) for (counts,) in counted)
    assert (first["fetch/imported"], first["fetch/left/unknown-host"]) == (1, 3)
    left = {name: number for name, number in second.items() if name.startswith("fetch/left/")}
    assert left == {
        "fetch/left/known": 1, "fetch/left/unknown-host": 1, "fetch/left/unwanted": 1
    }  # fmt: skip


def test_a_file_that_is_packed_as_a_whole_leaves_the_run_incomplete(
    known_sources: Settings, tmp_path: Path
) -> None:
    plain = Path(mixed(tmp_path / "crawl.warc", packed=False))
    packed = tmp_path / "whole.warc.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    result = call("archive", "import", str(packed))
    assert result.exit_code == 1
    assert asked(known_sources, "SELECT outcome FROM run") == [("incomplete",)]
    visit = begun(known_sources, str(packed))
    with pytest.raises(FinalError, match="several records in one gzip member"):
        stages.import_file(known_sources, visit)


@pytest.mark.parametrize("name", [b"cr\xe4wl.warc.gz", b"crawl\x1b.warc.gz", b"crawl\n.warc.gz"])
def test_a_name_that_cannot_be_written_down_is_refused(
    known_sources: Settings, tmp_path: Path, name: bytes
) -> None:
    path = str(tmp_path / os.fsdecode(name))
    Path(mixed(tmp_path / "good.warc.gz")).rename(path)
    with pytest.raises(InputError, match="give the file another name"):
        import_archive(known_sources, [path])


def test_a_copy_that_was_archived_before_a_kill_is_not_made_again(
    stored_sources: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = begun(stored_sources, mixed(tmp_path / "crawl.warc.gz"))

    def killed(self: object, *records: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("pipeline.runs.staging.Journal.append", killed)
        with pytest.raises(KeyboardInterrupt):
            stages.import_file(stored_sources, visit)
    (segment,) = stored_sources.archive_folder.rglob("*.warc.gz")
    stages.import_file(stored_sources, visit)
    outcomes = list(Visit.at(visit).run.outcomes())
    assert len(outcomes) == len({one.record_id for one in outcomes}) == 3  # type: ignore[union-attr]
    assert list(stored_sources.archive_folder.rglob("*.warc.gz")) == [segment]
    assert {one.imported_from for one in outcomes} == {  # type: ignore[union-attr]
        str(tmp_path / "crawl.warc.gz")
    }


def test_a_file_that_was_unpacked_under_its_old_name_is_read(
    known_sources: Settings, tmp_path: Path
) -> None:
    import_archive(known_sources, [mixed(tmp_path / "crawl.warc.gz", packed=False)])
    assert len(asked(known_sources, CAPTURED)) == 3


def test_what_a_file_of_others_says_of_our_sources_is_not_believed(
    known_sources: Settings, tmp_path: Path
) -> None:
    crawl = Crawl(tmp_path / "crawl.warc.gz")
    fields = {"Verbatim-Source": "one", "Verbatim-Asked-URI": "javascript:alert(1)"}
    crawl.add("https://elsewhere.example/1", page(1), fields=fields)
    crawl.add("https://www.two.example/2", page(2), fields=fields)
    import_archive(known_sources, [crawl.close()])
    query = "SELECT url_asked, outlet_key FROM capture"
    assert asked(known_sources, query) == [("https://www.two.example/2", "two")]


def test_an_import_that_was_broken_off_takes_what_is_missing(
    stored_sources: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.acquire.warc_import.BATCH_BYTES", 1)
    written: list[object] = []
    whole = ArchiveWriter.append_copies

    def full(self: ArchiveWriter, some: object) -> object:
        if len(written) == 2:
            raise ArchiveError("no space left")
        written.append(some)
        return whole(self, some)  # type: ignore[arg-type]

    monkeypatch.setattr(ArchiveWriter, "append_copies", full)
    file = mixed(tmp_path / "crawl.warc.gz")
    plan = stages.plan_import(stored_sources, key="import.one", files=[file])
    run = stages.begin_run(stored_sources, plan)
    (visit,) = stages.divide_imports(stored_sources, run)
    with pytest.raises(ArchiveError, match="no space"):
        stages.import_file(stored_sources, visit)
    monkeypatch.setattr(ArchiveWriter, "append_copies", whole)
    stages.import_file(stored_sources, visit)
    outcomes = list(RunFolder.at(run).outcomes())
    assert len(outcomes) == len({one.record_id for one in outcomes}) == 3  # type: ignore[union-attr]
