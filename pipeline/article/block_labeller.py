"""One label for every block: the order in which the rules are asked."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from pipeline.article import kept_blocks
from pipeline.article.blocks import PageBlock, Verdict
from pipeline.article.boilerplate import (
    author_boxes,
    bylines,
    figures,
    hidden,
    navigation,
    notices,
    offers,
    ornaments,
    related,
    sharing,
)
from pipeline.article.context_rules import SEQUENCES
from pipeline.article.layout_selectors import RULE as OUTLET_RULE
from pipeline.article.page_model import PageModel
from pipeline.records import Label

Rule = Callable[[PageBlock, PageModel], Verdict | None]

WORDINGS = (ornaments.ornament, navigation.advert_line, notices.notice_line)
"""Rules that ask for the words alone."""
MAX_SHORT_CHARACTERS = 60
"""Lines up to this come again on other pages of a site; longer ones hardly do."""
MAX_REMEMBERED = 10_000
"""Short lines whose verdict is remembered: menus and footers are the same on a site's pages."""


def _says(text: str) -> Verdict | None:
    verdicts = (rule(text) for rule in WORDINGS)
    return next((verdict for verdict in verdicts if verdict is not None), None)


_remembered = lru_cache(MAX_REMEMBERED)(_says)


def as_named(block: PageBlock, page: PageModel) -> Verdict | None:
    """What the part of the page is called, by the rule that knows its name."""
    return Verdict(block.region.rule.label, block.region.rule.rule) if block.region else None


PARTS: dict[Label, tuple[Rule, ...]] = {
    **dict.fromkeys((Label.OTHER, Label.EMBED, Label.DUPLICATE), (as_named,)),
    **dict.fromkeys((Label.PAYWALL, Label.NEWSLETTER, Label.PROMO), (as_named,)),
    **dict.fromkeys((Label.ADVERT, Label.RELATED), (as_named,)),
    Label.DISCLAIMER: (notices.notice,),
    Label.NAVIGATION: (related.related_line_in_text, navigation.menu_part),
}
"""Rules for what stands in parts that are called so; of the other parts, wording says more."""

RULES: tuple[Rule, ...] = (
    hidden.struck,
    *sharing.RULES,
    *figures.RULES,
    *author_boxes.RULES,
    notices.correction,
    *bylines.RULES,
    kept_blocks.standfirst,
    related.related_line,
    *navigation.RULES,
    *figures.LATE_RULES,
    *offers.LATE_RULES,
    kept_blocks.repeated_headline,
    *navigation.LATE_RULES,
    *figures.PLACE_RULES,
    *related.LATE_RULES,
    hidden.unseen,
    kept_blocks.aside,
    kept_blocks.in_container,
    kept_blocks.before_container,
    kept_blocks.outside,
)
"""Rules for everything else. The first one that answers counts; the last one always does."""


def label_blocks(page: PageModel) -> None:
    """Give every block of the page its verdict: by its words, its part of the page, the rules."""
    for block in page.blocks:
        if block is page.headline:
            block.verdict = Verdict(Label.HEADLINE, "headline")
            continue
        region = block.region
        if region is not None and region.rule.rule == OUTLET_RULE:
            block.verdict = as_named(block, page)
            continue
        verdict = (_remembered if len(block.text) <= MAX_SHORT_CHARACTERS else _says)(block.text)
        if verdict is None and region is not None:
            verdict = _first(PARTS.get(region.rule.label, ()), block, page)
        block.verdict = verdict or _first(RULES, block, page)
        if page.chosen is not None and block.kept and block.index not in page.chosen:
            block.verdict = Verdict(Label.OTHER, "outside-layout")
    page.taken = [block for block in page.blocks if block.kept]
    for sequence in SEQUENCES:
        sequence(page)


def _first(rules: tuple[Rule, ...], block: PageBlock, page: PageModel) -> Verdict | None:
    for rule in rules:
        verdict = rule(block, page)
        if verdict is not None:
            return verdict
    return None
