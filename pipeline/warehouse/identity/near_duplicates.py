"""When two wordings are the same statement: the same words but for how an outlet cut them.

Candidates share a run of words, found by fingerprints of such runs chosen by winnowing
(Schleimer, Wilkerson and Aiken, SIGMOD 2003); then the two are laid side by side.
"""

from __future__ import annotations

import hashlib
import re
import runpy
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from pipeline.text.number_words import with_numbers_joined
from pipeline.text.word_differences import turns

SHINGLE = 3
"""Words in a run that has a fingerprint: two are shared by chance too often, and four would miss
fragments of a few words."""
WINDOW = 2
"""Of so many runs in a row one is kept, so that any four words in common are found."""
MAX_WORDS = 400
"""Of a wording; what comes after is not compared, since the time of comparing two grows with the
square of their length. Hardly any quotation is longer, and cuts begin near its start."""

_RUN_BYTES, _OWNER_BYTES = 5, 3
"""Of a fingerprint, which has the eight that a database's integer has. Of ten million different
runs some dozens have the digest of another one; they cost a comparison."""

SHARE = 0.75
"""Of the shorter wording's words that the longer one must have, in order: a word in four may be
exchanged or in brackets."""
LEAST = 4
"""Words in a row that both have, at least: the shortest run that winnowing is sure to find."""
LEAST_TELLING = 2
"""Of the words that both have, so many must say something by themselves: “we are going to” alone is
said in many statements."""
SMALL_GAP = 3
"""So many words of the longer one, or fewer, between words that both have are an exchanged word or
two and are looked at; more are an omission, as by an ellipsis."""

_THOUSANDS = re.compile(r"\b(\d{1,3}) (?=\d{3}\b)")
"""Digits in groups of three, which are one number."""
_OWN_EMPTY = frozenset(["s", "t", "re", "ve", "ll", "d", "m", "said", "says"])
"""Words that say nothing by themselves and are not in spaCy's set: what is left of “it’s” and the
like when punctuation is taken away, and verbs of saying."""


@cache
def _empty_words() -> frozenset[str]:
    """The words that say nothing by themselves: spaCy's stop words of English, and some of ours.

    The module with the set is read alone: importing spaCy takes a second and 100 MB, and merging
    two speakers needs only this set of it.
    """
    package = find_spec("spacy")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("spaCy is not installed; see requirements.txt", name="spacy")
    file = Path(package.origin).parent / "lang" / "en" / "stop_words.py"
    words: set[str] = runpy.run_path(str(file))["STOP_WORDS"]
    return frozenset(words) | _OWN_EMPTY


def compared_words(words: str) -> list[str]:
    """The words of a wording as they are compared: numbers in digits, of bounded length.

    "90 000", which is what is left of "90,000" without punctuation, is one word, and so is "ninety
    thousand".
    """
    joined = _THOUSANDS.sub(r"\1", words)
    return with_numbers_joined(joined.split()[:MAX_WORDS])


def fingerprints(owner: str, words: str) -> set[int]:
    """The fingerprints of a wording of one speaker, as signed integers of 64 bits.

    The first 40 bits are those of a run of words, the others those of its owner: one number finds
    the run of a speaker, a range of numbers (`run_ranges`) that of everybody. Runs of words that
    say nothing by themselves ("we are going") have none.
    """
    whose = hashlib.blake2b(owner.encode(), digest_size=_OWNER_BYTES).digest()
    runs = [None if run is None else _number(run + whose) for run in _runs(compared_words(words))]
    if len(runs) < WINDOW:
        return {run for run in runs if run is not None}
    kept = set()
    for start in range(len(runs) - WINDOW + 1):
        window = [run for run in runs[start : start + WINDOW] if run is not None]
        if window:
            kept.add(min(window))
    return kept


