"""Names as an article has them: every form with its mentions, and which form is short for which.

A form is the words of a name without titles. “Cole” may be short for “Ada Cole”, “ERC” for
“Ellery Rowing Club”; whether it is, the choice among candidates decides.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from pipeline.people.name_vocabulary import GENERATIONS, PEERAGES, STRIPPED_TITLES, TITLES
from pipeline.quotes.speakers.words_read import (
    LOCATION_NAME,
    ORGANISATION_NAME,
    PERSON_NAME,
    NameSpan,
    WordSpan,
    WordsRead,
)
from pipeline.text.folding import straight_apostrophes
from pipeline.text.word_sets import words

Key = tuple[str, ...]
"""Words of a name or phrase in lower case, article and possessive left out."""
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
"""Letters and digits, with what an apostrophe joins."""
DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")
"""Initials with stops, “U.N.”, which are the same as without."""
SMALL_WORDS = words("of the and for in on to")
"""Words that an acronym passes over."""
MOST_FULLER, MOST_COMPARED = 10, 200
"""Fuller forms of a name that are kept, and forms with its rarest word that are looked at."""
MARKS = frozenset("\"“”‘’'")
"""Marks around a nickname."""
NICKNAME = 3
"""Words of a nickname with its marks."""
AFTER_APOSTROPHE = 3
"""Letters behind an apostrophe from which they are more of a name (Fa’asavalu), no ’s or ’ll."""
BEFORE_NAME = 3
"""Words before a name among which a title may stand."""


def key_of(text: str) -> Key:
    """The words of a name or phrase by which it is compared with others."""
    text = DOTTED.sub(lambda initials: initials.group().replace(".", ""), text)
    key = [straight_apostrophes(word.casefold()) for word in WORD.findall(text)]
    if key[:1] and key[0] in {"the", "a", "an"}:
        key = key[1:]
    if key and key[-1].endswith("'s"):
        key[-1] = key[-1][:-2]
    return tuple(key)


def is_short_for(short: Key, full: Key) -> bool:
    """Whether one form may be short for another: some of its words, or its first letters."""
    if len(short) < len(full) and all(word in full for word in short):
        return True
    if len(short) != 1 or len(full) < 2 or len(short[0]) < 2:
        return False
    return short[0] in {acronym(full), "".join(word[0] for word in full)}


def fuller_forms(keys: Iterable[Key]) -> dict[Key, tuple[Key, ...]]:
    """For every form those that it may be short for, at most MOST_FULLER, in the given order."""
    every = list(keys)
    with_word: dict[str, list[Key]] = defaultdict(list)
    for key in every:
        letters = {acronym(key), "".join(word[0] for word in key)} if len(key) > 1 else set()
        for word in {*key, *letters}:
            with_word[word].append(key)
    return {
        key: tuple(
            islice((o for o in _rarest(key, with_word) if is_short_for(key, o)), MOST_FULLER)
        )
        for key in every
    }


def _rarest(key: Key, with_word: dict[str, list[Key]]) -> list[Key]:
    """The forms that hold the word of a key that fewest others hold."""
    return min((with_word[word] for word in key), key=len)[:MOST_COMPARED]


def acronym(key: Key) -> str:
    """The first letters of a name's words, small words left out."""
    return "".join(word[0] for word in key if word not in SMALL_WORDS)


@dataclass(slots=True)
class NameForm:
    """One form of a name with the positions where the article has it."""

    text: str
    key: Key
    kind: int = 0
    """Index in NAME_KINDS: what most of its mentions are taken for."""
    mentions: list[WordSpan] = field(default_factory=list)
    titles: set[str] = field(default_factory=set)
    kinds: Counter[int] = field(default_factory=Counter)


@dataclass(slots=True)
class NameMention:
    """A name at a position of the text, titles left out."""

    span: WordSpan
    kind: int
    key: Key


def name_mentions(read: WordsRead) -> list[NameMention]:
    """The names of a text in order, cleaned: see `bare_name` and `_grown`."""
    found: list[NameMention] = []
    floor = 0
    for name in _whole_names(read):
        bare = bare_name(read, (name.start, name.end))
        if bare is None or (name.kind == PERSON_NAME and is_common(read, bare)):
            continue
        span = _grown(read, bare, floor, person=name.kind == PERSON_NAME)
        key = key_of(read.phrase(span))
        if key:
            found.append(NameMention(span, name.kind, key))
            floor = span[1]
    return found


def _whole_names(read: WordsRead) -> list[NameSpan]:
    """The names of a text; what was read as two is one.

    So are those around a nickname in marks (‘Robert “Bobby” Cole’), those of persons with nothing
    between them, and an organisation with whose it is (“Ardenia’s Ministry of Trade”).
    """
    found: list[NameSpan] = []
    for name in read.network.names:
        before = found[-1] if found else None
        if before is not None and _owns(read, before, name):
            found[-1] = NameSpan(before.start, name.end, name.kind)
            continue
        if before is None or not before.kind == name.kind == PERSON_NAME:
            found.append(name)
            continue
        between = read.lower[before.end : name.start]
        nickname = len(between) == NICKNAME and {between[0], between[-1]} <= MARKS
        beside = not between and read.paragraph[before.start] == read.paragraph[name.start]
        if nickname or beside or _opens_with_nickname(read, before, name):
            found[-1] = NameSpan(before.start, name.end, name.kind)
        elif not (_is_nickname(read, name) and len(between) == 1):
            found.append(name)
    return found


