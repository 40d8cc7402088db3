"""Names that come, go and become ambiguous: what is left is as if it had been loaded at once."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from sqlalchemy import Engine, text

from pipeline.records import AttributedPage
from pipeline.warehouse import (
    WarehouseError,
    distinguish_speakers,
    merge_speakers,
    rebuild_speakers,
    speaker_decisions,
    speakers,
    split_speaker,
    undo_decision,
)
from tests.contents import contents
from tests.warehouse.conftest import NewWarehouse
from tests.warehouse.examples import load
from tests.warehouse.sql_results import violations
from tests.warehouse.test_names_across_articles import in_every_order, said_by, who
from tests.warehouse.test_statements import quoting


def gone(page: AttributedPage) -> AttributedPage:
    """A page as a later extraction reads it: without its quotations."""
    return replace(page, quotations=())


def same(new_warehouse: NewWarehouse, engine: Engine, *pages: AttributedPage) -> None:
    """Whether a warehouse tells speakers apart as one does in which only `pages` were loaded."""
    other = new_warehouse()
    load(other, *pages)
    assert who(engine) == who(other)


def test_names_of_one_spelling_never_lead_in_a_circle(new_warehouse: NewWarehouse) -> None:
    pages = [
        said_by("Annmarie Lund"),
        said_by("Ann-Marie Lund", "Annmarie K. Lund", role="goalkeeper"),
        said_by("Annmarie K. Lund"),
    ]
    for engine in in_every_order(new_warehouse, pages):
        assert list(who(engine).values()) == [3]


def test_hundreds_of_names_that_sound_alike_are_bounded(engine: Engine) -> None:
    chance = random.Random(1)
    families = {
        "".join(chance.choice("aeiou") if c == "*" else c for c in "Vl*d*br*nstr*kl*nd")
        for _ in range(450)
    }
    load(engine, *(said_by(f"Sara {family}", role="minister") for family in sorted(families)))
    assert violations(engine) == []


def test_a_name_that_is_no_longer_ambiguous_meets_again(new_warehouse: NewWarehouse) -> None:
    board = said_by("Federal Fisheries Board", "FFB", kind="organisation")
    bureau = said_by("Farm Fuel Bureau", "FFB", kind="organisation")
    short = said_by("FFB", kind="organisation")
    engine = new_warehouse()
    load(engine, board, bureau, short)
    assert list(who(engine).values()) == [1, 1, 1]
    load(engine, gone(bureau), extraction="2+rules")
    same(new_warehouse, engine, board, short)


def test_a_speaker_is_not_called_by_a_name_that_went(new_warehouse: NewWarehouse) -> None:
    edda, short = said_by("Edda Kvist"), [said_by("E. Kvist"), said_by("E. Kvist")]
    engine = new_warehouse()
    load(engine, edda, *short)
    load(engine, said_by("Erik Kvist"))
    assert who(engine) == {"E. Kvist": 2, "Edda Kvist": 1, "Erik Kvist": 1}
    engine = new_warehouse()
    load(engine, edda, *short)
    load(engine, *map(gone, short), extraction="2+rules")
    assert who(engine) == {"Edda Kvist": 1}


def test_a_name_that_is_written_otherwise_now_leaves_nothing_behind(
    new_warehouse: NewWarehouse,
) -> None:
    pages = [
        said_by("Jan Ten Broek"),
        said_by("Ana Broek"),
        said_by("Broek"),
        said_by("Jan Tenbroek"),
        said_by("Jan Tenbroek"),
    ]
    engine = new_warehouse()
    for page in pages:
        load(engine, page)
    same(new_warehouse, engine, *pages)


@pytest.mark.parametrize(("role", "other"), [("farmer", None), (None, "farmer")])
def test_a_merge_holds_for_names_of_another_role(
    engine: Engine, role: str | None, other: str | None
) -> None:
    load(engine, said_by("Robert Smithson", role=role), said_by("Bob Smithson", role=other))
    merge_speakers(engine, "Bob Smithson", "Robert Smithson")
    load(engine, said_by("Robert Smithson"), said_by("Bob Smithson"))
    assert who(engine) == {"Robert Smithson": 4}


def namesakes(engine: Engine) -> dict[str | None, str]:
    """Three speakers of one name: the role of each and the number."""
    roles = ("striker", "police inspector", None)
    load(engine, *(said_by("John Smithson", role=role) for role in roles))
    found = speakers(engine, "John Smithson").entries
    return {next(iter(entry.roles), None): str(entry.speaker_id) for entry in found}


STRIKERS = [said_by("John Smithson", role="striker") for _ in range(20)]
"""So many that those without a role are taken for his, if nobody decided otherwise."""


def test_a_namesake_without_a_role_is_merged_by_hand(engine: Engine) -> None:
    number = namesakes(engine)
    assert merge_speakers(engine, number[None], number["police inspector"]).quotations == 2
    load(engine, *STRIKERS)
    assert sorted(who(engine).values()) == [2, 21]


def test_a_namesake_merged_into_one_without_a_role_leads_in_no_circle(engine: Engine) -> None:
    number = namesakes(engine)
    merge_speakers(engine, number["striker"], number[None])
    load(engine, *STRIKERS)
    assert sorted(who(engine).values()) == [1, 22]


@pytest.mark.parametrize(
    ("role", "further"), [(None, "striker"), ("police inspector", "police inspector and striker")]
)
def test_namesakes_who_are_two_by_hand_stay_two(
    engine: Engine, role: str | None, further: str
) -> None:
    number = namesakes(engine)
    distinguish_speakers(engine, number[role], number["striker"])
    load(engine, *STRIKERS, said_by("John Smithson", role=further))
    numbers = {str(entry.speaker_id) for entry in speakers(engine).entries}
    assert {number[role], number["striker"]} <= numbers
    before = who(engine)
    rebuild_speakers(engine)
    assert who(engine) == before


def test_merges_in_a_circle_hold_for_nobody(engine: Engine) -> None:
    farmer = said_by("Zed Olsen", role="farmer")
    load(engine, said_by("Ada Holm"), farmer)
    merge_speakers(engine, "Ada Holm", "Zed Olsen")
    load(engine, gone(farmer), said_by("Zed Olsen"), extraction="2+rules")
    merge_speakers(engine, "Zed Olsen", "Ada Holm")
    load(engine, farmer, extraction="3+rules")
    assert sum(who(engine).values()) == 3
    for decision in speaker_decisions(engine):
        undo_decision(engine, decision.decision_id)
    assert who(engine) == {"Zed Olsen": 2, "Ada Holm": 1}


def test_a_merged_name_is_not_split_without_saying_so(engine: Engine) -> None:
    load(engine, said_by("Robert Smithson"), said_by("Bob Smithson"))
    merge_speakers(engine, "Bob Smithson", "Robert Smithson")
    with pytest.raises(WarehouseError, match="merged into another speaker by hand"):
        split_speaker(engine, "Bob Smithson")


def test_a_rebuild_mends_what_was_spoilt(engine: Engine) -> None:
    load(engine, quoting("We will keep the old ferry in public hands"), said_by("Ada Holm", "Holm"))
    load(engine, quoting("keep the old ferry in public hands"), said_by("Holm"))
    before = contents(engine)
    with engine.begin() as connection:
        for spoiling in (
            "DELETE FROM wording_shingle",
            "UPDATE wording SET points_to = NULL",
            "DELETE FROM speaker_alias",
            "UPDATE speaker_name SET points_to = NULL, quotations = 99",
        ):
            connection.execute(text(spoiling))
    assert contents(engine) != before
    rebuild_speakers(engine)
    assert contents(engine) == before


def test_a_family_name_with_a_suffix_is_the_sons(engine: Engine) -> None:
    load(engine, said_by("Edgar Holm"), said_by("Holm Jr."))
    assert list(who(engine).values()) == [1, 1]
