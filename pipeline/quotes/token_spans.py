"""Spans of tokens: their size, what two lists have in common, those that overlap as one."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.quotes.findings import TokenSpan


def size(spans: list[TokenSpan]) -> int:
    return sum(end - start for start, end in spans)


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
