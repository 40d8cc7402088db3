"""Found quotations as the command line prints them: for reading, as JSON lines."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict

from pipeline.answers import printable, shortened
from pipeline.publish import link_to_words
from pipeline.records import AUTHOR, FoundQuotation

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
    day = f"{quotation.published:%Y-%m-%d}" if quotation.published else "no date"
    words = " ".join(quotation.text.split())
    link = link_to_words(quotation.url, quotation.text, context=quotation.context)
    number = f" · statement {quotation.statement_id}" if quotation.statement_id else ""
    context = " ".join(quotation.context.split())
    lines = [
        printable(words),
        f"    {printable(who + role)} · {printable(quotation.outlet)} · {day} · {quotation.kind}"
        + number,
    ]
    if len(context) > len(words):
        lines.append(f"    in: {printable(shortened(context, SHOWN_CONTEXT))}")
    lines.append(f"    {printable(link)}")
    return "\n".join(lines) + "\n"


def found_json(quotation: FoundQuotation) -> str:
    """A found quotation as one line of JSON."""
    return json.dumps(
        asdict(quotation)
        | {"link": link_to_words(quotation.url, quotation.text, context=quotation.context)},
        default=str,
    )


FOUND_PRINTERS: dict[str, Callable[[FoundQuotation], str]] = {
    "json": found_json,
    "text": found_text,
}
