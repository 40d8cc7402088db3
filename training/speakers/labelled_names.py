"""Names and roles that the heads learn: gold where somebody labelled them, silver elsewhere.

Gold are the speakers of `polnear-speakers` with their forms and roles, the entities of GUM, and the
names of the written articles; silver are CoreNLP's tags of PolNeAR. Gold stands before silver.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.quotes.network.bilou import RoleSpan, labels_of
from pipeline.quotes.network.wordpieces import Words
from pipeline.quotes.speakers.words_read import (
    LOCATION_NAME,
    ORGANISATION_NAME,
    PERSON_NAME,
)
from training.speakers.states import Encoder, TextStates
from training.speakers.written_articles import WrittenArticle, written_articles

SILVER = {
    "PERSON": PERSON_NAME,
    "ORGANIZATION": ORGANISATION_NAME,
    "LOCATION": LOCATION_NAME,
    "CITY": LOCATION_NAME,
    "STATE_OR_PROVINCE": LOCATION_NAME,
    "COUNTRY": LOCATION_NAME,
}
GUM_KINDS = {"person": PERSON_NAME, "organization": ORGANISATION_NAME, "place": LOCATION_NAME}
WRITTEN_KINDS = {"persons": PERSON_NAME, "bodies": ORGANISATION_NAME, "places": LOCATION_NAME}
GOLD_KINDS = {"person": PERSON_NAME, "organisation": ORGANISATION_NAME}
BESIDE_ROLE = frozenset(
    [",", "(", "the", "a", "an", "—", "–", "-", "is", "was", "as", "and", "former", "'", "’", "s"]
)
"""Words that may stand between a role and the name that it belongs to."""
NEAR_ROLE = 4
NEAR_NAME = (10, 12)
"""Words before and behind the name of somebody with a role from which roles are learned."""
Span = tuple[int, int]


@dataclass(slots=True)
class NamedText:
    """A text with labels of names for every word, and of roles for some."""

    read: TextStates
    names: NDArray[np.int64]
    roles: NDArray[np.int64]
    knows_roles: NDArray[np.bool_]
    """Words of which it is known whether they are a role."""
    phrases: NDArray[np.int64]
    """Persons and bodies without a name."""
    knows_phrases: bool
    chains: list[list[Span]] = field(default_factory=list)
    """Characters of the mentions of one person or thing."""
    resolved: list[tuple[str, str]] = field(default_factory=list)
    """Sources that are pronouns, and the speaker that is meant."""


def bilou(words: int, spans: list[tuple[int, int, int]]) -> NDArray[np.int64]:
    """Labels of spans (start, end, kind) that do not overlap."""
    return np.array(labels_of(map(RoleSpan._make, spans), words), np.int64)


def polnear(shared: Path, split: str, encoder: Encoder) -> Iterator[NamedText]:
    """PolNeAR's articles with silver names, and gold where speakers are labelled."""
    folder = shared / "polnear" / split
    with gzip.open(folder / "corenlp.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            parsed = json.loads(line)
            file = folder / "text" / f"{parsed['article']}.txt"
            text = file.open(encoding="utf-8", newline="").read()
            labels = shared / "polnear-speakers" / split / f"{parsed['article']}.json"
            page = json.loads(labels.read_text(encoding="utf-8")) if labels.exists() else None
            yield _polnear_text(encoder.read(text), parsed, page)


def _polnear_text(
    read: TextStates, parsed: dict[str, Any], page: dict[str, Any] | None
) -> NamedText:
    spans = named_spans(read.words, read.text, _gold_forms(page), _silver(parsed))
    roles, knows = _roles(read, page["roles"] if page else {}, spans)
    sentences = [sentence["tokens"] for sentence in parsed["sentences"]]
    chains = [
        [(sentences[s][first][0], sentences[s][last - 1][1]) for s, first, last, _ in chain]
        for chain in parsed["coreference"]
    ]
    resolved = [
        (read.text[slice(*one["source"][0])], one["speaker"])
        for one in (page["attributions"] if page else [])
        if one["source"] and one["type"] == "person"
    ]
    none = np.zeros(len(read.words), np.int64)
    names = bilou(len(read.words), spans)
    return NamedText(read, names, roles, knows, none, False, chains, resolved)


def named_spans(
    words: Words,
    text: str,
    forms: Iterable[tuple[str, int]],
    silver: Iterable[tuple[int, int, int]] = (),
) -> list[tuple[int, int, int]]:
    """Spans of words where forms of names stand, the longest first, then what is silver."""
    spans: list[tuple[int, int, int]] = []
    taken = bytearray(len(words))

    def put(span: Span | None, kind: int) -> None:
        if span is not None and not any(taken[span[0] : span[1]]):
            taken[span[0] : span[1]] = b"\1" * (span[1] - span[0])
            spans.append((*span, kind))

    for form, kind in sorted(forms, key=lambda pair: -len(pair[0])):
        for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", text):
            put(words.touched_by(match.span()), kind)
    for start, end, kind in silver:
        put(words.touched_by((start, end)), kind)
    return spans


def _gold_forms(page: dict[str, Any] | None) -> Iterator[tuple[str, int]]:
    """Names of labelled speakers, and those forms of them that hold nothing but their words."""
    if page is None:
        return
    kinds = {one["speaker"]: one["type"] for one in page["attributions"]}
    for speaker, kind in kinds.items():
        if kind not in GOLD_KINDS or not speaker[:1].isupper():
            continue
        yield speaker, GOLD_KINDS[kind]
        words = speaker.split()
        for form in page["people"].get(speaker, ()):
            some = form.split()
            if form[:1].isupper() and len(some) < len(words) and set(some) <= set(words):
                yield form, GOLD_KINDS[kind]


def _silver(parsed: dict[str, Any]) -> Iterator[tuple[int, int, int]]:
    """Runs of tokens with one tag, in characters."""
    for sentence in parsed["sentences"]:
        run: list[int] | None = None
        for start, end, _, _, tag in sentence["tokens"]:
            kind = SILVER.get(tag)
            if run is not None and kind == run[2]:
                run[1] = end
                continue
            if run is not None:
                yield run[0], run[1], run[2]
            run = [start, end, kind] if kind is not None else None
        if run is not None:
            yield run[0], run[1], run[2]


def _roles(
    read: TextStates, roles: dict[str, str], names: list[tuple[int, int, int]]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Labels of roles, and the words near enough to a name with a role to be known."""
    labels = np.zeros(len(read.words), np.int64)
    knows = np.zeros(len(read.words), bool)
    spans = []
    persons = [name for name in names if name[2] == PERSON_NAME]
    for role in roles.values():
        bare = re.sub(r"^(?:the|a|an|his|her|its|their) ", "", role, flags=re.IGNORECASE)
        for match in re.finditer(rf"(?<!\w){re.escape(bare)}(?!\w)", read.text, re.IGNORECASE):
            span = read.words.touched_by(match.span())
            if span and any(_is_beside(read, span, person) for person in persons):
                spans.append(span)
    for start, end in spans:
        if not labels[start:end].any():
            labels[start:end] = bilou(end - start, [(0, end - start, 0)])
        knows[max(0, start - NEAR_ROLE) : end + NEAR_ROLE] = True
    for person in roles:
        family = re.escape(person.split()[-1])
        for match in re.finditer(rf"(?<!\w){family}(?!\w)", read.text):
            span = read.words.touched_by(match.span())
            if span:
                knows[max(0, span[0] - NEAR_NAME[0]) : span[1] + NEAR_NAME[1]] = True
    return labels, knows


def _is_beside(read: TextStates, role: Span, person: tuple[int, int, int]) -> bool:
    """Whether nothing but small words stands between a role and a person's name."""
    if person[0] >= role[1]:
        between = range(role[1], person[0])
    elif person[1] <= role[0]:
        between = range(person[1], role[0])
    else:
        return False
    words = read.words
    return len(between) <= 3 and all(
        read.text[words.start[at] : words.end[at]].lower() in BESIDE_ROLE for at in between
    )


def written_forms(article: WrittenArticle) -> Iterator[tuple[str, int]]:
    """Every form of a name in a written article, and its kind."""
    for kind, names in article.names.items():
        for name in names:
            yield name, WRITTEN_KINDS[kind]


def written(encoder: Encoder) -> Iterator[NamedText]:
    """The articles that were written to be learned from, with every name in them."""
    for article in written_articles():
        read = encoder.read(article.page.text)
        spans = named_spans(read.words, read.text, written_forms(article))
        roles, knows = _roles(read, article.roles, spans)
        resolved = [
            (span["mention"], span["speaker"]) for span in article.page.spans if span["mention"]
        ]
        none = np.zeros(len(read.words), np.int64)
        names = bilou(len(read.words), spans)
        yield NamedText(read, names, roles, knows, none, False, [], resolved)


def gum(shared: Path, split: str, encoder: Encoder) -> Iterator[NamedText]:
    """GUM's documents: proper nouns around the head of an entity are its name."""
    with gzip.open(shared / "gum" / f"{split}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            document = json.loads(line)
            read = encoder.read(document["text"])
            spans: list[tuple[int, int, int]] = []
            taken = bytearray(len(read.words))
            for entity in sorted(document["entities"], key=lambda e: e["end"] - e["start"]):
                name = _gum_name(document["words"], entity)
                span = read.words.touched_by(name) if name else None
                if span and not any(taken[span[0] : span[1]]):
                    taken[span[0] : span[1]] = b"\1" * (span[1] - span[0])
                    spans.append((*span, GUM_KINDS[entity["type"]]))
            none = np.zeros(len(read.words), np.int64)
            chains: dict[str, list[Span]] = {}
            for entity in document["entities"]:
                if entity["type"] == "person":
                    words = document["words"]
                    chars = words[entity["start"]]["start"], words[entity["end"] - 1]["end"]
                    chains.setdefault(entity["id"], []).append(chars)
            labels = bilou(len(read.words), spans)
            phrases = bilou(len(read.words), _gum_phrases(read, document))
            unknown = none.astype(bool)
            yield NamedText(read, labels, none, unknown, phrases, True, list(chains.values()))


def _gum_phrases(read: TextStates, document: dict[str, Any]) -> list[tuple[int, int, int]]:
    """Persons and organisations whose head is a common noun, up to that noun."""
    words = document["words"]
    spans: list[tuple[int, int, int]] = []
    taken = bytearray(len(read.words))
    for entity in sorted(document["entities"], key=lambda e: e["end"] - e["start"]):
        if entity["type"] not in {"person", "organization"}:
            continue
        inside = range(entity["start"], entity["end"])
        heads = [at for at in inside if words[at]["head"] not in inside]
        if not heads or words[heads[0]]["upos"] != "NOUN":
            continue
        chars = words[entity["start"]]["start"], words[heads[0]]["end"]
        span = read.words.touched_by(chars)
        if span and not any(taken[span[0] : span[1]]):
            taken[span[0] : span[1]] = b"\1" * (span[1] - span[0])
            spans.append((*span, 0))
    return spans


def _gum_name(words: list[dict[str, Any]], entity: dict[str, Any]) -> Span | None:
    start, end = entity["start"], entity["end"]
    if entity["type"] not in GUM_KINDS:
        return None
    inside = range(start, end)
    heads = [at for at in inside if words[at]["head"] is None or words[at]["head"] not in inside]
    if not heads or words[heads[0]]["upos"] != "PROPN":
        return None
    first = heads[0]
    last = first + 1
    while first > start and words[first - 1]["upos"] == "PROPN":
        first -= 1
    joins = entity["type"] != "person"
    while last < end:
        if words[last]["upos"] == "PROPN":
            last += 1
        elif (
            joins
            and words[last]["upos"] in {"ADP", "CCONJ"}
            and last + 1 < end
            and words[last + 1]["upos"] == "PROPN"
        ):
            last += 2
        else:
            break
    return words[first]["start"], words[last - 1]["end"]
