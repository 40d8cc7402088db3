"""What a watch finds: new things alone, each once, whatever becomes of its rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, insert, select

from pipeline.records import AttributedPage
from pipeline.warehouse import merge_speakers
from pipeline.warehouse.derived_tables import article_edit, changed_quotation
from pipeline.warehouse.watched_things import watched_things
from pipeline.watch_records import Watched, WatchedThing, WatchQuestion
from tests.warehouse.examples import (
    DAY,
    FERRY,
    FERRY_QUOTES,
    HOUR,
    MONDAY,
    Said,
    agency,
    edited,
    ferry,
    load,
    page,
)

LONG_AGO = MONDAY - 30 * DAY
SOLBERG = WatchQuestion(speaker="Solberg")


def texts(engine: Engine, question: WatchQuestion, since: object = LONG_AGO) -> list[str]:
    return [thing.text for thing in watched_things(engine, question, since).things]  # type: ignore[arg-type]


def test_a_speaker_is_watched_and_a_statement_is_one_thing(engine: Engine) -> None:
    load(engine, ferry(), agency())
    things = watched_things(engine, SOLBERG, LONG_AGO).things
    assert {thing.text for thing in things} == {"“It is ours,”", "“We will not sell the ferry”"}
    (shared,) = [thing for thing in things if "sell" in thing.text]
    assert shared.outlets == ("Harbour Courier", "Meridian Post")
    # the Post published it before it was captured from the Courier
    assert (shared.url, shared.found_at) == ("https://post.example/ferry", MONDAY)
    assert len(shared.keys) == 2


def test_the_first_print_is_told_in_whatever_order_pages_were_captured(engine: Engine) -> None:
    ours = WatchQuestion(words="ours")
    spread = replace(ours, what=Watched.SPREAD)

    def printed(outlet: str, *, captured: datetime, published: datetime) -> None:
        url = f"https://{outlet}.example/ferry"
        load(engine, ferry(url=url, outlet=outlet, at=captured, published=published))

    def found(question: WatchQuestion) -> tuple[str, datetime, str]:
        """The outlet of the print that is told, when it was found, and its own key."""
        (thing,) = watched_things(engine, question, LONG_AGO).things
        return thing.outlet, thing.found_at, thing.keys[0]

    printed("courier", captured=MONDAY, published=MONDAY - HOUR)
    printed("echo", captured=MONDAY + HOUR, published=MONDAY - 2 * HOUR)
    before = [found(question) for question in (ours, spread)]
    assert [one[:2] for one in before] == [
        ("L’Écho du Port", MONDAY),
        ("L’Écho du Port", MONDAY + HOUR),
    ]
    printed("post", captured=MONDAY + 2 * HOUR, published=MONDAY - 5 * HOUR)
    # a reader of the feed has the thing already
    assert [found(question) for question in (ours, spread)] == [
        ("Meridian Post", found_at, key) for _outlet, found_at, key in before
    ]
    assert found(replace(ours, outlet="echo"))[:2] == ("L’Écho du Port", MONDAY + HOUR)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (WatchQuestion(words="quay repair"), ["that the quay needed repair"]),
        (WatchQuestion(words="quay sell"), []),
        (WatchQuestion(words="SELLING ferries", outlet="post"), ["“We will not sell the ferry”"]),
        (WatchQuestion(speaker="Edda Kvist", outlet="Meridian Post"), []),
        (WatchQuestion(speaker="Edda Kvist", outlet="courier"), ["that the quay needed repair"]),
    ],
)
def test_all_that_is_asked_must_hold(
    engine: Engine, question: WatchQuestion, expected: list[str]
) -> None:
    load(engine, ferry(), agency())
    assert texts(engine, question) == expected


def test_a_name_that_is_only_similar_is_nobody_s(engine: Engine) -> None:
    load(engine, ferry())
    found = watched_things(engine, WatchQuestion(speaker="Ingrid Solbergh"), LONG_AGO)
    assert (found.things, found.notes) == (
        (),
        ("no speaker is called 'Ingrid Solbergh'; did you mean Ingrid Solberg?",),
    )
    found = watched_things(engine, WatchQuestion(outlet="Harbor Courier"), LONG_AGO)
    assert not found.things
    assert "did you mean Harbour Courier?" in found.notes[0]


def test_an_edit_makes_nothing_new_of_what_an_article_said_before(engine: Engine) -> None:
    more = (*FERRY, "“The crew stays,” Solberg said.")
    quotes = (*FERRY_QUOTES, Said("“The crew stays,”", "Ingrid Solberg", "mayor", ("Solberg",)))
    load(engine, ferry(), page(*more, quotes=quotes, at=MONDAY + DAY))
    assert texts(engine, SOLBERG, MONDAY + HOUR) == ["“The crew stays,”"]


def test_what_was_captured_before_is_not_new_when_it_is_processed_again(engine: Engine) -> None:
    load(engine, ferry())
    load(engine, ferry(), extraction="2+rules")
    assert texts(engine, SOLBERG, MONDAY + HOUR) == []


def test_doubtful_quotations_are_not_told(engine: Engine) -> None:
    load(engine, page(FERRY[1], quotes=[replace(FERRY_QUOTES[0], confidence=0.3)]))
    assert texts(engine, SOLBERG) == []


def test_a_statement_spreads_once_it_is_in_so_many_outlets(engine: Engine) -> None:
    spread = WatchQuestion(what=Watched.SPREAD, least_outlets=2)
    load(engine, ferry())
    assert texts(engine, spread) == []
    load(engine, agency())
    (thing,) = watched_things(engine, spread, LONG_AGO).things
    assert thing.found_at == MONDAY + HOUR
    assert "sell the ferry" in thing.text
    assert len(thing.outlets) == 2
    # its second outlet had it on Monday: a third one makes it no news
    load(engine, ferry(url="https://echo.example/bac", outlet="echo", at=MONDAY + DAY))
    assert not [text for text in texts(engine, spread, MONDAY + 2 * HOUR) if "sell" in text]
    assert len(texts(engine, replace(spread, least_outlets=3), MONDAY + 2 * HOUR)) == 1
    assert texts(engine, replace(spread, words="quay")) == ["that the quay needed repair"]


@pytest.mark.parametrize("question", [WatchQuestion(), WatchQuestion(what=Watched.SPREAD)])
def test_the_newest_are_the_first_of_all(engine: Engine, question: WatchQuestion) -> None:
    """However far apart in time they are, and whatever was said before in another article."""
    for number, days in enumerate((0, 0.1, 1, 1.2, 9, 90)):
        said = [Said(f"“Word {one},”", "Edda Kvist") for one in (number, number // 2)]
        text = " and ".join(str(one.words) for one in said) + " said Edda Kvist."
        for outlet in ("courier", "post"):
            at = MONDAY + days * DAY + (HOUR if outlet == "post" else 0 * HOUR)
            url = f"https://{outlet}.example/{number}"
            load(engine, page(text, quotes=said, url=url, outlet=outlet, at=at))
    every = watched_things(engine, question, LONG_AGO).things
    assert len(every) == 6
    for number in range(1, 7):
        assert watched_things(engine, question, LONG_AGO, newest=number).things == every[:number]
    ever = datetime(1, 1, 1, tzinfo=UTC)
    assert watched_things(engine, question, ever, newest=100).things == every


def test_edits_are_watched(engine: Engine) -> None:
    changes = WatchQuestion(what=Watched.CHANGES)
    load(engine, ferry(), agency())
    assert texts(engine, changes) == []
    load(engine, edited())
    things = watched_things(engine, changes, LONG_AGO).things
    assert {thing.text for thing in things} == {"“We will not sell the ferry,”", "“It is ours,”"}
    assert {thing.found_at for thing in things} == {MONDAY + 3 * HOUR}
    assert len(texts(engine, replace(changes, speaker="Solberg"))) == 2
    assert texts(engine, replace(changes, speaker="Kvist")) == []
    assert texts(engine, replace(changes, words="ours")) == ["“It is ours,”"]
    assert texts(engine, replace(changes, outlet="post")) == []
    assert texts(engine, changes, MONDAY + 4 * HOUR) == []


def test_an_edit_is_found_behind_however_many_newer_ones(engine: Engine) -> None:
    changes = WatchQuestion(what=Watched.CHANGES)
    load(engine, ferry(), edited(), *kvist_edited())
    with engine.begin() as connection:
        newest = select(changed_quotation).join(
            article_edit, article_edit.c.version_now_id == changed_quotation.c.version_now_id
        )
        query = newest.where(article_edit.c.seen_at == MONDAY + DAY)
        (row,) = connection.execute(query).mappings().all()
        many = [dict(row) | {"ordinal": ordinal} for ordinal in range(1, 10_001)]
        connection.execute(insert(changed_quotation), many)
    assert len(texts(engine, replace(changes, speaker="Solberg"))) == 2
    assert len(texts(engine, replace(changes, outlet="courier"))) == 2
    assert len(texts(engine, changes)) == 3
    first = watched_things(engine, changes, LONG_AGO, newest=1).things
    assert [(thing.speaker, thing.found_at) for thing in first] == [("Edda Kvist", MONDAY + DAY)]
    assert len(watched_things(engine, SOLBERG, LONG_AGO, newest=1).things) == 1


def kvist_edited() -> tuple[AttributedPage, AttributedPage]:
    """An article of another outlet, and what an edit of a day later made of it."""
    before, after = (
        page(
            f"“{words},” said Edda Kvist.",
            quotes=[Said(f"“{words},”", "Edda Kvist")],
            url="https://post.example/quay",
            outlet="post",
            at=at,
        )
        for words, at in (
            ("We repair the old quay this year", MONDAY),
            ("We repair the old quay next year", MONDAY + DAY),
        )
    )
    return before, after


def test_words_that_are_edited_again_are_told_again(engine: Engine) -> None:
    said = "“We will not sell the ferry to anybody,”"
    for hour, (words, speaker) in enumerate(
        (
            (said, "Ingrid Solberg"),
            # to another speaker, and then other words
            (said, "Edda Kvist"),
            (said.replace("not ", ""), "Edda Kvist"),
        )
    ):
        paragraph = f"{words} said {speaker}."
        quotes = [Said(words, speaker, mention=speaker)]
        load(engine, page(paragraph, quotes=quotes, at=MONDAY + hour * HOUR))
    things = watched_things(engine, WatchQuestion(what=Watched.CHANGES), LONG_AGO).things
    assert [(thing.text, thing.speaker_now) for thing in things] == [
        (said, None),
        (said, "Edda Kvist"),
    ]
    assert things[0].keys != things[1].keys


def test_keys_outlast_extraction_and_who_is_who(engine: Engine) -> None:
    load(engine, ferry(), agency())

    def keys() -> set[str]:
        return {key for thing in found() for key in thing.keys}

    def found() -> tuple[WatchedThing, ...]:
        return watched_things(engine, WatchQuestion(words="ferry"), LONG_AGO).things

    before = keys()
    otherwise = [
        replace(one, speaker="Solberg" if one.speaker == "Ingrid Solberg" else one.speaker)
        for one in FERRY_QUOTES
    ]
    load(engine, page(*FERRY, quotes=otherwise), agency(), extraction="2+rules")
    merge_speakers(engine, "Ingrid Solberg", "Edda Kvist")
    assert keys() == before
