"""Which wordings are one statement, and that it makes no difference what came first."""

from __future__ import annotations

import itertools
import random

import pytest
from sqlalchemy import Engine

from pipeline.records import AttributedPage
from pipeline.warehouse import rebuild_speakers
from tests.contents import contents
from tests.warehouse.conftest import NewWarehouse
from tests.warehouse.examples import HOUR, MONDAY, Said, load, page
from tests.warehouse.sql_results import rows, violations

_URLS = itertools.count()

FULL = "We will keep the old ferry in public hands for as long as the islands need a boat"
CUT = "the old ferry in public hands"


def quoting(
    words: str, speaker: str | None = "Ingrid Solberg", *, outlet: str = "courier", hours: int = 0
) -> AttributedPage:
    """An article that quotes somebody, seen some hours after the first."""
    marked = f"“{words},”"
    return page(
        f"{marked} {speaker} said.",
        quotes=[Said(marked, speaker)],
        url=f"https://{outlet}.example/{next(_URLS)}",
        outlet=outlet,
        at=MONDAY + hours * HOUR,
    )


def statements(engine: Engine) -> list[int]:
    """How many quotations each statement has, most first."""
    assert violations(engine) == []
    return sorted(
        (
            int(str(number))
            for (number,) in rows(
                engine,
                "SELECT count(*) FROM quotation JOIN wording ON wording.id = wording_id "
                "GROUP BY statement_id",
            )
        ),
        reverse=True,
    )


@pytest.mark.parametrize(
    "other",
    [
        "We will keep the old ferry — in public hands — for as long as the islands need a boat!",
        "[The town] will keep the old ferry in public hands for as long as the islands need a boat",
        "We will keep the old ferry … for as long as the islands need a boat",
        "We will keep the old vessel in public hands for as long as the islands need a boat",
        "keep the old ferry in public hands",
        "for as long as the islands need a boat",
        f"{FULL}. And we will pay for it. Nobody else would",
    ],
)
def test_the_same_words_cut_otherwise_are_one_statement(engine: Engine, other: str) -> None:
    load(engine, quoting(FULL), quoting(other, outlet="post"))
    assert statements(engine) == [2]


@pytest.mark.parametrize(
    "other",
    [
        "We will not keep the old ferry in public hands for as long as the islands need a boat",
        "We will keep a new bridge in private hands, whatever it costs the people of the islands",
        "We will keep the old ferry until somebody pays us what it cost to mend the quay",
        "public hands",
        "as long as we are",
    ],
)
def test_other_words_are_another_statement(engine: Engine, other: str) -> None:
    load(engine, quoting(FULL), quoting(other, outlet="post"))
    assert statements(engine) == [1, 1]


def test_another_number_is_another_statement(engine: Engine) -> None:
    load(
        engine,
        quoting("The county will pay 1,400 crowns for every berth in the harbour"),
        quoting("The county will pay 1,600 crowns for every berth in the harbour"),
        quoting("We have asked for twelve boats and for a longer quay"),
        quoting("We have asked for 12 boats and for a longer quay"),
    )
    assert statements(engine) == [2, 1, 1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("We will hire 200 people", "We will hire two hundred people"),
        (
            "Forty people asked for the 90,000 crowns",
            "40 people asked for the ninety thousand crowns",
        ),
        ("It has twenty-two berths and a crane", "It has 22 berths and a crane"),
    ],
)
def test_a_number_in_words_is_the_same_number(engine: Engine, one: str, other: str) -> None:
    load(engine, quoting(one), quoting(other, outlet="post"))
    assert statements(engine) == [2]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Wir werden die alte Fähre von Westhafen in diesem Jahr verkaufen",
            "Wir werden die alte Fähre von Westhafen in diesem Jahr nicht verkaufen",
        ),
        (
            "Nous allons vendre le vieux bac de la ville avant la fin de l’hiver",
            "Nous n’allons pas vendre le vieux bac de la ville avant la fin de l’hiver",
        ),
        (
            "Der Hafen von Westhafen braucht vor dem Winter noch drei neue Kräne",
            "Der Hafen von Westhafen braucht vor dem Winter noch sieben neue Kräne",
        ),
        (
            "The harbour of Port Ellery has cost the county a few thousand crowns",
            "The harbour of Port Ellery has cost the county a few million crowns",
        ),
    ],
)
def test_a_negation_or_number_of_any_language_known_makes_another_statement(
    engine: Engine, one: str, other: str
) -> None:
    load(engine, quoting(one), quoting(other, outlet="post"))
    assert statements(engine) == [1, 1]


