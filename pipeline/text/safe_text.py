"""Texts of others made safe: to keep in records, to send, to show on a page or in a terminal.

One function for each of these, because what harms differs. A record may hold anything that an
encoding can write; a header must not hold a control character; a page of HTML needs the joiners of
letters and emoji, which a terminal may draw wrongly.
"""

from __future__ import annotations

import re
import unicodedata

_ASCII_CONTROLS = dict.fromkeys((*range(32), 127), " ")
"""Each becomes a space, so that words stay apart."""
_CONTROLS_BUT_SPACES = dict.fromkeys((*range(9), 11, *range(14, 32), *range(127, 160)))
"""The controls of ASCII and Latin-1; tab, line feed, form feed and carriage return stay."""

# Characters that show nothing but change how others are shown or stored: controls, soft hyphen,
# zero-width space, bidirectional marks, embeddings, overrides and isolates, byte order mark,
# interlinear annotation, lone surrogates (they cannot be written as UTF-8), noncharacters and
# tag characters. The joiners U+200C and U+200D stay: words and emoji need them.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\ufdd0-\ufdef\U000e0000-\U000e0fff]"
)

# Signs that show nothing and say how others are set: bidirectional marks, embeddings, overrides and
# isolates, word joiner, byte order mark, and the zero-width space, but where it is the only sign
# between words: in Thai, Lao, Burmese, Khmer and their relatives.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u1aaf"
_SETTING = re.compile(
    "[\u061c\u180e\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"
    f"|\u200b(?![{_UNSPACED}])|(?<![{_UNSPACED}])\u200b"
)


def single_spaced(text: str) -> str:
    """The text with single spaces for its white space, and none around it."""
    return " ".join(text.split())


def without_setting(text: str) -> str:
    """The text without the signs that only say how it is set.

    Joiners of letters and emoji stay, and soft hyphens: where a word may be parted is the page's.
    """
    return text if text.isascii() else _SETTING.sub("", text)


def one_line(text: str, limit: int) -> str:
    """`text` on one line of at most `limit` characters, for a record of what was wrong.

    White space and control characters become single spaces. Lone surrogates, which parsers make
    of bad character references and which no encoding can write, are replaced by U+FFFD.
    """
    return single_spaced("".join(map(_harmless, text[: 4 * limit])))[:limit].rstrip()


def without_controls(text: str) -> str:
    """`text` with a space for each control character of ASCII: RFC 9110 (5.5) for headers.

    Those beyond ASCII stay: in a header they are bytes of UTF-8 letters.
    """
    return text.translate(_ASCII_CONTROLS)


def writable(text: str) -> str:
    """The text without what JSON can spell and no document holds: controls, lone surrogates.

    Controls go; a lone surrogate becomes “?”. Tabs and ends of lines stay.
    """
    if text.isprintable():
        # neither is printable, and few texts have any
        return text
    return text.translate(_CONTROLS_BUT_SPACES).encode("utf-8", "replace").decode("utf-8")


def visible(text: str) -> str:
    """The text as a page shows it: nothing invisible that acts, single spaces.

    Escaping is not done here: the template escapes whatever it prints.
    """
    return single_spaced(_INVISIBLE.sub("", text))


def printable(text: str) -> str:
    """`text` without the control and direction characters that could mislead a terminal.

    Ends of lines and tabs stay; so this is for whole outputs, after their parts are on one line.
    """
    if text.isprintable():
        # most texts are, and an export has millions of them
        return text
    return "".join(
        c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf", "Cs"}
    )


def _harmless(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cs":
        return "\N{REPLACEMENT CHARACTER}"
    return " " if category == "Cc" else character
