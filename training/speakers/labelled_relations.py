"""Nouns with what they are in their clauses: gold from GUM's syntax, silver from CoreNLP's."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.quotes.network.relations import Relation
from training.speakers.states import Encoder, TextStates

SUBJECTS = frozenset(
    ["nsubj", "nsubj:pass", "nsubj:outer", "nsubjpass", "csubj", "csubj:pass", "csubjpass"]
)
"""Names of the relation in Universal Dependencies 2 (GUM) and 1 (CoreNLP); so below."""
OWNER = "nmod:poss"
GROUPS = {
    "obj": Relation.OBJECT,
    "iobj": Relation.OBJECT,
    "dobj": Relation.OBJECT,
    "obl": Relation.OBLIQUE,
    "nmod": Relation.OBLIQUE,
    "appos": Relation.APPOSED,
    "root": Relation.PREDICATE,
}
MAIN = frozenset(["root", "conj", "parataxis"])
"""Relations of the predicate of a sentence; that of a clause inside of it has others."""
NOUNS_OF_GUM = frozenset(["NOUN", "PROPN", "PRON"])
NOUNS_OF_CORENLP = ("N", "P", "W")
"""First letters of Penn's tags of nouns and pronouns; prepositions among them do no harm."""
Labelled = tuple[int, Relation]
"""First character of a noun, and what it is."""


def labelled_relations(
    data: Path, encoder: Encoder
) -> tuple[NDArray[np.float16], NDArray[np.int64]]:
    """States of nouns, (nouns, width), and the relation of each."""
    states, relations = [], []
    for text, labels in (*_polnear(data), *_gum(data)):
        read = encoder.read(text)
        at, labelled = _words_of(read, labels)
        states.append(read.states[at])
        relations.append(np.array(labelled, np.int64))
    return np.concatenate(states), np.concatenate(relations)


def _words_of(read: TextStates, labels: Iterable[Labelled]) -> tuple[list[int], list[Relation]]:
    """The words that begin where labelled nouns do."""
    place = {start: at for at, start in enumerate(read.words.start)}
    found = [(place[start], relation) for start, relation in labels if start in place]
    return [at for at, _ in found], [relation for _, relation in found]


def relation_of(name: str, of_head: str) -> Relation:
    """The group of a relation; `of_head` is that of the word on which it depends."""
    if name in SUBJECTS:
        return Relation.SUBJECT if of_head in MAIN else Relation.CLAUSE_SUBJECT
    if name == OWNER:
        return Relation.OWNER
    return GROUPS.get(name.partition(":")[0], Relation.OTHER)


def _polnear(data: Path) -> Iterator[tuple[str, list[Labelled]]]:
    """The training articles whose speakers are labelled: enough, and the choice meets them."""
    folder = data / "polnear" / "train"
    with gzip.open(folder / "corenlp.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            parsed = json.loads(line)
            name = parsed["article"]
            if not (data / "polnear-speakers" / "train" / f"{name}.json").exists():
                continue
            file = folder / "text" / f"{name}.txt"
            labels = []
            for sentence in parsed["sentences"]:
                names = [relation for _, relation in sentence["deps"]]
                for token, (head, relation) in zip(
                    sentence["tokens"], sentence["deps"], strict=True
                ):
                    if token[3].startswith(NOUNS_OF_CORENLP):
                        of_head = names[head - 1] if head else ""
                        labels.append((token[0], relation_of(relation, of_head)))
            yield file.open(encoding="utf-8", newline="").read(), labels


def _gum(data: Path) -> Iterator[tuple[str, list[Labelled]]]:
    with gzip.open(data / "gum" / "train.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            document = json.loads(line)
            words = document["words"]
            yield (
                document["text"],
                [
                    (
                        word["start"],
                        relation_of(
                            word["rel"], words[word["head"]]["rel"] if word["head"] >= 0 else ""
                        ),
                    )
                    for word in words
                    if word["upos"] in NOUNS_OF_GUM
                ],
            )
