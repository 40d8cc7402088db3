"""What the digest opens with: statements that spread, and speakers who were not quoted lately."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.digest_records import DigestData, NewSpeaker, SpreadStatement
from pipeline.publish.calendar import long_day
from pipeline.publish.links import web_link
from pipeline.publish.shown_texts import MAX_ROLE, outlet_name, speaker_name
from pipeline.text.shortening import shorten

MAX_SPREAD_WORDS = 400
"""Characters shown of a statement that spread: some five lines; all of it is with its speaker."""

Who = tuple[str | None, int | None]
"""A name and a speaker's id: two people may have one name."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A statement that several outlets have printed."""

    speaker: str
    anchor: str | None
    """Of the speaker's section; None if the page has none."""
    words: str
    outlets: int
    outlets_within: int
    """Those of them that print it within the span."""
    first_outlet: str
    first_day: str | None
    """On which it was printed first, where that was before the span."""
    link: str | None
    """Opens the page that printed it first at the words; None if its URL is no web address."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A speaker who was not quoted in the month before the span."""

    speaker: str
    anchor: str | None
    role: str
    quotations: int
    last_quoted: str | None
    """The last day before; None if there is none."""


@dataclass(frozen=True, slots=True)
class News:
    """What the page opens with, besides the edits."""

    spread: tuple[Spread, ...]
    newcomers: tuple[Newcomer, ...]
    more_newcomers: int
    """How many further ones there are."""
    days_known: int
    """Days of the month before the span of which the warehouse has quotations."""


def news_of(data: DigestData, anchors: Mapping[Who, str]) -> News:
    """The news of the digest's data; `anchors` are those of the sections of speakers."""
    new = data.new_speakers

    def spread(one: SpreadStatement) -> Spread:
        first = one.first
        is_older = data.since is not None and first.published < data.since
        return Spread(
            speaker=speaker_name(first.speaker),
            anchor=anchors.get((first.speaker, first.speaker_id)),
            words=shorten(first.text, MAX_SPREAD_WORDS),
            outlets=one.outlets,
            outlets_within=one.outlets_within,
            first_outlet=outlet_name(first.outlet),
            first_day=long_day(first.published.date()) if is_older else None,
            link=web_link(first.url, first.text, context=first.context),
        )

    def newcomer(one: NewSpeaker) -> Newcomer:
        count = one.count
        return Newcomer(
            speaker=speaker_name(count.speaker),
            anchor=anchors.get((count.speaker, count.speaker_id)),
            role=shorten(count.role or "", MAX_ROLE),
            quotations=count.quotations,
            last_quoted=long_day(one.last_quoted) if one.last_quoted else None,
        )

    return News(
        spread=tuple(spread(one) for one in data.spread),
        newcomers=tuple(newcomer(one) for one in new.speakers) if new else (),
        more_newcomers=new.total - len(new.speakers) if new else 0,
        days_known=new.days_known if new else 0,
    )
