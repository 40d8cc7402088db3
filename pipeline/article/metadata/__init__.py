"""What a page says about its article: address, headline, authors, times, language, outlet.

`read_metadata` reads what a page states for machines; `with_visible` completes it by what its
readers see.
"""

from pipeline.article.metadata.page_metadata import PageMetadata
from pipeline.article.metadata.stated_metadata import read_metadata
from pipeline.article.metadata.visible_metadata import with_visible

__all__ = ["PageMetadata", "read_metadata", "with_visible"]
