"""Who a pronoun may mean: the persons that the text has lately named, best first."""

from __future__ import annotations

from collections import OrderedDict

from pipeline.quotes.entities import Entities, Entity
from pipeline.quotes.nameless import nameless_persons
from pipeline.quotes.reading import Reading
from pipeline.records import BODY, PERSON

PERSONAL = {"he": "m", "she": "f"}
REMEMBERED = 24
"""Entities that are kept in mind; older ones are not what a pronoun means."""
REACH = 12
"""Sentences after which a name no longer stands for a pronoun."""
SUBJECT_BONUS, SPEAKER_BONUS, GENDER_BONUS = 1.6, 1.8, 1.8
NEXT_BONUS = 2.0
"""For the subject of the sentence right before, in the same paragraph."""
PARAGRAPH_BONUS = 1.0
"""For a name in the paragraph of the pronoun."""
POSSESSIVE_PENALTY = 1.2
UNKNOWN_PENALTY, UNKNOWN_FULL_PENALTY = 1.5, 1.2
"""For a name that may be a body's, of one word and of several."""
NAMELESS_PENALTY = 1.5
"""For somebody whom the article does not name."""
DISTANCE_COST = 0.7


def _may_be_a_place(entity: Entity) -> bool:
    """Whether nothing shows that a name of one word is a person's: “on Instagram”."""
    return entity.kind is None and len(entity.words) == 1 and not entity.is_ever_subject


