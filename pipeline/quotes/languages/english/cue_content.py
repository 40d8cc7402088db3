"""The content of a frame: its extent, the marked spans in it, its kind, how sure that is."""

from __future__ import annotations

from pipeline.quotes.findings import Finding, Frame, Source, TokenSpan
from pipeline.quotes.languages.english.cues import PASSIVE
from pipeline.quotes.languages.english.english_grammar import (
    AUXILIARIES,
    DETERMINERS,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
)
from pipeline.quotes.languages.english.english_reporting import COGNITION, PROMISES, PURE_SAY, SAY
from pipeline.quotes.languages.english.frames import begins_clause, is_judging, takes_clauses
from pipeline.quotes.languages.english.noun_phrases import DASHES
from pipeline.quotes.languages.english.regions import Regions
from pipeline.quotes.marks.utterances import (
    ends_like_sentence,
)
from pipeline.quotes.reading import QUOTE
from pipeline.records import Kind

NAMING_VERBS = frozenset({"call", "dub", "label", "style", "title", "brand", "deem"})
SURE, LIKELY, FAIR = 0.97, 0.88, 0.75
"""Confidence: a verb of saying right beside the marks; in its sentence; by a looser tie."""


class FrameReader(Regions):
    """Reads the content of the frames of one sentence."""

    def findings(self, *, indirect: bool) -> list[Finding]:
        """The attributions of the sentence, in order of their cues."""
        found: dict[int, Finding] = {}
        # “…, she said.” at the end is about all before it, cues inside that included
        order = sorted(range(len(self.frames)), key=lambda at: not self.frames[at].content_left)
        for position in order:
            finding = self._finding(position, self.frames[position], indirect=indirect)
            if finding is not None:
                found[position] = finding
        return [found[position] for position in sorted(found)]

    # -- findings ---------------------------------------------------------------

    def _finding(self, position: int, frame: Frame, *, indirect: bool) -> Finding | None:
        if frame.content_left and frame.content_right:
            return self._both_sides(position, frame, indirect=indirect)
        if frame.content_left:
            return self._left(position, frame, indirect=indirect)
        if frame.content_right:
            return self._right(position, frame, indirect=indirect)
        return None

    def _make(
        self,
        frame: Frame,
        kind: Kind,
        content: list[TokenSpan],
        items: list[int],
        confidence: float,
    ) -> Finding:
        quotes = [self.sentence.quotes[i] for i in items]
        self.taken.update(quotes)
        tokens = self.sentence.tokens
        cue = (tokens[frame.cue.item], tokens[frame.cue.item_end - 1] + 1)
        marked = [self.reading.marked[q] for q in quotes]
        if any(not (m.closed and m.opened) for m in marked):
            confidence -= 0.15
        if any(m.single for m in marked):
            confidence -= 0.05
        return Finding(
            self.number, cue, frame.source, content, quotes, kind, confidence, frame.cue.base
        )

    def _both_sides(self, position: int, frame: Frame, *, indirect: bool) -> Finding | None:
        interrupted = self._interrupted(position, frame, indirect=indirect)
        if interrupted is not None:
            return interrupted
        left = self._left(position, frame, indirect=indirect)
        reported = left is not None and left.kind in {Kind.INDIRECT, Kind.MIXED}
        right = self._right(position, frame, indirect=indirect and reported, plain=reported)
        if left is None or right is None:
            return left or right
        kinds = {left.kind, right.kind}
        left.content = left.content + right.content
        left.quotes = left.quotes + right.quotes
        if Kind.DIRECT in kinds:
            left.kind = Kind.DIRECT
        elif left.quotes:
            left.kind = Kind.MIXED
        return left

    def _interrupted(self, position: int, frame: Frame, *, indirect: bool) -> Finding | None:
        """“The order, he said, was a “lift” and would lapse”: a sentence around its attribution."""
        if not takes_clauses(frame.cue) or self.sentence.word(frame.item_start - 1) != ",":
            return None
        start, end = self._left_region(position, frame)
        right_start, right_end = self._right_region(position, frame)
        if start >= end or right_start >= right_end or QUOTE in self.sentence.lower[start:end]:
            return None
        items = self._quotes(right_start, right_end)
        if items and items[0] == right_start and self._utters(items[0]):
            return None
        if not items and not (indirect and self._is_rest(right_start)):
            return None
        content = [self._span(start, end), self._span(right_start, right_end)]
        return self._make(frame, Kind.MIXED if items else Kind.INDIRECT, content, items, LIKELY)

    def _is_rest(self, item: int) -> bool:
        """Whether the words go on with a sentence: its verb, or a clause of its own."""
        word = self.sentence.word(item)
        if word in AUXILIARIES or word.endswith("ed"):
            return True
        first = item + (word in {"and", "but"})
        return begins_clause(self.reading, self.sentence, first)

    def _left(self, position: int, frame: Frame, *, indirect: bool) -> Finding | None:
        start, end = self._left_region(position, frame)
        if start >= end:
            return None
        items = self._quotes(start, end, frame)
        lower = self.sentence.lower
        if not items:
            wordy = end - start >= 3 and QUOTE not in lower[start:end]
            if (
                indirect
                and wordy
                and takes_clauses(frame.cue)
                and self._clause_before(frame, start, end)
            ):
                return self._make(frame, Kind.INDIRECT, [self._span(start, end)], [], 0.8)
            return None
        beside = items[-1] == end - 1
        run = [i for i in items if i >= self._run_start(start, end)] if beside else []
        words_outside = sum(1 for i in range(start, end) if self._is_plain_word(i))
        if run and (words_outside == 0 or all(self._utters(i) for i in run)):
            content = [self._span(i, i + 1) for i in run]
            confidence = SURE if frame.cue.base != "according" else LIKELY
            return self._make(frame, Kind.DIRECT, content, run, confidence)
        if not takes_clauses(frame.cue):
            return self._make(
                frame, Kind.PARTIAL, [self._span(i, i + 1) for i in items], items, FAIR
            )
        return self._make(frame, Kind.MIXED, [self._span(start, end)], items, LIKELY)

    def _clause_before(self, frame: Frame, start: int, end: int) -> bool:
        """Whether what precedes “, she said” is a clause and not an adverbial."""
        if self.sentence.word(start) in SUBORDINATORS and end - start < 8:
            return False
        if self.sentence.word(frame.item_start - 1) not in {",", *DASHES}:
            return frame.cue.base == "according"
        return any(
            begins_clause(self.reading, self.sentence, i)
            for i in range(start, min(end, start + 12))
        )

    def _right(
        self, position: int, frame: Frame, *, indirect: bool, plain: bool = False
    ) -> Finding | None:
        start, end = self._right_region(position, frame)
        if start >= end:
            return None
        items = self._quotes(start, end)
        if plain and (indirect or items) and not (items and all(self._utters(i) for i in items)):
            # the rest of a reported sentence that its attribution interrupts
            kind = Kind.MIXED if items else Kind.INDIRECT
            return self._make(frame, kind, [self._span(start, end)], items, LIKELY)
        if items and self._names_only(frame, start, items):
            return None
        if not items or not self._may_word(frame, items):
            wanted = indirect and not (not items and self._blocked(start, end))
            return self._indirect(frame, start, end) if wanted else None
        first = start + (self.sentence.word(start) == "that")
        first += self.sentence.word(first) == ","
        if first == items[0]:
            return self._marks_first(frame, first, end, items)
        return self._marks_later(frame, start, end, items)

    def _may_word(self, frame: Frame, items: list[int]) -> bool:
        """Whether marks in what the cue reports can be its source's own wording."""
        if any(self._utters(i) for i in items):
            return True
        if frame.cue.base in COGNITION:
            return False
        return SAY in frame.cue.classes or frame.source is None or self._can_speak(frame)

    def _marks_later(self, frame: Frame, start: int, end: int, items: list[int]) -> Finding:
        """Marks somewhere in what the cue governs: ‘said the plan was “…”’, ‘called it a “…”’."""
        spans = [self._span(i, i + 1) for i in items]
        introduced = self.sentence.word(items[0] - 1)
        utters = introduced in {":", ","} and self._utters(items[0])
        if utters and introduced == ":":
            return self._make(frame, Kind.DIRECT, spans, items, LIKELY)
        clause = takes_clauses(frame.cue) and not is_judging(frame.cue)
        if (
            clause
            and frame.cue.form != PASSIVE
            and begins_clause(self.reading, self.sentence, start)
        ):
            return self._make(frame, Kind.MIXED, [self._span(start, end)], items, LIKELY)
        if utters and all(self._utters(i) for i in items):
            return self._make(frame, Kind.DIRECT, spans, items, FAIR)
        return self._make(frame, Kind.PARTIAL, spans, items, FAIR)

    def _blocked(self, start: int, end: int) -> bool:
        """Whether the only marks in the region are already somebody else's words."""
        return any(self.sentence.quotes[i] >= 0 for i in range(start, min(start + 2, end)))

    def _marks_first(self, frame: Frame, first: int, end: int, items: list[int]) -> Finding:
        """Marks right behind the cue: ‘said “…”’, ‘said, “…”’, ‘said that “…”’."""
        that = self.sentence.word(first - 1) == "that"
        colon = self.sentence.word(first - 1) in {":", ","}
        utters = self._utters(items[0]) or self._is_said_whole(items[0])
        outside = sum(1 for i in range(first, end) if self._is_plain_word(i))
        sure = SURE if SAY in frame.cue.classes else LIKELY
        if that and takes_clauses(frame.cue):
            return self._make(frame, Kind.MIXED, [self._span(first - 1, end)], items, sure)
        if utters or (colon and outside == 0):
            content = [self._span(i, i + 1) for i in items]
            return self._make(frame, Kind.DIRECT, content, items, sure)
        if (
            outside > 3
            and takes_clauses(frame.cue)
            and not is_judging(frame.cue)
            and self._goes_on(items[0])
        ):
            return self._make(frame, Kind.MIXED, [self._span(first, end)], items, LIKELY)
        return self._make(frame, Kind.PARTIAL, [self._span(i, i + 1) for i in items], items, LIKELY)

    def _is_said_whole(self, item: int) -> bool:
        """“Oh, good.”: too short for a clause, but set as a sentence of its own."""
        marked = self.reading.marked[self.sentence.quotes[item]]
        capital = self.reading.is_capitalised(marked.inner_start)
        return capital and ends_like_sentence(self.reading, marked)

    def _goes_on(self, item: int) -> bool:
        following = self.sentence.word(item + 1)
        return following in SUBJECT_PRONOUNS or bool(following[:1].isalpha())

    def _names_only(self, frame: Frame, start: int, items: list[int]) -> bool:
        """“an account called ‘Harbour Gulls’”: a name, not what somebody calls it."""
        if frame.cue.base not in NAMING_VERBS or items[0] != start or frame.source is None:
            return False
        source, reading = frame.source, self.reading
        if reading.lower[source.start] in SUBJECT_PRONOUNS or reading.is_telling_capital(
            source.start
        ):
            return False
        before = self.sentence.word(frame.item_start - 1)
        if before in {"what", "which", "whom", "that"}:
            return False
        named = reading.lower[source.start] in DETERMINERS and not self._utters(items[0])
        if named:
            self.taken.update(self.sentence.quotes[i] for i in items)
        return named

    def _is_writer(self, source: Source) -> bool:
        """Whether the writer speaks of the writer: “I thought that” is no reported speech."""
        return source.end - source.start == 1 and self.reading.lower[source.start] in {"i", "we"}

    def _indirect(self, frame: Frame, start: int, end: int) -> Finding | None:
        cue = frame.cue
        supposed = self.sentence.word(frame.item_start - 1) in {"if", "unless"}
        if supposed or not takes_clauses(cue) or cue.form == PASSIVE:
            return None
        that = self.sentence.word(start) == "that"
        words = end - start
        if words < (3 if that else 2):
            return None
        sayer = cue.classes >= {SAY} and self.sentence.lower[cue.item] in PURE_SAY
        if cue.base == "according":
            return self._make(frame, Kind.INDIRECT, [self._span(start, end)], [], LIKELY)
        promises = cue.base in PROMISES and self.sentence.word(start) == "to"
        if not (that or promises or begins_clause(self.reading, self.sentence, start)):
            return None
        if frame.source is not None and not sayer and self._is_writer(frame.source):
            return None
        confidence = 0.9 if that and sayer else 0.85 if sayer else 0.75 if that else 0.65
        return self._make(frame, Kind.INDIRECT, [self._span(start, end)], [], confidence)
