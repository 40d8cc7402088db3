"""The component that ends sentences, quotation marks respected.

What stands between marks belongs to the sentence around it: a full stop inside
marks ends that sentence only if nothing follows that goes on with it. So
‘“Go. Now,” she said.’ is one sentence, and ‘“Go.” She left.’ are two.

Found: `TokenTable.sentences`, and `doc.sents` for whoever goes on with the Doc in spaCy.
"""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.quotes.languages.english import ENGLISH_NAME
from pipeline.quotes.languages.quotation_language import QuotationLanguage
from pipeline.quotes.token_table import QUOTE, QuotedSpan, Sentence, TokenTable, token_table

STOPS = frozenset(".!?…") | {"...", "..", "...."}
"""Tokens that end a sentence."""
CLOSERS = frozenset(")]}’'")
"""Signs behind a stop that belong to the same sentence."""
MOST_ITEMS = 500
"""Words and quoted spans of a sentence; a longer one is cut, so that no rule looks further."""
NO_START = 2**64 - 1
"""-1 as spaCy's arrays of unsigned numbers have it: a token that begins no sentence."""
LOOK_AHEAD = 7
"""Words after a question in marks among which an attribution to it may stand."""


class SentenceSplitter:
    """Marks the sentences of a Doc; see the module's docstring."""

    def __init__(self, language: QuotationLanguage) -> None:
        self.language = language

    def __call__(self, doc: Doc) -> Doc:
        """`doc` with its sentences marked."""
        table = token_table(doc)
        table.sentences = _split(table, self.language)
        # all at once: spaCy looks through the whole Doc at every `is_sent_start` that is set
        starts: Any = doc.to_array(["SENT_START"])
        starts[:] = NO_START
        starts[[0, *(sentence.start for sentence in table.sentences)]] = 1
        split: Doc = doc.from_array(["SENT_START"], starts)
        return split


@Language.factory("verbatim_sentences", default_config={"language": {"@misc": ENGLISH_NAME}})
def make_sentence_splitter(
    nlp: Language, name: str, language: QuotationLanguage
) -> SentenceSplitter:
    """Factory; `language` is the one that the pipeline reads."""
    return SentenceSplitter(language)


def _split(table: TokenTable, language: QuotationLanguage) -> list[Sentence]:
    """The sentences of a text whose marks are paired."""
    by_start = {quoted.start: number for number, quoted in enumerate(table.quoted_spans)}
    sentences: list[Sentence] = []
    current: Sentence | None = None
    index, size = 0, len(table.text)
    while index < size:
        word = table.text[index]
        if word.isspace():
            index += 1
            continue
        if current is None or current.paragraph != table.paragraph[index]:
            current = Sentence(table.paragraph[index], index, index)
            sentences.append(current)
        number = by_start.get(index, -1)
        if number >= 0:
            quoted = table.quoted_spans[number]
            _add(current, index, QUOTE, number, capital=False)
            index = quoted.end
            ends = _ends_after_marks(table, quoted, index, language)
        else:
            _add_word(current, index, table)
            index += 1
            ends = _ends_at_word(table, index - 1, language)
            if ends:
                while index < size and table.text[index] in CLOSERS and index not in by_start:
                    _add_word(current, index, table)
                    index += 1
        current.end = index
        if ends or len(current) >= MOST_ITEMS:
            current = None
    return sentences


def _add_word(sentence: Sentence, token: int, table: TokenTable) -> None:
    _add(sentence, token, table.lower[token], -1, capital=table.is_capitalised(token))


def _add(sentence: Sentence, token: int, lower: str, quote: int, *, capital: bool) -> None:
    sentence.capital.append(capital)
    sentence.tokens.append(token)
    sentence.lower.append(lower)
    sentence.quotes.append(quote)


def _next_token(table: TokenTable, index: int) -> int | None:
    """The next token that is not white space."""
    while index < len(table.text) and table.text[index].isspace():
        index += 1
    if index >= len(table.text):
        return None
    return index


def _ends_at_word(table: TokenTable, index: int, language: QuotationLanguage) -> bool:
    word = table.text[index]
    following = _next_token(table, index + 1)
    if following is None:
        return True
    first = table.text[following][:1]
    starts_anew = not (first.islower() or first in ",;:)]—–-")
    opens = table.is_capitalised(following) and (
        table.lower[following] in language.sentence_starters
    )
    if word == "." and language.ordinal_stops and _is_ordinal(table, index):
        return opens
    if word in STOPS:
        return starts_anew
    abbreviation = word.lower().rstrip(".")
    return word.endswith(".") and abbreviation in language.ending_abbreviations and opens


def _is_ordinal(table: TokenTable, stop: int) -> bool:
    """Whether the full stop belongs to the number before it: “3. Mai”, not “im Jahr 2024.”"""
    number = table.text[stop - 1] if stop else ""
    return number.isdigit() and len(number) <= 2 and table.end[stop - 1] == table.start[stop]


def _ends_after_marks(
    table: TokenTable, quoted: QuotedSpan, index: int, language: QuotationLanguage
) -> bool:
    """Whether a sentence ends with the quoted span that ends before token `index`."""
    following = _next_token(table, index)
    if following is None:
        return True
    if table.text[following] in STOPS or table.text[following][:1] in ",;:)—–-":
        return False
    if table.text[following][:1].islower():
        return False
    last = table.text[quoted.inner_end - 1]
    if last in "’'" and quoted.inner_end - 2 >= quoted.inner_start:
        last = table.text[quoted.inner_end - 2]
    if last == "." or not quoted.closed:
        return not _attribution_follows(table, following, language, strict=True)
    if last in STOPS or last in {"—", "–", "--", "-"}:
        return not _attribution_follows(table, following, language, strict=False)
    return False


def _attribution_follows(
    table: TokenTable, start: int, language: QuotationLanguage, *, strict: bool
) -> bool:
    """Whether a source and a verb of saying, and then an end, follow: ‘“Why?” Ada Cole asked.’

    Strict, for a full stop before the closing mark: the verb ends the sentence.
    """
    names = 0
    for index in range(start, min(start + LOOK_AHEAD, len(table.text))):
        word = table.lower[index]
        between = word in language.subject_pronouns or word in language.names_between
        if between or table.is_capitalised(index):
            names += 1
            continue
        verbs = language.saying_verbs if strict else language.reporting_verbs
        if names and word in verbs:
            behind = table.text[index + 1] if index + 1 < len(table.text) else "."
            return behind in {".", ","} or (
                not strict and behind.lower() not in language.content_openers
            )
        if not table.is_word(index):
            return False
    return False
