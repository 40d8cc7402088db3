"""How an element is shown, as far as its tag and its own `style` attribute say it.

HTML's own style sheet (https://html.spec.whatwg.org/multipage/rendering.html) makes some
elements blocks and leaves the others in the line; the `style` attribute may say otherwise. What
style sheets of the site say is not read.
"""

from __future__ import annotations

import re

from lxml import etree

from pipeline.article.blocks import BLOCK_TAGS, SENTENCE_ENDS

FLOW_TAGS = frozenset({"div", "p", "section", "li", "h1", "h2", "h3", "h4", "h5", "h6", "center"})
"""Blocks that may be set in a line; tables, lists and boxes are not when a style says so."""
PICTURE_TAGS = frozenset({"img", "picture", "video", "iframe", "canvas", "object"})
"""Elements that show something."""
BOX_TAGS = PICTURE_TAGS | {
    *("audio", "button", "cite", "embed", "input", "meter", "progress", "textarea"),
}
"""Elements that are boxes in their line, or a name: what stands at their sides is not one word."""
OTHERWISE_TAGS = frozenset({"audio", "canvas", "datalist", "iframe", "object", "rp", "rt", "video"})
"""Elements whose text is not in the line: it stands above the words, or is for programs that do
not show the element."""
STRUCK_TAGS = frozenset({"del", "s", "strike"})
"""Elements whose words are struck out: what was deleted, and what is no longer accurate."""
MIN_PARAGRAPH_CHARACTERS = 80
"""An element of the site's own with a sentence this long, alone on its line, is a paragraph."""
_DISPLAY = re.compile(r"(?:^|;)\s{0,9}display\s{0,9}:\s{0,9}([a-z-]{1,20})", re.I)
"""How an element's own style shows it."""
_OUT_OF_LINE = re.compile(
    r"\bfloat\s{0,9}:\s{0,9}(?:left|right)|position\s{0,9}:\s{0,9}(?:abs|fix)"
)
"""Styles that take an element out of its line."""
_NOT_SHOWN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden"
    # what screen readers read out and nobody sees: out of the window, or cut to nothing
    r"|clip\s*:\s*rect\(\s*[01](?:px)?[\s,]|clip-path\s*:\s*inset\(\s*50%"
    r"|(?:left|text-indent)\s*:\s*-\d{4,}",
    re.I,
)
"""Styles that hide an element."""
_STRUCK = re.compile(r"text-decoration(?:-line)?\s{0,9}:[^;]{0,99}line-through", re.I)
"""Styles that strike words out."""
_KEEPS_LINES = re.compile(r"white-space\s{0,9}:\s{0,9}(?:pre|break-spaces)", re.I)
"""Styles that keep the ends of lines."""
_CLOCK = re.compile(r"^\s{0,99}\d{1,2}[:.h]\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?\W{0,9}$", re.I)
"""A time of day alone: what begins an entry of a ticker."""
_AFTER_TIME = " \t\r\n\xa0:–—-|,"
"""Signs between a time and what happened then."""
_INLINE = frozenset({"inline", "inline-block", "inline-flex", "inline-grid", "contents"})
"""Values that leave an element in its line."""
_BLOCK = frozenset({"block", "flex", "grid", "list-item", "flow-root", "table"})
"""Values that set it apart."""
_WORD_ENDS = frozenset(".,;:!?…)]”’»")
"""Signs behind a word."""
_FIRST_WIDE = "\u3000"
"""From here on are letters of languages that set no space between words."""
_QUOTATION_MARKS = frozenset("\"'“”„‘’‚«»‹›「『")
"""Marks that a page may set itself around a quotation."""


def is_not_shown(style: str) -> bool:
    """Whether a `style` attribute takes an element out of what readers see."""
    return _NOT_SHOWN.search(style) is not None


def is_struck(name: str, style: object) -> bool:
    """Whether an element strikes its words out; a class name alone may be that of an ornament."""
    return name in STRUCK_TAGS or (isinstance(style, str) and _STRUCK.search(style) is not None)


