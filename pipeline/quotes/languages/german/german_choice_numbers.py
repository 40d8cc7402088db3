"""What the choice of German speakers knows of a candidate, as numbers.

The frame of the marked words says how a source is tied to them and what it is like; of every
candidate it is known whether the source names it, whether gender and role agree, where it stands
before and behind the words, and when it spoke.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass, field

import numpy as np

from pipeline.quotes.languages.german import german_grammar as grammar
from pipeline.quotes.languages.german.german_asked import NOTHING_ASKED, Asked, asked_by
from pipeline.quotes.languages.german.german_attribution import Utterance
from pipeline.quotes.languages.german.german_candidates import (
    ArticleCandidates,
    Form,
    GermanCandidate,
)
from pipeline.quotes.languages.german.german_frames import SpeechFrame
from pipeline.quotes.languages.german.german_people import (
    is_document_noun,
    is_organisation_noun,
    is_person_noun,
)
from pipeline.quotes.languages.german.german_reporting import VERBS
from pipeline.quotes.languages.german.german_trees import Floats
from pipeline.quotes.token_table import TokenTable
from pipeline.records import Kind

MOST_CANDIDATES = 40
"""Of one utterance: those named last, so that work grows with the text and no faster."""
NEVER, FAR = 99.0, 9999.0
"""Sentences, paragraphs, ranks; and words: where there is no such mention."""
CLOSE = 40
"""Words from the marked ones within which it counts what stands beside a mention."""
PRONOUNS = ("", "er", "sie", "ich", "wir")
GENDERS = ("", "m", "f")
UTTERANCE_COLUMNS = (
    "tie", "pronoun", "source-named", "source-several", "source-joint", "source-person",
    "source-body", "source-document", "source-definite", "source-determined", "source-known",
    "cue-of-speech", "naming", "follows", "fragment", "direct", "continues", "words",
    "words-before", "words-behind", "opens-paragraph", "sentence", "paragraph",
    "spoken-before", "candidates",
    "asked-before", "fitting", "told-since", "told-pronoun", "told-known",
)  # fmt: skip
"""What the marked words and their frame are like, the same for all candidates."""
CANDIDATE_COLUMNS = (
    "form", "is-source", "gender-fits", "role-fits", "gender", "mentions", "first-mention",
    "mentions-before", "mentions-in-paragraph", "in-marks",
    "sentences-since", "paragraphs-since", "words-since", "before-last", "behind-last",
    "sentences-until", "paragraphs-until", "words-until", "before-next", "behind-next",
    "rank", "rank-of-gender", "told-next",
    "spoke-rank", "spoke-paragraphs", "spoke-sentences", "spoke-in-marks", "spoke-times",
    "told-is-source", "told-gender-fits", "told-role-fits", "determiner", "given-ends", "in-source",
    "joint-of", "times-told", "mentions-since-spoken", "introduced",
)  # fmt: skip
"""What is known of one candidate."""
COLUMNS = (*UTTERANCE_COLUMNS, *CANDIDATE_COLUMNS)
"""All of them; the order is part of the trained trees."""


@dataclass(frozen=True, slots=True)
class Said:
    """That a candidate speaks, or that a sentence is about it."""

    candidate: GermanCandidate
    paragraph: int
    sentence: int
    in_marks: bool


@dataclass(slots=True)
class SpokenSoFar:
    """Who spoke, in text order."""

    said: list[Said] = field(default_factory=list)
    times: Counter[int] = field(default_factory=Counter)
    """How often in marks, by identity."""
    told: Counter[int] = field(default_factory=Counter)
    """How often a sentence without marks was about somebody, by identity."""
    last_told: Asked | None = None
    """Whom the last sentence without marks was about."""

    def add(self, said: Said) -> None:
        """Notes that somebody speaks, or is spoken of."""
        self.said.append(said)
        counted = self.times if said.in_marks else self.told
        counted[id(said.candidate)] += 1

    def last_of(self) -> dict[int, tuple[int, Said]]:
        """The last time of everybody among the last MOST_CANDIDATES, with its rank from the end."""
        found: dict[int, tuple[int, Said]] = {}
        for said in reversed(self.said[-MOST_CANDIDATES:]):
            found.setdefault(id(said.candidate), (len(found), said))
        return found


class ChoiceNumbers:
    """Makes the numbers of one article."""

    def __init__(
        self,
        table: TokenTable,
        candidates: ArticleCandidates,
        told: dict[int, GermanCandidate],
    ) -> None:
        """`told` is who is the source of a sentence without marked words, by its number."""
        self.table = table
        self.candidates = candidates
        self.told = told

    def considered(self, utterance: Utterance) -> list[GermanCandidate]:
        """The candidates for an utterance: nobody, the writer, and those named around it."""
        first, behind = _tokens(utterance)
        frame = utterance.frame
        source = frame.source if frame is not None else None
        several = source is not None and source.several and source.pronoun == "sie"
        named = []
        for candidate in self.candidates.everybody:
            if several and candidate.entry is not None and candidate.entry.person:
                continue  # “sagten sie” is said of no single person
            since = first - _last(candidate.at, first)
            until = _next(candidate.at, behind) - behind
            if since <= first or 0 <= until < CLOSE:
                named.append((min(since, abs(until)), candidate))
        named.sort(key=lambda pair: pair[0])
        near = [candidate for _, candidate in named[:MOST_CANDIDATES]]
        return [self.candidates.nobody, self.candidates.writer, *near]

    def rows_of(
        self,
        utterance: Utterance,
        considered: Sequence[GermanCandidate],
        spoken: SpokenSoFar,
    ) -> Floats:
        """The numbers of an utterance's candidates: (candidates, COLUMNS)."""
        known = _UtteranceNumbers(self, utterance, considered, spoken)
        return np.array([known.row(candidate) for candidate in considered], np.float32)


