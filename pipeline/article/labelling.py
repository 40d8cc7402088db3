"""One label for every block: the order in which the rules are asked."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.article import text
from pipeline.article.blocks import PageBlock, Verdict
from pipeline.article.furniture import (
    authors,
    bylines,
    embeds,
    figures,
    hidden,
    navigation,
    notices,
    offers,
    ornaments,
    related,
    repeats,
    sharing,
)
from pipeline.article.sequences import SEQUENCES
from pipeline.article.view import View

Rule = Callable[[PageBlock, View], Verdict | None]

RULES: tuple[Rule, ...] = (
    text.headline,
    ornaments.ornament,
    *navigation.ADVERT_RULES,
    *sharing.RULES,
    *figures.RULES,
    *embeds.RULES,
    *offers.RULES,
    *repeats.RULES,
    *authors.RULES,
    *notices.RULES,
    *bylines.RULES,
    related.related,
    text.standfirst,
    related.related_line,
    *navigation.RULES,
    text.table_cell,
    *figures.LATE_RULES,
    *offers.LATE_RULES,
    text.repeated_headline,
    *navigation.LATE_RULES,
    *figures.PLACE_RULES,
    *related.LATE_RULES,
    hidden.unseen,
    text.aside,
    text.in_container,
    text.before_container,
    text.outside,
)
"""The first rule that answers counts; the last one always does."""


def label_blocks(view: View) -> None:
    """Give every block of the view its verdict."""
    for block in view.blocks:
        block.verdict = next(
            verdict for rule in RULES if (verdict := rule(block, view)) is not None
        )
    for sequence in SEQUENCES:
        sequence(view)
