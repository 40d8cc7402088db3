"""Quotations as the explorer's pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from pipeline.publish import is_web_address, link_to_words
from pipeline.publish.passages import Paragraph, passage
from pipeline.shown_records import UNCERTAIN_BELOW, FoundQuotation

COLUMNS = (
    "quotation_id", "statement_id", "article_id", "speaker_id", "speaker", "role", "kind", "text",
    "outlet", "headline", "url", "published", "confidence",
)  # fmt: skip
"""What a CSV table has of a quotation; names are those of docs/columns.md."""


@dataclass(frozen=True, slots=True)
class ShownQuotation:
    """A quotation in its paragraph, with the link that opens the page at its words."""

    found: FoundQuotation
    paragraphs: tuple[Paragraph, ...]
    link: str | None
    """None where its URL is not a web address."""

    @property
    def is_doubtful(self) -> bool:
        """Whether it is more likely wrong than right."""
        return self.found.confidence < UNCERTAIN_BELOW


def shown(quotations: Iterable[FoundQuotation]) -> list[ShownQuotation]:
    """Quotations for a template."""
    return [
        ShownQuotation(one, passage(one.text, one.segments, one.context), live_link(one))
        for one in quotations
    ]


def live_link(quotation: FoundQuotation) -> str | None:
    """The link that opens the live page at the words; None if its URL is not a web address."""
    if not is_web_address(quotation.url):
        return None
    return link_to_words(quotation.url, quotation.text, context=quotation.context)


def record(quotation: FoundQuotation) -> dict[str, Any]:
    """A quotation as JSON has it: all its fields, and the link to its words."""
    return asdict(quotation) | {"link": live_link(quotation)}


def rows(quotations: Iterable[FoundQuotation]) -> Iterable[list[object]]:
    """Quotations as rows of a table with COLUMNS."""
    return ([getattr(one, name) for name in COLUMNS] for one in quotations)