class _UtteranceNumbers:
    """What is the same for all candidates of one utterance, and the row of each."""

    def __init__(
        self,
        numbers: ChoiceNumbers,
        utterance: Utterance,
        considered: Sequence[GermanCandidate],
        spoken: SpokenSoFar,
    ) -> None:
        self.table = numbers.table
        self.told = numbers.told
        self.spoken = spoken
        self.utterance = utterance
        self.first, self.behind = _tokens(utterance)
        sentence = self.table.sentences[utterance.sentence]
        self.sentence, self.paragraph = utterance.sentence, sentence.paragraph
        self.paragraph_start, self.paragraph_end = _paragraph(self.table, self.paragraph)
        frame = utterance.frame
        self.asked = asked_by(numbers.candidates, self.table, frame)
        self.source, self.noun = self.asked.candidate, self.asked.noun
        self.told_before = spoken.last_told or NOTHING_ASKED
        self.considered = considered
        self.marked = frozenset(self.table.lower[self.first : self.behind])
        self.source_tokens = (-1, -1)
        if frame is not None and frame.source is not None:
            tokens = self.table.sentences[frame.sentence].tokens
            self.source_tokens = tokens[frame.source.start], tokens[frame.source.full_end - 1]
        self.base = self._utterance_numbers(frame, len(considered))
        self.last_said = spoken.last_of()
        by_last = sorted(considered, key=lambda one: -_last(one.at, self.first))
        self.rank = {id(one): rank for rank, one in enumerate(by_last)}
        fitting = [one for one in by_last if self.asked.gender_fits(one) >= 0]
        self.rank_of_gender = {id(one): rank for rank, one in enumerate(fitting)}

    def _utterance_numbers(self, frame: SpeechFrame | None, candidates: int) -> list[float]:
        utterance = self.utterance
        source = frame.source if frame is not None else None
        cue = frame.cue if frame is not None else None
        here = self.table.sentences[frame.sentence] if frame is not None else None
        candidate = utterance.marked
        quoted = self.table.quoted_spans[candidate.quotes[0]]
        return [
            int(frame.tie) if frame is not None else -1,
            PRONOUNS.index(source.pronoun) if source is not None else -1,
            source is not None and source.name is not None,
            source is not None and source.several,
            source is not None and source.beside is not None,
            bool(self.noun) and is_person_noun(self.noun),
            bool(self.noun) and is_organisation_noun(self.noun),
            bool(self.noun) and is_document_noun(self.noun),
            source is not None and source.definite,
            source is not None and bool(source.determiner),
            self.source is not None,
            cue is not None and here is not None and here.lower[cue[0]] in VERBS,
            frame is not None and frame.naming,
            utterance.follows,
            utterance.fragment,
            candidate.kind is Kind.DIRECT,
            quoted.continues,
            self.behind - self.first,
            self.first - self.paragraph_start,
            self.paragraph_end - self.behind,
            self.first <= self.paragraph_start + 1,
            self.sentence,
            self.paragraph,
            len(self.spoken.said),
            candidates,
            self._asked_before(),
            sum(self.asked.role_fits(one) > 0 for one in self.considered),
            self.sentence - self.told_before.sentence if self.spoken.last_told else NEVER,
            PRONOUNS.index(self.told_before.pronoun),
            self.told_before.candidate is not None,
        ]

    def row(self, candidate: GermanCandidate) -> list[float]:
        """All numbers of one candidate."""
        at = candidate.at
        last, following = _last(at, self.first), _next(at, self.behind)
        row = [
            *self.base,
            int(candidate.form),
            candidate is self.source,
            self.asked.gender_fits(candidate),
            self.asked.role_fits(candidate),
            GENDERS.index(candidate.gender),
            len(at),
            at[0] if at else -1,
            bisect_left(at, self.first),
            bisect_left(at, self.paragraph_end) - bisect_left(at, self.paragraph_start),
            bool(candidate.entry) and candidate.name.lower().split()[-1] in self.marked,
        ]
        row += self._place(last, self.first - last) if last >= 0 else [NEVER, NEVER, FAR, -1, -1]
        if following < len(self.table.text):
            row += self._place(following, following - self.behind)
        else:
            row += [NEVER, NEVER, FAR, -1, -1]
        row += [
            self.rank[id(candidate)],
            self.rank_of_gender.get(id(candidate), NEVER),
            self.told.get(self.sentence + 1) is candidate,
        ]
        rank, said = self.last_said.get(id(candidate), (NEVER, None))
        row += [rank, NEVER, NEVER, 0] if said is None else [
            rank,
            self.paragraph - said.paragraph,
            self.sentence - said.sentence,
            said.in_marks,
        ]  # fmt: skip
        told = self.told_before
        given = candidate.name.lower().split()[0] if candidate.form is Form.PERSON else ""
        first, behind = self.source_tokens
        since = self.table.sentences[said.sentence].start if said is not None else 0
        return [
            *row,
            self.spoken.times[id(candidate)],
            told.candidate is candidate,
            told.gender_fits(candidate),
            told.role_fits(candidate),
            self._determiner(last) if last >= 0 else -1,
            "aeiouy".find(given[-1:]) if given else -2,
            any(first <= token <= behind for token in at[bisect_left(at, first) :][:1]),
            candidate.form is Form.JOINT and self.asked.candidate is not candidate,
            self.spoken.told[id(candidate)],
            bisect_left(at, self.first) - bisect_left(at, since),
            DETERMINER_CLASSES.get(candidate.introduced, 0),
        ]

    def _asked_before(self) -> int:
        """Whether the marked words before these ask."""
        candidate = self.utterance.marked
        number = candidate.quotes[0] - 1
        if number < 0:
            return 0
        quoted = self.table.quoted_spans[number]
        last = self.table.text[quoted.inner_end - 1] if quoted.inner_end else ""
        near = self.paragraph - self.table.paragraph[quoted.start]
        return (2 if "?" in last else 1) if near <= 1 else 0

    def _place(self, token: int, words: int) -> list[float]:
        """How far a mention is, and what stands beside it where it is close."""
        close = words < CLOSE
        return [
            abs(self.table.sentence_at(token) - self.sentence),
            abs(self.table.paragraph[token] - self.paragraph),
            words,
            self._class_before(token) if close else -1,
            self._class_behind(token) if close else -1,
        ]

    def _class_before(self, token: int) -> int:
        at = token - 1
        while at >= 0 and self.table.text[at].isspace():
            at -= 1
        word = self.table.lower[at] if at >= 0 else ""
        return _class_of(word, WORDS_BEFORE)

    def _class_behind(self, token: int) -> int:
        text, end = self.table.text, min(token + CLOSE, len(self.table.text))
        at = token + 1
        while at < end and (text[at].isspace() or text[at][:1].isupper()):
            at += 1
        word = self.table.lower[at] if at < end else ""
        return _class_of(word, WORDS_BEHIND)

    def _determiner(self, token: int) -> int:
        """Which determiner stands before a mention, adjectives between."""
        for at in range(token - 1, max(token - 6, -1), -1):
            word = self.table.lower[at]
            if word in DETERMINER_CLASSES:
                return DETERMINER_CLASSES[word]
            if self.table.text[at][:1].isupper() or word in ",.:":
                break
        return 0


