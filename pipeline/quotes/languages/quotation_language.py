"""A language as the components that all languages share need to know it."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.util import registry


@dataclass(frozen=True, slots=True)
class QuotationLanguage:
    """Words of a language, all in lower case, and the components that are its own."""

    registered_as: str
    """By what name configs have it: {"@misc": name}."""
    code: str
    """ISO 639-1; "" for every language that nobody has described."""
    components: tuple[str, ...]
    """What follows `verbatim_marks` and `verbatim_sentences` in its pipeline."""
    components_without_network: tuple[str, ...]
    """The same where the network is left out; of a language that it does not read the same."""
    abbreviations: frozenset[str]
    """Words whose full stop belongs to them."""
    ending_abbreviations: frozenset[str]
    """Those of them, without their stop, after which a sentence may end all the same."""
    sentence_starters: frozenset[str]
    """Words that open sentences: their capital letter says nothing."""
    subject_pronouns: frozenset[str]
    third_persons: frozenset[str]
    """Pronouns that may stand for somebody who speaks."""
    elisions: frozenset[str]
    """What may stand behind an apostrophe at the beginning of a word."""
    saying_verbs: frozenset[str]
    """Forms that hardly ever mean anything but reported words, and stand behind their source."""
    reporting_verbs: frozenset[str]
    """All forms that may report words and stand behind their source."""
    content_openers: frozenset[str]
    """Words behind a verb with which the words reported begin: “asked that”."""
    names_between: frozenset[str]
    """Small words that may stand in a source between marks and verb."""
    ordinal_stops: bool = False
    """Whether a full stop behind a number makes it an ordinal: “am 3. Mai”."""


def registered(language: QuotationLanguage) -> QuotationLanguage:
    """`language`, from now on known to configs by its name."""

    def get() -> QuotationLanguage:
        return language

    registry.misc.register(language.registered_as, func=get)
    return language
