"""The component that joins what the rules found and what the model found.

The model says who speaks, by which words, and what is said, with marks or
without, and which marked spans are speech; rules pair the marks. So an
attribution of the model takes its marked spans whole, and takes over what rules
know of the same words: further spans of one quotation, and the noun phrase of
the source. What rules alone found stays where it is in marks, or where they are
sure of it. Marked speech that neither ties to a cue is a quotation without one.
"""

from __future__ import annotations

import dataclasses
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from pipeline.quotes.confidence import Confidence, model_features, rules_features
from pipeline.quotes.findings import Finding, Source, TokenSpan
from pipeline.quotes.languages.english.cue_content import LIKELY
from pipeline.quotes.languages.english.english_attribution import SPANS_KEY
from pipeline.quotes.marks.mark_kinds import kinds_of_marks
from pipeline.quotes.marks.marked_speech import MarkedSpeech
from pipeline.quotes.network.attribution_model import SHIPPED, ModelAttribution, read_config
from pipeline.quotes.nobodies import reports_marks_alone, without_nobodies
from pipeline.quotes.reading import Marked, Reading, read
from pipeline.quotes.token_spans import apart, overlap, size
from pipeline.quotes.turns.read_off import without_read_off
from pipeline.records import Kind

APPOSITION = frozenset({",", "(", "–", "—", "--", "-", "who", "whose", "which", "where"})
"""Words that end the noun phrase of a source and begin what is said of it besides."""
SAME = 0.5
"""Share of common tokens from which two contents are the same words."""
NEAR = 3
"""Answers on either side of a finding that may be about the same words."""
SURE_WITHOUT_MARKS = 0.9
"""Confidence of the rules from which they may report speech that the model did not find."""


@dataclass(slots=True)
class Answer:
    """An attribution of the model in tokens, on its way to being a finding."""

    found: ModelAttribution
    cue: TokenSpan
    source: TokenSpan | None
    content: list[TokenSpan]
    quotes: list[int]
    by_rules: list[int]
    """Findings of the rules that are about the same words."""


class Combiner:
    """Joins the two; see the module's docstring."""

    def __init__(self, confidence: Confidence, indirect: bool) -> None:
        self.confidence = confidence
        self.indirect = indirect

    def __call__(self, doc: Doc) -> Doc:
        """`doc` with the findings of rules and model together."""
        reading = read(doc)
        attributions = doc._.network.attributions
        left = without_nobodies(reading, attributions)
        speech = MarkedSpeech(reading, kinds_of_marks(reading, doc._.network))
        kept = set(map(id, left))
        speech.take_away(found for found in attributions if id(found) not in kept)
        left = without_read_off(reading, doc._.findings, left)
        findings = _Joining(reading, doc._.findings, speech, self.confidence).run(
            left, indirect=self.indirect
        )
        doc._.findings = findings
        spans = [Span(doc, start, end) for f in findings for start, end in f.content]
        doc.spans[SPANS_KEY] = SpanGroup(doc, name=SPANS_KEY, spans=spans)
        return doc


