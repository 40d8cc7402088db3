"""A page becomes an article: every block of it labelled, kept or dropped.

`extract_page` reads the bytes of a page, `extract_dump` a plain-text dump of one;
both raise `NotAnArticle` with a reason for what holds no article. How it works and
how to add a rule is in docs/extraction.md.
"""

from pipeline.article.extraction import extract_page
from pipeline.article.not_an_article import NotAnArticle
from pipeline.article.text_dump import extract_dump

__all__ = ["NotAnArticle", "extract_dump", "extract_page"]
