"""The views of sql/marts, on a small warehouse."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from pipeline.acquire.reasons import Reason
from pipeline.records import KEPT_LABELS, Label, Rejection
from pipeline.warehouse import begin_run, finish_run
from pipeline.warehouse.sql_files import mart_files
from tests.warehouse.conftest import NewWarehouse
from tests.warehouse.examples import (
    DAY,
    FERRY,
    FERRY_QUOTES,
    HOUR,
    MONDAY,
    RUN,
    agency,
    begin,
    capture,
    edited,
    ferry,
    judged,
    load,
    page,
    refusal,
)
from tests.warehouse.sql_results import rows, violations

SOLD, OURS, MAY = "“We will not sell the ferry,”", "“It is ours,”", "“We may sell the ferry,”"
QUAY = "that the quay needed repair"
COURIER, POST, ECHO = "Harbour Courier", "Meridian Post", "L’Écho du Port"
URL, ECHO_URL = "https://courier.example/ferry", "https://echo.example/bac"


@pytest.fixture(scope="module")
def loaded(made_warehouse: NewWarehouse) -> Engine:
    """A warehouse, only to be read: three outlets, one article edited, one capture refused.

    The Post dates its article an hour before the Courier's was seen; the Echo's comes a day later.
    """
    engine = made_warehouse()
    refused = [
        capture("https://post.example/all", outlet="post", at=MONDAY + n * DAY) for n in (0, 1)
    ]
    load(
        engine,
        ferry(),
        edited(),
        agency(),
        ferry(url=ECHO_URL, outlet="echo", at=MONDAY + DAY),
        captures=refused,
        rejections=[refusal(one) for one in refused],
    )
    finish_run(engine, RUN, "succeeded", MONDAY + HOUR, {})
    begin(engine, "later", at=MONDAY + 2 * HOUR)
    return engine


def ask(engine: Engine, mart: str, *columns: str) -> set[tuple[object, ...]]:
    """The rows of a mart; times and days as text, which both databases then give alike."""
    found = rows(engine, f"SELECT {', '.join(columns)} FROM {mart}")
    told = {tuple(_plain(value) for value in row) for row in found}
    assert len(told) == len(found)
    return told


def _plain(value: object) -> object:
    if isinstance(value, (date, str)):
        return str(value).removesuffix(".000000")
    return value


@pytest.mark.parametrize("file", mart_files(), ids=lambda file: file.stem)
def test_the_first_line_says_what_a_row_is(file: Path) -> None:
    assert file.read_text(encoding="utf-8").startswith("-- one row per ")


def test_quotations_are_those_of_current_versions(loaded: Engine) -> None:
    told = ("Ingrid Solberg", "mayor", "direct")
    kvist = ("Edda Kvist", "harbour master", "indirect")
    courier = (COURIER, "Council keeps the ferry", URL)
    echo = (ECHO, "Council keeps the ferry", ECHO_URL)
    post = (POST, "Ferry stays", "https://post.example/ferry")
    columns = ("text", "speaker", "role", "kind", "outlet", "headline", "url")
    assert ask(loaded, "quotations", *columns) == {
        (MAY, *told, *courier),
        (QUAY, *kvist, *courier),
        (SOLD, *told, *echo),
        (OURS, *told, *echo),
        (QUAY, *kvist, *echo),
        ("“We will not sell the ferry”", "Ingrid Solberg", None, "direct", *post),
        ("it was time", "officials", None, "indirect", *post),
    }


def test_a_quotation_tells_when_its_article_appeared_and_was_seen(loaded: Engine) -> None:
    indirect = "quotations WHERE kind = 'indirect'"
    assert ask(loaded, indirect, "outlet", "published_or_first_seen_at", "first_seen_at") == {
        (COURIER, "2026-03-02 09:30:00", "2026-03-02 09:30:00"),
        (POST, "2026-03-02 08:30:00", "2026-03-02 10:30:00"),
        (ECHO, "2026-03-03 09:30:00", "2026-03-03 09:30:00"),
    }


def test_speakers_are_counted_by_day(loaded: Engine) -> None:
    columns = ("speaker", "day", "quotations", "statements", "outlets")
    assert ask(loaded, "quotations_by_speaker_and_day", *columns) == {
        ("Ingrid Solberg", "2026-03-02", 2, 2, 2),
        ("Ingrid Solberg", "2026-03-03", 2, 2, 1),
        ("Edda Kvist", "2026-03-02", 1, 1, 1),
        ("Edda Kvist", "2026-03-03", 1, 1, 1),
    }


def test_an_outlets_voices_share_its_quotations(loaded: Engine) -> None:
    columns = ("outlet", "speaker", "quotations", "statements", "articles", "round(share * 100)")
    assert ask(loaded, "quotations_by_outlet_and_speaker", *columns) == {
        (COURIER, "Edda Kvist", 1, 1, 1, 50),
        (COURIER, "Ingrid Solberg", 1, 1, 1, 50),
        (ECHO, "Edda Kvist", 1, 1, 1, 33),
        (ECHO, "Ingrid Solberg", 2, 2, 1, 67),
        (POST, "Ingrid Solberg", 1, 1, 1, 100),
    }


def test_statements_by_spread_tell_who_printed_them_first(loaded: Engine) -> None:
    widespread = "statements_by_spread WHERE outlets > 1"
    columns = ("text", "speaker", "quotations", "articles", "outlets", "first_outlet")
    assert ask(loaded, widespread, *columns) == {
        ("“We will not sell the ferry”", "Ingrid Solberg", 2, 2, 2, POST),
        (QUAY, "Edda Kvist", 2, 2, 2, COURIER),
    }
    assert ask(loaded, widespread, "first_outlet", "first_appeared_at", "last_appeared_at") == {
        (POST, "2026-03-02 08:30:00", "2026-03-03 09:30:00"),
        (COURIER, "2026-03-02 09:30:00", "2026-03-03 09:30:00"),
    }
    assert rows(loaded, "SELECT outlets FROM statements_by_spread") == [
        (2,), (2,), (1,), (1,), (1,),
    ]  # fmt: skip


def test_an_article_that_changed_is_an_edited_one(loaded: Engine) -> None:
    columns = ("outlet", "url", "headline", "versions")
    times = ("first_version_seen_at", "last_version_seen_at")
    assert ask(loaded, "edited_articles", *columns) == {
        (COURIER, URL, "Council keeps the ferry", 2)
    }
    assert ask(loaded, "edited_articles", *times) == {
        ("2026-03-02 09:30:00", "2026-03-02 12:30:00")
    }


def test_what_an_edit_took_out_is_a_changed_quotation(loaded: Engine) -> None:
    columns = ("change", "text", "text_now", "speaker", "speaker_now", "outlet", "url")
    told = ("Ingrid Solberg", "Ingrid Solberg", COURIER, URL)
    assert ask(loaded, "quotations_changed_by_edit", *columns) == {
        ("negation", SOLD, MAY, *told),
        ("removed", OURS, None, "Ingrid Solberg", None, COURIER, URL),
    }
    removed = "quotations_changed_by_edit WHERE change = 'removed'"
    assert ask(loaded, removed, "first_seen_at", "last_seen_at", "seen_at") == {
        ("2026-03-02 09:30:00", "2026-03-02 09:30:00", "2026-03-02 12:30:00")
    }


def test_dropped_blocks_are_counted_by_label_and_rule(engine: Engine) -> None:
    """Of current versions, and every label that is not kept."""
    load(engine, ferry(), edited())
    assert rows(engine, "SELECT * FROM dropped_blocks_by_rule") == []
    everything = [(label, f"rule-{label}") for label in Label]
    twice = [(Label.SHARE, "other-rule")] * 2
    load(engine, page("Text.", url="https://a.example/1", dropped=[*everything, *twice]))
    load(engine, page("Text.", url="https://a.example/2", dropped=[(Label.SHARE, "other-rule")]))
    expected = {
        (label.value, f"rule-{label}", 1, 1) for label in Label if label not in KEPT_LABELS
    } | {("share", "other-rule", 3, 2)}
    query = "SELECT label, rule, blocks, articles FROM dropped_blocks_by_rule"
    assert set(rows(engine, query)) == expected


def test_what_the_arbiter_was_asked_is_counted_in_both_directions(engine: Engine) -> None:
    """Of current versions; a mean is that of the blocks of which it was asked."""
    over = "arbiter-over-"
    dropped = [(Label.OTHER, "x"), (Label.RELATED, "related-by-name"), (Label.SHARE, "share")]
    in_container = f"{over}in-container"
    probabilities: list[tuple[float, float, float | None]] = [(0.25, 0.5, None), (0.125, 0.75, 0.5)]
    for number, (other, paragraph, related) in enumerate(probabilities):
        text = page("Text.", url=f"https://a.example/{number}", dropped=dropped)
        load(
            engine,
            judged(
                text,
                other=(in_container, other),
                paragraph=(f"{over}related-by-name", paragraph),
                related=("related-by-name", related),
            ),
        )
    columns = ("label", "rule", "overruled_rule", "blocks", "articles", "mean_probability")
    assert ask(engine, "dropped_blocks_by_rule", *columns) == {
        ("other", in_container, "in-container", 2, 2, 0.1875),
        ("related", "related-by-name", None, 2, 2, 0.5),
        ("share", "share", None, 2, 2, None),
    }
    assert ask(engine, "kept_blocks_by_overruled_rule", *columns[2:]) == {
        ("related-by-name", 2, 2, 0.625),
    }
    assert violations(engine) == []
    later = page("New text.", url="https://a.example/0", at=MONDAY + HOUR)
    load(engine, later)
    assert ask(engine, "kept_blocks_by_overruled_rule", *columns[2:]) == {
        ("related-by-name", 1, 1, 0.75),
    }


def test_runs_tell_how_they_ended_and_what_they_refused(loaded: Engine) -> None:
    columns = ("run_key", "outcome", "started_at", "finished_at", "rejections")
    assert ask(loaded, "run_outcomes", *columns) == {
        ("later", None, "2026-03-02 11:30:00", None, 0),
        (RUN, "succeeded", "2026-03-02 09:30:00", "2026-03-02 10:30:00", 2),
    }
    reasons = ("run_key", "outlet_key", "stage", "reason", "rejections")
    assert ask(loaded, "rejections_by_reason", *reasons) == {(RUN, "post", "extract", "listing", 2)}


def test_what_an_outlet_answers_is_counted(engine: Engine) -> None:
    begin(engine)
    wall = page("Half of it.", url="https://post.example/wall", outlet="post")
    walled = replace(wall, article=replace(wall.article, paywalled=True))
    answers = [
        Rejection("fetch", f"https://post.example/{number}", reason, reason, "post")
        for number, reason in enumerate(["http-403", "http-403", "http-429"])
    ]
    other = Rejection("extract", "https://post.example/all", "listing", "links", "post")
    load(engine, ferry(), walled, rejections=[*answers, other])
    columns = ("outlet_key", "answer", "answers")
    assert ask(engine, "answers_by_outlet", *columns) == {
        ("courier", "captured", 1),
        ("post", "captured", 1),
        ("post", "paywalled", 1),
        ("post", "http-403", 2),
        ("post", "http-429", 1),
    }


NOT_ANSWERED = {
    Reason.BAD_URL,
    Reason.UNKNOWN_HOST,
    Reason.TOO_MANY_CANDIDATES,
    Reason.TOO_MANY_SITEMAPS,
    Reason.PRIVATE_ADDRESS,
    Reason.VISIT_OVER,
    Reason.LEFT_ALONE,
    Reason.WARC_DAMAGED,
    Reason.TIMEOUT,
    Reason.CONNECTION_FAILED,
    Reason.READER_FAILED,
}
"""Why an address gave nothing although no outlet answered."""


def test_what_no_outlet_answered_is_not_counted(engine: Engine) -> None:
    refused = [
        Rejection(stage, f"https://post.example/{reason}", reason, reason, "post")
        for reason in (*Reason, "source-failed")
        for stage in ("discover", "fetch")
    ]
    load(engine, rejections=refused)
    assert ask(engine, "answers_by_outlet", "answer", "answers") == {
        (reason.value, 2) for reason in Reason if reason not in NOT_ANSWERED
    }


def test_only_visits_bring_answers(engine: Engine) -> None:
    """What is processed again, or comes from the files of others, was answered to nobody now."""
    walled = capture("https://post.example/consent", outlet="post")
    consent = refusal(walled, "consent-wall")
    load(engine, captures=[walled], rejections=[consent])
    columns = ("answer", "answers", "first_answered_at", "last_answered_at")
    monday = "2026-03-02 09:30:00"
    expected = {("captured", 1, monday, monday), ("consent-wall", 1, monday, monday)}
    assert ask(engine, "answers_by_outlet", *columns) == expected
    half = page("Half of it.", url="https://post.example/wall", outlet="post")
    half = replace(half, article=replace(half.article, paywalled=True))
    for kind in ("reprocess", "import"):
        begin_run(engine, kind, kind, MONDAY + 200 * DAY, "1", "rules", {})
        load(engine, captures=[walled], rejections=[consent], extraction="2", run=kind)
    imported = replace(half, capture=replace(half.capture, imported_from="crawl.warc.gz"))
    load(engine, imported, run="import")
    assert ask(engine, "answers_by_outlet", *columns) == expected
    begin(engine, "later", at=MONDAY + DAY)
    load(
        engine,
        replace(half, capture=capture(half.capture.url_asked, outlet="post", at=MONDAY + DAY)),
    )
    assert ask(engine, "answers_by_outlet WHERE answer = 'paywalled'", *columns) == {
        ("paywalled", 1, "2026-03-03 09:30:00", "2026-03-03 09:30:00")
    }


def test_another_extraction_is_no_edit(engine: Engine) -> None:
    first = ferry()
    load(engine, first)
    newer = replace(page(*FERRY[1:], quotes=FERRY_QUOTES[:2]), capture=first.capture)
    load(engine, newer, extraction="2+rules")
    assert rows(engine, "SELECT count(*) FROM quotations") == [(2,)]
    assert rows(engine, "SELECT count(*) FROM edited_articles") == [(0,)]
    assert rows(engine, "SELECT count(*) FROM quotations_changed_by_edit") == [(0,)]


def test_a_later_capture_that_another_extraction_reads_is_no_edit(engine: Engine) -> None:
    """Until that extraction has read both."""
    longer = page(*FERRY, "Read more here.")
    load(engine, longer)
    load(engine, ferry(at=MONDAY + DAY), extraction="2+rules")
    assert rows(engine, "SELECT count(*) FROM edited_articles") == [(0,)]
    load(engine, longer, extraction="2+rules")
    assert rows(engine, "SELECT versions FROM edited_articles") == [(2,)]
    load(engine, replace(ferry(), capture=longer.capture), extraction="2+rules")
    assert rows(engine, "SELECT count(*) FROM edited_articles") == [(0,)]


def test_an_edit_that_was_taken_back_is_the_last_one(engine: Engine) -> None:
    back = ferry(at=MONDAY + 2 * DAY, headline="Council keeps the ferry after all")
    load(engine, ferry(), edited(), back)
    columns = ("headline", "versions", "first_version_seen_at", "last_version_seen_at")
    assert ask(engine, "edited_articles", *columns) == {
        ("Council keeps the ferry after all", 2, "2026-03-02 09:30:00", "2026-03-04 09:30:00")
    }


def test_words_that_another_extraction_leaves_out_are_not_taken_out(engine: Engine) -> None:
    """Nor put in, until that extraction has read both; what was reworded is told at once."""
    first, later = ferry(), page(FERRY[0], FERRY[2], quotes=FERRY_QUOTES[2:], at=MONDAY + DAY)
    again, last = ferry(at=MONDAY + 2 * DAY), edited(at=MONDAY + 3 * DAY)
    columns = ("change", "text", "text_now", "seen_at")
    for number, one in enumerate((first, later, again)):
        load(engine, one, extraction=f"{number}+rules")
        assert ask(engine, "quotations_changed_by_edit", *columns) == set()
    load(engine, last, extraction="3+rules")
    reworded = ("negation", SOLD, MAY, "2026-03-05 09:30:00")
    assert ask(engine, "quotations_changed_by_edit", *columns) == {reworded}
    load(engine, first, later, again, extraction="3+rules")
    assert ask(engine, "quotations_changed_by_edit", *columns) == {
        ("removed", SOLD, None, "2026-03-03 09:30:00"),
        ("removed", OURS, None, "2026-03-03 09:30:00"),
        ("added", None, SOLD, "2026-03-04 09:30:00"),
        ("added", None, OURS, "2026-03-04 09:30:00"),
        reworded,
        ("removed", OURS, None, "2026-03-05 09:30:00"),
    }
    assert violations(engine) == []
