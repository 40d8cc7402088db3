"""Languages that nobody has described: marked words that look like speech, and no speakers.

A name would be a guess. Whether marked words are speech is told by what every language has: their
length, how they begin and end, what stands beside the marks, and what the paragraph is.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.quotes.findings import Finding
from pipeline.quotes.languages.quotation_language import QuotationLanguage, registered
from pipeline.quotes.reading import Marked, Reading, Sentence, read
from pipeline.quotes.utterances import ends_like_sentence, words_of
from pipeline.records import Kind

NOTHING: frozenset[str] = frozenset()
UNDESCRIBED_NAME = "verbatim.undescribed.v1"
UNDESCRIBED = registered(
    QuotationLanguage(
        registered_as=UNDESCRIBED_NAME,
        code="",
        components=("verbatim_marked_speech",),
        abbreviations=NOTHING,
        ending_abbreviations=NOTHING,
        sentence_starters=NOTHING,
        subject_pronouns=NOTHING,
        third_persons=NOTHING,
        elisions=NOTHING,
        saying_verbs=NOTHING,
        reporting_verbs=NOTHING,
        content_openers=NOTHING,
        names_between=NOTHING,
    ),
)


@Language.factory("verbatim_marked_speech")
def make_marked_speech_finder(nlp: Language, name: str) -> MarkedSpeechFinder:
    """Factory; there is nothing to configure."""
    return MarkedSpeechFinder()


class MarkedSpeechFinder:
    """Finds marked words that are likely speech; see the module's docstring."""

    def __call__(self, doc: Doc) -> Doc:
        """`doc` with its findings; every speaker is None."""
        reading = read(doc)
        doc._.findings = [
            Finding(number, None, None, [(marked.start, marked.end)], [quote], Kind.DIRECT, 0.4)
            for number, sentence in enumerate(reading.sentences)
            for item, quote in enumerate(sentence.quotes)
            if quote >= 0 and _is_speech(reading, reading.marked[quote], sentence, item)
        ]
        doc._.speakers = [None] * len(doc._.findings)
        return doc


def _is_speech(reading: Reading, marked: Marked, sentence: Sentence, item: int) -> bool:
    words = words_of(reading, marked)
    return len(words) >= 4 or (len(words) >= 2 and ends_like_sentence(reading, marked))
