"""Texts as the databases hold them: what they can store, and how long an index may be."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from pipeline.text.folding import folded_words

MAX_KEY_BYTES = 1000
"""Of a name made comparable: the forms of a few characters are many times as long."""

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


def alias_words(name: str) -> str:
    """The words of a name, of a length that an index takes."""
    return bounded(folded_words(name), MAX_KEY_BYTES)
