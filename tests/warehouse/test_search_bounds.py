"""Searches of which very much fits: what is found is the same, and counted only up to a bound."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine

from pipeline.records import Kind
from pipeline.warehouse import quotation_search, search, statement_spreads, word_index
from pipeline.warehouse.statement_spreads import statements_within

LONG_AGO, FAR_AHEAD = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture
def bound(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Lowers how many are counted, and from how many wordings on words are common."""

    def lower(counted: int, common: int = 1, probed: int = 2_000) -> None:
        monkeypatch.setattr(quotation_search, "MOST_COUNTED", counted)
        monkeypatch.setattr(statement_spreads, "MOST_COUNTED", counted)
        monkeypatch.setattr(quotation_search, "_MOST_PROBED", probed)
        monkeypatch.setattr(word_index, "COMMON", common)

    return lower


SEARCHES: list[tuple[str, dict[str, Any]]] = [
    ("", {}),
    ("", {"kind": Kind.DIRECT}),
    ("", {"language": "en"}),
    ("the", {}),
    ("the", {"min_confidence": 0.9}),
    ("the", {"min_confidence": 0}),
    ("the", {"kind": Kind.INDIRECT}),
    ("the", {"until": datetime(2026, 3, 5, tzinfo=UTC)}),
    ("to the", {}),
    ("the and", {"language": "en"}),
    ("of the", {"offset": 7}),
]


@pytest.mark.parametrize("probed", [0, 15, 60, 2_000])
@pytest.mark.parametrize(("words", "options"), SEARCHES)
def test_what_is_found_is_the_same_however_much_fits(
    loaded_newsroom: Engine,
    bound: Callable[..., None],
    words: str,
    options: dict[str, Any],
    probed: int,
) -> None:
    expected = search(loaded_newsroom, words, limit=5, **options)
    assert expected.total > 12
    bound(12, probed=probed)
    found = search(loaded_newsroom, words, limit=5, **options)
    assert found.quotations == expected.quotations
    assert (found.more, found.total + found.hidden) == (True, 12)


@pytest.mark.parametrize("probed", [0, 2, 2_000])
@pytest.mark.parametrize("name", ["Solberg", "the Solberg"])
def test_common_words_of_a_speaker_are_all_counted(
    loaded_newsroom: Engine, bound: Callable[..., None], name: str, probed: int
) -> None:
    expected = search(loaded_newsroom, name), search(loaded_newsroom, "the", speaker="Solberg")
    assert all(one.total for one in expected)
    bound(10_000, probed=probed)
    assert (
        search(loaded_newsroom, name),
        search(loaded_newsroom, "the", speaker="Solberg"),
    ) == expected


def test_what_is_shown_is_counted(loaded_newsroom: Engine, bound: Callable[..., None]) -> None:
    """However few of those that are counted are sure."""
    every = search(loaded_newsroom, "", min_confidence=0, limit=1_000).quotations
    surest = sorted((one.confidence for one in every), reverse=True)
    bound(12)
    found = search(loaded_newsroom, "", min_confidence=surest[9], limit=3, offset=6)
    assert len(found.quotations) == 3
    assert found.total >= 9


def test_more_than_are_counted_can_be_asked_for(
    loaded_newsroom: Engine, bound: Callable[..., None]
) -> None:
    expected = search(loaded_newsroom, "the", limit=1_000)
    bound(12)
    assert search(loaded_newsroom, "the", limit=1_000) == expected
    assert search(loaded_newsroom, "the", limit=expected.total) == expected


@pytest.mark.parametrize("since", [None, LONG_AGO])
@pytest.mark.parametrize("least_outlets", [1, 2])
def test_the_statements_that_spread_are_the_same_however_many_there_are(
    loaded_newsroom: Engine, bound: Callable[..., None], since: datetime | None, least_outlets: int
) -> None:
    def spread() -> Any:
        return statements_within(
            loaded_newsroom, since, FAR_AHEAD, least_outlets=least_outlets, limit=4
        )

    found, number, more = spread()
    assert (number > 4, more) == (True, False)
    bound(number - 1)
    assert spread() == (found, number - 1, True)
