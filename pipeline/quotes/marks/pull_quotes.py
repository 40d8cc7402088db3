"""Words of the article that stand in it a second time, set apart: a pull quote is not a quotation.

It is a paragraph of nothing but quoted words, which are part of what somebody is quoted with
elsewhere in the text. A heading, and words with which the text opens, are not pull quotes: they say
for themselves what somebody said.
"""

from __future__ import annotations

from collections import defaultdict

from pipeline.quotes.attribution_candidates import AttributionCandidate
from pipeline.quotes.token_table import TokenTable
from pipeline.quotes.turns.paragraphs import marked_whole, paragraphs_of
from pipeline.records import Label

FEWEST_WORDS = 5
"""Shorter words may be said twice."""
FEWEST_IN_TEXT = 10
"""In a paragraph that nothing sets apart as a quotation: fewer may be a heading."""
MOST_WORDS = 60
"""Pull quotes are short; the first words of a longer one are looked for."""
MOST_ALIKE = 20
"""Different pull quotes with the same first words that are looked for."""

Words = tuple[str, ...]


def repeated(table: TokenTable, candidates: list[AttributionCandidate]) -> set[int]:
    """The positions of candidates that are pull quotes of others."""
    apart = _set_apart(table, candidates)
    if not apart:
        return set()
    opening: dict[Words, list[Words]] = defaultdict(list)
    for spoken in apart:
        alike = opening[spoken[:FEWEST_WORDS]]
        if len(alike) < MOST_ALIKE:
            alike.append(spoken)
    own = {at for positions in apart.values() for at in positions}
    seen: set[Words] = set()
    for at, candidate in enumerate(candidates):
        if at in own:
            continue
        said = _words(table, candidate)
        for position in range(len(said) - FEWEST_WORDS + 1):
            for spoken in opening.get(said[position : position + FEWEST_WORDS], ()):
                if said[position : position + len(spoken)] == spoken:
                    seen.add(spoken)
    return {at for spoken in seen for at in apart[spoken]}


def _set_apart(table: TokenTable, candidates: list[AttributionCandidate]) -> dict[Words, list[int]]:
    """The words of candidates that are a whole paragraph between marks, with their positions."""
    alone = {
        paragraph.number: FEWEST_WORDS if paragraph.is_quoted else FEWEST_IN_TEXT
        for paragraph in paragraphs_of(table)[1:]
        if not paragraph.is_apart
        and paragraph.markup.label is not Label.STANDFIRST
        and (
            paragraph.is_quoted
            or marked_whole(table, paragraph.quotes, paragraph.start, paragraph.end)
        )
    }
    found: dict[Words, list[int]] = defaultdict(list)
    for at, candidate in enumerate(candidates):
        numbers = {table.paragraph[start] for start, _ in candidate.content}
        fewest = alone.get(min(numbers)) if len(numbers) == 1 else None
        if fewest is not None:
            spoken = _words(table, candidate)[:MOST_WORDS]
            if len(spoken) >= fewest:
                found[spoken].append(at)
    return found


def _words(table: TokenTable, candidate: AttributionCandidate) -> Words:
    return tuple(
        table.lower[at]
        for start, end in candidate.content
        for at in range(start, end)
        if table.is_word(at)
    )
