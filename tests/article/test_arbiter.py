"""The learned arbiter: what it decides, what it must not, and how it says so."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.article import extract_page
from pipeline.article.arbiter.block_features import COLUMNS, BlockFeatures
from pipeline.article.arbiter.block_text import text_tokens
from pipeline.article.arbiter.verdicts import OVERRULES, SHIPPED, Arbiter
from pipeline.article.extraction import labelled_page
from pipeline.model_files import ModelError
from pipeline.records import Article, Block

SENTENCES = (
    "The harbour office has closed the northern quay to lorries until the end of the month.",
    "Two of the piles under it have moved by a hand's width since the storm in January.",
    "Divers will look at the others this week, the harbour master, Solveig Brandt, said on Monday.",
    "Until then the fish hall is reached by the old road along the tannery, which is narrow.",
    "The council had put the repair off twice, because the money went into the new school.",
    "Nobody was hurt when the crane went through the planks, but its driver has not slept since.",
)


def page(wrapper: str, *, before: str = "", after: str = "") -> bytes:
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    return (
        '<html lang="en"><head><title>Northern quay closed to lorries</title></head><body>'
        f"{before}<main><h1>Northern quay closed to lorries</h1>"
        f'<div class="{wrapper}">{paragraphs}</div></main>{after}</body></html>'
    ).encode()


def blocks_of(article: Article, text: str) -> list[Block]:
    return [block for block in article.blocks if text in block.text]


@pytest.mark.parametrize(
    "name",
    ["paywall", "related-content", "newsletter-box", "promo", "share-tools", "advert", "x-91"],
)
def test_no_name_alone_takes_the_article_away(name: str) -> None:
    assert list(extract_page(page(name)).paragraphs) == list(SENTENCES)


def test_a_page_of_teasers_beside_the_article_stays_outside() -> None:
    teasers = "".join(
        f'<div class="k{n}"><a href="/n{n}"><h3>{title}</h3></a><p>{text}</p></div>'
        for n, (title, text) in enumerate(
            [
                ("Lamp on the mole is out again", "For the third time since Easter it failed."),
                ("Tannery to close in June", "Sixty people will lose their work."),
                ("A bridge for the toads", "Forty volunteers carried them for years."),
                ("Cod price at a record", "A box costs twice what it did in spring."),
            ]
        )
    )
    article = extract_page(page("x-91", after=f'<div class="more"><h2>More</h2>{teasers}</div>'))
    assert list(article.paragraphs) == list(SENTENCES)


def test_every_block_that_is_asked_about_has_a_probability() -> None:
    article = extract_page(page("x-91", before='<nav><a href="/">Home</a></nav>'))
    (first,) = blocks_of(article, SENTENCES[0])
    (menu,) = blocks_of(article, "Home")
    assert first.probability is not None
    assert first.probability > 0.5
    assert menu.probability is None


def test_of_a_menu_the_lines_that_are_no_links_are_asked_about() -> None:
    line = "Lorries take the tannery road, and the fish comes late"
    menu = f'<ul class="nav-menu"><li><a href="/">All the news</a></li><li>{line}</li></ul>'
    read = labelled_page(page("x-91", before=menu)).page
    asked = {read.blocks[index].text for index in BlockFeatures(read).asked}
    assert line in asked
    assert "All the news" not in asked


def test_an_overruled_rule_is_named() -> None:
    """What the arbiter decides otherwise than a rule says which rule that was."""

    class Contrary(Arbiter):
        def probabilities(self, page):  # type: ignore[no-untyped-def]
            asked, found = super().probabilities(page)
            found[asked.index(page.first)] = 0.1
            return asked, found

    article = extract_page(page("x-91"), arbiter=Contrary())
    (dropped,) = blocks_of(article, SENTENCES[0])
    assert dropped.rule == f"{OVERRULES}in-container"
    assert not dropped.kept
    assert dropped.probability == pytest.approx(0.1)


def test_the_next_article_is_not_asked_about() -> None:
    other = (
        "<article><h1>Cod price at a record</h1><p>By Olaf Brink</p>"
        "<p>A box of cod costs twice what it did in spring, the auction house said.</p></article>"
    )
    first = (
        "<article><h1>Northern quay closed to lorries</h1><p>By Jana Weber</p>"
        + "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
        + "</article>"
    )
    html = f"<html><head><title>Northern quay closed to lorries</title></head><body>{first}{other}"
    article = extract_page(html.encode())
    (block,) = blocks_of(article, "A box of cod")
    assert (block.rule, block.probability) == ("next-article", None)


def test_numbers_of_a_block_do_not_depend_on_wrappers_of_its_own() -> None:
    """Sites wrap paragraphs in elements of their own; the company of a block stays the same."""

    def company(html: bytes) -> list[list[float]]:
        features = BlockFeatures(labelled_page(html).page)
        columns = [n for n, name in enumerate(COLUMNS) if name.startswith(("parent_s", "parent_b"))]
        return features.matrix()[:, columns].tolist()

    plain = page("x-91")
    wrapped = plain.replace(b"<p>", b"<div><div><p>").replace(b"</p>", b"</p></div></div>")
    assert company(wrapped) == company(plain)


def test_changed_or_missing_files_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "arbiter"
    shutil.copytree(SHIPPED, folder)
    Arbiter(folder)
    (folder / "token_weights.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError, match="is not the one of its config"):
        Arbiter(folder)
    (folder / "token_weights.json").unlink()
    with pytest.raises(ModelError, match="cannot be read"):
        Arbiter(folder)


def test_a_process_reads_a_line_like_every_other() -> None:
    """Sums of the same weights in another order are others, so the order may not be chance."""
    line = "Read our full review of the ferry, its cabins and its kitchen before you book a berth"
    asked = f"from {text_tokens.__module__} import text_tokens; print(text_tokens({line!r}))"
    answers = {
        subprocess.run(
            [sys.executable, "-c", asked],
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in range(3)
    }
    assert len(answers) == 1
