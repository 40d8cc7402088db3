"""The numbers of a candidate that tell what it is in the clauses that name it."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np

from pipeline.quotes.network.decoding import Floats
from pipeline.quotes.network.relations import Relation
from pipeline.quotes.speakers.choice_columns import CLAUSE_COLUMNS, FAR
from pipeline.quotes.speakers.speaker_candidates import Query, SpeakerCandidate
from pipeline.quotes.speakers.words_read import WordSpan, WordsRead

SHOWN = [
    Relation.SUBJECT, Relation.CLAUSE_SUBJECT, Relation.OBJECT, Relation.OWNER, Relation.OBLIQUE,
]  # fmt: skip
"""Relations that have a column of their own, in the order of the columns."""
LIKELY = 0.5
"""Probability of being a subject from which a mention counts as one."""
RECENT = 5
"""Mentions as a subject that are looked back at."""
NEVER = 99.0
"""Rank of a candidate that was never a subject before."""


class ClauseNumbers:
    """Makes CLAUSE_COLUMNS of the rows of an article's queries."""

    def __init__(self, read: WordsRead, sentence_start: dict[int, int]) -> None:
        """`sentence_start` is the first word of every sentence."""
        self.read = read
        self.sentence_start = sentence_start
        self.shares: dict[WordSpan, Floats] = {}

    def rows_of(self, query: Query, candidates: list[SpeakerCandidate]) -> Floats:
        """(candidates, CLAUSE_COLUMNS)"""
        source = self._share(query.source) if query.source else np.zeros(len(Relation))
        rows = np.zeros((len(candidates), len(CLAUSE_COLUMNS)), np.float32)
        rows[:, -1] = source[Relation.SUBJECT] + source[Relation.CLAUSE_SUBJECT]
        last: list[tuple[int, int]] = []
        for at, candidate in enumerate(candidates):
            if not candidate.is_placed or not candidate.all_mentions:
                rows[at, 5:9] = FAR
                continue
            rows[at, 5:8], rows[at, 8] = FAR, NEVER
            before = bisect_left(candidate.all_mentions, (query.anchor, 0))
            if before:
                rows[at, :5] = self._share(candidate.all_mentions[before - 1])[SHOWN]
            subjects = self._subjects(candidate)
            before = bisect_left(subjects, (query.anchor, 0))
            if before:
                latest = subjects[max(0, before - RECENT) : before]
                rows[at, 5:8], rows[at, 9:11] = self._since(query.anchor, latest)
                last.append((subjects[before - 1][0], at))
        self._rank(rows, last, candidates)
        return rows

    def _since(
        self, anchor: int, latest: list[WordSpan]
    ) -> tuple[tuple[int, int, int], tuple[bool, int]]:
        """How far the last mention as a subject is; whether it opens its sentence, how many of
        the latest are in this paragraph."""
        read, start = self.read, latest[-1][0]
        sentence, paragraph = read.sentence[start], read.paragraph[anchor]
        since = anchor - start, read.sentence[anchor] - sentence, paragraph - read.paragraph[start]
        here = sum(read.paragraph[span[0]] == paragraph for span in latest)
        return since, (self.sentence_start[sentence] == start, here)

    @staticmethod
    def _rank(
        rows: Floats, last: list[tuple[int, int]], candidates: list[SpeakerCandidate]
    ) -> None:
        """How many others of the same kind were a subject since a candidate was."""
        seen: list[tuple[int, int]] = []
        for start, at in sorted(last, reverse=True):
            kind = candidates[at].kind
            rows[at, 8] = sum(s != start and candidates[other].kind == kind for s, other in seen)
            seen.append((start, at))

    def _subjects(self, candidate: SpeakerCandidate) -> list[WordSpan]:
        """Mentions of a candidate as a subject outside of marks."""
        if candidate.subjects is None:
            candidate.subjects = [
                span
                for span in candidate.all_mentions
                if self._share(span)[[Relation.SUBJECT, Relation.CLAUSE_SUBJECT]].sum() > LIKELY
                and not self.read.quoted[span[0]]
            ]
        return candidate.subjects

    def _share(self, span: WordSpan) -> Floats:
        """The relation of a mention is that of its head: the word that is most surely something."""
        found = self.shares.get(span)
        if found is None:
            words = self.read.network.relations[slice(*span)].astype(np.float32)
            found = words[words[:, Relation.OTHER].argmin()]
            self.shares[span] = found
        return found
