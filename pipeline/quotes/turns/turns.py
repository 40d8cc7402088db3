"""Turns of transcripts and interviews: a label in front of the words says who speaks.

One label is nobody's name (“Update: …”): labels count together. “Q” and “A” count where both
are there. Names count where at least two take turns and one of them again, or where capitals,
titles or elements show that they are names; and where those who are named speak like people in
a conversation, who ask, and say “I” and “you”.

A turn goes on over paragraphs without a label up to the next one. Behind the last label of a text
it ends with its paragraph, unless an element holds it together.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.quotes.attribution_candidates import TokenSpan
from pipeline.quotes.languages.english.english_grammar import FIRST_PERSON
from pipeline.quotes.languages.english.english_reporting import SAYING_VERBS
from pipeline.quotes.token_table import TokenTable
from pipeline.quotes.turns.paragraphs import Paragraph, asks
from pipeline.quotes.turns.turn_labels import Side, TurnLabel, label_of
from pipeline.records import Label
from pipeline.text.word_sets import words

TALKING = FIRST_PERSON | {"you", "your", "yours", "you're", "you've", "you'd", "you'll"}
"""Words of people who talk with each other."""
LOOKED_AT = 300
"""Tokens of a paragraph that show whether somebody talks in it."""
ONE_SELF = words("i i'm i've i'd i'll me my mine myself")
"""Words with which one person speaks of themselves."""
TALK_SHARE = 1 / 3
"""Share of turns with a question or with “I” or “you” in them from which it is a conversation:
lists of facts have hardly any, short turns of evidence have it in half."""
MOST_OF_ONE = 0.75
"""Share of the labels that one speaker has at most, where two or more take turns."""
MAX_GAP = 8
"""Paragraphs without a label that one turn goes on for: a longer text is somebody else's."""


@dataclass(slots=True)
class Turn:
    """What somebody says at a time."""

    side: Side
    label: TurnLabel | None
    speech: list[TokenSpan]
    """What is said, one stretch a paragraph."""
    paragraphs: list[int]
    """Their positions in the list of paragraphs, that of a label alone among them."""
    asks: bool = False
    """Whether it ends with a question."""


def labelled_turns(table: TokenTable, paragraphs: list[Paragraph]) -> list[Turn]:
    """The turns of a text that labels tell, in text order."""
    labels = {
        position: label
        for position, paragraph in enumerate(paragraphs)
        if paragraph.markup.label is not Label.HEADING
        and (label := label_of(table, paragraph)) is not None
    }
    counted = _counted(table, paragraphs, labels)
    return _turns(table, paragraphs, {at: labels[at] for at in sorted(counted)})


def _counted(
    table: TokenTable, paragraphs: list[Paragraph], labels: dict[int, TurnLabel]
) -> set[int]:
    """The positions of the labels that count.

    | label | counts |
    | --- | --- |
    | “Q”, “A” | where a “Q” has an “A”, or a name that labels twice |
    | a name that labels twice | in a conversation |
    | a name known by capitals, title, element or text | in one, if some name labels twice |
    | the same where none labels twice | in one, if the next turn has such a label as well |

    A name in bold is none of those known.
    """
    letters = {at for at, label in labels.items() if label.side is not Side.NAMED}
    sides = {labels[at].side for at in letters}
    named = _with_full_keys({at: label for at, label in labels.items() if at not in letters})
    times = Counter(label.key for label in named.values())
    again = {at for at, label in named.items() if times[label.key] > 1}
    if Side.QUESTION not in sides or not (Side.ANSWER in sides or again):
        letters = set()
    counted = _names_in_turn(table, paragraphs, named, again)
    if not letters and len({named[at].key for at in counted}) < 2:
        return set()
    if _is_conversation(table, paragraphs, named, counted):
        return letters | counted | again
    return letters


def _names_in_turn(
    table: TokenTable, paragraphs: list[Paragraph], named: dict[int, TurnLabel], again: set[int]
) -> set[int]:
    """The labels that show to be names, those in bold aside; `again` are those that label twice."""
    plain = {at for at, label in named.items() if label.is_plain or label.is_telling}
    names = _Names(table, [named[at] for at in plain])
    known = {at for at in plain if named[at].is_telling or names.knows(named[at])}
    if again & plain:
        return (again & plain) | known
    return _in_turn(paragraphs, named, known)


def _is_conversation(
    table: TokenTable, paragraphs: list[Paragraph], named: dict[int, TurnLabel], counted: set[int]
) -> bool:
    """Whether those who are named take turns, and speak like people who talk with each other."""
    shown = sum(_talks(table, paragraphs, named, at) for at in counted)
    return _take_turns(named, counted) and shown >= TALK_SHARE * len(counted)


def _with_full_keys(labels: dict[int, TurnLabel]) -> dict[int, TurnLabel]:
    """The labels, a family name with the key of the only full name that ends with it."""
    fuller: dict[str, set[str]] = defaultdict(set)
    for label in labels.values():
        first, _, last = label.key.rpartition(" ")
        if first:
            fuller[last].add(label.key)
    return {
        at: replace(label, key=min(fuller[label.key]))
        if len(fuller.get(label.key, ())) == 1
        else label
        for at, label in labels.items()
    }


