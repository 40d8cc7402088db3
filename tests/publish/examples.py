"""Invented quotations for the tests of the digest."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

from pipeline.digest_records import DigestData, SpeakerCount
from pipeline.records import Kind
from pipeline.shown_records import FoundQuotation

MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def found(
    number: int = 1,
    *,
    speaker: str | None = "Ingrid Solberg",
    role: str | None = "mayor of Port Ellery",
    kind: Kind = Kind.DIRECT,
    text: str = "“We will not sell the ferry,”",
    segments: tuple[str, ...] = ("We will not sell the ferry,",),
    outlet: str = "Harbour Courier",
    headline: str | None = "Council keeps the ferry",
    url: str | None = None,
    published: datetime = MONDAY,
    context: str = "“We will not sell the ferry,” Solberg said on Monday.",
    speaker_id: int | None = None,
    statement_id: int | None = None,
    confidence: float = 0.9,
) -> FoundQuotation:
    """One quotation; its page is a new one for each number unless a URL is given."""
    return FoundQuotation(
        quotation_id=number,
        speaker=speaker,
        role=role,
        kind=kind,
        text=text,
        segments=segments,
        outlet=outlet,
        headline=headline,
        url=f"https://courier.example/{number}" if url is None else url,
        published=published,
        context=context,
        confidence=confidence,
        speaker_id=speaker_id,
        statement_id=statement_id,
    )


def digest_of(
    *quotations: FoundQuotation, since: datetime | None = None, until: datetime | None = None
) -> DigestData:
    """The digest's data with counts that agree with the quotations."""
    speakers = Counter(q.speaker for q in quotations if q.speaker)
    outlets = Counter(q.outlet for q in quotations)
    days = Counter(q.published.date() for q in quotations)
    return DigestData(
        since=since,
        until=until,
        quotations=quotations,
        speakers=tuple(
            SpeakerCount(
                speaker=name,
                role=next(q.role for q in quotations if q.speaker == name),
                quotations=number,
                outlets=len({q.outlet for q in quotations if q.speaker == name}),
            )
            for name, number in speakers.most_common()
        ),
        outlet_counts=tuple(outlets.most_common()),
        day_counts=tuple(sorted(days.items())),
    )
