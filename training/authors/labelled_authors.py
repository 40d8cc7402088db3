"""The labelled pages, as the candidates for their authors and which of them are right."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.article.metadata.author_candidates import Candidate, Words, author_candidates
from pipeline.article.metadata.author_columns import KINDS_OF_SOURCES, author_numbers
from pipeline.article.metadata.stated_metadata import statements_of_authors
from pipeline.article.not_an_article import NotAnArticle
from pipeline.article.page_decoding import parse
from pipeline.text.folding import folded_words
from tests.newsroom import fixtures
from training.arbiter.labelled_pages import NEWSROOM, WRITTEN, publisher_of
from training.arbiter.written_pages import written_pages

WCXB = "wcxb"
REFERENCES = {WCXB: 1}
"""Sets whose idea of an author differs from that of publishers' own parsers; the trees are told."""
VARIANTS = 3
"""Of every page."""
SILENT_SHARE = 0.35
"""How likely a kind of sources is left out of a variant."""
_BETWEEN = re.compile(r"\s*(?:,|;| and | & )\s*")
"""What stands between authors that a label names in one text."""


@dataclass(slots=True)
class AuthorPage:
    """The candidates of one page."""

    data: str
    name: str
    publisher: str
    candidates: list[Candidate]
    numbers: np.ndarray
    true: frozenset[Words]
    """The authors; empty where the label names none."""
    is_variant: bool = False
    """Whether some of what the page states is left out."""

    @property
    def right(self) -> np.ndarray:
        """Whether each candidate is an author."""
        return np.array([each.words in self.true for each in self.candidates], bool)


def read_pages(data: Path, sets: Sequence[str]) -> list[AuthorPage]:
    """The labelled pages of some sets below the folder `data`, and variants of them."""
    ours = {NEWSROOM: _newsroom, WRITTEN: _written}
    return [
        page for kind in sets for page in (ours[kind]() if kind in ours else _labelled(data, kind))
    ]


def words_of(name: str) -> Words:
    """What makes two names one author: case, accents, marks and initials aside."""
    return tuple(word for word in folded_words(name).split() if len(word) > 1)


def true_authors(record: dict[str, Any]) -> frozenset[Words]:
    """The authors that a label names, as a list or in one text."""
    names = record.get("authors")
    if names is None:
        names = _BETWEEN.split(record.get("author") or "")
    return frozenset(words for name in names if (words := words_of(name)))


def _labelled(data: Path, kind: str) -> Iterator[AuthorPage]:
    truth = json.loads((data / kind / "truth.json").read_text(encoding="utf-8"))
    for name, record in truth.items():
        if record.get("page_type", "article") == "article":
            file = data / kind / "html" / f"{name.split('.')[0]}.html.gz"
            publisher = publisher_of(record.get("url"), f"{kind}/{name}")
            payload = gzip.decompress(file.read_bytes())
            yield from _pages(payload, kind, name, publisher, true_authors(record))


def _newsroom() -> Iterator[AuthorPage]:
    for fixture in fixtures():
        if "article" in fixture.expected:
            true = true_authors(fixture.expected["article"])
            yield from _pages(fixture.html.encode(), NEWSROOM, fixture.name, NEWSROOM, true)


def _written() -> Iterator[AuthorPage]:
    for page in written_pages():
        publisher, true = publisher_of(page.record["url"], page.name), true_authors(page.record)
        yield from _pages(page.payload, WRITTEN, page.name, publisher, true)


def _pages(
    payload: bytes, kind: str, name: str, publisher: str, true: frozenset[Words]
) -> Iterator[AuthorPage]:
    """A page as it is, and as it would be if some kinds of sources stated nothing."""
    try:
        statements = statements_of_authors(parse(payload, None))
    except NotAnArticle:
        return
    chance = random.Random(name)
    for number in range(VARIANTS + 1):
        without = {
            source
            for sources in KINDS_OF_SOURCES
            if number and chance.random() < SILENT_SHARE
            for source in sources
        }
        if number and not without:
            continue
        left = tuple(each for each in statements.statements if each.source not in without)
        page = replace(statements, statements=left)
        candidates = author_candidates(page)
        numbers = author_numbers(candidates, page, REFERENCES.get(kind, 0))
        yield AuthorPage(kind, name, publisher, candidates, numbers, true, number > 0)
