"""Single words in marks: a speaker's, or a term that the writer holds at arm's length."""

from __future__ import annotations

import pytest

from pipeline.quotes import Attributor
from pipeline.records import Kind


@pytest.mark.parametrize(
    "text",
    [
        "Harbour master Ada Cole called the plan “reckless” on Monday.",
        "Ada Cole described it as a “reckless” plan when she spoke to the council on Monday.",
        "The plan to close the ferry was “reckless,” Ada Cole told the council on Monday.",
    ],
)
def test_a_word_that_somebody_chose_is_theirs(attributor: Attributor, text: str) -> None:
    (found,) = [q for q in attributor.attributions(text) if q.segments]
    assert found.speaker == "Ada Cole"
    assert found.segments[0].strip(",") == "reckless"


@pytest.mark.parametrize(
    "text",
    [
        "Harbour master Ada Cole told the council on Monday that there had never been an "
        "“irregular” channel to the ferry company.",
    ],
)
def test_a_word_before_its_noun_is_the_writers(attributor: Attributor, text: str) -> None:
    (found,) = [q for q in attributor.attributions(text) if q.speaker == "Ada Cole"]
    assert found.segments == ()
    assert found.attribution.kind is Kind.INDIRECT


def test_more_words_before_a_noun_are_the_speakers(attributor: Attributor) -> None:
    text = "Ada Cole said on Monday that the “wholly reckless and late” plan would end in spring."
    (found,) = [q for q in attributor.attributions(text) if q.speaker == "Ada Cole"]
    assert found.segments == ("wholly reckless and late",)
