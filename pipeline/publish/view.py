"""What the digest shows, put in order: edits, then quotations by speaker, the new ones first.

Everything here is visible, bounded text (`text.shortening`); the template escapes it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter

from pipeline.digest_records import DigestData, SourceCount, SpeakerCount
from pipeline.publish.calendar import long_day
from pipeline.publish.changes import Change, change_of
from pipeline.publish.links import web_link
from pipeline.publish.news import News, Who, news_of
from pipeline.publish.passages import Paragraph, passage
from pipeline.publish.shown_texts import MAX_ROLE, headline_of, outlet_name, speaker_name
from pipeline.records import AUTHOR, Kind
from pipeline.shown_records import UNCERTAIN_BELOW, FoundQuotation
from pipeline.text.folding import letters_and_digits
from pipeline.text.shortening import shorten

MAX_QUOTATIONS = 3000
"""Quotations on one page; a browser still opens it at once (about 4 MB)."""
MAX_SHOWN_URL = 200
"""Longer ones are cut."""
MAX_ANCHOR = 60
"""Of the name by which a speaker's section is linked."""
MAX_ALSO = 8
"""Other outlets of one statement that are listed."""
MAX_WORDS = 300
"""Of words that an edit changed."""

_COMPARED_CHARACTERS = 4000
"""Of two texts that are compared; equal so far is equal."""


@dataclass(frozen=True, slots=True)
class Appearance:
    """One page that prints a quotation."""

    outlet: str
    headline: str
    link: str | None
    """Opens the page at the quoted words; None where its URL is no web address."""
    shown_url: str
    day: str
    """As a reader writes it."""
    iso_day: str
    words: str | None = None
    """The words there, where they are not those of the entry."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One quotation with the page it is from and the others that print the same words."""

    kind: Kind
    paragraphs: tuple[Paragraph, ...]
    appearance: Appearance
    also: tuple[Appearance, ...]
    """Pages with the same words, then those that have them cut or changed."""
    also_more: int
    """How many further pages print it that are not in `also`."""
    first_printed: str | None = None
    """The day on which its statement was first printed, where that was before the span."""


@dataclass(frozen=True, slots=True)
class SpeakerSection:
    """A speaker with the quotations shown."""

    who: Who
    anchor: str
    name: str
    role: str
    quotations: int
    """Of the whole span, also those that the page has no room for."""
    statements: int
    outlets: int
    shown: int
    entries: tuple[Entry, ...]
    """Those first printed in the span, then the others."""
    uncertain: tuple[Entry, ...]
    """Those that are more likely wrong than right."""

    @property
    def kinds(self) -> str:
        """The kinds of its quotations, each once, as class names for the kind filter."""
        entries = (*self.entries, *self.uncertain)
        return " ".join(f"has-{kind}" for kind in Kind if any(e.kind is kind for e in entries))

    @property
    def is_new(self) -> bool:
        """Whether something that the speaker says was first printed in the span."""
        return any(entry.first_printed is None for entry in self.entries)


@dataclass(frozen=True, slots=True)
class DigestView:
    """All that the template prints besides the plots."""

    news: News
    changes: tuple[Change, ...]
    sections: tuple[SpeakerSection, ...]
    """Speakers with something new."""
    repeated: tuple[SpeakerSection, ...]
    """Speakers all of whose words were printed before the span."""
    uncertain: tuple[SpeakerSection, ...]
    """Speakers of whom nothing is certain."""
    quotations: int
    """Of the whole span."""
    statements: int
    new_statements: int
    """Those first printed in the span."""
    shown: int
    speakers: int
    """Persons and bodies with a name."""
    outlets: int
    kinds: tuple[tuple[Kind, int], ...]
    """Kinds that occur and how many quotations of each are shown."""

    @property
    def all_sections(self) -> tuple[SpeakerSection, ...]:
        """All speakers, in the order of the page."""
        return self.sections + self.repeated + self.uncertain


def view_of(data: DigestData) -> DigestView:
    """The digest's data in the order of the page."""
    quotations = data.quotations[:MAX_QUOTATIONS]
    sections = _sections(quotations, data)
    kinds = Counter(quotation.kind for quotation in quotations)
    counted = max(
        sum(count for _outlet, count in data.outlet_counts),
        sum(count for _day, count in data.day_counts),
    )
    statements = {q.statement_id for q in data.quotations} - {None}
    number = max(data.statements, len(statements))
    certain = [section for section in sections if section.entries]
    anchors = {section.who: section.anchor for section in sections}
    return DigestView(
        news=news_of(data, anchors),
        changes=tuple(map(change_of, data.changes)),
        sections=tuple(section for section in certain if section.is_new),
        repeated=tuple(section for section in certain if not section.is_new),
        uncertain=tuple(section for section in sections if not section.entries),
        quotations=max(counted, len(data.quotations)),
        statements=number,
        new_statements=number - len(data.first_printed),
        shown=len(quotations),
        speakers=len(data.speakers),
        outlets=len({q.outlet for q in quotations} | {name for name, _count in data.outlet_counts}),
        kinds=tuple((kind, kinds[kind]) for kind in Kind if kinds[kind]),
    )


