"""What an edit did to quotations: those of the older text paired with those of the newer one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice, product

from pipeline.people.name_vocabulary import PRONOUNS
from pipeline.shown_records import QuotationChange
from pipeline.text.folding import folded_words
from pipeline.text.paragraph_pairs import ALIKE
from pipeline.text.safe_text import single_spaced
from pipeline.text.word_differences import FEW, is_respelling, negation_differs, number_differs
from pipeline.text.word_runs import likeness, word_runs
from pipeline.warehouse.edits.edited_text import (
    BESIDE,
    Places,
    TextWords,
    paragraphs_of,
    places,
    text_beside,
    word_keys,
)

MUCH_ALIKE = 0.75
"""Share of words, in order, from which on two quotations are one that was reworded though they
stand in different paragraphs or are given to different speakers."""
MAX_WORDS = 250
"""Of a quotation that are compared: the time grows with the square of them."""
MAX_COMPARED = 2500
"""Pairs of quotations that are compared word by word, those in the same place first: an edit leaves
some ten quotations to be paired, and this takes some tenths of a second."""
MAX_WORD_PAIRS = 5_000_000
"""Of the words of all these pairs together, each with each: half a second. An edit of some ten
quotations has 100,000; a page that is made to keep its readers busy may have a hundred million."""
SAME_PLACE, SAME_SPEAKER = 0.2, 0.1
"""What it counts, in share of words, that two quotations stand in one place or have one speaker:
of two that are as much alike, the one in the same paragraph is the replacement."""


@dataclass(frozen=True)
class EditedQuotation:
    """A quotation of one of both texts."""

    quotation_id: int
    paragraph: int
    """Index of the paragraph in which it begins."""
    text: str
    spans: tuple[tuple[int, int], ...]
    """Where its parts stand in the text, in characters."""
    parts: tuple[str, ...]
    """Its parts as the text has them."""
    name_id: int | None
    source: str | None
    """What the article calls who says it; None if it does not say."""
    mention: str | None
    """What the sentence calls who says it, as "she"."""
    extraction: str
    """Names the code and model that read it."""

    @cached_property
    def keys(self) -> list[str]:
        """Its words as they are compared."""
        return word_keys(self.text)

    @property
    def is_named_elsewhere(self) -> bool:
        """Whether only the text before the sentence tells who is meant: by "she", or by nothing."""
        return folded_words(self.mention or "") in {"", *PRONOUNS}

    @cached_property
    def speaker(self) -> tuple[int | None, str]:
        """Equal for quotations whose speaker has the same name, or that call the source alike."""
        return (self.name_id, "" if self.name_id else folded_words(self.source or ""))


@dataclass(frozen=True, slots=True)
class EditedText:
    """One of both texts with its quotations."""

    text: str
    is_whole: bool
    """False for a text that ends before the article does, at a wall or where it was cut off."""
    quotations: Sequence[EditedQuotation]
    """In the order of the text."""


@dataclass(frozen=True, slots=True)
class PairChange:
    """What was done to a quotation."""

    before: EditedQuotation | None
    after: EditedQuotation | None
    change: QuotationChange | None
    """None if the same words stand in the same place; then the speaker is another one."""
    other_speaker: bool = False
    """Whether the texts give it to sources of different names, be they one person or two."""
    words_changed: int = 0

    @property
    def shown(self) -> EditedQuotation:
        """The quotation after the edit, or the one before it if it is gone."""
        for one in (self.after, self.before):
            if one is not None:
                return one
        raise ValueError("a change of no quotation")


def quotation_changes(before: EditedText, after: EditedText) -> list[PairChange]:
    """What an edit did to the quotations of an article, in the order of the newer text."""
    edit = _Edit(before, after)
    pairs = [*_same_words(edit), *_alike(edit)]
    changes = [one for pair in pairs if (one := _change(edit, *pair)) is not None]
    changes += _alone(edit)
    order = [*after.quotations, *before.quotations]
    at = {one.quotation_id: index for index, one in enumerate(order)}
    return sorted(
        changes,
        key=lambda change: (
            edit.places.of(change.shown.paragraph, newer=change.after is not None),
            at[change.shown.quotation_id],
        ),
    )


@dataclass
class _Edit:
    """Both texts, and which quotations are not paired yet."""

    before: EditedText
    after: EditedText
    left: dict[int, EditedQuotation] = field(init=False)
    """Quotations of the older text that are not paired, by id."""
    left_new: dict[int, EditedQuotation] = field(init=False)

    def __post_init__(self) -> None:
        self.left = {one.quotation_id: one for one in self.before.quotations}
        self.left_new = {one.quotation_id: one for one in self.after.quotations}
        self._words, self._words_new = TextWords(self.before.text), TextWords(self.after.text)

        self._paragraphs = paragraphs_of(self.before.text)
        self._paragraphs_new = paragraphs_of(self.after.text)

    @cached_property
    def places(self) -> Places:
        return places(self._paragraphs, self._paragraphs_new)

    def pair(self, one: EditedQuotation, other: EditedQuotation) -> None:
        del self.left[one.quotation_id], self.left_new[other.quotation_id]

    def are_left(self, one: EditedQuotation, other: EditedQuotation) -> bool:
        """Whether neither is paired yet."""
        return one.quotation_id in self.left and other.quotation_id in self.left_new

    def apart(self, one: EditedQuotation, other: EditedQuotation) -> int:
        """How far the places of two quotations lie apart."""
        new_place = self.places.of(other.paragraph, newer=True)
        return abs(self.places.of(one.paragraph) - new_place)

    def in_one_paragraph(self, one: EditedQuotation, other: EditedQuotation) -> bool:
        place = self.places.of(one.paragraph)
        return self.places.is_paragraph(place) and not self.apart(one, other)

    def is_lost(self, one: EditedQuotation) -> bool:
        """Whether words of the older text do not stand in the newer one any more."""
        return not self._words_new.have(one.parts)

    def is_new(self, other: EditedQuotation) -> bool:
        """Whether words of the newer text did not stand in the older one."""
        return not self._words.have(other.parts)

    def as_written(self, one: EditedQuotation, other: EditedQuotation) -> bool:
        """Whether each text has what the other one is, mark for mark."""
        return self._words_new.have_as_written(one.parts) or self._words.have_as_written(
            other.parts
        )

    def tells_other_speaker(self, one: EditedQuotation, other: EditedQuotation) -> bool:
        """Whether the texts, and not only the extraction, give a quotation to another speaker.

        So they print something else beside its words: they call who says it otherwise, or have
        one name in place of the other. Where they say the same, as "she", the paragraph in front
        may be what makes it mean another; a name or a description means the same after the edit.
        """
        if one.speaker == other.speaker or not (one.source and other.source):
            return False
        if one.extraction != other.extraction:
            return False
        beside = text_beside(self.before.text, one.spans)
        beside_new = text_beside(self.after.text, other.spans)
        if folded_words(one.mention or "") != folded_words(other.mention or ""):
            return beside != beside_new
        if one.is_named_elsewhere:
            return beside != beside_new or self._differs(one.paragraph - 1, other.paragraph - 1)
        return (
            _have(beside, one.source)
            and _have(beside_new, other.source)
            and not (_have(beside, other.source) or _have(beside_new, one.source))
        )

    def _differs(self, paragraph: int, paragraph_new: int) -> bool:
        """Whether a paragraph of the newer text is another one than that of the older text."""
        old = self._paragraphs[paragraph : paragraph + 1] if paragraph >= 0 else []
        new = self._paragraphs_new[paragraph_new : paragraph_new + 1] if paragraph_new >= 0 else []
        return old != new


def _have(texts: Iterable[str], name: str) -> bool:
    return any(name in text for text in texts)


def _same_words(edit: _Edit) -> Iterator[tuple[EditedQuotation, EditedQuotation]]:
    """Pairs of quotations with the same words, the same speaker and the same place first."""
    # most quotations are as they were, and their words need not be looked at
    kept = {one.text for one in edit.before.quotations} & {
        other.text for other in edit.after.quotations
    }

    def grouped(quotations: Iterable[EditedQuotation]) -> dict[object, list[EditedQuotation]]:
        groups: dict[object, list[EditedQuotation]] = defaultdict(list)
        for one in quotations:
            groups[one.text if one.text in kept else tuple(one.keys)].append(one)
        return groups

    new_by_words = grouped(edit.after.quotations)
    for keys, ones in grouped(edit.before.quotations).items():
        others = new_by_words.get(keys, [])
        scored = sorted(
            (one.speaker != other.speaker, edit.apart(one, other), at, at_new)
            for (at, one), (at_new, other) in islice(
                product(enumerate(ones), enumerate(others)), MAX_COMPARED
            )
        )
        for _other_speaker, _apart, at, at_new in scored:
            if edit.are_left(ones[at], others[at_new]):
                edit.pair(ones[at], others[at_new])
                yield ones[at], others[at_new]


def _alike(edit: _Edit) -> Iterator[tuple[EditedQuotation, EditedQuotation]]:
    """Pairs of quotations of which one is the other, reworded or replaced; the most alike first."""
    ones, others = list(edit.left.values()), list(edit.left_new.values())
    every = list(product(range(len(ones)), range(len(others))))
    near = {(at, to) for at, to in every if edit.apart(ones[at], others[to]) <= BESIDE}
    every.sort(key=lambda pair: pair not in near)
    scored = []
    left = MAX_WORD_PAIRS
    for at, to in every[:MAX_COMPARED]:
        left -= len(ones[at].keys[:MAX_WORDS]) * len(others[to].keys[:MAX_WORDS])
        if left < 0:
            break
        score = _score(edit, ones[at], others[to], is_near=(at, to) in near)
        if score is not None:
            scored.append((-score, at, to))
    for _score_of, at, to in sorted(scored):
        if edit.are_left(ones[at], others[to]):
            edit.pair(ones[at], others[to])
            yield ones[at], others[to]


def _score(
    edit: _Edit, one: EditedQuotation, other: EditedQuotation, *, is_near: bool
) -> float | None:
    """How well one quotation stands for another; None if it does not."""
    same_speaker = one.speaker == other.speaker
    if not (is_near or same_speaker):
        return None
    least = ALIKE if is_near and same_speaker else MUCH_ALIKE
    alike = likeness(one.keys[:MAX_WORDS], other.keys[:MAX_WORDS], least=least)
    # who speaks in a paragraph before and after the edit says other words there now
    if not alike and not (same_speaker and edit.in_one_paragraph(one, other)):
        return None
    return alike + SAME_PLACE * is_near + SAME_SPEAKER * same_speaker


def _change(edit: _Edit, one: EditedQuotation, other: EditedQuotation) -> PairChange | None:
    """What was done to a quotation that both texts have; None if nothing was."""
    change: QuotationChange | None
    words = 0
    if one.text == other.text or one.keys == other.keys:
        change = _of_same_words(edit, one, other)
    elif not (edit.is_lost(one) or edit.is_new(other)) or _is_cut_off(edit, one, other):
        # both texts have the words of both: only the extraction reads them otherwise
        return None
    else:
        change, words = _word_change(one.keys, other.keys)
    other_speaker = edit.tells_other_speaker(one, other)
    if change is None and not other_speaker:
        return None
    return PairChange(one, other, change, other_speaker, words)


def _of_same_words(
    edit: _Edit, one: EditedQuotation, other: EditedQuotation
) -> QuotationChange | None:
    if edit.apart(one, other) > BESIDE:
        return QuotationChange.MOVED
    if one.text == other.text or edit.as_written(one, other):
        return None
    if single_spaced(one.text) == single_spaced(other.text):
        return QuotationChange.WHITE_SPACE
    return QuotationChange.MARKS


def _is_cut_off(edit: _Edit, one: EditedQuotation, other: EditedQuotation) -> bool:
    """Whether a quotation is shorter only because its text ends there."""
    shorter, longer = sorted((one.keys, other.keys), key=len)
    whole = edit.after.is_whole if shorter is other.keys else edit.before.is_whole
    return not whole and longer[: len(shorter)] == shorter


def _word_change(before: Sequence[str], after: Sequence[str]) -> tuple[QuotationChange, int]:
    """What kind of change of words it is, and how many words differ."""
    pairs = enumerate(zip(before, after, strict=False))
    start = next((at for at, (one, other) in pairs if one != other), min(len(before), len(after)))
    runs = [
        run
        for run in word_runs(before[start : start + MAX_WORDS], after[start : start + MAX_WORDS])
        if not run.is_same
    ]
    words = sum(max(len(run.before), len(run.after)) for run in runs)
    # of a few words nearly all may be others, and still say the opposite: "Yes", "No"
    alike = likeness(before[:MAX_WORDS], after[:MAX_WORDS], least=ALIKE)
    if len(before) + len(after) > FEW and not alike:
        return QuotationChange.REPLACED, words
    if any(
        negation_differs(run.before, run.after) and not _same_letters(run.before, run.after)
        for run in runs
    ):
        return QuotationChange.NEGATION, words
    if any(number_differs(run.before, run.after) for run in runs):
        return QuotationChange.NUMBER, words
    if all(is_respelling(run.before, run.after) for run in runs):
        return QuotationChange.SPELLING, words
    return QuotationChange.REWORDED, words


def _same_letters(before: Iterable[str], after: Iterable[str]) -> bool:
    """Whether only an apostrophe or a space differs ("dont", "don't"): no other negation."""
    return "".join(before).replace("'", "") == "".join(after).replace("'", "")


def _alone(edit: _Edit) -> Iterator[PairChange]:
    """Quotations that only one of both texts has."""
    for one in edit.left.values():
        if edit.after.is_whole and edit.is_lost(one):
            yield PairChange(one, None, QuotationChange.REMOVED, words_changed=len(one.keys))
    for other in edit.left_new.values():
        if edit.before.is_whole and edit.is_new(other):
            yield PairChange(None, other, QuotationChange.ADDED, words_changed=len(other.keys))
