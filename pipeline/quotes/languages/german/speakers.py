"""The component that says who the source of every German quotation is.

In text order: a name leads to its fullest form in the article, “er”, “sie” and “die Ministerin” to
the person of that gender or role who spoke or was named last, a phrase without a name stays. Where
nothing of this is plain, nobody is named.

Found: `doc._.findings` and `doc._.speakers`, one `Speaker` (or None) for every finding.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.quotes.findings import AUTHOR
from pipeline.quotes.languages.german import grammar
from pipeline.quotes.languages.german.attribution import Utterance
from pipeline.quotes.languages.german.frames import Tie
from pipeline.quotes.languages.german.names import ArticleNames, Named
from pipeline.quotes.languages.german.people import (
    is_body_noun,
    is_document_noun,
    is_person_noun,
    noun_gender,
)
from pipeline.quotes.languages.german.phrases import ATTRIBUTES, NounPhrase, PhraseReader
from pipeline.quotes.reading import Reading, Sentence, read
from pipeline.quotes.speakers.resolver import Speaker
from pipeline.records import BODY, PERSON, Span

BY_NAME, BY_FAMILY, BY_NOUN, BY_PRONOUN, AS_PRINTED = 0.97, 0.95, 0.8, 0.85, 0.85
"""How sure a speaker is by what leads to them; see docs/quotations.md."""
ANY_BODY = frozenset(
    """organisation unternehmen behörde verband verein partei gericht institut stiftung firma
    konzern ministerium gewerkschaft initiative fraktion hersteller amt bank gesellschaft""".split()
)
"""Nouns by which German speaks again of a body that it has named."""


@dataclass(slots=True)
class _Spoken:
    """Who spoke last."""

    speaker: Speaker
    gender: str
    paragraph: int
    entry: Named | None = None
    head: str = ""


class GermanSpeakerResolver:
    """Resolves speakers; see the module's docstring."""

    def __call__(self, doc: Doc) -> Doc:
        """`doc` with its findings and speakers."""
        utterances = doc._.german_utterances or []
        speakers = _Resolution(read(doc), utterances).run()
        pairs = [
            (utterance.finding, speaker)
            for utterance, speaker in zip(utterances, speakers, strict=True)
            if utterance.finding is not None
        ]
        doc._.findings = [finding for finding, _ in pairs]
        doc._.speakers = [speaker for _, speaker in pairs]
        return doc


@Language.factory("verbatim_german_speakers")
def make_german_speaker_resolver(nlp: Language, name: str) -> GermanSpeakerResolver:
    """Factory; there is nothing to configure."""
    return GermanSpeakerResolver()


