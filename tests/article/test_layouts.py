"""Outlets whose pages defeat the general rules: layouts of their own, each with its days."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.article import extract_page
from pipeline.cli.commands import cli
from pipeline.records import Article, Label
from pipeline.settings.environment import load_sources
from pipeline.settings.outlet_layouts import PageLayout, layout_of
from pipeline.settings.yaml_files import SettingsError

SENTENCE = "The lock keeper wrote down every boat, and the office added them up on Friday."
PAGE = f"""
<html><body>
<h1>Welcome to the river pages</h1>
<div class="t9">Eleven boats passed the lock</div>
<div class="related-links">
  <p>{SENTENCE} It was a Monday.</p>
  <div class="x1"><p>{SENTENCE} A word about our walks, which begin at the lock at nine.</p></div>
  <p>{SENTENCE} It was a Tuesday.</p>
</div>
<div class="comments"><p>{SENTENCE} It was a Wednesday.</p></div>
<article><p>{SENTENCE} {SENTENCE} This is another story of ours. {SENTENCE}</p>
<p>{SENTENCE} {SENTENCE}</p><p>{SENTENCE} {SENTENCE}</p></article>
</body></html>
"""
LAYOUT = PageLayout(
    headline=".t9",
    text=(".related-links", ".comments"),
    furniture={Label.PROMO: (".x1",)},
)
SOURCES = """
sources:
  - key: river-pages
    name: River Pages
    feeds: [https://river.example/feed.xml]
    founded: 1990-01-01
    layouts:
      - since: 2024-06-01
        text: [article]
      - until: 2024-05-31
        headline: .t9
        text: [.related-links, .comments]
        furniture:
          promo: [.x1]
"""


def read(page_layout: PageLayout | None) -> Article:
    return extract_page(PAGE.encode(), url="https://river.example/boats", page_layout=page_layout)


def last_words(article: Article) -> list[str]:
    return [paragraph.split()[-1] for paragraph in article.paragraphs]


def test_only_what_the_layout_names_is_text() -> None:
    article = read(LAYOUT)
    assert article.headline == "Eleven boats passed the lock"
    assert last_words(article) == ["Monday.", "Tuesday.", "Wednesday."]
    dropped = {(block.label, block.rule) for block in article.dropped}
    assert {(Label.PROMO, "outlet-layout"), (Label.OTHER, "outside-layout")} <= dropped


def test_without_it_the_general_rules_read_another_text() -> None:
    assert "Monday." not in last_words(read(None))


def test_a_layout_that_fits_nothing_is_not_used_and_that_is_said() -> None:
    article = read(PageLayout(text=("main.story",)))
    assert article.paragraphs == read(None).paragraphs
    assert article.doubts == (
        "the outlet's layout names no text on this page; the general rules read it",
    )


@pytest.mark.parametrize(
    ("day", "text"),
    [(date(2024, 5, 31), ".old"), (date(2024, 6, 1), ".new"), (date(2030, 1, 1), ".new")],
)
def test_the_layout_of_the_day_counts(day: date, text: str) -> None:
    old = PageLayout(until=date(2024, 5, 31), text=(".old",))
    new = PageLayout(since=date(2024, 6, 1), text=(".new",))
    found = layout_of((new, old), day)
    assert found is not None
    assert found.text == (text,)


@pytest.mark.parametrize(
    ("layout", "message"),
    [
        ("{text: ['div[']}", "is not a CSS selector"),
        ("{since: 2024-01-01}", "needs at least one of headline, text, furniture"),
        ("{since: 2024-01-02, until: 2024-01-01, text: [p]}", "is before since"),
        ("{furniture: {paragraph: [p]}}", "is kept; name what is dropped"),
        ("{body: [p]}", "unknown key"),
    ],
)
def test_a_wrong_layout_is_told(tmp_path: Path, layout: str, message: str) -> None:
    path = tmp_path / "sources.yaml"
    start = SOURCES.partition("    layouts:")[0]
    path.write_text(f"{start}    layouts: [{layout}]\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=message):
        load_sources(path)


def test_the_command_line_reads_a_page_with_the_layout_of_its_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = tmp_path / "sources.yaml"
    sources.write_text(SOURCES, encoding="utf-8")
    page = tmp_path / "page.html"
    page.write_text(PAGE, encoding="utf-8")
    monkeypatch.setenv("VERBATIM_SOURCES", str(sources))

    def answer(*options: str) -> str:
        result = CliRunner().invoke(
            cli, ["extract", "--source", "river-pages", *options, str(page)]
        )
        assert result.exit_code == 0, result.output
        return result.stdout

    assert "It was a Wednesday." in answer("--captured", "2024-05-31").partition("comments")[0]
    today = datetime.now(UTC).date().isoformat()
    assert "This is another story of ours." in answer("--captured", today)
    assert answer() == answer("--captured", today)


def test_a_source_that_is_not_there_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = tmp_path / "sources.yaml"
    sources.write_text(SOURCES, encoding="utf-8")
    monkeypatch.setenv("VERBATIM_SOURCES", str(sources))
    result = CliRunner().invoke(cli, ["extract", "--source", "lake-pages", "page.html"])
    assert result.exit_code != 0
    assert "has no source 'lake-pages'; it has river-pages" in result.output


def test_what_the_layout_drops_is_dropped_even_if_it_is_most_of_the_text() -> None:
    box = "".join(f"<p>{SENTENCE} {SENTENCE} It was day {day}.</p>" for day in range(20))
    text = f"<div class='box'>{box}</div><article><p>{SENTENCE}</p></article>"
    page = f"<h1>Eleven boats passed the lock</h1>{text}"
    article = extract_page(
        page.encode(), page_layout=PageLayout(furniture={Label.NEWSLETTER: (".box",)})
    )
    assert article.paragraphs == (SENTENCE,)
    assert sum(block.rule == "outlet-layout" for block in article.dropped) == 20


def test_a_layout_whose_text_holds_no_block_is_not_used() -> None:
    page = PAGE.replace("<article>", "<div class='pictures'><img src='/a'></div><article>")
    article = extract_page(page.encode(), page_layout=PageLayout(text=(".pictures",)))
    assert article.paragraphs
    assert article.doubts
