"""The pages of the test news site and what is expected of them agree with each other.

Whether the extractor gives what is expected is not asked here.
"""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from pipeline.records import Kind, Label
from tests.newsroom import Fixture, fixtures, read_outlets
from tests.newsroom.outlet import OUTLETS_FOLDER

PAGES = list(fixtures())
SILENT_TAGS = ["script", "style", "template", "noscript", "svg"]


def test_the_site_is_as_large_as_it_is_meant_to_be() -> None:
    articles = [f for f in PAGES if f.edition == 1 and "article" in f.expected]
    assert len(articles) >= 40
    assert len({f.outlet for f in articles}) >= 5


def test_every_file_belongs_to_a_page() -> None:
    for outlet in read_outlets():
        known = {page.page for page in outlet.pages} | {outlet.section_html}
        for path in (outlet.folder / "pages").iterdir():
            name = path.name.removesuffix(".html").removesuffix(".expected.json")
            assert {name.removesuffix(".edition2"), path.name} & known, path


def test_every_edition_has_its_own_time_of_change() -> None:
    for outlet in read_outlets():
        for page in outlet.pages:
            changed = (outlet.folder / "pages" / f"{page.page}.edition2.html").exists()
            assert changed == (page.edition2_modified is not None), page.path


def identity(fixture: Fixture) -> str:
    return f"{fixture.outlet}/{fixture.name}/{fixture.edition}"


@pytest.mark.parametrize("fixture", PAGES, ids=identity)
def test_the_expected_article_is_whole(fixture: Fixture) -> None:
    expected = fixture.expected
    if "not_an_article" in expected:
        assert set(expected) == {"not_an_article"}
        return
    assert set(expected) == {"article", "blocks", "quotes"}
    assert set(expected["article"]) == {
        *("url", "headline", "authors", "published", "modified"),
        *("language", "outlet", "section", "truncated"),
    }
    headlines = [b["text"] for b in expected["blocks"] if b["label"] == Label.HEADLINE]
    assert headlines == [expected["article"]["headline"]]
    for block in expected["blocks"]:
        assert set(block) == {"label", "text"}
        assert block["label"] in set(Label)
        assert block["text"] == " ".join(block["text"].split())


@pytest.mark.parametrize("fixture", PAGES, ids=identity)
def test_the_expected_blocks_are_the_whole_text_of_the_page(fixture: Fixture) -> None:
    if "not_an_article" in fixture.expected:
        return
    body = BeautifulSoup(fixture.html, "lxml").body
    assert body
    for silent in body.find_all(SILENT_TAGS):
        silent.decompose()
    blocks = "".join(b["text"] for b in fixture.expected["blocks"])
    assert "".join(blocks.split()) == "".join(body.get_text().split())


@pytest.mark.parametrize("fixture", PAGES, ids=identity)
def test_the_expected_quotations_stand_in_the_kept_text(fixture: Fixture) -> None:
    place = 0
    for quote in fixture.expected.get("quotes", []):
        assert set(quote) == {"kind", "text", "segments", "speaker", "mention", "role", "cue"}
        assert quote["kind"] in set(Kind)
        parts = quote["text"].split(" … ") if quote["text"] not in fixture.text else [quote["text"]]
        for part in parts:
            assert part in fixture.text
        for segment in quote["segments"]:
            assert segment in quote["text"]
        assert bool(quote["segments"]) == (quote["kind"] != Kind.INDIRECT)
        place = fixture.text.find(parts[0], place)
        assert place >= 0, "not in the order of the text"
        for name in ("mention", "role"):
            assert quote[name] is None or quote[name] in fixture.text
        if quote["speaker"] not in {None, "[author]"}:
            for speaker in quote["speaker"].split(" and "):
                assert speaker in fixture.text + fixture.expected["article"]["headline"]


def test_the_wire_story_is_printed_word_for_word() -> None:
    wire = (OUTLETS_FOLDER / "civic-wire" / "WIRE.txt").read_text(encoding="utf-8")
    _, *paragraphs = wire.strip().split("\n\n")
    printed = [f for f in PAGES if paragraphs[1] in f.text or plain(paragraphs[1]) in f.text]
    assert printed
    for fixture in printed:
        assert [p for p in paragraphs[1:] if plain(p) not in plain(fixture.text)] == []


def plain(text: str) -> str:
    """The text with typewriter marks: outlets set the same words in their own type."""
    return text.translate(str.maketrans("“”‘’", "\"\"''"))
