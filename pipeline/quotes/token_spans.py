"""Spans of tokens: of characters, what two have in common, overlapping ones as one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from pipeline.quotes.attribution_candidates import TokenSpan
from pipeline.records import Span


def touched(starts: Sequence[int], ends: Sequence[int], chars: Span) -> TokenSpan:
    """The tokens, or words, that a span of characters touches; empty if it touches none.

    `starts` and `ends` are the characters of all tokens in order.
    """
    return bisect_right(ends, chars[0]), bisect_left(starts, chars[1])


def overlap(some: list[TokenSpan], others: list[TokenSpan]) -> int:
    """Number of tokens in both."""
    return sum(
        max(0, min(end, other_end) - max(start, other_start))
        for start, end in some
        for other_start, other_end in others
    )


def apart(spans: Iterable[TokenSpan]) -> list[TokenSpan]:
    """The spans in order, those that overlap as one."""
    joined: list[TokenSpan] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def covered(spans: Iterable[TokenSpan], length: int) -> bytearray:
    """Of every token of a text of `length` tokens whether it stands in one of the spans."""
    is_covered = bytearray(length)
    for start, end in spans:
        is_covered[start:end] = b"\1" * (end - start)
    return is_covered
