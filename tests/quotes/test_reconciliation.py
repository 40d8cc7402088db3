"""What becomes of the network's attributions: marks whole, marked words where they belong.

The model's attributions are written by hand; what stands between marks it says itself.
"""

from __future__ import annotations

import dataclasses
from functools import cache

import pytest
from spacy.language import Language

from pipeline.quotes import build_pipeline
from pipeline.quotes.attribution_candidates import AttributionCandidate
from pipeline.quotes.confidence import ANSWER_FEATURES, FEATURES, Confidence
from pipeline.quotes.network.attribution_model import (
    AttributionModel,
    ModelAttribution,
    NetworkReading,
)
from pipeline.quotes.reconciliation import Combiner
from pipeline.quotes.token_table import TokenTable, token_table
from pipeline.records import Kind

EVEN = Confidence(*((0.0,) * len(features) for features in FEATURES.values()))


@pytest.fixture(scope="module")
def rules() -> Language:
    """The pipeline up to where the network is asked."""
    nlp = build_pipeline()
    for component in ("verbatim_speakers", "verbatim_combination", "verbatim_model"):
        nlp.remove_pipe(component)
    return nlp


@cache
def model() -> AttributionModel:
    return AttributionModel()


def read_by_network(text: str, attributions: list[ModelAttribution]) -> NetworkReading:
    """What the network says of a text, but for its attributions."""
    return dataclasses.replace(
        model().read(text),
        attributions=[one for one in attributions if one.content],
        silent=[one for one in attributions if not one.content],
    )


class Joined:
    """A text with its candidates, as strings."""

    def __init__(self, rules: Language, text: str, *said: tuple[str, ...], indirect: bool = True):
        self.text = text
        doc = rules(text)
        doc._.verbatim_network = read_by_network(text, [self.attribution(*one) for one in said])
        self.candidates: list[AttributionCandidate] = Combiner(EVEN, indirect)(
            doc
        )._.verbatim_candidates
        self.table: TokenTable = token_table(doc)

    def attribution(self, source: str, cue: str, *content: str) -> ModelAttribution:
        """An attribution of the model by the words of its spans, each at its first position."""
        return ModelAttribution(
            source=self.position(source) if source else None,
            cue=self.position(cue),
            content=tuple(map(self.position, content)),
            cue_certainty=0.9,
            content_certainty=0.9,
            source_certainty=0.9,
            content_link=0.9,
            source_link=0.9,
        )

    def position(self, words: str) -> tuple[int, int]:
        start = self.text.index(words)
        return start, start + len(words)

    def words(self, span: tuple[int, int]) -> str:
        return self.text[self.table.start[span[0]] : self.table.end[span[1] - 1]]

    def contents(self) -> list[list[str]]:
        return [[self.words(span) for span in f.content] for f in self.candidates]

    def cues(self) -> list[str | None]:
        return [self.words(f.cue) if f.cue else None for f in self.candidates]

    def segments(self) -> list[list[str]]:
        marked = self.table.quoted_spans
        return [
            [self.words((marked[q].start, marked[q].end)) for q in f.quotes]
            for f in self.candidates
        ]


def test_marks_are_taken_whole(rules: Language) -> None:
    joined = Joined(
        rules,
        "“The ferry is late. It was late on Monday,” Ada Cole said.",
        ("Ada Cole", "said", "The ferry is late. It was late on"),
    )
    assert joined.contents() == [["“The ferry is late. It was late on Monday,”"]]
    assert [f.kind for f in joined.candidates] == [Kind.DIRECT]


def test_speech_without_marks_is_indirect_and_its_source_is_given_in_full(rules: Language) -> None:
    joined = Joined(
        rules,
        "It is the advice of Ada Cole, who runs the harbour, to stay ashore.",
        ("Ada Cole, who runs the harbour,", "is the advice of", "to stay ashore"),
    )
    (candidate,) = joined.candidates
    assert candidate.kind is Kind.INDIRECT
    assert candidate.source is not None
    assert joined.words((candidate.source.start, candidate.source.end)) == "Ada Cole"
    assert joined.words(candidate.source.full) == "Ada Cole, who runs the harbour,"


@pytest.mark.parametrize(
    ("marked", "kind", "segments"),
    [
        ("“we were never asked”", Kind.MIXED, [["“we were never asked”"]]),
        ("the “green corridor”", Kind.INDIRECT, [[]]),
        ("“The Tern and the Tide”", Kind.INDIRECT, [[]]),
    ],
)
def test_a_clause_in_marks_is_speech_and_a_term_is_not(
    rules: Language, marked: str, kind: Kind, segments: list[list[str]]
) -> None:
    content = f"that {marked} in spring"
    joined = Joined(
        rules,
        f"It is the islanders’ grievance {content}.",
        ("the islanders’", "grievance", content),
    )
    assert [f.kind for f in joined.candidates] == [kind]
    assert joined.segments() == segments


def test_words_behind_an_attribution_stay_with_it(rules: Language) -> None:
    joined = Joined(
        rules,
        "“The ferry is late,” Ada Cole said. “It will be late again tomorrow.” Bo Lund wept.",
        ("Ada Cole", "said", "“The ferry is late,”"),
        ("Bo Lund", "wept", "“It will be late again tomorrow.”"),
    )
    assert joined.contents() == [["“The ferry is late,”", "“It will be late again tomorrow.”"]]


@pytest.mark.parametrize("line", ["— Ada Cole, mayor of Vik", "(Ada Cole)"])
def test_words_with_a_name_beside_them_go_on_with_nobodys(rules: Language, line: str) -> None:
    joined = Joined(
        rules,
        f"“We wait,” Bo Lund said. “The ferry is late, and nobody minds.” {line}",
        ("Bo Lund", "said", "“We wait,”"),
    )
    assert joined.contents() == [["“We wait,”"], ["“The ferry is late, and nobody minds.”"]]


