"""Articles before and after an edit, and what the warehouse tells of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import Engine

from pipeline.records import AttributedPage
from pipeline.shown_records import ChangedQuotation, QuotationChange
from pipeline.warehouse import find_changes
from tests.warehouse.examples import MONDAY, Said, page

LEAD = "The harbour board of Port Ellery met on Monday evening to speak about the winter timetable."
PLAIN = "The council met on Monday and talked about the ferry until late in the evening."
SOLD, QUAY = "“We will never sell the ferry to anybody,”", "“The quay needs repair before winter,”"


def edition(
    *paragraphs: str | tuple[str, str], hours: int = 0, **options: object
) -> AttributedPage:
    """A page of paragraphs; of a pair, the first is said by the second."""
    text = [one if isinstance(one, str) else f"{one[0]} {one[1]} said." for one in paragraphs]
    quotes = [Said(*one) for one in paragraphs if not isinstance(one, str)]
    return page(*text, quotes=quotes, at=MONDAY + timedelta(hours=hours), **options)  # type: ignore[arg-type]


def told(
    engine: Engine, *, kinds: Iterable[QuotationChange] = QuotationChange
) -> list[ChangedQuotation]:
    """All changes of these kinds, however sure."""
    return list(find_changes(engine, kinds=frozenset(kinds), min_confidence=0, limit=500).changes)
