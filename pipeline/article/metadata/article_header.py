"""What stands around the headline of a page: lines and times.

The head of a page may be silent, or name a corporation where readers see a person. Between the
headline and the first running text, pages show who wrote an article and when.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from pipeline.article.metadata.author_names import is_by_word
from pipeline.article.metadata.page_parts import (
    MAX_LINE_CHARACTERS,
    PartsOfOthers,
    element_names,
    element_text,
    elements_behind,
)
from pipeline.text.folding import letters_and_digits, shared_words

MAX_ELEMENTS = 400
"""Behind the headline; share buttons and pictures stand there too."""
RUNNING_CHARACTERS = 200
"""A block of so many characters is running text: a standfirst, or the article's first words."""
MAX_RUNNING_BLOCKS = 2
"""A standfirst may stand before the byline, so the header ends with the second such block."""
MAX_LINES = 30
"""Around a headline; behind so many the text has begun."""
MAX_HEADING_CHARACTERS = 400
"""A headline is shorter."""
MAX_HEADINGS = 100
"""Headings among which the headline is looked for; it is among the first."""
MAX_HEADING_PARTS = 20
"""Elements within a heading: kicker, title and a few of their own."""
SAME_TITLE = 0.8
"""The share of words from which a heading of a lower level says the title."""

_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "dd", "div", "dl", "dt", "figure"),
        *("figcaption", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "li"),
        *("main", "nav", "ol", "p", "section", "table", "tbody", "td", "th", "tr", "ul"),
    }
)
"""Elements that end a line."""
_SILENT = frozenset({"script", "style", "template", "noscript", "svg", "title", "head", "select"})
"""Elements whose text nobody sees."""
_CHANGED = re.compile(r"updat|modif", re.I)
"""Names of elements for the time of a change."""


@dataclass(frozen=True, slots=True)
class ArticleHeader:
    """What stands around a headline, as texts in page order."""

    element: etree._Element | None = None
    """The heading."""
    heading: str | None = None
    """The whole text of the heading: a kicker and the headline may be elements of one `h1`."""
    title_apart: bool = False
    """Whether an element of its own in the heading says the title."""
    lines: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    """Values of `datetime` that are not said to be those of a change."""


def article_header(root: etree._Element, title: str | None) -> ArticleHeader:
    """What a page shows between its headline and its running text.

    `title` is the headline as the head of the page has it; of several headings of the first
    level, the one with most of its words is taken. Without any such heading, there is no header.
    """
    heading = _heading(root, title)
    if heading is None:
        return ArticleHeader()
    lines: list[str] = []
    times: list[str] = []
    running = 0
    others = PartsOfOthers(heading)
    for number, element in enumerate(elements_behind(heading)):
        if number > MAX_ELEMENTS or len(lines) > MAX_LINES:
            break
        if element.tag in _SILENT or others.hold(element):
            continue
        if element.tag == "time" and not _CHANGED.search(element_names(element)):
            times.extend(filter(None, [element.get("datetime")]))
        if element.tag in _BLOCKS and (text := _own_line(element)):
            if len(text) >= RUNNING_CHARACTERS:
                running += 1
                if running >= MAX_RUNNING_BLOCKS:
                    break
            elif len(text) <= MAX_LINE_CHARACTERS:
                lines.append(text)
    whole = element_text(heading, MAX_HEADING_CHARACTERS)
    return ArticleHeader(
        heading,
        whole,
        whole is not None and title is not None and _holds_apart(heading, title),
        tuple(_joined(lines)),
        tuple(times),
    )


def _heading(root: etree._Element, title: str | None) -> etree._Element | None:
    """The heading of the first level that shares most words with the title, or the first.

    Without any, one of a lower level that says the same as the title.
    """
    for level, least in (("h1", 0.0), ("h2", SAME_TITLE), ("h3", SAME_TITLE)):
        best: tuple[float, etree._Element] | None = None
        for heading, _ in zip(root.iter(level), range(MAX_HEADINGS), strict=False):
            text = element_text(heading, MAX_HEADING_CHARACTERS)
            share = shared_words(text, title) if text and title else 0.0
            if text and share >= least and (best is None or share > best[0]):
                best = share, heading
        if best:
            return best[1]
    return None


def _holds_apart(heading: etree._Element, title: str) -> bool:
    """Whether an element in a heading has the title for all its text."""
    wanted = letters_and_digits(title)
    parts = zip(heading.iterdescendants(etree.Element), range(MAX_HEADING_PARTS), strict=False)
    texts = (
        letters_and_digits(element_text(part, MAX_HEADING_CHARACTERS) or "") for part, _ in parts
    )
    return bool(wanted) and wanted in texts


def _own_line(element: etree._Element) -> str | None:
    """The text of an innermost block; None for any other element."""
    if any(part.tag in _BLOCKS for part in element.iterdescendants(etree.Element)):
        return None
    return element_text(element, 5 * RUNNING_CHARACTERS)


def _joined(lines: Iterable[str]) -> Iterator[str]:
    """The lines, each "By" on a line of its own joined to the next line."""
    before = ""
    for line in lines:
        if is_by_word(line):
            before = line
        else:
            yield f"{before} {line}".strip()
            before = ""
