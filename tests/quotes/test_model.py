"""The shipped model: its files, its answers with the rules, hostile texts, and what may fail."""

from __future__ import annotations

import json
import shutil
from copy import deepcopy
from pathlib import Path

import pytest

from pipeline.model_files import CONFIG
from pipeline.quotes import Attributor, ModelError, attribution_version
from pipeline.quotes.confidence import FEATURES
from pipeline.quotes.network.attribution_model import (
    NETWORK,
    SHIPPED,
    TOKENIZER,
    read_config,
)
from pipeline.quotes.network.bilou import LABELS
from pipeline.quotes.speakers.choice_columns import COLUMNS
from pipeline.quotes.speakers.choosing import CERTAINTY_FEATURES, TREES
from pipeline.records import Kind, Quotation
from tests.quotes.test_bounds import HOSTILE

TEXT = (
    "The harbour office believes that the Kittiwake will sail again in May. "
    "“We have no engine,” said Ada Cole, who runs the yard. The union demanded an answer by "
    "Monday.{0}Its chairman, Bo Lund 🚢, warned that nobody would be paid until the ship had "
    "passed its trials."
)


def spans(quotation: Quotation) -> list[tuple[int, int]]:
    found = quotation.attribution
    return [span for span in (found.source, found.cue, *found.content) if span is not None]


def test_speech_without_marks_is_found_with_its_source_and_cue(attributor: Attributor) -> None:
    text = TEXT.format("\n\n")
    found = attributor.attributions(text)
    reported = {q.cue: q for q in found if q.attribution.kind is Kind.INDIRECT}
    assert {"believes", "demanded", "warned"} <= set(reported)
    assert reported["believes"].text == "that the Kittiwake will sail again in May"
    assert reported["demanded"].mention == "The union"
    assert reported["warned"].speaker == "Bo Lund"
    assert reported["warned"].text.startswith("that nobody would be paid")


def test_marks_are_paired_by_the_rules(attributor: Attributor) -> None:
    (direct,) = [q for q in attributor.attributions(TEXT.format("\n\n")) if q.segments]
    assert direct.segments == ("We have no engine,",)
    assert direct.speaker == "Ada Cole"
    assert direct.attribution.kind is Kind.DIRECT


@pytest.mark.parametrize("line_end", ["\n\n", "\r\n\r\n", "\r\r", "\u2028", "\u2029"])
def test_offsets_are_those_of_the_text_as_given(attributor: Attributor, line_end: str) -> None:
    text = TEXT.format(line_end)
    found = attributor.attributions(text)
    words = [[text[start:end] for start, end in spans(q)] for q in found]
    assert ["“We have no engine,”"] in [w[2:] for w in words]
    warned = next(w for w in words if "warned" in w)
    assert warned[-1] == "that nobody would be paid until the ship had passed its trials"
    assert all(word == word.strip() and word for w in words for word in w)


@pytest.mark.parametrize("name", HOSTILE)
def test_any_text_is_answered(attributor: Attributor, name: str) -> None:
    text = HOSTILE[name](6_000)
    for quotation in attributor.attributions(text):
        assert 0 <= quotation.attribution.confidence <= 1
        for start, end in spans(quotation):
            assert 0 <= start < end <= len(text)


@pytest.mark.parametrize("name", ["one word", "spaces between words"])
def test_a_million_characters_are_answered(attributor: Attributor, name: str) -> None:
    attributor.attributions(HOSTILE[name](1_000_000))


def test_a_long_text_is_answered_like_its_parts(attributor: Attributor) -> None:
    text = "\n\n".join(TEXT.format("\n\n") for _ in range(250))
    found = attributor.attributions(text)
    assert len(text) > 50_000
    assert sum(q.cue == "demanded" for q in found) == 250


def test_text_in_capitals_is_read(attributor: Attributor) -> None:
    found = attributor.attributions(TEXT.format("\n\n").upper())
    assert {"WARNED", "DEMANDED"} <= {q.cue for q in found}


@pytest.mark.parametrize("language", ["de", "fr"])
def test_the_model_reads_english_alone(attributor: Attributor, language: str) -> None:
    text = "Ada Cole glaubt, dass die Fähre im Mai wieder fährt. „Wir sind bereit“, sagte sie."
    rules = Attributor(rules_only=True).attributions(text, language=language)
    assert attributor.attributions(text, language=language) == rules


def test_two_answers_are_the_same(attributor: Attributor) -> None:
    text = TEXT.format("\n")
    assert attributor.attributions(text) == attributor.attributions(text)


def test_the_version_names_rules_and_model(attributor: Attributor) -> None:
    assert attributor.version == attribution_version()
    assert f"+{read_config()['version']}@" in attributor.version
    assert attributor.version.startswith(attribution_version(rules_only=True) + "+")


def test_another_file_makes_another_version(tmp_path: Path) -> None:
    config = deepcopy(read_config())
    config["digests"][TREES] = "sha256:0"
    (tmp_path / CONFIG).write_text(json.dumps(config), encoding="utf-8")
    assert attribution_version(model_folder=str(tmp_path)) != attribution_version()


def test_the_config_is_that_of_this_code() -> None:
    config = read_config()
    assert config["labels"] == list(LABELS)
    weights = {kind: set(of) for kind, of in config["confidence"].items()}
    assert weights == {kind: set(features) for kind, features in FEATURES.items()}
    assert config["speakers"]["columns"] == list(COLUMNS)
    assert set(config["speakers"]["certainty"]) == set(CERTAINTY_FEATURES)
    assert set(config["digests"]) == {NETWORK, TOKENIZER, TREES}


@pytest.mark.parametrize("name", [NETWORK, TOKENIZER, TREES])
def test_another_file_than_the_configs_is_refused(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "model"
    shutil.copytree(SHIPPED, folder)
    with (folder / name).open("ab") as file:
        file.write(b"x")
    with pytest.raises(ModelError, match=f"{name} .* is not the one of its config"):
        Attributor(model_folder=str(folder))


def test_a_missing_model_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="VERBATIM_ATTRIBUTION=rules"):
        Attributor(model_folder=str(tmp_path))
    (tmp_path / CONFIG).write_text(json.dumps(read_config()), encoding="utf-8")
    with pytest.raises(ModelError, match="cannot be read"):
        Attributor(model_folder=str(tmp_path))