class Salience:
    """Follows the names of a text in order and ranks them for pronouns.

    The score of a candidate falls with the sentences since it was named, and
    rises if it was the subject there, spoke last, or has a gender that fits.
    """

    def __init__(self, reading: Reading, entities: Entities) -> None:
        self.reading = reading
        self.entities = entities
        self.position = 0
        self.pronoun = 0
        self.pronouns: list[tuple[int, int]] = []
        """Tokens outside marks that are “he” or “she”, with their sentences."""
        self.opening: set[int] = set()
        """Those of them that open their sentence."""
        for number, words in enumerate(reading.sentences):
            for item, word in enumerate(words.lower):
                if word in PERSONAL:
                    self.pronouns.append((words.tokens[item], number))
                    if item < 3:
                        self.opening.add(words.tokens[item])
        self.nameless = nameless_persons(reading, entities)
        self.next_nameless = 0
        self.seen: OrderedDict[int, tuple[Entity, int, bool, bool]] = OrderedDict()
        """Entity id -> entity, sentence, subject there, only possessive there."""

    def advance(self, token: int) -> None:
        """Take note of every name before `token`."""
        mentions = self.entities.mentions
        while self.position < len(mentions) and mentions[self.position].start < token:
            mention = mentions[self.position]
            self._pass_nameless(mention.start)
            entity = self.entities.of_mention[self.position]
            if not (mention.quoted or mention.adjective or entity.stands_in_marks):
                self._pass_pronouns(mention.start)
                self._touch(entity, mention.sentence, mention.subject, mention.possessive)
            self.position += 1
        self._pass_nameless(token)
        self._pass_pronouns(token)

    def _pass_nameless(self, token: int) -> None:
        """Take note of persons without a name before `token`."""
        while (
            self.next_nameless < len(self.nameless)
            and self.nameless[self.next_nameless][0].start < token
        ):
            mention, entity = self.nameless[self.next_nameless]
            self._pass_pronouns(mention.start)
            self._touch(entity, mention.sentence, mention.subject, False)
            self.next_nameless += 1

    def _pass_pronouns(self, token: int) -> None:
        """Let every “he” and “she” of the writer before `token` renew whom it means."""
        while self.pronoun < len(self.pronouns) and self.pronouns[self.pronoun][0] < token:
            at, sentence = self.pronouns[self.pronoun]
            entity = self.best(sentence, PERSONAL[self.reading.lower[at]], None)
            if entity is not None:
                self._touch(entity, sentence, at in self.opening, False)
            self.pronoun += 1

    def spoke(self, entity: Entity, sentence: int) -> None:
        """Take note that an entity spoke in a sentence."""
        self._touch(entity, sentence, True, False)

    def _touch(self, entity: Entity, sentence: int, subject: bool, possessive: bool) -> None:
        before = self.seen.pop(id(entity), None)
        if before is not None and before[1] == sentence:
            subject = subject or before[2]
            possessive = possessive and before[3]
        self.seen[id(entity)] = (entity, sentence, subject, possessive)
        if len(self.seen) > REMEMBERED:
            self.seen.popitem(last=False)

    def best(
        self,
        sentence: int,
        gender: str | None,
        last_speaker: Entity | None,
        *,
        only_persons: bool = False,
    ) -> Entity | None:
        """The person that "he" or "she" means in a sentence, or None.

        `only_persons`: whether names do not count that may be those of bodies.
        """
        best, best_score = None, -float("inf")
        for entity, at, subject, possessive in self.seen.values():
            if entity.kind == BODY or (gender and (entity.gender or gender) != gender):
                continue
            if _may_be_a_place(entity) or (
                only_persons and (entity.kind != PERSON or entity.nameless)
            ):
                continue
            distance = sentence - at
            if distance > REACH:
                continue
            score = -DISTANCE_COST * distance
            score += SUBJECT_BONUS if subject else 0.0
            score += NEXT_BONUS if subject and self._is_next(at, sentence) else 0.0
            score += PARAGRAPH_BONUS if self._same_paragraph(at, sentence) else 0.0
            score -= POSSESSIVE_PENALTY if possessive else 0.0
            score += SPEAKER_BONUS if entity is last_speaker else 0.0
            score += GENDER_BONUS if gender and entity.gender == gender else 0.0
            if entity.kind != PERSON:
                score -= UNKNOWN_PENALTY if len(entity.words) == 1 else UNKNOWN_FULL_PENALTY
            score -= NAMELESS_PENALTY if entity.nameless else 0.0
            if score >= best_score:
                best, best_score = entity, score
        return best

    def _same_paragraph(self, one: int, other: int) -> bool:
        return self.reading.sentences[one].paragraph == self.reading.sentences[other].paragraph

    def _is_next(self, before: int, sentence: int) -> bool:
        """Whether a sentence follows another at once, in the same paragraph."""
        return sentence - before <= 1 and self._same_paragraph(before, sentence)

    def best_body(self, sentence: int) -> Entity | None:
        """The body that "it" means in a sentence, or None."""
        for entity, at, _, possessive in reversed(self.seen.values()):
            if entity.kind == BODY and sentence - at <= 3 and not possessive:
                return entity
        return None

    def spoken_of_body(self, sentence: int) -> Entity | None:
        """The body that “the company” means: one the text is about, named last, or None."""
        for entity, at, subject, _possessive in reversed(self.seen.values()):
            if entity.kind == PERSON or sentence - at > REACH:
                continue
            often = len(entity.mentions) > 1 and not entity.is_only_a_place
            if often and (subject or entity.is_ever_subject):
                return entity
        return None

    def most_recent(self, candidates: list[Entity]) -> Entity:
        """Of some entities the one named last before here; the first of them if none was."""
        known = {id(entity) for entity in candidates}
        for key in reversed(self.seen):
            if key in known:
                return self.seen[key][0]
        return candidates[0]

    def most_named_person(self, token: int) -> Entity | None:
        """The person with most mentions before `token`; None if the text names nobody."""
        counts: dict[int, tuple[int, Entity]] = {}
        for mention, entity in zip(self.entities.mentions, self.entities.of_mention, strict=True):
            if mention.start >= token:
                break
            if entity.kind != BODY:
                count = counts.get(id(entity), (0, entity))[0]
                counts[id(entity)] = (count + 1 + (entity.kind == PERSON), entity)
        return max(counts.values(), key=lambda pair: pair[0])[1] if counts else None
