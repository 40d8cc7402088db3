"""The component that finds words that report: verbs, "according to", speaker labels.

A form that may be a noun as well ("claims", "the report") counts only where
its neighbours make it a verb; a weak verb ("found", "shows") only with "that",
a colon or marks behind it; a base form only after a plural or a pronoun.

Found: `doc._.cues` and `doc.spans["verbatim_cues"]`.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from pipeline.quotes.findings import Cue
from pipeline.quotes.languages.english.english_grammar import (
    AUXILIARIES,
    DETERMINERS,
    PREPOSITIONS,
    SUBJECT_PRONOUNS,
)
from pipeline.quotes.languages.english.english_inflection import BASE, FINITE, PARTICIPLE
from pipeline.quotes.languages.english.english_reporting import (
    ALSO_NOUNS,
    CLAIM,
    JUDGE,
    SAY,
    VERBS,
    WEAK,
)
from pipeline.quotes.languages.english.noun_phrases import HABITS, is_adverbial
from pipeline.quotes.languages.word_sets import words
from pipeline.quotes.reading import QUOTE, Reading, Sentence, read

SPANS_KEY = "verbatim_cues"
PASSIVE, PHRASE = "passive", "phrase"
BE = words("is are was were be been being 's isn't aren't wasn't weren't")
BEFORE_PARTICIPLE = frozenset(
    {",", "while", "by", "in", "after", "when", "before", "without", QUOTE, "and", "but", "then"}
)
NOT_BEFORE_PARTICIPLE = words("to from of for about with at on his her their its our my your")
LOOKED_AT = 12
"""Items of a sentence that show whether it is set in capitals."""
PARTICLES = frozenset({"out", "aloud", "back", "down"})
MODALS = words(
    """to will would can could may might must shall should cannot can't won't wouldn't couldn't
    shouldn't not n't did didn't do don't does doesn't"""
)


class CueFinder:
    """Finds cues; see the module's docstring."""

    def __call__(self, doc: Doc) -> Doc:
        """`doc` with its cues found."""
        reading = read(doc)
        cues: list[Cue] = []
        for number, sentence in enumerate(reading.sentences):
            cues.extend(_cues(reading, number, sentence))
        doc._.cues = cues
        spans = []
        for cue in cues:
            tokens = reading.sentences[cue.sentence].tokens
            spans.append(Span(doc, tokens[cue.item], tokens[cue.item_end - 1] + 1, label=cue.base))
        doc.spans[SPANS_KEY] = SpanGroup(doc, name=SPANS_KEY, spans=spans)
        return doc


@Language.factory("verbatim_cues")
def make_cue_finder(nlp: Language, name: str) -> CueFinder:
    """Factory."""
    return CueFinder()


def _cues(reading: Reading, number: int, sentence: Sentence) -> list[Cue]:
    found: list[Cue] = []
    item = 0
    while item < len(sentence):
        cue = _cue_at(reading, number, sentence, item)
        if cue is not None:
            found.append(cue)
            item = cue.item_end
        else:
            item += 1
    return found


def _cue_at(reading: Reading, number: int, sentence: Sentence, item: int) -> Cue | None:
    phrase = _phrase_at(sentence, item)
    if phrase is not None:
        length, base, form, classes = phrase
        return Cue(number, item, item + length, base, form, classes)
    word = sentence.lower[item]
    entry = VERBS.get(word)
    if entry is None or word in {"point", "points", "pointed", "pointing"}:
        return None
    base, form, classes = entry
    shouting = _all_capitals(reading, sentence)
    if item and reading.is_capitalised(sentence.tokens[item]) and not shouting:
        return None
    if _is_passive(sentence, item, form):
        form = PASSIVE
    elif form == PARTICIPLE and _before_adverbs(sentence, item) in BE:
        # "is saying" is a finite verb
        form = FINITE
    if form != PASSIVE and not _is_reporting(reading, sentence, item, (base, form, classes)):
        return None
    return Cue(number, item, item + 1, base, form, classes)


def _is_reporting(
    reading: Reading, sentence: Sentence, item: int, entry: tuple[str, str, frozenset[str]]
) -> bool:
    """Whether the neighbours of a form let it be a verb, and one that reports."""
    base, form, classes = entry
    if not _is_verb_here(reading, sentence, item, form):
        return False
    if _opens_aside(sentence, item):
        return False
    weak = base in WEAK and JUDGE not in classes
    if weak and not (_content_follows(sentence, item + 1) or _content_precedes(sentence, item)):
        return False
    if base == "call" and _content_precedes(sentence, item):
        return True
    return classes != {JUDGE} or _marks_follow(sentence, item)


def _phrase_at(sentence: Sentence, item: int) -> tuple[int, str, str, frozenset[str]] | None:
    """A reporting phrase of several words: its length, base, form and classes."""
    here = sentence.lower[item : item + 4]
    if here[0] in {"goes", "went"} and here[1:2] == ["on"]:
        return _going_on(here)
    found: tuple[int, str, str, frozenset[str]] | None = None
    if here[:2] == ["according", "to"]:
        found = 2, "according", PHRASE, frozenset({SAY, CLAIM})
    elif here == ["in", "the", "words", "of"]:
        found = 4, "according", PHRASE, frozenset({SAY, CLAIM})
    elif here[0] in {"put", "puts"} and here[1:2] == ["it"]:
        found = 2, "put", FINITE, frozenset({SAY})
    elif here[0] in {"points", "pointed", "pointing"} and here[1:2] == ["out"]:
        form = PARTICIPLE if here[0] == "pointing" else FINITE
        found = 2, "note", form, frozenset({SAY, CLAIM})
    elif here[0] in {"made", "makes", "making"} and "clear" in here[1:3]:
        form = PARTICIPLE if here[0] == "making" else FINITE
        found = here.index("clear") + 1, "stress", form, frozenset({CLAIM})
    return found


