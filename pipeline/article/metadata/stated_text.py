"""The text of an article as its JSON-LD node has it: one body, or the entries of a live blog.

https://schema.org/articleBody is text, and sites put plain text or HTML there, whole or in parts;
https://schema.org/liveBlogUpdate has articles of their own, newest first as a rule. Markup is
left as it is: `pipeline.article.machine_text` reads it.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from pipeline.article.metadata.json_ld import Node
from pipeline.article.metadata.text_cleaning import metadata_text
from pipeline.article.metadata.times import read_time
from pipeline.text.safe_text import writable

MAX_BODY_CHARACTERS = 1_000_000
"""The longest articles have a tenth of it."""
MAX_PARTS = 5_000
"""Of a body in parts; a long text has some 200 paragraphs."""
MAX_UPDATES = 2_000
"""Live blogs of a day have some hundreds of entries."""
BODY_PROPERTIES = ("articleBody", "text")
"""Properties with an article's text."""
PART_PROPERTIES = ("text", "articleBody", "@value")
"""Properties with the text of one part."""


@dataclass(frozen=True, slots=True)
class LiveUpdate:
    """One entry of a live blog."""

    index: int
    """Its place in the JSON-LD."""
    headline: str | None
    stated_time: str | None
    """When it was published, as it is stated; None if that is not a time."""
    body: str
    """Plain text or HTML."""


def stated_body(own: Node, articles: Sequence[Node]) -> str | None:
    """The text of an article, plain or HTML; None if there is none.

    `own` is its node. Sites split an article over several nodes: one of `articles` with the same
    headline, or with none, is the same article.
    """
    headline = metadata_text(own.get("headline"))
    same = (node for node in articles if metadata_text(node.get("headline")) in {headline, None})
    for node in (own, *same):
        for name in BODY_PROPERTIES:
            text = _text(node.get(name))
            if text:
                return text
    return None


def live_updates(node: Node) -> tuple[LiveUpdate, ...]:
    """The entries of a live blog in order of time; as they stand if one has no time."""
    value = node.get("liveBlogUpdate")
    entries = value if isinstance(value, list) else [value]
    found: list[tuple[datetime | None, LiveUpdate]] = []
    left = MAX_BODY_CHARACTERS
    for index, entry in enumerate(entries[:MAX_UPDATES]):
        if not isinstance(entry, dict):
            continue
        body = next((text for n in BODY_PROPERTIES if (text := _text(entry.get(n)))), "")
        headline = metadata_text(entry.get("headline"))
        left -= len(body)
        if left < 0 or not (body or headline):
            continue
        stated = metadata_text(entry.get("datePublished"), 60)
        moment = read_time(stated)
        update = LiveUpdate(index, headline, stated if moment else None, body)
        found.append((moment.time if moment else None, update))
    timed = [(time, update) for time, update in found if time is not None]
    if len(timed) < len(found):
        return tuple(update for _, update in found)
    return tuple(update for _, update in sorted(timed, key=lambda pair: pair[0]))


def _text(value: object) -> str | None:
    text = html.unescape("\n\n".join(_parts(value))[:MAX_BODY_CHARACTERS])
    return writable(text).strip() or None


def _parts(value: object) -> Iterator[str]:
    for part in value[:MAX_PARTS] if isinstance(value, list) else [value]:
        if isinstance(part, str):
            yield part
        elif isinstance(part, dict):
            yield from (part[n] for n in PART_PROPERTIES if isinstance(part.get(n), str))
