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

from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.quotes.entities import BODY, PERSON, Entities, Entity
from pipeline.quotes.findings import AUTHOR, Finding, Source, TokenSpan
from pipeline.quotes.lexicon.grammar import DETERMINERS, POSSESSIVES
from pipeline.quotes.lexicon.people import (
    DEMONYMS,
    FEMALE_WORDS,
    MALE_WORDS,
    OFFICES,
    PERSON_NOUNS,
    ROLE_NOUNS,
    is_role,
)
from pipeline.quotes.lexicon.reporting import REPORT_NOUNS
from pipeline.quotes.reading import Reading, read
from pipeline.quotes.salience import PERSONAL, Salience

OF = frozenset({"of", "from", "at", "in", "with"})
FIRST = frozenset({"i", "we"})
IMPERSONAL = frozenset({"it", "they"})
PRONOUNS_RESOLVED = FIRST | IMPERSONAL | {"he", "she", "you"}
NO_PERSON = ROLE_NOUNS - PERSON_NOUNS


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


class SpeakerResolver:
    """Resolves the speakers of a Doc's findings; see the module's docstring."""

    def __call__(self, doc: Doc) -> Doc:
        """`doc` with its speakers resolved."""
        reading = read(doc)
        entities = Entities(reading, doc._.mentions)
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
        return self._speaker(best, 0.8) if best is not None else None

    def _speaker(
        self, entity: Entity, certainty: float, mention: TokenSpan | None = None
    ) -> Speaker:
        return Speaker(entity.name, entity.role, entity, certainty, mention)

    def _of_source(self, finding: Finding, source: Source) -> Speaker | None:
        reading = self.reading
        first = reading.lower[source.start]
        if source.end - source.start == 1 and first in PRONOUNS_RESOLVED:
            return self._of_pronoun(finding, first)
        demonym = first == "the" and reading.lower[source.end - 1] in DEMONYMS
        named = None if demonym else self._named(source)
        if named is not None:
            return named
        return self._described(finding, source)

    # -- names ------------------------------------------------------------------

    def _named(self, source: Source) -> Speaker | None:
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
            return self._speaker(entity, 1.0, (mention.start, mention.end))
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
            return False
        start = source.start
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
                return self._speaker(
                    self.entities.of_mention[index], 0.97, (mention.start, mention.end)
                )
            break
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
        entity = self.salience.best(
            finding.sentence, gender, recent.entity if recent is not None else None
        )
        if entity is not None:
            return self._speaker(entity, 0.93)
        if recent is not None and recent.entity is None and recent.name != AUTHOR:
            return Speaker(recent.name, recent.role, None, 0.8)
        return None

    def _impersonal(self, finding: Finding, pronoun: str) -> Speaker | None:
        paragraph = self.reading.sentences[finding.sentence].paragraph
        if self.last is not None and paragraph - self.last[0] <= 1:
            speaker = self.last[1]
            if speaker.entity is None or speaker.entity.kind != PERSON or pronoun == "they":
                return Speaker(speaker.name, speaker.role, speaker.entity, 0.8)
        entity = self.salience.best_body(finding.sentence)
        return self._speaker(entity, 0.7) if entity is not None else None

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
        reading = self.reading
        phrase = self._phrase(source)
        head = self._head(source)
        first = reading.lower[source.start]
        definite = first in {"the", "this", "that"} or first in POSSESSIVES
        role = (source.start, source.end)
        if head in REPORT_NOUNS:
            author = self._author_of_document(finding, source, definite=definite)
            if author is not None:
                return author
        if definite and head in ROLE_NOUNS:
            entity = self._with_role(head, source)
            if entity is not None:
                return self._speaker(entity, 0.9)
        if definite and head in self.nameless and self.nameless[head].lower() != phrase[4:]:
            return Speaker(self.nameless[head], role, None, 0.9)
        if first == "the":
            known = self._epithet(finding, source, head)
            if known is not None:
                return known
        if head and not definite:
            self.nameless[head] = phrase
        if first == "the":
            phrase = phrase[4:]
        if not phrase or phrase.lower() in DETERMINERS - {"another", "others"}:
            return None
        return Speaker(phrase, None, None, 0.95)

    def _epithet(self, finding: Finding, source: Source, head: str) -> Speaker | None:
        """“the veteran pilot”: another word for the person spoken of, unless it is an office."""
        plain = source.end - source.start == 2
        if not (head in DEMONYMS or (is_role(head) and head not in NO_PERSON)):
            return None
        if plain and head in OFFICES:
            return None
        paragraph = self.reading.sentences[finding.sentence].paragraph
        if self.last is not None and paragraph - self.last[0] <= 2:
            speaker = self.last[1]
            if speaker.entity is None and speaker.name != AUTHOR:
                return Speaker(speaker.name, speaker.role, None, 0.8)
        gender = "m" if head in MALE_WORDS else "f" if head in FEMALE_WORDS else None
        recent = self.last[1].entity if self.last and paragraph - self.last[0] <= 2 else None
        entity = self.salience.best(finding.sentence, gender, recent)
        return self._speaker(entity, 0.75) if entity is not None else None

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
                return self._speaker(self.entities.of_mention[index], 0.9)
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
    return entity.kind == BODY and entity.words[-1].lower() == head
