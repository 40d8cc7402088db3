"""Two rows of words laid side by side: the runs that both have, and what stands between them.

Runs in common are found as difflib finds them (Ratcliff and Obershelp's pattern matching), which
keeps words together that belong together. The time grows with the product of the lengths: whoever
calls these bounds them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True)
class WordRun:
    """Words that stand in the same place of both rows."""

    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        """Whether both rows have the same words there."""
        return self.before == self.after


def word_runs(before: Sequence[str], after: Sequence[str]) -> list[WordRun]:
    """Both rows whole, in runs that are the same and runs that differ; either side may be empty."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return [
        WordRun(tuple(before[i1:i2]), tuple(after[j1:j2]))
        for _what, i1, i2, j1, j2 in matcher.get_opcodes()
    ]


def likeness(one: Sequence[str], other: Sequence[str], *, least: float = 0.0) -> float:
    """The share of words, in order, that two rows have in common, from 0 to 1 (difflib's ratio).

    0 where it is below `least`: which words come how often is looked at first, which is quick.
    """
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= least else 0.0
