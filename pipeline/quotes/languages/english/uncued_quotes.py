"""Marked spans that no cue of their sentence takes.

“…,” she said. “…” — the second span belongs to the first quotation. A span
that is a paragraph of its own goes on with the speaker of the paragraph before.
A colon, or a sentence whose subject is a person, may introduce one. Everything
else between marks that is no utterance is nobody's words.
"""

from __future__ import annotations

from pipeline.quotes.findings import AUTHOR, Finding, Frame, Source
from pipeline.quotes.languages.english.english_grammar import (
    COORDINATORS,
    DETERMINERS,
    SUBJECT_PRONOUNS,
)
from pipeline.quotes.languages.english.english_people import PERSON_NOUNS
from pipeline.quotes.languages.english.noun_phrases import is_adverbial
from pipeline.quotes.languages.english.subjects import main_subject
from pipeline.quotes.marks.utterances import has_verb, is_title_case, is_utterance, words_of
from pipeline.quotes.nobodies import is_nobody
from pipeline.quotes.reading import Reading, Sentence
from pipeline.records import Kind

SAME_QUOTATION, SAME_PARAGRAPH, PARAGRAPH_BEFORE, INTRODUCED, NOBODY = 0.93, 0.8, 0.65, 0.7, 0.35
"""Confidence by how the speaker is known."""
BY_GAP = {0: SAME_PARAGRAPH, 1: PARAGRAPH_BEFORE, 2: 0.5, 3: 0.5}
"""Confidence by the paragraphs between a speaker and words without one."""
FAR = 3
"""Paragraphs without words of anybody after which a speaker is no longer carried on."""


