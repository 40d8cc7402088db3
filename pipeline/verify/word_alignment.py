"""A passage of a draft laid beside printed words: where it stands there, and what differs.

Words in common by chance do not count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import Match
from enum import StrEnum
from itertools import pairwise

from pipeline.text.quoted_words import QuotedWord, as_written, between_marks
from pipeline.text.word_differences import negates, negation_differs, number_differs
from pipeline.verify.common_runs import NEAR, common_runs

RUN = 3
"""Words in a row that show where in a long text a passage may stand."""

WINDOW = 4_000
"""Words of print that a passage is laid beside: more than an article prints of a speaker, but for
the longest interviews, and a bound on the time that the comparison takes."""


class Change(StrEnum):
    """What was done to printed words."""

    NEGATION = "negation"
    """A negation was dropped or added."""
    NUMBER = "number"
    """A number differs."""
    BRACKETS = "brackets"
    """Words in square brackets were added, or stand for others."""
    ELLIPSIS = "ellipsis"
    """Words were left out where an ellipsis stands."""
    MERGED = "merged"
    """What was printed apart was put together: sentences between were left out without a sign, or
    it is from two quotations."""
    REORDERED = "reordered"
    """Sentences were put into another order."""
    LEFT_OUT = "left-out"
    """Words were left out without a sign."""
    ADDED = "added"
    """Words were added."""
    REPLACED = "replaced"
    """Other words were printed."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of a draft that differ from those printed."""

    change: Change
    draft: str
    """Empty if words were left out."""
    printed: str
    """Empty if words were added."""
    position: int
    """Index of the first word of the passage that differs, or before which words were left out."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """How a passage fits printed words."""

    matched: int
    """Words in common, in order."""
    differences: tuple[Difference, ...]
    before: str
    """What is printed of the same sentence before the passage."""
    printed: str
    """What is printed where the passage stands."""
    after: str
    """What is printed of the same sentence behind the passage."""
    hides_negation: bool
    """Whether a negation is among the words of the sentence that stand before it, which it may turn
    ("I am not sorry"); one behind it hardly ever does."""
    quotation: int
    """Index of the printed quotation in which the passage begins."""

    @property
    def is_exact(self) -> bool:
        """Whether the words of the passage stand in print in this order, without any other."""
        return not self.differences

    @property
    def is_cut(self) -> bool:
        """Whether the passage begins or ends within a printed sentence."""
        return bool(self.before or self.after)


def align(draft: Sequence[QuotedWord], printed: Sequence[QuotedWord]) -> Alignment | None:
    """Lay a passage beside printed words; None if they have no run of words in common.

    A passage of one or two words must stand there as it is.
    """
    if not draft or not printed:
        return None
    keys = [word.key for word in draft]
    text = _spaced(printed)
    start = _exact_start(draft, text)
    if start is not None:
        blocks = [Match(0, start, len(draft))]
    elif len(draft) < RUN:
        return None
    else:
        near = _window(keys, printed)
        blocks = _without_chance(common_runs(keys, [word.key for word in near]))
        if sum(block.size for block in blocks) < len(draft):
            turned = _sentences_turned(draft, printed, text)
            if turned:
                return turned
        printed = near
    if not blocks:
        return None
    first, last = blocks[0], blocks[-1]
    start, end = _start(printed, first), _end(printed, last, len(draft))
    before, after = _sentence_before(printed, start), _sentence_after(printed, end)
    return Alignment(
        sum(block.size for block in blocks),
        tuple(
            sorted(
                _differences(draft, printed, blocks, start, end),
                key=lambda difference: difference.position,
            )
        ),
        as_written(before),
        as_written(printed[start:end]),
        as_written(after),
        any(negates(word.key) for word in before),
        printed[first.b].quotation,
    )


def _spaced(words: Sequence[QuotedWord]) -> str:
    """The words as they are compared, with a space around each."""
    return f" {' '.join(word.key for word in words)} "


def _exact_start(draft: Sequence[QuotedWord], printed: str) -> int | None:
    """Where the words stand in print side by side for the first time; None if they do not."""
    place = printed.find(_spaced(draft))
    return None if place < 0 else printed.count(" ", 0, place)


def _sentences_turned(
    draft: Sequence[QuotedWord], printed: Sequence[QuotedWord], text: str
) -> Alignment | None:
    """How a passage fits of which every sentence was printed, but in another order, or None."""
    blocks: list[Match] = []
    begin = behind = 0
    for end, word in enumerate(draft, 1):
        if word.ends_sentence or end == len(draft):
            sentence = _spaced(draft[begin:end])
            # in the order of the passage, if it stands there as well
            place = text.find(sentence, behind)
            if place < 0:
                place = text.find(sentence)
            # one or two words may stand anywhere
            if place < 0 or end - begin < RUN:
                return None
            blocks.append(Match(begin, text.count(" ", 0, place), end - begin))
            begin, behind = end, place + len(sentence) - 1
    starts = [block.b for block in blocks]
    if starts == sorted(starts):
        return None
    order = Difference(Change.REORDERED, "", "", 0)
    signs = (sign for block in blocks for sign in _of_signs(draft, printed, block))
    return Alignment(len(draft), (order, *signs), "", "", "", False, printed[starts[0]].quotation)


def _start(printed: Sequence[QuotedWord], first: Match) -> int:
    """Where the printed words begin that the passage stands for.

    The draft's own words before the first run stand for as many of the same printed sentence.
    """
    start = first.b
    while start > first.b - first.a and start > 0 and not printed[start - 1].ends_sentence:
        start -= 1
    return start


def _end(printed: Sequence[QuotedWord], last: Match, words: int) -> int:
    """Where the printed words end that a passage of so many words stands for."""
    end = last.b + last.size
    longest = end + words - last.a - last.size
    while end < min(longest, len(printed)) and not printed[end - 1].ends_sentence:
        end += 1
    return end


def _window(draft: Sequence[str], printed: Sequence[QuotedWord]) -> Sequence[QuotedWord]:
    """The part of long printed words that has most runs of the passage."""
    if len(printed) <= WINDOW:
        return printed
    runs = {tuple(draft[at : at + RUN]) for at in range(len(draft) - RUN + 1)}
    keys = [word.key for word in printed]
    hits = [tuple(keys[at : at + RUN]) in runs for at in range(len(keys))]
    count = best = sum(hits[:WINDOW])
    start = 0
    for at in range(1, len(keys) - WINDOW + 1):
        count += hits[at + WINDOW - 1] - hits[at - 1]
        if count > best:
            best, start = count, at
    # the first and the last words of the passage may be in no run
    return printed[max(0, start - len(draft)) : start + WINDOW + len(draft)]


def _without_chance(blocks: Sequence[Match]) -> list[Match]:
    """The runs in common, less single words that do not stand close to a run."""
    kept = []
    for index, block in enumerate(blocks):
        beside = [blocks[at] for at in (index - 1, index + 1) if 0 <= at < len(blocks)]
        if block.size > 1 or any(
            other.size > 1 and _distance(block, other) <= NEAR for other in beside
        ):
            kept.append(block)
    return kept


def _distance(one: Match, other: Match) -> int:
    """Words between two runs, where there are more of them: in the draft or in print."""
    first, second = sorted((one, other), key=lambda block: block.a)
    return max(second.a - first.a - first.size, second.b - first.b - first.size)


def _differences(
    draft: Sequence[QuotedWord],
    printed: Sequence[QuotedWord],
    blocks: Sequence[Match],
    start: int,
    end: int,
) -> Iterator[Difference]:
    edges = [
        (0, start),
        *(edge for block in blocks for edge in _edges(block)),
        (len(draft), end),
    ]
    for (draft_from, print_from), (draft_to, print_to) in list(pairwise(edges))[::2]:
        mine, theirs = draft[draft_from:draft_to], printed[print_from:print_to]
        if mine or theirs:
            follower = draft[draft_to] if draft_to < len(draft) else None
            change = _change(mine, theirs, follower)
            yield Difference(change, _text(mine), _text(theirs), draft_from)
    for block in blocks:
        yield from _of_signs(draft, printed, block)


def _of_signs(
    draft: Sequence[QuotedWord], printed: Sequence[QuotedWord], block: Match
) -> Iterator[Difference]:
    """What differs in words that are the same: what was printed apart, or as not the speaker's."""
    for offset in range(block.size):
        at = block.a + offset
        word, here = draft[at], printed[block.b + offset]
        if here.in_brackets and not word.in_brackets:
            yield Difference(Change.BRACKETS, word.text, f"[{here.text}]", at)
        if not offset or word.after_ellipsis:
            continue
        if here.after_ellipsis or here.quotation != printed[block.b + offset - 1].quotation:
            yield Difference(Change.MERGED, "", "", at)


