"""Pairs of speakers who may be one: which are listed, why, and how they are settled."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from pipeline.warehouse import (
    WarehouseError,
    distinguish_speakers,
    doubtful_pairs,
    load_identities,
    merge_speakers,
    rebuild_speakers,
    settle_pair,
    speaker_decisions,
    undo_decision,
)
from tests.warehouse.examples import Said, load, page
from tests.warehouse.identity_examples import identities_file
from tests.warehouse.test_names_across_articles import said_by, who

WORDS = "“We will not sell the old ferry to anybody,”"


def pairs(engine: Engine) -> dict[tuple[str, str], tuple[str, ...]]:
    """The evidence for pairs, by their names in alphabetical order."""
    return {
        tuple(sorted((pair.name, pair.other_name))): pair.evidence  # type: ignore[misc]
        for pair in doubtful_pairs(engine)
    }


def test_a_nickname_is_listed_with_all_that_speaks_for_it(engine: Engine, tmp_path: Path) -> None:
    load(
        engine,
        said_by("Robert Smithson", role="harbour commissioner", words=WORDS),
        said_by("Robert Smithson", role="commissioner"),
        said_by("Bob Smithson", words=WORDS),
        said_by("Alice Smithson"),
        said_by("Edda Kvist"),
    )
    ((names, evidence),) = pairs(engine).items()
    assert names == ("Bob Smithson", "Robert Smithson")
    assert evidence == (
        "the same words under both names: “we will not sell the old ferry to anybody”",
        "a nickname, another spelling or another order of the name",
        "both are quoted by Harbour Courier",
        "quoted 2026-03-02 and 2026-03-02",
    )
    (pair,) = doubtful_pairs(engine)
    assert (pair.name, pair.quotations, pair.other_quotations) == ("Bob Smithson", 1, 2)

    load_identities(engine, [identities_file(tmp_path, "Q1,Bob Smithson,Robert Smithson,,,,")])
    assert pairs(engine)[names][0] == "both are wikidata:Q1 in the identities file"


def test_two_of_one_identity_are_listed_however_they_are_called(
    engine: Engine, tmp_path: Path
) -> None:
    load(engine, said_by("Alicia Stone"), said_by("Lissy Kvist"))
    assert pairs(engine) == {}
    load_identities(engine, [identities_file(tmp_path, "Q1,Alicia Stone,Lissy Kvist,,,,")])
    assert [evidence[0] for evidence in pairs(engine).values()] == [
        "both are wikidata:Q1 in the identities file"
    ]
    # it is a person who decides it
    assert set(who(engine)) == {"Alicia Stone", "Lissy Kvist"}


def test_a_family_name_alone_is_listed_beside_everybody_who_may_be_meant(engine: Engine) -> None:
    load(engine, said_by("Edda Kvist"), said_by("Jon Kvist"), said_by("Kvist"))
    assert set(pairs(engine)) == {("Edda Kvist", "Kvist"), ("Jon Kvist", "Kvist")}


def test_who_is_quoted_beside_the_other_is_further_down(engine: Engine) -> None:
    beside = page(
        "“One,” said Bob Stone. “Two,” said Robert Stone.",
        quotes=[Said("“One,”", "Bob Stone"), Said("“Two,”", "Robert Stone")],
    )
    load(engine, beside, said_by("Bob Smithson"), said_by("Robert Smithson"))
    (first, _), (second, evidence) = pairs(engine).items()
    assert (first[0], second[0]) == ("Bob Smithson", "Bob Stone")
    assert "against it: an article quoted both beside each other" in evidence


def test_who_was_decided_to_be_two_is_asked_no_more_and_stays_two(engine: Engine) -> None:
    load(engine, said_by("Bob Smithson"), said_by("Robert Smithson"))
    for _again in range(2):
        distinguish_speakers(engine, "Robert Smithson", "Bob Smithson")
    (decision,) = speaker_decisions(engine)
    assert (decision.kind, decision.name, decision.into) == (
        "distinguish", "Robert Smithson", "Bob Smithson",
    )  # fmt: skip
    assert pairs(engine) == {}
    # without the decision these roles would make them one
    load(
        engine,
        said_by("Bob Smithson", role="harbour commissioner"),
        said_by("Robert Smithson", role="harbour commissioner"),
    )
    assert who(engine) == {"Bob Smithson": 2, "Robert Smithson": 2}
    rebuild_speakers(engine)
    assert who(engine) == {"Bob Smithson": 2, "Robert Smithson": 2}
    undo_decision(engine, decision.decision_id)
    assert list(who(engine).values()) == [4]


def test_a_fuller_name_of_the_other_changes_nothing_about_two(engine: Engine) -> None:
    load(engine, said_by("Edda Kvist"), said_by("Kvist"))
    assert who(engine) == {"Edda Kvist": 2}
    other = said_by("Jon Kvist")
    load(engine, other)
    distinguish_speakers(engine, "Kvist", "Edda Kvist")
    load(engine, replace(other, quotations=()), extraction="2+rules")
    assert who(engine) == {"Edda Kvist": 1, "Kvist": 1}
    load(engine, said_by("Edda B. Kvist"))
    assert who(engine) == {"Edda B. Kvist": 2, "Kvist": 1}


def test_who_is_not_one_of_two_is_not_taken_for_the_other(engine: Engine) -> None:
    load(engine, said_by("Edda Kvist"), said_by("Jon Kvist"), said_by("Kvist"))
    distinguish_speakers(engine, "Kvist", "Edda Kvist")
    assert who(engine) == {"Edda Kvist": 1, "Jon Kvist": 1, "Kvist": 1}


def test_merging_takes_back_that_they_are_two(engine: Engine) -> None:
    load(engine, said_by("Bob Smithson"), said_by("Robert Smithson"))
    distinguish_speakers(engine, "Bob Smithson", "Robert Smithson")
    merge_speakers(engine, "Bob Smithson", "Robert Smithson")
    assert [decision.kind for decision in speaker_decisions(engine)] == ["merge"]
    assert list(who(engine).values()) == [2]
    with pytest.raises(WarehouseError, match="are one speaker"):
        distinguish_speakers(engine, "Bob Smithson", "Robert Smithson")


@pytest.mark.parametrize("are_one", [True, False])
def test_settling_a_pair_twice_is_settling_it_once(engine: Engine, are_one: bool) -> None:
    load(engine, said_by("Bob Smithson"), said_by("Robert Smithson"), said_by("Robert Smithson"))
    (pair,) = doubtful_pairs(engine)
    verb = "is" if are_one else "is not"
    told = settle_pair(engine, pair.key, pair.other_key, are_one=are_one)
    assert told == f"Bob Smithson {verb} Robert Smithson"
    held = who(engine), len(speaker_decisions(engine))
    settle_pair(engine, pair.key, pair.other_key, are_one=are_one)
    assert (who(engine), len(speaker_decisions(engine))) == held
    assert held == (
        {"Robert Smithson": 3} if are_one else {"Robert Smithson": 2, "Bob Smithson": 1},
        1,
    )
    assert doubtful_pairs(engine) == []
    assert settle_pair(engine, "nobody", pair.key, are_one=True).startswith("nothing was decided")
