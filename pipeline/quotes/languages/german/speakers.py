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
from pipeline.quotes.languages.german.attribution import FAR, Utterance
from pipeline.quotes.languages.german.frames import Tie
from pipeline.quotes.languages.german.names import PARTIES, ArticleNames, Named
from pipeline.quotes.languages.german.people import (
    is_body_noun,
    is_document_noun,
    is_person_noun,
    noun_gender,
)
from pipeline.quotes.languages.german.phrases import ATTRIBUTES, NounPhrase, PhraseReader
from pipeline.quotes.languages.german.reporting import VERBS
from pipeline.quotes.reading import Reading, Sentence, read
from pipeline.quotes.speakers.resolver import Speaker
from pipeline.records import BODY, PERSON, Span

BY_NAME, BY_FAMILY, BY_NOUN, BY_PRONOUN, AS_PRINTED = 0.97, 0.95, 0.8, 0.85, 0.85
"""How sure a speaker is by what leads to them; see docs/quotations.md."""
JOINT = " and "
"""Joins names of several in a speaker, in every language the same."""
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
    token: int = 0
    """Where the phrase stood."""
    told: bool = True
    """Whether a sentence says that they speak, and is not only about them."""


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
        self.sure = Tie.CARRIED
        """How close the source that is being resolved is to marked words."""

    def _add_sources(self) -> None:
        """Two capitals and no article beside a verb of speech are somebody's name."""
        for utterance in self.utterances:
            frame = utterance.frame
            if frame is None or frame.source is None or frame.source.name is None:
                continue
            sentence = self.reading.sentences[frame.sentence]
            start, end = frame.source.name
            words = sentence.lower[start:end]
            surely = frame.tie in {Tie.BESIDE, Tie.COLON} and not frame.source.determiner
            plain = not any(
                is_body_noun(w) or is_document_noun(w) or w in grammar.UNITS | grammar.TIME_WORDS or self.names.is_common(w)
                for w in words
            )
            known = self.names.of_words(words, sentence.tokens[start])
            one = frame.cue is not None and not sentence.word(frame.cue[0]).endswith("n")
            if end - start > 1 and surely and one and plain and known is None:
                self.names.add(sentence, frame.source, words)
        self.names.count_mentions()

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
            here = self.reading.sentences[utterance.sentence]
            return self._carried(
                here, same_paragraph=utterance.fragment, surely=utterance.fragment
            )
        sentence = self.reading.sentences[frame.sentence]
        self.sure = frame.tie if utterance.finding is not None else Tie.CARRIED
        telling = frame.tie is Tie.SENTENCE
        spoken = self._phrase(frame.source, sentence)
        if telling and spoken is not None and not frame.source.pronoun:
            if spoken.entry is None or not spoken.entry.person:
                return None
        if spoken is None and utterance.finding is not None and frame.tie is Tie.COLON:
            pronoun = bool(frame.source.pronoun)
            return None if pronoun else self._carried(sentence, same_paragraph=True)
        if spoken is None:
            return None
        spoken.token = sentence.tokens[frame.source.start]
        spoken.told = frame.tie is not Tie.SENTENCE
        self.spoken.append(spoken)
        return spoken.speaker

    def _carried(
        self, sentence: Sentence, *, same_paragraph: bool = False, surely: bool = False
    ) -> Speaker | None:
        """Who spoke last; “der Film zeige: “…”” is what they say as well.

        `surely`: only who is told to speak, for fragments that may be anybody's.
        """
        last = next((one for one in reversed(self.spoken) if one.told or not surely), None)
        if last is None or sentence.paragraph - last.paragraph > (0 if same_paragraph else FAR):
            return None
        last.paragraph = sentence.paragraph
        return replace(last.speaker, mention=None)

    # -- phrases --------------------------------------------------------------------

    def _phrase(self, phrase: NounPhrase, sentence: Sentence) -> _Spoken | None:
        if phrase.beside is not None:
            return self._together(phrase, phrase.beside, sentence)
        token = sentence.tokens[phrase.start]
        if phrase.pronoun:
            return self._pronoun(phrase, sentence, token)
        if phrase.name is not None:
            return self._named(phrase, sentence, token)
        head = sentence.lower[phrase.head]
        nouns = self._nouns(phrase, sentence)
        if phrase.end - phrase.start == 1 and not phrase.several:
            # no noun is a subject without an article, so that “sagte Koch” names somebody
            entry = self.names.of_words([head], token)
            if entry is not None and entry.person:
                return self._of_entry(entry, BY_FAMILY, sentence, (phrase.start, phrase.end))
        if any(is_document_noun(noun) for noun in nouns[:1]):
            return self._owner(phrase, sentence)
        if nouns and is_person_noun(nouns[0]):
            return self._described(phrase, sentence, nouns[0], token)
        if nouns and (is_body_noun(nouns[0]) or nouns[0] in self.names.by_short):
            return self._body(phrase, sentence, nouns[0])
        if head in self.names.by_short:
            return self._body(phrase, sentence, head)
        if self.sure is Tie.BESIDE and phrase.determiner:
            return self._printed(phrase, sentence, head)
        return None

    def _printed(self, phrase: NounPhrase, sentence: Sentence, head: str) -> _Spoken:
        """What stands right beside marks and their verb speaks, whatever it is called."""
        start = phrase.start + (phrase.definite and not phrase.several)
        text = self.names.text_of(sentence, (start, phrase.end))
        mention = self._chars(sentence, (phrase.start, phrase.end))
        return _Spoken(Speaker(text, AS_PRINTED, mention=mention), "", sentence.paragraph, head=head)

    def _together(
        self, first: NounPhrase, second: NounPhrase, sentence: Sentence
    ) -> _Spoken | None:
        """Both of “Ada Blum und Jan Dorn”."""
        one = self._phrase(replace(first, beside=None), sentence)
        other = self._phrase(second, sentence)
        if one is None or other is None:
            return None
        speaker = Speaker(
            one.speaker.name + JOINT + other.speaker.name,
            min(one.speaker.certainty, other.speaker.certainty),
            mention=self._chars(sentence, (first.start, second.end)),
        )
        return _Spoken(speaker, "", sentence.paragraph)

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
        if entry is None and not phrase.role:
            # “sieht Blum Vorteile”: the subject and its object beside each other
            entry = self.names.of_words(words[:1], token)
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
        shouted = text.isupper() and len(text) > 1
        if not shouted and (self.sure < Tie.CLAUSE or not self._is_name(sentence, items[0])):
            return None
        speaker = Speaker(text, AS_PRINTED, mention=self._chars(sentence, items))
        return _Spoken(speaker, "", sentence.paragraph, head=text.lower())

    def _is_name(self, sentence: Sentence, item: int) -> bool:
        """Whether nothing in the article shows that a capitalised word is a common noun."""
        word = sentence.lower[item]
        verb = sentence.word(1) in VERBS and sentence.word(1) not in grammar.AUXILIARIES
        first = item == 0 and not verb and self.names.by_form.get(word, 0) < 2
        plural = any(sentence.word(at).endswith("en") for at in (item - 1, item + 1))
        return not self.names.is_common(word) and not first and not plural

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
        party = PARTIES.get(noun.split("-")[0], "") if "-" in noun else ""
        everybody = self.names.persons()
        fitting = [
            p
            for p in everybody
            if any(noun in role.lower().split() for role in (*p.roles, *p.oblique_roles)) or (party and p.party == party)
        ]
        if fitting:
            return max(fitting, key=lambda p: p.last_before(token))
        gender = noun_gender(noun)
        if len(everybody) == 1 and everybody[0].gender in {gender, ""} | ({"m", "f"} if not gender else set()):
            return everybody[0]
        last = self.spoken[-1] if self.spoken else None
        if last is not None and last.entry is not None and last.entry.person:
            near = sentence.paragraph - last.paragraph <= 1
            same_party = not party or last.entry.party in {party, ""}
            if near and same_party and (not gender or last.gender in {gender, ""}):
                return last.entry
        return None

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
                    return self._phrase(owner, sentence)
        return None

    # -- pronouns -------------------------------------------------------------------

    def _pronoun(self, phrase: NounPhrase, sentence: Sentence, token: int) -> _Spoken | None:
        mention = (phrase.start, phrase.end)
        if phrase.pronoun == "ich":
            speaker = Speaker(AUTHOR, AS_PRINTED, mention=self._chars(sentence, mention))
            return _Spoken(speaker, "", sentence.paragraph)
        if phrase.pronoun == "wir":
            return None
        if phrase.several:
            return None
        gender = "m" if phrase.pronoun == "er" else "f"
        last = self.spoken[-1] if self.spoken else None
        newer = self._named_since(last, gender, token, sentence)
        if newer is not None:
            return self._of_entry(newer, BY_PRONOUN, sentence, mention)
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

    def _named_since(
        self, last: _Spoken | None, gender: str, token: int, sentence: Sentence
    ) -> Named | None:
        """Somebody of this gender named in the paragraph after the last speaker."""
        paragraph = self.reading.paragraph_start[sentence.paragraph]
        since = max(paragraph, last.token if last is not None else 0)
        fitting = [
            p for p in self.names.persons() if p.gender == gender and p.last_before(token) > since
        ]
        return max(fitting, key=lambda p: p.last_before(token), default=None)

    def _chars(self, sentence: Sentence, items: tuple[int, int]) -> Span:
        first, last = sentence.tokens[items[0]], sentence.tokens[items[1] - 1]
        return self.reading.start[first], self.reading.end[last]
