"""Quotations as the explorer's pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pipeline.explorer.page_formats import Table
from pipeline.publish import web_link
from pipeline.publish.passages import Paragraph, passage
from pipeline.shown_records import UNCERTAIN_BELOW, FoundQuotation

COLUMNS = (
    "quotation_id", "statement_id", "article_id", "speaker_id", "speaker", "role", "kind", "text",
    "outlet", "headline", "url", "published", "confidence",
)  # fmt: skip
"""What a CSV table has of a quotation; names are those of docs/columns.md."""


@dataclass(frozen=True, slots=True)
class ShownQuotation:
    """A quotation in its paragraph, with the link to its page."""

    found: FoundQuotation
    paragraphs: tuple[Paragraph, ...]
    link: str | None
    """None where its URL is not a web address."""
    is_current: bool
    """Whether its page still prints it, so that the link opens it at the words."""

    @property
    def is_doubtful(self) -> bool:
        """Whether it is more likely wrong than right."""
        return self.found.confidence < UNCERTAIN_BELOW


def shown(quotations: Iterable[FoundQuotation], *, is_current: bool = True) -> list[ShownQuotation]:
    """Quotations for a template."""
    return [
        ShownQuotation(
            one,
            passage(one.text, one.segments, one.context),
            live_link(one, is_current=is_current),
            is_current,
        )
        for one in quotations
    ]


def live_link(quotation: FoundQuotation, *, is_current: bool = True) -> str | None:
    """The link to the live page, at the words if it still has them (`is_current`).

    None if its URL is not a web address.
    """
    words = quotation.text if is_current else ""
    return web_link(quotation.url, words, context=quotation.context)


def record(quotation: FoundQuotation, *, is_current: bool = True) -> dict[str, Any]:
    """A quotation as JSON has it: all its fields, and its link."""
    return asdict(quotation) | {"link": live_link(quotation, is_current=is_current)}


def table(quotations: Sequence[FoundQuotation], total: int, *, more: bool = False) -> Table:
    """Quotations as a table; `total` and `more` say how many there are."""
    return Table(COLUMNS, quotations, total, more)
