"""A language as the components that all languages share need to know it."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.util import registry

NOTHING: frozenset[str] = frozenset()
"""No words of a class are known."""


@dataclass(frozen=True, slots=True)
class QuotationLanguage:
    """Words of a language, all in lower case, and the components that are its own."""

    registered_as: str
    """By what name configs have it: {"@misc": name}."""
    code: str
    """ISO 639-1; "" for every language that nobody has described."""
    components: tuple[str, ...]
    """What follows `verbatim_marks` and `verbatim_sentences` in its pipeline."""
    components_without_network: tuple[str, ...] = ()
    """The same where the network is left out; none of a language that it does not read."""
    abbreviations: frozenset[str] = NOTHING
    """Words whose full stop belongs to them."""
    ending_abbreviations: frozenset[str] = NOTHING
    """Those of them, without their stop, after which a sentence may end all the same."""
    sentence_starters: frozenset[str] = NOTHING
    """Words that open sentences: their capital letter says nothing."""
    elisions: frozenset[str] = NOTHING
    """What may stand behind an apostrophe at the beginning of a word."""
    ordinal_stops: bool = False
    """Whether a full stop behind a number makes it an ordinal: “am 3. Mai”."""
    saying_verbs: frozenset[str] = NOTHING
    """Forms that hardly ever mean anything but reported words, and stand behind their source.

    A language without them needs none of the classes below: they tell a source beside such a verb.
    """
    reporting_verbs: frozenset[str] = NOTHING
    """All forms that may report words and stand behind their source."""
    subject_pronouns: frozenset[str] = NOTHING
    third_persons: frozenset[str] = NOTHING
    """Pronouns that may stand for somebody who speaks."""
    content_openers: frozenset[str] = NOTHING
    """Words behind a verb with which the words reported begin: “asked that”."""
    names_between: frozenset[str] = NOTHING
    """Small words that may stand in a source between marks and verb."""


def registered(language: QuotationLanguage) -> QuotationLanguage:
    """`language`, from now on known to configs by its name."""

    def get() -> QuotationLanguage:
        return language

    registry.misc.register(language.registered_as, func=get)
    return language
