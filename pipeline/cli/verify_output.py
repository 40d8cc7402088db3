"""What `verify` prints: sentences for a person, JSON lines for editors' tools."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipeline.text.safe_text import printable
from pipeline.text.shortening import shorten
from pipeline.verify import (
    SHOWN_WORDS,
    CheckedDraft,
    CheckedPassage,
    explanation,
    link_to_printed,
    passage_record,
)


@dataclass(frozen=True, slots=True)
class DraftAnswer:
    """What one draft gave: an error, or its checked passages."""

    file: str
    """As the user wrote it."""
    error: str | None = None
    checked: CheckedDraft | None = None

    @property
    def is_fine(self) -> bool:
        """Whether all of its passages are fine."""
        return self.checked is not None and all(
            passage.is_fine for passage in self.checked.passages
        )


def verify_text(answer: DraftAnswer) -> str:
    """A draft for reading: each passage with its verdict, what was printed, and where."""
    if answer.checked is None:
        return printable(f"{answer.file}\n  {answer.error}\n")
    lines = [answer.file]
    for passage in answer.checked.passages:
        words = shorten(passage.text, SHOWN_WORDS)
        lines.append(f"  {passage.verdict:<15}  {passage.speaker or 'not named'}: “{words}”")
        lines.append(f"                   {explanation(passage, answer.checked)}")
        lines += [f"                   {line}" for line in _places(passage)]
    if not answer.checked.passages:
        lines.append("  there are no words in quotation marks that somebody is said to have said")
    return printable("\n".join(lines)) + "\n"


def _places(passage: CheckedPassage) -> Iterator[str]:
    """Where the printed words can be seen: the page, and its archived copy."""
    if passage.match is None:
        return
    speech = passage.match.speech
    yield link_to_printed(passage.match)
    yield (
        f"archived {speech.captured_at:%Y-%m-%d %H:%M} UTC: {speech.warc_file} at "
        f"{speech.warc_offset}"
    )


def verify_json(answer: DraftAnswer) -> str:
    """A draft as one line of JSON."""
    passages = answer.checked.passages if answer.checked else ()
    return json.dumps(
        {
            "file": answer.file,
            "error": answer.error,
            "passages": [
                passage_record(passage, answer.checked) for passage in passages if answer.checked
            ],
        },
        ensure_ascii=True,
    )


VERIFY_PRINTERS: dict[str, Callable[[DraftAnswer], str]] = {
    "json": verify_json,
    "text": verify_text,
}
