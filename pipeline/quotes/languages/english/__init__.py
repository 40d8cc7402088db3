"""English, as the components that all languages share need to know it, and its lists of words."""

from __future__ import annotations

from pipeline.quotes.languages.english.english_grammar import (
    ABBREVIATIONS,
    MAY_END_SENTENCE,
    SENTENCE_STARTERS,
    SUBJECT_PRONOUNS,
)
from pipeline.quotes.languages.english.english_reporting import REPORTING_VERBS, SAYING_VERBS
from pipeline.quotes.languages.quotation_language import QuotationLanguage, registered
from pipeline.text.word_sets import words

ENGLISH_NAME = "verbatim.english.v1"
"""Under this name spaCy's registry has the description, as components' configs need it."""
ENGLISH = registered(
    QuotationLanguage(
        registered_as=ENGLISH_NAME,
        code="en",
        components=(
            "verbatim_read_off",
            "verbatim_model",
            "verbatim_combination",
            "verbatim_speakers",
        ),
        components_without_network=(
            "verbatim_read_off",
            "verbatim_marked_speech",
            "verbatim_printed_speakers",
        ),
        abbreviations=ABBREVIATIONS,
        ending_abbreviations=MAY_END_SENTENCE,
        sentence_starters=SENTENCE_STARTERS,
        subject_pronouns=SUBJECT_PRONOUNS,
        third_persons=words("he she they"),
        elisions=words(
            "em til tis twas cause bout n round cuz neath twere tween fraid s t re ve ll d m"
        ),
        saying_verbs=SAYING_VERBS,
        reporting_verbs=REPORTING_VERBS,
        content_openers=SUBJECT_PRONOUNS | words("that the a an his her its their"),
        names_between=words("the also"),
    ),
)
"""What the components know of English."""
