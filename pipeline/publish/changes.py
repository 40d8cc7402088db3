"""What edits did to quotations: the words before and after, with those marked that differ."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from pipeline.publish.calendar import long_day
from pipeline.publish.links import is_web_address, link_to_words
from pipeline.publish.passages import Paragraph, Stretch
from pipeline.shown_records import ChangedQuotation
from pipeline.text.shortening import shorten

MAX_COMPARED = 1200
"""Characters shown of either wording: some 200 words, which are compared in a millisecond."""


@dataclass(frozen=True, slots=True)
class Change:
    """A quotation that an edit reworded or took out."""

    speaker: str
    outlet: str
    headline: str
    link: str | None
    """Opens the page at the words as they are now; None where its URL is not a web address."""
    day: str
    """On which the edit was seen, as a reader writes it."""
    iso_day: str
    before: Paragraph
    """A quoted stretch is one that the edit took out."""
    after: Paragraph
    """A quoted stretch is one that the edit put in; empty if the whole quotation is gone."""


def change_of(changed: ChangedQuotation, *, speaker: str, outlet: str, headline: str) -> Change:
    """A changed quotation as the page shows it; names and headline come fit to be shown."""
    before = shorten(changed.text, MAX_COMPARED)
    after = shorten(changed.text_now or "", MAX_COMPARED)
    taken_out, put_in = word_differences(before, after) if after else ((Stretch(before, True),), ())
    seen = changed.seen_at.date()
    link = link_to_words(changed.url, changed.text_now or "") if changed.text_now else changed.url
    return Change(
        speaker=speaker,
        outlet=outlet,
        headline=headline,
        link=link if is_web_address(changed.url) else None,
        day=long_day(seen),
        iso_day=seen.isoformat(),
        before=taken_out,
        after=put_in,
    )


def word_differences(before: str, after: str) -> tuple[Paragraph, Paragraph]:
    """Both texts in stretches; a quoted one is words that the other text does not have there.

    The time grows with the product of their lengths: bound them (MAX_COMPARED).
    """
    old, new = before.split(), after.split()
    taken_out: list[Stretch] = []
    put_in: list[Stretch] = []
    for what, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if i1 < i2:
            taken_out.append(Stretch(" ".join(old[i1:i2]), quoted=what != "equal"))
        if j1 < j2:
            put_in.append(Stretch(" ".join(new[j1:j2]), quoted=what != "equal"))
    return tuple(taken_out), tuple(put_in)
