"""The components of languages that nobody has described, and of English without the network.

Marked words that look like speech are quotations, and no speaker is looked for: a name would be a
guess. Whether words are speech shows in what every language has: their length, how they begin and
end, what stands beside the marks, and what the paragraph is. Of what is read off, the name beside
the words is taken for the speaker.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.quotes.attribution_candidates import AttributionCandidate, Speaker
from pipeline.quotes.marks.utterances import ends_like_sentence, words_of
from pipeline.quotes.token_spans import covered
from pipeline.quotes.token_table import QuotedSpan, Sentence, TokenTable, token_table
from pipeline.records import AUTHOR, Kind

SHORTEST, LONG = 2, 4
"""Words of the shortest speech: a single word in marks is mostly a term, from four on the words are
mostly somebody's."""
TITLE_CAPITALS = 0.7
"""Share of the words behind the first from which on capitals make a title."""
CONFIDENCE = 0.4
"""Below the most that words without a speaker have."""


@Language.component("verbatim_marked_speech")
def find_marked_speech(doc: Doc) -> Doc:
    """`doc` with marked words that are likely speech among its candidates, behind what is read off.

    Found: `doc._.verbatim_candidates`.
    """
    table = token_table(doc)
    candidates = doc._.verbatim_candidates or []
    is_covered = covered((span for f in candidates for span in f.content), len(table.text))
    for sentence in table.sentences:
        for item, quote in enumerate(sentence.quotes):
            if quote < 0 or is_covered[table.quoted_spans[quote].start]:
                continue
            quoted = table.quoted_spans[quote]
            if _is_speech(table, quoted, sentence, item):
                candidates.append(
                    AttributionCandidate(
                        None, None, [quoted.span], [quote], Kind.DIRECT, CONFIDENCE
                    )
                )
    doc._.verbatim_candidates = candidates
    return doc


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


@Language.component("verbatim_printed_speakers")
def take_printed_speakers(doc: Doc) -> Doc:
    """`doc` with a speaker, or None, for each of its candidates.

    Found: `doc._.verbatim_speakers`.
    """
    text = doc.text
    doc._.verbatim_speakers = [
        _as_printed(token_table(doc), text, candidate) for candidate in doc._.verbatim_candidates
    ]
    return doc


def _as_printed(table: TokenTable, text: str, candidate: AttributionCandidate) -> Speaker | None:
    """The writer who asks, or the capitalised words that the source itself ends with."""
    if candidate.by_writer:
        return Speaker(AUTHOR, 1.0)
    source = candidate.source
    if source is None:
        return None
    start = source.end
    while start > source.start and table.is_telling_capital(start - 1):
        start -= 1
    if start == source.end:
        return None
    chars = table.chars(start, source.end)
    return Speaker(text[slice(*chars)], 1.0, mention=chars)
