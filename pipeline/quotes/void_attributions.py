"""Attributions that report nothing: nobody speaks, or the words are nobody's.

A negated subject says that words were not said (“no officer ever said “…””), a general one that
anybody might (“anyone who says “…””), and a time or a number speaks as little. A cue outside of
marks that reports nothing but what stands in them, where the marks hold a term, reports nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from pipeline.people.doubtful_names import GENERAL, NEGATED
from pipeline.quotes.attribution_candidates import AttributionCandidate
from pipeline.quotes.languages.english.english_grammar import TIME_WORDS
from pipeline.quotes.network.attribution_model import ModelAttribution
from pipeline.quotes.token_table import TokenTable
from pipeline.records import Kind
from pipeline.text.word_sets import words

NOT_ONE = frozenset({("not", "a"), ("not", "one"), ("not", "any"), ("not", "even")})
"""Openings of a source that deny that anybody spoke."""
BESIDE_TIMES = words("the a this that last next late early in on at of")
"""Words that may stand with a time: “late on Monday”."""
NAMES_TOO = words("may june april summer spring mon sun sat wed mar jan dec")
"""Words for times that are names of persons and papers as well."""


def names_nobody(table: TokenTable, start: int, end: int) -> bool:
    """Whether the tokens of a source name nobody who could say anything."""
    lower = [table.lower[at] for at in range(start, min(end, len(table.lower)))]
    spoken = [word for word in lower if word[:1].isalnum()]
    if not spoken:
        return False
    before = table.lower[start - 1] if start else ""
    if before in {"no", "not"} or spoken[0] in NEGATED | GENERAL or tuple(spoken[:2]) in NOT_ONE:
        return True
    counted = [word for word in spoken if word not in BESIDE_TIMES]
    if not counted:
        return False
    if len(spoken) > 1 and any(table.is_capitalised(at) for at in range(start + 1, end)):
        # “May Day”, “June Hale”
        return all(word.isdigit() for word in counted)
    return all(word.isdigit() or (word in TIME_WORDS and word not in NAMES_TOO) for word in counted)


def without_nobody_as_source(
    table: TokenTable, attributions: Iterable[ModelAttribution]
) -> list[ModelAttribution]:
    """The attributions whose source may speak; those without a source stay."""
    return [
        found
        for found in attributions
        if found.source is None or not names_nobody(table, *table.tokens_at(found.source))
    ]


def reports_marks_alone(
    table: TokenTable, candidate: AttributionCandidate, mark_starts: list[int]
) -> bool:
    """Whether reported speech without marks is nothing but a quoted span: a term, a motto."""
    if candidate.kind is not Kind.INDIRECT:
        return False
    cue = candidate.cue or (0, 0)
    for start, end in candidate.content:
        at = bisect_right(mark_starts, start) - 1
        if at < 0 or end > table.quoted_spans[at].end:
            return False
        if table.quoted_spans[at].start <= cue[0] and cue[1] <= table.quoted_spans[at].end:
            return False
    return True
