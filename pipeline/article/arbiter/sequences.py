"""Numbers that follow from the order of a page's blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

FAR = 40
"""Blocks; what is farther away is as far as this."""

Numbers = NDArray[np.float64]


def bounded(values: NDArray[np.generic]) -> Numbers:
    """The values, cut at FAR on both sides."""
    cut: Numbers = np.minimum(np.maximum(values, -FAR), FAR).astype(np.float64)
    return cut


def windows(
    values: NDArray[np.floating], positions: NDArray[np.intp], bounds: Iterable[tuple[int, int]]
) -> Iterator[Numbers]:
    """For each of some bounds, means of the values around each position; 0 of none.

    Bounds are blocks, from the first to before the last one, counted from the position.
    """
    number = len(values)
    sums = np.zeros(number + 1)
    np.cumsum(values, out=sums[1:])
    for bound in bounds:
        start, stop = (np.minimum(np.maximum(positions + end, 0), number) for end in bound)
        yield (sums[stop] - sums[start]) / np.maximum(1, stop - start)


def since(mask: NDArray[np.bool_]) -> Numbers:
    """How many blocks before each the nearest one with the mask stands; at most FAR."""
    every = np.arange(len(mask))
    nearest = np.maximum.accumulate(np.where(mask, every, -FAR - 1))
    distances: Numbers = np.minimum(every - np.concatenate([[-FAR - 1], nearest[:-1]]), FAR)
    return distances


def until(mask: NDArray[np.bool_]) -> Numbers:
    """How many blocks behind each the nearest one with the mask stands; at most FAR."""
    return since(mask[::-1])[::-1]


def rank_in_group(groups: NDArray[np.intp]) -> NDArray[np.intp]:
    """How many earlier blocks are of each block's group."""
    order = np.argsort(groups, kind="stable")
    ordered = groups[order]
    starts = np.concatenate([[0], np.flatnonzero(np.diff(ordered)) + 1])
    lengths = np.diff(np.concatenate([starts, [len(groups)]]))
    ranks = np.empty(len(groups), np.intp)
    ranks[order] = np.arange(len(groups)) - np.repeat(starts, lengths)
    return ranks


def last_before(values: Numbers, mask: NDArray[np.bool_]) -> Numbers:
    """The value of the nearest earlier block with the mask; -1 without one."""
    positions = np.maximum.accumulate(np.where(mask, np.arange(len(values)), -1))
    positions = np.concatenate([[-1], positions[:-1]])
    return np.where(positions >= 0, values[np.maximum(positions, 0)], -1)


def highest_before(values: Numbers, groups: NDArray[np.intp]) -> Numbers:
    """The highest value of the earlier blocks of each block's group; -1 without one."""
    found = np.full(len(values), -1.0)
    highest: dict[int, float] = {}
    # most groups have one block
    positions = np.flatnonzero(np.bincount(groups)[groups] > 1)
    rows = zip(
        positions.tolist(), groups[positions].tolist(), values[positions].tolist(), strict=True
    )
    for position, group, value in rows:
        before = found[position] = highest.get(group, -1.0)
        highest[group] = max(before, value)
    return found
