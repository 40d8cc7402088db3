"""Links that open a page at given words: text fragments of a URL.

Source: "URL Fragment Text Directives", WICG draft community group report,
https://wicg.github.io/scroll-to-text-fragment/: the fragment directive
`:~:text=[prefix-,]start[,end][,-suffix]`, its parts percent-encoded, "-", "," and "&" always.
A browser that knows none of it opens the page at its top.
"""

from __future__ import annotations

import unicodedata
from urllib.parse import quote, urlsplit

from pipeline.records import CONTENT_JOINT
from pipeline.text.safe_text import visible

EXACT_WORDS = 12
"""Up to so many words are asked for word by word; beyond, only both ends are named, so that a
footnote mark or an advert between them does not lose the place."""
EXACT_CHARACTERS = 160
"""Longer words are marked by their beginning and end, so that a link stays short."""
END_WORDS = 5
"""Words named at either end of a long text: few enough for a short link, enough to be unique."""
CHUNK_CHARACTERS = 80
"""Bound on one part of the directive, for writing without spaces."""
LOOKED_AT = 2000
"""Characters looked at at either end of a text; only its first and last words matter."""
SHORT_WORDS = 3
"""A text of so few words may stand on the page more than once: its neighbours are named too."""
NEIGHBOUR_WORDS = 3
"""Words before and behind that tell one place of the same words from another."""
MAX_URL_CHARACTERS = 8000
"""Browsers and servers take so much."""

_DIRECTIVE = ":~:"
"""Begins a text fragment (WICG, Scroll to Text Fragment)."""


def is_web_address(url: str) -> bool:
    """Whether the URL is one to make a link of: http or https, a host, nothing that deceives.

    White space, control and invisible characters, back-slashes and a user name before the host
    are refused: browsers drop or rewrite them, so that the link would not be what it seems.
    """
    if len(url) > MAX_URL_CHARACTERS or "\\" in url or " " in url or visible(url) != url:
        return False
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(host) and "@" not in parts.netloc


def web_link(url: str, text: str, *, context: str = "") -> str | None:
    """What `link_to_words` gives, to be made a link of; None for a URL that is no web address."""
    return link_to_words(url, text, context=context) if is_web_address(url) else None


def link_to_words(url: str, text: str, *, context: str = "") -> str:
    """The URL that opens a page at a text.

    `text` is a quotation as the page has it; marks around it do not matter, and its parts may
    be joined by " … " or stand on lines of their own: the link then spans them all. `context`,
    the paragraph it stands in, lets a text of a few words be told from its other occurrences.
    A fragment that the URL already has is kept in front, as the fallback of the browser.
    A URL that is no web address, or a text without any word, gives the URL as it is.
    """
    if not is_web_address(url):
        return url
    pieces = _pieces(text)
    if not pieces:
        return url
    first, last = pieces[0], pieces[-1]
    exact = " ".join(first)
    if len(pieces) == 1 and len(first) <= EXACT_WORDS and len(exact) <= EXACT_CHARACTERS:
        before, after = _neighbours(text, exact, context) if len(first) <= SHORT_WORDS else ("", "")
        directive = _encode(exact)
        if before:
            directive = f"{_encode(before)}-,{directive}"
        if after:
            directive = f"{directive},-{_encode(after)}"
    else:
        start = _chunk(" ".join(_trim(first[:END_WORDS])))
        end = _chunk(" ".join(_trim(last[-END_WORDS:]))[::-1])[::-1]
        directive = f"{_encode(start)},{_encode(end)}"
    base, _hash, fragment = url.partition("#")
    return f"{base}#{fragment.split(_DIRECTIVE)[0]}{_DIRECTIVE}text={directive}"


def _pieces(text: str) -> list[list[str]]:
    """The words of every part of a text, without the punctuation around each part."""
    if len(text) > 2 * LOOKED_AT:
        text = f"{text[:LOOKED_AT]}\n{text[-LOOKED_AT:]}"
    parts = (part for line in text.splitlines() for part in line.split(CONTENT_JOINT))
    return [words for words in (_trim(visible(part).split()) for part in parts) if words]


def _trim(words: list[str]) -> list[str]:
    """Words without what is no letter or digit before the first and after the last."""
    first, last = 0, len(words)
    while first < last and not _has_word(words[first]):
        first += 1
    while last > first and not _has_word(words[last - 1]):
        last -= 1
    kept = words[first:last]
    if kept:
        kept[0] = kept[0][_leading(kept[0]) :]
        kept[-1] = kept[-1][: len(kept[-1]) - _leading(kept[-1][::-1])]
    return kept


def _has_word(word: str) -> bool:
    return _leading(word) < len(word)


def _leading(word: str) -> int:
    """How many characters before the first that belongs to a word.

    Combining marks and "_" belong to words: browsers match at word boundaries only.
    """
    for place, character in enumerate(word):
        if character.isalnum() or character == "_" or unicodedata.category(character)[0] == "M":
            return place
    return len(word)


def _chunk(text: str) -> str:
    """The beginning of a text, of at most CHUNK_CHARACTERS, that ends where a word does."""
    if len(text) <= CHUNK_CHARACTERS:
        return text
    head = text[:CHUNK_CHARACTERS]
    ends = (place for place in range(len(head) - 1, 0, -1) if not _has_word(head[place]))
    return head[: next(ends, len(head))]


def _neighbours(text: str, exact: str, context: str) -> tuple[str, str]:
    """A few words before the text in its paragraph; if there are none, a few after it.

    `exact` is the text without its marks; they help to find the right one of two occurrences.
    """
    paragraph = visible(context)
    marked = paragraph.find(visible(text))
    place = paragraph.find(exact, max(0, marked))
    if place == -1:
        return "", ""
    before = " ".join(paragraph[:place].split()[-NEIGHBOUR_WORDS:])
    after = " ".join(paragraph[place + len(exact) :].split()[:NEIGHBOUR_WORDS])
    if _has_word(before) and len(before) <= CHUNK_CHARACTERS:
        return before, ""
    if _has_word(after) and len(after) <= CHUNK_CHARACTERS:
        return "", after
    return "", ""


def _encode(part: str) -> str:
    """A part of the directive, percent-encoded; "-" too, which elsewhere in a URL may stay."""
    return quote(part, safe="").replace("-", "%2D")
