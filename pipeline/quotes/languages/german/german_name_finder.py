"""Finds the names of persons and bodies in a German article, by trees that were trained on them."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.quotes.languages.german.german_name_numbers import (
    NameNumbers,
    PossibleName,
    numbers_of,
)
from pipeline.quotes.languages.german.german_trees import Judge
from pipeline.quotes.token_table import TokenTable

PERSON_NAME, BODY_NAME = 1, 2
"""Classes of the trees; 0 is no name."""
LIKELY = {PERSON_NAME: 0.35, BODY_NAME: 0.15}
"""From which probability on capitals are taken for a name. One name too many is only a candidate
more, for whom nothing may speak."""
AT_ONCE = 5000
"""Possible names that are asked about together: memory does not grow with the text."""


@dataclass(slots=True)
class FoundNames:
    """The first token of every name, and the one behind its last."""

    persons: dict[int, int] = field(default_factory=dict)
    bodies: dict[int, int] = field(default_factory=dict)


def find_names(table: TokenTable, judge: Judge) -> FoundNames:
    """The names of an article; the likeliest where two meet."""
    possible = list(NameNumbers(table).possible_names())
    likely: list[tuple[float, int, PossibleName]] = []
    for start in range(0, len(possible), AT_ONCE):
        part = possible[start : start + AT_ONCE]
        for row, name in zip(judge(numbers_of(part)).tolist(), part, strict=True):
            kind = PERSON_NAME if row[PERSON_NAME] >= LIKELY[PERSON_NAME] else BODY_NAME
            if row[kind] >= LIKELY[kind]:
                likely.append((row[kind], kind, name))
    likely.sort(key=lambda one: -one[0])
    taken: set[int] = set()
    names = FoundNames()
    for _, kind, name in likely:
        tokens = table.sentences[name.sentence].tokens[name.start : name.end]
        if taken.isdisjoint(tokens):
            taken.update(tokens)
            found = names.persons if kind == PERSON_NAME else names.bodies
            found[tokens[0]] = tokens[-1] + 1
    return names
