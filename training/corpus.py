"""PolNeAR as the network reads it: words, their labels, which span belongs to which cue.

The corpus (Newell et al. 2018, "An Attribution Relations Corpus for Political
News") marks every attribution's source, cue and content in brat's standoff
format. Where several annotators did an article, the first by name counts, as
in the scorer.
"""

from __future__ import annotations

import gzip
import json
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

from pipeline.quotes.network.bilou import ROLES, RoleSpan, labels_of
from pipeline.quotes.network.wordpieces import Words, read_words

Chars = tuple[int, int]
ENTITIES = ("O", "PERSON", "ORGANIZATION", "LOCATION", "NATIONALITY", "TITLE", "OTHER")
"""Silver entity tags; CoreNLP's other ones count as OTHER."""
ENTITY_OF = {
    "O": "O",
    "PERSON": "PERSON",
    "ORGANIZATION": "ORGANIZATION",
    "LOCATION": "LOCATION",
    "CITY": "LOCATION",
    "STATE_OR_PROVINCE": "LOCATION",
    "COUNTRY": "LOCATION",
    "NATIONALITY": "NATIONALITY",
    "TITLE": "TITLE",
}
UNKNOWN_ENTITY = -100
"""What PyTorch's cross entropy leaves out."""


@dataclass
class GoldAttribution:
    """Spans of an attribution in characters of the text."""

    source: list[Chars]
    cue: list[Chars]
    content: list[Chars]


@dataclass
class Article:
    """An article with its gold, by words."""

    name: str
    text: str
    words: Words
    labels: list[int]
    entities: list[int]
    gold: list[GoldAttribution]
    links: list[tuple[RoleSpan, RoleSpan | None, list[RoleSpan]]]
    """Cue, source and contents of every attribution, as spans of words."""


def read_attributions(path: Path) -> list[GoldAttribution]:
    """The attributions of one annotator's file."""
    spans: dict[str, list[Chars]] = {}
    events: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if fields[0].startswith("T") and len(fields) > 1:
            offsets = fields[1].split(" ", 1)[1]
            spans[fields[0]] = [
                (int(start), int(end))
                for start, end in (piece.split() for piece in offsets.split(";"))
            ]
        elif fields[0].startswith("E") and len(fields) > 1:
            events.append(fields[1])
    found = []
    for event in events:
        roles: dict[str, list[Chars]] = defaultdict(list)
        for argument in event.split():
            role, key = argument.split(":")
            roles[role.rstrip("0123456789").lower()] += spans[key]
        if roles["content"]:
            found.append(GoldAttribution(*(sorted(roles[role]) for role in ROLES)))
    return found


def read_split(folder: Path, tokenizer: Tokenizer) -> Iterator[Article]:
    """The articles of `train` or `dev`, by name."""
    annotators: dict[str, list[Path]] = defaultdict(list)
    for path in (folder / "attributions").glob("*.ann"):
        annotators[path.stem.rsplit("_", 1)[0]].append(path)
    silver = _read_silver(folder / "corenlp.jsonl.gz")
    for name, paths in sorted(annotators.items()):
        text = (folder / "text" / f"{name}.txt").open(encoding="utf-8", newline="").read()
        words = read_words(text, tokenizer)
        gold = read_attributions(min(paths))
        links = list(_links(words, gold))
        spans = {
            span
            for cue, source, contents in links
            for span in (cue, source, *contents)
            if span is not None
        }
        yield Article(
            name=name,
            text=text,
            words=words,
            labels=labels_of(sorted(spans, key=lambda span: (span.start, -span.end)), len(words)),
            entities=_entities(words, silver.get(name, [])),
            gold=gold,
            links=links,
        )


def _read_silver(path: Path) -> dict[str, list[tuple[int, int, str]]]:
    silver = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            silver[record["article"]] = [
                (token[0], token[1], token[4])
                for sentence in record["sentences"]
                for token in sentence["tokens"]
            ]
    return silver


def _entities(words: Words, silver: list[tuple[int, int, str]]) -> list[int]:
    tags = [UNKNOWN_ENTITY] * len(words)
    for start, end, tag in silver:
        number = ENTITIES.index(ENTITY_OF.get(tag, "OTHER"))
        first, last = bisect_right(words.end, start), bisect_left(words.start, end)
        tags[first:last] = [number] * (last - first)
    return tags


def _words_within(words: Words, chars: Chars, role: int) -> RoleSpan | None:
    """The words that a span of characters touches."""
    first, last = bisect_right(words.end, chars[0]), bisect_left(words.start, chars[1])
    return RoleSpan(first, last, role) if last > first else None


def _links(
    words: Words, gold: list[GoldAttribution]
) -> Iterator[tuple[RoleSpan, RoleSpan | None, list[RoleSpan]]]:
    for attribution in gold:
        sources, cues, contents = (
            [
                span
                for chars in getattr(attribution, role)
                if (span := _words_within(words, chars, number))
            ]
            for number, role in enumerate(ROLES)
        )
        if cues:
            yield cues[0], sources[0] if sources else None, contents
