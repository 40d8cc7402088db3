"""The digest day by day: what changed and what is new first, what is doubtful folded, an index."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from pipeline.digest_records import DigestData, DigestDay
from pipeline.publish import write_day, write_index, written_days
from pipeline.publish.render import OPEN_CHANGES, Neighbours, render_digest, render_index
from pipeline.shown_records import ChangedQuotation, QuotationChange
from tests.publish.examples import MONDAY, digest_of, found
from tests.publish.pages import Page

START = datetime(2026, 3, 2, tzinfo=UTC)
END = START + timedelta(days=1, microseconds=-1)
EMPTY = DigestData(START, END, (), (), (), ())


def edit(
    before: str | None = "We have one tank burning", after: str | None = "We had one tank burning"
) -> ChangedQuotation:
    gone = QuotationChange.REMOVED if after is None else QuotationChange.REWORDED
    return ChangedQuotation(
        change=QuotationChange.ADDED if before is None else gone,
        speaker=None if before is None else "Donal Rusk",
        speaker_now=None if after is None else "Donal Rusk",
        outlet="Meridian Post",
        headline="Fire",
        url="https://post.example/fire",
        text=before,
        text_now=after,
        last_seen_at=MONDAY,
        seen_at=MONDAY,
    )


def day_of(day: int, **numbers: int) -> DigestDay:
    counts = {"quotations": 10, "speakers": 4, "changes": 0} | numbers
    return DigestDay(day=date(2026, 3, day), **counts, most_quoted=("Ada <Holm>", "Ken"))


def test_an_edit_is_shown_before_and_after_with_the_words_that_differ() -> None:
    page = Page(render_digest(replace(digest_of(found()), changes=(edit(),))))
    assert [element.text for element in page.all("del")] == ["have"]
    assert [element.text for element in page.all("ins")] == ["had"]
    assert [element.text for element in page.all("dd")] == [
        "We have one tank burning",
        "We had one tank burning",
    ]
    headings = [heading.text for heading in page.all("h2")]
    assert headings == ["Changed after it was printed", "Quotations by speaker"]
    (link,) = [a for a in page.all("a") if a.text == "Fire"]
    assert link.get("href").startswith("https://post.example/fire#:~:text=We%20had")


def test_what_an_edit_took_out_is_struck_whole() -> None:
    page = Page(render_digest(replace(EMPTY, changes=(edit("“Never,” <b>", None),))))
    assert [element.text for element in page.all("del")] == ["“Never,” <b>"]
    assert [element.text for element in page.all("dd")][1] == "taken out"
    assert "1 changed by an edit" in " ".join(page.all("header")[0].text.split())


def test_many_edits_are_folded_after_the_first_ones() -> None:
    page = Page(render_digest(replace(EMPTY, changes=(edit(),) * (OPEN_CHANGES + 3))))
    folded = [dl for dl in page.all("dl") if "details" in dl.ancestors]
    assert (len(page.all("dl")), len(folded)) == (OPEN_CHANGES + 3, 3)


def test_what_is_new_comes_before_what_was_printed_before() -> None:
    old, new = "“We will not sell the ferry,”", "“Not in spring,”"
    data = digest_of(
        found(1, statement_id=1, text=old),
        found(2, statement_id=2, text=new),
        found(3, statement_id=3, speaker="Edda Kvist", text="“As I said,”"),
        since=START,
        until=END,
    )
    before = START - timedelta(days=3)
    page = Page(render_digest(replace(data, statements=3, first_printed={1: before, 3: before})))
    assert [heading.text for heading in page.all("h2")] == [
        "New, by speaker",
        "Printed before, and again now",
    ]
    assert [heading.text for heading in page.all("h3")] == ["Ingrid Solberg", "Edda Kvist"]
    first, second, _third = page.all("li", class_="direct")
    assert "first printed" not in first.text
    assert "first printed 27 February 2026" in second.text
    assert "3 statements, 1 of them new" in " ".join(page.all("header")[0].text.split())


def test_what_is_doubtful_is_on_the_page_and_folded_away() -> None:
    page = Page(
        render_digest(
            digest_of(
                found(1),
                found(2, text="“Perhaps,”", context="“Perhaps,” she said.", confidence=0.4),
                found(3, speaker="Nobody Much", text="“Who?”", context="“Who?”", confidence=0.1),
            )
        )
    )
    folded = [mark.text for mark in page.all("mark") if "details" in mark.ancestors]
    assert folded == ["“Perhaps,”", "“Who?”"]
    summaries = [summary.text for summary in page.all("summary")]
    assert summaries[1:] == ["1 less certain", "Less certain: 1 more speaker"]
    inner = {a.get("href") for a in page.all("a") if "nav" in a.ancestors}
    assert inner == {"#speaker-ingrid-solberg", "#speaker-nobody-much"}


def test_every_speaker_of_the_plot_is_on_the_page() -> None:
    data = digest_of(*(found(n, speaker=f"Speaker {n}", confidence=0.3) for n in range(7)))
    page = Page(render_digest(data))
    plotted = {text.text for text in page.all("text") if text.text.startswith("Speaker")}
    assert plotted == {heading.text for heading in page.all("h3")}


def test_an_empty_day_says_why() -> None:
    def told(**values: object) -> str:
        page = Page(render_digest(replace(EMPTY, **values)))  # type: ignore[arg-type]
        return " ".join(page.all("main")[0].text.split())

    assert "The warehouse has no article of this day: none was announced" in told()
    assert "has 1 article of this day, and no quotation of them counts" in told(articles=1)
    assert "a check found them to be wrong: 2." in told(articles=1, withheld=2)
    assert "The newest quotations of the warehouse are of 1 March 2026." in told(
        newest_day=date(2026, 3, 1)
    )


def test_a_day_leads_to_its_neighbours_and_to_all_days() -> None:
    page = Page(render_digest(digest_of(found()), Neighbours(date(2026, 2, 27), None)))
    links = {a.get("href"): a.text for a in page.all("a") if a.get("href").endswith(".html")}
    assert links == {"index.html": "All days", "2026-02-27.html": "← 27 February 2026"}


def test_one_day_has_no_plot_over_time_and_many_days_have() -> None:
    titles = [
        [title.text for title in Page(render_digest(data)).all("title")][1:]
        for data in (
            digest_of(found(), since=START, until=END),
            digest_of(found(), since=START, until=END + timedelta(days=1)),
        )
    ]
    assert titles == [
        ["Most quoted", "By outlet"],
        ["Quotations per day", "Most quoted", "By outlet"],
    ]


def test_the_index_lists_the_days_newest_first_with_their_numbers() -> None:
    february = DigestDay(date(2026, 2, 28), 1200, 9, 0, ())
    page = Page(render_index([february, day_of(1), day_of(2, quotations=0, changes=3)]))
    assert [heading.text for heading in page.all("h2")] == ["March 2026", "February 2026"]
    rows = [" ".join(row.text.split()) for row in page.all("tr") if "tbody" in row.ancestors]
    assert rows == [
        "Monday 2043Ada <Holm>, Ken",
        "Sunday 1104Ada <Holm>, Ken",
        "Saturday 281,2009",
    ]
    assert [a.get("href") for a in page.all("a") if "tbody" in a.ancestors] == [
        "2026-03-02.html",
        "2026-03-01.html",
        "2026-02-28.html",
    ]
    assert len(page.all("svg")) == 1


def test_an_index_of_nothing_says_so() -> None:
    assert "has no quotations yet" in render_index([])


def test_the_latest_day_has_an_address_that_stays(tmp_path: Path) -> None:
    for number in (1, 2):
        data = digest_of(found(number, speaker=f"Speaker {number}"))
        write_day(tmp_path, date(2026, 3, number), data, None, None)
    index = write_index(tmp_path, [day_of(1), day_of(2)])
    assert index == tmp_path / "index.html"
    assert written_days(tmp_path) == {date(2026, 3, 1), date(2026, 3, 2)}
    second = (tmp_path / "2026-03-02.html").read_bytes()
    assert (tmp_path / "latest.html").read_bytes() == second
    write_index(tmp_path, [])
    assert not (tmp_path / "latest.html").exists()
