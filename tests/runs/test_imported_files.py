"""Where a WARC file comes from: a folder, a URL, an object store; and one that fails."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.acquire import download
from pipeline.errors import InputError
from pipeline.runs import stages
from pipeline.runs.local_runner import import_archive
from pipeline.runs.run_folder import RunFolder
from pipeline.runs.run_plan import IMPORT
from pipeline.runs.stages.common import only_one
from pipeline.settings.environment import Settings
from pipeline.store import store_path
from tests.runs.imports import CAPTURED, asked, call, mixed


class Server(http.server.ThreadingHTTPServer):
    """Serves a folder on loopback."""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """The address at which the files of a folder are served; /moved leads to one, /lost nowhere."""
    folder = tmp_path / "served"
    folder.mkdir()

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments, directory=str(folder))  # type: ignore[arg-type]

        def do_GET(self) -> None:
            targets = {
                "/moved": "/crawl.warc.gz",
                "/lost": "http://[",
                "/beyond": "/cr\xc3\xa2wl.warc.gz",
            }
            if self.path in targets:
                self.send_response(302)
                self.send_header("Location", targets[self.path])
                self.end_headers()
            else:
                super().do_GET()

        def log_message(self, *arguments: object) -> None:
            """Nothing."""

    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_file_is_fetched_by_its_url(known_sources: Settings, tmp_path: Path, served: str) -> None:
    mixed(tmp_path / "served" / "crawl.warc.gz")
    import_archive(known_sources, [f"{served}/moved"])
    assert len(asked(known_sources, CAPTURED)) == 3
    assert asked(known_sources, "SELECT DISTINCT imported_from FROM capture") == [
        (f"{served}/moved",)
    ]
    assert not list((known_sources.home / "downloads").iterdir())


def test_a_file_is_taken_from_the_object_store_of_the_runs(
    known_sources: Settings, tmp_path: Path, bucket: str
) -> None:
    url = f"{bucket}/crawls/crawl.warc.gz"
    store_path(url).write_bytes(Path(mixed(tmp_path / "crawl.warc.gz")).read_bytes())
    with pytest.raises(InputError, match="there is no file s3://"):
        import_archive(known_sources, [url])
    stored = known_sources.model_copy(update={"store": f"{bucket}/verbatim"})
    with pytest.raises(InputError, match="there is no file s3://"):
        import_archive(stored, [f"{bucket}/crawls/another.warc.gz"])
    import_archive(stored, [url])
    assert len(asked(stored, CAPTURED)) == 3
    assert asked(stored, "SELECT DISTINCT imported_from FROM capture") == [(url,)]


@pytest.mark.parametrize(
    "begin", ["HTTP://", "simplecache::http://", "simplecache::s3://x,http://"]
)
def test_no_kind_of_store_leads_around_the_checks_of_addresses(
    known_sources: Settings, bucket: str, served: str, begin: str
) -> None:
    stored = known_sources.model_copy(update={"store": f"{bucket}/verbatim"})
    with pytest.raises(InputError, match="there is no file"):
        import_archive(stored, [begin + served.removeprefix("http://")])


def test_a_redirect_to_an_address_with_letters_beyond_ascii_is_followed(
    known_sources: Settings, tmp_path: Path, served: str
) -> None:
    mixed(tmp_path / "served" / "crâwl.warc.gz")
    import_archive(known_sources, [f"{served}/beyond"])
    assert len(asked(known_sources, CAPTURED)) == 3


def test_what_a_killed_import_had_fetched_is_deleted_when_another_begins(
    known_sources: Settings, tmp_path: Path, served: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = mixed(tmp_path / "served" / "crawl.warc.gz")
    paths: list[Path] = []

    def noting(url: str, path: Path, settings: Settings) -> None:
        paths.append(path)
        download(url, path, settings)

    monkeypatch.setattr("pipeline.runs.stages.importing.download", noting)
    run = RunFolder.of(
        known_sources.runs_folder, import_archive(known_sources, [f"{served}/crawl.warc.gz"])
    )
    (path,) = paths
    path.write_bytes(b"fetched before the kill")
    with only_one(known_sources, run.visits[0], run.plan):
        import_archive(known_sources, [good], new=True)
        assert path.exists()
    import_archive(known_sources, [good], new=True)
    assert not path.exists()


@pytest.mark.parametrize("name", ["missing.warc.gz", "lost"])
def test_a_file_that_fails_leaves_the_run_incomplete_and_the_others_loaded(
    known_sources: Settings, tmp_path: Path, served: str, name: str
) -> None:
    good = mixed(tmp_path / "crawl.warc.gz")
    missing = f"{served}/{name}"
    result = call("archive", "import", missing, good)
    assert result.exit_code == 1
    assert f"{missing} was not imported to its end" in result.output
    assert len(asked(known_sources, CAPTURED)) == 3
    assert asked(known_sources, "SELECT kind, outcome FROM run") == [(IMPORT, "incomplete")]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0garbage" * 1000,
        b"filedesc://a.arc 0.0.0.0 20260302090000 text/plain 0\n",
    ],
    ids=["empty", "garbage", "arc"],
)
def test_a_file_without_records_leaves_the_run_incomplete(
    known_sources: Settings, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "crawl.warc.gz"
    file.write_bytes(content)
    assert call("archive", "import", str(file)).exit_code == 1
    assert asked(known_sources, "SELECT outcome FROM run") == [("incomplete",)]


def test_a_private_address_is_not_fetched_from(known_sources: Settings, served: str) -> None:
    strict = known_sources.model_copy(update={"allow_private_hosts": False})
    plan = stages.plan_import(strict, key="import.one", files=[f"{served}/moved"])
    (visit,) = stages.divide_imports(strict, stages.begin_run(strict, plan))
    with pytest.raises(Exception, match="not on the public internet"):
        stages.import_file(strict, visit)


@pytest.mark.parametrize(
    ("files", "options", "sentence"),
    [
        ([], {}, "name the WARC files"),
        (["/nowhere/crawl.warc.gz"], {}, "there is no file"),
        (["file:///etc/passwd"], {}, "there is no file"),
        (["http://a.example/x"], {"keys": ["onne"]}, "one"),
        (["http://a.example/x"], {"languages": ["english"]}, "not a language"),
    ],
)
def test_what_is_asked_for_wrongly_is_said_before_anything_begins(
    known_sources: Settings, files: list[str], options: dict[str, list[str]], sentence: str
) -> None:
    with pytest.raises(InputError, match=sentence):
        import_archive(known_sources, files, **options)  # type: ignore[arg-type]
    assert not known_sources.runs_folder.exists()


def test_a_local_file_whose_name_begins_like_a_url_is_a_local_file(
    known_sources: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = mixed(tmp_path / "httpcrawl.warc.gz")
    monkeypatch.chdir(tmp_path)
    plan = stages.plan_import(known_sources, key="import.one", files=["httpcrawl.warc.gz"])
    assert plan.imports == (file,)
