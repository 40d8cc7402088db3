"""When a source is called by a name, and when two spellings are one name.

How a person's name is parsed: `name_parts`; when two persons' names may be one's: `name_likeness`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from pipeline.text.safe_text import single_spaced

MAX_NAME = 200
"""Characters; a longer source is a description, and an index takes 2,700 bytes."""

_DETERMINERS = frozenset(
    {
        "a", "an", "the", "this", "that", "these", "those", "my", "your", "his", "her", "its",
        "our", "their", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
        "ten", "some", "any", "many", "several", "few", "most", "both", "all", "another", "other",
        "each", "every", "no",
    }
)  # fmt: skip
"""What may stand before a description or a name, with a capital at the start of a sentence."""

_APOSTROPHES = str.maketrans(dict.fromkeys("‘’ʼ`´", "'") | dict.fromkeys("‐‑–", "-"))
"""The shapes of apostrophe and hyphen that spellings differ in."""


def tidy(name: str | None) -> str:
    """A name with single spaces and none around it; empty for none."""
    return single_spaced(name or "")


def name_key(name: str) -> str:
    """What two spellings of a speaker's full name have in common.

    Compatibility forms, case, spaces, and the shapes of apostrophe and hyphen make no
    difference; accents do: they tell names apart.
    """
    return tidy(unicodedata.normalize("NFKC", name).translate(_APOSTROPHES).casefold())


def is_named(source: str) -> bool:
    """Whether a source is called by a name, so that it can be the same one in another article.

    "Ada Kvist", "de Vries", "the Ministry of Fisheries" and "Channel 4" are; "officials", "The
    judge", "One woman", "a Ministry spokesman", "Kvist's lawyer" and "[author]" are not. A name,
    after an article or number word, begins with a capital or a letter of a script without case,
    and so does its last word; one or two short particles may stand before it. A single common
    noun with the capital of its sentence ("Police") cannot be told from a name.
    """
    words = source.split()
    if len(source) > MAX_NAME or source.startswith("["):
        return False
    if words and words[0].casefold() in _DETERMINERS:
        words = words[1:]
    if not words:
        return False
    if _begins_as_name(words[0]):
        return _begins_as_name(words[-1]) or words[-1][0].isdigit()
    small = [word for word in words if not _begins_as_name(word)]
    return any(_begins_as_name(word) for word in words[1:3]) and all(
        len(word) <= 3 for word in small
    )


def _begins_as_name(word: str) -> bool:
    """Whether a word has a capital after at most one joined particle, as O’Hara or al-Din."""
    start = re.split("[-'’]", word, maxsplit=1)
    return any(part[:1].isupper() or _caseless(part[:1]) for part in start)


def _caseless(letter: str) -> bool:
    return letter.isalpha() and is_caseless(letter)


def is_caseless(text: str) -> bool:
    """Whether a text is in a script without capitals, as Chinese or Arabic."""
    return text.lower() == text.upper()


def plainest(forms: dict[str, int]) -> str:
    """The form of a name to show, of several that have one key: the most frequent.

    Of equally frequent ones, one that is not all capitals, then the first by alphabet; so the
    order in which forms came makes no difference.
    """
    return min(forms, key=lambda form: (-forms[form], form.isupper(), form))


def forms_of(speaker: str | None, aliases: Iterable[str]) -> tuple[str, ...]:
    """Every form of a speaker's name that an article uses, the fullest included; sorted."""
    tidied = {tidy(alias) for alias in aliases} | {tidy(speaker)}
    return tuple(sorted(form for form in tidied if form and len(form) <= MAX_NAME))
