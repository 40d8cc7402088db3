"""Single words in marks inside what somebody is reported to have said: theirs, or the writer's.

‘He called the plan “reckless”’ quotes a word; ‘he denied that there was an “irregular” channel’
holds one at arm's length. The word is nobody's if it stands as an adjective before its noun, unless
the cue is one of naming, and if nothing makes it sure that it is somebody's.
"""

from __future__ import annotations

import dataclasses

from pipeline.quotes.findings import Finding
from pipeline.quotes.lexicon import words
from pipeline.quotes.lexicon.grammar import (
    ADVERBS,
    AUXILIARIES,
    COORDINATORS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
)
from pipeline.quotes.lexicon.reporting import VERBS
from pipeline.quotes.reading import Reading
from pipeline.quotes.utterances import words_of
from pipeline.records import Kind

SURE = 0.8
"""Confidence from which a single word is taken for the speaker's."""
NAMING_VERBS = words("call describe label brand dub deem characterise characterize term")
NO_NOUNS = (
    ADVERBS
    | AUXILIARIES
    | COORDINATORS
    | DETERMINERS
    | PREPOSITIONS
    | PRONOUNS
    | SUBORDINATORS
    | VERBS.keys()
)


def without_terms(reading: Reading, finding: Finding) -> Finding:
    """The finding without words in marks that are nobody's; what is left is reported speech."""
    if finding.kind is Kind.DIRECT or finding.evidence is None:
        return finding
    kept = [quote for quote in finding.quotes if not _is_term(reading, finding, quote)]
    if len(kept) == len(finding.quotes):
        return finding
    if not kept:
        return dataclasses.replace(finding, quotes=kept, kind=Kind.INDIRECT)
    if finding.kind is Kind.MIXED:
        return dataclasses.replace(finding, quotes=kept)
    marked = [reading.marked[quote] for quote in kept]
    content = [
        (start, end)
        for start, end in finding.content
        if any(start <= m.start and m.end <= end for m in marked)
    ]
    return dataclasses.replace(finding, quotes=kept, content=content)


def _is_term(reading: Reading, finding: Finding, quote: int) -> bool:
    marked = reading.marked[quote]
    inside = words_of(reading, marked)
    if len(inside) != 1:
        return False
    if finding.confidence < SURE:
        return True
    if finding.base in NAMING_VERBS or _names(reading, finding):
        return False
    return _is_before_noun(reading, inside[0], marked.end) or _is_title(reading, inside[0], quote)


def _names(reading: Reading, finding: Finding) -> bool:
    """Whether the cue, which rules did not find, is a verb of naming."""
    cue = finding.cue or (0, 0)
    entries = (VERBS.get(reading.lower[at]) for at in range(*cue))
    return any(entry is not None and entry[0] in NAMING_VERBS for entry in entries)


def _is_title(reading: Reading, word: int, quote: int) -> bool:
    """Whether a word in marks has a capital that no sentence gives it: ‘the book with “Salt”’."""
    text, marked = reading.text[word], reading.marked[quote]
    last = reading.text[marked.inner_end - 1]
    return text[:1].isupper() and not text.isupper() and last not in {"!", "?", "."}


def _is_before_noun(reading: Reading, word: int, behind: int) -> bool:
    """Whether a word in marks stands right before a noun, as far as that shows."""
    if behind >= len(reading.text) or word + 2 != behind or reading.lower[word].endswith("ly"):
        return False
    noun = reading.lower[behind]
    return (
        reading.text[behind][:1].islower()
        and noun not in NO_NOUNS
        and not noun.endswith(("ed", "ing", "ly"))
        and reading.lower[word] not in ADVERBS
    )
