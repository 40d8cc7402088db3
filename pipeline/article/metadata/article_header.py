"""What stands around the headline of a page: lines, times, and elements marked as the author's.

The head of a page may be silent, or name a corporation where readers see a person. Between the
headline and the first running text, pages show who wrote an article and when. Elements there say
so by `rel="author"`, `itemprop`, a class, or a link to the author's own page; none of that needs
words of a language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from lxml import etree

from pipeline.article.metadata.author_names import is_by_word
from pipeline.article.metadata.text_cleaning import metadata_text
from pipeline.text.folding import letters_and_digits, shared_words
from pipeline.text.safe_text import single_spaced

MAX_ELEMENTS = 400
"""Behind the headline; share buttons and pictures stand there too."""
MAX_LINE_CHARACTERS = 200
"""Lines around a headline that state author or time are shorter."""
RUNNING_CHARACTERS = 200
"""A block of so many characters is running text: a standfirst, or the article's first words."""
MAX_RUNNING_BLOCKS = 2
"""A standfirst may stand before the byline, so the header ends with the second such block."""
MAX_LINES = 30
"""Around a headline; behind so many the text has begun."""
MAX_MARKS = 100
"""Elements that are called an author's; lists of authors have some tens."""
MAX_PAGE_ELEMENTS = 20_000
"""Of those that `marked_on_page` looks at; bylines stand in the first few thousand."""
MAX_NAMES_CHARACTERS = 200
"""Of the names of an element, where its kind is looked for."""
MAX_HEADING_CHARACTERS = 400
"""A headline is shorter."""
MAX_HEADINGS = 100
"""Headings among which the headline is looked for; it is among the first."""
MAX_HEADING_PARTS = 20
"""Elements within a heading: kicker, title and a few of their own."""
MAX_REMEMBERED = 2_000
"""Names of elements of which it is remembered whose part they name."""
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
_NOT_THE_ARTICLE = frozenset({"nav", "aside", "footer", "form", "figure", "figcaption"})
"""Elements that hold what belongs to the page or to a picture."""
_OF_OTHERS = re.compile(
    r"comment|related|teaser|card\b|recommend|sidebar|image|photo|picture|caption|credit|gallery"
    r"|widget|newsletter|promo|popular|latest|footer",
    re.I,
)
"""Names of parts that have authors of their own: pictures, comments, other stories."""
_MARK = re.compile(r"aut(?:h?or|eur)(?!i[sz])|byline|verfasser", re.I)
"""Names of elements for authors, in the spellings of several languages."""
_AUTHOR_PAGE = re.compile(
    r"/(?:aut(?:h?or|eur)[a-z]{0,3}|(?:team-)?redak[a-z]+|journalists?|writers?|reporters?|staff"
    r"|contributors?|columnists?|verfasser|profiles?|people|byline|by)/[^/?#]*[a-z]",
    re.I,
)
"""A path that leads to the page of one author."""
_CHANGED = re.compile(r"updat|modif", re.I)
"""Names of elements for the time of a change."""


@dataclass(frozen=True, slots=True)
class ArticleHeader:
    """What stands around a headline, as texts in page order."""

    heading: str | None = None
    """The whole text of the heading: a kicker and the headline may be elements of one `h1`."""
    title_apart: bool = False
    """Whether an element of its own in the heading says the title."""
    lines: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    """Values of `datetime` that are not said to be those of a change."""
    marked: tuple[str, ...] = ()
    """Texts of the innermost elements that are marked as the author's."""


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
    marked: list[str] = []
    running = 0
    others = _PartsOfOthers(heading)
    for number, element in enumerate(_behind(heading)):
        if number > MAX_ELEMENTS or len(lines) > MAX_LINES:
            break
        if element.tag in _SILENT or others.hold(element):
            continue
        if element.tag == "time" and not _CHANGED.search(_names(element)):
            times.extend(filter(None, [element.get("datetime")]))
        if _is_marked(element) and (text := _text(element)):
            marked.append(text)
        if element.tag in _BLOCKS and (text := _own_line(element)):
            if len(text) >= RUNNING_CHARACTERS:
                running += 1
                if running >= MAX_RUNNING_BLOCKS:
                    break
            elif len(text) <= MAX_LINE_CHARACTERS:
                lines.append(text)
    whole = _text(heading, MAX_HEADING_CHARACTERS)
    return ArticleHeader(
        whole,
        whole is not None and title is not None and _holds_apart(heading, title),
        tuple(_joined(lines)),
        tuple(times),
        tuple(marked[:MAX_MARKS]),
    )