def _owns(read: WordsRead, owner: NameSpan, name: NameSpan) -> bool:
    """Whether a name of several words is an organisation's that the name before it owns.

    The owner is an organisation or a location.

    One word (“Ardenia’s Navalis”) is a name of its own.
    """
    return (
        name.kind == ORGANISATION_NAME
        and owner.kind in {ORGANISATION_NAME, LOCATION_NAME}
        and name.end - name.start > 1
        and owner.start < name.start
        and read.lower[max(owner.start, name.start - 2) : name.start] == ["'", "s"]
        and name.start - owner.end in {0, 2}
    )


def _opens_with_nickname(read: WordsRead, before: NameSpan, name: NameSpan) -> bool:
    """Whether a name begins behind a mark that it closes itself: “Bobby” Cole."""
    inside = read.lower[name.start : name.end]
    return (
        name.start - before.end <= NICKNAME - 1
        and read.lower[name.start - 1] in MARKS
        and not MARKS.isdisjoint(inside)
    )


def _is_nickname(read: WordsRead, name: NameSpan) -> bool:
    """Whether a name is one word between marks."""
    return (
        name.end - name.start == 1
        and name.end < len(read.lower)
        and {read.lower[name.start - 1], read.lower[name.end]} <= MARKS
    )


def name_forms(read: WordsRead, mentions: list[NameMention]) -> dict[Key, NameForm]:
    """The forms of names in a text, by key, in the order of their first mentions."""
    forms: dict[Key, NameForm] = {}
    for mention in mentions:
        start = mention.span[0]
        form = forms.setdefault(mention.key, NameForm(read.phrase(mention.span), mention.key))
        form.mentions.append(mention.span)
        form.kinds[mention.kind] += 1
        form.titles.update(
            word for word in read.lower[max(0, start - BEFORE_NAME) : start] if word in TITLES
        )
    for form in forms.values():
        form.kind = form.kinds.most_common(1)[0][0]
    return forms


def bare_name(read: WordsRead, span: WordSpan) -> WordSpan | None:
    """A name without titles in front and without possessive or punctuation behind.

    None if nothing is left. A title stays before a single name that is nobody's without it
    (“Lord Walden”).
    """
    start, end = read.without_possessive(span)
    lower = read.lower
    while end > start and not _is_word(read, end - 1):
        end -= 1
    while start < end and (
        lower[start] in STRIPPED_TITLES or lower[start] == "the" or not _is_word(read, start)
    ):
        rest = sum(_is_word(read, at) for at in range(start + 1, end))
        if not rest or (rest == 1 and lower[start] in PEERAGES):
            break
        start += 1
    return (start, end) if start < end and _is_word(read, start) else None


def is_common(read: WordsRead, span: WordSpan) -> bool:
    """Whether words are all in small letters, like “the baker”, and no handle."""
    phrase = read.phrase(span)
    return phrase.islower() and not any(sign.isdigit() or sign in "@_" for sign in phrase)


def _is_word(read: WordsRead, at: int) -> bool:
    return read.text[read.start[at]].isalnum() or read.lower[at] == "@"


def _grown(read: WordsRead, span: WordSpan, floor: int, *, person: bool) -> WordSpan:
    """A name with what is glued to it by hyphens.

    A person's has what is glued to it by an apostrophe, and initials before it.
    """
    start, end = span
    lower = read.lower
    while (
        end + 1 < len(lower)
        and lower[end] in {"-", "‐", "‑"}
        and read.is_glued(end)
        and read.is_glued(end + 1)
        and read.text[read.start[end + 1]].isalnum()
    ):
        end += 2
    while (
        person
        and end + 1 < len(lower)
        and lower[end] == "'"
        and read.is_glued(end)
        and read.is_glued(end + 1)
        and len(lower[end + 1]) >= AFTER_APOSTROPHE
    ):
        end += 2
    while (
        start - 2 >= floor
        and lower[start - 1] in {"-", "‐", "‑"}
        and read.is_glued(start)
        and read.is_glued(start - 1)
    ):
        start -= 2
    while person and start - 2 >= floor and _is_initial(read, start - 2):
        start -= 2
    if person:
        end = _with_suffix(read, end)
    return start, end


def _with_suffix(read: WordsRead, end: int) -> int:
    """Behind “Jr.” or “III”, if that stands behind a name."""
    at = end + (end < len(read.lower) and read.lower[end] == ",")
    if at >= len(read.lower) or read.lower[at] not in GENERATIONS:
        return end
    stop = at + 1 < len(read.lower) and read.lower[at + 1] == "." and read.is_glued(at + 1)
    return at + 1 + stop


def _is_initial(read: WordsRead, at: int) -> bool:
    """Whether a single capital with a stop behind it stands here, in front of more of a name."""
    return (
        read.lower[at + 1] == "."
        and read.end[at] - read.start[at] == 1
        and read.text[read.start[at]].isupper()
        and not read.is_glued(at)
        and read.paragraph[at] == read.paragraph[at + 2]
    )
