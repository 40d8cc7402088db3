"""Which language is described by what."""

from __future__ import annotations

from pipeline.quotes.languages.english import ENGLISH
from pipeline.quotes.languages.german import GERMAN, german_speakers
from pipeline.quotes.languages.quotation_language import QuotationLanguage, registered

LANGUAGES = {language.code: language for language in (ENGLISH, GERMAN)}
"""The languages that are described, by ISO 639-1 code."""
UNDESCRIBED = registered(
    QuotationLanguage(
        registered_as="verbatim.undescribed.v1",
        code="",
        components=("verbatim_marked_speech", "verbatim_printed_speakers"),
    )
)
"""Every other: of its words nothing is known."""
MODULES = (german_speakers,)
"""Imported because importing them registers the components."""


def described(language: str | None) -> QuotationLanguage:
    """What describes a language; `language` is an ISO 639-1 code or tag, None is English."""
    if language is None:
        return ENGLISH
    return LANGUAGES.get(language.split("-")[0].lower(), UNDESCRIBED)
