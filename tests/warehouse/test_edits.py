"""What an edit did to the quotations of an article: each thing told as what it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from pipeline.article import extract_page
from pipeline.quotes import Attributor
from pipeline.records import AttributedPage
from pipeline.shown_records import TOLD_CHANGES, ChangedQuotation, QuotationChange
from pipeline.warehouse import find_changes, park_violations, rebuild_marts
from tests.contents import contents
from tests.warehouse.conftest import NewWarehouse
from tests.warehouse.editions import LEAD, PLAIN, QUAY, SOLD, edition, told
from tests.warehouse.examples import HOUR, MONDAY, Said, capture, load, page
from tests.warehouse.sql_results import violations

BEFORE = (
    LEAD,
    "“The crossing will stay open through the whole of the winter,” said Ingrid Solberg, mayor.",
    "“We will hire 14 more sailors before the spring,” said Edda Kvist, the harbour master.",
    "“We will not sell the old ferry to anybody,” said Tove Lind, who chairs the board.",
    "“The islanders have waited long enough for an answer,” said Ingrid Solberg at the meeting.",
    "“Nobody asked the crews what they think of the new rota,” said Jonas Ferrant, a deckhand.",
    "“I have no idea who is going to pay for all of that,” said Edda Kvist after the vote.",
    "“The goverment promised us a new quay two years ago,” said Tove Lind on her way out.",
    "“It was a long evening, and a good one,” said Jonas Ferrant.",
    "“Our children cross the sound every single morning,” said Marit Holm, a teacher.",
    "The board meets again in April.",
)
AFTER = (
    "“Nobody asked the crews what they think of the new rota,” said Jonas Ferrant, a deckhand.",
    LEAD,
    "“The crossing will stay open through most of the winter,” said Ingrid Solberg, mayor.",
    "“We will hire 40 more sailors before the spring,” said Edda Kvist, the harbour master.",
    "“We will sell the old ferry to anybody,” said Tove Lind, who chairs the board.",
    "“The islanders have waited long enough for an answer,” said Edda Kvist at the meeting.",
    "“The government promised us a new quay two years ago,” said Tove Lind on her way out.",
    "“It was a long evening – and a good one!” said Jonas Ferrant.",
    "“Our children cross  the sound every\u00a0single morning,” said Marit Holm, a teacher.",
    "“The money for the quay will come from the harbour dues,” said Leif Aune, the treasurer.",
    "The board meets again in April.",
)
"""The same article after an edit: each of its quotations was edited in another way."""

EXPECTED = {
    ("moved", BEFORE[5], AFTER[0]),
    ("reworded", BEFORE[1], AFTER[2]),
    ("number", BEFORE[2], AFTER[3]),
    ("negation", BEFORE[3], AFTER[4]),
    ("speaker", BEFORE[4], AFTER[5]),
    ("removed", BEFORE[6], None),
    ("spelling", BEFORE[7], AFTER[6]),
    ("marks", BEFORE[8], AFTER[7]),
    ("added", None, AFTER[9]),
}
"""Kind of change, and the paragraphs before and after. White space alone is no edit: a page shows
it as one space, so the article is the same."""


def html(paragraphs: Iterable[str]) -> bytes:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Harbour board</title>'
        f"</head><body><article><h1>Harbour board keeps the crossing</h1>{body}</article></body>"
        "</html>"
    ).encode()


@pytest.fixture(scope="module")
def editions() -> tuple[AttributedPage, AttributedPage]:
    """Both editions of the article, extracted and attributed as a run does it."""
    attributor = Attributor()
    made = []
    for hours, paragraphs in ((0, BEFORE), (3, AFTER)):
        taken = capture("https://courier.example/board", at=MONDAY + hours * HOUR, body=str(hours))
        article = extract_page(html(paragraphs), url=taken.url_answered, content_type="text/html")
        made.append(AttributedPage(taken, article, attributor.quotations(article)))
    return made[0], made[1]


def in_brief(changes: Iterable[ChangedQuotation]) -> set[tuple[str, str | None, str | None]]:
    return {(one.change.value, one.text, one.text_now) for one in changes}


def test_each_of_ten_edits_is_told_as_what_it_is(
    engine: Engine, editions: tuple[AttributedPage, AttributedPage]
) -> None:
    load(engine, *editions)
    changes = told(engine)

    def around(text: str | None, paragraphs: tuple[str, ...]) -> str | None:
        found = [one for one in paragraphs if text is not None and text in " ".join(one.split())]
        assert len(found) == (text is not None)
        return found[0] if found else None

    assert {
        (one.change.value, around(one.text, BEFORE), around(one.text_now, AFTER)) for one in changes
    } == EXPECTED
    assert len(changes) == len(EXPECTED)
    (swapped,) = [one for one in changes if one.change is QuotationChange.SPEAKER]
    assert (swapped.speaker, swapped.speaker_now) == ("Ingrid Solberg", "Edda Kvist")
    assert violations(engine) == []
    usual = find_changes(engine, min_confidence=0)
    assert {one.change for one in usual.changes} == TOLD_CHANGES - {QuotationChange.REPLACED}
    assert (usual.total, usual.hidden) == (6, 3)
    before = contents(engine)
    rebuild_marts(engine)
    assert contents(engine) == before
    load(engine, *editions)
    assert contents(engine) == before


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(
            [(SOLD, "Ingrid Solberg")],
            [("“The boat goes to whoever bids most for it,”", "Ingrid Solberg")],
            {("replaced", SOLD, "“The boat goes to whoever bids most for it,”")},
            id="other words of the same speaker in the same paragraph are its replacement",
        ),
        pytest.param(
            [PLAIN, (SOLD, "Ingrid Solberg")],
            [PLAIN, ("“The boat goes to whoever bids most for it,”", "Edda Kvist")],
            {
                ("removed", SOLD, None),
                ("added", None, "“The boat goes to whoever bids most for it,”"),
            },
            id="other words of another speaker are not",
        ),
        pytest.param(
            [(SOLD, "Ingrid Solberg"), (QUAY, "Edda Kvist")],
            [(QUAY, "Edda Kvist")],
            {("removed", SOLD, None)},
            id="what stays is not told",
        ),
        pytest.param(
            [("“Yes,”", "Ingrid Solberg")],
            [("“No,”", "Ingrid Solberg")],
            {("negation", "“Yes,”", "“No,”")},
            id="one word for another",
        ),
        pytest.param(
            [("“There is nothing to add,”", "Edda Kvist"), PLAIN, (SOLD, "Ingrid Solberg")],
            [("“There is nothing to add.”", "Edda Kvist"), PLAIN, (SOLD, "Ingrid Solberg")],
            {("marks", "“There is nothing to add,”", "“There is nothing to add.”")},
            id="marks",
        ),
        pytest.param(
            [("“Ten ferries, 5 per cent of them late, for ninety-two thousand,”", "Edda Kvist")],
            [("“10 ferries, five percent of them late, for 92,000,”", "Edda Kvist")],
            {
                (
                    "marks",
                    "“Ten ferries, 5 per cent of them late, for ninety-two thousand,”",
                    "“10 ferries, five percent of them late, for 92,000,”",
                )
            },
            id="the writing of numbers is a matter of style",
        ),
    ],
)
def test_what_replaces_what(
    engine: Engine,
    before: list[str | tuple[str, str]],
    after: list[str | tuple[str, str]],
    expected: set[tuple[str, str | None, str | None]],
) -> None:
    load(engine, edition(*before), edition(*after, hours=2))
    assert in_brief(told(engine)) == expected
    assert violations(engine) == []


def test_words_that_still_stand_there_were_not_taken_out(engine: Engine) -> None:
    """A newer model reads the newer text otherwise: that is no edit of the words."""
    other = ("“The boat is ours, and it stays ours whatever the county says,”", "Ingrid Solberg")
    load(engine, edition(PLAIN, (SOLD, "Ingrid Solberg"), other))
    newer = edition(
        PLAIN, (SOLD, "Edda Kvist"), f"{other[0]} Ingrid Solberg said.", "More.", hours=2
    )
    load(engine, newer, extraction="2+rules")
    assert told(engine) == []
    assert violations(engine) == []


def test_a_paragraph_that_was_parted_is_not_moved(engine: Engine) -> None:
    second = "“It stays in public hands as long as I am here,”"
    text = f"{SOLD} Ingrid Solberg said. {second} Ingrid Solberg said."
    whole = page(PLAIN, text, quotes=[Said(SOLD, "Ingrid Solberg"), Said(second, "Ingrid Solberg")])
    load(
        engine, whole, edition(PLAIN, (SOLD, "Ingrid Solberg"), (second, "Ingrid Solberg"), hours=1)
    )
    assert told(engine) == []


def test_an_end_that_a_wall_hides_was_not_taken_out(engine: Engine) -> None:
    whole = edition(PLAIN, (SOLD, "Ingrid Solberg"), (QUAY, "Edda Kvist"))
    walled = edition(PLAIN, (SOLD, "Ingrid Solberg"), hours=2)
    walled = replace(walled, article=replace(walled.article, paywalled=True))
    load(engine, whole, walled)
    assert told(engine) == []


def test_an_edit_that_is_taken_back_and_made_again_is_told_twice_and_not_more(
    engine: Engine,
) -> None:
    with_it, without = (PLAIN, (SOLD, "Ingrid Solberg")), (PLAIN,)
    for hours, paragraphs in enumerate((with_it, without, with_it, without, with_it)):
        load(engine, edition(*paragraphs, hours=hours))
    there, back = sorted(told(engine), key=lambda one: one.seen_at)
    assert (there.change, back.change) == (QuotationChange.REMOVED, QuotationChange.ADDED)
    assert (there.seen_at, back.seen_at) == (MONDAY + HOUR, MONDAY + 2 * HOUR)
    assert violations(engine) == []


def test_what_a_check_withholds_is_no_change(engine: Engine) -> None:
    load(engine, edition(PLAIN, (SOLD, "Ingrid Solberg")), edition(PLAIN, hours=2))
    assert len(told(engine)) == 1
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE quotation SET text = 'invented'")
    assert sum(result.withheld for result in park_violations(engine)) == 1
    assert told(engine) == []


WAYS = (
    (PLAIN, (SOLD, "Ingrid Solberg"), (QUAY, "Edda Kvist")),
    (PLAIN, (SOLD.replace("never", "perhaps"), "Ingrid Solberg"), (QUAY, "Edda Kvist")),
    ((QUAY, "Edda Kvist"), PLAIN, (SOLD, "Edda Kvist")),
    (PLAIN, (QUAY.replace("winter", "spring"), "Edda Kvist"), "More is not known."),
)


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4, 5), (5, 3, 1, 0, 2, 4), (4, 2, 5, 0, 3, 1)])
def test_the_order_of_loading_and_a_rebuild_make_no_difference(
    new_warehouse: NewWarehouse, order: tuple[int, ...]
) -> None:
    seen = [edition(*WAYS[way], hours=hours) for hours, way in enumerate((0, 1, 0, 2, 3, 2))]
    at_once, one_by_one = new_warehouse(), new_warehouse()
    load(at_once, *seen)
    for at in order:
        load(one_by_one, seen[at])
    assert contents(one_by_one) == contents(at_once)
    assert len(told(at_once)) == 8
    rebuild_marts(one_by_one)
    assert contents(one_by_one) == contents(at_once)
    # a version that no capture shows any more takes its edits with it
    again = replace(seen[3], article=seen[2].article, quotations=seen[2].quotations)
    for warehouse in (at_once, one_by_one):
        load(warehouse, again, extraction="2+rules")
    before = contents(at_once)
    rebuild_marts(at_once)
    assert contents(at_once) == before == contents(one_by_one)
    assert violations(at_once) == []
