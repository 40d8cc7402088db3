"""The component that names speakers without the network: nobody is looked for.

Found: `doc._.verbatim_speakers`, one `Speaker` (or None) for every attribution.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.quotes.attribution_candidates import AttributionCandidate
from pipeline.quotes.speakers.speaker import Speaker
from pipeline.quotes.token_table import TokenTable, token_table


class PrintedSpeakers:
    """Takes the name that stands beside words that are read off for their speaker."""

    def __call__(self, doc: Doc) -> Doc:
        """`doc` with the speakers of its attributions."""
        table = token_table(doc)
        doc._.verbatim_speakers = [
            _as_printed(table, attribution) for attribution in doc._.verbatim_candidates
        ]
        return doc


@Language.factory("verbatim_printed_speakers")
def make_printed_speakers(nlp: Language, name: str) -> PrintedSpeakers:
    """Factory; there is nothing to configure."""
    return PrintedSpeakers()


def _as_printed(table: TokenTable, attribution: AttributionCandidate) -> Speaker | None:
    """The writer who asks, or the capitalised words that the source itself ends with."""
    if attribution.speaker_override is not None:
        return Speaker(attribution.speaker_override, 1.0)
    source = attribution.source
    if source is None:
        return None
    end = source.end
    start = end
    while start > source.start and table.is_telling_capital(start - 1):
        start -= 1
    if start == end:
        return None
    chars = table.start[start], table.end[end - 1]
    name = "".join(
        (" " if at > start and table.start[at] > table.end[at - 1] else "") + table.text[at]
        for at in range(start, end)
    )
    return Speaker(name, 1.0, mention=chars)
