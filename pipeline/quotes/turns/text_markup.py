"""What HTML says of a text's paragraphs, as the rules take it from the article's blocks.

A text that comes alone has none of it; rules on it stand alone, too.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.records import PARAGRAPH_SEPARATOR, Article, Label, SetWords


@dataclass(frozen=True, slots=True)
class ParagraphMarkup:
    """What HTML says of one paragraph."""

    label: Label = Label.PARAGRAPH
    settings: tuple[SetWords, ...] = ()
    """Characters count from the paragraph's start."""
    group: int | None = None
    """The same for paragraphs of one block quotation, or of one row of a table."""


@dataclass(frozen=True, slots=True)
class TextMarkup:
    """What a page says of a text beside its words."""

    paragraphs: dict[int, ParagraphMarkup] = field(default_factory=dict)
    """By the first character of the paragraph in the text."""
    writers: tuple[str, ...] = ()
    """Who wrote the text and who published it: nobody that it interviews."""


def markup_of(article: Article) -> TextMarkup:
    """The markup of an article's text."""
    paragraphs: dict[int, ParagraphMarkup] = {}
    start = 0
    for block in article.blocks:
        if block.kept and block.label is not Label.HEADLINE:
            paragraphs[start] = ParagraphMarkup(block.label, block.settings, block.group)
            start += len(block.text) + len(PARAGRAPH_SEPARATOR)
    outlet = (article.outlet,) if article.outlet else ()
    return TextMarkup(paragraphs, (*article.authors, *outlet))
