"""The learned choice of authors: what counts as a candidate, and what holds whatever it learned."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from lxml import etree

from pipeline.article.metadata.author_candidates import (
    MAX_CANDIDATES,
    WHOLE,
    Candidate,
    Naming,
    author_candidates,
)
from pipeline.article.metadata.author_choice import (
    SHIPPED,
    AuthorChoice,
    Limits,
    chosen_candidates,
)
from pipeline.article.metadata.author_columns import COLUMNS, author_numbers
from pipeline.article.metadata.author_statements import (
    BY_LINE,
    LINE,
    NODE,
    PageStatements,
    Statement,
)
from pipeline.article.metadata.page_parts import MAX_NAMES_CHARACTERS, element_names
from pipeline.article.metadata.stated_metadata import statements_of_authors
from pipeline.article.page_decoding import parse
from pipeline.model_files import ModelError
from tests.article.page_metadata import article, script

LIMITS = Limits(0.5, 0.2)


def statements(head: str = "", under: str = "", above: str = "") -> PageStatements:
    body = f"<body>{above}<h1>Twelve boats</h1>{under}<p>boats</p></body>"
    return statements_of_authors(parse(f"<html><head>{head}</head>{body}</html>".encode()))


def names(page: PageStatements) -> list[str]:
    return [candidate.name for candidate in author_candidates(page)]


@pytest.mark.parametrize(
    ("head", "under"),
    [
        (script(article(headline="Twelve boats", author="Nora Lind, Bo Roe")), ""),
        (script({"@type": "WebPage", "author": [{"name": "Nora Lind"}, {"name": "Bo Roe"}]}), ""),
        (script({"@type": "Person", "name": ["Nora Lind", "Bo Roe"]}), ""),
        ('<meta name="author" content="Nora Lind and Bo Roe">', ""),
        ('<meta name="twitter:data1" content="Nora Lind, Bo Roe">', ""),
        ("", '<div class="c-author">Von Nora Lind und Bo Roe</div>'),
        ("", '<a href="/team/x">Us</a><a rel="author">Nora Lind</a><a href="/autor/bo">Bo Roe</a>'),
        ("", "<div>By <b>Nora Lind</b> and Bo Roe | 2 March 2026</div>"),
    ],
    ids=["node", "other-node", "person", "meta", "summary", "class", "links", "line"],
)
def test_all_that_a_page_states_is_a_candidate(head: str, under: str) -> None:
    assert {"Nora Lind", "Bo Roe"} <= set(names(statements(head, under)))


def test_one_name_in_several_places_is_one_candidate() -> None:
    head = '<meta name="author" content="NORA LIND"><meta name="dc.creator" content="Nora K. Lind">'
    page = statements(head, '<a rel="author" href="/u/7">Nora Lind</a>')
    (candidate,) = author_candidates(page)
    assert candidate.name == "Nora Lind"
    assert {naming.statement.source for naming in candidate.namings} == {
        *("meta-author", "meta-other", "rel")
    }


def test_addresses_and_words_for_nobody_are_no_candidates() -> None:
    values = ("https://tide.example/nora", "nora@tide.example", "admin", "@noralind")
    head = "".join(f'<meta name="author" content="{value}">' for value in values)
    assert names(statements(head)) == []


def test_marks_above_the_heading_and_in_other_parts_keep_their_place() -> None:
    above = '<header><div class="byline">Nora Lind</div></header>'
    aside = '<aside><div class="author">Bo Roe</div></aside>'
    page = statements(under=aside, above=above)
    marks = {each.text: each.mark for each in page.statements if each.mark}
    assert marks["Nora Lind"] is not None
    assert marks["Bo Roe"] is not None
    assert marks["Nora Lind"].behind < 0 < marks["Bo Roe"].behind
    assert (marks["Nora Lind"].of_others, marks["Bo Roe"].of_others) == (False, True)


def candidates(*given: str, source: str = NODE) -> list[Candidate]:
    return [
        Candidate(
            tuple(name.casefold().split()), namings=[Naming(Statement(source, name), WHOLE, 0)]
        )
        for name in given
    ]


def numbers(count: int, **columns: int) -> np.ndarray:
    """Zeros for so many candidates, but for one candidate of each column named."""
    found = np.zeros((count, len(COLUMNS)), np.float32)
    for column, index in columns.items():
        found[index, COLUMNS.index(column)] = 1
    return found


def chosen(given: list[Candidate], probabilities: list[float], **columns: int) -> list[int]:
    return chosen_candidates(given, numbers(len(given), **columns), probabilities, LIMITS)


def test_all_likely_ones_are_authors_else_the_likeliest() -> None:
    two = candidates("Nora Lind", "Bo Roe")
    assert chosen(two, [0.6, 0.9]) == [0, 1]
    assert chosen(two, [0.4, 0.9]) == [1]
    assert chosen(two, [0.4, 0.3]) == [0]
    assert chosen(two, [0.1, 0.1]) == []


def test_a_line_that_nothing_marks_makes_nobody_an_author() -> None:
    """Whoever is quoted has their name on a line, too."""
    assert chosen(candidates("Nora Lind", source=LINE), [0.9]) == []
    assert chosen(candidates("Nora Lind", source=BY_LINE), [0.9]) == [0]
    text = "<p>The mill turned again on Friday after eight years of silence.</p>"
    voices = "<h3>Sofie Krag, farmer</h3><p>“My field lies beside the wheel.”</p>"
    assert AuthorChoice().authors(statements(under=text + voices)) == ()


def test_of_two_forms_of_a_name_the_likelier_one_counts() -> None:
    assert chosen(candidates("Nora Lind", "Nora Lind Oakfield"), [0.9, 0.8]) == [0]


def test_outlet_and_organisations_are_authors_only_where_nobody_else_is() -> None:
    three = candidates("Tide Post", "Nora Lind", "Civic Wire")
    columns = {"outlet": 0, "known_organisation": 2}
    assert chosen(three, [0.9, 0.6, 0.9], **columns) == [1]
    assert chosen(three, [0.9, 0.1, 0.9], **columns) == [2]
    assert chosen(three, [0.9, 0.1, 0.1], **columns) == [0]


def test_every_candidate_has_a_number_for_every_column() -> None:
    page = statements(script(article(author=["Nora Lind", "Bo Roe"])))
    found = author_numbers(author_candidates(page), page)
    assert found.shape == (2, len(COLUMNS))
    assert np.isfinite(found).all()
    assert author_numbers([], page).shape == (0, len(COLUMNS))


def test_pages_without_candidates_have_no_authors() -> None:
    assert AuthorChoice().authors(PageStatements()) == ()


def test_candidates_are_bounded() -> None:
    many = [{"name": f"Nora {chr(97 + n // 26)}{chr(97 + n % 26)}lind"} for n in range(600)]
    nodes = [article(author=many[start : start + 50]) for start in range(0, 600, 50)]
    assert len(names(statements(script(*nodes)))) <= MAX_CANDIDATES


@pytest.mark.parametrize("name", ["trees.onnx", "words.json", "config.json"])
def test_changed_and_missing_files_are_refused(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "trees"
    shutil.copytree(SHIPPED, folder)
    AuthorChoice(folder)
    if name == "config.json":
        config = json.loads((folder / name).read_text())
        (folder / name).write_text(json.dumps(config | {"columns": ["other"]}))
    else:
        (folder / name).write_bytes(b"{}")
    with pytest.raises(ModelError):
        AuthorChoice(folder)
    (folder / name).unlink()
    with pytest.raises(ModelError):
        AuthorChoice(folder)


def test_of_the_names_of_an_element_little_is_remembered() -> None:
    element = etree.fromstring(f'<p class="{"author " * 10_000}" id="{"x" * 10_000}"/>')
    assert len(element_names(element)) <= 2 * MAX_NAMES_CHARACTERS + 1
