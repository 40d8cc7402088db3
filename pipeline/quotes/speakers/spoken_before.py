"""Who spoke before a source, which tells much of who speaks next."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from pipeline.quotes.speakers.choice_columns import HISTORY_COLUMNS
from pipeline.quotes.speakers.name_forms import Key
from pipeline.quotes.speakers.speaker_candidates import SpeakerCandidate


@dataclass(slots=True)
class SpokenBefore:
    """Who was chosen for the sources before: the last one, the one before, how often each."""

    last: Key | None = None
    last_paragraph: int = 0
    before: Key | None = None
    before_paragraph: int = 0
    times: Counter[Key] = field(default_factory=Counter)

    def add(self, key: Key, paragraph: int) -> None:
        """Notes a choice; `paragraph` is that of its source."""
        if self.last is not None and self.last != key:
            self.before, self.before_paragraph = self.last, self.last_paragraph
        self.last, self.last_paragraph = key, paragraph
        self.times[key] += 1

    def rows(self, candidates: list[SpeakerCandidate], paragraph: int) -> list[list[float]]:
        """HISTORY_COLUMNS for every candidate of a source in a paragraph."""
        rows = []
        for candidate in candidates:
            row = [0.0] * len(HISTORY_COLUMNS)
            if candidate.key == self.last:
                since = paragraph - self.last_paragraph
                row[:4] = [1.0, float(since), float(since == 0), float(since == 1)]
            if candidate.key == self.before:
                row[4:6] = [1.0, float(paragraph - self.before_paragraph)]
            row[6] = float(self.times[candidate.key])
            rows.append(row)
        return rows
