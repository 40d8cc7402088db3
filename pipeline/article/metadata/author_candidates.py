"""Every name on a page that may be an author's, with all that states it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.article.metadata.author_names import (
    MAX_NAME_CHARACTERS,
    MAX_NAME_WORDS,
    opens_name,
    person,
)
from pipeline.article.metadata.author_statements import LINE, PageStatements, Statement
from pipeline.article.metadata.authors import (
    MAX_BYLINE_CHARACTERS,
    byline_parts,
)
from pipeline.article.metadata.text_cleaning import metadata_text
from pipeline.text.folding import folded_words

MAX_CANDIDATES = 200
"""Of a page; most have some ten, and what is stated first comes first."""
MAX_PARTS = 30
"""Names that one statement lists; more are the staff."""
_EDGES = " .,:;-–—|()"
"""Signs around a name that are no part of it."""
_OF_ADDRESSES = ("@", "://", "www.")
"""Signs of an address, of e-mail or on a network."""

Words = tuple[str, ...]
"""A name as its folded words of more than one letter."""
WHOLE, PART, PERSON = "whole", "part", "person"
"""How a statement names somebody: by all of its text, by a part of it, or by what has the form of a
person's name at the beginning of a part."""


@dataclass(frozen=True, slots=True)
class Naming:
    """One way in which one statement names a candidate."""

    statement: Statement
    form: str
    place: int
    """Among the names of the statement: 0 is the first."""


@dataclass(slots=True)
class Candidate:
    """A name that may be an author's."""

    words: Words
    """Its words of more than one letter, folded: what makes two names one candidate."""
    texts: Counter[tuple[bool, str]] = field(default_factory=Counter)
    """The ways in which it is written, and whether that has the form of a person's name."""
    namings: list[Naming] = field(default_factory=list)

    @property
    def is_person(self) -> bool:
        """Whether any statement names it in the form of a person's name."""
        return any(is_person for is_person, _ in self.texts)

    @property
    def is_marked(self) -> bool:
        """Whether anything names it but lines that nothing marks: they may be of the text."""
        return any(naming.statement.source != LINE for naming in self.namings)

    @property
    def name(self) -> str:
        """The name as it is shown: the commonest form of a person's name, else of any."""
        as_person = [(count, text) for (is_person, text), count in self.texts.items() if is_person]
        others = [(count, text) for (_, text), count in self.texts.items()]
        return max(as_person or others, key=lambda each: each[0])[1]


def author_candidates(page: PageStatements) -> list[Candidate]:
    """The names of all statements, each once, in the order in which they are stated."""
    found: dict[Words, Candidate] = {}
    read: dict[tuple[str, bool], list[tuple[str, str, int, Words]]] = {}
    for statement in page.statements:
        asked = statement.text, statement.source == LINE
        if asked not in read:
            read[asked] = list(_names(*asked, page.outlet))
        for form, text, place, words in read[asked]:
            candidate = found.get(words)
            if candidate is None:
                if len(found) >= MAX_CANDIDATES:
                    continue
                candidate = found[words] = Candidate(words)
            candidate.texts[form == PERSON, text] += 1
            candidate.namings.append(Naming(statement, form, place))
    return list(found.values())


def _names(stated: str, is_line: bool, outlet: str | None) -> Iterator[tuple[str, str, int, Words]]:
    """The names that a text may state: form, text, place and folded words.

    Of a line that nothing marks, only what has the form of a person's name counts.
    """
    seen: set[tuple[str, Words]] = set()
    folded: dict[str, Words] = {}
    for form, text, place in _readings(stated, is_line, outlet):
        if text not in folded:
            folded[text] = tuple(word for word in folded_words(text).split() if len(word) > 1)
        words = folded[text]
        if words and (form, words) not in seen:
            seen.add((form, words))
            yield form, text, place, words


def _readings(stated: str, is_line: bool, outlet: str | None) -> Iterator[tuple[str, str, int]]:
    line = metadata_text(stated, MAX_BYLINE_CHARACTERS) or ""
    if any(sign in line for sign in _OF_ADDRESSES) and " " not in line:
        return
    whole = line.strip(_EDGES)
    if not is_line and _may_be_name(whole):
        yield WHOLE, whole, 0
    place = 0
    for parts in byline_parts(line):
        for part in parts[:MAX_PARTS]:
            name = person(part, outlet)
            if name:
                yield PERSON, name, place
            rest = part.strip(_EDGES)
            if not is_line and _may_be_name(rest):
                yield PART, rest, place
            place += 1


def _may_be_name(text: str) -> bool:
    """Whether a text may be a name: short, no address, and no word for nobody ("admin")."""
    return (
        0 < len(text) <= MAX_NAME_CHARACTERS
        and len(text.split()) <= MAX_NAME_WORDS
        and not any(sign in text for sign in _OF_ADDRESSES)
        and (" " in text or opens_name(text))
    )
