"""What the digest opens with, and the search in a page."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from pipeline.digest_records import NewSpeaker, NewSpeakers, SpeakerCount, SpreadStatement
from pipeline.publish import write_digest
from pipeline.publish.render import render_digest
from pipeline.records import Kind
from tests.explorer.browser import CHROMIUM, opened_tab
from tests.publish.examples import MONDAY, digest_of, found
from tests.publish.pages import Page
from tests.publish.test_page import EMPTY, HOSTILE

in_a_browser = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")


def words_of(text: str) -> str:
    """A text without what only divides lines."""
    return " ".join(text.split())


def test_a_statement_that_spread_leads_to_its_speaker_and_to_where_it_was_first() -> None:
    older = found(7, outlet="Civic Wire", published=MONDAY - timedelta(days=2))
    data = replace(
        digest_of(found(), since=MONDAY),
        spread=(SpreadStatement(older, 4, 3), SpreadStatement(found(speaker="Nobody Here"), 2, 2)),
    )
    page = Page(render_digest(data))
    assert [heading.text for heading in page.all("h2")] == [
        "Spread furthest",
        "Quotations by speaker",
    ]
    first, second = [words_of(li.text) for li in page.all("li") if "Printed first" in li.text]
    assert first == (
        "Ingrid Solberg in 4 outlets, 3 of them in these days “We will not sell the ferry,” "
        "Printed first by Civic Wire on 28 February 2026"
    )
    assert second.endswith("Printed first by Harbour Courier")
    assert "#speaker-ingrid-solberg" in {a.get("href") for a in page.all("a")}
    assert [a.get("href") for a in page.all("a") if a.text == "Civic Wire"] == [
        "https://courier.example/7#:~:text=We%20will%20not%20sell%20the%20ferry"
    ]


def test_speakers_not_quoted_in_the_month_before_are_named() -> None:
    new = NewSpeakers(
        (
            NewSpeaker(SpeakerCount("Ingrid Solberg", "mayor", 1, 1), date(2025, 12, 30)),
            NewSpeaker(SpeakerCount("Ada Holm", None, 2, 1), None),
        ),
        total=5,
        days_known=12,
    )
    text = render_digest(replace(digest_of(found()), new_speakers=new))
    assert "Not quoted in the month before" in text
    told = [words_of(li.text) for li in Page(text).all("li")]
    assert "Ingrid Solberg, mayor1 quotation, last before on 30 December 2025" in told
    assert "Ada Holm2 quotations, never before" in told
    assert "And 3 more speakers. The warehouse has quotations of 12 of the 30 days before." in text


def test_no_new_speakers_no_heading() -> None:
    text = render_digest(replace(digest_of(found()), new_speakers=NewSpeakers((), 0, 30)))
    assert "month before" not in text


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_among_the_news_never_acts(hostile: str) -> None:
    def page(text: str) -> Page:
        odd = found(speaker=text, outlet=text, text=text, context=text, url="javascript:" + text)
        new = NewSpeakers((NewSpeaker(SpeakerCount(text, text, 1, 1), None),), 1, 30)
        spread = (SpreadStatement(odd, 2, 2),)
        return Page(render_digest(replace(digest_of(found()), spread=spread, new_speakers=new)))

    attacked = page(hostile)
    assert [one.tag for one in attacked.elements] == [one.tag for one in page("x").elements]
    assert not [a for a in attacked.all("a") if "javascript" in a.get("href")]


def test_a_page_without_quotations_has_no_search_and_no_script() -> None:
    text = render_digest(EMPTY)
    assert not {"script", "input"} & {element.tag for element in Page(text).elements}
    assert "script-src" not in text


@pytest.fixture
def searched(tmp_path: Path) -> str:
    """The address of a page with four quotations of three speakers."""
    path = write_digest(
        digest_of(
            found(1),
            found(2, speaker="Åsa Öberg", text="“It’s late,”", context="“It’s late,” she said."),
            found(3, speaker="Åsa Öberg", text="that it stays", kind=Kind.INDIRECT, context=""),
            found(4, speaker="Tomas Reyes", text="“Ferry,”", context="", confidence=0.2),
        ),
        tmp_path / "page.html",
    )
    return path.as_uri()


SHOWN = (
    "[...document.querySelectorAll('.quotations > li')].filter(one => one.checkVisibility()).length"
)


@in_a_browser
def test_the_search_box_leaves_the_quotations_that_have_all_words(
    searched: str, tmp_path: Path
) -> None:
    with opened_tab(tmp_path / "browser") as tab:
        tab.open(searched)
        tab.value("document.querySelector('#search-words').focus()")
        for typed, shown, told in (
            ("öb", 2, "2 of 4 quotations"),
            ("erg late", 1, "1 of 4 quotations"),
        ):
            tab.type(typed)
            assert tab.value(SHOWN) == shown
            assert tab.value("document.querySelector('output').textContent") == told
        # with "reyes" what was folded away is opened
        for words, shown in (("asa oberg", 2), ("IT'S", 1), ("reyes", 1), ("<b>", 0), ("", 3)):
            tab.value(f"document.querySelector('#search-words').value = {json.dumps(words)}")
            tab.value("document.querySelector('#search-words').dispatchEvent(new Event('input'))")
            assert tab.value(SHOWN) == shown


@in_a_browser
def test_without_scripts_there_is_no_search_box_and_all_is_there(
    searched: str, tmp_path: Path
) -> None:
    with opened_tab(tmp_path / "browser") as tab:
        tab.ask("Emulation.setScriptExecutionDisabled", value=True)
        tab.open(searched)
        assert not tab.value("document.querySelector('#page-search').checkVisibility()")
        assert tab.value(SHOWN) == 3
