"""Whether markup holds a tag with more attributes than a parser can be given.

libxml2 walks past all attributes of an element for each that it adds, so a tag of 400,000 takes it
minutes, inside one call that nothing can interrupt. Such tags are therefore found in the bytes,
before they are parsed: these are cut into tokens as the HTML standard says (13.2.5), but only as
far as it takes to tell a tag from text, comments and scripts. Every pattern is possessive, so no
byte is looked at more than a few times.
"""

from __future__ import annotations

import re
from functools import lru_cache

MAX_ATTRIBUTES = 500
"""Elements of real pages have up to some fifty. As many tags of five hundred as 12 MB can hold are
parsed in 2 s."""
MAX_RAW_TEXTS = 60_000
"""Elements of raw text that are looked into; the more of them, the more steps in Python. No page
with so many elements is read anyway."""

MAX_NAME_BYTES = 200
"""Of a tag that is looked for anywhere. Names of real elements are under 50."""


def _any_case(name: str) -> bytes:
    return "".join(f"[{letter}{letter.upper()}]" for letter in name).encode()


_S = rb"[\t\n\f\r ]"
"""White space of HTML, as bytes."""
_NAME_ENDS = rb"(?=[\t\n\f\r />])"
"""What ends the name of a tag."""
_NAME = rb"[a-zA-Z][^\t\n\f\r />]*+"
"""The name of a tag."""
_VALUE = rb"""(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\t\n\f\r >"'][^\t\n\f\r >]*+)"""
"""The value of an attribute, in quotes or bare; what is not closed goes on to the end."""
_ATTRIBUTE = rb"[\t\n\f\r /]*+[^\t\n\f\r />][^\t\n\f\r />=]*+(?:%b*+=%b*+%b?+)?+" % (_S, _S, _VALUE)
"""An attribute with its value."""
_REST = rb"[\t\n\f\r /]*+(?:>|\Z)"
"""What is left of a tag behind its last attribute."""
_USUAL = rb"""%b++[a-zA-Z-]++(?:="[^"]*+")?+""" % _S
"""An attribute as most are written; it is here for speed alone."""
_NAMES = (
    "iframe",
    "noembed",
    "noframes",
    "plaintext",
    "script",
    "style",
    "textarea",
    "title",
    "xmp",
)
"""The names of elements whose text holds no tags."""
_RAW_NAME = rb"(?:%b)%b" % (b"|".join(map(_any_case, _NAMES)), _NAME_ENDS)
"""One of them in any case, as the name of a tag."""
_OTHER_NAME = rb"(?:[a-hj-moqru-wyzA-HJ-MOQRU-WYZ]|(?!%b)[a-zA-Z])[^\t\n\f\r />]*+" % _RAW_NAME
"""Any other name; most are known by a first letter that none of those has."""
_END = {name: re.compile(rb"</%b%b" % (_any_case(name), _NAME_ENDS)) for name in _NAMES}
"""The end tag of each element whose content is not markup."""
_SCRIPT_END = re.compile(rb"<(?:!--|/%b%b)" % (_any_case("script"), _NAME_ENDS))
"""What ends a script or begins a comment in it."""
_ESCAPED_TURN = re.compile(rb"-->|<(/?+)%b%b" % (_any_case("script"), _NAME_ENDS))
"""What ends a comment in a script, or opens or closes a script within it."""


def has_crowded_tag(markup: bytes, most: int = MAX_ATTRIBUTES) -> bool:
    """Whether any tag has more than `most` attributes, or no one can say in bounded time."""
    harmless, raw_start = _patterns(most)
    place, end = 0, len(markup)
    for _ in range(MAX_RAW_TEXTS):
        place = harmless.match(markup, place).end()  # type: ignore[union-attr]
        if place == end:
            return False
        raw = raw_start.match(markup, place)
        if raw is None:
            return True
        place = raw.end()
        # libxml2 takes <script/> for the whole of a script
        if not raw[0].endswith(b"/>"):
            place = _raw_end(markup, place, raw[1].lower().decode())
    return True


def may_have_crowded_tag(markup: bytes, most: int) -> bool:
    """Whether, from any `<` and letter on, there might be a tag with more than `most` attributes.

    For readers whose notion of comments and raw text is their own.
    """
    return _anywhere(most).search(markup) is not None


@lru_cache(8)
def _anywhere(most: int) -> re.Pattern[bytes]:
    # names are bounded, or each "<a" of "<a<a<a…" would be followed to the end of all
    return re.compile(
        rb"<[a-zA-Z][^\t\n\f\r />]{0,%d}+%b(?:%b){%d}+"
        % (MAX_NAME_BYTES, _NAME_ENDS, _ATTRIBUTE, most + 1)
    )


@lru_cache(8)
def _patterns(most: int) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """What matches up to a tag that is crowded or begins raw text, and what matches the latter."""
    attributes = rb"(?:%b){0,%d}+%b" % (_ATTRIBUTE, most, _REST)
    harmless = re.compile(
        rb"(?:[^<]++"
        rb"|</[a-zA-Z]++>"
        rb"|<%b(?:(?:%b){0,%d}+>|%b)"
        rb"|</%b(?:%b)*+%b"
        rb"|</(?![a-zA-Z>])[^>]*+>?+|</>"
        rb"|<!--(?:-?>|(?:[^-]++|-(?!-!?>))*+(?:--!?>|\Z))"
        rb"|<(?:!(?!--)|\?)[^>]*+>?+"
        rb"|(?:<(?![a-zA-Z/!?]))++)*+"
        % (_OTHER_NAME, _USUAL, most, attributes, _NAME, _ATTRIBUTE, _REST)
    )
    return harmless, re.compile(rb"<(%b)%b" % (_RAW_NAME, attributes))


def _raw_end(markup: bytes, start: int, name: str) -> int:
    """Where the end tag of an element stands whose text begins at `start`."""
    if name == "script":
        return _script_end(markup, start)
    found = None if name == "plaintext" else _END[name].search(markup, start)
    return found.start() if found else len(markup)


def _script_end(markup: bytes, start: int) -> int:
    """Likewise of a script, in which `<!-- <script>` hides an end tag."""
    while turn := _SCRIPT_END.search(markup, start):
        if turn[0] != b"<!--":
            return turn.start()
        # "<!-->" begins and ends at once
        start, nested = turn.start() + 2, False
        while True:
            inner = _ESCAPED_TURN.search(markup, start)
            if inner is None:
                return len(markup)
            start = inner.end()
            if inner[0] == b"-->":
                break
            if inner[1] and not nested:
                return inner.start()
            nested = not inner[1]
    return len(markup)
