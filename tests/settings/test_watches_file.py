"""The watches file: a good one is read, a bad one says what to mend."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.settings.environment import Settings
from pipeline.settings.watches_file import MAIL, WEBHOOK, load_watches, watch_named
from pipeline.settings.yaml_files import SettingsError
from pipeline.watch_records import Watched, WatchQuestion

GOOD = """
watches:
  - key: ferry
    name: The ferry
    words: ferry contract
    since: 2026-03-01
    mail: [desk@newsroom.example]
    webhook: https://chat.example/hooks/1
  - key: spread
    name: Everywhere
    what: spread
    outlets: 3
"""


def settings(folder: Path, text: str | None = GOOD) -> Settings:
    if text is not None:
        (folder / "watches.yaml").write_text(text, encoding="utf-8")
    return Settings(sources=folder / "sources.yaml")


def test_watches_are_read_beside_the_sources_file(tmp_path: Path) -> None:
    ferry, spread = load_watches(settings(tmp_path))
    assert ferry.channels == (MAIL, WEBHOOK)
    assert ferry.question == WatchQuestion(
        words="ferry contract", since=datetime(2026, 3, 1, tzinfo=UTC)
    )
    assert (spread.channels, spread.question.what) == ((), Watched.SPREAD)
    assert spread.question.least_outlets == 3


def test_without_the_file_there_are_none_unless_it_was_named(tmp_path: Path) -> None:
    assert load_watches(settings(tmp_path, None)) == ()
    with pytest.raises(SettingsError, match=r"other\.yaml does not exist; write one .docs/watches"):
        load_watches(Settings(watches=tmp_path / "other.yaml"))


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        (
            "words:",
            "wrods:",
            r"0\.wrods: unknown key; .*watches\.md; did you mean 'words'",
        ),
        ("words: ferry contract", "words: '…'", r"watches\.0\.words: has no letters"),
        ("    words: ferry contract\n", "", "at least one of speaker, words, outlet"),
        ("what: spread", "what: spreads", r"watches\.1\.what: .*'spread'"),
        ("    what: spread\n", "    speaker: Solberg\n", "outlets goes with what: spread"),
        ("outlets: 3", "outlets: 1", r"watches\.1\.outlets"),
        (
            "desk@newsroom.example",
            '"desk@newsroom.example\\nBcc: x"',
            "not a mail address",
        ),
        ("https://chat", "ftp://chat", "not an http"),
        ("key: spread", "key: ../spread", r"watches\.1\.key"),
        ("key: spread", "key: ferry", "the key 'ferry' is used twice"),
        ("2026-03-01", "March", r"watches\.0\.since"),
        ("name: Everywhere", "name: [1]", r"watches\.1\.name"),
        ("name: Everywhere", "name: 2026", r"1\.name: YAML reads it as a number .2026.; put it in"),
        ("ferry contract", "2026-03-01", r"words: YAML reads it as a day .2026-03-01.; put it in"),
        ("    name: Everywhere", "    name: yes", r"name: YAML reads it as yes or no .True.; put"),
        ("watches:", "watches: [", "cannot be read"),
    ],
)
def test_a_wrong_watches_file_is_explained(
    tmp_path: Path, before: str, after: str, message: str
) -> None:
    with pytest.raises(SettingsError, match=message):
        load_watches(settings(tmp_path, GOOD.replace(before, after)))


def test_a_speaker_may_be_a_number_as_yaml_reads_it(tmp_path: Path) -> None:
    text = GOOD.replace("words: ferry contract", "speaker: 5")
    assert watch_named(settings(tmp_path, text), "ferry").question.speaker == "5"
    with pytest.raises(SettingsError, match=r"speaker: YAML reads it as yes or no"):
        load_watches(settings(tmp_path, text.replace("speaker: 5", "speaker: yes")))


def test_a_watch_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    assert watch_named(settings(tmp_path), "ferry").name == "The ferry"
    with pytest.raises(SettingsError, match="it has ferry, spread; did you mean 'ferry'"):
        watch_named(settings(tmp_path), "fery")
