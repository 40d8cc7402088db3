"""The learned part of article extraction: see `decisions`."""

from pipeline.article.arbiter.verdicts import Arbiter, shipped_arbiter

__all__ = ["Arbiter", "shipped_arbiter"]
