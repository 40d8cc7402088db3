"""Languages that nobody has described: marked words that look like speech, and no speakers.

A name would be a guess. English is read so as well where the network is left out, but for what is
read off. Whether marked words are speech is read off what every language has: their
length, how they begin and end, what stands beside the marks, and what the paragraph is.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.quotes.attribution_candidates import AttributionCandidate
from pipeline.quotes.languages.quotation_language import QuotationLanguage, registered
from pipeline.quotes.marks.utterances import ends_like_sentence, words_of
from pipeline.quotes.token_spans import covered
from pipeline.quotes.token_table import QuotedSpan, Sentence, TokenTable, token_table
from pipeline.records import Kind

NOTHING: frozenset[str] = frozenset()
"""No words of a class are known."""
SHORTEST, LONG = 2, 4
"""Words of the shortest speech: a single word in marks is mostly a term, from four on the words are
mostly somebody's."""
TITLE_CAPITALS = 0.7
"""Share of the words behind the first from which on capitals make a title."""
CONFIDENCE = 0.4
"""Below the most that words without a speaker have."""
UNDESCRIBED_NAME = "verbatim.undescribed.v1"
"""Under this name spaCy's registry has the description, as components' configs need it."""
COMPONENTS = ("verbatim_marked_speech", "verbatim_printed_speakers")
"""The same with the network or without, which was not trained on these languages."""
UNDESCRIBED = registered(
    QuotationLanguage(
        registered_as=UNDESCRIBED_NAME,
        code="",
        components=COMPONENTS,
        components_without_network=COMPONENTS,
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
"""What the components know of a language that nobody has described: nothing."""


class MarkedSpeechFinder:
    """Finds marked words that are likely speech; see the module's docstring."""

    def __call__(self, doc: Doc) -> Doc:
        """`doc` with its candidates, behind those that are read off."""
        table = token_table(doc)
        doc._.verbatim_candidates = doc._.verbatim_candidates or []
        is_covered = covered(
            (span for f in doc._.verbatim_candidates for span in f.content), len(table.text)
        )
        for sentence in table.sentences:
            for item, quote in enumerate(sentence.quotes):
                if quote < 0 or is_covered[table.quoted_spans[quote].start]:
                    continue
                quoted = table.quoted_spans[quote]
                if _is_speech(table, quoted, sentence, item):
                    span = (quoted.start, quoted.end)
                    doc._.verbatim_candidates.append(
                        AttributionCandidate(None, None, [span], [quote], Kind.DIRECT, CONFIDENCE)
                    )
        return doc


@Language.factory("verbatim_marked_speech")
def make_marked_speech_finder(nlp: Language, name: str) -> MarkedSpeechFinder:
    """Factory; there is nothing to configure."""
    return MarkedSpeechFinder()


def _is_speech(table: TokenTable, quoted: QuotedSpan, sentence: Sentence, item: int) -> bool:
    """Whether the words are long enough for speech, and no title in capitals.

    On the labelled articles in English and German, read as if nobody had described these
    languages, the rule is as good as a logistic regression over fourteen such signs, measured by
    folds over publishers (see docs/quotations.md).
    """
    words = words_of(table, quoted)
    if len(words) < SHORTEST:
        return False
    begins = item == 0
    final = ends_like_sentence(table, quoted)
    capital = table.is_capitalised(words[0])
    if len(words) >= LONG:
        capitals = sum(table.is_capitalised(word) for word in words[1:])
        title = capital and capitals > TITLE_CAPITALS * (len(words) - 1)
        if not title or begins or final:
            return True
    return begins or final or not capital or sentence.word(item - 1) == ":"
