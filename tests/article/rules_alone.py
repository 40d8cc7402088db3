"""Extraction by the rules alone, for tests of what a rule says of a page of a few lines.

The arbiter learned from pages of news sites; what it makes of three words in a row says nothing of
the rule that is tested. Whole pages are tested with it (`test_fixtures`, `test_arbiter`).
"""

from __future__ import annotations

from functools import partial

from pipeline import article
from pipeline.article.arbiter import Arbiter
from pipeline.article.page_model import PageModel


class RulesAlone(Arbiter):
    """Decides nothing."""

    def __init__(self) -> None:
        """Load nothing."""

    def decide(self, page: PageModel) -> None:
        """Leave every block its rule."""


extract_page = partial(article.extract_page, arbiter=RulesAlone())