def test_words_beside_a_cue_without_any_are_its_sources(rules: Language) -> None:
    joined = Joined(
        rules,
        "Bo Lund denies that it is late. “The ferry is late again,” Ada Cole said.",
        ("Bo Lund", "denies", "that it is late", "“The ferry is late again,”"),
        ("Ada Cole", "said"),
    )
    assert joined.contents() == [["that it is late"], ["“The ferry is late again,”"]]
    assert joined.cues() == ["denies", "said"]


def test_a_cue_without_words_beside_it_reports_nothing(rules: Language) -> None:
    text = "“The ferry is late again.” It rained, and Ada Cole said so."
    joined = Joined(rules, text, ("Ada Cole", "said"))
    assert joined.cues() == [None]


def test_no_cue_reaches_marked_words_of_another_paragraph(rules: Language) -> None:
    text = "Ada Cole thinks that it rained.\n\n“The ferry is late again, and nobody minds.”"
    said = ("Ada Cole", "thinks", "that it rained", "“The ferry is late again, and nobody minds.”")
    assert Joined(rules, text, said).cues() == ["thinks", None]
    colon = text.replace("rained.", "rained:")
    assert Joined(rules, colon, said).cues() == ["thinks"]


@pytest.mark.parametrize("named", ["“It is late.", "“It has no engine,”"])
def test_speech_of_several_paragraphs_is_whose_first_or_last_one_names(
    rules: Language, named: str
) -> None:
    first = "Ada Cole said: " if "late" in named else ""
    last = " Ada Cole said." if "engine" in named else ""
    text = f"{first}“It is late.\n\n“It was late before.\n\n“It has no engine,”{last}"
    joined = Joined(rules, text, ("Ada Cole", "said", named))
    spans = ["“It is late.", "“It was late before.", "“It has no engine,”"]
    assert joined.contents() == [spans]


def test_words_within_an_attribution_are_those_of_the_nearer_source(rules: Language) -> None:
    joined = Joined(
        rules,
        "“The ferry is late again,” Ada Cole said, according to the Harbour Courier.",
        ("the Harbour Courier", "according to", "“The ferry is late again,” Ada Cole said"),
    )
    assert joined.contents() == [["“The ferry is late again,”"]]
    assert joined.cues() == ["said"]
    (candidate,) = joined.candidates
    assert candidate.source is not None
    assert joined.words(candidate.source.full) == "Ada Cole"


def test_who_speaks_in_marks_does_not_go_on_without_them(rules: Language) -> None:
    joined = Joined(
        rules,
        "“The ferry is late again,” Ada Cole said of the crossing.",
        ("Ada Cole", "said", "“The ferry is late again,”", "the crossing"),
    )
    assert joined.contents() == [["“The ferry is late again,”"]]


def test_no_words_of_two_answers_are_added_twice(rules: Language) -> None:
    joined = Joined(
        rules,
        "“The ferry is late,” Ada Cole said. “It will be late again,” she added.",
        ("Ada Cole", "said", "“The ferry is late,”"),
        ("she", "added", "“It will be late again,”"),
    )
    assert joined.contents() == [["“The ferry is late,”"], ["“It will be late again,”"]]


def test_a_cue_inside_marks_reports_nothing_outside_of_them(rules: Language) -> None:
    joined = Joined(
        rules,
        "The tide turned at noon. “My father says the sea forgives nobody,” Ada Cole said.",
        ("My father", "says", "the sea forgives nobody", "The tide turned at noon"),
        ("Ada Cole", "said"),
    )
    assert ["the sea forgives nobody"] in joined.contents()
    assert ["“My father says the sea forgives nobody,”"] in joined.contents()
    assert not any("The tide" in span for content in joined.contents() for span in content)


def test_marked_speech_that_nothing_ties_is_a_quotation_without_a_cue(rules: Language) -> None:
    joined = Joined(rules, "It rained. “The ferry is late, and I have waited since six.”")
    assert joined.contents() == [["“The ferry is late, and I have waited since six.”"]]
    assert joined.cues() == [None]


def test_without_indirect_speech_only_marked_words_are_given(rules: Language) -> None:
    text = "“The ferry is late,” Ada Cole said. Bo Lund thinks it will sail."
    said = ("Ada Cole", "said", "“The ferry is late,”")
    joined = Joined(rules, text, said, ("Bo Lund", "thinks", "it will sail"), indirect=False)
    assert joined.contents() == [["“The ferry is late,”"]]


def test_confidence_comes_from_the_weights(rules: Language) -> None:
    doc = rules("Ada Cole thinks the ferry will sail.")
    weights = Confidence((2.0,) + (0.0,) * (len(ANSWER_FEATURES) - 1), (0.0,))
    found = ModelAttribution((0, 8), (9, 15), ((16, 35),), 0.9, 0.9, 0.9, 0.9, 0.9)
    doc._.verbatim_network = read_by_network(doc.text, [found])
    (candidate,) = Combiner(weights, True)(doc)._.verbatim_candidates
    assert candidate.confidence == pytest.approx(0.8808, abs=1e-4)


def test_the_document_can_be_gone_on_with_in_spacy() -> None:
    doc = build_pipeline()("“The ferry is late. It will not sail,” Ada Cole said. She left.")
    assert [sentence.text for sentence in doc.sents] == [
        "“The ferry is late. It will not sail,” Ada Cole said.",
        "She left.",
    ]
    assert [span.text for span in doc.spans["verbatim_marks"]] == [
        "“The ferry is late. It will not sail,”"
    ]
    assert [span.text for span in doc.spans["verbatim_content"]] == [
        "“The ferry is late. It will not sail,”"
    ]
