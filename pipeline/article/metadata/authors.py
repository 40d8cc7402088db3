"""Who is named by a byline, and the parts of a byline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.article.metadata.author_names import cased, has_role, is_suffix, opens_name, person
from pipeline.article.metadata.text_cleaning import metadata_text
from pipeline.text.calendar_names import month_names
from pipeline.text.folding import letters_and_digits

MAX_AUTHORS = 20
"""A list of more is the staff."""
MAX_VALUES = 50
"""Values that are looked at; pages state the same authors several times."""
MAX_BYLINE_CHARACTERS = 300
"""A byline is shorter; what is longer is text."""
MAX_BODY_WORDS = 6
"""Words of an organisation's name."""
MAX_SENTENCE_WORDS = 10
"""More words in small letters than a byline has are a sentence."""
MAX_SMALL_WORDS = 0.34
"""The share of words without a capital from which a line is running text: a list of names has
little more than "and" between them."""
SPACES_OF_TWO_NAMES = 4
"""Between two full names with a word for "and" between them."""
MAX_REMEMBERED = 1_000
"""Names whose words are remembered: an outlet's is compared with every name of its pages."""

_MONTH = rf"(?:{'|'.join(month_names('en', 'abbreviated'))})[a-z]{{0,6}}\.?"
"""English, in full or shortened, with or without a stop."""
_DAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s)?"
"""English, in full or shortened."""
_DATE = re.compile(
    rf"(?:\bon\s)?\b{_DAY}(?:{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th|\.)?\s[^\W\d_]{{3,10}}\.?,?\s\d{{4}}"
    r"|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\S{0,30})"
    r"(?:,?\s(?:at\s)?\d{1,2}[:.]?\d{0,2}\s?(?:[ap]\.?m\b\.?)?(?:\s[A-Z]{2,4}\b)?)?",
    re.I,
)
"""A date in a byline, with what goes with it: a comma, a time of day, a zone."""
_DIGIT = re.compile(r"\d")
_THE = re.compile(r"^the\s", re.I)
"""An article before an outlet's name."""
_LEAD = re.compile(
    r"^\W*(?:(?:posted|published|written|words|story|text|report|reported|reporting|interview"
    r"|interviewed|analysis|opinion|reviewed|review|compiled|column|essay|edited|submitted|created"
    r"|updated|special|commentary|guest)\b[^|;]{0,40}?\bby\b:?\s|by\b:?\s"
    r"|(?:authors?|interview|text|words|report|analysis|writer|reporter|from|von|por|par)\s?:\s)\W*",
    re.I,
)
"""What stands before an author's name in a byline."""
_GLUED_BY = re.compile(r"^By(?=[A-Z][a-z])")
"""“By” without a space behind it."""
_FOREIGN_BY = re.compile(r"^(?:von|par|por|door|av)\s(?=\S+\s\S)", re.I)
"""“By” in languages that write it as one word."""
_BREAK = re.compile(r"\s*(?:[;|·•/]|,\s|\s[-–—&+]\s|\n)\s*")
"""Signs between authors."""
_AND = re.compile(r"\s+and\s+", re.I)
"""Between the last two."""
_OTHER_AND = re.compile(
    r"(?<=\S\s)(\S+)\s+(?:und|et|y|e|i|en|och|og|ja|ve|dan|și|şi|si|és|và|a|и|і|та|й|και)\s+"
    r"(?=\S+\s+\S)"
)
"""The word for "and" between two full names, in the languages that set it as a word."""
_ORGANISATION = re.compile(
    r"\b(?:wire|news|newsroom|press|agency|agencies|reuters|afp|ap|upi|pti|ani|ians|dpa|efe|tass"
    r"|xinhua|bloomberg|kyodo|yonhap|times|staff|team|desk|reporters?|editors?|editorial|magazine"
    r"|network|service|services|tv|radio|online|digital|media|contributors?|correspondents?|board"
    r"|sports?|business|group|foundation|institute|university|inc|ltd|llc|gmbh|corporation"
    r"|\w{0,12}redaktion|redazione|rédaction|redacción|redação|redactie|редакция)\b",
    re.I,
)
"""Words that an organisation's name has and a person's has not."""
_COLLECTIVE = re.compile(r"(?:team|desk|staff|newsroom|board|redaktion)\W?", re.I)
"""Last words of the names of organisations that may look like a person's: "Tide Table Team"."""


@dataclass(frozen=True, slots=True)
class Authors:
    """The persons that some values name, and the organisations ("Staff reporter", "Civic Wire")."""

    persons: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    """The outlet's own name, where a value says it."""

    @property
    def names(self) -> tuple[str, ...]:
        """The persons; else the first organisation, at last the outlet itself."""
        return self.persons or self.organisations or self.own[:1]