class _Joining:
    """One run over one text."""

    def __init__(
        self,
        reading: Reading,
        by_rules: list[Finding],
        speech: MarkedSpeech,
        confidence: Confidence,
    ) -> None:
        self.reading = reading
        self.speech = speech
        self.by_rules = [speech.only(finding) for finding in by_rules]
        """Those without content are none any more; their places are kept."""
        self.confidence = confidence
        self.mark_starts = [marked.start for marked in reading.marked]
        self.paragraph_ends = [*reading.paragraph_start[1:], len(reading.text)]
        self.owner = {q: at for at, finding in enumerate(self.by_rules) for q in finding.quotes}
        """Marked span -> the rules' finding that has it."""

    def run(self, attributions: Iterable[ModelAttribution], *, indirect: bool) -> list[Finding]:
        """All findings in text order; without `indirect` only those with marks."""
        answers = [answer for found in attributions if (answer := self._answer(found))]
        taken = self._taken(answers)
        claimed = {quote for answer in answers for quote in answer.quotes}
        new = [
            (self._finding(answer, claimed), answer.by_rules)
            for answer in answers
            if answer.content
        ] + [
            (self._alone(finding), [at])
            for at, finding in enumerate(self.by_rules)
            if at not in taken
            and finding.content
            and (finding.quotes or finding.read_off or finding.confidence >= SURE_WITHOUT_MARKS)
        ]
        untied = self.speech.untied([finding for finding, _ in new], self.confidence)
        new += [(finding, []) for finding in untied]
        new = [
            pair
            for pair in new
            if (indirect or pair[0].quotes or pair[0].read_off)
            and not reports_marks_alone(self.reading, pair[0], self.mark_starts)
        ]
        new.sort(key=lambda pair: min(pair[0].content))
        place = {at: index for index, (_, rules) in enumerate(new) for at in rules}
        for index, (finding, _) in enumerate(new):
            if finding.follows is not None:
                leader = place.get(finding.follows)
                finding.follows = leader if leader is not None and leader < index else None
        return [finding for finding, _ in new]

    # -- the model's answers in tokens --------------------------------------------

    def _answer(self, found: ModelAttribution) -> Answer | None:
        cue = self.reading.tokens_at(found.cue)
        spans = [self.reading.tokens_at(chars) for chars in found.content]
        around = self._around(cue)
        if around is None:
            spans = [self._with_marks(span) for span in spans if not self._is_carried(span, cue)]
        else:
            # words that somebody is quoted with report nothing outside of them
            spans = [span for span in spans if around.start <= span[0] and span[1] <= around.end]
        content = [span for span in apart(spans) if not overlap([cue], [span])]
        if not content:
            return None
        return Answer(
            found=found,
            cue=cue,
            source=self.reading.tokens_at(found.source) if found.source else None,
            content=content,
            quotes=[q for span in content for q in self._quotes(span)],
            by_rules=[],
        )

    def _marks_at(self, span: TokenSpan) -> range:
        """Marked spans that may overlap the tokens."""
        first = max(0, bisect_right(self.mark_starts, span[0]) - 1)
        return range(first, bisect_left(self.mark_starts, span[1]))

    def _is_carried(self, span: TokenSpan, cue: TokenSpan) -> bool:
        """Whether rules have a better reason for whose words of another paragraph are.

        The network only knows cues as reasons, and gives words to the nearest one.
        """
        paragraph = self.reading.paragraph
        here = paragraph[cue[0]]
        if paragraph[span[0]] == here or self._ends_in_colon(here):
            return False
        owners = [self.owner[q] for q in self._marks_at(span) if q in self.owner]
        return any(
            (own := self.by_rules[at].cue) is None or not overlap([own], [cue]) for at in owners
        )

    def _ends_in_colon(self, paragraph: int) -> bool:
        last = self.paragraph_ends[paragraph] - 1
        while last > 0 and self.reading.text[last].isspace():
            last -= 1
        return self.reading.text[last] == ":"

    def _around(self, cue: TokenSpan) -> Marked | None:
        """The marked span that a cue stands in."""
        for index in self._marks_at(cue):
            marked = self.reading.marked[index]
            if marked.start <= cue[0] and cue[1] <= marked.end:
                return marked
        return None

    def _with_marks(self, span: TokenSpan) -> TokenSpan:
        """The span with marked spans whole: those that rules take for speech, and others that
        it has the greater part of."""
        start, end = span
        for index in self._marks_at(span):
            marked = self.reading.marked[index]
            common = min(end, marked.end) - max(start, marked.start)
            if common > 0 and (index in self.owner or 2 * common > marked.end - marked.start):
                start, end = min(start, marked.start), max(end, marked.end)
        return start, end

    def _quotes(self, span: TokenSpan) -> Iterator[int]:
        """Marked spans in the content that are the speaker's words."""
        for index in self._marks_at(span):
            marked = self.reading.marked[index]
            if span[0] <= marked.start and marked.end <= span[1] and self.speech.is_said(index):
                yield index

    # -- what rules say of the same words -----------------------------------------

    def _taken(self, answers: list[Answer]) -> set[int]:
        """Findings of the rules that answers stand for; the answers learn which.

        Where both have the same marked words for different cues, the rules keep
        them if they are sure, as they are of a verb right beside the marks.
        """
        by_quote: dict[int, list[Answer]] = defaultdict(list)
        for answer in answers:
            for quote in answer.quotes:
                by_quote[quote].append(answer)
        starts = sorted((answer.content[0], at) for at, answer in enumerate(answers))
        taken = set()
        for at, finding in enumerate(self.by_rules):
            if finding.read_off or not finding.content:
                continue
            same = [answer for quote in finding.quotes for answer in by_quote[quote]]
            same = same or list(self._same_words(finding, answers, starts))
            if not same:
                continue
            chosen = next(
                (a for a in same if finding.cue and overlap([a.cue], [finding.cue])), None
            )
            if chosen is None and finding.cue and finding.quotes and finding.confidence >= LIKELY:
                for answer in same:
                    self._give_up(answer, set(finding.quotes))
                continue
            (chosen or same[0]).by_rules.append(at)
            taken.add(at)
        return taken

    def _give_up(self, answer: Answer, quotes: set[int]) -> None:
        """Take marked spans from an answer, and from its content what is hardly more than they."""
        lost = quotes.intersection(answer.quotes)
        given = [(self.reading.marked[q].start, self.reading.marked[q].end) for q in lost]
        answer.quotes = [q for q in answer.quotes if q not in lost]
        answer.content = [
            span for span in answer.content if 2 * overlap([span], given) <= span[1] - span[0]
        ]

    def _same_words(
        self, finding: Finding, answers: list[Answer], starts: list[tuple[TokenSpan, int]]
    ) -> Iterator[Answer]:
        """Answers whose content is much the same as the finding's, near in the text."""
        begin = min(finding.content)[0]
        place = bisect_left(starts, ((begin, 0), 0))
        for _, at in starts[max(0, place - NEAR) : place + NEAR]:
            answer = answers[at]
            common = overlap(answer.content, finding.content)
            smaller = min(size(answer.content), size(finding.content))
            if common >= SAME * smaller > 0 and not overlap([answer.cue], finding.content):
                yield answer

    # -- findings -------------------------------------------------------------------

    def _finding(self, answer: Answer, claimed: set[int]) -> Finding:
        rules = [self.by_rules[at] for at in answer.by_rules]
        content, quotes = self._completed(answer, rules, claimed)
        source, printed = self._source(answer, rules)
        kind = self._kind(content, quotes, rules)
        evidence = model_features(answer.found, agreed=bool(rules), marked=bool(quotes))
        return Finding(
            sentence=self.reading.sentence_at(answer.cue[0]),
            cue=answer.cue,
            source=source,
            content=content,
            quotes=quotes,
            kind=kind,
            confidence=self.confidence.of(evidence),
            base=rules[0].base if rules else "",
            follows=rules[0].follows if rules and source is None else None,
            speaker_override=rules[0].speaker_override if rules else None,
            evidence=evidence,
            source_span=printed,
        )

    def _completed(
        self, answer: Answer, rules: list[Finding], claimed: set[int]
    ) -> tuple[list[TokenSpan], list[int]]:
        """Content and marked spans with those that rules add to the same quotation.

        `claimed` are marked spans that are some answer's own.
        """
        quotes = set(answer.quotes)
        content = list(answer.content)
        for finding in rules:
            if finding.kind is Kind.DIRECT:
                if finding.cue and overlap([finding.cue], [answer.cue]):
                    # who speaks in marks does not go on without them
                    content = [span for span in content if any(True for _ in self._quotes(span))]
                added = set(finding.quotes) - claimed
                quotes |= added
                marked = (self.reading.marked[quote] for quote in added)
                content += [(m.start, m.end) for m in marked]
        return apart(content), sorted(quotes)

    def _source(
        self, answer: Answer, rules: list[Finding]
    ) -> tuple[Source | None, TokenSpan | None]:
        """The source for finding the speaker, and the span that is given for it."""
        for finding in rules:
            theirs = finding.source
            if theirs is None:
                continue
            span = (theirs.full_start, theirs.full_end)
            same_cue = finding.cue and overlap([finding.cue], [answer.cue])
            if same_cue and self._is_cut_short(theirs, answer.source):
                continue
            if same_cue or answer.source is None or overlap([span], [answer.source]):
                return theirs, answer.source
        if answer.source is None:
            return None, None
        return self._phrase(answer.source), answer.source

    def _is_cut_short(self, source: Source, span: TokenSpan | None) -> bool:
        """Whether rules took a part of an apposition for the source: “Ada Cole, mayor of X,”."""
        return (
            span is not None
            and span[0] < source.start
            and source.full_end <= span[1]
            and not source.relative
        )

    def _phrase(self, span: TokenSpan) -> Source:
        """The noun phrase that a span opens with, and the span as its full form."""
        start, full_end = span
        while start < full_end - 1 and not self.reading.is_word(start):
            start += 1
        end = start + 1
        while end < full_end and self.reading.lower[end] not in APPOSITION:
            end += 1
        return Source(start, end, start, full_end)

    def _kind(self, content: list[TokenSpan], quotes: list[int], rules: list[Finding]) -> Kind:
        if not quotes:
            return Kind.INDIRECT
        # every marked span lies in one of the content's
        marked = [self.reading.marked[q] for q in quotes]
        outside = sum(self.reading.words_in(start, end) for start, end in content) - sum(
            self.reading.words_in(m.start, m.end) for m in marked
        )
        if not outside:
            return self.speech.kind(quotes)
        if rules and all(finding.kind is Kind.PARTIAL for finding in rules):
            return Kind.PARTIAL
        return Kind.MIXED

    def _alone(self, finding: Finding) -> Finding:
        evidence = rules_features(finding.confidence, marked=bool(finding.quotes))
        source = finding.source if finding.cue or finding.read_off else None
        judged = finding.quotes and finding.kind is not Kind.MIXED and not finding.read_off
        return dataclasses.replace(
            finding,
            kind=self.speech.kind(finding.quotes) if judged else finding.kind,
            confidence=finding.confidence if finding.read_off else self.confidence.of(evidence),
            evidence=evidence,
            source_span=(source.full_start, source.full_end) if source else None,
        )


@Language.factory("verbatim_combination", default_config={"model": None, "indirect": True})
def make_combiner(nlp: Language, name: str, model: str | None, indirect: bool) -> Combiner:
    """Factory; `model` is the folder whose config has the weights of confidence."""
    config = read_config(Path(model) if model else SHIPPED)
    return Combiner(Confidence.of_config(config["confidence"]), indirect)
