"""The quotations of every article of the newsroom, against what a careful reader says.

Counted are marked fragments, not tokens or characters: found, of the right kind, with their
speaker. What is reported without marks has the corpus for its measure, see `tests/evaluation`.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from pipeline.quotes import Attributor
from pipeline.records import Quotation
from tests.evaluation.gate import WITHOUT_VNNI, has_vnni
from tests.newsroom import fixtures

FRAGMENTS = 570
LEAST = {"found": 567, "kind": 545, "speaker": 501}
"""Of the fragments; may only rise."""
LEAST_WITHOUT_NETWORK = 552
"""Fragments found where the network is left out."""
MOST_INVENTED = 0
"""Marked words that are taken for a quotation and are none."""


def figures(attributor: Attributor) -> dict[str, int]:
    """How many marked fragments there are, are found, and are right in each respect."""
    counted: Counter[str] = Counter()
    for fixture in fixtures():
        if "quotes" not in fixture.expected:
            continue
        wanted = [_of_expected(one) for one in fixture.expected["quotes"]]
        given = [_of_quotation(one) for one in attributor.attributions(fixture.text)]
        both = _segments(wanted, "") & _segments(given, "")
        counted["fragments"] += _segments(wanted, "").total()
        counted["found"] += both.total()
        counted["invented"] += (_segments(given, "") - both).total()
        for part in ("kind", "speaker"):
            counted[part] += (_segments(wanted, part) & _segments(given, part)).total()
    return counted


def _of_expected(quotation: dict[str, Any]) -> dict[str, Any]:
    return {part: quotation[part] for part in ("segments", "kind", "speaker")}


def _of_quotation(quotation: Quotation) -> dict[str, Any]:
    return {
        "segments": quotation.segments,
        "kind": quotation.attribution.kind.value,
        "speaker": quotation.speaker,
    }


def _segments(quotations: list[dict[str, Any]], part: str) -> Counter[tuple[str, Any]]:
    """The marked fragments with what a quotation says in one respect, "" for none."""
    return Counter(
        (words, quotation.get(part)) for quotation in quotations for words in quotation["segments"]
    )


def test_marked_words_of_the_newsroom_are_found_with_kind_and_speaker(
    attributor: Attributor,
) -> None:
    found = figures(attributor)
    slack = 0 if has_vnni() else round(WITHOUT_VNNI / 100 * FRAGMENTS)
    assert found["fragments"] == FRAGMENTS
    assert {part: found[part] for part in LEAST if found[part] < LEAST[part] - slack} == {}
    assert found["invented"] <= MOST_INVENTED + slack


def test_without_the_network_marked_words_are_found_and_nobody_is_made_up(
    without_network: Attributor,
) -> None:
    found = figures(without_network)
    assert found["found"] >= LEAST_WITHOUT_NETWORK
    for fixture in fixtures():
        for quotation in without_network.attributions(fixture.text):
            assert quotation.cue is None
            assert (
                quotation.speaker is None
                or quotation.attribution.source is not None
                or (quotation.speaker == "[author]")
            )
