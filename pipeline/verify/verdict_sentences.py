"""What a verdict is said to be: sentences for a person, records for programs."""

from __future__ import annotations

from pipeline.publish import link_to_words
from pipeline.text.shortening import shorten
from pipeline.verify.drafts import CheckedDraft
from pipeline.verify.passage_verdicts import CheckedPassage, PrintedMatch, Verdict
from pipeline.verify.word_alignment import Change, Difference

SHOWN_WORDS = 200
"""Characters of a passage that are shown to a person; the differences show the rest."""

CHANGES = {
    Change.NEGATION: "a negation differs",
    Change.NUMBER: "a number differs",
    Change.BRACKETS: "words in brackets were added",
    Change.ELLIPSIS: "the ellipsis leaves out",
    Change.MERGED: "two parts were put together",
    Change.REORDERED: "the sentences were printed in another order",
    Change.LEFT_OUT: "left out without a sign",
    Change.ADDED: "added",
    Change.REPLACED: "other words",
}
"""What a difference is called."""

_ENDS = (".”", "!”", "?”", "…”")
"""How a sentence ends whose last words are a printed sentence."""


def explanation(
    passage: CheckedPassage, checked: CheckedDraft, *, with_differences: bool = True
) -> str:
    """The sentence that says what a verdict means here; it may leave out which words differ."""
    match = passage.match
    if match is None:
        if checked.since is None:
            return "Not found: the warehouse has no articles yet."
        return (
            f"Not found in {_counted(checked.outlets, 'outlet')} since {checked.since:%Y-%m-%d}. "
            "This does not say that it was not said."
        )
    speech = match.speech
    who = speech.speaker or speech.mention or "a source that is not named"
    where = f"{speech.outlet}, {speech.published:%Y-%m-%d}"
    if len(passage.outlets) > 1:
        where += f", first of {_counted(len(passage.outlets), 'outlet')}"
    of = f"as words of {who}" if passage.speaker or speech.speaker else f"{who}"
    gone = "" if speech.is_current else " The article was edited and no longer has it."
    differences = "; ".join(map(_difference, match.alignment.differences))
    listed = f": {differences}" if with_differences else ""
    printed = {
        Verdict.VERBATIM: f"Printed in these words {of} ({where})",
        Verdict.CUT: f"Printed {of} ({where}), within a longer sentence: {_in_context(match)}",
        Verdict.OTHER_SPEAKER: f"Printed in these words, but {of} ({where})",
        Verdict.ALTERED: f"Printed {of} with other words ({where}){listed}",
        Verdict.PARAPHRASE_ONLY: f"Only reported without quotation marks, {of} ({where})",
    }
    hidden = " A negation in front of it was left out." if passage.hides_negation else ""
    nobody = "" if passage.speaker else " The draft names no speaker."
    said = printed[passage.verdict]
    stop = "" if said.endswith(_ENDS) else "."
    return f"{said}{stop}{hidden}{nobody}{gone}"


def _in_context(match: PrintedMatch) -> str:
    alignment = match.alignment
    parts = (alignment.before, f"[{shorten(alignment.printed, SHOWN_WORDS)}]", alignment.after)
    return "“" + " ".join(part for part in parts if part) + "”"


def _difference(difference: Difference) -> str:
    """A difference as wdiff marks it: [-printed-] {+draft+}."""
    words = " ".join(
        part
        for part in (
            f"[-{difference.printed}-]" if difference.printed else "",
            f"{{+{difference.draft}+}}" if difference.draft else "",
        )
        if part
    )
    return f"{CHANGES[difference.change]} {words}".strip()


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def link_to_printed(match: PrintedMatch) -> str:
    """The link to the page, at the printed words if it still has them."""
    quotation, speech = match.quotation, match.speech
    if not speech.is_current:
        return speech.url
    return link_to_words(speech.url, quotation.text, context=quotation.paragraph)


def passage_record(passage: CheckedPassage, checked: CheckedDraft) -> dict[str, object]:
    """A checked passage as docs/command-line.md describes it under `verify`."""
    return {
        "text": passage.text,
        "speaker": passage.speaker,
        "paragraph": passage.paragraph,
        "verdict": passage.verdict,
        "explanation": explanation(passage, checked),
        "differences": [
            {
                "change": difference.change,
                "draft": difference.draft,
                "printed": difference.printed,
                "position": difference.position,
            }
            for difference in (passage.match.alignment.differences if passage.match else ())
        ],
        "printed": _printed(passage),
    }


def _printed(passage: CheckedPassage) -> dict[str, object] | None:
    if passage.match is None:
        return None
    speech = passage.match.speech
    return {
        "speaker": speech.speaker,
        "mention": speech.mention,
        "outlet": speech.outlet,
        "outlets": list(passage.outlets),
        "headline": speech.headline,
        "url": speech.url,
        "link": link_to_printed(passage.match),
        "published": speech.published.isoformat(),
        "is_current": speech.is_current,
        "sentence_before": passage.match.alignment.before,
        "sentence_after": passage.match.alignment.after,
        "captured_at": speech.captured_at.isoformat(),
        "warc_file": speech.warc_file,
        "warc_offset": speech.warc_offset,
    }