def marked_on_page(root: etree._Element) -> tuple[str, ...]:
    """The texts of a page's elements that are surely marked as the author's, wherever they stand.

    A class may be of anything on a page; `rel`, `itemprop` and links to authors' pages are not.
    """
    found: list[str] = []
    others = _PartsOfOthers()
    for element in cast("list[etree._Element]", _may_say_author(root))[:MAX_PAGE_ELEMENTS]:
        if len(found) >= MAX_MARKS:
            break
        if _says_author(element) and not others.hold(element) and (text := _text(element)):
            found.append(text)
    return tuple(found)


def _heading(root: etree._Element, title: str | None) -> etree._Element | None:
    """The heading of the first level that shares most words with the title, or the first.

    Without any, one of a lower level that says the same as the title.
    """
    for level, least in (("h1", 0.0), ("h2", SAME_TITLE), ("h3", SAME_TITLE)):
        best: tuple[float, etree._Element] | None = None
        for heading, _ in zip(root.iter(level), range(MAX_HEADINGS), strict=False):
            text = _text(heading, MAX_HEADING_CHARACTERS)
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
    texts = (letters_and_digits(_text(part, MAX_HEADING_CHARACTERS) or "") for part, _ in parts)
    return bool(wanted) and wanted in texts


def _behind(element: etree._Element) -> Iterator[etree._Element]:
    """The elements that begin behind an element's end, in page order."""
    around: etree._Element | None = element
    while around is not None:
        for sibling in around.itersiblings():
            if isinstance(sibling.tag, str):
                yield from sibling.iter(etree.Element)
        around = around.getparent()


def _names(element: etree._Element) -> str:
    get = element.get
    values = get("class"), get("id"), get("itemprop"), get("data-testid")
    return " ".join([value[:300] for value in values if value])


# sites name their elements alike on all pages
@lru_cache(MAX_REMEMBERED)
def _name_others(names: str) -> bool:
    return _OF_OTHERS.search(names) is not None


@lru_cache(MAX_REMEMBERED)
def _name_author(names: str) -> bool:
    return _MARK.search(names) is not None


def _is_marked(element: etree._Element) -> bool:
    """Whether an element is the innermost one that is marked as the author's."""
    return _has_mark(element) and not any(
        _has_mark(part) for part in element.iterdescendants(etree.Element)
    )


def _has_mark(element: etree._Element) -> bool:
    if element.tag in {"meta", "link", "body", "html", "img", "input"}:
        return False
    if element.tag == "a" and (element.get("href") or "").startswith(("#", "mailto:")):
        return False
    return _says_author(element) or _name_author(_names(element))


def _says_author(element: etree._Element) -> bool:
    """Whether an element says by an attribute for machines, or by its link, that it is."""
    for name in ("rel", "itemprop"):
        value = element.get(name)
        if value and "author" in value[:MAX_NAMES_CHARACTERS].split():
            return True
    href = element.get("href") if element.tag == "a" else None
    return href is not None and _AUTHOR_PAGE.search(href[:300]) is not None


class _PartsOfOthers:
    """Which elements stand in a part that is not about the article under a heading.

    What is said of an element is remembered, since those in it are asked about next.
    """

    def __init__(self, heading: etree._Element | None = None) -> None:
        around = heading.iterancestors() if heading is not None else ()
        self._known = dict.fromkeys(around, False)

    def hold(self, element: etree._Element) -> bool:
        line = []
        ancestor: etree._Element | None = element
        while ancestor is not None and ancestor not in self._known:
            line.append(ancestor)
            ancestor = ancestor.getparent()
        held = ancestor is not None and self._known[ancestor]
        for inner in reversed(line):
            held = held or inner.tag in _NOT_THE_ARTICLE or _name_others(_names(inner))
            self._known[inner] = held
        return held


def _text(element: etree._Element, limit: int = MAX_LINE_CHARACTERS) -> str | None:
    """An element's text on one line; None if there is none, or too much of it."""
    parts: list[str] = []
    length = 0
    for part in cast("list[str]", _shown_texts(element)):
        parts.append(str(part))
        length += len(part)
        if length > 4 * limit:
            return None
    text = metadata_text(single_spaced(" ".join(parts)), 4 * limit)
    return text.replace(" ,", ",") if text and len(text) <= limit else None


_may_say_author = etree.XPath(
    "descendant::*[contains(@rel, 'author') or contains(@itemprop, 'author') or self::a[@href]]"
)
_shown_texts = etree.XPath(
    "descendant::text()[not(parent::script or parent::style or parent::template or parent::noscript"
    " or ancestor::svg)]"
)


def _own_line(element: etree._Element) -> str | None:
    """The text of an innermost block; None for any other element."""
    if any(part.tag in _BLOCKS for part in element.iterdescendants(etree.Element)):
        return None
    return _text(element, 5 * RUNNING_CHARACTERS)


def _joined(lines: Iterable[str]) -> Iterator[str]:
    """The lines, each "By" on a line of its own joined to the next line."""
    before = ""
    for line in lines:
        if is_by_word(line):
            before = line
        else:
            yield f"{before} {line}".strip()
            before = ""
