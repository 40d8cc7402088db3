"""The text dump that the project was asked for, wherever the labelled data is at hand."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from click.testing import CliRunner

from pipeline.cli.commands import cli
from tests.evaluation.gate import shared_folder


def test_the_seed_dump_is_stripped_and_attributed() -> None:
    dump = shared_folder() / "data" / "seed" / "pressuring.txt"
    if not dump.exists():
        pytest.skip(f"no {dump}")
    result = CliRunner().invoke(cli, ["extract", "--format", "json", str(dump)])
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    removed = [block["label"] for block in answer["removed"]]
    assert removed == ["counter", "counter", "caption", "credit"]
    assert len(answer["article"]["paragraphs"]) == 14
    marked = [quote for quote in answer["quotes"] if quote["segments"]]
    speakers = Counter(quote["speaker"] for quote in marked)
    # the lead puts one word of its spokesperson's into the mouth of China itself
    assert speakers == {"Kurt Campbell": 8, "Mao Ning": 3, "Sergei Lavrov": 2, "China": 1}
    pronouns = [
        (quote["mention"], quote["cue"], quote["speaker"])
        for quote in answer["quotes"]
        if quote["mention"] in {"he", "she"} and quote["kind"] == "direct"
    ]
    assert pronouns == [
        ("she", "added", "Mao Ning"),
        ("he", "continued", "Kurt Campbell"),
        ("he", "added", "Sergei Lavrov"),
    ]
    assert all(quote["role"] for quote in marked if quote["speaker"] != "China")
    reported = {(quote["speaker"], quote["cue"]) for quote in answer["quotes"]}
    assert ("Mao Ning", "hit back at") in reported
