"""The component that says which words are whose: quotations and reported speech.

Sentence by sentence: every cue with its source (a `Frame`) takes the content
beside it, and the marked spans in that content are the speaker's words. Marked
spans that no cue of their sentence takes go on with a speaker before them, if
they are utterances, or are nobody's words (titles, terms, scare quotes).

Found: `doc._.findings`, and `doc.spans["verbatim_content"]`.
"""

from __future__ import annotations

from collections import defaultdict

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from pipeline.quotes.findings import Cue, Finding
from pipeline.quotes.languages.english.cue_content import FrameReader
from pipeline.quotes.languages.english.frames import build_frames
from pipeline.quotes.languages.english.uncued_quotes import LooseQuotes
from pipeline.quotes.nobodies import is_nobody
from pipeline.quotes.reading import Reading, read
from pipeline.quotes.turns.read_off import ReadOff

SPANS_KEY = "verbatim_content"


class AttributionFinder:
    """Finds attributions; see the module's docstring."""

    def __init__(self, indirect: bool) -> None:
        self.indirect = indirect

    def __call__(self, doc: Doc) -> Doc:
        """`doc` with its attributions found."""
        reading = read(doc)
        findings = find_attributions(reading, doc._.cues, indirect=self.indirect)
        doc._.findings = findings
        spans = [Span(doc, start, end) for f in findings for start, end in f.content]
        doc.spans[SPANS_KEY] = SpanGroup(doc, name=SPANS_KEY, spans=spans)
        return doc


@Language.factory("verbatim_attribution", default_config={"indirect": True})
def make_attribution_finder(nlp: Language, name: str, indirect: bool) -> AttributionFinder:
    """Factory; `indirect` says whether speech reported without marks is wanted."""
    return AttributionFinder(indirect)


def find_attributions(reading: Reading, cues: list[Cue], *, indirect: bool) -> list[Finding]:
    """Every attribution of the text: in text order of their sentences, then what is read off."""
    by_sentence: dict[int, list[Cue]] = defaultdict(list)
    for cue in cues:
        by_sentence[cue.sentence].append(cue)
    read_off = ReadOff(reading)
    loose = LooseQuotes(reading)
    findings = loose.findings
    inside: list[Finding] = []
    for number, sentence in enumerate(reading.sentences):
        frames = build_frames(reading, sentence, by_sentence.get(number, []))
        reader = FrameReader(reading, number, frames)
        own = [f for f in reader.findings(indirect=indirect) if not _by_nobody(reading, f)]
        if read_off.holds(sentence):
            inside += read_off.quoted_inside(own)
        else:
            loose.take_sentence(number, frames, own)
    findings += inside
    findings += read_off.findings
    return findings


def _by_nobody(reading: Reading, finding: Finding) -> bool:
    """Whether the source is nobody who could say anything: what is said there nobody says."""
    source = finding.source
    return source is not None and is_nobody(reading, source.start, source.end)
