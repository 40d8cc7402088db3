"""German: marked quotations by rules, and their speakers by trees, without a network.

`german_grammar`, `german_reporting` and `german_people` are its words; `german_phrases` and
`german_clauses` read its sentences, `german_frames` says who speaks in one; `german_attribution`
finds who says which marked words. Who they are: `german_name_finder` finds names,
`german_candidates` are all who may speak, `german_choice` chooses among them, and
`german_speakers` is the component.
"""

from __future__ import annotations

from pipeline.quotes.languages.german import german_grammar as grammar
from pipeline.quotes.languages.quotation_language import QuotationLanguage, registered
from pipeline.text.word_sets import words

GERMAN_NAME = "verbatim.german.v1"
"""Under this name spaCy's registry has the description, as components' configs need it."""
GERMAN = registered(
    QuotationLanguage(
        registered_as=GERMAN_NAME,
        code="de",
        components=("verbatim_german_quotations",),
        abbreviations=grammar.ABBREVIATIONS,
        ending_abbreviations=grammar.MAY_END_SENTENCE,
        sentence_starters=grammar.SENTENCE_STARTERS,
        elisions=words("s n ne nen ner ran rein raus rauf runter rum"),
        ordinal_stops=True,
    ),
)
"""What the components know of German.

A German verb stands before its source behind marks, so none is looked for behind it.
"""
