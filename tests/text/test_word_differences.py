"""What kind of difference it is when other words stand in a place."""

from __future__ import annotations

import pytest

from pipeline.text.paragraph_pairs import MAX_COMPARED, paired_paragraphs
from pipeline.text.word_differences import is_respelling, negation_differs, number_differs
from pipeline.text.word_runs import likeness, word_runs


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("goverment", "government", True),
        ("recieve", "receive", True),
        ("teh", "the", True),
        ("to day", "today", True),
        ("dont", "don't", True),
        ("concil kept", "council kept", True),
        ("council kept", "concil sold", False),
        ("million", "billion", False),
        ("will", "well", False),
        ("lost", "lose", False),
        ("sell", "sells", False),
        ("12345", "12346", False),
        ("may", "might", False),
        ("我们会卖旧渡轮", "我们不会卖旧渡轮", False),
        ("", "may", False),
    ],
)
def test_a_slip_is_told_from_another_word(before: str, after: str, expected: bool) -> None:
    assert is_respelling(before.split(), after.split()) is expected
    assert is_respelling(after.split(), before.split()) is expected


@pytest.mark.parametrize(
    ("before", "after", "negation", "number"),
    [
        ("will not", "will", True, False),
        ("can't", "can", True, False),
        ("never", "not", False, False),
        ("14 men", "40 men", False, True),
        ("14 men", "men", False, True),
        ("", "14 men", False, False),
        ("million", "billion", False, True),
        ("keines", "eines", True, False),
        ("nein", "ja", True, False),
        ("", "pas", True, False),
        ("est", "n'est plus", True, False),
        ("est", "n'est pas", True, False),
        ("будем", "не будем", True, False),
        ("zwei", "drei", False, True),
        ("a b c d e f not", "g", False, False),
    ],
)
def test_negations_and_numbers(before: str, after: str, negation: bool, number: bool) -> None:
    assert negation_differs(before.split(), after.split()) is negation
    assert number_differs(before.split(), after.split()) is number


def test_runs_give_both_texts_whole() -> None:
    before, after = list("abcd"), list("axcde")
    runs = word_runs(before, after)
    assert [word for run in runs for word in run.before] == before
    assert [word for run in runs for word in run.after] == after
    assert [run.is_same for run in runs] == [True, False, True, False]
    assert likeness(before, after) == pytest.approx(6 / 9)
    assert likeness(before, after, least=0.7) == 0


def test_paragraphs_are_paired_whatever_their_number() -> None:
    old = [f"paragraph {number} of the text" for number in range(MAX_COMPARED + 20)]
    new = ["one more in front of all", *old[:5], *old[6:]]
    # what both end with is not compared, however much it is
    paired = paired_paragraphs(old, new)
    assert paired.is_whole
    assert paired.pairs[:8] == (
        (None, 0), (0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, None), (6, 6),
    )  # fmt: skip
    assert len(paired.pairs) == len(old) + 1
    assert not paired_paragraphs(old, old[::-1]).is_whole
