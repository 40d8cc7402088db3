"""The quotations of every article of the newsroom, against what a careful reader says.

Known gaps are listed in known_gaps.json: a new one fails, and so does one that is mended but
still listed. `python -m tests.quotes.gaps` writes the list anew.
"""

from __future__ import annotations

from collections import Counter

import pytest

from pipeline.quotes import Attributor
from tests.newsroom import Fixture
from tests.quotes.gaps import answers, count, differences, known_gaps, name_of, with_quotes

MOST_GAPS = 127
"""May only fall."""
LEAST_WITH_SPEAKER = 485
"""Of 570 marked fragments; 480 where it was measured, a few less on other processors."""
KNOWN = known_gaps()
FIXTURES = {name_of(fixture): fixture for fixture in with_quotes()}


@pytest.mark.parametrize("fixture", FIXTURES.values(), ids=FIXTURES.keys())
def test_quotations_are_those_a_reader_finds(attributor: Attributor, fixture: Fixture) -> None:
    found = differences(fixture.expected["quotes"], answers(attributor, fixture.text))
    known = KNOWN.get(name_of(fixture), [])
    new = [line for line in found if line not in known]
    mended = [line for line in known if line not in found]
    assert not new, "new differences:\n" + "\n".join(new)
    assert not mended, "mended, so take off known_gaps.json:\n" + "\n".join(mended)


def test_known_gaps_only_fall() -> None:
    assert count(KNOWN) <= MOST_GAPS
    assert set(KNOWN) <= set(FIXTURES), "known gaps of a fixture that is gone"


def test_the_model_costs_no_marked_words_and_no_speaker(
    attributor: Attributor, with_model: Attributor
) -> None:
    """With the model no fewer marked words are found, nor fewer of them with their speaker."""

    def found_by(one: Attributor) -> tuple[int, int]:
        marked = speakers = 0
        for fixture in FIXTURES.values():
            wanted, got = (
                Counter((words, q["speaker"]) for q in quotes for words in q["segments"])
                for quotes in (fixture.expected["quotes"], answers(one, fixture.text))
            )
            speakers += (wanted & got).total()
            words = [Counter(w for w, _ in pairs.elements()) for pairs in (wanted, got)]
            marked += (words[0] & words[1]).total()
        return marked, speakers

    by_rules, joined = found_by(attributor), found_by(with_model)
    assert by_rules[0] > 500
    assert joined[0] >= by_rules[0]
    assert joined[1] >= max(by_rules[1], LEAST_WITH_SPEAKER)
