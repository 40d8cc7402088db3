"""What edits did to quotations: the words before and after, with those marked that differ."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.publish.calendar import long_day
from pipeline.publish.links import web_link
from pipeline.publish.passages import Paragraph, Stretch
from pipeline.publish.shown_texts import headline_of, outlet_name, speaker_name
from pipeline.shown_records import ChangedQuotation, QuotationChange
from pipeline.text.shortening import shorten
from pipeline.text.word_runs import word_runs

MAX_COMPARED = 2400
"""Characters shown of either wording: some 400 words, which are compared in some milliseconds."""

CHANGE_NAMES = {
    QuotationChange.SPEAKER: "given to another speaker",
    QuotationChange.REMOVED: "taken out",
    QuotationChange.ADDED: "added",
    QuotationChange.NEGATION: "a negation differs",
    QuotationChange.NUMBER: "a number differs",
    QuotationChange.SPELLING: "spelling",
    QuotationChange.REPLACED: "replaced by other words",
    QuotationChange.REWORDED: "reworded",
    QuotationChange.MOVED: "moved within the article",
    QuotationChange.MARKS: "marks only",
    QuotationChange.WHITE_SPACE: "white space only",
}
"""What a change is called for a reader."""


@dataclass(frozen=True, slots=True)
class Change:
    """What an edit did to a quotation."""

    name: str
    """What was done, for a reader."""
    speaker: str
    speaker_now: str | None
    """None if it is the same speaker, or the words are gone."""
    outlet: str
    headline: str
    link: str | None
    """Opens the page at the words as they are now; None where its URL is not a web address."""
    day: str
    """On which the edit was seen, as a reader writes it."""
    iso_day: str
    before: Paragraph
    """A quoted stretch is one that the edit took out; empty if the words were added."""
    after: Paragraph
    """A quoted stretch is one that the edit put in; empty if the whole quotation is gone."""


def change_of(changed: ChangedQuotation) -> Change:
    """A changed quotation as pages show it."""
    before = shorten(changed.text or "", MAX_COMPARED)
    after = shorten(changed.text_now or "", MAX_COMPARED)
    if before and after:
        taken_out, put_in = word_differences(before, after)
    else:
        taken_out, put_in = _whole(before), _whole(after)
    seen = changed.seen_at.date()
    speaker, speaker_now = speaker_name(changed.speaker), speaker_name(changed.speaker_now)
    if changed.text is None:
        speaker = speaker_now
    is_other = changed.change is QuotationChange.SPEAKER
    return Change(
        name=CHANGE_NAMES[changed.change],
        speaker=speaker,
        speaker_now=speaker_now if is_other else None,
        outlet=outlet_name(changed.outlet),
        headline=headline_of(changed.headline),
        link=web_link(changed.url, changed.text_now or ""),
        day=long_day(seen),
        iso_day=seen.isoformat(),
        before=taken_out,
        after=put_in,
    )


def _whole(text: str) -> Paragraph:
    return (Stretch(text, quoted=True),) if text else ()


def word_differences(before: str, after: str) -> tuple[Paragraph, Paragraph]:
    """Both texts in stretches; a quoted one is words that the other text does not have there.

    The time grows with the product of their lengths: bound them (MAX_COMPARED).
    """
    taken_out: list[Stretch] = []
    put_in: list[Stretch] = []
    for run in word_runs(before.split(), after.split()):
        if run.before:
            taken_out.append(Stretch(" ".join(run.before), quoted=not run.is_same))
        if run.after:
            put_in.append(Stretch(" ".join(run.after), quoted=not run.is_same))
    return tuple(taken_out), tuple(put_in)
