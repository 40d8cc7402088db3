"""When an article was published and changed, as its page says in many ways."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from pipeline.article import extract_page
from pipeline.article.metadata import PageMetadata, read_metadata
from pipeline.article.metadata.times import visible_times
from pipeline.article.page_decoding import parse
from tests.article.page_metadata import URL, article, metadata, script, visible


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("2026-03-02", datetime(2026, 3, 2, tzinfo=UTC)),
        ("2026-03-02T09:15:00", datetime(2026, 3, 2, 9, 15, tzinfo=UTC)),
        ("2026-03-02 09:15:00 -0500", datetime(2026, 3, 2, 14, 15, tzinfo=UTC)),
        ("Mon, 02 Mar 2026 09:15:00 GMT", datetime(2026, 3, 2, 9, 15, tzinfo=UTC)),
        ("1772442900", datetime(2026, 3, 2, 9, 15, tzinfo=UTC)),
        ("02.03.2026", datetime(2026, 3, 2, tzinfo=UTC)),
        ("03/23/2026", datetime(2026, 3, 23, tzinfo=UTC)),
        ("03/02/2026", None),
        ("2026-02-30", None),
        ("1989-12-31", None),
        ("9999-12-31T23:59:59-14:00", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("²²²²²²²²²²", None),
        ("tomorrow", None),
        ("", None),
    ],
)
def test_times_are_read_or_refused(stated: str, expected: datetime | None) -> None:
    assert metadata(script(article(headline="Boats", datePublished=stated))).published == expected


def test_a_time_to_come_is_refused() -> None:
    ahead = (datetime.now(UTC) + timedelta(days=3)).isoformat()
    found = metadata(script(article(headline="Boats", datePublished=ahead)))
    assert found.published is None
    (doubt,) = found.doubts
    assert doubt.endswith("by JSON-LD datePublished is not taken: more than 2 days ahead")


def test_a_time_before_the_outlet_was_founded_is_refused() -> None:
    root = parse(script(article(headline="Boats", datePublished="1997-05-01")).encode())
    found = read_metadata(root, url=URL, founded=date(1998, 1, 1))
    assert found.published is None
    assert "before the outlet was founded on 1998-01-01" in found.doubts[0]
    assert read_metadata(root, url=URL, founded=date(1997, 1, 1)).published is not None


def test_what_told_a_time_is_told() -> None:
    assert visible(timestamps=["Published 3 March 2026, 7:15"]).published_from == "page"
    node = article(headline="Boats", datePublished="2026-03-02")
    assert metadata(script(node)).published_from == "JSON-LD datePublished"


def test_the_most_precise_statement_of_a_time_counts() -> None:
    head = '<meta property="article:published_time" content="2026-03-02T09:15:00Z">'
    day = script(article(headline="Boats", datePublished="2026-03-02"))
    assert metadata(day + head).published == datetime(2026, 3, 2, 9, 15, tzinfo=UTC)
    other_day = script(article(headline="Boats", datePublished="2026-02-12"))
    assert metadata(other_day + head).published == datetime(2026, 2, 12, tzinfo=UTC)


def test_an_article_is_not_changed_before_it_is_published() -> None:
    node = article(headline="Boats", datePublished="2026-03-02", dateModified="2026-03-01")
    assert metadata(script(node)).modified is None


MARCH_2 = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("lines", "published", "modified"),
    [
        (["Monday, March 2, 2026"], MARCH_2, None),
        (["1740 GMT, March 2, 2026"], MARCH_2 + timedelta(hours=17, minutes=40), None),
        (["2 March 2026, 05.30 GMT"], MARCH_2 + timedelta(hours=5, minutes=30), None),
        (["Mar. 2, 2026 8:03 pm ET"], MARCH_2 + timedelta(hours=25, minutes=3), None),
        (["Mon 2 Mar 2026 17.00 CET"], MARCH_2 + timedelta(hours=16), None),
        (["2 Mar 2026 17.00 GMT+2"], MARCH_2 + timedelta(hours=15), None),
        (["2 Mar 2026 17.00 UTC-3:30"], MARCH_2 + timedelta(hours=20, minutes=30), None),
        (["2 Mar 2026 17:00 +0200"], MARCH_2 + timedelta(hours=15), None),
        (["2026年3月2日 10時15分"], MARCH_2 + timedelta(hours=10, minutes=15), None),
        (
            ["Published 2 March 2026, 7:15 · Updated 10:02"],
            MARCH_2 + timedelta(hours=7, minutes=15),
            MARCH_2 + timedelta(hours=10, minutes=2),
        ),
        (
            ["Updated March 2, 2026, 1:22 p.m. GMT"],
            None,
            MARCH_2 + timedelta(hours=13, minutes=22),
        ),
        (["March 6, 2026", "Published March 2, 2026"], MARCH_2, None),
        (["Posted on March 2, 2026 by Mira Holm"], MARCH_2, None),
        (["Last updated 19.02", "3 hours ago", "Room 2026"], None, None),
    ],
)
def test_lines_for_readers_tell_when(
    lines: list[str], published: datetime | None, modified: datetime | None
) -> None:
    found = visible(timestamps=lines)
    assert (found.published, found.modified) == (published, modified)


GERMAN = (
    "Der Hafenmeister zählte am Montag elf Boote und sagte, er werde sie noch einmal zählen. "
    "Niemand wusste, woher das zwölfte gekommen war, und niemand wollte es gewesen sein. "
    "Am Abend lag es immer noch da."
)


def test_months_are_read_in_the_language_of_the_text() -> None:
    found = visible(timestamps=["Veröffentlicht am 2. März 2026"], text=GERMAN)
    assert (found.language, found.published) == ("de", MARCH_2)


def test_the_language_is_that_of_the_text_if_it_can_be_told() -> None:
    stated = PageMetadata(language="en")
    assert visible(stated, text=GERMAN).language == "de"
    assert visible(stated, text=GERMAN[:60]).language == "en"
    assert metadata('<meta http-equiv="content-language" content="deu">').language == "de"
    assert metadata('<meta name="language" content="the best">').language is None


def test_a_stated_day_gets_its_time_of_day_from_the_line_for_readers() -> None:
    stated = PageMetadata(published=MARCH_2)
    assert visible(stated, timestamps=["March 2, 2026, 9:15 GMT"]).published == MARCH_2 + timedelta(
        hours=9, minutes=15
    )
    assert visible(stated, timestamps=["March 6, 2026, 9:15 GMT"]).published == MARCH_2


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("2026. március 2., 10:15", "hu"),
        ("2026 m. kovo 2 d. 10:15", "lt"),
        ("2 मार्च 2026, 10:15", "hi"),
        ("மார்ச் 2, 2026 10:15", "ta"),
        ("2 مارس، 2026 - 10:15", "ar"),
    ],
)
def test_months_of_any_script_and_order_are_read(line: str, language: str) -> None:
    moment = visible_times([line], language).published
    assert moment is not None
    assert moment.time == MARCH_2 + timedelta(hours=10, minutes=15)


TEXT = "".join(
    f"<p>The harbour office counted {number} boats on the quay before the ice came in.</p>"
    for number in range(7, 12)
)


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("<div class='promo-bar'>March 2, 2026 10:15 UTC News desk</div>", ""),
        ("<div class='menu'><b>Submitted by office on Mon, 2 March 2026 - 10:15 GMT</b></div>", ""),
        ("", "<div class='menu'>Posted March 2, 2026, 10:15 UTC</div>"),
    ],
)
def test_a_time_in_a_line_of_no_label_counts_where_nothing_else_states_one(
    before: str, behind: str
) -> None:
    page = f"<title>Eleven boats</title><body>{before}<h1>Eleven boats on the quay</h1>"
    found = extract_page(f"{page}<article>{TEXT}</article>{behind}</body>".encode())
    assert len(found.paragraphs) == 5
    assert found.published == MARCH_2 + timedelta(hours=10, minutes=15)


def test_a_day_alone_above_a_page_is_todays() -> None:
    page = "<title>Eleven boats</title><body><div class='menu'>Thursday, March 5, 2026 | Ice</div>"
    page += f"<h1>Eleven boats on the quay</h1><article>{TEXT}</article></body>"
    assert extract_page(page.encode()).published is None


@pytest.mark.parametrize("name", ["related", "comments"])
def test_the_time_of_another_story_or_a_comment_is_not_the_articles(name: str) -> None:
    line = f"<div class='{name}'><p>No ferry before April, 2 March 2026, 10:15</p></div>"
    page = "<title>Eleven boats</title><body><h1>Eleven boats on the quay</h1>"
    page += f"<article>{TEXT}</article>{line}</body>"
    assert extract_page(page.encode()).published is None
