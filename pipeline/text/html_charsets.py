"""The text of an HTML page from its bytes, whatever charset it says it is in.

In the order of browsers: byte order mark, header, meta element or XML declaration, detection. Like
them we take no charset for one that the Encoding Standard does not know. Unlike them we look at the
bytes first: what is UTF-8 is UTF-8 whatever is said (nothing else makes characters of UTF-8 by
chance), and a statement that the bytes contradict counts for nothing. A browser would show marks of
replacement, and the words of quotations would be lost.
"""

from __future__ import annotations

import re

import chardet
from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    read_bom,
    to_unicode,
)

DETECTED = (
    *("cp1252", "cp1251", "cp1250", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258"),
    *("cp874", "koi8-r", "koi8-u", "iso8859-2", "iso8859-5", "iso8859-7", "cp866"),
    *("cp932", "euc_jis_2004", "cp949", "gb18030", "big5hkscs"),
)
"""Charsets that pages are in without saying so, by Python's names.

Those of the Encoding Standard, without what no news page is in (the Macintosh's, and parts of ISO
8859 that differ in a few signs from one that is here): each more is one more to be mistaken for.
"""
STATED = frozenset(DETECTED) | {
    *("iso8859-3", "iso8859-4", "iso8859-6", "iso8859-8", "iso8859-10", "iso8859-13", "iso8859-14"),
    *("iso8859-15", "iso8859-16", "mac-roman", "mac-cyrillic", "euc_jp"),
}
"""Charsets that a page may say it is in: those of the Encoding Standard, but for UTF-8 and UTF-16,
which the bytes tell, and for ISO-2022-JP, too."""
DETECTED_BYTES = 64_000
"""Of runs of text with letters beyond ASCII: some paragraphs say as much as all of them."""
STRAY_CHARACTERS = 1
"""One that is not in its charset says nothing of a page: it may be cut in a character."""
STRAY_SHARE = 0.01
"""Nor does this share of the characters beyond ASCII: something of another charset is set into the
page. A wrong charset for East Asian letters spoils two to seven in a hundred, others far more."""

_UTF_16 = {
    "utf-16-le": re.compile(rb"(?:[\t\n\r ]\0)*<\0[!?A-Za-z]\0"),
    "utf-16-be": re.compile(rb"(?:\0[\t\n\r ])*\0<\0[!?A-Za-z]"),
}
"""What a page in UTF-16 begins with that has no byte order mark: white space and a tag."""
_JAPANESE_SHIFT = re.compile(rb"\x1b\$[@B]")
"""What begins the letters of a text in ISO-2022-JP, all of whose bytes are ASCII."""
_RUN = re.compile(rb"[^<>\r\n]+")
"""Text or markup between signs that are no part of a letter in any charset."""
_ESCAPED_CP1252 = {
    0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)
}
"""What Python makes of bytes that are not UTF-8 -> their character on most pages that are not."""


def html_text(content: bytes, content_type: str | None) -> str:
    """The text of a page; what is not in its charset becomes U+FFFD.

    `content_type` is the header that it came with. Bytes of another charset in a page that is UTF-8
    for the greater part are read as cp1252.
    """
    encoding, mark = read_bom(content)
    content = content.removeprefix(mark or b"")
    if encoding is None:
        encoding = next((name for name, start in _UTF_16.items() if start.match(content)), None)
    if encoding is None and _JAPANESE_SHIFT.search(content) and content.isascii():
        encoding = "iso2022_jp_ext"
    if encoding and encoding != "utf-8":
        return content.decode(encoding, "replace")
    text = _utf8(content)
    if text is not None:
        return text
    for stated in (http_content_type_encoding(content_type), html_body_declared_encoding(content)):
        if stated in STATED:
            text = to_unicode(content, stated)
            if text.count("\ufffd") <= STRAY_CHARACTERS + STRAY_SHARE * _beyond_ascii(text):
                return text
    return to_unicode(content, _detected(content))


def _utf8(content: bytes) -> str | None:
    """The text of a page that is UTF-8 for the greater part; None for any other.

    Something of another charset may be set into a page, and a page may be cut in a character.
    """
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("utf-8", "replace")
    if _beyond_ascii(text) <= 2 * text.count("\ufffd"):
        return None
    return content.decode("utf-8", "surrogateescape").translate(_ESCAPED_CP1252)


def _detected(content: bytes) -> str:
    """The charset of bytes that are not UTF-8, by the letters that stand together in them."""
    runs: list[bytes] = []
    length = 0
    for run in _RUN.finditer(content):
        if not run[0].isascii():
            runs.append(run[0])
            length += len(run[0])
            if length > DETECTED_BYTES:
                break
    found = chardet.detect(
        b"\n".join(runs), include_encodings=DETECTED, compat_names=False, max_bytes=length + 1
    )
    return found["encoding"] or "cp1252"


def _beyond_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))