def _going_on(here: list[str]) -> tuple[int, str, str, frozenset[str]] | None:
    """“went on: “…””, “went on to say that”."""
    if here[2:3] == ["to"] and len(here) > 3 and here[3] in VERBS:
        base, _, classes = VERBS[here[3]]
        return 4, base, FINITE, classes
    if here[2:3] in ([":"], [","], [QUOTE]):
        return 2, "continue", FINITE, frozenset({SAY})
    return None


def _before_adverbs(sentence: Sentence, item: int) -> str:
    """The word before the item and its adverbs."""
    item -= 1
    while item >= 0 and is_adverbial(sentence, item):
        item -= 1
    return sentence.word(item)


def _is_verb_here(reading: Reading, sentence: Sentence, item: int, form: str) -> bool:
    """Whether the neighbours allow a form that may be something else to be a verb."""
    if form == BASE and not _base_is_verb(sentence, item):
        return False
    if form == PARTICIPLE and sentence.word(item - 1) in DETERMINERS | NOT_BEFORE_PARTICIPLE:
        return False
    return sentence.lower[item] not in ALSO_NOUNS or _noun_is_verb(reading, sentence, item, form)


def _all_capitals(reading: Reading, sentence: Sentence) -> bool:
    words = [t for t in sentence.tokens[:LOOKED_AT] if reading.text[t][:1].isalpha()]
    return len(words) > 1 and all(reading.text[t].isupper() for t in words)


def _is_passive(sentence: Sentence, item: int, form: str) -> bool:
    if form in {PARTICIPLE, BASE}:
        return False
    return sentence.word(item + 1) == "by" or _before_adverbs(sentence, item) in BE - {"'s"}


def _base_is_verb(sentence: Sentence, item: int) -> bool:
    back = item - 1
    while back >= 0 and is_adverbial(sentence, back) and sentence.lower[back] not in MODALS:
        back -= 1
    word = sentence.word(back)
    if word == "would" or (word == "to" and sentence.word(back - 1) in HABITS):
        # “my father would say”
        return sentence.lower[item] in {"say", "tell"} and _says_beside(sentence, item)
    if word in {
        "i",
        "we",
        "you",
        "they",
        "who",
        "others",
        "both",
        "people",
        "many",
        "some",
        "most",
    }:
        return True
    return (
        word.endswith("s")
        and not word.endswith(("ss", "'s"))
        and word not in AUXILIARIES
        and word not in PREPOSITIONS
        and word not in DETERMINERS
        and word not in {"as", "its", "his", "this"}
    )


def _says_beside(sentence: Sentence, item: int) -> bool:
    return _content_follows(sentence, item + 1) or _content_precedes(sentence, item)


def _noun_is_verb(reading: Reading, sentence: Sentence, item: int, form: str) -> bool:
    follows = sentence.word(item + 1)
    if form == PARTICIPLE:
        before = sentence.word(item - 1)
        quoted = before == "as" and sentence.word(item - 2) == "quoted"
        return quoted or before in BE | BEFORE_PARTICIPLE or follows in {"that", ":", QUOTE}
    word = _before_adverbs(sentence, item)
    back = item - 1
    while back >= 0 and is_adverbial(sentence, back):
        back -= 1
    if word in SUBJECT_PRONOUNS or word in {"one", "another", "which"}:
        return True
    if word in DETERMINERS or word in PREPOSITIONS or word == "'s":
        return False
    governs = follows in DETERMINERS | {"him", "it", "them"} and _marks_follow(sentence, item)
    if word in {",", QUOTE}:
        named = item + 1 < len(sentence) and reading.is_capitalised(sentence.tokens[item + 1])
        return named or governs or follows in {"that", QUOTE, ":"}
    if back >= 0 and reading.is_capitalised(sentence.tokens[back]):
        return follows not in PREPOSITIONS | {".", ","}
    return follows in {"that", QUOTE, ":"} or governs


def _content_follows(sentence: Sentence, item: int) -> bool:
    follows = sentence.word(item)
    if follows == ",":
        follows = sentence.word(item + 1)
    return follows in {"that", ":", QUOTE}


def _content_precedes(sentence: Sentence, item: int) -> bool:
    """Whether marks and a short source stand before a verb that ends its clause: “…,” it read."""
    behind = item + 1 + (sentence.word(item + 1) in PARTICLES)
    if sentence.word(behind) not in {".", ",", ""} | PREPOSITIONS or (
        behind == item + 1 and sentence.word(behind) in PREPOSITIONS - {"across", "over", "from"}
    ):
        return False
    for other in range(item - 1, max(item - 6, 0) - 1, -1):
        if sentence.quotes[other] >= 0:
            return other < item - 1
        if not sentence.lower[other][:1].isalpha():
            return False
    return False


def _opens_aside(sentence: Sentence, item: int) -> bool:
    """“Ada Cole, asked about the harbour, said”: the person was asked."""
    return (
        sentence.lower[item] in {"asked", "pressed", "questioned"}
        and sentence.word(item - 1) in {",", ""}
        and sentence.word(item + 1)
        in {"about", "whether", "if", "why", "how", "what", "when", "by", "for", "on", "where"}
    )


def _marks_follow(sentence: Sentence, item: int) -> bool:
    """Whether a marked span stands behind the item in the sentence, no stop between."""
    for other in range(item + 1, min(item + 40, len(sentence))):
        if sentence.quotes[other] >= 0:
            return True
        if sentence.lower[other] in {";"}:
            return False
    return False
