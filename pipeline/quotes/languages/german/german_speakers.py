"""The component that finds German quotations and says who the source of each is.

Speakers are found in text order, because who spoke before tells who “sie” is, and goes on to speak
where a sentence names nobody.

Found: `doc._.verbatim_candidates` and `doc._.verbatim_speakers`, one `Speaker` (or None) for every
candidate.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.quotes.attribution_candidates import Speaker
from pipeline.quotes.languages.german.german_attribution import FAR, Utterance, utterances_of
from pipeline.quotes.languages.german.german_frames import SpeechFrame, Tie
from pipeline.quotes.languages.german.german_names import ArticleNames
from pipeline.quotes.languages.german.german_people import is_document_noun, is_organisation_noun
from pipeline.quotes.languages.german.german_phrase_speakers import REMEMBERED, PhraseSpeakers
from pipeline.quotes.languages.german.german_phrases import NounPhrase
from pipeline.quotes.token_table import Sentence, TokenTable, token_table


@Language.component("verbatim_german_quotations")
def find_german_quotations(doc: Doc) -> Doc:
    """`doc` with its candidates and speakers."""
    table = token_table(doc)
    utterances = utterances_of(table)
    speakers = _Resolution(table, utterances).run()
    pairs = [
        (utterance.candidate, speaker)
        for utterance, speaker in zip(utterances, speakers, strict=True)
        if utterance.candidate is not None
    ]
    doc._.verbatim_candidates = [candidate for candidate, _ in pairs]
    doc._.verbatim_speakers = [speaker for _, speaker in pairs]
    return doc


class _Resolution:
    """One pass over the utterances of one text."""

    def __init__(self, table: TokenTable, utterances: list[Utterance]) -> None:
        self.table = table
        self.utterances = utterances
        self.names = ArticleNames(table)
        self._add_sources()
        self.phrases = PhraseSpeakers(table, self.names)

    def _add_sources(self) -> None:
        """Two capitals and no article beside a verb of speech are somebody's name."""
        for utterance in self.utterances:
            frame = utterance.frame
            if frame is None or frame.source is None or frame.source.name is None:
                continue
            sentence = self.table.sentences[frame.sentence]
            start, end = frame.source.name
            words = sentence.lower[start:end]
            surely = frame.tie in {Tie.BESIDE, Tie.COLON} and not frame.source.determiner
            plain = not any(
                is_organisation_noun(w) or is_document_noun(w) or self.names.is_common(w)
                for w in words
            )
            known = self.names.of_words(words, sentence.tokens[start])
            one = frame.cue is not None and not sentence.word(frame.cue[0]).endswith("n")
            if end - start > 1 and surely and one and plain and known is None:
                self.names.add(sentence, frame.source, frame.source.name)
        self.names.count_mentions()

    def run(self) -> list[Speaker | None]:
        """A speaker for every utterance."""
        return [self._resolve(utterance) for utterance in self.utterances]

    def _resolve(self, utterance: Utterance) -> Speaker | None:
        frame = utterance.frame
        if frame is not None and frame.source is not None:
            return self._of_frame(utterance, frame, frame.source)
        if not utterance.follows:
            return None
        here = self.table.sentences[utterance.sentence]
        fragment = utterance.fragment
        return self._carried(here, same_paragraph=fragment, surely=fragment)

    def _of_frame(
        self, utterance: Utterance, frame: SpeechFrame, source: NounPhrase
    ) -> Speaker | None:
        sentence = self.table.sentences[frame.sentence]
        marked = utterance.candidate is not None
        telling = frame.tie is Tie.SENTENCE
        spoken = self.phrases.of(source, sentence, frame.tie if marked else Tie.CARRIED)
        if spoken is None:
            thing = marked and frame.tie is Tie.COLON and not source.pronoun
            return self._carried(sentence, same_paragraph=True) if thing else None
        person = spoken.entry is not None and spoken.entry.person
        group = not marked and source.several and spoken.entry is None
        if group or (telling and not person and not source.pronoun):
            # groups that are reported in passing hardly go on to speak in marks
            return None
        spoken.token = sentence.tokens[source.start]
        spoken.is_named = not telling
        self.phrases.spoken.append(spoken)
        return spoken.speaker

    def _carried(
        self, sentence: Sentence, *, same_paragraph: bool = False, surely: bool = False
    ) -> Speaker | None:
        """Who spoke last; “der Film zeige: “…”” is what they say as well.

        `surely`: only who is said to speak, for fragments that may be anybody's.
        """
        before = reversed(self.phrases.spoken[-REMEMBERED:])
        last = next((one for one in before if one.is_named or not surely), None)
        if last is None or sentence.paragraph - last.paragraph > (0 if same_paragraph else FAR):
            return None
        last.paragraph = sentence.paragraph
        return replace(last.speaker, mention=None)
