"""German articles whose quoted spans are labelled, as candidates and which of them is right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language

from pipeline.quotes.attribution_pipeline import SHARED_COMPONENTS, empty_pipeline
from pipeline.quotes.languages.german import GERMAN
from pipeline.quotes.languages.german.german_attribution import Utterance
from pipeline.quotes.languages.german.german_candidates import Form, GermanCandidate
from pipeline.quotes.languages.german.german_choice import GermanArticle
from pipeline.quotes.languages.german.german_grammar import DETERMINERS
from pipeline.quotes.languages.german.german_trees import Judge
from pipeline.quotes.speakers.name_forms import Key, key_of
from pipeline.quotes.speakers.speaker_candidates import UNKNOWN
from pipeline.quotes.token_table import TokenTable, token_table
from pipeline.records import AUTHOR
from training.speakers.quotation_pages import QuotationPage, is_same

GERMAN_SET = "quotes-de"


@dataclass(slots=True)
class LabelledGerman:
    """An article as read, and the label of every utterance that has one."""

    page: QuotationPage
    article: GermanArticle
    labels: dict[int, dict[str, Any]]
    """By the place of the utterance."""

    @property
    def publisher(self) -> str:
        """Whose article it is: every written one is of an outlet of its own."""
        name = self.page.name
        return name.split("_")[1] if self.page.collection == GERMAN_SET else name

    def right(self, number: int, candidates: list[GermanCandidate]) -> NDArray[np.bool_]:
        """Which candidates are the labelled speaker of an utterance."""
        label = self.labels[number]
        return np.array([self._is_right(label["speaker"], one) for one in candidates])

    def _is_right(self, wanted: str, candidate: GermanCandidate) -> bool:
        """By the fullest form, or any form of somebody without a name."""
        if wanted in {AUTHOR, UNKNOWN}:
            # words of the writer need no speaker
            forms = {Form.NOBODY, Form.WRITER} if wanted == AUTHOR else {Form.NOBODY}
            return candidate.form in forms
        forms = self.page.people.get(wanted, ()) if wanted[0].islower() else ()
        keys = {key_without_determiner(form) for form in (wanted, *forms)}
        return key_without_determiner(candidate.name) in keys


def key_without_determiner(name: str) -> Key:
    """The words of a name or description, but for its determiner, whose case the sentence gives."""
    words = key_of(name)
    return words[1:] if words[:1] and words[0] in DETERMINERS else words


@cache
def _pipeline() -> Language:
    """What comes before German components: tokens, marks, sentences."""
    nlp = empty_pipeline(GERMAN)
    for component in SHARED_COMPONENTS:
        nlp.add_pipe(component, config={"language": {"@misc": GERMAN.registered_as}})
    return nlp


def tokens_of(page: QuotationPage) -> TokenTable:
    """The tokens, marks and sentences of a page."""
    return token_table(_pipeline()(page.text))


def read_article(page: QuotationPage, judge: Judge) -> LabelledGerman:
    """A labelled page as the German pipeline reads its text, with names as a judge finds them."""
    table = tokens_of(page)
    article = GermanArticle(table, judge)
    labels = {}
    for number, utterance in enumerate(article.utterances):
        if utterance.candidate is not None and (label := _label(page, table, utterance)):
            labels[number] = label
    return LabelledGerman(page, article, labels)


def excerpts(page: QuotationPage) -> Iterator[QuotationPage]:
    """Each paragraph of a page that has labels, as a page of its own."""
    for number in sorted({span["par"] for span in page.spans if span["kind"] != "other"}):
        spans = [span | {"par": 0} for span in page.spans if span["par"] == number]
        yield QuotationPage(
            page.collection, page.name, [page.paragraphs[number]], spans, page.people
        )


def _label(page: QuotationPage, table: TokenTable, utterance: Utterance) -> dict[str, Any] | None:
    """The first label of speech that one of the utterance's quoted spans has."""
    for number in utterance.marked.quotes:
        quoted = table.quoted_spans[number]
        chars = table.chars(quoted.inner_start, quoted.inner_end)
        for span in page.spans:
            if span["kind"] != "other" and is_same(page.chars(span), chars):
                return span
    return None
