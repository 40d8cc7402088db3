"""What an address asks for, read and bounded: days, kinds, page numbers.

Forms send fields that nobody filled in as empty texts, so these are texts here; what is written
wrongly raises InputError with a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Path, Query

from pipeline.errors import InputError
from pipeline.records import Kind
from pipeline.shown_records import UNCERTAIN_BELOW, QuotationChange
from pipeline.text.dates import check_order, first_instant, last_instant
from pipeline.warehouse.quotation_query import MOST_COUNTED

PAGE_SIZE = 20
MOST_PAGES = MOST_COUNTED // PAGE_SIZE
"""Beyond what is counted a database goes through what nobody reads; more words find less."""
MAX_WORDS = 500
"""Characters that are searched for; a sentence has some 150."""
MAX_NAME = 200
ALL_KINDS = "all"
"""Asks for every kind of change."""

Number = Annotated[int, Path(ge=1, le=2**63 - 1, description="Number of the row")]
PageNumber = Annotated[
    int, Query(ge=1, le=MOST_PAGES, description=f"Page, from 1; {PAGE_SIZE} rows each")
]
Words = Annotated[
    str, Query(max_length=MAX_WORDS, description="Words of the quotation or of the speaker's name")
]
Name = Annotated[str, Query(max_length=MAX_NAME, description="A name as articles write it")]
OutletName = Annotated[str, Query(max_length=MAX_NAME, description="Name or key of an outlet")]
Day = Annotated[str, Query(max_length=20, description="Day in UTC, as YYYY-MM-DD")]
KindName = Annotated[
    str, Query(max_length=20, description="direct, partial, indirect or mixed; empty for all")
]
ChangeKinds = Annotated[
    list[str],
    Query(max_length=20, description="Kinds of changes, or all; without any, those usually told"),
]
LeastWords = Annotated[
    int, Query(ge=1, le=1000, description="Words that must differ where words differ")
]
Confidence = Annotated[
    str, Query(max_length=20, description=f"Number from 0 to 1; {UNCERTAIN_BELOW} if not given")
]
Language = Annotated[str, Query(max_length=10, description="ISO 639-1 code, as en")]

_LANGUAGE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True, slots=True)
class Span:
    """The days asked for, ends included."""

    since: datetime | None
    until: datetime | None


def span_asked(since: str, until: str) -> Span:
    """The span of two days, each of which may be empty. Raises InputError."""
    span = Span(first_instant(since.strip() or None), last_instant(until.strip() or None))
    check_order(span.since, span.until)
    return span


def kind_asked(kind: str) -> Kind | None:
    """A kind of quotation; None for an empty text. Raises InputError."""
    if not kind:
        return None
    try:
        return Kind(kind.strip().lower())
    except ValueError:
        raise InputError(
            f"{kind!r} is not a kind of quotation; there are: {', '.join(Kind)}"
        ) from None


def change_kinds_asked(kinds: Iterable[str]) -> frozenset[QuotationChange]:
    """Kinds of changes; `all` stands for every one, none for those usually told.

    Raises InputError.
    """
    named = [kind.strip().lower() for kind in kinds if kind.strip()]
    known = (*QuotationChange, ALL_KINDS)
    unknown = next((kind for kind in named if kind not in known), None)
    if unknown is not None:
        raise InputError(f"{unknown!r} is not a kind of change; there are: {', '.join(known)}")
    return frozenset(QuotationChange if ALL_KINDS in named else map(QuotationChange, named))


def confidence_asked(confidence: str) -> float:
    """The least confidence; that of the command line for an empty text. Raises InputError."""
    if not confidence.strip():
        return UNCERTAIN_BELOW
    try:
        number = float(confidence)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise InputError(f"{confidence!r} is not a confidence; write a number from 0 to 1")
    return number


def language_asked(language: str) -> str | None:
    """The code of a language; None for an empty text. Raises InputError."""
    code = language.strip().lower()
    if not code:
        return None
    if not _LANGUAGE.fullmatch(code):
        raise InputError(f"{language!r} is not the code of a language; write it as en or de")
    return code
