"""How much more than others somebody uses a word, as the formulas of the paper have it."""

from __future__ import annotations

from math import exp, log, sqrt

import pytest

from pipeline.text.word_odds import least_log_odds


def test_the_figure_is_that_of_the_formula() -> None:
    # 40 of 100 texts against 60 of 900: of 100 texts of the prior, 10 have the word
    ours, theirs = 40 + 10, 60 + 10
    ratio = log(ours / (200 - ours)) - log(theirs / (1000 - theirs))
    expected = ratio - 1.96 * sqrt(1 / ours + 1 / theirs)
    assert least_log_odds(40, 100, 60, 900) == pytest.approx(expected)
    assert 2 < exp(expected) < 4


def test_what_all_use_alike_is_not_above_others() -> None:
    assert least_log_odds(50, 100, 450, 900) < 0
    assert least_log_odds(0, 100, 0, 900) == 0
    assert least_log_odds(0, 100, 90, 900) < 0


def test_more_texts_make_more_certain_and_one_text_makes_nothing() -> None:
    assert least_log_odds(1, 100, 0, 5000) < 0
    found = [least_log_odds(number, 100, 5, 5000) for number in (2, 5, 10, 20)]
    assert found == sorted(found)
    assert found[0] < least_log_odds(20, 1000, 5, 5000)


def test_without_texts_there_is_nothing_to_compare() -> None:
    with pytest.raises(ValueError, match="nothing to compare"):
        least_log_odds(0, 0, 1, 10)
