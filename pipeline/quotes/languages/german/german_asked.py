"""What the source of marked words says of who is meant: a name, a pronoun, a role, a gender."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.quotes.languages.german.german_candidates import ArticleCandidates, GermanCandidate
from pipeline.quotes.languages.german.german_frames import SpeechFrame
from pipeline.quotes.languages.german.german_names import PARTIES
from pipeline.quotes.languages.german.german_people import noun_gender
from pipeline.quotes.token_table import TokenTable

SHORTEST_ROLE = 5
"""Letters of a word of a role that another noun may end with: “Polizeisprecher”, “Sprecher”."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a source says of who is meant."""

    sentence: int = 0
    candidate: GermanCandidate | None = None
    """Whom it names by itself."""
    pronoun: str = ""
    noun: str = ""
    gender: str = ""
    party: str = ""

    def gender_fits(self, candidate: GermanCandidate) -> int:
        """1 and -1 for what agrees and disagrees, 0 where nothing tells."""
        if not self.gender:
            return 0
        if candidate.gender:
            return 1 if candidate.gender == self.gender else -1
        return 0 if candidate.entry is None or candidate.entry.person else -1

    def role_fits(self, candidate: GermanCandidate) -> int:
        """2 where the source's noun is in the candidate's role, 1 where one ends with the other."""
        entry = candidate.entry
        if not self.noun:
            return 0
        if entry is None:
            words = {candidate.head}
        else:
            if self.party and entry.party == self.party:
                return 2
            described = entry.roles if entry.person else [entry.name, *entry.forms]
            words = {word for role in described for word in role.lower().split()}
        if self.noun in words:
            return 2
        ends = (w for w in words if len(w) >= SHORTEST_ROLE and len(self.noun) >= SHORTEST_ROLE)
        return int(any(w.endswith(self.noun) or self.noun.endswith(w) for w in ends))


NOTHING_ASKED = Asked()


def asked_by(candidates: ArticleCandidates, table: TokenTable, frame: SpeechFrame | None) -> Asked:
    """What the source of a frame says of who is meant."""
    if frame is None or frame.source is None:
        return NOTHING_ASKED
    source, sentence = frame.source, table.sentences[frame.sentence]
    candidate = candidates.of(source, sentence, frame.tie)
    noun, party = "", ""
    gender = {"er": "m", "sie": "f"}.get(source.pronoun, "")
    if not source.pronoun and source.name is None:
        noun = sentence.lower[source.head]
        gender = noun_gender(noun)
        party = PARTIES.get(noun.split("-")[0], "") if "-" in noun else ""
    return Asked(frame.sentence, candidate, source.pronoun, noun, gender, party)
