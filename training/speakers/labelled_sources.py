"""Sources whose speakers somebody labelled, as queries with the candidates that are right."""

from __future__ import annotations

import importlib.util
import json
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from pipeline.quotes.network.attribution_model import AttributionModel
from pipeline.quotes.speakers.article_names import ArticleNames
from pipeline.quotes.speakers.choice_numbers import ChoiceNumbers
from pipeline.quotes.speakers.choosing import words_read
from pipeline.quotes.speakers.name_forms import key_of
from pipeline.quotes.speakers.speaker_candidates import (
    UNKNOWN,
    Query,
    SpeakerCandidate,
)
from pipeline.quotes.speakers.words_read import SOURCE_KINDS, WordsRead
from pipeline.quotes.token_table import token_table as read_doc
from pipeline.records import AUTHOR, CONTENT_JOINT
from tests.newsroom import fixtures
from training.speakers.heads import KIND_HIDDEN, KindNetwork, train_kinds
from training.speakers.labelled_marks import pairing_pipeline
from training.speakers.quotation_pages import QuotationPage, mention_near, quotation_pages
from training.speakers.states import Encoder
from training.speakers.written_articles import written_articles

NEAR_MENTION = 600
"""Characters around words in which the mention of their speaker is looked for."""
KIND_DROPOUT = 0.3
"""Of the states that kinds of sources are learned from."""
KIND_FOLDS = 4
"""Kinds of sources that choices are learned from come from heads that did not see the article."""


@dataclass(slots=True)
class LabelledSource:
    """A query, its candidates and which of them are right."""

    query: Query
    candidates: list[SpeakerCandidate]
    right: NDArray[np.bool_]
    """By the scorers, who forgive titles in front and take several forms of what has no name."""
    wanted: NDArray[np.bool_]
    """Those of them that are the label itself, if any is; else all of them."""
    form: str
    """pronoun, name, phrase, or none."""
    gold: str


@dataclass(slots=True)
class LabelledArticle:
    """An article with its labelled sources in text order."""

    collection: str
    name: str
    read: WordsRead
    numbers: ChoiceNumbers
    sources: list[LabelledSource]
    fold: int = -1
    """That of its publisher, where it is an article of the quotation sets."""


@dataclass(frozen=True, slots=True)
class Scorers:
    """The functions by which the scorers beside the data judge a speaker."""

    same_speaker: Callable[[str, str | None, Any], bool]
    right: Callable[[dict[str, Any], str | None, dict[str, Any]], bool]
    pronouns: frozenset[str]


def load_scorers(bench: Path) -> Scorers:
    """The scorers of `bench`."""
    quotes, speakers = _module(bench, "score_quotes"), _module(bench, "score_speakers")
    return Scorers(quotes.same_speaker, speakers.right, frozenset(speakers.PRONOUNS))


