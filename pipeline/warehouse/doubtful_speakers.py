"""Speakers whose names look like nobody's.

An attribution to nobody should never have become a row, so each of these is an error of the
attribution or of the page, and worth a look at the articles that it comes from.
"""

from __future__ import annotations

from sqlalchemy import Engine, func, select

from pipeline.people.doubtful_names import doubt_of
from pipeline.shown_records import DoubtfulSpeaker
from pipeline.warehouse.connection import reading
from pipeline.warehouse.derived_tables import current_quotation

AT_ONCE = 10_000
"""Rows that are held at a time: a few megabytes. A large warehouse has some hundred thousand
names."""


def doubtful_speakers(engine: Engine) -> list[DoubtfulSpeaker]:
    """All of them, the most quoted first. `[unknown]` and `[author]` are not among them.

    Raises WarehouseError if the warehouse cannot be used.
    """
    name, number = current_quotation.c.speaker, func.count()
    query = (
        select(name, current_quotation.c.speaker_id, number)
        .where(name.is_not(None))
        .group_by(name, current_quotation.c.speaker_id)
        .order_by(number.desc(), name)
    )
    with reading(engine) as connection:
        rows = connection.execution_options(yield_per=AT_ONCE).execute(query)
        return [
            DoubtfulSpeaker(speaker, speaker_id, quotations, doubt)
            for speaker, speaker_id, quotations in rows
            if not speaker.startswith("[") and (doubt := doubt_of(speaker)) is not None
        ]
