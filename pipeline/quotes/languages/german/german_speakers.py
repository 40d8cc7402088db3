"""The component that finds German quotations and says who the source of each is.

Found: `doc._.verbatim_candidates` and `doc._.verbatim_speakers`, one `Speaker` (or None) for every
candidate.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.quotes.languages.german import german_choice_numbers, german_name_numbers
from pipeline.quotes.languages.german.german_choice import GermanArticle, speakers_of
from pipeline.quotes.languages.german.german_trees import NAMES, SPEAKERS, shipped_judge
from pipeline.quotes.token_table import token_table


@Language.component("verbatim_german_quotations")
def find_german_quotations(doc: Doc) -> Doc:
    """`doc` with its candidates and speakers."""
    article = GermanArticle(token_table(doc), shipped_judge(NAMES, german_name_numbers.COLUMNS))
    doc._.verbatim_candidates = [
        utterance.candidate for utterance in article.utterances if utterance.candidate is not None
    ]
    doc._.verbatim_speakers = speakers_of(
        article, shipped_judge(SPEAKERS, german_choice_numbers.COLUMNS)
    )
    return doc
