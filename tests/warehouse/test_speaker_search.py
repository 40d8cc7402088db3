"""What a person types finds what is meant: names, and words in a table of queries."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine

from pipeline.people.name_parts import latin_words
from pipeline.people.proper_names import is_named
from pipeline.records import Kind
from pipeline.shown_records import SearchResult
from pipeline.warehouse import search, speakers
from tests.newsroom import fixtures
from tests.warehouse.examples import Said, load, page
from tests.warehouse.sql_results import rows
from tests.warehouse.test_names_across_articles import said_by

PEOPLE = sorted(
    {
        quote["speaker"]
        for fixture in fixtures()
        for quote in fixture.expected.get("quotes", ())
        if quote["speaker"] and is_named(quote["speaker"]) and " and " not in quote["speaker"]
    }
)


def family_of(name: str) -> str:
    return name.rsplit(maxsplit=1)[-1]


def spoilt(name: str) -> str:
    """A word with another letter in its middle."""
    middle = len(name) // 2
    return name[:middle] + ("x" if name[middle] != "x" else "y") + name[middle + 1 :]


def called(engine: Engine, typed: str) -> set[str]:
    """Whom a list of speakers shows, by all their names."""
    return {name for entry in speakers(engine, typed).entries for name in entry.names}


def test_there_are_people_to_be_found() -> None:
    assert len(PEOPLE) > 120


def test_everybody_is_found_by_the_family_name(loaded_newsroom: Engine) -> None:
    missed = [name for name in PEOPLE if name not in called(loaded_newsroom, family_of(name))]
    assert missed == []


def test_everybody_is_found_by_the_beginning_of_the_family_name(loaded_newsroom: Engine) -> None:
    missed = [
        name
        for name in PEOPLE
        if name not in called(loaded_newsroom, family_of(name)[: max(3, len(family_of(name)) - 2)])
    ]
    assert missed == []


def test_everybody_is_found_with_a_letter_wrong(loaded_newsroom: Engine) -> None:
    missed = [
        name for name in PEOPLE if name not in called(loaded_newsroom, spoilt(family_of(name)))
    ]
    assert missed == []


def test_everybody_is_found_with_a_letter_missing_or_too_many(loaded_newsroom: Engine) -> None:
    families = {name: family_of(name) for name in PEOPLE if len(family_of(name)) > 3}
    missed = [
        name
        for name, family in families.items()
        if name not in called(loaded_newsroom, family[0] + family[2:])
        or name not in called(loaded_newsroom, family[:2] + family[1:])
    ]
    assert missed == []


def test_everybody_is_found_without_diacritics(loaded_newsroom: Engine) -> None:
    missed = [name for name in PEOPLE if name not in called(loaded_newsroom, latin_words(name))]
    missed += [
        name for name in PEOPLE if name not in called(loaded_newsroom, latin_words(family_of(name)))
    ]
    assert missed == []


def test_an_honour_behind_a_name_leads_to_nobody_and_away_from_nobody(engine: Engine) -> None:
    load(engine, said_by("Edda Kvist"), said_by("Jon Lund MP"))
    assert called(engine, "Edda Kvist MP") == {"Edda Kvist"}
    assert called(engine, "Jon Lund") == {"Jon Lund MP"}
    assert called(engine, "MP") == set()


def test_a_search_finds_everybodys_words_by_the_family_name(loaded_newsroom: Engine) -> None:
    current = {
        str(name) for (name,) in rows(loaded_newsroom, "SELECT DISTINCT speaker FROM quotations")
    }
    missed = [
        name
        for name in PEOPLE
        if name in current
        and name
        not in {
            found.speaker
            for found in search(loaded_newsroom, "", speaker=family_of(name), limit=200).quotations
        }
    ]
    assert missed == []


QUERIES: list[tuple[str, dict[str, Any], str, str]] = [
    ("frozen fare", {}, "frozen fare is no comfort", "Maud Ferrant"),
    ("repairs", {}, "if the mole was not repaired", "Sundal Lines"),
    ("Ludgate", {}, "don’t comment on stolen mail", "Priscilla Ludgate"),
    ("ingrid solberg", {}, "We counted every pier", "Ingrid Solberg"),
    ("solberg contract", {}, "I have signed the contract", "Ingrid Solberg"),
    ("contract Solberg", {}, "I have signed the contract", "Ingrid Solberg"),
    ("Reyes lifeline", {}, "run a lifeline", "Tomas Reyes"),
    ("homework bus", {}, "your homework on a bus", "Elsie Warrender"),
    ("HOMEWORK", {}, "your homework on a bus", "Elsie Warrender"),
    ("voting for this plan", {}, "to vote for this plan", "Petra Lindqvist"),
    ("nobody who sat", {}, "Nobody who sat through", "Petra Lindqvist"),
    ("broken every day", {}, "broken every day", "Dagny Fell"),
    ("classroom", {}, "212 classrooms", "Marguerite Ashdown"),
    ("Ashdown ceiling", {}, "26 was a ceiling", "Marguerite Ashdown"),
    ("Bjornstad", {}, "fifteen in 2024", "Zoë Bjørnstad"),
    ("Bjørnstad", {}, "fifteen in 2024", "Zoë Bjørnstad"),
    ("Grunwald eleven", {}, "Eleven is enough", "Amélie Grünwald"),
    ("Ferre weather", {}, "about the weather 40 times", "Núria Ferré"),
    ("a ransom note", {}, "ransom note with a logo", "Rufus Pell"),
    ("Concrete green!", {}, "Concrete is not green", "Noor Halvard"),
    ("“olive oil”", {}, "olive oil", "Ruta Aune"),
    ("swan", {}, "a swan", "Desmond Flood"),
    ("photographs", {"speaker": "Toft"}, "different goose", "Ragnhild Toft"),
    ("Pell", {"kind": "partial"}, "ransom note", "Rufus Pell"),
    ("ferry", {"outlet": "the-lantern"}, "at the ferry", "A girl of ten"),
    ("ferry", {"outlet": "Lantern"}, "at the ferry", "A girl of ten"),
    (
        "islanders contract",
        {"outlet": "Meridian Post"},
        "islanders can read and understand",
        "Ingrid Solberg",
    ),
    ("", {"speaker": "Halloway"}, "You are early", "Vesna Halloway"),
    ("", {"speaker": "Hallowey"}, "You are early", "Vesna Halloway"),
    ("", {"speaker": "Hallow"}, "You are early", "Vesna Halloway"),
    (
        "",
        {"speaker": "Adeyemi", "outlet": "harbour-courier"},
        "the ball touching him",
        "Pim Adeyemi",
    ),
    ("appendicitis", {}, "I had appendicitis", "Piers Tolland"),
    ("Holm promises", {}, "ask me for a promise", "Vidar Holm"),
    ("kippers", {}, "over a kipper", "Birgit Aune"),
    ("weather service sunset", {}, "not over at sunset", "weather service"),
    ("coast guard cold", {}, "cold but unhurt", "coast guard"),
    ("measuring rivers", {}, "measuring this river", "Ruben Castellane"),
    ("Trask-Lowe", {}, "to see who writes twice", "Philippa Trask-Lowe"),
    ("O'Hara", {}, "140 people asking", "Maeve O’Hara"),
    ("ohara", {}, "140 people asking", "Maeve O’Hara"),
    ("Sykes pavilions", {}, "knock down the pavilion", "Pauline Sykes"),
    ("Nordvolt jobs", {}, "900 of its 6,400 jobs", "Nordvolt"),
    ("Voss eleven", {}, "braver with ten", "Marianne Voss"),
    ("promise", {"speaker": "Dagny"}, "A permit is a promise", "Dagny Fell"),
]
"""Words, options, a part of the quotation that must come first, and its speaker."""


@pytest.mark.parametrize(("words", "options", "part", "speaker"), QUERIES)
def test_what_must_come_first_does(
    loaded_newsroom: Engine, words: str, options: dict[str, Any], part: str, speaker: str
) -> None:
    asked = options | ({"kind": Kind(options["kind"])} if "kind" in options else {})
    found = search(loaded_newsroom, words, **asked)
    assert found.quotations, found.notes
    first = found.quotations[0]
    assert part in first.text
    assert first.speaker == speaker


def test_there_are_forty_queries() -> None:
    assert len(QUERIES) >= 40


@pytest.mark.parametrize(
    ("words", "options", "note"),
    [
        ("Ludgat", {}, "did you mean Priscilla Ludgate?"),
        ("Haloway", {}, "did you mean Vesna Halloway?"),
        ("", {"speaker": "Hallowey"}, "nobody is called 'Hallowey'; these are quotations of: "),
        ("", {"speaker": "Nobody At All"}, "no speaker is called 'Nobody At All'"),
        ("", {"outlet": "Lantren"}, "there is no outlet 'Lantren'; did you mean The Lantern?"),
    ],
)
def test_a_search_says_what_may_have_been_meant(
    loaded_newsroom: Engine, words: str, options: dict[str, Any], note: str
) -> None:
    assert search(loaded_newsroom, words, **options).notes[0].startswith(note)


@pytest.mark.parametrize("words", ["solberg ferry", "not sell the ferry"])
def test_no_name_is_suggested_for_words_that_are_known(loaded_newsroom: Engine, words: str) -> None:
    """Each is said or is a name, but nobody says all of them; a Ferré and a Pell are no matter."""
    found = search(loaded_newsroom, words)
    assert (found.total, found.notes) == (0, ())


def test_a_name_is_suggested_for_the_word_that_is_not_known(loaded_newsroom: Engine) -> None:
    assert search(loaded_newsroom, "ferry haloway").notes == ("did you mean Vesna Halloway?",)


def test_a_search_says_how_many_fit(loaded_newsroom: Engine) -> None:
    found = search(loaded_newsroom, "", limit=20)
    assert len(found.quotations) == 20
    assert [(found.total,)] == rows(loaded_newsroom, "SELECT count(*) FROM quotations")


def test_what_is_hardly_believed_is_hidden_and_counted(engine: Engine) -> None:
    sure = Said("“The quay is sound,”", "Edda Kvist")
    doubtful = Said("“The quay will not hold,”", "Edda Kvist", confidence=0.3)
    load(
        engine, page("“The quay is sound,” and “The quay will not hold,”.", quotes=[sure, doubtful])
    )

    def numbers(result: SearchResult) -> tuple[int, int, int]:
        return len(result.quotations), result.total, result.hidden

    for words in ("quay", ""):
        assert numbers(search(engine, words)) == (1, 1, 1)
        assert numbers(search(engine, words, min_confidence=0)) == (2, 2, 0)
        assert numbers(search(engine, words, min_confidence=0.95)) == (0, 0, 2)
    assert rows(engine, "SELECT count(*) FROM quotations") == [(2,)]


def test_a_speaker_who_was_renamed_is_found_by_the_old_name_and_the_new(engine: Engine) -> None:
    load(engine, page("“No,” Kvist said.", quotes=[Said("“No,”", "Edda Kvist")]))
    many = [Said("“Yes,”", "Edda Maria Kvist"), Said("“Perhaps,”", "Edda Maria Kvist")]
    load(engine, page("“Yes,” and “Perhaps,”.", quotes=many, url="https://courier.example/2"))
    assert [entry.name for entry in speakers(engine, "Kvist").entries] == ["Edda Maria Kvist"]
    assert search(engine, "", speaker="Edda Kvist").total == 3
    assert {found.speaker for found in search(engine, "Kvist").quotations} == {"Edda Maria Kvist"}
