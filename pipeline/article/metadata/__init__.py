"""What a page says about its article: address, headline, authors, times, language, outlet."""

from pipeline.article.metadata.facts import PageFacts
from pipeline.article.metadata.reading import read_facts, with_visible

__all__ = ["PageFacts", "read_facts", "with_visible"]
