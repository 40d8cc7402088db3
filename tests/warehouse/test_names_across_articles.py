"""Whom the names of different articles stand for."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from pipeline.records import AttributedPage
from pipeline.warehouse import (
    WarehouseError,
    merge_speakers,
    rebuild_speakers,
    speaker_decisions,
    speakers,
    split_speaker,
    undo_decision,
)
from tests.contents import contents
from tests.warehouse.conftest import NewWarehouse
from tests.warehouse.examples import Said, load, page
from tests.warehouse.sql_results import rows, violations

_URLS = itertools.count()


def said_by(
    name: str,
    *aliases: str,
    role: str | None = None,
    kind: str | None = "person",
    outlet: str = "courier",
    words: str | None = None,
    url: str | None = None,
) -> AttributedPage:
    """An article in which somebody is quoted."""
    number = next(_URLS)
    words = words or f"“The harbour has {number} berths and needs more,”"
    made = page(
        f"{words} said {name}.",
        quotes=[Said(words, name, role, aliases)],
        url=url or f"https://{outlet}.example/{number}",
        outlet=outlet,
    )
    quotations = tuple(replace(quotation, speaker_kind=kind) for quotation in made.quotations)
    return replace(made, quotations=quotations)


def who(engine: Engine) -> dict[str, int]:
    """The speakers, by name, and their numbers of quotations; names in parentheses if several."""
    found: dict[str, int] = {}
    for entry in speakers(engine, limit=1000).entries:
        name = entry.name
        while name in found:
            name += "'"
        found[name] = entry.quotations
    assert violations(engine) == []
    return found


def in_every_order(new_warehouse: NewWarehouse, pages: list[AttributedPage]) -> Iterator[Engine]:
    """Warehouses into which the pages were loaded one by one, a warehouse for each order."""
    for order in itertools.permutations(pages):
        engine = new_warehouse()
        for one in order:
            load(engine, one)
        yield engine


ONE_PERSON = {
    "the family name where articles say so": [
        said_by("Xi Jinping", "Xi", "President Xi", role="President"),
        said_by("Xi", "President Xi"),
    ],
    "a family name": [said_by("Edda Kvist", "Kvist"), said_by("Kvist")],
    "a title before the name": [said_by("Edda Kvist"), said_by("Dr. Edda Kvist")],
    "an honour behind the name": [
        said_by("Edda Kvist"),
        said_by("Edda Kvist MP"),
        said_by("Edda Kvist, Ph. D."),
    ],
    "a family name with particles": [said_by("Ada von der Heyde"), said_by("von der Heyde")],
    "a family name with particles at the start of a sentence": [
        said_by("Jan van den Broek"),
        said_by("Van den Broek"),
        said_by("Frau van den Broek"),
    ],
    "a family name with a joined particle": [said_by("Omar al-Hadi"), said_by("al-Hadi")],
    "a family name with a hyphen": [said_by("Ada Trask-Lowe"), said_by("Trask-Lowe")],
    "diacritics": [said_by("José Ramírez"), said_by("Jose Ramirez")],
    "another script": [said_by("Vladimir Orlov"), said_by("Владимир Орлов")],
    "capitals, spaces and hyphens": [said_by("Ann-Marie Lund"), said_by("ANN MARIE LUND")],
    "family name first, with a comma": [said_by("Viktor Halász"), said_by("Halász, Viktor")],
    "a space within a name": [
        said_by("Mary Ann Lund"),
        said_by("Maryann Lund"),
        said_by("Mary-Ann Lund"),
    ],
    "a space within a name and an initial": [
        said_by("Mary Ann K. Lund"),
        said_by("Maryann Lund"),
    ],
    "a space within a family name": [said_by("Ada de la Cruz"), said_by("Ada Delacruz")],
    "a script without spaces": [said_by("习近平"), said_by("Xi Jinping"), said_by("習近平")],
    "the space within an organisation’s name": [
        said_by("Harbour Watch", kind="organisation"),
        said_by("HarbourWatch", kind="organisation"),
    ],
    "a title that is left out": [said_by("Lady Gardal", "Gardal"), said_by("Gardal")],
    "titles of one woman": [said_by("Princess Ottilie"), said_by("Queen Ottilie")],
    "initials that run together": [said_by("JK Rowntree"), said_by("J. K. Rowntree")],
    "initials among capitals": [said_by("JK ROWNTREE"), said_by("J. K. Rowntree")],
    "initials": [said_by("Joanne K. Rowntree"), said_by("J. K. Rowntree")],
    "a middle name": [said_by("Joseph Robert Bidwell"), said_by("Joseph Bidwell")],
    "a nickname and the same office": [
        said_by("Robert Smithson", role="harbour commissioner"),
        said_by("Bob Smithson", role="commissioner of the harbour"),
    ],
    "a nickname that an article uses beside the name": [
        said_by("Robert Smithson", "Bob Smithson"),
        said_by("Bob Smithson"),
    ],
    "another spelling and the same office": [
        said_by("Volodymyr Zelenko", role="Ukrainian minister"),
        said_by("Wolodymyr Zelenkko", role="minister for Ukrainian ports"),
        said_by("Volodymyr Zelenkko", role="Ukrainian minister"),
    ],
    "another order and the same office": [
        said_by("Viktor Halász", role="Hungarian envoy"),
        said_by("Halász Viktor", role="Hungarian envoy"),
    ],
    "the same work, told otherwise": [
        said_by("Ada Holm", role="goalkeeper"),
        said_by("Ada Holm", role="team captain"),
        said_by("Ada Holm"),
    ],
    "a career": [
        said_by("Ada Holm", role="actress"),
        said_by("Ada Holm", role="governor"),
        said_by("Ada Holm", role="former goalkeeper"),
    ],
    "a body and its letters": [
        said_by("Federal Fisheries Board", "FFB", kind="organisation"),
        said_by("FFB", kind="organisation"),
        said_by("the Federal Fisheries Board", kind="organisation"),
    ],
}


@pytest.mark.parametrize("pages", ONE_PERSON.values(), ids=ONE_PERSON)
def test_names_of_one_speaker_meet(
    new_warehouse: NewWarehouse, pages: list[AttributedPage]
) -> None:
    """Whatever order they come in."""
    for engine in in_every_order(new_warehouse, pages):
        assert list(who(engine).values()) == [len(pages)]


SEVERAL = {
    "the letters of one name, parted otherwise": [said_by("Eva Nash"), said_by("Evan Ash")],
    "an initial that others have in the family name": [
        said_by("Eva Nash"),
        said_by("Eva N. Ash"),
    ],
    "initials that spell a name": [said_by("Anna Lee"), said_by("Ann A. Lee")],
    "a given name that may be a title": [said_by("Baron Lind"), said_by("Ada Lind")],
    "one name of one word and one of two": [said_by("Rosemary"), said_by("Rose Mary")],
    "a name without a space that two have with one": [
        said_by("Ann Abel Lee"),
        said_by("Anna Bel Lee"),
        said_by("Annabel Lee"),
    ],
    "organisations with the letters of one name": [
        said_by("Port Arden Trust", kind="organisation"),
        said_by("Porta Rden Trust", kind="organisation"),
    ],
    "given names": [said_by("Maria Lund", "Maria"), said_by("Maria")],
    "a family name that two have": [
        said_by("Edda Kvist", "Kvist"),
        said_by("Jon Kvist", "Kvist"),
        said_by("Kvist"),
    ],
    "a family name that articles call others by in front of theirs": [
        said_by("Kim Haneul", "Kim"),
        said_by("Ada Kim"),
        said_by("Kim"),
    ],
    "a given name beside a family name of several words": [
        said_by("Maria O’Lund", "Maria", "O’Lund", role="ferry pilot"),
        said_by("Maria", role="ferry pilot"),
    ],
    "father and son": [said_by("Edgar Holm"), said_by("Edgar Holm Jr.")],
    "father and son with honours": [said_by("Edgar Holm MP"), said_by("Edgar Holm Jr. MP")],
    "initials and a family name with a hyphen": [said_by("T. Lowe"), said_by("Trask-Lowe")],
    "a given name that is also a particle": [said_by("Van Morris"), said_by("Ada van Morris")],
    "another spelling alone": [said_by("Sara Kahn"), said_by("Sarah Kahn")],
    "another order alone": [said_by("James Martin"), said_by("Martin James")],
    "a nickname alone": [said_by("Robert Smithson"), said_by("Bob Smithson")],
    "kinds of work": [
        said_by("John Smithson", role="striker"),
        said_by("John Smithson", role="police inspector"),
    ],
    "the titles of a man and a woman": [said_by("Lord Ashby"), said_by("Lady Ashby")],
    "mayors of two towns": [
        said_by("John Smithson", role="mayor of Eastport"),
        said_by("John Smithson", role="Westhaven mayor"),
    ],
    "a person and an organisation": [said_by("Ada Norden"), said_by("Norden", kind="organisation")],
    "what many bodies are called": [
        said_by("Ministry of Fisheries", "Ministry", kind="organisation"),
        said_by("Ministry", kind="organisation"),
    ],
}


@pytest.mark.parametrize("pages", SEVERAL.values(), ids=SEVERAL)
def test_two_that_may_be_different_stay_apart(
    new_warehouse: NewWarehouse, pages: list[AttributedPage]
) -> None:
    """Whatever order they come in."""
    for engine in in_every_order(new_warehouse, pages):
        assert list(who(engine).values()) == [1] * len(pages)


def test_a_role_that_nearly_nobody_gives_does_not_split_a_speaker(engine: Engine) -> None:
    """One article that takes a striker for a surgeon leaves the rest as they are."""
    load(engine, *(said_by("Ada Holm", role="striker") for _ in range(10)))
    load(engine, said_by("Ada Holm"), said_by("Ada Holm", role="surgeon"))
    assert list(who(engine).values()) == [11, 1]


def test_a_speaker_is_shown_by_the_full_name_used_most(engine: Engine) -> None:
    load(engine, *(said_by("Kvist") for _ in range(3)), said_by("Edda Maren Kvist"))
    load(engine, said_by("Edda Kvist"), said_by("Edda Kvist"))
    assert who(engine) == {"Edda Kvist": 6}
    (entry,) = speakers(engine, "kvist").entries
    assert entry.names == ("Edda Kvist", "Edda Maren Kvist", "Kvist")


def test_a_speaker_keeps_its_number_when_a_fuller_name_comes(engine: Engine) -> None:
    load(engine, said_by("Kvist"))
    (before,) = speakers(engine).entries
    load(engine, said_by("Edda Kvist", "Kvist"))
    (after,) = speakers(engine).entries
    assert (after.speaker_id, after.name) == (before.speaker_id, "Edda Kvist")


def test_a_name_that_becomes_ambiguous_stands_alone_and_back(engine: Engine) -> None:
    load(engine, said_by("Edda Kvist", "Kvist"), said_by("Kvist"))
    assert who(engine) == {"Edda Kvist": 2}
    other = said_by("Jon Kvist", "Kvist")
    load(engine, other)
    assert who(engine) == {"Edda Kvist": 1, "Jon Kvist": 1, "Kvist": 1}
    load(engine, replace(other, quotations=()), extraction="2+rules")
    assert who(engine) == {"Edda Kvist": 2}


def test_the_order_of_loading_makes_no_difference(new_warehouse: NewWarehouse) -> None:
    pages = [one for some in (*ONE_PERSON.values(), *SEVERAL.values()) for one in some]
    held = []
    for seed in range(3):
        engine = new_warehouse()
        shuffled = random.Random(seed).sample(pages, len(pages))
        for start in range(0, len(shuffled), seed + 5):
            load(engine, *shuffled[start : start + seed + 5])
        held.append(contents(engine))
        assert violations(engine) == []
    assert held[0] == held[1] == held[2]
    rebuild_speakers(engine)
    assert contents(engine) == held[2]


# -- by hand --------------------------------------------------------------------------------


def test_speakers_merged_by_hand_stay_one_whatever_is_loaded(engine: Engine) -> None:
    words = "“We will not sell the old ferry to anybody,”"
    first = said_by("Robert Smithson", words=words)
    second = said_by("Bob Smithson", words=words, outlet="post")
    load(engine, first, second)
    assert rows(engine, "SELECT count(*) FROM statement") == [(2,)]
    entry = merge_speakers(engine, "bob smithson", "Robert Smithson")
    assert (entry.name, entry.quotations) == ("Robert Smithson", 2)
    assert rows(engine, "SELECT outlets FROM statements_by_spread") == [(2,)]
    load(engine, first, second, extraction="2+rules")
    load(engine, said_by("Bob Smithson"))
    assert who(engine) == {"Robert Smithson": 3}
    rebuild_speakers(engine)
    assert who(engine) == {"Robert Smithson": 3}
    (decision,) = speaker_decisions(engine)
    undo_decision(engine, decision.decision_id)
    assert who(engine) == {"Bob Smithson": 2, "Robert Smithson": 1}
    assert rows(engine, "SELECT count(*) FROM statement") == [(3,)]


def test_a_number_that_somebody_wrote_down_is_never_another_speakers(engine: Engine) -> None:
    load(engine, said_by("Ada Holm"), said_by("Edda Kvist"))
    (gone,) = speakers(engine, "Edda Kvist").entries
    merge_speakers(engine, "Edda Kvist", "Ada Holm")
    load(engine, said_by("Jon Lund"))
    (decision,) = speaker_decisions(engine)
    undo_decision(engine, decision.decision_id)
    rebuild_speakers(engine)
    assert gone.speaker_id not in {entry.speaker_id for entry in speakers(engine).entries}
    merge_speakers(engine, "Edda Kvist", "Ada Holm")
    (again,) = speaker_decisions(engine)
    assert again.decision_id > decision.decision_id


def test_a_decision_outlives_the_quotations_it_was_made_for(engine: Engine) -> None:
    first = said_by("Bob Smithson")
    load(engine, first, said_by("Robert Smithson"))
    merge_speakers(engine, "Bob Smithson", "Robert Smithson")
    load(engine, replace(first, quotations=()), extraction="2+rules")
    assert who(engine) == {"Robert Smithson": 1}
    load(engine, first, extraction="3+rules")
    assert who(engine) == {"Robert Smithson": 2}


@pytest.mark.parametrize(
    "criterion", [{"outlet": "post"}, {"role": "ferry pilot"}, {"url": "https://post.example/x"}]
)
def test_one_name_is_split_by_hand(engine: Engine, criterion: dict[str, str]) -> None:
    pilot = said_by(
        "John Smithson", role="the ferry’s pilot, a Ferry man", outlet="post",
        url="https://post.example/x",
    )  # fmt: skip
    load(engine, said_by("John Smithson", role="teacher"), said_by("John Smithson"), pilot)
    assert who(engine) == {"John Smithson": 3}
    entries = split_speaker(engine, "john smithson", label="the pilot", **criterion)
    assert [(entry.name, entry.quotations) for entry in entries] == [
        ("John Smithson", 2),
        ("John Smithson (the pilot)", 1),
    ]
    load(engine, pilot, extraction="2+rules")
    assert who(engine) == {"John Smithson": 2, "John Smithson (the pilot)": 1}
    (decision,) = speaker_decisions(engine)
    undo_decision(engine, decision.decision_id)
    assert who(engine) == {"John Smithson": 3}


def test_one_person_is_split_off_by_several_decisions(engine: Engine) -> None:
    load(engine, said_by("John Smithson"), said_by("John Smithson", outlet="post"))
    load(engine, said_by("John Smithson", outlet="echo"))
    split_speaker(engine, "John Smithson", label="the pilot", outlet="post")
    split_speaker(engine, "John Smithson", label="the pilot", outlet="echo")
    assert who(engine) == {"John Smithson": 1, "John Smithson (the pilot)": 2}
    with pytest.raises(WarehouseError, match="is left to split off; nothing was decided"):
        split_speaker(engine, "John Smithson", label="the pilot", outlet="echo")
    assert len(speaker_decisions(engine)) == 2


def test_a_short_name_is_split_from_a_fuller_one_by_hand(engine: Engine) -> None:
    load(engine, said_by("Edda Kvist", "Kvist"), said_by("Kvist"))
    split_speaker(engine, "Kvist")
    assert who(engine) == {"Edda Kvist": 1, "Kvist": 1}
    load(engine, said_by("Kvist"))
    assert who(engine) == {"Kvist": 2, "Edda Kvist": 1}


def test_what_cannot_be_decided_is_told(engine: Engine) -> None:
    load(engine, said_by("Edda Kvist", "Kvist"), said_by("Jon Kvist", "Kvist"), said_by("Ada Holm"))
    for wrong, told in (
        (lambda: merge_speakers(engine, "Nobody", "Ada Holm"), "no speaker is called 'Nobody'"),
        (lambda: merge_speakers(engine, "kvist", "Ada Holm"), "name one by its number"),
        (lambda: merge_speakers(engine, "Ada Holm", "Ada Holm"), "one speaker already"),
        (lambda: split_speaker(engine, "Nobody"), "no article has a speaker"),
        (lambda: split_speaker(engine, "Ada Holm", outlet="post"), "--label"),
        (lambda: undo_decision(engine, 7), "no decision 7"),
    ):
        with pytest.raises(WarehouseError, match=told):
            wrong()
    merge_speakers(engine, "Edda Kvist", "Ada Holm")
    with pytest.raises(WarehouseError, match="one speaker already"):
        merge_speakers(engine, "Ada Holm", "Edda Kvist")
    assert len(speaker_decisions(engine)) == 1
