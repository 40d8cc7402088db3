"""Which source belongs to a cue, and on which side of it its content lies."""

from __future__ import annotations

from pipeline.quotes.findings import Cue, Frame, Source
from pipeline.quotes.languages.english.adverbials import APPROXIMATE, skip_to_content
from pipeline.quotes.languages.english.cues import PASSIVE, PHRASE
from pipeline.quotes.languages.english.english_grammar import (
    AUXILIARIES,
    COORDINATORS,
    PREPOSITIONS,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
    TIME_WORDS,
)
from pipeline.quotes.languages.english.english_inflection import FINITE, PARTICIPLE, PAST_PARTICIPLE
from pipeline.quotes.languages.english.english_people import is_role
from pipeline.quotes.languages.english.english_reporting import CLAIM, JUDGE, SAY, VERBS
from pipeline.quotes.languages.english.noun_phrases import (
    DASHES,
    STOPS,
    before,
    is_adverbial,
    starts_phrase,
)
from pipeline.quotes.languages.english.postposed_sources import after, phrase_end
from pipeline.quotes.languages.english.subjects import main_subject
from pipeline.quotes.reading import QUOTE, Reading, Sentence

NEVER_INVERTED = frozenset(
    ["tell", "remind", "reassure", "assure", "inform", "advise", "accuse", "call"]
)
ENDS = frozenset({".", "!", "?", "…", "...", ";", ")", ""})


def build_frames(reading: Reading, sentence: Sentence, cues: list[Cue]) -> list[Frame]:
    """A frame for every cue of the sentence that has a source or an evident content."""
    frames: list[Frame] = []
    for cue in cues:
        if cue.form == PHRASE:
            frame = _according(reading, sentence, cue)
        elif cue.form == PASSIVE:
            frame = _passive(reading, sentence, cue)
        elif cue.form in {PARTICIPLE, PAST_PARTICIPLE}:
            frame = _participle(reading, sentence, cue, frames)
        else:
            frame = _finite(reading, sentence, cue, frames)
        if frame is not None:
            frames.append(frame)
    return frames


def _left_of(sentence: Sentence, item: int) -> int:
    """The item before `item`, a comma or dash left out."""
    item -= 1
    if sentence.word(item) in {",", *DASHES}:
        item -= 1
    return item


def _finite(reading: Reading, sentence: Sentence, cue: Cue, frames: list[Frame]) -> Frame | None:
    left = _left_of(sentence, cue.item)
    left_quote = left >= 0 and sentence.quotes[left] >= 0
    previous = sentence.word(cue.item - 1)
    if previous in {"", QUOTE, ",", *DASHES, ";", "(", ":"} and SAY in cue.classes | (
        cue.classes if cue.base in {"argue", "claim", "believe", "think"} else frozenset()
    ):
        inverted = _inverted(reading, sentence, cue, left_quote)
        if inverted is not None:
            return inverted
    found = before(reading, sentence, cue.item)
    if found is None:
        return _shared_source(reading, sentence, cue, frames)
    source, start = found
    return _directed(reading, sentence, cue, source, start)


def _inverted(reading: Reading, sentence: Sentence, cue: Cue, left_quote: bool) -> Frame | None:
    found = after(reading, sentence, cue.item_end - 1, described=left_quote)
    if found is None or cue.base in NEVER_INVERTED or sentence.word(cue.item_end) in TIME_WORDS:
        return None
    source, end = found
    following = sentence.word(end)
    plain = phrase_end(reading, sentence, cue.item_end)
    if following in AUXILIARIES or sentence.word(plain) in AUXILIARIES - {"'s"}:
        return None
    if not left_quote and cue.item > 0:
        ends = following in ENDS | {",", QUOTE, ":"} or _is_adverbial_start(sentence, end)
        if not (ends and _may_speak(reading, source)):
            return None
        # "Ada Cole, the mayor, said he left": a subject before rules this out
        if sentence.word(cue.item - 1) == ",":
            other = before(reading, sentence, cue.item)
            if other is not None and following not in ENDS | {","}:
                return None
    if cue.item == 0 and following not in {",", ":", QUOTE}:
        return None
    right_start = skip_to_content(reading, sentence, end, "")
    right = sentence.word(right_start) in {",", ":"} and sentence.word(right_start + 1) == QUOTE
    right = right or sentence.word(right_start) in {QUOTE, ":"}
    return Frame(cue, source, cue.item, end, cue.item > 0, right)


def _may_speak(reading: Reading, source: Source) -> bool:
    """Whether the source is a name, a person, a body or a pronoun, and not a thing."""
    return any(
        reading.is_capitalised(token)
        or is_role(reading.lower[token])
        or reading.lower[token] in SUBJECT_PRONOUNS | {"others", "another", "one"}
        for token in range(source.start, source.end)
    )