class LooseQuotes:
    """Collects the findings of a text in order, and ties loose spans to those before."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.findings: list[Finding] = []
        self.by_quote: dict[int, int] = {}
        """Marked span -> its finding."""
        self.extended: dict[int, int] = {}
        """Finding (by identity) -> last sentence from which words were added to it."""
        self.questions = self._interview_questions()

    def take_sentence(self, number: int, frames: list[Frame], own: list[Finding]) -> None:
        """Add the sentence's own findings, and what its loose spans turn out to be."""
        sentence = self.reading.sentences[number]
        taken = {quote for finding in own for quote in finding.quotes}
        loose = [i for i, q in enumerate(sentence.quotes) if q >= 0 and q not in taken]
        before = [i for i in loose if self._is_bare(sentence, i)]
        if not own and before and len(before) == len([q for q in sentence.quotes if q >= 0]):
            self._bare(number, sentence, before)
            return
        first = len(self.findings)
        for finding in own:
            if not self._complete(finding):
                self._add(finding)
        for item in loose:
            self._within(number, sentence, item, first if own else None)

    def _add(self, finding: Finding) -> int:
        self.findings.append(finding)
        for quote in finding.quotes:
            self.by_quote[quote] = len(self.findings) - 1
        return len(self.findings) - 1

    def _complete(self, finding: Finding) -> bool:
        """Give speech of several paragraphs the attribution that only the last of them has."""
        if not finding.quotes or not self.reading.marked[finding.quotes[0]].continues:
            return False
        index = self.by_quote.get(finding.quotes[0] - 1)
        if index is None or finding.kind is not Kind.DIRECT:
            return False
        begun = self.findings[index]
        if begun.cue is not None or begun.quotes[-1] != finding.quotes[0] - 1:
            return False
        finding.content = begun.content + finding.content
        finding.quotes = begun.quotes + finding.quotes
        self.findings[index] = finding
        for quote in finding.quotes:
            self.by_quote[quote] = index
        return True

    def _is_bare(self, sentence: Sentence, item: int) -> bool:
        """Whether the sentence is nothing but marked spans, joints and punctuation aside."""
        return all(
            sentence.quotes[i] >= 0
            or not sentence.lower[i][:1].isalnum()
            or sentence.lower[i] in COORDINATORS
            or is_adverbial(sentence, i)
            for i in range(len(sentence))
        )

    # -- a sentence of nothing but marks ------------------------------------------

    def _bare(self, number: int, sentence: Sentence, items: list[int]) -> None:
        quotes = [sentence.quotes[i] for i in items]
        marked = self.reading.marked[quotes[0]]
        spans = self._spans(quotes)
        earlier = self.by_quote.get(quotes[0] - 1)
        if marked.continues and earlier is not None:
            self._extend(earlier, quotes, spans)
            return
        last = len(self.findings) - 1
        previous = self.findings[last] if last >= 0 else None
        if previous is not None and self._is_next(previous, number):
            if previous.kind is Kind.DIRECT:
                self._extend(last, quotes, spans)
            else:
                self._follow(number, quotes, last, SAME_PARAGRAPH)
            return
        if not any(self._speaks(q) for q in quotes):
            return
        if number in self.questions:
            self._ask(number, quotes)
            return
        subject = None if self._just_spoke(number) else self._subject_before(number)
        gap = FAR + 1
        if previous is not None:
            before = self.reading.sentences[self._last_sentence(previous)]
            gap = sentence.paragraph - before.paragraph
        if subject is not None or gap > FAR:
            confidence = NOBODY if subject is None else INTRODUCED
            self._add(Finding(number, None, subject, spans, quotes, Kind.DIRECT, confidence))
        elif previous is not None and previous.speaker_override == AUTHOR:
            self._answer(number, quotes)
        else:
            self._follow(number, quotes, last, BY_GAP[gap])

    def _answer(self, number: int, quotes: list[int]) -> None:
        """Words after a question of the interviewer: the one who answers is asked all along."""
        spans = self._spans(quotes)
        answer = Finding(number, None, None, spans, quotes, Kind.DIRECT, INTRODUCED, "label")
        self._add(answer)

    def _just_spoke(self, number: int) -> bool:
        """Whether the sentence before, in the same paragraph, reports somebody."""
        sentences = self.reading.sentences
        return (
            bool(self.findings)
            and self.findings[-1].sentence == number - 1
            and sentences[number].paragraph == sentences[number - 1].paragraph
        )

    def _ask(self, number: int, quotes: list[int]) -> None:
        """A question of the interviewer, a paragraph of its own."""
        finding = Finding(number, None, None, self._spans(quotes), quotes, Kind.DIRECT, INTRODUCED)
        finding.speaker_override = AUTHOR
        self._add(finding)

    def _interview_questions(self) -> set[int]:
        """Sentences that are an interviewer's questions, each a paragraph between marks.

        One such paragraph may be anybody's; from the second on it is an interview.
        """
        sentences = self.reading.sentences
        found = set()
        for number, sentence in enumerate(sentences):
            alone = len(sentence) == 1 and sentence.quotes[0] >= 0
            before = number and sentences[number - 1].paragraph == sentence.paragraph
            after = number + 1 < len(sentences) and (
                sentences[number + 1].paragraph == sentence.paragraph
            )
            if not alone or before or after:
                continue
            marked = self.reading.marked[sentence.quotes[0]]
            if self.reading.text[marked.inner_end - 1] == "?" and not marked.continues:
                found.add(number)
        return found if len(found) > 1 else set()

    def _spans(self, quotes: list[int]) -> list[tuple[int, int]]:
        return [(self.reading.marked[q].start, self.reading.marked[q].end) for q in quotes]

    def _speaks(self, quote: int) -> bool:
        marked = self.reading.marked[quote]
        words = words_of(self.reading, marked)
        if is_title_case(self.reading, words) and len(words) < 8:
            return False
        return is_utterance(self.reading, marked) or (
            len(words) >= 4 and has_verb(self.reading, words)
        )

    def _last_sentence(self, finding: Finding) -> int:
        return max(finding.sentence, self._sentence_of_last_quote(finding))

    def _sentence_of_last_quote(self, finding: Finding) -> int:
        return self.extended.get(id(finding), finding.sentence)

    def _is_next(self, previous: Finding, number: int) -> bool:
        """Whether the finding ends in the sentence right before, in the same paragraph."""
        sentences = self.reading.sentences
        last = self._last_sentence(previous)
        return (
            last in (number - 1, number)
            and sentences[last].paragraph == sentences[number].paragraph
            and bool(previous.quotes)
        )

    def _extend(self, index: int, quotes: list[int], spans: list[tuple[int, int]]) -> None:
        finding = self.findings[index]
        finding.quotes += quotes
        finding.content += spans
        for quote in quotes:
            self.by_quote[quote] = index
        self.extended[id(finding)] = self.reading.sentence_at(spans[-1][0])

    def _follow(
        self,
        number: int,
        quotes: list[int],
        index: int,
        confidence: float,
        kind: Kind = Kind.DIRECT,
    ) -> None:
        spans = self._spans(quotes)
        self._add(Finding(number, None, None, spans, quotes, kind, confidence, follows=index))

    def _subject_before(self, number: int) -> Source | None:
        """The subject of the sentence before in the same paragraph, if it is a person."""
        if number == 0:
            return None
        sentence, before = self.reading.sentences[number], self.reading.sentences[number - 1]
        if sentence.paragraph != before.paragraph:
            if (
                before.lower
                and before.lower[-1] == ":"
                and sentence.paragraph == before.paragraph + 1
            ):
                return self._person(before)
            return None
        return self._person(before)

    def _person(self, sentence: Sentence) -> Source | None:
        source = main_subject(self.reading, sentence, len(sentence))
        if source is None:
            return None
        if source.end - source.start > 1 and self.reading.lower[source.end - 1] == "'s":
            # “Ada Cole’s verdict: “…””
            source.end -= 1
            source.full_end = source.end
        first = self.reading.lower[source.start]
        if is_nobody(self.reading, source.start, source.end):
            return None
        if first in SUBJECT_PRONOUNS - {"it", "i", "you", "we"}:
            return source
        text = self.reading.text[source.start]
        if self.reading.is_telling_capital(source.start) and not (text.isupper() and len(text) > 1):
            return source
        last = self.reading.lower[source.end - 1]
        return source if first in DETERMINERS and last in PERSON_NOUNS else None

    # -- spans inside a sentence of the writer --------------------------------------

    def _within(self, number: int, sentence: Sentence, item: int, first: int | None) -> None:
        quote = sentence.quotes[item]
        marked = self.reading.marked[quote]
        words = words_of(self.reading, marked)
        spans = [(marked.start, marked.end)]
        if (
            is_title_case(self.reading, words)
            and self.reading.text[marked.inner_end - 1] not in "?!"
        ):
            return
        utters = is_utterance(self.reading, marked)
        colon = sentence.word(item - 1) == ":"
        if colon and utters:
            subject = self._person(sentence)
            if subject is not None:
                self._add(Finding(number, None, subject, spans, [quote], Kind.DIRECT, INTRODUCED))
                return
        last = len(self.findings) - 1
        if first is not None and last >= first:
            # the sentence has a speaker already: more of the same speaker's words
            if utters and len(words) >= 4 and self.findings[last].kind is not Kind.INDIRECT:
                self._extend_or_follow(number, quote, last)
            return
        same_paragraph = last >= 0 and (
            self.reading.sentences[self._last_sentence(self.findings[last])].paragraph
            == sentence.paragraph
        )
        if not same_paragraph:
            if utters and len(words) >= 5:
                opens = all(not word[:1].isalnum() for word in sentence.lower[:item])
                subject = self._subject_before(number) if opens else self._person(sentence)
                if subject is not None or last < 0:
                    self._add(Finding(number, None, subject, spans, [quote], Kind.DIRECT, 0.5))
                else:
                    self._follow(number, [quote], last, 0.5)
            return
        if not self.findings[last].quotes:
            if utters and len(words) >= 5:
                self._follow(number, [quote], last, 0.6)
            return
        opens = utters and item == 0
        if (utters and len(words) >= (3 if opens else 4)) or (
            len(words) >= 5 and has_verb(self.reading, words)
        ):
            kind = Kind.DIRECT if utters else Kind.PARTIAL
            self._follow(number, [quote], last, 0.6, kind)

    def _extend_or_follow(self, number: int, quote: int, last: int) -> None:
        marked = self.reading.marked[quote]
        spans = [(marked.start, marked.end)]
        finding = self.findings[last]
        if finding.kind is Kind.DIRECT:
            self._extend(last, [quote], spans)
        else:
            self._follow(number, [quote], last, SAME_PARAGRAPH)
