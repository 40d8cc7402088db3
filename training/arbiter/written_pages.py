"""Pages that were written for this project to be learned from, with their article marked.

A file of `training/pages` is a page of an invented outlet. Its first line is a comment that holds
JSON: `url`, `language`, `headline`, `authors` and `published`, as a careful reader would find them.
Elements with the attribute `data-article` are the article's text, headline left out; the attribute
is taken off before anybody reads the page.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from lxml import etree, html

from pipeline.article.extraction import extract_page
from pipeline.article.not_an_article import NotAnArticle

FOLDER = Path(__file__).parent.parent / "pages"
MARK = "data-article"
HEAD = re.compile(r"\s*<!--\s*(\{.*?\})\s*-->\s*", re.DOTALL)
MARKED = re.compile(r"""\sdata-article(?:=(?:"[^"]*"|'[^']*'))?(?=[\s>/])""")
KEYS = frozenset({"url", "language", "headline", "authors", "published"})


class PageError(ValueError):
    """What is wrong with a file of a written page."""


@dataclass(frozen=True, slots=True)
class WrittenPage:
    """A page as a server would give it, and what is true of it."""

    name: str
    payload: bytes
    record: dict[str, Any]
    """The keys of its head, and `body`: the article's paragraphs."""


def written_pages(folder: Path = FOLDER) -> Iterator[WrittenPage]:
    """The pages of a folder and those in it, in the order of their paths."""
    for file in _files(folder):
        yield read_written_page(file.stem, file.read_text(encoding="utf-8"))


def read_written_page(name: str, written: str) -> WrittenPage:
    """The page that a file holds; PageError says what is wrong with it."""
    head = HEAD.match(written)
    if head is None:
        raise PageError(f"{name}: the first line is no comment with JSON")
    try:
        record = json.loads(head[1])
        day = datetime.fromisoformat(record["published"])
    except (ValueError, KeyError, TypeError) as error:
        raise PageError(f"{name}: its head cannot be read: {error}") from error
    if set(record) != KEYS or day.tzinfo is None:
        raise PageError(f"{name}: its head has the keys {', '.join(sorted(KEYS))}, and a time zone")
    page = written[head.end() :]
    marked = html.document_fromstring(page).xpath(f"//*[@{MARK}]")
    for element in marked:
        if element.xpath(f"ancestor::*[@{MARK}]"):
            raise PageError(f"{name}: a marked element lies in another")
    body = [text for element in marked for text in _lines(element)]
    if not body:
        raise PageError(f"{name}: nothing is marked with {MARK}")
    return WrittenPage(name, MARKED.sub("", page).encode(), {**record, "body": body})


def _lines(element: etree._Element) -> Iterator[str]:
    """The text of an element, parted where the page breaks lines."""
    for line_break in element.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    for line in "".join(element.itertext()).split("\n\n"):
        if text := " ".join(line.split()):
            yield text


def main(paths: list[str]) -> int:
    """Print what is wrong with some files, and how today's arbiter reads the others."""
    wrong = 0
    for path in sorted(file for name in paths for file in _files(Path(name))):
        try:
            page = read_written_page(path.stem, path.read_text(encoding="utf-8"))
            found = extract_page(page.payload)
        except PageError as error:
            wrong += 1
            sys.stdout.write(f"WRONG {error}\n")
            continue
        except NotAnArticle as error:
            sys.stdout.write(f"{path.name}: refused: {error}\n")
            continue
        sys.stdout.write(
            f"{path.name}: {len(page.payload):,} bytes, {len(found.blocks)} blocks, "
            f"{len(page.record['body'])} marked, {len(found.paragraphs)} kept by today's arbiter\n"
        )
    return 1 if wrong else 0


def _files(path: Path) -> list[Path]:
    return sorted(path.rglob("*.html")) if path.is_dir() else [path]


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
