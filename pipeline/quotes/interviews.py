"""Speaker labels: “Q: … A: …”, “ADA COLE: …”. Words after a label need no marks.

A label counts if it is Q or A, or if at least two paragraphs of the text begin
with it: a single “Update: …” is nobody's name. Beside such a label, others in
capitals count as well.
"""

from __future__ import annotations

from collections import Counter

from pipeline.quotes.findings import AUTHOR, Finding, Source
from pipeline.quotes.lexicon import words
from pipeline.quotes.lexicon.grammar import SENTENCE_STARTERS
from pipeline.quotes.reading import Reading, Sentence
from pipeline.records import Kind

QUESTION = frozenset({"q", "question", "interviewer"})
ANSWER = frozenset({"a", "answer"})
LONGEST_LABEL = 5
NOT_SPEAKERS = words(
    """update note correction claim facts verdict rating editor's source sources photo read more
    related watch listen breaking assessment contact location time date price details tickets
    summary key what why how when where who contribution example subs substitutes referee
    attendance scorers goals bookings team teams score result ft ht venue odds kick-off"""
)


def _label_end(reading: Reading, sentence: Sentence) -> int:
    """Item of the colon of a label that opens the sentence, or 0."""
    for item in range(1, min(LONGEST_LABEL + 1, len(sentence) - 1)):
        if sentence.lower[item] == ":":
            return item
        if not sentence.lower[item][:1].isalnum() and sentence.lower[item] not in {".", "-"}:
            return 0
    return 0


def interview_findings(reading: Reading) -> dict[int, Finding | None]:
    """Sentence number -> its finding, for paragraphs under a speaker label.

    The first sentence of such a paragraph has the finding of the whole
    paragraph; the others have None: there is nothing else to find in them.
    """
    labels: dict[int, tuple[str, int]] = {}
    counts: Counter[str] = Counter()
    openers: dict[int, int] = {}
    for number, sentence in enumerate(reading.sentences):
        if sentence.paragraph in openers:
            continue
        openers[sentence.paragraph] = number
        colon = _label_end(reading, sentence)
        if not colon:
            continue
        words = sentence.lower[:colon]
        name = " ".join(words)
        capital = all(
            reading.is_capitalised(sentence.tokens[i])
            for i in range(colon)
            if words[i][:1].isalpha()
        )
        if not capital or any(w in NOT_SPEAKERS for w in words):
            continue
        if words[0] in SENTENCE_STARTERS and name not in {"a"}:
            continue
        labels[number] = (name, colon)
        counts[name] += 1
    transcript = len(counts) > 1 and max(counts.values()) > 1
    known = {
        number: (name, colon)
        for number, (name, colon) in labels.items()
        if (name in QUESTION | ANSWER and counts[name] > 1)
        or (transcript and (counts[name] > 1 or _is_shouted(reading, number, colon)))
    }
    return _paragraphs(reading, known)


def _is_shouted(reading: Reading, number: int, colon: int) -> bool:
    """Whether a label is set in capitals, as in transcripts."""
    tokens = reading.sentences[number].tokens[:colon]
    return all(reading.text[t].isupper() for t in tokens if reading.text[t][:1].isalpha())


def _paragraphs(reading: Reading, known: dict[int, tuple[str, int]]) -> dict[int, Finding | None]:
    found: dict[int, Finding | None] = {}
    for number, (name, colon) in known.items():
        sentence = reading.sentences[number]
        last = number
        while (
            last + 1 < len(reading.sentences)
            and reading.sentences[last + 1].paragraph == sentence.paragraph
        ):
            last += 1
            found[last] = None
        content = (sentence.tokens[colon + 1], reading.sentences[last].end)
        finding = Finding(number, None, None, [content], [], Kind.DIRECT, 0.85, "label")
        if name in QUESTION:
            finding.speaker_override = AUTHOR
        elif name not in ANSWER:
            end = sentence.tokens[colon - 1] + 1
            finding.source = Source(sentence.tokens[0], end, sentence.tokens[0], end)
        found[number] = finding
    return found
