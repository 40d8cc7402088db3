"""The attribution model: a text in, who said what out, by a network alone.

The files lie in `shipped/` beside this module: the network as int8 ONNX, its
tokenizer, what decoding needs, and a card that says how it was made and how
good it is. `training/` makes them.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.model_files import ModelError, checked_file, read_model_config
from pipeline.onnx_sessions import cpu_session
from pipeline.quotes.marks.mark_kinds import MARK_SLOTS
from pipeline.quotes.marks.mark_surroundings import ALL_MARKS
from pipeline.quotes.network.decoding import (
    Floats,
    FoundSpan,
    LinkedCue,
    Scores,
    find_spans,
    link_all,
    within_blocks,
)
from pipeline.quotes.network.kind_head import KindHead, SlotVectors
from pipeline.quotes.network.name_spans import find_names, find_plain
from pipeline.quotes.network.relations import Relation, RelationShares, relation_shares
from pipeline.quotes.network.wordpieces import (
    INSIDE_WORD,
    Window,
    Words,
    blocks_of,
    make_tokenizer,
    pieces_of,
    read_words,
    readable_length,
    windows,
)
from pipeline.quotes.speakers.words_read import NameSpan, WordSpan
from pipeline.records import Span

SHIPPED = Path(__file__).with_name("shipped")
"""Folder of the model that comes with the package."""
NETWORK, TOKENIZER = "attribution.onnx", "tokenizer.json"
"""Names of a model's files beside its config."""
SOURCE_SLOTS = 2
"""First and last word of a source."""
MOST_PIECES = 16_000
"""Word pieces of a text that are read: some 75,000 characters of English, half as long again as the
longest article in the labelled sets. The network takes 0.1 ms for each, and 2 KB for each word, so
that no text takes it more than a few seconds, whatever stands in it."""
WINDOWS_AT_ONCE = 16
"""Windows decoded together; more of them cost memory and gain no time."""


@dataclass(frozen=True, slots=True)
class ModelAttribution:
    """An attribution as the network sees it; spans are characters of the text."""

    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    cue_certainty: float
    """Posterior probability of the span from end to end; so for the others."""
    content_certainty: float
    """Of the least certain span; 1.0 where there is none."""
    source_certainty: float
    """1.0 where there is no source."""
    content_link: float
    """Probability that the content belongs to this cue and no other."""
    source_link: float
    """Probability that the source is this one, or that there is none."""


@dataclass(slots=True)
class NetworkReading:
    """What the network says of a text."""

    words: Words
    attributions: list[ModelAttribution]
    silent: list[ModelAttribution]
    """Cues with their sources that no content is linked to: all of it went to other cues."""
    names: list[NameSpan]
    roles: list[WordSpan]
    """What somebody is, beside a name or without one: “harbour master”."""
    phrases: list[WordSpan]
    """Persons and organisations that are described and not named: “a young man”."""
    gender: NDArray[np.float32]
    """Per word: above 0 as in names that go with “she”, below 0 with “he”."""
    relations: RelationShares
    """(words, relations): what every word is in its clause."""
    kind_vectors: SlotVectors
    """(words, 2, hidden): what a word adds to the kind of a source that it begins, that it ends."""
    kind_head: KindHead
    mark_vectors: SlotVectors
    """Of the slots that `mark_kinds` names."""
    mark_head: KindHead


class _WindowOutput(NamedTuple):
    """The network's outputs for the words of a window; `gender` is per piece."""

    emissions: Floats
    links: Floats
    names: Floats
    roles: Floats
    phrases: Floats
    kinds: Floats
    marks: Floats
    relations: Floats
    gender: Floats


def model_version(folder: Path = SHIPPED) -> str:
    """Version and digest of the model, as they are kept with runs and quotations."""
    config = read_config(folder)
    # one digest of all files: another tree among the trees is another model as well
    digests = json.dumps(config["digests"], sort_keys=True)
    return f"{config['version']}@{hashlib.sha256(digests.encode()).hexdigest()[:12]}"


@cache
def read_config(folder: Path = SHIPPED) -> dict[str, Any]:
    """The config of a model: version, digests, window, scores for decoding, confidence.

    Raises ModelError if it cannot be read.
    """
    try:
        return read_model_config(folder)
    except ModelError as error:
        raise ModelError(
            f"{error}, or set VERBATIM_ATTRIBUTION=rules to do without attribution by a network"
        ) from error


