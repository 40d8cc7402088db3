"""The component that says who the source of every attribution is.

Findings are resolved in text order, because a pronoun or "the minister" means
somebody named or speaking before it. A source is resolved by the first of
these that holds: it holds a name; it is a pronoun; it is a description that the
article gives to somebody it names; it is a document, whose author spoke before;
it repeats a source without a name ("the source"). Otherwise the phrase itself
is the speaker. Nothing is guessed: without any of these the speaker is None.

Found: `doc._.speakers`, one `Speaker` (or None) for every finding.
"""

from __future__ import annotations

import dataclasses

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.quotes.entities import Entities, Entity
from pipeline.quotes.findings import AUTHOR, Finding, Source
from pipeline.quotes.lexicon.grammar import DETERMINERS, POSSESSIVES
from pipeline.quotes.lexicon.people import (
    BODY_WORDS,
    DEMONYMS,
    FEMALE_WORDS,
    MALE_WORDS,
    OFFICES,
    PERSON_NOUNS,
    ROLE_NOUNS,
    is_role,
)
from pipeline.quotes.lexicon.reporting import REPORT_NOUNS
from pipeline.quotes.named_sources import NamedSources, Speaker, speaker_of
from pipeline.quotes.reading import Reading, read
from pipeline.quotes.salience import PERSONAL, Salience
from pipeline.quotes.subjects import main_subject
from pipeline.records import BODY, PERSON

FIRST = frozenset({"i", "we"})
IMPERSONAL = frozenset({"it", "they"})
PRONOUNS_RESOLVED = FIRST | IMPERSONAL | {"he", "she", "you"}
NO_PERSON = ROLE_NOUNS - PERSON_NOUNS


BODY_HEADS = NO_PERSON | BODY_WORDS | REPORT_NOUNS
COMPANY_NOUNS = frozenset(
    {
        "company", "firm", "retailer", "airline", "carrier", "club", "manufacturer", "maker",
        "publisher", "startup", "start-up",
    }
)  # fmt: skip
"""What a body is called once it was named: “the company said”."""
DEFINITE = POSSESSIVES | {"the", "this", "that"}
"""Words with which somebody is spoken of who is known already."""
SPOUSES = {("his", "wife"): "f", ("her", "husband"): "m", ("his", "widow"): "f"}
RELATIVES = frozenset({"who", "which", "that"})
MAX_PHRASE = 15
"""Tokens of the phrase that a relative pronoun stands for."""
BEFORE_BODY = frozenset({"the", "their", "its", "a", "an"})


class SpeakerResolver:
    """Resolves the speakers of a Doc's findings; see the module's docstring."""

    def __call__(self, doc: Doc) -> Doc:
        """`doc` with its speakers resolved."""
        reading = read(doc)
        entities = Entities(reading, doc._.mentions, doc._.outside_names or {})
        doc._.speakers = _Resolution(reading, entities).run(doc._.findings)
        return doc


@Language.factory("verbatim_speakers")
def make_speaker_resolver(nlp: Language, name: str) -> SpeakerResolver:
    """Factory."""
    return SpeakerResolver()


