"""What a page says about its article: address, headline, authors, times, language, outlet.

`read_facts` reads what a page states for machines; `with_visible` completes it by what its
readers see.
"""

from pipeline.article.metadata.facts import PageFacts
from pipeline.article.metadata.reading import read_facts
from pipeline.article.metadata.visible import with_visible

__all__ = ["PageFacts", "read_facts", "with_visible"]
