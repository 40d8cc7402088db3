"""Sources that hold a name: whose it is, among the names of the phrase."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.quotes.entities import Entities, Entity
from pipeline.quotes.findings import Source, TokenSpan
from pipeline.quotes.lexicon.grammar import DETERMINERS
from pipeline.quotes.lexicon.people import BODY_WORDS, PERSON_NOUNS, ROLE_NOUNS
from pipeline.quotes.reading import Reading

RELATIVES = frozenset({"who", "whose", "which", "that", "where"})
OF = frozenset({"of", "from", "at", "in", "with"})


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks."""

    name: str
    role: TokenSpan | None
    entity: Entity | None
    certainty: float
    """Factor for the finding's confidence."""
    mention: TokenSpan | None = None
    """The bare name by which the source names the speaker, if it does."""


def speaker_of(entity: Entity, certainty: float, mention: TokenSpan | None = None) -> Speaker:
    """The entity as a speaker, with its fullest name and role."""
    return Speaker(entity.name, entity.role, entity, certainty, mention)


class NamedSources:
    """Finds the speakers of sources with a name; see the module's docstring."""

    def __init__(self, reading: Reading, entities: Entities) -> None:
        self.reading = reading
        self.entities = entities

    def find(self, source: Source) -> Speaker | None:
        """The speaker whose name the source holds or has beside it, or None."""
        inside = self.entities.mention_at(source.start, source.end)
        heads = [i for i in inside if self._is_head(i, source)]
        if heads:
            if len(heads) > 1 and self._joined(heads):
                both = [self.entities.of_mention[i] for i in heads]
                names = " and ".join(dict.fromkeys(e.name for e in both))
                first, last = (self.entities.mentions[heads[i]] for i in (0, -1))
                return Speaker(names, None, both[0], 0.95, (first.start, last.end))
            index = heads[0] if self._opens_phrase(heads[0], source) else heads[-1]
            mention, entity = self.entities.mentions[index], self.entities.of_mention[index]
            return speaker_of(entity, 1.0, (mention.start, mention.end))
        return self._named_in_apposition(source)

    def _opens_phrase(self, index: int, source: Source) -> bool:
        """“Ada Cole of the Tern Society”: the name that the phrase opens with is meant."""
        mention = self.entities.mentions[index]
        opens = source.start in (mention.start, mention.full_start)
        return opens and mention.end < source.end and self.reading.lower[mention.end] in OF

    def _is_head(self, index: int, source: Source) -> bool:
        """Whether the name is what the phrase is about, not a part of a description."""
        mention, reading = self.entities.mentions[index], self.reading
        if mention.possessive:
            # “Ada’s verdict: …”: the name alone was taken for the source
            return (mention.start, mention.end) == (source.start, source.end)
        start = source.start
        if self._is_part_of_name(index, source) or any(
            reading.lower[i] in RELATIVES for i in range(start, mention.start)
        ):
            return False
        if reading.lower[start] in DETERMINERS:
            start += 1
        if mention.end == source.end:
            before = reading.lower[mention.start - 1] if mention.start > source.start else ""
            return mention.full_start <= start or before not in {
                "for",
                "of",
                "from",
                "at",
                "in",
                "with",
                "to",
                "by",
                "on",
            }
        following = reading.lower[mention.end]
        if mention.full_start <= start or mention.start <= start:
            if following in {"of", "from", "at", "in", "for", "with", "and", ",", "(", "on"}:
                return True
            return (
                not any(reading.lower[i] in ROLE_NOUNS for i in range(mention.end, source.end))
                and len(mention.words) > 1
            )
        # “Ellery’s Tern shipping agency”: the name stands before what the body is
        return reading.lower[mention.start - 1] == "'s" and any(
            reading.lower[i] in ROLE_NOUNS - PERSON_NOUNS for i in range(mention.end, source.end)
        )

    def _is_part_of_name(self, index: int, source: Source) -> bool:
        """Whether a word like “Office” is all that was read of a longer name.

        As in “the county’s Office of the Inspector General”.
        """
        mention = self.entities.mentions[index]
        whole = (source.start, source.end) == (mention.full_start, mention.end)
        return not whole and len(mention.words) == 1 and mention.words[0].lower() in BODY_WORDS

    def _joined(self, heads: list[int]) -> bool:
        first, second = self.entities.mentions[heads[-2]], self.entities.mentions[heads[-1]]
        return any(self.reading.lower[i] == "and" for i in range(first.end, second.start))

    def _named_in_apposition(self, source: Source) -> Speaker | None:
        """“the mayor, Ada Cole,”."""
        if source.full_end <= source.end:
            return None
        start = source.end + 1
        for index in self.entities.mention_at(start, source.full_end):
            mention = self.entities.mentions[index]
            opens = mention.full_start - (self.reading.lower[mention.full_start - 1] in DETERMINERS)
            if start in (mention.full_start, opens) and not mention.possessive:
                return speaker_of(
                    self.entities.of_mention[index], 0.97, (mention.start, mention.end)
                )
            break
        return None