class _Resolution:
    """One pass over the findings of one text."""

    def __init__(self, reading: Reading, entities: Entities) -> None:
        self.reading = reading
        self.entities = entities
        self.salience = Salience(reading, entities)
        self.names = NamedSources(reading, entities)
        self.speakers: list[Speaker | None] = []
        self.nameless: dict[str, str] = {}
        """Head noun -> fullest phrase of a source without a name."""
        self.last: tuple[int, Speaker] | None = None
        """Paragraph and speaker of the last finding."""

    def run(self, findings: list[Finding]) -> list[Speaker | None]:
        interviewee: Speaker | None = None
        for finding in findings:
            sentence = self.reading.sentences[finding.sentence]
            anchor = finding.cue[0] if finding.cue else finding.content[0][0]
            if finding.source is not None:
                anchor = min(finding.source.start, anchor)
            self.salience.advance(anchor)
            if finding.base == "label" and finding.source is None:
                if finding.speaker_override is None and interviewee is None:
                    interviewee = self._most_named(anchor)
                speaker = interviewee
            elif finding.follows is not None:
                speaker = self.speakers[finding.follows]
            elif finding.source is None:
                speaker = None
            else:
                speaker = self._of_source(finding, finding.source)
            if finding.speaker_override is not None:
                speaker = Speaker(finding.speaker_override, None, None, 1.0)
            self.speakers.append(speaker)
            if speaker is not None:
                self.last = sentence.paragraph, speaker
                if speaker.entity is not None:
                    self.salience.spoke(speaker.entity, finding.sentence)
        return self.speakers

    def _most_named(self, before: int) -> Speaker | None:
        """The person whom the text names most before the first answer of an interview."""
        best = self.salience.most_named_person(before)
        return speaker_of(best, 0.8) if best is not None else None

    def _of_source(self, finding: Finding, source: Source) -> Speaker | None:
        reading = self.reading
        first = reading.lower[source.start]
        if source.end - source.start == 1 and first in PRONOUNS_RESOLVED:
            return self._of_pronoun(finding, first)
        if source.end - source.start == 1 and first in RELATIVES:
            before = self._antecedent(source.start, finding.sentence)
            return self._of_source(finding, before) if before is not None else None
        demonym = first == "the" and reading.lower[source.end - 1] in DEMONYMS
        named = None if demonym else self.names.find(source)
        if named is not None:
            return named
        return self._described(finding, source)

    def _antecedent(self, relative: int, number: int) -> Source | None:
        """What “who” or “which” stands for: the phrase before it."""
        reading = self.reading
        end = relative - (reading.lower[relative - 1] == "," if relative else 0)
        floor = max(reading.sentences[number].start, end - MAX_PHRASE)
        for start in range(end - 1, floor - 1, -1):
            if not reading.is_word(start) or reading.lower[start] in RELATIVES:
                break
            named = self.entities.mention_at(start, end)
            opens = named and self.entities.mentions[named[0]].full_start == start
            if opens or reading.lower[start] in DETERMINERS:
                return Source(start, end, start, end)
        return None

    def _of_pronoun(self, finding: Finding, pronoun: str) -> Speaker | None:
        if pronoun in FIRST:
            return Speaker(AUTHOR, None, None, 0.95)
        if pronoun in PERSONAL:
            return self._pronoun(finding, PERSONAL[pronoun])
        return self._impersonal(finding, pronoun) if pronoun in IMPERSONAL else None

    # -- pronouns ---------------------------------------------------------------

    def _pronoun(self, finding: Finding, gender: str) -> Speaker | None:
        paragraph = self.reading.sentences[finding.sentence].paragraph
        recent = self.last[1] if self.last and paragraph - self.last[0] <= 2 else None
        nameless = self._nameless_subject(finding.sentence)
        if nameless is not None and self._fits(nameless, gender):
            return Speaker(self._phrase(nameless), None, None, 0.8)
        entity = self.salience.best(
            finding.sentence, gender, recent.entity if recent is not None else None
        )
        if entity is not None and entity.nameless:
            return Speaker(entity.name, None, None, 0.8)
        if entity is not None:
            return speaker_of(entity, 0.93)
        if recent is not None and recent.entity is None and recent.name != AUTHOR:
            return Speaker(recent.name, recent.role, None, 0.8)
        return None

    def _impersonal(self, finding: Finding, pronoun: str) -> Speaker | None:
        paragraph = self.reading.sentences[finding.sentence].paragraph
        if self.last is not None and paragraph - self.last[0] <= 1:
            speaker = self.last[1]
            entity = speaker.entity
            # “they” may be one person of whom the article does not say he or she
            one = entity is not None and entity.kind == PERSON and " and " not in speaker.name
            if not one or (pronoun == "they" and entity is not None and entity.gender is None):
                return Speaker(speaker.name, speaker.role, speaker.entity, 0.8)
        nameless = self._nameless_subject(finding.sentence)
        if pronoun == "it" and nameless is not None and self._head(nameless) in BODY_HEADS:
            phrase = self._phrase(nameless)
            if self.reading.lower[nameless.start] in BEFORE_BODY:
                phrase = phrase.partition(" ")[2]
            return Speaker(phrase, None, None, 0.8)
        entity = self.salience.best_body(finding.sentence)
        return speaker_of(entity, 0.7) if entity is not None else None

    def _nameless_subject(self, sentence: int) -> Source | None:
        """The subject of the sentence before, in the same paragraph, if it is no name."""
        if sentence == 0:
            return None
        before, here = self.reading.sentences[sentence - 1], self.reading.sentences[sentence]
        if before.paragraph != here.paragraph:
            return None
        source = main_subject(self.reading, before, len(before))
        if source is None or source.start != before.tokens[0]:
            return None
        if self.reading.lower[source.start] not in DETERMINERS or source.end - source.start < 2:
            return None
        mentions = self.entities.mention_at(before.start, before.end)
        if any(self.entities.mentions[index].subject for index in mentions):
            return None
        end = source.start
        for token in range(source.start + 1, source.end):
            word = self.reading.lower[token]
            if word in DETERMINERS:
                break
            if is_role(word) or word in BODY_HEADS:
                end = token + 1
        return Source(source.start, end, source.start, end) if end > source.start else None

    def _fits(self, source: Source, gender: str) -> bool:
        """Whether “he” or “she” may mean somebody who is described so."""
        head = self._head(source)
        other = FEMALE_WORDS if gender == "m" else MALE_WORDS
        return (
            is_role(head) and head not in BODY_HEADS and head not in other and (head not in OFFICES)
        )

    # -- descriptions -----------------------------------------------------------

    def _head(self, source: Source) -> str:
        """The noun that a phrase without a name is about."""
        head = ""
        for token in range(source.start, source.end):
            word = self.reading.lower[token].rstrip(".")
            if (
                word in {"of", "for", "with", "at", "in", "from", "who", "on", "to", "which"}
                and head
            ):
                break
            if word[:1].isalnum() and word not in DETERMINERS:
                head = word
        return head

    def _described(self, finding: Finding, source: Source) -> Speaker | None:
        if self.reading.lower[source.start] == "including" and source.end - source.start > 1:
            source = dataclasses.replace(source, start=source.start + 1)
        head = self._head(source)
        return self._known_as(finding, source, head) or self._as_it_stands(source, head)

    def _known_as(self, finding: Finding, source: Source, head: str) -> Speaker | None:
        """Who is meant by a description, if the article tells them by another name."""
        first = self.reading.lower[source.start]
        definite = first in DEFINITE
        owned = self.reading.lower[source.start + 1 : source.start + 2] == ["'s"]
        found: Speaker | None = None
        if head in REPORT_NOUNS:
            found = self._author_of_document(finding, source, definite=definite)
        if found is None and (definite or owned) and head in ROLE_NOUNS:
            entity = self._with_role(head, source) or self._spouse(head, first)
            found = speaker_of(entity, 0.9) if entity is not None else None
        known_as = self.nameless.get(head)
        if found is None and definite and known_as is not None:
            if known_as.lower() != self._phrase(source).lower():
                found = Speaker(known_as, None, None, 0.9)
        elif found is None and first == "the" and head in COMPANY_NOUNS:
            body = self.salience.spoken_of_body(finding.sentence)
            found = speaker_of(body, 0.75) if body is not None else None
        if found is None and first == "the":
            found = self._epithet(finding, source, head)
        return found

    def _as_it_stands(self, source: Source, head: str) -> Speaker | None:
        """The description itself, which is all that the article tells."""
        phrase = self._phrase(source)
        first = self.reading.lower[source.start]
        if head and first not in DEFINITE and head not in self.nameless:
            self.nameless[head] = phrase
        if head in BODY_HEADS and first in BEFORE_BODY:
            phrase = phrase.partition(" ")[2]
        if not phrase or phrase.lower() in DETERMINERS - {"another", "others"}:
            return None
        return Speaker(phrase, None, None, 0.95)

    def _epithet(self, finding: Finding, source: Source, head: str) -> Speaker | None:
        """“the veteran pilot”: another word for the person spoken of, unless it is an office."""
        plain = source.end - source.start == 2
        aged = head in {"year-old", "old"} or head.endswith("-year-old")
        if not (aged or head in DEMONYMS or (is_role(head) and head not in NO_PERSON)):
            return None
        if head in OFFICES and (plain or self._is_owned(source)):
            return None
        paragraph = self.reading.sentences[finding.sentence].paragraph
        if self.last is not None and paragraph - self.last[0] <= 2:
            speaker = self.last[1]
            if speaker.entity is None and speaker.name != AUTHOR:
                return Speaker(speaker.name, speaker.role, None, 0.8)
        gender = "m" if head in MALE_WORDS else "f" if head in FEMALE_WORDS else None
        recent = self.last[1].entity if self.last and paragraph - self.last[0] <= 2 else None
        entity = self.salience.best(finding.sentence, gender, recent, only_persons=True)
        return speaker_of(entity, 0.75) if entity is not None else None

    def _is_owned(self, source: Source) -> bool:
        """“the fund’s secretary”: whose office it is says that a person of its own is meant."""
        return any(self.reading.lower[i] == "'s" for i in range(source.start, source.end))

    def _phrase(self, source: Source) -> str:
        parts = []
        for token in range(source.start, source.end):
            gap = token > source.start and self.reading.start[token] > self.reading.end[token - 1]
            parts.append((" " if gap else "") + self.reading.text[token])
        return "".join(parts)

    def _with_role(self, head: str, source: Source) -> Entity | None:
        """The entity last named before the source that the article calls by this noun."""
        qualifiers = {
            self.reading.lower[t]
            for t in range(source.start, source.end)
            if self.reading.is_telling_capital(t)
        }
        fitting = [
            e
            for e in self.entities.all
            if (head in e.heads and (head not in NO_PERSON or e.kind != PERSON))
            or _ends_with(e, head)
        ]
        if not fitting:
            return None
        if qualifiers:
            closer = [e for e in fitting if self._has_words(e, qualifiers)]
            fitting = closer or fitting
        return self.salience.most_recent(fitting)

    def _spouse(self, head: str, owner: str) -> Entity | None:
        """“his wife”: the one woman with the family name of a man whom the article names."""
        gender = SPOUSES.get((owner, head))
        if gender is None:
            return None
        persons = [e for e in self.entities.all if e.kind == PERSON and len(e.words) > 1]
        others = {e.words[-1] for e in persons if e.gender not in {gender, None}}
        found = [e for e in persons if e.gender == gender and e.words[-1] in others]
        return found[0] if len(found) == 1 else None

    def _has_words(self, entity: Entity, words: set[str]) -> bool:
        return any(
            self.reading.lower[t] in words for span in entity.descriptions for t in range(*span)
        )

    def _author_of_document(
        self, finding: Finding, source: Source, *, definite: bool
    ) -> Speaker | None:
        """Whose post, letter or report it is: its owner, who it is from, or who spoke last."""
        for index in self.entities.mention_at(source.start, source.end):
            mention = self.entities.mentions[index]
            before = self.reading.lower[mention.full_start - 1] if mention.full_start else ""
            if before == "the" and mention.full_start > 1:
                before = self.reading.lower[mention.full_start - 2]
            owned = mention.end < source.end and self.reading.lower[mention.end] in REPORT_NOUNS
            if mention.possessive or owned or before in {"from", "by"}:
                return speaker_of(self.entities.of_mention[index], 0.9)
        owner = self.reading.lower[source.start]
        if owner in {"his", "her"}:
            return self._pronoun(finding, "m" if owner == "his" else "f")
        if owner in {"their", "its"}:
            return self._impersonal(finding, "they")
        paragraph = self.reading.sentences[finding.sentence].paragraph
        if definite and self.last is not None and paragraph - self.last[0] <= 1:
            speaker = self.last[1]
            return Speaker(speaker.name, speaker.role, speaker.entity, 0.75)
        return None


def _ends_with(entity: Entity, head: str) -> bool:
    return entity.kind == BODY and len(entity.words) > 1 and entity.words[-1].lower() == head
