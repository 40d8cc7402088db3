"""Author names out of metadata and bylines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.article.metadata.texts import folded, plain

MAX_AUTHORS = 20
MAX_NAME_CHARACTERS = 60

_POSTED = re.compile(r"^\W*(?:posted|published|updated)\b.*?\bby\s", re.I)
_LEAD = re.compile(
    r"^\W*(?:(?:written|reported|words|story|text|interview|analysis|review|reporting|opinion"
    r"|column|guest (?:post|column))\s*(?:by\b|:)|by\b|von\b|par\b|por\b|authors?\s*:)\W*",
    re.I,
)
_TIME = re.compile(
    r"\W*\b(?:published|updated|posted|\d{1,2}:\d\d|\d{1,2} \w+ \d{4}|\w+ \d{1,2}, \d{4})\b.*$",
    re.I,
)
_JOINT = re.compile(r"\s*(?:;|\||,|\s&\s|/|\s+(?:and|und|et|y|with)\s+|·|•)\s*")
_PLACE = re.compile(r"\s+(?:in|at|for|from|of|on)\s+.*$")
_REFUSED = re.compile(r"@|https?:|www\.|\d|[<>{}\[\]\\=]|\.(?:com|org|net|co)\b", re.I)
_ROLE = re.compile(
    r"\b(?:editor|correspondent|reporter|writer|columnist|producer|journalist|critic|contributor"
    r"|bureau|chief|staff|analyst|photographer|director|fellow|professor|intern)s?\b",
    re.I,
)
_BODY = re.compile(
    r"\b(?:wire|news|press|agency|agencies|reuters|afp|ap|bloomberg|times|post|staff|team|desk"
    r"|editors?|editorial|magazine|network|service|tv|radio|online|digital|media|contributors?)\b",
    re.I,
)
_PARTICLES = frozenset(
    {"de", "da", "di", "del", "della", "van", "von", "der", "den", "la", "le", "el", "al", "bin",
     "ibn", "y", "e", "dos", "das", "du", "ter", "ten", "zu", "af", "av"}
)  # fmt: skip
_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "phd", "md", "m.d.", "ph.d."})


def authors_of(values: Iterable[object], outlet: str | None = None) -> tuple[str, ...]:
    """The names that values of metadata give, in order, each once.

    A whole value that is no person's name but a body's ("Staff reporter", "Civic Wire") is kept
    as it is where it stands alone; one that follows a person's name is left out.
    """
    names: dict[str, str] = {}
    for value in values:
        text = plain(value, 400)
        if text:
            for name in _names(text, outlet):
                names.setdefault(folded(name), name)
        if len(names) >= MAX_AUTHORS:
            break
    return tuple(names.values())


def _names(text: str, outlet: str | None) -> Iterator[str]:
    text = _POSTED.sub("", text)
    text = _LEAD.sub("", text)
    text = _TIME.sub("", text)
    found = 0
    for number, raw in enumerate(_JOINT.split(text)):
        part = _LEAD.sub("", _PLACE.sub("", raw.strip())).strip(" .,:;-–—")
        if not part or _REFUSED.search(part) or len(part) > MAX_NAME_CHARACTERS:
            continue
        if part.casefold() in _SUFFIXES:
            continue
        body = _BODY.search(part) or (outlet and folded(part) == folded(outlet))
        if number and found and (body or _ROLE.search(part)):
            continue
        if _reads_as_name(part) or (number == 0 and body and part[:1].isupper()):
            found += 1
            yield _as_name(part)


def _reads_as_name(part: str) -> bool:
    words = part.split()
    if not 1 <= len(words) <= 5:
        return False
    if len(words) == 1 and not (words[0][:1].isupper() and words[0][1:].islower()):
        return False
    if _ROLE.search(part) and not words[-1].islower():
        return False
    return all(word in _PARTICLES or word[:1].isupper() for word in words) and any(
        word[:1].isupper() for word in words
    )


def _as_name(part: str) -> str:
    """The name in mixed case if a byline sets it in capitals."""
    if not part.isupper() or len(part) < 5:
        return part
    return " ".join(_capitalised(word) for word in part.split())


def _capitalised(word: str) -> str:
    if len(word) <= 2 and word.endswith("."):
        return word
    pieces = re.split(r"([-'’])", word.lower())
    word = "".join(piece[:1].upper() + piece[1:] for piece in pieces)
    if word.startswith("Mc") and len(word) > 3:
        word = "Mc" + word[2].upper() + word[3:]
    return word
