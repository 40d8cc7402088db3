"""What was decided by hand about speakers: two names are one person or two, one name is several.

Decisions are about names, not about rows, so they hold for what is loaded later too, and no run
touches them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from sqlalchemy import Connection, select

from pipeline.text.folding import folded_words
from pipeline.warehouse.tables import speaker_decision

MERGE, SPLIT, DISTINGUISH = "merge", "split", "distinguish"
"""Kinds of decisions, as they are stored."""
ALONE = ""
"""Label of a split without a criterion: the name is not a form of any other."""


@dataclass(frozen=True, slots=True)
class ArticleAddress:
    """Where a quotation stands."""

    outlet: str
    """Key of the outlet."""
    url: str


@dataclass(frozen=True, slots=True)
class Split:
    """Quotations of a name that belong to another person than the rest of them."""

    label: str
    outlet: str | None
    url: str | None
    role: str | None
    """Words that the role has; all three that are not None must fit."""

    def holds(self, role: str | None, address: ArticleAddress) -> bool:
        """Whether a quotation with a role, at an address, is among them."""
        asked = folded_words(self.role or "").split()
        has = folded_words(role or "").split()
        return (
            (self.outlet is None or self.outlet == address.outlet)
            and (self.url is None or self.url == address.url)
            and all(word in has for word in asked)
        )

    @property
    def has_criterion(self) -> bool:
        """Whether only some quotations of the name are meant."""
        return bool(self.outlet or self.url or self.role)


@dataclass(frozen=True, slots=True)
class Decisions:
    """All that was decided, the earliest first."""

    splits: Mapping[str, Sequence[Split]]
    """By spelling of the name."""
    merges: Mapping[str, str]
    """Key of a name -> key of the name whose person it is."""
    distinguished: Mapping[str, Set[str]]
    """Key of a name -> keys of names that are other persons'."""

    def label_of(self, normalised: str, role: str | None, address: ArticleAddress) -> str | None:
        """The label of the split that a quotation belongs to, None if to none of them."""
        for split in self.splits.get(normalised, ()):
            if split.has_criterion and split.holds(role, address):
                return split.label
        return None

    def stands_alone(self, normalised: str) -> bool:
        """Whether it was decided that a name is not a form of any other."""
        return any(not split.has_criterion for split in self.splits.get(normalised, ()))


def decisions(connection: Connection) -> Decisions:
    """What was decided so far."""
    splits: dict[str, list[Split]] = defaultdict(list)
    merges: dict[str, str] = {}
    distinguished: dict[str, set[str]] = defaultdict(set)
    for row in connection.execute(select(speaker_decision).order_by(speaker_decision.c.id)):
        if row.kind == MERGE:
            merges[row.name_key] = row.into_key
        elif row.kind == DISTINGUISH:
            distinguished[row.name_key].add(row.into_key)
            distinguished[row.into_key].add(row.name_key)
        else:
            split = Split(row.label or ALONE, row.outlet_key, row.url, row.role)
            splits[row.name_key].append(split)
    return Decisions(splits, merges, distinguished)