def _edges(block: Match) -> tuple[tuple[int, int], tuple[int, int]]:
    return (block.a, block.b), (block.a + block.size, block.b + block.size)


def _change(
    mine: Sequence[QuotedWord], theirs: Sequence[QuotedWord], follower: QuotedWord | None
) -> Change:
    """What kind of difference it is; `follower` is the word of the draft that comes next."""
    keys, printed = [word.key for word in mine], [word.key for word in theirs]
    if negation_differs(keys, printed):
        return Change.NEGATION
    if number_differs(keys, printed):
        return Change.NUMBER
    if mine and all(word.in_brackets for word in mine):
        return Change.BRACKETS
    if not mine:
        if follower and follower.after_ellipsis:
            return Change.ELLIPSIS
        inner = any(word.ends_sentence for word in theirs)
        return Change.MERGED if inner else Change.LEFT_OUT
    return Change.REPLACED if theirs else Change.ADDED


def _text(words: Sequence[QuotedWord]) -> str:
    """Words that differ, without the brackets, which may begin or end among them."""
    return between_marks(words).replace("[", "").replace("]", "")


def _sentence_before(printed: Sequence[QuotedWord], start: int) -> Sequence[QuotedWord]:
    first = start
    while first > 0 and not printed[first - 1].ends_sentence:
        first -= 1
    return printed[first:start]


def _sentence_after(printed: Sequence[QuotedWord], end: int) -> Sequence[QuotedWord]:
    if end == 0 or printed[end - 1].ends_sentence:
        return ()
    last = end
    while last < len(printed) and not printed[last - 1].ends_sentence:
        last += 1
    return printed[end:last]