def authors_of(values: Iterable[object], outlet: str | None = None) -> Authors:
    """Who is named by values of metadata, or by one byline, in order, each once."""
    persons: dict[str, str] = {}
    organisations: dict[str, str] = {}
    own: dict[str, str] = {}
    for value, _ in zip(values, range(MAX_VALUES), strict=False):
        for parts in byline_parts(metadata_text(value, MAX_BYLINE_CHARACTERS) or ""):
            known = len(persons)
            for part in parts:
                name = None if _is_body(part, outlet) else person(part, outlet)
                if name:
                    persons.setdefault(letters_and_digits(name), name)
                    continue
                if organisation := _organisation(part, outlet):
                    organisations.setdefault(letters_and_digits(organisation), organisation)
                elif outlet and same_body(part, outlet) and part[:1].isupper():
                    own.setdefault(letters_and_digits(part), part.strip(" .,:;-–—"))
            if len(persons) > known:
                # what follows the date is about something else
                break
    named = tuple(persons.values())
    full = tuple(name for name in named if " " in name or not name.isascii())
    return Authors(
        (full or named)[:MAX_AUTHORS],
        tuple(organisations.values()),
        tuple(own.values()),
    )


def byline_authors(bylines: Sequence[str], outlet: str | None) -> Authors:
    """Who is named by the first byline that names anybody; later ones are of other articles."""
    lines = (line for line in bylines[:MAX_VALUES] if not _sentence(line))
    found = [authors_of([line], outlet) for line in lines]
    named = next((authors for authors in found if authors.persons or authors.organisations), None)
    return named or next((authors for authors in found if authors.own), Authors())


def byline_parts(byline: str) -> Iterator[list[str]]:
    """The parts of a byline between its signs and words for "and": names, roles and places.

    Each list is what stands between two dates; what stands before the first name is left out.
    """
    named = _LEAD.sub("", byline)
    # most have no date, and to see that none has a digit is quicker
    for piece in _DATE.split(named) if _DIGIT.search(named) else (named,):
        yield _parts(piece)


def _parts(text: str) -> list[str]:
    parts: list[str] = []
    for piece in _BREAK.split(text):
        named = _GLUED_BY.sub("", _LEAD.sub("", piece + " "))
        named = _FOREIGN_BY.sub("", named)
        if named.count(" ") >= SPACES_OF_TWO_NAMES:
            named = _OTHER_AND.sub(r"\1 and ", named)
        for part in _AND.split(named):
            if parts and is_suffix(part):
                parts[-1] += f" {part.strip()}"
            elif part.strip(" .,:;-–—"):
                parts.append(part.strip())
    return parts[:MAX_VALUES]


def _is_body(part: str, outlet: str | None) -> bool:
    words = part.split()
    if outlet and same_body(part, outlet):
        return True
    if len(words) > 2 and _COLLECTIVE.fullmatch(words[-1]) and not has_role(" ".join(words[:-1])):
        # "Tide Table Team", but not "Jane Roe Business Desk"
        return person(part, outlet) == " ".join(words[:-1])
    # what names an organisation alone: "Press Association", but not "Jane Roe Reuters"
    return bool(_ORGANISATION.search(part)) and (len(words) <= 2 or not person(part, outlet))


def _organisation(part: str, outlet: str | None) -> str | None:
    """The organisation that a part names: an author where no person is."""
    part = part.strip(" .,:;-–—")
    if outlet and same_body(part, outlet):
        return None
    first = re.sub(r"^the\s", "", part, flags=re.I).split(" ", 1)[0]
    if not part[:1].isupper() or not opens_name(first):
        return None
    if not (_ORGANISATION.search(part) or has_role(part)):
        return None
    if len(part.split()) > MAX_BODY_WORDS or len(part) > 60 or "@" in part or "://" in part:
        return None
    return cased(part)


def same_body(name: str, outlet: str) -> bool:
    """Whether a name is the outlet's, or its beginning ("CNN Business" of CNN)."""
    shorter, longer = sorted((_name_words(name), _name_words(outlet)), key=len)
    return bool(shorter) and longer[: len(shorter)] == shorter


@lru_cache(MAX_REMEMBERED)
def _name_words(name: str) -> tuple[str, ...]:
    return tuple(letters_and_digits(word) for word in _THE.sub("", name).split())


def _sentence(line: str) -> bool:
    """Whether a line labelled byline is running text."""
    if len(line) > MAX_BYLINE_CHARACTERS:
        return True
    text = _DATE.sub("", line).rstrip()
    words = text.split()
    small = sum(word[:1].islower() for word in words)
    return (
        text.endswith((".", "?", "!"))
        and len(words) > MAX_SENTENCE_WORDS
        and small > MAX_SMALL_WORDS * len(words)
    )