def _is_adverbial_start(sentence: Sentence, item: int) -> bool:
    if item >= len(sentence):
        return False
    return sentence.lower[item] in {
        "in",
        "on",
        "at",
        "during",
        "after",
        "before",
        "as",
        "when",
        "while",
        "who",
        "of",
        "from",
        "last",
        "this",
        "earlier",
        "later",
        "adding",
        "referring",
        "with",
        "to",
        "about",
        "late",
    } or is_adverbial(sentence, item)


def _directed(
    reading: Reading, sentence: Sentence, cue: Cue, source: Source, start: int
) -> Frame | None:
    """The frame of a source before its verb: content before, behind, or on both sides."""
    if sentence.word(start - 1) == "as":
        # “…, as the mayor put it”
        start -= 1
    left = _left_of(sentence, start)
    left_quote = left >= 0 and sentence.quotes[left] >= 0
    comma_left = sentence.word(start - 1) in {",", *DASHES} or (
        sentence.word(start - 1) == QUOTE and _ends_with_comma(reading, sentence, left)
    )
    content = skip_to_content(reading, sentence, cue.item_end, cue.base)
    here = sentence.word(content)
    ends_here = here in ENDS or (here in {",", *DASHES} and sentence.word(content + 1) != QUOTE)
    if source.relative:
        return Frame(cue, source, start, content, False, not ends_here)
    if left_quote:
        directly = here in {"that", QUOTE, ":"} or (
            here not in ENDS | {",", *DASHES, "and", "but", "while", "as", "when"}
        )
        after_comma = here in {",", *DASHES} and sentence.word(content + 1) == QUOTE
        sentence_before = _ends_sentence(reading, sentence, left)
        if directly and (sentence_before or (not comma_left and here == "that")):
            return Frame(cue, source, start, content, False, True)
        return Frame(cue, source, start, content, True, after_comma or here in {QUOTE, ":"})
    if ends_here:
        goes_on = here in {",", *DASHES} and _goes_on(reading, sentence, content + 1)
        return Frame(cue, source, start, content, start > 0 and comma_left, goes_on and comma_left)
    interrupts = start > 1 and comma_left and here == ","
    return Frame(cue, source, start, content, interrupts, True)


def _goes_on(reading: Reading, sentence: Sentence, item: int) -> bool:
    """Whether what is reported goes on after “, she said,”."""
    word = sentence.word(item)
    if word in {"and", "but"}:
        following = sentence.word(item + 1)
        return following == QUOTE or begins_clause(reading, sentence, item + 1)
    return bool(word[:1].isalnum()) and not (
        word.endswith("ing")
        or word in PREPOSITIONS | SUBORDINATORS | {"who", "which", "a", "an", "and", "but"}
    )


def _ends_with_comma(reading: Reading, sentence: Sentence, item: int) -> bool:
    """Whether the comma in front of an attribution stands inside the marks."""
    marked = reading.marked[sentence.quotes[item]]
    return reading.text[marked.inner_end - 1] == ","


def _ends_sentence(reading: Reading, sentence: Sentence, item: int) -> bool:
    """Whether the marked span at `item` ends with a full stop inside its marks."""
    marked = reading.marked[sentence.quotes[item]]
    return reading.text[marked.inner_end - 1] == "."


def _shared_source(
    reading: Reading, sentence: Sentence, cue: Cue, frames: list[Frame]
) -> Frame | None:
    """“… , she said, and warned that …”: the source of the cue before, or the main subject."""
    back = cue.item - 1
    while back >= 0 and is_adverbial(sentence, back):
        back -= 1
    joined = sentence.word(back) in COORDINATORS | {",", "then"}
    if not joined:
        return None
    source = next((f.source for f in reversed(frames) if f.source is not None), None)
    if source is None:
        source = main_subject(reading, sentence, cue.item)
    if source is None:
        return None
    frame = _directed(reading, sentence, cue, source, cue.item)
    if frame is not None:
        frame.elliptical = True
    return frame


def _participle(
    reading: Reading, sentence: Sentence, cue: Cue, frames: list[Frame]
) -> Frame | None:
    previous = sentence.word(cue.item - 1)
    if cue.form == PAST_PARTICIPLE and previous not in {"has", "had", "have", "also"}:
        return None
    if cue.form == PAST_PARTICIPLE:
        cue.form = FINITE
        return _finite(reading, sentence, cue, frames)
    if previous == "as" and sentence.word(cue.item - 2) == "quoted":
        found = before(reading, sentence, _before_be(sentence, cue.item - 2))
        if found is None:
            return None
        return _directed(reading, sentence, cue, found[0], found[1])
    source = _source_of_clause(reading, sentence, cue, frames)
    if source is None:
        return None
    content = skip_to_content(reading, sentence, cue.item_end, cue.base)
    left = _left_of(sentence, cue.item)
    left_quote = left >= 0 and sentence.quotes[left] >= 0 and sentence.word(cue.item - 1) == ","
    here = sentence.word(content)
    claimed = any(f.content_left and f.item_end >= cue.item - 1 for f in frames)
    ends = here in ENDS
    return Frame(
        cue, source, cue.item, content, left_quote and ends and not claimed, not ends, True
    )