@pytest.mark.parametrize("speaker", ["Edda Kvist", "officials", None])
def test_the_same_words_of_somebody_else_are_another_statement(
    engine: Engine, speaker: str | None
) -> None:
    load(engine, quoting(FULL), quoting(CUT, speaker))
    assert statements(engine) == [1, 1]


def test_a_cut_that_fits_two_statements_does_not_tie_them_together(engine: Engine) -> None:
    other = f"Nobody asked for a bridge. What people asked for was {CUT}, and a timetable"
    load(engine, quoting(FULL), quoting(other), quoting(CUT))
    assert statements(engine) == [2, 1]


def test_a_fuller_wording_joins_what_was_apart(engine: Engine) -> None:
    first, second = "We will keep the old ferry", "It sails for as long as the islands need a boat"
    load(engine, quoting(first), quoting(second, outlet="post"))
    assert statements(engine) == [1, 1]
    whole = quoting(f"{first}. {second}", outlet="echo")
    load(engine, whole)
    assert statements(engine) == [3]
    load(engine, AttributedPage(whole.capture, whole.article), extraction="2+rules")
    assert statements(engine) == [1, 1]


def test_a_statement_keeps_its_number_when_a_fuller_wording_comes(engine: Engine) -> None:
    load(engine, quoting(CUT))
    before = rows(engine, "SELECT id FROM statement")
    load(engine, quoting(FULL, outlet="post"))
    assert rows(engine, "SELECT id FROM statement") == before


def test_the_first_appearance_and_all_others_are_told(engine: Engine) -> None:
    load(engine, quoting(FULL, hours=5), quoting(CUT, outlet="post", hours=1))
    assert rows(
        engine,
        "SELECT text, outlets, first_outlet FROM statements_by_spread",
    ) == [(f"“{CUT},”", 2, "Meridian Post")]


def test_an_edit_that_changes_a_word_is_a_change_and_one_that_takes_it_out_is_not(
    engine: Engine,
) -> None:
    url = "https://courier.example/edited"

    def edition(*words: str, hours: int) -> AttributedPage:
        said = [f"“{one},”" for one in words]
        return page(
            " ".join(f"{one} Ingrid Solberg said." for one in said) or "Nothing.",
            quotes=[Said(one, "Ingrid Solberg") for one in said],
            url=url,
            at=MONDAY + hours * HOUR,
        )

    gone = "Nobody has ever asked us for a bridge"
    now = FULL.replace("old ferry", "old boat")
    load(engine, edition(FULL, gone, hours=0), edition(now, hours=2))
    assert rows(
        engine,
        "SELECT change, text, text_now FROM quotations_changed_by_edit ORDER BY change",
    ) == [("removed", f"“{gone},”", None), ("reworded", f"“{FULL},”", f"“{now},”")]


WORDS = (
    "ferry", "harbour", "council", "islands", "winter", "money", "timetable", "crossing",
    "captain", "the", "of", "we", "will", "keep", "for", "and", "not", "a",
)  # fmt: skip


def test_the_order_of_loading_makes_no_difference(new_warehouse: NewWarehouse) -> None:
    chance = random.Random(3)
    whole = [" ".join(chance.choices(WORDS, k=30)) for _ in range(8)]
    cuts = []
    for _ in range(60):
        words = chance.choice(whole).split()
        start = chance.randrange(20)
        words = words[start : start + chance.randrange(5, 30)]
        words[chance.randrange(len(words))] = chance.choice(WORDS)
        cuts.append(" ".join(words))
    speakers = ["Ingrid Solberg", "Solberg", "I. Solberg", "officials"]
    pages = [quoting(words, chance.choice(speakers)) for words in (*whole, *cuts)]
    held = []
    for seed in range(3):
        engine = new_warehouse()
        shuffled = random.Random(seed).sample(pages, len(pages))
        for start in range(0, len(shuffled), 9 * seed + 7):
            load(engine, *shuffled[start : start + 9 * seed + 7])
        # and without some of them again, which leaves nothing behind
        for one in pages[:20]:
            nothing = AttributedPage(one.capture, one.article)
            load(engine, nothing, extraction="2+rules")
        assert violations(engine) == []
        held.append(contents(engine))
    assert held[0] == held[1] == held[2]
    rebuild_speakers(engine)
    assert contents(engine) == held[2]
