"""The `meta`, `link`, `time` and `itemprop` values of a page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from lxml import etree

from pipeline.article.metadata.text_cleaning import metadata_text

MAX_VALUES = 2_000
"""Of a page; real ones have some tens."""
MAX_LIKE = 10
"""Elements that only look like an author's."""
_LIKE_AUTHOR = re.compile(r"\bauthors?(?:[-_.: ]?names?)?$")
"""Names that sites make up for the author."""
_LIKE_PUBLISHED = re.compile(
    r"(?<!un)(?<!re)publi(?:sh|sh?ed|cation)[-_.: ]?(?:date|time|on|at)?$"
    r"|date[-_.: ]?(?:of[-_.: ])?publi(?:sh|shed|cation)$"
)
"""Names that sites make up for the time of publication."""


class MetaElements:
    """The named values of a page's head (and of microdata), each name in lower case."""

    def __init__(self, root: etree._Element) -> None:
        """Read the values of `root`, the whole page."""
        self._values: defaultdict[str, list[str]] = defaultdict(list)
        for number, element in enumerate(root.iter("meta", "time", "link")):
            if number > MAX_VALUES:
                break
            self._read(element)
        title = root.find(".//title")
        self.title = metadata_text(title.text) if title is not None else None
        self.language = metadata_text(
            root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
        )

    def all(self, *names: str) -> list[str]:
        """The values of the first of `names` that the page has."""
        for name in names:
            values = [
                text for value in self._values.get(name, ()) if (text := metadata_text(value))
            ]
            if values:
                return values
        return []

    def first(self, *names: str) -> str | None:
        """The first value of the first of `names` that the page has."""
        return next(iter(self.all(*names)), None)

    def like_author(self) -> list[str]:
        """The names that say by their words that they state an author: "article:author_name"."""
        return [name for name in self._values if _LIKE_AUTHOR.search(name)][:MAX_LIKE]

    def like_published(self) -> list[str]:
        """The names that say by their words that they state when the page was published."""
        return [name for name in self._values if _LIKE_PUBLISHED.search(name)][:MAX_LIKE]

    def _read(self, element: etree._Element) -> None:
        if element.tag == "link":
            self._add(
                ["link:" + word for word in (element.get("rel") or "")[:200].split()],
                element.get("href"),
            )
            return
        value = element.get("content") if element.tag == "meta" else element.get("datetime")
        names = [element.get(key) for key in ("property", "name", "itemprop", "http-equiv")]
        if element.tag == "time" and element.get("pubdate") is not None:
            names.append("time:pubdate")
        self._add([name for name in names if name], value)

    def _add(self, names: Iterable[str], value: str | None) -> None:
        if value:
            for name in names:
                self._values[name.strip().lower()[:100]].append(value)