def keeps_lines(name: str, style: object) -> bool:
    """Whether a block shows the ends of lines in its markup as line breaks."""
    return name == "pre" or (isinstance(style, str) and _KEEPS_LINES.search(style) is not None)


def breaks_line(element: etree._Element) -> bool:
    """Whether an empty element is a line break: `<br>`, or one that its class calls so."""
    return element.tag == "br" or "br" in (element.get("class") or "").split()


def is_block(element: etree._Element, style: object) -> bool:
    """Whether an element is a block of its own, rather than part of a line.

    `style` is its `style` attribute. A block that is set in a line is part of it only where text
    stands in the same line: a row of boxes is not a sentence. Elements that HTML does not know
    are in the line, but not those of the site's own that hold blocks or a whole paragraph.
    """
    name = str(element.tag)
    if style is None and "-" not in name:
        return name in BLOCK_TAGS
    found = _DISPLAY.search(style) if isinstance(style, str) else None
    display = found[1].lower() if found else ""
    if name in BLOCK_TAGS:
        return not (
            display in _INLINE
            and name in FLOW_TAGS
            and not _OUT_OF_LINE.search(str(style))
            and _stands_in_text(element)
            and not _holds_blocks(element)
        )
    if display in _BLOCK:
        return True
    return "-" in name and (_holds_blocks(element) or _is_paragraph(element))


def are_words(before: str, after: str) -> bool:
    """Whether two texts beside a box are words of their own, rather than a word and its comma."""
    first, last = after[0], before[-1]
    return first.isalnum() and first < _FIRST_WIDE and (last.isalnum() or last in _WORD_ENDS)


def lacks_marks(element: etree._Element) -> bool:
    """Whether the page sets no marks itself around the `<q>` to which browsers add them.

    One that holds blocks, against the rules of HTML, would have its marks on lines of their own.
    """
    if _holds_blocks(element):
        return False
    text = next((text for part in element.itertext() if (text := str(part).lstrip())), "")
    return text[:1] not in _QUOTATION_MARKS and _before(element)[-1:] not in _QUOTATION_MARKS


def opens_entry(element: etree._Element) -> bool:
    """Whether an element is the time of an entry: a clock in `<time>`, with a sentence behind it.

    A sentence that begins with a time goes on in lower case.
    """
    if element.tag != "time" or not _CLOCK.match("".join(map(str, element.itertext()))):
        return False
    behind = _text_behind(element)
    return behind is not None and not behind.lstrip(_AFTER_TIME)[:1].islower()


def _text_behind(element: etree._Element) -> str | None:
    """The text that follows an element in its line or block; None if nothing does."""
    last: etree._Element | None = element
    while last is not None:
        if (last.tail or "").strip():
            return last.tail
        following = last.getnext()
        if following is not None:
            return None if following.tag in BLOCK_TAGS else "".join(map(str, following.itertext()))
        last = last.getparent()
        if last is not None and last.tag in BLOCK_TAGS:
            return None
    return None


def _holds_blocks(element: etree._Element) -> bool:
    """Whether a block stands in an element; one that is set in a line itself does not count."""
    for inner in element.iterdescendants(etree.Element):
        if inner.tag in BLOCK_TAGS:
            found = _DISPLAY.search(inner.get("style") or "")
            if found is None or found[1].lower() not in _INLINE:
                return True
    return False


def _stands_in_text(element: etree._Element) -> bool:
    return bool(_before(element).strip() or (element.tail or "").strip())


def _is_paragraph(element: etree._Element) -> bool:
    if _stands_in_text(element):
        return False
    text = "".join(map(str, element.itertext())).strip()
    return len(text) >= MIN_PARAGRAPH_CHARACTERS and text.endswith(SENTENCE_ENDS)


def _before(element: etree._Element) -> str:
    """The text right before an element, in the one that is around it."""
    sibling = element.getprevious()
    if sibling is not None:
        return sibling.tail or ""
    around = element.getparent()
    return (around.text or "") if around is not None else ""
