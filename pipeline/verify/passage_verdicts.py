"""The verdict on a passage of a draft: which of the printed words it fits best, and how well."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from pipeline.records import Kind
from pipeline.shown_records import PrintedQuotation, PrintedSpeech
from pipeline.text.folding import folded_words
from pipeline.text.quoted_words import quoted_words
from pipeline.verify.printed_words import printed_words
from pipeline.verify.word_alignment import RUN, Alignment, Change, align

SHARE = 0.6
"""Of a passage's words that print must have, in order, to be what the passage was made from: in a
short sentence two words of five may differ."""

CLOSE = 0.8
"""Share from which altered words in marks tell more than a report without marks."""


class Verdict(StrEnum):
    """What is said of a passage. None of them says that it is false."""

    VERBATIM = "verbatim"
    """Printed so, as words of this speaker."""
    CUT = "cut"
    """Printed so, within a longer sentence: what is left out may change the sense."""
    ALTERED = "altered"
    """Nearly printed so: some words differ."""
    OTHER_SPEAKER = "other-speaker"
    """Printed so, as words of somebody else."""
    PARAPHRASE_ONLY = "paraphrase-only"
    """Only reported, without quotation marks."""
    NOT_FOUND = "not-found"
    """Not in what the warehouse has."""


@dataclass(frozen=True, slots=True)
class PrintedMatch:
    """Printed words that a passage fits."""

    speech: PrintedSpeech
    quotation: PrintedQuotation
    """The one of the speech in which the passage begins."""
    alignment: Alignment
    in_own_words: bool
    """Whether they were printed as what was said, not as a report of it."""
    is_speakers: bool
    """Whether they were printed as words of the speaker whom the draft names."""

    def says_the_same(self, other: PrintedMatch) -> bool:
        """Whether both have the same speaker, and the passage differs from both in the same way."""
        return self._speaker() == other._speaker() and self._differing() == other._differing()

    def _speaker(self) -> tuple[int | None, str]:
        speech = self.speech
        # of a source without a name all is known that the article calls it
        named = speech.speaker_id is not None
        return (speech.speaker_id, "" if named else folded_words(speech.mention or ""))

    def _differing(self) -> list[tuple[Change, int, list[str]]]:
        """The differences without what is a matter of an outlet's style."""
        return [
            (one.change, one.position, [word.key for word in quoted_words(one.printed)])
            for one in self.alignment.differences
        ]


@dataclass(frozen=True, slots=True)
class CheckedPassage:
    """A passage of a draft: the words between one pair of marks."""

    text: str
    speaker: str | None
    """Whom the draft names; None if it names nobody."""
    paragraph: int
    """Index of the paragraph of the draft."""
    verdict: Verdict
    match: PrintedMatch | None
    """What was printed; None if nothing was found."""
    outlets: tuple[str, ...]
    """Names of all outlets whose words of the same speaker fit equally well, and differ in the same
    way; the first to print them first."""

    @property
    def hides_negation(self) -> bool:
        """Whether it is cut out of a sentence so that a negation is left out."""
        return (
            self.verdict is Verdict.CUT
            and self.match is not None
            and self.match.alignment.hides_negation
        )

    @property
    def is_fine(self) -> bool:
        """Whether it was printed so as words of the speaker, and no cut leaves out a negation."""
        return self.verdict in {Verdict.VERBATIM, Verdict.CUT} and not self.hides_negation


def judge(
    text: str,
    *,
    speaker: str | None,
    paragraph: int,
    speaker_ids: Collection[int],
    speeches: Iterable[PrintedSpeech],
) -> CheckedPassage:
    """The verdict on a passage; `speaker_ids` are those whom the name of its `speaker` means.

    `speeches` are printed words that may be near, the first printed first. Of those that fit
    equally well the first one is named.
    """
    words = quoted_words(text)
    judged: list[tuple[Verdict, PrintedMatch]] = []
    for speech in speeches:
        is_speakers = _is_speakers(speech, speaker, speaker_ids)
        # what an interview or a transcript prints without marks are the speaker's own words, too
        own = [one for one in speech.quotations if one.kind is not Kind.INDIRECT]
        reported = [one for one in speech.quotations if one.kind is Kind.INDIRECT]
        for quotations, in_own_words in ((own, True), (reported, False)):
            alignment = align(words, printed_words(quotations))
            if alignment and alignment.matched >= SHARE * len(words):
                begins_in = quotations[alignment.quotation]
                match = PrintedMatch(speech, begins_in, alignment, in_own_words, is_speakers)
                verdict = _verdict(match, len(words))
                if verdict is not Verdict.NOT_FOUND:
                    judged.append((verdict, match))
    judged.sort(key=lambda one: _order(one, len(words)))
    if not judged:
        return CheckedPassage(text, speaker, paragraph, Verdict.NOT_FOUND, None, ())
    verdict, best = judged[0]
    equal = [
        match.speech.outlet
        for other, match in judged
        if other is verdict and match.says_the_same(best)
    ]
    return CheckedPassage(text, speaker, paragraph, verdict, best, tuple(dict.fromkeys(equal)))


def _is_speakers(speech: PrintedSpeech, speaker: str | None, speaker_ids: Collection[int]) -> bool:
    """Whether a speech is of the speaker whom the draft names, or it names nobody."""
    if speaker is None or speech.speaker_id in speaker_ids:
        return True
    return speech.speaker_id is None and folded_words(speech.mention or "") == folded_words(speaker)


def _verdict(match: PrintedMatch, words: int) -> Verdict:
    if words < RUN and not match.is_speakers:
        # two words that others said as well show nothing
        return Verdict.NOT_FOUND
    if not match.in_own_words:
        return Verdict.PARAPHRASE_ONLY
    if not match.alignment.is_exact:
        return Verdict.ALTERED
    if not match.is_speakers:
        return Verdict.OTHER_SPEAKER
    return Verdict.CUT if match.alignment.is_cut else Verdict.VERBATIM


_ORDER = (
    Verdict.VERBATIM,
    Verdict.CUT,
    Verdict.OTHER_SPEAKER,
    Verdict.ALTERED,
    Verdict.PARAPHRASE_ONLY,
)
"""What counts, of several verdicts: exact words before others."""


def _order(judged: tuple[Verdict, PrintedMatch], words: int) -> tuple[object, ...]:
    """Orders verdicts and matches, the one to report first; equal ones keep the speeches' order."""
    verdict, match = judged
    share = match.alignment.matched / words
    rank = float(_ORDER.index(verdict))
    if verdict is Verdict.ALTERED and (share < CLOSE or not match.is_speakers):
        rank = _ORDER.index(Verdict.PARAPHRASE_ONLY) + 0.5
    return (
        rank,
        not match.is_speakers,
        -match.alignment.matched,
        len(match.alignment.differences),
    )