class _Resolution:
    """One pass over the utterances of one text."""

    def __init__(self, reading: Reading, utterances: list[Utterance]) -> None:
        self.reading = reading
        self.utterances = utterances
        self.names = ArticleNames(reading)
        self._add_sources()
        self.spoken: list[_Spoken] = []

    def _add_sources(self) -> None:
        """Two capitals and no article beside a verb of speech are somebody's name."""
        for utterance in self.utterances:
            frame = utterance.frame
            if frame is None or frame.source is None or frame.source.name is None:
                continue
            sentence = self.reading.sentences[frame.sentence]
            start, end = frame.source.name
            words = sentence.lower[start:end]
            surely = frame.tie is Tie.BESIDE and not frame.source.determiner
            plain = not any(is_body_noun(word) for word in words)
            if end - start > 1 and surely and plain and all(w.isalpha() for w in words):
                self.names.add(sentence, frame.source, words)

    def run(self) -> list[Speaker | None]:
        """A speaker for every utterance."""
        found: list[Speaker | None] = []
        for utterance in self.utterances:
            speaker = self._resolve(utterance, found)
            found.append(speaker)
        return found

    def _resolve(self, utterance: Utterance, found: list[Speaker | None]) -> Speaker | None:
        frame = utterance.frame
        if frame is None or frame.source is None:
            if utterance.follows is None:
                return None
            before = found[utterance.follows]
            return replace(before, mention=None) if before is not None else None
        sentence = self.reading.sentences[frame.sentence]
        spoken = self._phrase(frame.source, sentence, frame.cue)
        if spoken is None and utterance.finding is not None and frame.tie is Tie.COLON:
            return self._carried(sentence, frame.source)
        if spoken is None:
            return None
        self.spoken.append(spoken)
        return spoken.speaker

    def _carried(self, sentence: Sentence, phrase: NounPhrase) -> Speaker | None:
        """“Der Film zeige: “…””: a thing that speaks in reported words is what somebody says."""
        last = self.spoken[-1] if self.spoken else None
        if last is None or last.paragraph != sentence.paragraph or phrase.pronoun:
            return None
        return replace(last.speaker, mention=None)

    # -- phrases --------------------------------------------------------------------

    def _phrase(
        self, phrase: NounPhrase, sentence: Sentence, cue: tuple[int, int] | None
    ) -> _Spoken | None:
        token = sentence.tokens[phrase.start]
        if phrase.pronoun:
            return self._pronoun(phrase, sentence, token, cue)
        if phrase.name is not None:
            return self._named(phrase, sentence, token)
        head = sentence.lower[phrase.head]
        nouns = self._nouns(phrase, sentence)
        if any(is_document_noun(noun) for noun in nouns[:1]):
            return self._owner(phrase, sentence)
        if nouns and is_person_noun(nouns[0]):
            return self._described(phrase, sentence, nouns[0], token)
        if nouns and (is_body_noun(nouns[0]) or nouns[0] in self.names.by_short):
            return self._body(phrase, sentence, nouns[0])
        if head in self.names.by_short:
            return self._body(phrase, sentence, head)
        return None

    def _nouns(self, phrase: NounPhrase, sentence: Sentence) -> list[str]:
        return [
            sentence.lower[at]
            for at in range(phrase.start, phrase.end)
            if sentence.capital[at] and (at > phrase.start or not phrase.determiner)
        ]

    def _named(self, phrase: NounPhrase, sentence: Sentence, token: int) -> _Spoken | None:
        if phrase.name is None:
            return None
        start, end = phrase.name
        words = sentence.lower[start:end]
        entry = self.names.of_words(words, token)
        if entry is not None:
            certainty = BY_NAME if end - start > 1 else BY_FAMILY
            return self._of_entry(entry, certainty, sentence, (start, end))
        text = self.names.text_of(sentence, (start, end))
        if end - start == 1 and not (phrase.role or phrase.courtesy):
            return self._single(text, sentence, (start, end))
        kind = PERSON if phrase.role or phrase.courtesy else None
        role = self.names.text_of(sentence, phrase.role) if phrase.role else None
        gender = "" if not phrase.courtesy else ("m" if phrase.courtesy[0] == "h" else "f")
        speaker = Speaker(text, AS_PRINTED, role, (), kind, self._chars(sentence, (start, end)))
        return _Spoken(speaker, gender, sentence.paragraph)

    def _single(self, text: str, sentence: Sentence, items: tuple[int, int]) -> _Spoken | None:
        """One capitalised word without an article: a family name, or the name of a body."""
        speaker = Speaker(text, AS_PRINTED, mention=self._chars(sentence, items))
        return _Spoken(speaker, "", sentence.paragraph, head=text.lower())

    def _of_entry(
        self, entry: Named, certainty: float, sentence: Sentence, items: tuple[int, int] | None
    ) -> _Spoken:
        speaker = Speaker(
            name=entry.name,
            certainty=certainty,
            role=entry.role,
            aliases=tuple(sorted(form for form in entry.forms if form != entry.name)),
            kind=PERSON if entry.person else BODY,
            mention=self._chars(sentence, items) if items else None,
        )
        return _Spoken(speaker, entry.gender, sentence.paragraph, entry)

    def _described(
        self, phrase: NounPhrase, sentence: Sentence, noun: str, token: int
    ) -> _Spoken | None:
        """“die Ministerin”: the person of that role; “ein Sprecher der Polizei”: himself."""
        items = (phrase.start, phrase.end)
        if phrase.definite:
            entry = self._of_role(noun, token, sentence)
            if entry is not None:
                return self._of_entry(entry, BY_NOUN, sentence, items)
            for spoken in reversed(self.spoken):
                if spoken.head == noun:
                    again = replace(spoken.speaker, mention=self._chars(sentence, items))
                    return replace(spoken, speaker=again, paragraph=sentence.paragraph)
        text = self.names.text_of(sentence, (phrase.start, phrase.full_end))
        if phrase.start == 0:
            text = text[:1].lower() + text[1:] if phrase.determiner else text
        speaker = Speaker(text, AS_PRINTED, mention=self._chars(sentence, items))
        return _Spoken(speaker, noun_gender(noun), sentence.paragraph, head=noun)

    def _of_role(self, noun: str, token: int, sentence: Sentence) -> Named | None:
        party = noun.split("-")[0] if "-" in noun else ""
        persons = [p for p in self.names.persons() if p.last_before(token) >= 0]
        fitting = [
            p
            for p in persons
            if any(noun in role.lower().split() for role in p.roles) or (party and p.party == party)
        ]
        if fitting:
            return max(fitting, key=lambda p: p.last_before(token))
        gender = noun_gender(noun)
        last = self.spoken[-1] if self.spoken else None
        if last is not None and last.entry is not None and last.entry.person:
            near = sentence.paragraph - last.paragraph <= 1
            if near and last.gender in {gender, ""}:
                return last.entry
        fitting = [p for p in persons if p.gender == gender and gender]
        return fitting[0] if len(fitting) == 1 and len(persons) == 1 else None

    def _body(self, phrase: NounPhrase, sentence: Sentence, noun: str) -> _Spoken | None:
        items = (phrase.start, phrase.end)
        short = self.names.by_short.get(noun)
        if short is not None:
            return self._of_entry(short, BY_FAMILY, sentence, items)
        if phrase.definite and noun in ANY_BODY and phrase.end - phrase.start == 2:
            for spoken in reversed(self.spoken):
                if spoken.speaker.kind == BODY or (
                    spoken.speaker.kind is None and spoken.entry is None
                ):
                    again = replace(spoken.speaker, mention=self._chars(sentence, items))
                    return replace(spoken, speaker=again, paragraph=sentence.paragraph)
        start = phrase.start + bool(phrase.determiner)
        text = self.names.text_of(sentence, (start, phrase.end))
        if phrase.determiner == "des":
            text = self._without_genitive(text, phrase, sentence)
        speaker = Speaker(text, AS_PRINTED, kind=BODY, mention=self._chars(sentence, items))
        return _Spoken(speaker, "", sentence.paragraph, head=noun)

    def _without_genitive(self, text: str, phrase: NounPhrase, sentence: Sentence) -> str:
        """“des Ministeriums”: “Ministerium”."""
        word = sentence.lower[phrase.head]
        if not text.endswith("s") or not text.lower().endswith(word):
            return text
        if word.endswith("es") and self.names.by_form.get(word[:-2]):
            return text[:-2]
        return text[:-1]

    def _owner(self, phrase: NounPhrase, sentence: Sentence) -> _Spoken | None:
        """“eine Mitteilung der Polizei”: the police."""
        reader = PhraseReader(self.reading, sentence)
        for at in range(phrase.start + 1, phrase.full_end):
            if sentence.lower[at] in ATTRIBUTES:
                start = at + 1 if sentence.lower[at] in {"von", "vom", "aus", "bei", "beim"} else at
                owner = reader.phrase(start, subject=False)
                if owner is not None and owner.start > phrase.start:
                    return self._phrase(owner, sentence, None)
        return None

    # -- pronouns -------------------------------------------------------------------

    def _pronoun(
        self, phrase: NounPhrase, sentence: Sentence, token: int, cue: tuple[int, int] | None
    ) -> _Spoken | None:
        mention = (phrase.start, phrase.end)
        if phrase.pronoun == "ich":
            speaker = Speaker(AUTHOR, AS_PRINTED, mention=self._chars(sentence, mention))
            return _Spoken(speaker, "", sentence.paragraph)
        if phrase.pronoun == "wir":
            return None
        if phrase.pronoun == "sie" and self._is_plural(sentence, phrase):
            return None
        gender = "m" if phrase.pronoun == "er" else "f"
        last = self.spoken[-1] if self.spoken else None
        if last is not None and sentence.paragraph - last.paragraph <= 1:
            if last.gender in {gender, ""} and last.speaker.name != AUTHOR:
                again = replace(
                    last.speaker,
                    certainty=BY_PRONOUN,
                    mention=self._chars(sentence, mention),
                )
                return replace(last, speaker=again, paragraph=sentence.paragraph)
        fitting = [
            p for p in self.names.persons() if p.gender in {gender, ""} and p.last_before(token) >= 0
        ]
        if not fitting:
            return None
        nearest = max(fitting, key=lambda p: p.last_before(token))
        return self._of_entry(nearest, BY_PRONOUN, sentence, mention)

    def _is_plural(self, sentence: Sentence, phrase: NounPhrase) -> bool:
        """“sie sagten”, “sagten sie”: several."""
        beside = (sentence.word(phrase.start - 1), sentence.word(phrase.end))
        plural = grammar.AUXILIARIES | grammar.KONJUNKTIV
        return any(word.endswith("n") and (word in plural or len(word) > 3) for word in beside)

    def _chars(self, sentence: Sentence, items: tuple[int, int]) -> Span:
        first, last = sentence.tokens[items[0]], sentence.tokens[items[1] - 1]
        return self.reading.start[first], self.reading.end[last]
