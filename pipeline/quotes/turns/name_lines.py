"""Words that only name somebody: “Ada Cole, mayor of Port Ellery”, “THE CHAIR”, “Dr Hale”.

They stand beside words that are somebody's without a verb that says so: in front of a turn, behind
a dash, in a cell of a table, below a block quotation. So they must be a name or a description and
nothing more: no verb, no time, no heading.
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline.people.name_vocabulary import PARTICLES as NAME_PARTICLES
from pipeline.people.name_vocabulary import TITLES
from pipeline.quotes.attribution_candidates import Source, TokenSpan
from pipeline.quotes.languages.english.english_grammar import (
    AUXILIARIES,
    SENTENCE_STARTERS,
    TIME_WORDS,
)
from pipeline.quotes.languages.english.english_people import ROLE_NOUNS, is_role
from pipeline.quotes.languages.english.english_reporting import FINITE_VERBS, is_finite
from pipeline.quotes.token_table import TokenTable
from pipeline.text.word_sets import words

DASHES = frozenset({"—", "–", "―", "-", "--", "‒", "−"})
"""Dashes and hyphens that may stand before a name as one."""
BRACKETS = {"(": ")", "[": "]"}
"""Opening -> closing."""
PARTICLES = NAME_PARTICLES | words("des ben of the and & y e i st af av das do for at in")
"""Small words inside names of persons and organisations."""
IN_NAMES = frozenset({".", "-", "‐", "‑", "'", "’", "&", "/"})
"""Signs that may stand within a name."""
ARTICLES = words("the a an")
"""What may stand before an office: “The chair”."""
PLACING = words("of from at in for with")
"""Words behind a role that say whose or from where somebody is."""
LONGEST_NAME = 9
"""Words of a name with titles: “The Right Honourable Sir Ada van den Cole” has nine."""
LONGEST_ROLE = 18
"""Tokens behind a name that say what somebody is and where."""
LONGEST_BEFORE = 4
"""Words in small letters in front of a name: “harbour master Ada Cole” has two."""
NOT_SPEAKERS = words(
    """update updates updated note notes correction corrections claim facts fact verdict rating
    editor's editors source sources photo photos picture video read more related watch listen
    breaking assessment contact location time date dates price prices details tickets summary key
    what why how when where who contribution example subs substitutes referee attendance scorers
    goals bookings team teams score result ft ht venue odds kick-off pros cons ingredients method
    warning tip tips caption credit image images topics tags filed published posted share click
    subscribe sign donate chapter part section figure table step day page email phone tel website
    address background analysis conclusion introduction overview disclaimer spoiler deadline
    requirements salary language languages runtime genre cast release version status"""
)
"""Words before a colon that name a kind of information and nobody."""
NO_NAMES = NOT_SPEAKERS | (AUXILIARIES - words("'s may will can"))
"""Words that no name of a line begins with; “May” and “Will” are names as well."""


class NameLine(NamedTuple):
    """Words that name somebody."""

    name: TokenSpan
    """The name with its titles, or the description."""
    full: TokenSpan
    """With what is said of the person besides."""

    def source(self) -> Source:
        """The same as a source of words."""
        return Source(*self.name, self.full)


def name_line(table: TokenTable, start: int, end: int) -> NameLine | None:
    """The tokens as a line that names somebody, None if they are anything else."""
    while start < end and (table.text[start] in DASHES or table.text[start].isspace()):
        start += 1
    while end > start and (table.text[end - 1] in {".", ":", ","} or table.text[end - 1].isspace()):
        end -= 1
    if start >= end or end - start > 2 * LONGEST_NAME + LONGEST_ROLE:
        return None
    name_end = start
    while name_end < end and not _ends_name(table.text[name_end]):
        name_end += 1
    if not is_name(table, start, name_end) or not _is_role_text(table, name_end, end):
        return None
    return NameLine((start, name_end), (start, end))


def is_name(table: TokenTable, start: int, end: int) -> bool:
    """Whether tokens are a name, with titles and roles in front, or a description of somebody."""
    spoken = [at for at in range(start, end) if table.is_word(at)]
    if not 0 < len(spoken) <= LONGEST_NAME or not table.is_word(start):
        return False
    lower = [table.lower[at] for at in spoken]
    nobody = any(word in NO_NAMES for word in lower) or TIME_WORDS.issuperset(lower)
    others = [table.text[at] for at in range(start, end) if not table.is_word(at)]
    # “Says Ada Cole: …” is a sentence with a verb
    reports = lower[0] in FINITE_VERBS
    if nobody or reports or not IN_NAMES.issuperset(others):
        return False
    return is_description(table, start, end) or _is_proper(table, spoken)


def is_description(table: TokenTable, start: int, end: int) -> bool:
    """“A resident of Vik”, “the chair”: an article, a role, and perhaps of or from where."""
    lower = [table.lower[at] for at in range(start, end)]
    if lower[0] not in ARTICLES:
        return False
    role = next((at for at, word in enumerate(lower[:LONGEST_BEFORE]) if at and is_role(word)), 0)
    behind = lower[role + 1 : role + 2]
    return role > 0 and (not behind or behind[0] in PLACING)


def _is_proper(table: TokenTable, spoken: list[int]) -> bool:
    """Whether words are a name, perhaps with a role in small letters in front of it."""
    first = table.lower[spoken[0]]
    if first in SENTENCE_STARTERS and first != "the" and len(spoken) < 3:
        return False
    before = 0
    while before < len(spoken) and not _is_part(table, spoken[before]):
        before += 1
    if before and not (
        before <= LONGEST_BEFORE
        and before < len(spoken)
        and is_role(table.lower[spoken[before - 1]])
    ):
        return False
    named = spoken[before:]
    return any(table.is_capitalised(at) for at in named) and all(
        _is_part(table, at) or (at == named[-1] and at != named[0] and _is_number(table, at))
        for at in named
    )


def is_shouted(table: TokenTable, start: int, end: int) -> bool:
    """Whether tokens are set in capitals, more than one letter of them."""
    spoken = [table.text[at] for at in range(start, end) if table.text[at][:1].isalpha()]
    small = TITLES | PARTICLES
    return any(word.isupper() and len(word) > 1 for word in spoken) and all(
        word.isupper() or word.lower().rstrip(".") in small for word in spoken
    )


def is_titled(table: TokenTable, start: int, end: int) -> bool:
    """Whether tokens begin with a title, or are what somebody is called in an office."""
    first = start + (table.lower[start] == "the" and end - start > 1)
    word = table.lower[first].rstrip(".")
    return word in TITLES or (end - first == 1 and word in ROLE_NOUNS)


def _is_part(table: TokenTable, at: int) -> bool:
    """Whether a word may stand in a name."""
    return table.is_capitalised(at) or table.lower[at] in PARTICLES


def _is_number(table: TokenTable, at: int) -> bool:
    """“Speaker 2”, “Witness 14”."""
    return table.text[at].isdigit() and len(table.text[at]) <= 3


def _ends_name(word: str) -> bool:
    return word == "," or word in BRACKETS or (word in DASHES and word != "-") or word in {"|", ";"}


def _is_role_text(table: TokenTable, start: int, end: int) -> bool:
    """Whether what follows a name says what somebody is: short, and no clause."""
    if end - start > LONGEST_ROLE:
        return False
    return not any(
        table.text[at] in {"?", "!", ":", "“", "”", '"'} or _is_verb(table, at)
        for at in range(start, end)
    )


def _is_verb(table: TokenTable, at: int) -> bool:
    word = table.lower[at]
    if word in AUXILIARIES:
        return word not in {"'s", "may", "will"}
    return is_finite(word) and not table.is_capitalised(at)
