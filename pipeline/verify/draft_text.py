"""The text of a draft, from the formats in which drafts are written.

Paragraphs are divided by an empty line. Unlike a news page a draft is wanted whole: nothing of it
is taken for boilerplate.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from xml.parsers.expat import ExpatError

import mammoth
from bs4 import BeautifulSoup
from bs4.element import NavigableString
from markdown_it import MarkdownIt

from pipeline.errors import VerbatimError

MAX_XML_BYTES = 10_000_000
"""Of the parts of a .docx that are read, unpacked: enough for a book. A packed file may unfold to a
thousand times its size, and its tree in memory is many times as large again."""

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
_EMPTY_LINES = re.compile(r"\s*\n\s*\n\s*")


class UnreadableDraft(VerbatimError):
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
    return _shown(
        MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(_plain(content))
    )


def _html(content: bytes) -> str:
    # as bytes, so that Beautiful Soup finds the charset that the page declares
    return _shown(content)


def _word(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            unpacked = sum(
                part.file_size
                for part in parts.infolist()
                if part.filename.endswith((".xml", ".rels"))
            )
        if unpacked > MAX_XML_BYTES:
            raise UnreadableDraft(
                f"the document unpacks to more than {MAX_XML_BYTES // 1_000_000} MB of text"
            )
        no_pictures = mammoth.images.img_element(lambda image: {})
        return _shown(mammoth.convert_to_html(io.BytesIO(content), convert_image=no_pictures).value)
    except _BROKEN as error:
        raise UnreadableDraft(f"the file is not a whole Word document (.docx): {error}") from error


def _shown(markup: str | bytes) -> str:
    """The text that HTML shows, a paragraph a block."""
    soup = BeautifulSoup(markup, "lxml")
    for element in soup(_UNSEEN):
        element.decompose()
    for string in soup.find_all(string=True):
        # comments and the like are strings of other types, and are not shown
        if type(string) is NavigableString:
            string.replace_with(re.sub(r"\s+", " ", string))
    for quoted in soup("q"):
        # a browser adds the marks
        quoted.insert_before("“")
        quoted.insert_after("”")
    for line_break in soup("br"):
        line_break.replace_with("\n")
    for block in soup(_BLOCKS):
        block.insert_before("\n\n")
        block.insert_after("\n\n")
    return _EMPTY_LINES.sub("\n\n", soup.get_text()).strip()


_READERS: dict[str, Callable[[bytes], str]] = {
    "": _plain,
    ".txt": _plain,
    ".md": _markdown,
    ".markdown": _markdown,
    ".html": _html,
    ".htm": _html,
    ".docx": _word,
}
