"""The numbers by which a candidate for a source is judged.

A row for every candidate: what the source is like, what the candidate is like, how their words
agree, where the candidate was named before, and who spoke before. `choice_columns` names them in
order; training and run time make them here alone.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.people.name_vocabulary import FEMALE_TITLES, MALE_TITLES, TITLES
from pipeline.quotes.speakers.article_names import ArticleNames
from pipeline.quotes.speakers.choice_columns import (
    DETERMINER_CLASSES,
    FAR,
    POSITION_COLUMNS,
    PRONOUN_CLASSES,
    WORDING_COLUMNS,
)
from pipeline.quotes.speakers.clause_numbers import ClauseNumbers
from pipeline.quotes.speakers.name_forms import Key, is_short_for
from pipeline.quotes.speakers.speaker_candidates import (
    HE,
    SHE,
    CandidateKind,
    Query,
    SpeakerCandidate,
)
from pipeline.quotes.speakers.spoken_before import SpokenBefore
from pipeline.quotes.speakers.words_read import SOURCE_KINDS, WordSpan

Floats = NDArray[np.float32]
Row = list[float]

DETERMINERS = {
    "the": 1, "a": 2, "an": 2, "his": 3, "her": 3, "their": 3, "its": 3, "my": 3, "our": 3,
    "one": 4, "another": 4, "some": 5, "many": 5, "other": 5, "others": 5, "both": 5, "several": 5,
    "most": 5, "this": 6, "that": 6, "these": 6, "those": 6, "no": 7,
}  # fmt: skip
"""Determiners of a source by class; the numbers are part of the trained trees."""
PREPOSITIONS = frozenset(["of", "for", "by", "from", "at", "with", "in", "to", "against", "on"])
"""Words behind which a name is governed by another noun: “the office of Ada Cole”."""
MANY = 9.0
"""Rank of a candidate that was not named before."""
MENTIONS_READ = 40
"""Mentions of a candidate whose neighbourhood is read."""
BEFORE, BEHIND = 7, 10
"""Words around a mention among which somebody may be described."""
TITLE_BEFORE = 2
"""Words before a source among which a title of its own may stand, its stop being one."""
CONTENT_WORD = 3
"""Letters of a word that may describe somebody."""


@dataclass(slots=True)
class _Asked:
    """A query with what is asked of it more than once."""

    query: Query
    anchor: int
    names: list[int]
    key: Key
    """Words of the source without determiners and titles."""
    describing: frozenset[str]
    sign: int
    """-1 for “he”, 1 for “she”, 0 for others."""
    kinds: tuple[float, ...]
    row: Row


class ChoiceNumbers:
    """Makes the rows of an article's queries."""

    def __init__(self, names: ArticleNames) -> None:
        self.names = names
        self.read = names.read
        self.around: dict[WordSpan, tuple[frozenset[str], frozenset[str]]] = {}
        self.paragraph_start: dict[int, int] = {}
        self.sentence_start: dict[int, int] = {}
        for at, (paragraph, sentence) in enumerate(
            zip(self.read.paragraph, self.read.sentence, strict=True)
        ):
            self.paragraph_start.setdefault(paragraph, at)
            self.sentence_start.setdefault(sentence, at)
        self.clauses = ClauseNumbers(self.read, self.sentence_start)

    def rows_of(
        self, query: Query, candidates: list[SpeakerCandidate], history: SpokenBefore
    ) -> Floats:
        """(candidates, COLUMNS); `history` is that of the sources before, in text order."""
        asked = self._ask(query)
        ranks = self._ranks(asked, candidates)
        spoken = history.rows(candidates, self.read.paragraph[asked.anchor])
        rows = [
            asked.row
            + self._candidate(candidate)
            + self._wording(asked, candidate)
            + self._positions(asked, candidate, ranks.get(at, (MANY, MANY)))
            + spoken[at]
            for at, candidate in enumerate(candidates)
        ]
        return np.hstack([np.array(rows, np.float32), self.clauses.rows_of(query, candidates)])

    # -- the source -----------------------------------------------------------------

    def _ask(self, query: Query) -> _Asked:
        read, names = self.read, self.names
        anchor = query.anchor
        pronouns = [0.0] * PRONOUN_CLASSES
        determiners = [0.0] * DETERMINER_CLASSES
        kinds: tuple[float, ...] = (0.0,) * len(SOURCE_KINDS)
        rest = [1.0] + [0.0] * 11
        quoted = float(read.quoted[query.content[0][0]])
        inside: list[int] = []
        key: Key = ()
        sign = 0
        if query.source is not None:
            start, end = query.source
            pronoun = names.pronoun(query.source)
            pronouns[pronoun] = 1.0
            if not pronoun:
                determiners[DETERMINERS.get(read.lower[start], 0)] = 1.0
            sign = {HE: -1, SHE: 1}.get(pronoun, 0) or self._sign_of_title(query.source)
            inside = names.names_in(query.source)
            key = self._plain(names.cut(query.source))
            kinds = read.kinds(query.source)
            first = names.names[inside[0]] if inside else None
            rest = [
                0.0,
                end - start,
                len(inside),
                sum(read.lower[at] in PREPOSITIONS for at in range(start, end)),
                read.text[read.start[start]].isupper(),
                self.sentence_start[read.sentence[start]] == start,
                self.paragraph_start[read.paragraph[start]] == start,
                bool(read.quoted[start]),
                len(key),
                first.kind if first else -1,
                len(names.fuller[first.key]) if first else 0,
                first is not None and first.span[1] - first.span[0] == len(key),
            ]
        else:
            rest[6] = self.paragraph_start[read.paragraph[anchor]] == anchor
            rest[7] = bool(read.quoted[anchor])
        describing = (
            frozenset()
            if pronouns[0] == 0
            else frozenset(
                word for word in key if len(word) >= CONTENT_WORD and word not in {"and", "for"}
            )
        )
        row = [*pronouns, *determiners, *kinds, *map(float, rest), quoted]
        return _Asked(query, anchor, inside, key, describing, sign, kinds, row)

    def _sign_of_title(self, span: WordSpan) -> int:
        """What a title in a source, or right before it, says of gender: “Mr. Cole”."""
        words = self.read.lower[max(0, span[0] - TITLE_BEFORE) : span[1]]
        male, female = not MALE_TITLES.isdisjoint(words), not FEMALE_TITLES.isdisjoint(words)
        return int(female) - int(male)

    def _plain(self, span: WordSpan) -> Key:
        """Words of a phrase without determiners and titles in front."""
        words = [
            word
            for at in range(*span)
            if (word := self.read.lower[at])[:1].isalnum() or word[:1] == "@"
        ]
        while len(words) > 1 and (words[0] in DETERMINERS or words[0] in TITLES):
            words = words[1:]
        return tuple(words)

    # -- the candidate --------------------------------------------------------------

    def _candidate(self, candidate: SpeakerCandidate) -> Row:
        if candidate.numbers is None:
            candidate.numbers = self._new_candidate(candidate)
        return candidate.numbers

    def _new_candidate(self, candidate: SpeakerCandidate) -> Row:
        every = candidate.all_mentions
        numbers: Row = [
            candidate.kind,
            len(candidate.key),
            len(candidate.mentions),
            len(every),
            len(candidate.fuller),
            candidate.gender,
            every[0][0] if every and not candidate.is_own else -1.0,
            bool(every) and not _holds(candidate.mentions, every[0]),
            len(every) / max(1, len(self.names.names)),
            sum(self.names.in_source[span[0]] for span in every),
            DETERMINERS.get(self.read.lower[every[0][0]], 0) if every else 0,
        ]
        return [*map(float, numbers), *(candidate.kinds or (0.0,) * len(SOURCE_KINDS))]

    # -- the words of both ------------------------------------------------------------

    def _wording(self, asked: _Asked, candidate: SpeakerCandidate) -> Row:
        numbers: Row = [0.0] * len(WORDING_COLUMNS)
        key, wanted = candidate.key, asked.key
        kind = candidate.kind
        if wanted and kind <= CandidateKind.PHRASE:
            numbers[:10] = _agreement(wanted, key)
            numbers[13:17] = self._described(asked, candidate)
            rival = self.names.named.get(wanted)
            if rival is not None and rival.mentions and candidate.mentions:
                numbers[17] = 1 + (rival.mentions[0] < candidate.mentions[0])
                both = len(rival.mentions) + len(candidate.mentions)
                numbers[18] = len(rival.mentions) / both
                numbers[19] = rival.kind == kind
        if asked.names:
            name = self.names.names[asked.names[0]]
            numbers[10] = 1 + (name.kind == kind)
            fits = key in self.names.fuller[name.key]
            numbers[11] = 2 if name.key == key else float(fits)
        if kind == CandidateKind.PERSON:
            numbers[12] = asked.kinds[0]
        elif kind in {CandidateKind.ORGANISATION, CandidateKind.LOCATION}:
            numbers[12] = asked.kinds[1]
        elif kind == CandidateKind.PHRASE:
            numbers[12] = sum(a * b for a, b in zip(candidate.kinds, asked.kinds, strict=True))
        elif candidate.is_own:
            start, end = candidate.mentions[0]
            earlier = self.names.phrases.get(key)
            numbers[20] = end - start
            numbers[21] = len(asked.names)
            numbers[22] = key in self.names.forms
            numbers[23] = earlier is not None and earlier.mentions[0][0] < asked.anchor
        numbers[24] = candidate.gender * asked.sign
        return list(map(float, numbers))

    def _described(
        self, asked: _Asked, candidate: SpeakerCandidate
    ) -> tuple[float, float, float, float]:
        """How far the words beside a candidate's mentions are those of the source."""
        words, source = asked.describing, asked.query.source
        if not words or source is None:
            return 0.0, 0.0, 0.0, 0.0
        last = asked.key[-1]
        best, head, beside = 0, False, False
        for span in candidate.all_mentions[:MENTIONS_READ]:
            if source[0] <= span[0] < source[1]:
                continue
            around, next_to = self._around(span)
            best = max(best, len(words & around))
            head = head or last in around
            beside = beside or last in next_to
        return float(best), float(head), float(beside), best / len(words)

    def _around(self, span: WordSpan) -> tuple[frozenset[str], frozenset[str]]:
        """The words around a mention, and of them those right before it or behind its comma."""
        found = self.around.get(span)
        if found is None:
            start, end = span
            lower = self.read.lower
            before, behind = lower[max(0, start - BEFORE) : start], lower[end : end + BEHIND]
            apposed = behind[1:BEFORE] if behind[:1] == [","] else []
            found = frozenset(before + behind), frozenset(before[-1:] + apposed)
            self.around[span] = found
        return found

    # -- where the candidate is named -----------------------------------------------------

    def _ranks(
        self, asked: _Asked, candidates: list[SpeakerCandidate]
    ) -> dict[int, tuple[float, float]]:
        """How many others of its kind were named since each candidate was: all, of the gender."""
        last: list[tuple[WordSpan, int]] = []
        for at, candidate in enumerate(candidates):
            if not candidate.is_placed:
                continue
            position = bisect_left(candidate.all_mentions, (asked.anchor, 0))
            if position:
                last.append((candidate.all_mentions[position - 1], at))
        last.sort(key=lambda pair: -pair[0][0])
        seen: dict[CandidateKind, list[tuple[WordSpan, float]]] = {}
        ranks = {}
        for span, at in last:
            candidate = candidates[at]
            since = seen.setdefault(candidate.kind, [])
            others = [gender for other, gender in since if other != span]
            fitting = (
                sum(gender * asked.sign >= -1 for gender in others) if asked.sign else len(others)
            )
            ranks[at] = float(len(others)), float(fitting)
            since.append((span, candidate.gender))
        return ranks

    def _positions(
        self, asked: _Asked, candidate: SpeakerCandidate, ranks: tuple[float, float]
    ) -> Row:
        numbers: Row = [0.0] * len(POSITION_COLUMNS)
        every = candidate.all_mentions
        if not every or not candidate.is_placed:
            return numbers
        read, lower, anchor = self.read, self.read.lower, asked.anchor
        source = asked.query.source
        inside = self._inside(every, source) if source is not None else None
        if inside is not None and source is not None:
            numbers[:8] = self._within(asked, candidate, inside, source)
        before = bisect_left(every, (anchor, 0))
        if before:
            span = every[before - 1]
            start, end = span
            exact = bisect_left(candidate.mentions, (anchor, 0))
            sentence, paragraph = read.sentence[start], read.paragraph[start]
            numbers[8:21] = [
                1.0,
                anchor - start,
                read.sentence[anchor] - sentence,
                read.paragraph[anchor] - paragraph,
                self.names.in_source[start],
                start - self.sentence_start[sentence],
                bool(read.quoted[start]),
                _holds(candidate.mentions, span),
                before,
                start > 0 and lower[start - 1] in PREPOSITIONS,
                end < len(lower) and lower[end] == "'",
                anchor - candidate.mentions[exact - 1][0] if exact else -1.0,
                self.paragraph_start[paragraph] == start,
            ]
        else:
            numbers[9:12] = [FAR, FAR, FAR]
            numbers[21] = every[0][0] - anchor
        numbers[22], numbers[23] = ranks
        numbers[25:28] = self._next(asked, every)
        for start, end in asked.query.content:
            position = bisect_left(every, (start, 0))
            numbers[24] += position < len(every) and every[position][0] < end
        return list(map(float, numbers))

    def _next(self, asked: _Asked, every: list[WordSpan]) -> Row:
        """Where the candidate is named next, behind the source and what is said."""
        query, read = asked.query, self.read
        end = max(span[1] for span in (*query.content, query.source or (0, 0)))
        position = bisect_left(every, (end, 0))
        if position == len(every):
            return [FAR, FAR, 0.0]
        start = every[position][0]
        since = read.paragraph[start] - read.paragraph[end - 1]
        return [float(start - end), float(since), float(self.names.in_source[start])]

    @staticmethod
    def _inside(every: list[WordSpan], source: WordSpan) -> WordSpan | None:
        """The first mention within the source."""
        position = bisect_left(every, (source[0], 0))
        found = position < len(every) and every[position][1] <= source[1]
        return every[position] if found else None

    def _within(
        self, asked: _Asked, candidate: SpeakerCandidate, span: WordSpan, source: WordSpan
    ) -> Row:
        read, lower = self.read, self.read.lower
        start, end = span
        goes_on = end < source[1] and read.text[read.start[end]].islower()
        return [
            1.0,
            float(start - source[0]),
            float(bool(asked.names) and self.names.names[asked.names[0]].span[0] == start),
            float(end < len(lower) and lower[end] == "'"),
            float(start > 0 and lower[start - 1] in PREPOSITIONS),
            float(_holds(candidate.mentions, span)),
            float(end == source[1]),
            float(goes_on),
        ]


def _holds(mentions: list[WordSpan], span: WordSpan) -> bool:
    """Whether a span is one of some in order."""
    position = bisect_left(mentions, span)
    return position < len(mentions) and mentions[position] == span


def _agreement(wanted: Key, key: Key) -> Row:
    """How the words of a source and of a candidate agree; the first ten of WORDING_COLUMNS."""
    ours, theirs = set(wanted), set(key)
    common = len(ours & theirs)
    shorter = len(wanted) < len(key)
    return [
        float(key == wanted),
        float(shorter and key[-len(wanted) :] == wanted),
        float(shorter and key[: len(wanted)] == wanted),
        common / max(1, len(ours | theirs)),
        float(common),
        float(ours <= theirs),
        float(theirs <= ours),
        float(len(wanted) == 1 and len(key) > 1 and is_short_for(wanted, key)),
        float(len(key) == 1 and len(wanted) > 1 and is_short_for(key, wanted)),
        float(bool(key) and key[-1] == wanted[-1]),
    ]
