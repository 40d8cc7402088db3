"""The text of a draft, from the formats in which drafts are written.

Paragraphs are divided by an empty line. Unlike a news page a draft is wanted whole: nothing of it
is taken for boilerplate.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from xml.parsers.expat import ExpatError

import mammoth
from lxml import etree
from markdown_it import MarkdownIt

from pipeline.errors import InputError
from pipeline.text.crowded_tags import MAX_ATTRIBUTES, has_crowded_tag
from pipeline.text.html_charsets import html_text

MAX_XML_BYTES = 10_000_000
"""Of the parts of a .docx that are read, unpacked: enough for a book. A packed file may unfold to a
thousand times its size, and its tree in memory is many times as large again."""

MAX_UNPACKED_BYTES = 50_000_000
"""Of all parts, pictures among them, which hardly shrink when they are packed."""

MAX_XML_TAGS = 60_000
"""Of the parts that are read; 25 pages, which is what can be checked at once, have some 20,000.
mammoth takes 0.05 ms for each."""

MAX_MARKDOWN = 200_000
"""Characters. The parser takes 0.01 ms for each sign that might be markup."""

MAX_TAGS = 200_000
"""Of HTML. A book has some 20,000 paragraphs."""

_BLOCKS = (
    "address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "figcaption", "figure",
    "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre",
    "section", "table", "td", "th", "tr", "ul",
)  # fmt: skip
"""Elements of which HTML says that they begin and end a line (HTML Standard, 15.3)."""
_UNSEEN = ("del", "head", "s", "script", "strike", "style", "template")
"""Elements whose text is not of the draft: what is struck out was taken back by its writer."""
_BROKEN = (
    zipfile.BadZipFile, zlib.error, ExpatError, KeyError, OSError, RuntimeError, ValueError
)  # fmt: skip
"""What reading a .docx raises that is not a whole one; RuntimeError if it is packed with a
password, in a way that is not known, or nested too deeply."""
_BETWEEN = dict.fromkeys(_BLOCKS, ("\n\n", "\n\n")) | {
    "br": ("\n", ""),
    # a browser adds the marks
    "q": ("“", "”"),
}
"""What stands before and after the text of an element."""
_XML = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*<")
"""How XML begins."""
_SPACES = re.compile(r"\s+")
_EMPTY_LINES = re.compile(r"\s*\n\s*\n\s*")


class UnreadableDraft(InputError):
    """A draft that cannot be read; the message is one clear line without the name of the file."""


def draft_text(content: bytes, suffix: str) -> str:
    """The text of a draft; `suffix` is that of its file, as ".docx", "" for plain text.

    Raises UnreadableDraft for a format that is not known, or content that is not in it.
    """
    try:
        reader = _READERS[suffix.lower()]
    except KeyError:
        raise UnreadableDraft(
            f"{suffix} is not a format of drafts; known are: "
            + ", ".join(sorted(filter(None, _READERS)))
        ) from None
    return reader(content)


def _plain(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableDraft(
            f"the text is not UTF-8 (byte {error.start}); save it as UTF-8"
        ) from error


def _markdown(content: bytes) -> str:
    text = _plain(content)
    if len(text) > MAX_MARKDOWN:
        raise UnreadableDraft(
            f"the draft has more than {MAX_MARKDOWN:,} characters; check it in parts"
        )
    return _shown(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text))


def _html(content: bytes) -> str:
    return _shown(html_text(content, None))


def _word(content: bytes) -> str:
    try:
        _check_size(content)
        no_pictures = mammoth.images.img_element(lambda image: {})
        return _shown(mammoth.convert_to_html(io.BytesIO(content), convert_image=no_pictures).value)
    except _BROKEN as error:
        raise UnreadableDraft(f"the file is not a whole Word document (.docx): {error}") from error


def _check_size(content: bytes) -> None:
    """Raise UnreadableDraft for a .docx that would take long to read, or raise as _BROKEN says."""
    size = tags = 0
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        if sum(part.file_size for part in parts.infolist()) > MAX_UNPACKED_BYTES:
            raise UnreadableDraft(
                f"the document unpacks to more than {MAX_UNPACKED_BYTES // 1_000_000} MB"
            )
        for part in parts.infolist():
            unpacked = parts.read(part)
            # a part may be called anything
            if _XML.match(unpacked):
                size += len(unpacked)
                tags += unpacked.count(b"<")
    if size > MAX_XML_BYTES:
        raise UnreadableDraft(
            f"the document unpacks to more than {MAX_XML_BYTES // 1_000_000} MB of text"
        )
    if tags > MAX_XML_TAGS:
        raise UnreadableDraft(
            f"the document has more than {MAX_XML_TAGS:,} tags; check it in parts"
        )


def _shown(markup: str) -> str:
    """The text that HTML shows, a paragraph a block."""
    if markup.count("<") > MAX_TAGS:
        raise UnreadableDraft(f"the draft has more than {MAX_TAGS:,} tags")
    utf8 = markup.encode("utf-8", "replace")
    if has_crowded_tag(utf8):
        raise UnreadableDraft(f"an element has more than {MAX_ATTRIBUTES:,} attributes")
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(utf8, parser)
    except etree.XMLSyntaxError:
        root = None
    # one of no content has no root
    text = "" if root is None else "".join(_parts(root))
    return _EMPTY_LINES.sub("\n\n", text).strip()


def _parts(root: etree._Element) -> Iterator[str]:
    """The texts of a tree in their order, with what elements put between them."""
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        before, after = _BETWEEN.get(element.tag, ("", ""))
        if event == "start":
            yield before
            if element.tag in _UNSEEN:
                walk.skip_subtree()
            else:
                yield _SPACES.sub(" ", element.text or "")
        else:
            yield after
            yield _SPACES.sub(" ", element.tail or "")


_READERS: dict[str, Callable[[bytes], str]] = {
    "": _plain,
    ".txt": _plain,
    ".md": _markdown,
    ".markdown": _markdown,
    ".html": _html,
    ".htm": _html,
    ".docx": _word,
}
