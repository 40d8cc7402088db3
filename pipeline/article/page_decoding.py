"""Bytes of a page -> a parsed tree, with every bound that hostile pages need.

Parsing is lxml's (libxml2), about a tenth of the time that building a soup of
the whole page takes. `pipeline.text.html_charsets` decides the charset.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from pipeline.article.not_an_article import NotAnArticle
from pipeline.text.crowded_tags import MAX_ATTRIBUTES, has_crowded_tag
from pipeline.text.html_charsets import html_text

MAX_BYTES = 12_000_000
"""The largest real news pages seen are under 4 MB."""
MAX_ELEMENTS = 60_000
"""Real pages have a few thousand; live blogs up to 20,000."""
DEPTH_ERROR = "XML_ERR_RESOURCE_LIMIT"
"""What libxml2 says of a page nested deeper than it reads."""
INLINE_TAGS = re.compile(
    rb"</?(?:a|abbr|b|big|center|em|font|i|small|span|strike|strong|tt|u)(?:\s[^<>]{0,2000})?>",
    re.I,
)
"""Elements that a page may leave open by the thousand, and that change nothing of the text."""

_BINARY_STARTS = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a PNG image"),
    (b"GIF8", "a GIF image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\x1f\x8b", "gzip data"),
    (b"RIFF", "a RIFF file (WebP, WAV, AVI)"),
    (b"OggS", "an Ogg file"),
    (b"ID3", "an MP3 file"),
    (b"wOF", "a web font"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"BM\x00", "a bitmap image"),
)
"""First bytes of files that are not text."""
_TEXT_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
"""First bytes that say that a file is text."""
_CONTROL = bytes(c for c in range(32) if c not in b"\t\n\r\f\x1b")
"""Bytes that no text has."""
_C1_CONTROL = re.compile(rb"\xc2[\x80-\x9f]")
"""A control of ISO 8859-1, in UTF-8."""
_TWICE_ENCODED = re.compile(rb"\xc3[\x82\x83\xa2]")
"""“Â”, “Ã” and “â”: what letters with accents, and marks, begin with that were encoded twice."""
_LONE_LETTER = re.compile(rb"\xc3[\x80-\xbf][\x00-\x7f]")
"""A letter with an accent before a sign of ASCII: a page that was encoded twice has none."""
_CP1252_BYTES = {
    ord(character): byte
    for byte in range(0x80, 0xA0)
    for character in bytes([byte]).decode("cp1252", "ignore")
}
"""Characters of cp1252 that ISO 8859-1 has not -> their byte."""


def refuse_binary(payload: bytes) -> None:
    """Raise NotAnArticle for bytes that are empty or no text."""
    if not payload.strip():
        raise NotAnArticle("empty", "the page has no content")
    if len(payload) > MAX_BYTES:
        raise NotAnArticle(
            "too-large",
            f"the page has {len(payload):,} bytes; more than {MAX_BYTES:,} are not read",
        )
    start = payload.lstrip()[:8]
    for magic, name in _BINARY_STARTS:
        if start.startswith(magic):
            raise NotAnArticle("binary", f"the bytes are {name}, not a page")
    if start[4:8] == b"ftyp":
        raise NotAnArticle("binary", "the bytes are an MP4 or AVIF file, not a page")
    if payload.startswith(_TEXT_BOMS):
        return
    sample = payload[:4096]
    controls = len(sample) - len(sample.translate(None, _CONTROL))
    if controls > len(sample) * 0.1 and b"<" not in sample.translate(None, _CONTROL)[:1000]:
        raise NotAnArticle("binary", "a tenth of the first bytes are control characters")


def to_utf8(payload: bytes, content_type: str | None) -> bytes:
    """The page as UTF-8 without null bytes, whatever its charset was said to be.

    A page that is UTF-8 a second time, when its characters are taken for bytes, was encoded twice.
    Else controls from U+0080 to U+009F are marks that somebody took for ISO 8859-1, which the HTML
    standard says of references to them (“&#147;”).
    """
    text = html_text(payload, content_type).replace("\0", "")
    markup = text.encode("utf-8", "replace")
    may_be_twice = _TWICE_ENCODED.search(markup) and not _LONE_LETTER.search(markup)
    once = _encoded_once(markup) if may_be_twice else None
    return once or _C1_CONTROL.sub(_mark_of_control, markup)


def _encoded_once(markup: bytes) -> bytes | None:
    """A page that was encoded twice as it was before the second time; None for any other."""
    try:
        once = markup.decode("utf-8").translate(_CP1252_BYTES).encode("latin-1")
        once.decode("utf-8")
    except UnicodeError:
        return None
    return once


def _mark_of_control(control: re.Match[bytes]) -> bytes:
    return control[0][1:].decode("cp1252", "ignore").encode("utf-8")


def parse(payload: bytes, content_type: str | None = None) -> etree._Element:
    """The root of the page's tree.

    Raises NotAnArticle: empty, binary, no-text, too-large, too-deep. A page
    nested deeper than libxml2 allows (256) is tried once more without its
    inline elements, since what nests like that on real pages is an unclosed
    <font> or <b>.
    """
    refuse_binary(payload)
    markup = to_utf8(payload, content_type)
    root, whole = _parse(markup)
    if not whole:
        root, whole = _parse(INLINE_TAGS.sub(b"", markup))
        if not whole:
            raise NotAnArticle("too-deep", "elements are nested more than 255 deep")
    if root is None:
        raise NotAnArticle("no-text", "the page has no elements")
    return root


class _TooManyElements(Exception):
    """More elements than are read."""


class _Count:
    """Stands in for a tree, of which a million elements would take a gigabyte."""

    def __init__(self) -> None:
        self._elements = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Called by the parser for each element."""
        del name, attributes
        self._elements += 1
        if self._elements > MAX_ELEMENTS:
            raise _TooManyElements

    def close(self) -> None:
        """Called by the parser at the end."""


def _check_elements(markup: bytes) -> None:
    """Raise NotAnArticle (too-large) for more elements than are read, before a tree is made."""
    # most pages have fewer signs than that; of those left, only the parser knows which are tags
    if markup.count(b"<") <= MAX_ELEMENTS:
        return
    target: Any = _Count()  # lxml asks for no more methods than are there
    counting = etree.HTMLParser(target=target, encoding="utf-8")
    try:
        etree.fromstring(markup, counting)
    except _TooManyElements:
        raise NotAnArticle(
            "too-large", f"the page has more than {MAX_ELEMENTS:,} elements"
        ) from None
    except etree.XMLSyntaxError:
        # what cannot be read is told by the parser that makes the tree
        return


def _parse(markup: bytes) -> tuple[etree._Element | None, bool]:
    if has_crowded_tag(markup):
        raise NotAnArticle("too-large", f"an element has more than {MAX_ATTRIBUTES:,} attributes")
    _check_elements(markup)
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(markup, parser)
    except etree.XMLSyntaxError:
        root = None
    whole = not any(e.type_name == DEPTH_ERROR or "depth" in e.message for e in parser.error_log)
    return root, whole