def _module(bench: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, bench / f"{name}.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(bench / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def speaker_pages(data: Path, split: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Name, text and labels of the articles of PolNeAR whose speakers are labelled."""
    for file in sorted((data / "polnear-speakers" / split).glob("*.json")):
        text = data / "polnear" / split / "text" / f"{file.stem}.txt"
        page = json.loads(file.read_text(encoding="utf-8"))
        yield file.stem, text.open(encoding="utf-8", newline="").read(), page


def kind_heads(data: Path, encoder: Encoder, *, folds: int) -> dict[int | None, KindNetwork]:
    """Heads for kinds of sources by the fold left out; None for that of all articles."""
    states, kinds, fold_of = [], [], []
    for name, text, page in speaker_pages(data, "train"):
        read = encoder.read(text)
        for one in page["attributions"]:
            span = read.words.touched_by(tuple(one["source"][0])) if one["source"] else None
            if span is not None and one["type"] in SOURCE_KINDS:
                states.append(read.states[[span[0], span[1] - 1]])
                kinds.append(SOURCE_KINDS.index(one["type"]))
                fold_of.append(kind_fold(name))
    examples, wanted, fold = np.array(states), np.array(kinds), np.array(fold_of)

    def trained(use: NDArray[np.bool_]) -> KindNetwork:
        return train_kinds(
            examples[use], wanted[use], len(SOURCE_KINDS), epochs=8, dropout=KIND_DROPOUT
        )

    heads: dict[int | None, KindNetwork] = {None: trained(fold >= 0)}
    for number in range(folds):
        heads[number] = trained(fold != number)
    return heads


class SourceReader:
    """Reads labelled articles as the pipeline reads texts."""

    def __init__(self, shared: Path, bench: Path, folder: Path) -> None:
        self.shared = shared
        self.scorers = load_scorers(bench)
        self.model = AttributionModel(folder)
        self.encoder = Encoder(folder)
        self.nlp = pairing_pipeline()

    def _names(self, text: str, kinds: KindNetwork | None) -> ArticleNames:
        network = self.model.read(text)
        read = words_read(text, network, read_doc(self.nlp(text)))
        if kinds is not None:
            states = self.encoder.read(text).states
            with torch.no_grad():
                vectors = kinds.words(torch.from_numpy(states).float()).numpy()
            read.network.kind_vectors = vectors.reshape(-1, 2, KIND_HIDDEN).astype(np.float16)
            read.network.kind_head = kinds.as_head()
        sources = [
            span
            for one in network.attributions
            if one.source and (span := read.words_at(one.source))
        ]
        return ArticleNames(read, sources)

    # -- PolNeAR ------------------------------------------------------------------------

    def polnear(
        self, split: str, kinds: dict[int | None, KindNetwork] | None
    ) -> Iterator[LabelledArticle]:
        """The articles whose sources are labelled; `kinds` where they are trained on."""
        for name, text, page in speaker_pages(self.shared, split):
            names = self._names(text, kinds[kind_fold(name)] if kinds else None)
            found = []
            for one in page["attributions"]:
                spans = {
                    role: [
                        span for chars in one[role] if (span := names.read.words_at(tuple(chars)))
                    ]
                    for role in ("source", "cue", "content")
                }
                if not spans["content"]:
                    continue
                query = Query(
                    next(iter(spans["source"]), None),
                    next(iter(spans["cue"]), None),
                    tuple(spans["content"]),
                )
                said = " ".join(text[start:end] for start, end in one["source"])
                found.append(self._labelled(names, query, one, page["people"], said))
            yield _article("polnear", name, names, found)

    def _labelled(
        self,
        names: ArticleNames,
        query: Query,
        gold: dict[str, Any],
        people: dict[str, list[str]],
        said: str,
    ) -> LabelledSource:
        candidates = names.candidates(query)
        if "type" in gold:
            right = [self.scorers.right(gold, c.text, people) for c in candidates]
            named = said[:1].isupper() and gold["type"] in {"person", "organisation"}
        else:
            forms = people.get(gold["speaker"], ())
            right = [self.scorers.same_speaker(gold["speaker"], c.text, forms) for c in candidates]
            named = said[:1].isupper()
        for at, candidate in enumerate(candidates):
            if candidate.text in {AUTHOR, UNKNOWN}:
                right[at] = candidate.text == gold["speaker"]
        if query.source is None:
            form = "none"
        elif said.casefold() in self.scorers.pronouns:
            form = "pronoun"
        else:
            form = "name" if named else "phrase"
        forgiven = np.array(right)
        key = key_of(gold["speaker"])
        exact = forgiven & np.array([key_of(one.text) == key for one in candidates])
        wanted = exact if exact.any() else forgiven
        return LabelledSource(query, candidates, forgiven, wanted, form, gold["speaker"])

    # -- quotations ---------------------------------------------------------------------

    def quotations(self, collection: str) -> Iterator[LabelledArticle]:
        """The articles of a set of quotations."""
        for page in quotation_pages(self.shared, collection):
            yield self._of_page(page)

    def _of_page(self, page: QuotationPage) -> LabelledArticle:
        """The quotations of a page; a source is the mention nearest to the words."""
        names = self._names(page.text, None)
        found = []
        for span in page.spans:
            if span["kind"] == "other" or not span["speaker"]:
                continue
            content = names.read.words_at(page.chars(span))
            if content is None:
                continue
            mention = page.mention_of(span)
            source = names.read.words_at(mention) if mention else None
            query = Query(source, None, (content,))
            said = span["mention"] or ""
            found.append(self._labelled(names, query, span, page.people, said))
        return _article(page.collection, page.name, names, found, fold=page.fold)

    # -- our own articles ---------------------------------------------------------------

    def written(self) -> Iterator[LabelledArticle]:
        """The articles that were written to be learned from."""
        for article in written_articles():
            yield self._of_page(article.page)

    def newsroom(self) -> Iterator[LabelledArticle]:
        """The articles of the bundled news site, with the quotations that a reader finds."""
        for fixture in fixtures():
            if "quotes" not in fixture.expected:
                continue
            text = fixture.text
            names = self._names(text, None)
            found = []
            for quote in fixture.expected["quotes"]:
                parts = [_place(text, part) for part in quote["text"].split(CONTENT_JOINT)]
                content = tuple(
                    span for part in parts if part and (span := names.read.words_at(part))
                )
                if not content:
                    continue
                chars = names.read.chars(content[0])
                window = range(max(0, chars[0] - NEAR_MENTION), chars[1] + NEAR_MENTION)
                mention = mention_near(text, quote["mention"], chars, window=window, first=window)
                source = names.read.words_at(mention) if mention else None
                gold = {"speaker": quote["speaker"] or UNKNOWN}
                query = Query(source, None, content)
                found.append(self._labelled(names, query, gold, {}, quote["mention"] or ""))
            yield _article("newsroom", fixture.name, names, found)


def _place(text: str, part: str) -> tuple[int, int] | None:
    at = text.find(part)
    return (at, at + len(part)) if at >= 0 else None


def _article(
    collection: str, name: str, names: ArticleNames, found: list[LabelledSource], fold: int = -1
) -> LabelledArticle:
    found.sort(key=lambda one: one.query.anchor)
    return LabelledArticle(collection, name, names.read, ChoiceNumbers(names), found, fold)


def kind_fold(name: str) -> int:
    """The fold of an article."""
    return zlib.crc32(name.encode()) % KIND_FOLDS