def _take_turns(labels: dict[int, TurnLabel], counted: set[int]) -> bool:
    """Whether no label is nearly all of those that colons alone show: a list has one again."""
    times = Counter(labels[at].key for at in counted if not labels[at].is_telling)
    return not times or max(times.values()) <= MOST_OF_ONE * max(len(counted), 2)


def _in_turn(
    paragraphs: list[Paragraph], labels: dict[int, TurnLabel], known: set[int]
) -> set[int]:
    """Labels of names that follow each other, each once; terms with definitions do not count."""
    in_text = {at for at in known if not paragraphs[at].is_term}
    steps = {at: 1 + (labels[at].speech_start >= paragraphs[at].end) for at in in_text}
    followed = {at for at in in_text if at + steps[at] in in_text}
    return followed | {at + steps[at] for at in followed}


class _Names:
    """Which labels name somebody that the text names elsewhere."""

    def __init__(self, table: TokenTable, labels: list[TurnLabel]) -> None:
        self.table = table
        self.pairs: Counter[tuple[str, str]] = Counter()
        self.lasts: Counter[str] = Counter()
        if not labels:
            return
        capital = [table.is_capitalised(at) for at in range(len(table.text))]
        for at in range(1, len(capital)):
            if capital[at - 1] and capital[at]:
                self.pairs[table.lower[at - 1], table.lower[at]] += 1
                self.lasts[table.lower[at]] += 1
        self.in_labels = Counter(pair for label in labels if (pair := self._pair(label)))

    def _pair(self, label: TurnLabel) -> tuple[str, str] | None:
        """The last two words of a name."""
        if label.name is None or label.name.name[1] - label.name.name[0] < 2:
            return None
        end = label.name.name[1]
        return self.table.lower[end - 2], self.table.lower[end - 1]

    def knows(self, label: TurnLabel) -> bool:
        """Whether the text has the name, or one that ends with the label's only word."""
        pair = self._pair(label)
        if pair is not None:
            return self.pairs[pair] > self.in_labels[pair]
        return self.lasts[label.key] > 0


def _talks(
    table: TokenTable, paragraphs: list[Paragraph], labels: dict[int, TurnLabel], at: int
) -> bool:
    """Whether what follows a label is said in a conversation."""
    paragraph = paragraphs[at]
    start = labels[at].speech_start
    if start >= paragraph.end and at + 1 < len(paragraphs):
        paragraph = paragraphs[at + 1]
        start = paragraph.start
    end = min(paragraph.end, start + LOOKED_AT)
    # whoever writes for readers says “you” to them, so capitals or a title must show the rest
    talking = TALKING if labels[at].is_telling else FIRST_PERSON
    return any(table.lower[t] in talking or table.text[t] == "?" for t in range(start, end))


def _turns(
    table: TokenTable, paragraphs: list[Paragraph], labels: dict[int, TurnLabel]
) -> list[Turn]:
    turns: list[Turn] = []
    positions = [*labels, len(paragraphs)]
    for position, behind in pairwise(positions):
        label, paragraph = labels[position], paragraphs[position]
        turn = Turn(label.side, label, [], [position])
        if label.speech_start < paragraph.end:
            turn.speech.append((label.speech_start, paragraph.end))
        for at in range(position + 1, min(behind, position + 1 + MAX_GAP)):
            if not _goes_on(table, turn, paragraphs[at], is_last=behind == len(paragraphs)):
                break
            turn.speech.append((paragraphs[at].start, paragraphs[at].end))
            turn.paragraphs.append(at)
        if turn.speech:
            turn.asks = asks(table, *turn.speech[-1])
            turns.append(turn)
    return turns


def _goes_on(table: TokenTable, turn: Turn, paragraph: Paragraph, *, is_last: bool) -> bool:
    """Whether a paragraph without a label belongs to the turn before it."""
    if paragraph.is_apart or _is_remark(table, paragraph) or tells(table, paragraph):
        return False
    if not turn.speech:
        # the label stands alone above the words
        return True
    return not is_last


def _is_remark(table: TokenTable, paragraph: Paragraph) -> bool:
    """“(Laughter)”, “[The inquiry rose at noon.]”."""
    return table.text[paragraph.start] in {"(", "["} and (
        table.text[paragraph.end - 1] in {")", "]"}
    )


def tells(table: TokenTable, paragraph: Paragraph) -> bool:
    """Whether a writer reports in a paragraph what somebody said between marks."""
    if not paragraph.quotes:
        return False
    spans = [table.quoted_spans[q] for q in paragraph.quotes]
    inside = {t for m in spans for t in range(m.start, m.end)}
    outside = [t for t in range(paragraph.start, paragraph.end) if t not in inside]
    spoken = {table.lower[t] for t in outside}
    return not spoken.isdisjoint(SAYING_VERBS) and spoken.isdisjoint(ONE_SELF)
