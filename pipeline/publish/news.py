"""What the digest opens with: statements that spread, and speakers who were not quoted lately."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.digest_records import DigestData, NewSpeaker, SpreadStatement
from pipeline.publish.calendar import long_day
from pipeline.publish.links import is_web_address, link_to_words
from pipeline.text.shortening import shorten

MAX_SPREAD_WORDS = 400
"""Characters shown of a statement that spread: some five lines; all of it is with its speaker."""

_Anchor = Callable[[str | None, int | None], str | None]


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


def news_of(
    data: DigestData,
    *,
    named: Callable[[str | None], str],
    anchor_of: _Anchor,
    max_outlet: int,
    max_role: int,
) -> News:
    """The news of the digest's data.

    `named` gives what a speaker is called on a page, `anchor_of` the anchor of the section of a
    speaker's name and id; the rest are the longest texts shown, in characters.
    """
    new = data.new_speakers

    def spread(one: SpreadStatement) -> Spread:
        first = one.first
        is_older = first.published and data.since and first.published < data.since
        return Spread(
            speaker=named(first.speaker),
            anchor=anchor_of(first.speaker, first.speaker_id),
            words=shorten(first.text, MAX_SPREAD_WORDS),
            outlets=one.outlets,
            outlets_within=one.outlets_within,
            first_outlet=shorten(first.outlet, max_outlet),
            first_day=long_day(first.published.date()) if first.published and is_older else None,
            link=link_to_words(first.url, first.text, context=first.context)
            if is_web_address(first.url)
            else None,
        )

    def newcomer(one: NewSpeaker) -> Newcomer:
        count = one.count
        return Newcomer(
            speaker=named(count.speaker),
            anchor=anchor_of(count.speaker, count.speaker_id),
            role=shorten(count.role or "", max_role),
            quotations=count.quotations,
            last_quoted=long_day(one.last_quoted) if one.last_quoted else None,
        )

    return News(
        spread=tuple(spread(one) for one in data.spread),
        newcomers=tuple(newcomer(one) for one in new.speakers) if new else (),
        more_newcomers=new.total - len(new.speakers) if new else 0,
        days_known=new.days_known if new else 0,
    )