def run_ranges(words: Sequence[str]) -> list[tuple[int, int]]:
    """For each run of words, the least and the greatest fingerprint that it has, whoever said it.

    `words` are those of `compared_words`. Of the runs of a wording about half have a fingerprint.
    """
    runs = dict.fromkeys(run for run in _runs(words) if run is not None)
    return [
        (_number(run + b"\0" * _OWNER_BYTES), _number(run + b"\xff" * _OWNER_BYTES)) for run in runs
    ]


def _runs(words: Sequence[str]) -> Iterator[bytes | None]:
    """A digest of each run of words; None for one that says nothing by itself."""
    empty = _empty_words()
    for start in range(len(words) - SHINGLE + 1):
        run = words[start : start + SHINGLE]
        if all(word in empty for word in run):
            yield None
        else:
            yield hashlib.blake2b(" ".join(run).encode(), digest_size=_RUN_BYTES).digest()


def _number(fingerprint: bytes) -> int:
    return int.from_bytes(fingerprint, "big", signed=True)


def same_statement(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two wordings, as `compared_words` gives them, are the same statement.

    The shorter one's words are in the longer one, in the same order, but for a few; what is
    left out lies between runs of words; and no number and no negation is among what differs.
    """
    short, long = sorted((one, other), key=lambda words: (len(words), list(words)))
    in_both = Counter(short) & Counter(long)
    if len(short) < LEAST or in_both.total() < SHARE * len(short):
        return False
    matcher = SequenceMatcher(None, short, long, autojunk=False)
    blocks = [(block.a, block.b, block.size) for block in matcher.get_matching_blocks()]
    return _same(short, long, _without_chance([block for block in blocks if block[2]]))


Block = tuple[int, int, int]
"""Start in the shorter wording, start in the longer one, number of words."""


def _without_chance(blocks: Sequence[Block]) -> list[Block]:
    """The runs of words in common, less single ones that do not stand between two runs."""
    kept = []
    for index, block in enumerate(blocks):
        between = 0 < index < len(blocks) - 1 and all(
            blocks[n][2] > 1 and _gap(block, blocks[n]) <= SMALL_GAP for n in (index - 1, index + 1)
        )
        if block[2] > 1 or between:
            kept.append(block)
    return kept


def _gap(one: Block, other: Block) -> int:
    """Words of the longer wording between two runs."""
    first, second = sorted((one, other))
    return second[1] - first[1] - first[2]


def _same(short: Sequence[str], long: Sequence[str], blocks: Sequence[Block]) -> bool:
    matched = sum(size for _, _, size in blocks)
    if not blocks or matched < SHARE * len(short):
        return False
    if max(size for _, _, size in blocks) < min(LEAST, len(short)) or matched < LEAST:
        return False
    if len(blocks) > 2 + len(short) // 6:
        return False
    common = [word for start, _, size in blocks for word in short[start : start + size]]
    if len(set(common) - _empty_words()) < LEAST_TELLING:
        return False
    return not any(turns(word) for word in _differing(short, long, blocks))


def _differing(short: Sequence[str], long: Sequence[str], blocks: Sequence[Block]) -> Iterator[str]:
    """The words that one has and the other does not, less what was left out as a whole."""
    ends = [(start + size, start_long + size) for start, start_long, size in blocks]
    starts = [(start, start_long) for start, start_long, _ in blocks]
    yield from short[: starts[0][0]]
    yield from short[ends[-1][0] :]
    for (short_end, long_end), (short_start, long_start) in zip(ends, starts[1:], strict=False):
        yield from short[short_end:short_start]
        if long_start - long_end <= SMALL_GAP:
            yield from long[long_end:long_start]
    # at an end where the shorter one has words of its own, the longer one's beside them
    (first, first_long), (last, last_long) = starts[0], ends[-1]
    if first:
        yield from long[max(0, first_long - first - SMALL_GAP) : first_long]
    if last < len(short):
        yield from long[last_long : last_long + len(short) - last + SMALL_GAP]
