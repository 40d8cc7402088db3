"""The authors that a page names in JSON-LD, microdata, `meta` elements and around its headline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lxml import etree

from pipeline.article.metadata.article_header import ArticleHeader, marked_on_page
from pipeline.article.metadata.author_names import as_stated, behind_by, given_name_first
from pipeline.article.metadata.authors import MAX_AUTHORS, Authors, authors_of, same_people
from pipeline.article.metadata.json_ld import Node
from pipeline.article.metadata.json_ld_names import StatedName, named_organisations, node_names
from pipeline.article.metadata.meta_elements import MetaElements
from pipeline.article.metadata.outlets import shows_any
from pipeline.text.folding import letters_and_digits

AUTHORS = (
    *("author", "article:author", "og:article:author", "parsely-author", "sailthru.author"),
    *("dc.creator", "dcterms.creator", "byl", "citation_author", "authors", "content-creator"),
)
"""Elements that name the author, the surest first."""
_COLUMNS = re.compile(r"\s*[|·•]\s*")
"""What parts the author of a line from the time and place before it."""
MAX_MARKED = 8
"""More elements than these name people of a list, not the authors of an article."""


@dataclass(frozen=True, slots=True)
class PageAuthors:
    """Who wrote an article, by what the page states and by what stands around its headline."""

    stated: tuple[str, ...] = ()
    are_organisations: bool = False
    """Whether `stated` are not persons."""
    shown: tuple[str, ...] = ()
    """The persons named by the elements around the headline."""


@dataclass(frozen=True, slots=True)
class PageElements:
    """A page's elements, and those around its headline."""

    root: etree._Element
    header: ArticleHeader


def page_authors(
    node: Node,
    nodes: list[Node],
    meta: MetaElements,
    outlet: str | None,
    elements: PageElements,
) -> PageAuthors:
    """The authors of the article `node` of a page.

    A name counts as a person's unless the page says that it is an organisation, anywhere. Of the
    statements that name persons the first counts, or one that lists the same persons and more.
    Where none of the persons is shown on the page, and a line under the headline says that it is
    by others, these count: systems often state who entered the text.
    """
    names = node_names(node, nodes)
    organisations = named_organisations(nodes).union(
        letters_and_digits(n.text) for n in names if n.is_organisation
    )
    statements = [
        _of_node(names, organisations, outlet),
        *(
            _of_meta(meta.all(name), organisations, outlet)
            for name in (*AUTHORS, *meta.like_author())
        ),
    ]
    best = _best(statements)
    shown, by_line = _shown(elements.header, organisations, outlet)
    if by_line and best.persons and not same_people(best.persons, by_line):
        if not shows_any(elements.root, best.persons):
            return PageAuthors(by_line, shown=by_line)
    elif not best.persons and not shown:
        marked = _marked(marked_on_page(elements.root), organisations, outlet)
        shown = marked if len(marked) == 1 else ()
    return PageAuthors(best.names, not best.persons, shown)


def _best(statements: Sequence[Authors]) -> Authors:
    with_persons = [each for each in statements if each.persons]
    if not with_persons:
        for kind in ("organisations", "own"):
            for each in statements:
                if getattr(each, kind):
                    return each
        return Authors()
    best = with_persons[0]
    for each in with_persons[1:]:
        known = set(map(letters_and_digits, each.persons))
        if len(known) > len(best.persons) and set(map(letters_and_digits, best.persons)) < known:
            best = each if each.all_named else best
    return best


def _of_node(
    names: Sequence[StatedName], organisations: frozenset[str], outlet: str | None
) -> Authors:
    found: list[Authors] = []
    for name in names:
        if name.is_organisation or letters_and_digits(name.text) in organisations:
            own = outlet is not None and letters_and_digits(name.text) == letters_and_digits(outlet)
            text = as_stated(name.text)
            found.append(Authors(own=(text,) if text and own else ()) if own else _body(text))
        else:
            found.append(_read(given_name_first(name.text), outlet, is_person=name.is_person))
    return _together(found)


def _of_meta(values: Sequence[str], organisations: frozenset[str], outlet: str | None) -> Authors:
    if not values:
        return Authors()
    others = [value for value in values if letters_and_digits(value) not in organisations]
    found = authors_of(others, outlet)
    if not found.names and len(others) == 1:
        found = _read(others[0], outlet, is_person=False)
    if not found.names:
        texts = tuple(text for value in values if (text := as_stated(value)))
        own = tuple(
            t for t in texts if outlet and letters_and_digits(t) == letters_and_digits(outlet)
        )
        return Authors(organisations=tuple(t for t in texts if t not in own), own=own)
    return found


def _read(text: str, outlet: str | None, *, is_person: bool) -> Authors:
    """Who is named by one stated value; what does not look like a name is taken as it is."""
    found = authors_of([text], outlet)
    name = as_stated(text)
    if found.names or name is None:
        return found
    if is_person and " " in name:
        return Authors((name,), all_named=True)
    return _body(name)


def _body(name: str | None) -> Authors:
    return Authors(organisations=(name,) if name else ())


def _together(found: Iterable[Authors]) -> Authors:
    parts = list(found)

    def each(kind: str) -> tuple[str, ...]:
        names = [name for part in parts for name in getattr(part, kind)]
        return tuple({letters_and_digits(name): name for name in reversed(names)}.values())[::-1]

    persons = each("persons")
    return Authors(
        persons[:MAX_AUTHORS],
        each("organisations"),
        each("own"),
        all(part.all_named for part in parts if part.persons),
    )


def _shown(
    header: ArticleHeader, organisations: frozenset[str], outlet: str | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The persons by the elements around the headline, and those by a line that says "by"."""
    by_line: tuple[str, ...] = ()
    for line in (part for row in header.lines for part in _COLUMNS.split(row)):
        rest, comes_first = behind_by(line) or ("", False)
        named = authors_of([rest], outlet)
        if named.persons and (named.all_named or comes_first):
            by_line = _persons(named.persons, organisations, outlet)
            break
    marked = _marked(header.marked, organisations, outlet)
    if by_line and (not marked or all(name in by_line for name in marked)):
        return by_line, by_line
    return marked or by_line, by_line


def _marked(
    texts: Sequence[str], organisations: frozenset[str], outlet: str | None
) -> tuple[str, ...]:
    """The persons named by marked elements that hold nothing else."""
    named = [text for text in texts if authors_of([text], outlet).all_named]
    persons = _persons(named, organisations, outlet)
    return persons if len(persons) <= MAX_MARKED else ()


def _persons(
    texts: Sequence[str], organisations: frozenset[str], outlet: str | None
) -> tuple[str, ...]:
    found = authors_of(texts, outlet).persons
    return tuple(
        name for name in found if " " in name and letters_and_digits(name) not in organisations
    )
