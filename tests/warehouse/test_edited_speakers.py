"""An edit that gives words to another speaker, told from another reading of the same words."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import Engine

from pipeline.article import extract_page
from pipeline.quotes import Attributor
from pipeline.records import AttributedPage
from pipeline.shown_records import QuotationChange
from pipeline.warehouse import (
    merge_speakers,
    rebuild_marts,
    speaker_decisions,
    split_speaker,
    undo_decision,
)
from tests.contents import contents
from tests.newsroom import fixtures
from tests.warehouse.editions import LEAD, PLAIN, QUAY, SOLD, edition, told
from tests.warehouse.examples import HOUR, MONDAY, Said, capture, load, page
from tests.warehouse.sql_results import violations

ASKED = "“They asked for something quiet,”"


@pytest.mark.parametrize(
    ("before", "after", "given_to", "is_told"),
    [
        pytest.param(
            (LEAD, f"{ASKED} said the conductor, Perpetua Lamb."),
            (LEAD, PLAIN, f"{ASKED} said the conductor, Perpetua Lamb."),
            [("Tarn Fuels", "the conductor"), ("Hollis Grantham", "the conductor")],
            False,
            id="a description means the same after another paragraph",
        ),
        pytest.param(
            (LEAD, f"{ASKED} she said."),
            (PLAIN, f"{ASKED} she said."),
            [("Perpetua Lamb", "she"), ("Hollis Grantham", "she")],
            True,
            id="a pronoun may mean another after another paragraph",
        ),
        pytest.param(
            (LEAD, ASKED),
            (PLAIN, ASKED),
            [("Perpetua Lamb", None), ("Hollis Grantham", None)],
            True,
            id="as may words that nobody is said to say",
        ),
        pytest.param(
            (LEAD, f"{ASKED} said the conductor, Perpetua Lamb."),
            (LEAD, f"{ASKED.replace('quiet', 'loud')} said the conductor, Perpetua Lamb."),
            [("Tarn Fuels", "the conductor"), ("Perpetua Lamb", "Perpetua Lamb")],
            False,
            id="other words, said by whom they were said",
        ),
        pytest.param(
            (LEAD, f"{ASKED} said the conductor, Perpetua Lamb. It was six."),
            (LEAD, f"{ASKED} said the conductor, Perpetua Lamb. It was seven."),
            [("Tarn Fuels", "the conductor"), ("Hollis Grantham", "the conductor")],
            False,
            id="another sentence of the paragraph, which names neither",
        ),
        pytest.param(
            (LEAD, f"The conductor, Perpetua Lamb, sat. {ASKED} the conductor said."),
            (LEAD, f"The conductor, Hollis Grantham, sat. {ASKED} the conductor said."),
            [("Perpetua Lamb", "the conductor"), ("Hollis Grantham", "the conductor")],
            True,
            id="one name in place of another",
        ),
        pytest.param(
            (LEAD, f"{ASKED} said Perpetua Lamb. {SOLD} said Hollis Grantham."),
            (LEAD, f"{SOLD} said Perpetua Lamb. {ASKED} said Hollis Grantham."),
            [("Perpetua Lamb", "Perpetua Lamb"), ("Hollis Grantham", "Hollis Grantham")],
            True,
            id="words that changed places",
        ),
        pytest.param(
            (LEAD, "“A band", "plays,” said Perpetua Lamb."),
            (LEAD, "“A band", "plays,” said Hollis Grantham."),
            [("Perpetua Lamb", "Perpetua Lamb"), ("Hollis Grantham", "Hollis Grantham")],
            True,
            id="words over two paragraphs",
        ),
    ],
)
def test_another_speaker_is_told_where_the_outlet_printed_it_so(
    engine: Engine,
    before: tuple[str, ...],
    after: tuple[str, ...],
    given_to: list[tuple[str, str | None]],
    is_told: bool,
) -> None:
    """What our reading makes of words that an edit left alone is not told of the outlet."""

    def said(paragraphs: tuple[str, ...], speaker: str, mention: str | None) -> list[Said]:
        words = re.findall(r"“(?:They asked|A band)[^”]+”", "\n\n".join(paragraphs))
        return [Said(one, speaker, mention=mention) for one in words]

    load(
        engine,
        page(*before, quotes=said(before, *given_to[0])),
        page(*after, quotes=said(after, *given_to[1]), at=MONDAY + HOUR),
    )
    changes = told(engine)
    swapped = [one for one in changes if one.change is QuotationChange.SPEAKER]
    assert [(one.speaker, one.speaker_now) for one in swapped] == (
        [(given_to[0][0], given_to[1][0])] if is_told else []
    )
    assert violations(engine) == []


def test_an_edit_beside_the_words_of_a_conductor_gives_them_to_nobody_else(engine: Engine) -> None:
    """Both editions of a page of the bundled news site, which prints them in the same words."""
    attributor = Attributor()
    for fixture in fixtures():
        if fixture.name == "tank-fire":
            article = extract_page(fixture.html.encode(), url=fixture.url, content_type="text/html")
            seen = capture(
                fixture.url, at=MONDAY + fixture.edition * HOUR, body=str(fixture.edition)
            )
            load(engine, AttributedPage(seen, article, attributor.quotations(article)))
    changes = told(engine)
    assert any(one.change is QuotationChange.ADDED for one in changes)
    assert [one for one in changes if one.change is QuotationChange.SPEAKER] == []


def test_two_speakers_who_are_one_after_all_were_not_swapped(engine: Engine) -> None:
    load(
        engine,
        edition(PLAIN, (SOLD, "Ingrid Solberg"), (QUAY, "Edda Kvist")),
        edition(PLAIN, (SOLD, "Priscilla Lind"), (QUAY, "Edda Kvist"), hours=2),
    )
    assert [one.change for one in told(engine)] == [QuotationChange.SPEAKER]
    merge_speakers(engine, "Priscilla Lind", "Ingrid Solberg")
    assert told(engine) == []
    (decision,) = speaker_decisions(engine)
    undo_decision(engine, decision.decision_id)
    assert [one.change for one in told(engine)] == [QuotationChange.SPEAKER]
    before = contents(engine)
    rebuild_marts(engine)
    assert contents(engine) == before
    split_speaker(engine, "Priscilla Lind", outlet="courier", label="of Port Ellery")
    before = contents(engine)
    rebuild_marts(engine)
    assert contents(engine) == before
    assert violations(engine) == []
