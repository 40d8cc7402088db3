"""The component that names speakers without the network: nobody is looked for.

Found: `doc._.verbatim_speakers`, one `Speaker` (or None) for every finding.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.quotes.findings import Finding
from pipeline.quotes.speakers.speaker import Speaker
from pipeline.quotes.token_table import TokenTable, token_table


class PrintedSpeakers:
    """Takes the name that stands beside words that are read off for their speaker."""

    def __call__(self, doc: Doc) -> Doc:
        """`doc` with the speakers of its findings."""
        table = token_table(doc)
        doc._.verbatim_speakers = [
            _as_printed(table, finding) for finding in doc._.verbatim_findings
        ]
        return doc


@Language.factory("verbatim_printed_speakers")
def make_printed_speakers(nlp: Language, name: str) -> PrintedSpeakers:
    """Factory; there is nothing to configure."""
    return PrintedSpeakers()


def _as_printed(table: TokenTable, finding: Finding) -> Speaker | None:
    """The writer who asks, or the capitalised words that the source itself ends with."""
    if finding.speaker_override is not None:
        return Speaker(finding.speaker_override, 1.0)
    source = finding.source
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
