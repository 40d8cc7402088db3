"""What was found in the warehouse as the command line prints it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from pipeline.publish import link_to_words
from pipeline.records import AUTHOR
from pipeline.shown_records import UNCERTAIN_BELOW, FoundQuotation, SearchResult
from pipeline.text.safe_text import printable, single_spaced
from pipeline.text.shortening import shorten

SHOWN_CONTEXT = 300
"""Characters of the paragraph around a quotation."""


def found_text(quotation: FoundQuotation) -> str:
    """A found quotation for reading: words, who, where, when, a link to the very words."""
    who = (
        "the writer of the article"
        if quotation.speaker == AUTHOR
        else quotation.speaker or "not named"
    )
    role = f", {quotation.role}" if quotation.role else ""
    day = f"{quotation.published:%Y-%m-%d}"
    words = single_spaced(quotation.text)
    link = link_to_words(quotation.url, quotation.text, context=quotation.context)
    number = f" · statement {quotation.statement_id}" if quotation.statement_id else ""
    context = single_spaced(quotation.context)
    doubtful = quotation.confidence < UNCERTAIN_BELOW
    low = f" · confidence {quotation.confidence:.2f}" if doubtful else ""
    lines = [
        printable(words),
        f"    {printable(who + role)} · {printable(quotation.outlet)} · {day} · {quotation.kind}"
        + number
        + low,
    ]
    if len(context) > len(words):
        lines.append(f"    in: {printable(shorten(context, SHOWN_CONTEXT))}")
    lines.append(f"    {printable(link)}")
    return "\n".join(lines) + "\n"


def found_record(quotation: FoundQuotation) -> dict[str, Any]:
    """A found quotation as JSON has it."""
    link = link_to_words(quotation.url, quotation.text, context=quotation.context)
    return asdict(quotation) | {"link": link}


CSV_COLUMNS = (
    "quotation_id", "statement_id", "speaker_id", "speaker", "role", "kind", "text", "outlet",
    "headline", "url", "published", "confidence",
)  # fmt: skip
"""What the table has of a quotation."""


def search_notes(result: SearchResult) -> Iterator[str]:
    """What a person is to know of a search besides what it found."""
    yield from map(printable, result.notes)
    shown = len(result.quotations)
    total = f"at least {result.total}" if result.more else str(result.total)
    if shown < result.total or (shown and result.more):
        yield f"{shown} of {total}; --limit shows more"
    elif shown:
        yield f"{shown} of {total}"
    elif not result.hidden:
        yield "nothing found; fewer words or options find more"
    if result.hidden:
        yield f"{result.hidden} more of low confidence; --min-confidence 0 shows them"
