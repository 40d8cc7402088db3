"""Settings and the sources file: good ones are read, bad ones say what to mend."""

from pathlib import Path

import pytest

from pipeline.settings.environment import load_settings, load_sources
from pipeline.settings.yaml_files import SettingsError

GOOD = """
sources:
  - key: harbour
    name: Harbour Courier
    feeds: [http://127.0.0.1:8801/feed.xml]
    hosts: [www.harbour.example]
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "sources.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_source_may_be_visited_on_the_hosts_it_names(tmp_path: Path) -> None:
    (source,) = load_sources(write(tmp_path, GOOD))
    assert source.allowed_hosts == {"127.0.0.1:8801", "www.harbour.example"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (GOOD.replace("hosts:", "hots:"), r"sources\.0\.hots: unknown key"),
        (GOOD.replace("http://", "ftp://"), "not an http"),
        (GOOD.replace("www.harbour", "https://www.harbour"), r"sources\.0\.hosts\.0.* is no host"),
        (GOOD + "    language: english\n", "'english' is no code of a language; write two"),
        (GOOD.replace("feeds:", "# feeds:"), "at least one of feeds, sitemaps, sections"),
        (
            GOOD.replace("key: harbour", "key: Harbour!"),
            r"file [^:]*: sources\.0\.key: 'Harbour![a-z-]*' is no key; write small [a-z, ]*$",
        ),
        (GOOD + GOOD.replace("sources:", ""), "used twice"),
        ("sources: [", "cannot be read"),
        ("", "sources file"),
    ],
)
def test_a_wrong_sources_file_is_explained(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        load_sources(write(tmp_path, text))


def test_a_sources_file_may_lie_on_an_object_store(
    bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VERBATIM_SOURCES", f"{bucket}/sources.yaml")
    path = load_settings().sources
    with pytest.raises(SettingsError, match=f"{bucket}/sources.yaml does not exist"):
        load_sources(path)
    path.write_text("sources: [{key: a, name: A, feeds: ['https://a.example/feed']}]")
    assert [source.key for source in load_sources(path)] == ["a"]


def test_a_sources_file_on_a_store_of_no_kind_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERBATIM_SOURCES", "nowhere://bucket/sources.yaml")
    with pytest.raises(SettingsError, match="VERBATIM_SOURCES: there is no store nowhere"):
        load_settings()


def test_a_missing_sources_file_is_explained(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="does not exist; write one"):
        load_sources(tmp_path / "none.yaml")


def test_a_wrong_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERBATIM_MAX_PAGE_BYTES", "many")
    with pytest.raises(SettingsError, match=r"VERBATIM_MAX_PAGE_BYTES: .*integer"):
        load_settings()


def test_a_misspelled_variable_is_told_with_the_one_that_was_meant(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("VERBATIM_WAREHOSE", "sqlite:///elsewhere.sqlite")
    monkeypatch.setenv("VERBATIM_SOURCE", "elsewhere.yaml")
    with pytest.raises(SettingsError) as told:
        load_settings()
    assert str(told.value).splitlines() == [
        "VERBATIM_SOURCE is no setting; did you mean VERBATIM_SOURCES?",
        "VERBATIM_WAREHOSE is no setting; did you mean VERBATIM_WAREHOUSE?",
    ]


@pytest.mark.parametrize("name", ["VERBATIM_VISIT_POOL", "VERBATIM_EDITION", "VERBATIM_TEST_REDIS"])
def test_a_variable_of_another_program_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "1")
    load_settings()


@pytest.mark.parametrize("value", ["Paper\r\nX-Other: yes", "Zeitungsschau für alle", " "])
def test_a_user_agent_that_no_request_can_carry_is_refused(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("VERBATIM_USER_AGENT", value)
    with pytest.raises(SettingsError, match="VERBATIM_USER_AGENT: may have"):
        load_settings()


def test_an_unknown_key_is_told_with_the_one_that_was_meant(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"sources\.0\.hots: unknown key; .*mean 'hosts'\?"):
        load_sources(write(tmp_path, GOOD.replace("hosts:", "hots:")))


@pytest.mark.parametrize("value", ["3601", "7200", "inf", "nan", "-1"])
def test_a_pause_that_could_not_be_kept_is_refused(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("VERBATIM_DELAY_SECONDS", value)
    with pytest.raises(SettingsError, match=r"VERBATIM_DELAY_SECONDS: .*should be"):
        load_settings()


@pytest.mark.parametrize("name", ["REVISIT_HOURS", "WATCH_DAYS", "RETRY_WAIT_SECONDS"])
def test_a_number_without_end_is_refused(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(f"VERBATIM_{name}", "inf")
    with pytest.raises(SettingsError, match=rf"VERBATIM_{name}: .*finite"):
        load_settings()