def _source_of_clause(
    reading: Reading, sentence: Sentence, cue: Cue, frames: list[Frame]
) -> Source | None:
    """Whom a participle belongs to: the source of the cue before it, or the main subject.

    A cue inside the clause that opens the sentence (“After she accused him, he …, saying”)
    is no guide.
    """
    opens_aside = sentence.word(0) in SUBORDINATORS | PREPOSITIONS
    aside_end = sentence.lower.index(",") if opens_aside and "," in sentence.lower else 0
    for frame in reversed(frames):
        if frame.source is not None and frame.item_start >= aside_end:
            return frame.source
    return main_subject(reading, sentence, cue.item)


def _before_be(sentence: Sentence, item: int) -> int:
    back = item
    while back > 0 and (
        sentence.lower[back - 1] in AUXILIARIES or is_adverbial(sentence, back - 1)
    ):
        back -= 1
    return back


def _passive(reading: Reading, sentence: Sentence, cue: Cue) -> Frame | None:
    """“described by the mayor as”: the source follows "by"."""
    for item in range(cue.item_end, min(cue.item_end + 12, len(sentence))):
        if sentence.lower[item] == "by" and starts_phrase(reading, sentence, item + 1):
            found = after(reading, sentence, item)
            if found is None:
                return None
            source, _ = found
            end = phrase_end(reading, sentence, item + 1)
            source.full_start, source.full_end = source.start, source.end
            return Frame(cue, source, cue.item, end, False, True)
        if sentence.lower[item] in STOPS or sentence.lower[item] == QUOTE:
            return None
    return None


def _according(reading: Reading, sentence: Sentence, cue: Cue) -> Frame | None:
    found = after(reading, sentence, cue.item_end - 1)
    if found is None:
        if not sentence.word(cue.item_end) or sentence.word(cue.item_end) in STOPS | {QUOTE}:
            return None
        end = phrase_end(reading, sentence, cue.item_end)
        tokens = sentence.tokens
        span = tokens[cue.item_end], tokens[end - 1] + 1
        source = Source(*span, *span)
    else:
        source, end = found
    if sentence.word(end) in {"who", "which"}:
        end = next((i for i in range(end, len(sentence)) if sentence.lower[i] == ","), end)
    if cue.item == 0 or sentence.word(cue.item - 1) in COORDINATORS:
        right = sentence.word(end) in {",", QUOTE, ":"}
        return Frame(cue, source, cue.item, end + (sentence.word(end) == ","), False, right)
    right = sentence.word(end) == "," and end + 1 < len(sentence)
    return Frame(cue, source, cue.item, end, True, right)


def takes_clauses(cue: Cue) -> bool:
    """Whether the cue may report a clause without marks."""
    return bool(cue.classes & {SAY, CLAIM})


def is_judging(cue: Cue) -> bool:
    """Whether only marks make what follows the cue somebody's words."""
    return cue.classes == {JUDGE} or (JUDGE in cue.classes and cue.base not in VERBS_OF_CLAUSES)


VERBS_OF_CLAUSES = frozenset(entry[0] for entry in VERBS.values() if entry[2] & {SAY, CLAIM})


def begins_clause(reading: Reading, sentence: Sentence, item: int) -> bool:
    """Whether a clause without "that" may begin at the item: a subject, then later a verb."""
    word = sentence.word(item)
    if word in SUBJECT_PRONOUNS | {"there", "that", "whether", "if", "how", "why", "what"}:
        return True
    if word in APPROXIMATE and sentence.word(item + 1)[:1].isdigit():
        item += 1
        word = sentence.lower[item]
    if word in PREPOSITIONS or not (starts_phrase(reading, sentence, item) or word[:1].isalpha()):
        return False
    for other in range(item + 1, min(item + 22, len(sentence))):
        here = sentence.lower[other]
        if here == QUOTE:
            first = reading.marked[sentence.quotes[other]].inner_start
            return reading.lower[first] in AUXILIARIES
        if here in AUXILIARIES - {"'s"} or here in VERBS or (here.endswith("ed") and len(here) > 4):
            return True
        if here in ENDS | {";"}:
            break
    return False
