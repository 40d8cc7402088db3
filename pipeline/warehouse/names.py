"""When two texts count as the same: names of speakers, words of statements, what is searched.

Everything here is linear in the length of the text.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from typing import Any

MAX_NAME = 200
"""Characters; a longer source is a description, and an index takes 2,700 bytes."""

MAX_KEY_BYTES = 1000
"""Of a name made comparable: the forms of a few characters are many times as long."""

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

# NUL cannot be stored by PostgreSQL, half a surrogate pair by neither database; one character
# takes the place of one, so that offsets stay true
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(value: Any) -> Any:
    """A value with the characters that a database cannot hold replaced by "\ufffd".

    Texts keep their length; lists and dictionaries are gone through.
    """
    if isinstance(value, str):
        return _UNSTORABLE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {storable(key): storable(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [storable(inner) for inner in value]
    return value


def bounded(text: str, limit: int) -> str:
    """A text that has at most `limit` bytes as UTF-8.

    A longer one is cut and ends in a digest of the whole, so that two never become the same.
    """
    encoded = text.encode()
    if len(encoded) <= limit:
        return text
    digest = hashlib.sha256(encoded).hexdigest()[:16]
    return encoded[: limit - 20].decode(errors="ignore") + "…" + digest


def digest_of(text: str) -> str:
    """A digest in which equal texts agree: "sha256:" and hexadecimal digits."""
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def tidy(name: str | None) -> str:
    """A name with single spaces and none around it; empty for none."""
    return " ".join((name or "").split())


def name_key(name: str) -> str:
    """What two spellings of a speaker's full name have in common.

    Compatibility forms, case, spaces, and the shapes of apostrophe and hyphen make no
    difference; accents do: they tell names apart.
    """
    return tidy(unicodedata.normalize("NFKC", name).translate(_APOSTROPHES).casefold())


def words_of(text: str) -> str:
    """The words of a text, single spaces between them, without case, accents and punctuation.

    This is what makes quotations the same statement, and what is searched.
    """
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return tidy(
        "".join(c if c.isalnum() else "" if unicodedata.combining(c) else " " for c in decomposed)
    )


def alias_words(name: str) -> str:
    """The words of a name, of a length that an index takes."""
    return bounded(words_of(name), MAX_KEY_BYTES)


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
    return letter.isalpha() and letter.lower() == letter.upper()


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
