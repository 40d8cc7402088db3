"""What edits did to quotations as the command line prints it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, fields
from typing import Any

from pipeline.publish import link_to_words
from pipeline.publish.changes import CHANGE_NAMES, change_of
from pipeline.publish.passages import Paragraph
from pipeline.publish.shown_texts import MAX_HEADLINE
from pipeline.shown_records import ChangedQuotation, ChangesFound
from pipeline.text.safe_text import printable
from pipeline.text.shortening import shorten

COLUMNS = tuple(field.name for field in fields(ChangedQuotation))
"""What the table has of a change."""


def change_text(changed: ChangedQuotation) -> str:
    """A change for reading: before and after, with the words marked that differ."""
    shown = change_of(changed)
    who = f"{shown.speaker}, then {shown.speaker_now}" if shown.speaker_now else shown.speaker
    before = _marked(shown.before, "[-", "-]") or "(not there)"
    after = _marked(shown.after, "{+", "+}") or "(taken out)"
    lines = [
        f"{CHANGE_NAMES[changed.change]} · {who} · {changed.outlet}",
        f"    before: {before}",
        f"    after:  {after}",
        f"    in: {shorten(changed.headline or '', MAX_HEADLINE)}",
        f"    last seen {changed.last_seen_at:%Y-%m-%d %H:%M}, edit seen "
        f"{changed.seen_at:%Y-%m-%d %H:%M} UTC",
        f"    {_link(changed)}",
    ]
    return "\n".join(map(printable, lines)) + "\n"


def _marked(paragraph: Paragraph, begin: str, end: str) -> str:
    """The words with signs around those that differ."""
    return " ".join(
        f"{begin}{stretch.text}{end}" if stretch.quoted else stretch.text for stretch in paragraph
    )


def _link(changed: ChangedQuotation) -> str:
    return link_to_words(changed.url, changed.text_now) if changed.text_now else changed.url


def change_record(changed: ChangedQuotation) -> dict[str, Any]:
    """A change as JSON has it."""
    return asdict(changed) | {"link": _link(changed)}


def change_notes(found: ChangesFound) -> Iterator[str]:
    """What a person is to know besides the changes."""
    yield from map(printable, found.notes)
    shown = len(found.changes)
    if shown < found.total:
        yield f"{shown} of {found.total}; --limit shows more"
    elif shown:
        yield f"{shown} of {found.total}"
    else:
        yield "nothing found"
    if found.hidden:
        yield (
            f"{found.hidden} more are of other kinds, of fewer words or less certain; "
            "--kind all --min-confidence 0 shows them"
        )