WORDS_BEFORE: tuple[Container[str], ...] = (
    {"laut"},
    grammar.PREPOSITIONS,
    VERBS.keys(),
    grammar.NEVER_SUBJECT,
    {","},
    {":", "."},
)
"""Kinds of words before a mention; the order is part of the trained trees."""
WORDS_BEHIND: tuple[Container[str], ...] = (
    VERBS.keys(),
    {","},
    {":"},
    {"("},
    grammar.AUXILIARIES,
)
"""Those behind it, likewise."""


def _class_of(word: str, kinds: Sequence[Container[str]]) -> int:
    """Which of some kinds of words a word is of, counted from 1; 0 for none."""
    return next((number for number, kind in enumerate(kinds, 1) if word in kind), 0)


DETERMINER_CLASSES = {
    word: number
    for number, words in enumerate(
        ("der", "die", "das", "ein", "eine einer eines einem einen", "den", "dem", "des",
         "sein seine seinem seinen seiner seines ihr ihre ihrem ihren ihrer ihres"), 1
    )
    for word in words.split()
}  # fmt: skip
"""Determiner of a mention -> its class, likewise."""


def _tokens(utterance: Utterance) -> tuple[int, int]:
    """First token of the first marked words, and the one behind the last; a source may follow."""
    return utterance.marked.content[0]


def _paragraph(table: TokenTable, number: int) -> tuple[int, int]:
    following = number + 1 < len(table.paragraph_start)
    end = table.paragraph_start[number + 1] if following else len(table.text)
    return table.paragraph_start[number], end


def _last(at: list[int], token: int) -> int:
    """The last mention before a token, -1 without one."""
    found = bisect_left(at, token)
    return at[found - 1] if found else -1


def _next(at: list[int], token: int) -> int:
    """The first mention from a token on, beyond all texts without one."""
    found = bisect_left(at, token)
    return at[found] if found < len(at) else 1 << 40
