"""Which items of a sentence a frame reaches, and which marks there may be somebody's words."""

from __future__ import annotations

from pipeline.quotes.findings import Frame, TokenSpan
from pipeline.quotes.languages.english.english_grammar import (
    COORDINATORS,
    SUBJECT_PRONOUNS,
)
from pipeline.quotes.languages.english.english_inflection import PARTICIPLE
from pipeline.quotes.languages.english.english_people import is_role
from pipeline.quotes.languages.english.english_reporting import COGNITION, NAMING, REPORT_NOUNS
from pipeline.quotes.languages.english.noun_phrases import DASHES, is_adverbial
from pipeline.quotes.marks.utterances import (
    is_title_case,
    is_utterance,
    words_of,
)
from pipeline.quotes.reading import QUOTE, Reading

OPENS_ASIDE = frozenset({"after", "when", "before", "once", "since", "as", "while", "if", "unless"})
TRIMMED = frozenset({",", ";", ":", ".", "!", "?", "(", ")", *DASHES})


class Regions:
    """A sentence with its frames, and what each frame reaches."""

    def __init__(self, reading: Reading, number: int, frames: list[Frame]) -> None:
        self.reading = reading
        self.number = number
        self.sentence = reading.sentences[number]
        self.frames = frames
        self.taken: set[int] = set()
        """Marked spans that a frame has taken, or that are known to be nobody's words."""

    def _right_region(self, position: int, frame: Frame) -> tuple[int, int]:
        start = frame.item_end
        if self.sentence.word(start) in {",", ":", *DASHES}:
            start += 1
        end = len(self.sentence)
        for other in self.frames[position + 1 :]:
            if other.item_start < start:
                continue
            if self._is_coordinated(other) or other.content_left:
                end = other.item_start
                break
        return self._trim(start, self._cut(frame, start, end))

    def _cut(self, frame: Frame, start: int, end: int) -> int:
        """Where what is reported ends before a remark of the writer, or before the main clause."""
        aside = self.sentence.word(frame.item_start - 1) in OPENS_ASIDE and frame.item_start < 6
        for item in range(start + 1, end):
            if self.sentence.lower[item] != ",":
                continue
            behind = self.sentence.lower[item + 1 : item + 3]
            remark = behind in (["as", "if"], ["as", "though"]) or (
                behind[:1] in (["and"], ["so"], ["but"]) and behind[1:] in (["i"], ["we"])
            )
            if remark or (aside and QUOTE not in behind):
                return item
        return end

    def _is_coordinated(self, frame: Frame) -> bool:
        """Whether a frame stands beside the one before and not inside its content."""
        before = self.sentence.word(frame.item_start - 1)
        if frame.cue.base in COGNITION:
            return False
        if frame.cue.form == PARTICIPLE or frame.elliptical:
            return True
        if before in {",", ";", *DASHES}:
            return True
        return before in COORDINATORS | {"while", "as", "whereas"} and self.sentence.word(
            frame.item_start - 2
        ) in {",", QUOTE, ";"}

    def _left_region(self, position: int, frame: Frame) -> tuple[int, int]:
        start = self._behind_dateline()
        for other in self.frames[:position]:
            if not other.content_right or other.content_left or other.cue.base == "according":
                start = max(start, min(other.item_end, frame.item_start))
        return self._trim(start, frame.item_start)

    def _behind_dateline(self) -> int:
        """Behind “PORT ELLERY, March 4 (Civic Wire) —” at the start of an article."""
        reading, tokens = self.reading, self.sentence.tokens
        if not reading.text[tokens[0]].isupper() or self.number > 1:
            return 0
        for item in range(1, min(14, len(self.sentence))):
            if self.sentence.lower[item] in DASHES:
                return item + 1
        return 0

    def _trim(self, start: int, end: int) -> tuple[int, int]:
        lower = self.sentence.lower
        while end > start and (
            lower[end - 1] in TRIMMED
            or (lower[end - 1] in COORDINATORS | {"while", "as"} and end - 1 > start)
        ):
            end -= 1
        while start < end and lower[start] in TRIMMED:
            start += 1
        return start, end

    def _span(self, start: int, end: int) -> TokenSpan:
        """Token span of the items from `start` to before `end`."""
        last = end - 1
        quote = self.sentence.quotes[last]
        behind = self.reading.marked[quote].end if quote >= 0 else self.sentence.tokens[last] + 1
        return self.sentence.tokens[start], behind

    def _quotes(self, start: int, end: int, frame: Frame | None = None) -> list[int]:
        """Items of the marked spans in the region that may be somebody's words.

        For a frame behind the region: without those right behind another cue.
        """
        governed = {
            i
            for other in self.frames
            if frame is not None and other is not frame and other.content_right
            if not (other.source is not None and other.source.relative)
            for i in range(other.item_end, min(other.item_end + 4, end))
            if i < end - 1 or (frame.cue.base == "according" and self._can_speak(other))
        }
        return [
            i
            for i in range(start, end)
            if self.sentence.quotes[i] >= 0
            and i not in governed
            and self.sentence.quotes[i] not in self.taken
            and not self._is_name(i)
        ]

    def _is_name(self, item: int) -> bool:
        """Whether the words announce a title, a term or a nickname."""
        back = item - 1
        while back >= 0 and (
            self.sentence.lower[back] in {",", ":"} or is_adverbial(self.sentence, back)
        ):
            back -= 1
        before = self.sentence.word(back)
        marked = self.reading.marked[self.sentence.quotes[item]]
        words = words_of(self.reading, marked)
        cued = any(f.cue.item <= back < f.cue.item_end for f in self.frames)
        if before in NAMING and not cued and not is_utterance(self.reading, marked):
            return True
        if (
            before in {"called", "named", "dubbed", "titled", "as"}
            and back == item - 1
            and not cued
        ) and self.sentence.word(back - 1) in {"known", "is", "are", "was", "were", "better"}:
            return True
        beside = any(
            (f.content_left and f.item_start in (item + 1, item + 2))
            or (f.content_right and back == item - 2 and f.item_end == item - 1)
            for f in self.frames
        )
        return (
            is_title_case(self.reading, words)
            and not beside
            and not is_utterance(self.reading, marked)
        )

    def _run_start(self, start: int, end: int) -> int:
        """Where the run of marked spans begins that ends the region."""
        item = end
        while item > start and (
            self.sentence.quotes[item - 1] >= 0 or self.sentence.lower[item - 1] in {",", "and"}
        ):
            item -= 1
        return item

    def _is_plain_word(self, item: int) -> bool:
        word = self.sentence.lower[item]
        return (
            self.sentence.quotes[item] < 0
            and word[:1].isalnum()
            and word not in COORDINATORS
            and not is_adverbial(self.sentence, item)
        )

    def _utters(self, item: int) -> bool:
        return is_utterance(self.reading, self.reading.marked[self.sentence.quotes[item]])

    def _can_speak(self, frame: Frame) -> bool:
        """Whether the head of the source is a name, a person, a body or a document."""
        source = frame.source
        if source is None:
            return False
        head = source.end - 1
        for token in range(source.start, source.end):
            lower = self.reading.lower[token]
            if lower in SUBJECT_PRONOUNS | {"one", "another", "others", "who"}:
                return True
            if lower in {"of", "for", "from", "at", "in", "with", ","} and token > source.start:
                head = token - 1
                break
        last = self.reading.lower[head]
        if is_role(last) or last in REPORT_NOUNS or self.reading.is_capitalised(head):
            return True
        return last.endswith("s") and not last.endswith("ss")
