"""The labelled pages of the quotation sets, and the fold of each: that of its publisher."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

QUOTATION_SETS = ("quotes", "quotes-wide", "quotes-web", "quotes-wcxb", "quotes-more")
FOLDS = 5
SAME_PUBLISHER = {"telegraph": "thetelegraph", "guardian": "theguardian", "money": "cnn"}
Chars = tuple[int, int]
SAME = 0.8
"""Share of the longer one that a labelled span and one of ours must have in common."""


@dataclass(slots=True)
class QuotationPage:
    """A page whose quoted spans somebody labelled."""

    collection: str
    name: str
    paragraphs: list[str]
    spans: list[dict[str, Any]]
    people: dict[str, Any]
    starts: list[int] = field(default_factory=lambda: [0])
    """First character of every paragraph, and where one more would begin."""

    def __post_init__(self) -> None:
        """Sets where the paragraphs begin."""
        for paragraph in self.paragraphs:
            self.starts.append(self.starts[-1] + len(paragraph) + 2)

    @property
    def text(self) -> str:
        """The article's text, as `Article.text` has it."""
        return "\n\n".join(self.paragraphs)

    def chars(self, span: dict[str, Any]) -> Chars:
        """The characters of a labelled span."""
        begin = self.starts[span["par"]]
        return begin + span["start"], begin + span["end"]

    def mention_of(self, span: dict[str, Any]) -> Chars | None:
        """Where the words stand that say whose a span is.

        Looked for in its paragraph, then in those beside it, outside of what anybody says.
        """
        par = span["par"]
        own = range(self.starts[par], self.starts[par + 1])
        last = self.starts[min(len(self.starts) - 1, par + 2)]
        window = range(self.starts[max(0, par - 1)], last)
        spoken = [self.chars(one) for one in self.spans if one["kind"] != "other"]
        return mention_near(
            self.text,
            span["mention"],
            self.chars(span),
            window=window,
            first=own,
            spoken=spoken,
        )

    @property
    def fold(self) -> int:
        """The same for all pages of a publisher."""
        return zlib.crc32(self._publisher().encode()) % FOLDS

    def _publisher(self) -> str:
        name = self.name
        if self.collection == "quotes-wide" and name[0].islower():
            name = name.split("_")[1]
        elif self.collection in {"quotes", "quotes-wide"}:
            name = name.split("_")[0]
        elif self.collection == "quotes-more":
            name = re.split(r"[_-]", re.sub(r"^(?:p_www_|p_|r_)", "", name))[0]
        return SAME_PUBLISHER.get(name.lower(), name.lower())


def is_same(one: Chars, other: Chars) -> bool:
    """Whether two spans have most of their characters in common."""
    common = min(one[1], other[1]) - max(one[0], other[0])
    return common >= SAME * max(one[1] - one[0], other[1] - other[0])


def mention_near(
    text: str,
    mention: str | None,
    chars: Chars,
    *,
    window: range,
    first: range,
    spoken: Iterable[Chars] = (),
) -> Chars | None:
    """The mention nearest to words within a window of the text; one in `first` before others.

    None if there is none outside of what is spoken.
    """
    if not mention:
        return None
    pattern = rf"(?<!\w){re.escape(mention)}(?!\w)"
    found = re.finditer(pattern, text[window.start : window.stop])
    places = [window.start + match.start() for match in found]
    places = [at for at in places if not any(start <= at < end for start, end in spoken)]
    if not places:
        return None
    best = min(
        places, key=lambda at: (at not in first, min(abs(at - chars[1]), abs(at - chars[0])))
    )
    return best, best + len(mention)


def quotation_pages(data: Path, collection: str) -> Iterator[QuotationPage]:
    """The pages of a set in the order of their names; `data` is the folder of sets."""
    for file in sorted((data / collection).glob("*.json")):
        page = json.loads(file.read_text(encoding="utf-8"))
        yield QuotationPage(
            collection, file.stem, page["paragraphs"], page["spans"], page["people"]
        )
