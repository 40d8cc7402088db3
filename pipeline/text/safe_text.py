"""Words of others in our records: on one line, and such that whatever keeps them takes them."""

from __future__ import annotations

import unicodedata

_ASCII_CONTROLS = dict.fromkeys((*range(32), 127), " ")


def one_line(text: str, limit: int) -> str:
    """`text` on one line of at most `limit` characters.

    White space and control characters become single spaces. Lone surrogates, which parsers make
    of bad character references and which no encoding can write, are replaced by U+FFFD.
    """
    return " ".join("".join(map(_harmless, text[: 4 * limit])).split())[:limit].rstrip()


def without_controls(text: str) -> str:
    """`text` with a space for each control character of ASCII: RFC 9110 (5.5) for headers.

    Those beyond ASCII stay: in a header they are bytes of UTF-8 letters.
    """
    return text.translate(_ASCII_CONTROLS)


def _harmless(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cs":
        return "\N{REPLACEMENT CHARACTER}"
    return " " if category == "Cc" else character
