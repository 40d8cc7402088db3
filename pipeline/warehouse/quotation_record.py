"""One quotation by its number, with where it stands, also if it counts no more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, func, select

from pipeline.shown_records import FoundQuotation
from pipeline.warehouse.connection import reading
from pipeline.warehouse.quotation_query import found_quotation, printed_quotations
from pipeline.warehouse.tables import (
    article,
    article_version,
    block,
    capture,
    outlet,
    quotation,
    speaker,
    speaker_name,
    wording,
)


@dataclass(frozen=True, slots=True)
class QuotationRecord:
    """A quotation and the version of the article that prints it."""

    quotation: FoundQuotation
    mention: str | None
    """The source as the sentence has it."""
    cue: str | None
    version_id: int
    is_current: bool
    """Whether the article still prints it so; False if an edit replaced the version."""
    withheld: str | None
    """Names of the checks that it violates; None if it is good."""
    extraction: str
    version_first_seen_at: datetime
    captured_at: datetime
    warc_file: str
    warc_offset: int


def quotation_record(engine: Engine, quotation_id: int) -> QuotationRecord | None:
    """The quotation of a number, whatever became of it; None if there is none.

    Raises WarehouseError if the warehouse cannot be used.
    """
    query = (
        select(
            quotation,
            func.coalesce(speaker.c.name, quotation.c.speaker_text).label("speaker"),
            speaker_name.c.speaker_id,
            wording.c.statement_id,
            article.c.id.label("article_id"),
            article.c.url,
            article.c.published_or_first_seen_at,
            article_version.c.headline,
            article_version.c.is_current,
            article_version.c.first_seen_at,
            outlet.c.name.label("outlet"),
            block.c.text.label("context"),
            capture.c.fetched_at,
            capture.c.warc_file,
            capture.c.warc_offset,
        )
        .select_from(
            printed_quotations().outerjoin(wording, wording.c.id == quotation.c.wording_id)
        )
        .where(quotation.c.id == quotation_id)
    )
    with reading(engine) as connection:
        row = connection.execute(query).first()
    if row is None:
        return None
    return QuotationRecord(
        quotation=found_quotation(row),
        mention=row.mention,
        cue=row.cue,
        version_id=row.version_id,
        is_current=row.is_current,
        withheld=row.withheld,
        extraction=row.extraction,
        version_first_seen_at=row.first_seen_at,
        captured_at=row.fetched_at,
        warc_file=row.warc_file,
        warc_offset=row.warc_offset,
    )