def _sections(
    quotations: tuple[FoundQuotation, ...], data: DigestData
) -> tuple[SpeakerSection, ...]:
    counts: tuple[SpeakerCount | SourceCount, ...] = (*data.speakers, *data.unnamed)
    by_speaker: dict[Who, list[FoundQuotation]] = {}
    for quotation in quotations:
        by_speaker.setdefault((quotation.speaker, quotation.speaker_id), []).append(quotation)
    count_of = {_who(count): count for count in counts}
    rank = {_who(count): place for place, count in enumerate(counts)}

    def order(item: tuple[Who, list[FoundQuotation]]) -> tuple[int, int, int, str]:
        who, found = item
        speaker, count = who[0], count_of.get(who)
        unnamed = 2 if speaker is None else int(speaker == AUTHOR)
        number = max(count.quotations if count else 0, len(found))
        return unnamed, -number, rank.get(who, len(rank)), speaker or ""

    anchors: set[str] = set()
    sections = []
    for who, found in sorted(by_speaker.items(), key=order):
        speaker, count = who[0], count_of.get(who)
        role = count.role if isinstance(count, SpeakerCount) else None
        role = role or next((q.role for q in found if q.role), "")
        sections.append(
            SpeakerSection(
                who=who,
                anchor=_anchor(speaker, anchors),
                name=speaker_name(speaker),
                role=shorten(role or "", MAX_ROLE),
                quotations=max(count.quotations if count else 0, len(found)),
                outlets=max(count.outlets if count else 0, len({q.outlet for q in found})),
                statements=max(
                    count.statements if isinstance(count, SpeakerCount) else 0,
                    len({q.statement_id for q in found} - {None}),
                ),
                shown=len(found),
                entries=_entries([q for q in found if not _is_uncertain(q)], data.first_printed),
                uncertain=_entries([q for q in found if _is_uncertain(q)], data.first_printed),
            )
        )
    return tuple(sections)


def _who(count: SpeakerCount | SourceCount) -> Who:
    if isinstance(count, SourceCount):
        return count.source, None
    return count.speaker, count.speaker_id


def _anchor(speaker: str | None, taken: set[str]) -> str:
    """An id of letters, digits and hyphens, the same in every digest unless two names agree."""
    letters = (c if c.isalnum() else " " for c in speaker_name(speaker).casefold())
    base = "-".join("".join(letters).split())[:MAX_ANCHOR].strip("-") or "speaker"
    anchor, number = f"speaker-{base}", 2
    while anchor in taken:
        anchor, number = f"speaker-{base}-{number}", number + 1
    taken.add(anchor)
    return anchor


def _is_uncertain(quotation: FoundQuotation) -> bool:
    return quotation.confidence < UNCERTAIN_BELOW


def _entries(
    found: list[FoundQuotation], first_printed: Mapping[int, datetime]
) -> tuple[Entry, ...]:
    """Quotations of one speaker, what is new first; the same statement elsewhere joins the first.

    Which are the same, the warehouse says; without its word, equal words are.
    """
    groups: dict[tuple[str, Kind, int], list[FoundQuotation]] = {}
    for quotation in found:
        words = _same(quotation)
        number = 0
        # the same page saying the same words again is an entry of its own: it was said twice there
        while any(
            not words or other.url == quotation.url
            for other in groups.get((words, quotation.kind, number), ())
        ):
            number += 1
        groups.setdefault((words, quotation.kind, number), []).append(quotation)
    entries = [_entry(group, first_printed) for group in groups.values()]
    return tuple(sorted(entries, key=lambda entry: entry.first_printed is not None))


def _entry(group: list[FoundQuotation], first_printed: Mapping[int, datetime]) -> Entry:
    first, *others = group
    printed = None if first.statement_id is None else first_printed.get(first.statement_id)
    words = _words(first.text)
    reworded = sorted(((_words(other.text) != words, other) for other in others), key=itemgetter(0))
    return Entry(
        kind=first.kind,
        paragraphs=passage(first.text, first.segments, first.context),
        appearance=_appearance(first),
        also=tuple(_appearance(other, reworded=differs) for differs, other in reworded[:MAX_ALSO]),
        also_more=max(0, len(others) - MAX_ALSO),
        first_printed=long_day(printed.date()) if printed else None,
    )


def _appearance(quotation: FoundQuotation, *, reworded: bool = False) -> Appearance:
    """Where a quotation stands; with its words, if they are not those of its entry."""
    day = quotation.published.date()
    return Appearance(
        outlet=outlet_name(quotation.outlet),
        headline=headline_of(quotation.headline),
        link=web_link(quotation.url, quotation.text, context=quotation.context),
        shown_url=shorten(quotation.url, MAX_SHOWN_URL),
        day=long_day(day),
        iso_day=day.isoformat(),
        words=shorten(quotation.text, MAX_WORDS) if reworded else None,
    )


def _same(quotation: FoundQuotation) -> str:
    """What quotations of one statement have in common; empty if it has no words."""
    words = _words(quotation.text)
    if words and quotation.statement_id is not None:
        return f"statement {quotation.statement_id}"
    return words


def _words(text: str) -> str:
    """Letters and digits alone: what makes two quotations the same words."""
    return letters_and_digits(text[:_COMPARED_CHARACTERS])