class AttributionModel:
    """The network with its tokenizer; loaded once, used for many texts.

    Raises ModelError if a file of `folder` is missing or its digest is another.
    """

    def __init__(self, folder: Path = SHIPPED) -> None:
        config = read_config(folder)
        self.limit = int(config["window"])
        self.first_piece, self.last_piece = config["around"]
        self.scores = Scores(
            **{
                name: np.array(config["scores"][name], np.float32)
                for name in ("transitions", "starts", "ends", "distance", "no_source")
            },
            no_source_bias=float(config["scores"]["no_source_bias"]),
            prices=tuple(config["decoding"]["prices"]),
            word_reward=float(config["decoding"]["word_reward"]),
        )
        self.kind_head = KindHead.of_config(config["kinds"])
        self.mark_head = KindHead.of_config(config["marks"])
        self.tokenizer = make_tokenizer(checked_file(folder, TOKENIZER, config))
        self.session = cpu_session(checked_file(folder, NETWORK, config))

    def readable_length(self, text: str) -> int:
        """How many characters of a text, from its start, `read` should be given: MOST_PIECES."""
        return readable_length(text, self.tokenizer, MOST_PIECES)

    def read(self, text: str) -> NetworkReading:
        """What the network says of `text`, window by window; memory stays bounded."""
        words = read_words(text, self.tokenizer)
        every = windows(words, text, self.limit)
        blocks = blocks_of(words, text)
        is_mark = [
            text[start:end] in ALL_MARKS for start, end in zip(words.start, words.end, strict=True)
        ]
        attributions: list[ModelAttribution] = []
        silent: list[ModelAttribution] = []
        names: list[NameSpan] = []
        roles: list[WordSpan] = []
        phrases: list[WordSpan] = []
        gender = np.zeros(len(words), np.float32)
        relations = np.zeros((len(words), len(Relation)), np.float16)
        kind_vectors = np.zeros((len(words), SOURCE_SLOTS, self.kind_head.hidden), np.float16)
        mark_vectors = np.zeros((len(words), MARK_SLOTS, self.mark_head.hidden), np.float16)
        for at in range(0, len(every), WINDOWS_AT_ONCE):
            some = every[at : at + WINDOWS_AT_ONCE]
            outputs = [self._run(words, window) for window in some]
            bounded = [
                within_blocks(
                    output.emissions,
                    blocks[window.start : window.end],
                    is_mark[window.start : window.end],
                )
                for window, output in zip(some, outputs, strict=True)
            ]
            spans = find_spans(bounded, self.scores)
            for window, found, output in zip(some, spans, outputs, strict=True):
                for linked in link_all(found, output.links, self.scores):
                    kept = attributions if linked.contents else silent
                    kept.append(_attribution(words, window, linked))
                position = slice(window.start, window.end)
                where = blocks[position], window.start
                names += find_names(output.names, *where)
                roles += find_plain(output.roles, *where)
                phrases += find_plain(output.phrases, *where)
                gender[position] = output.gender
                relations[position] = relation_shares(output.relations)
                kind_vectors[position] = output.kinds.reshape(-1, *kind_vectors.shape[1:])
                mark_vectors[position] = output.marks.reshape(-1, *mark_vectors.shape[1:])
        return NetworkReading(
            words=words,
            attributions=attributions,
            silent=silent,
            names=names,
            roles=roles,
            phrases=phrases,
            gender=gender,
            relations=relations,
            kind_vectors=kind_vectors,
            kind_head=self.kind_head,
            mark_vectors=mark_vectors,
            mark_head=self.mark_head,
        )

    def _run(self, words: Words, window: Window) -> _WindowOutput:
        """The network's outputs for the window's words."""
        ids, shapes, firsts = pieces_of(words, window)
        outputs = self.session.run(
            list(_WindowOutput._fields),
            {
                "ids": np.array([[self.first_piece, *ids, self.last_piece]], np.int64),
                "shapes": np.array([[INSIDE_WORD, *shapes, INSIDE_WORD]], np.int64),
            },
        )
        rows = np.array(firsts) + 1
        # a word's gender is the mean of its pieces', of everything else its first piece tells
        sizes = np.diff([*firsts, len(ids)])
        gender = np.add.reduceat(outputs[-1][0, 1:-1, 0], firsts) / sizes
        return _WindowOutput._make([*(output[0, rows] for output in outputs[:-1]), gender])


def _attribution(words: Words, window: Window, linked: LinkedCue) -> ModelAttribution:
    def chars(found: FoundSpan) -> Span:
        start, end = window.start + found.span.start, window.start + found.span.end
        return words.start[start], words.end[end - 1]

    return ModelAttribution(
        source=chars(linked.source) if linked.source else None,
        cue=chars(linked.cue),
        content=tuple(chars(found) for found in linked.contents),
        cue_certainty=linked.cue.probability,
        content_certainty=min((found.probability for found in linked.contents), default=1.0),
        source_certainty=linked.source.probability if linked.source else 1.0,
        content_link=linked.content_probability,
        source_link=linked.source_probability,
    )


class ModelReader:
    """The component that asks the model.

    Found: `doc._.verbatim_network`, a NetworkReading.
    """

    def __init__(self, model: AttributionModel) -> None:
        self.model = model

    def __call__(self, doc: Doc) -> Doc:
        """`doc` with what the model says of its text."""
        doc._.verbatim_network = self.model.read(doc.text)
        return doc


@Language.factory("verbatim_model", default_config={"model": None})
def make_model_reader(nlp: Language, name: str, model: str | None) -> ModelReader:
    """Factory; `model` is the folder of another model than the shipped one."""
    return ModelReader(AttributionModel(Path(model) if model else SHIPPED))
