"""The component that finds names of persons and bodies, by capital letters and titles.

A name is a run of capitalised words; words that open a sentence count only if
they are no common openers. In front of a name stand titles and descriptions
("Deputy Mayor", "the clinical psychologist"), behind it appositions (", head of
the harbour office,"): both are kept with the mention as its role.

Found: `doc._.mentions` and `doc.spans["verbatim_names"]`.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from pipeline.quotes.descriptions import (
    apposition,
    clause,
    description_before,
    description_start,
    is_personal,
)
from pipeline.quotes.findings import Mention, TokenSpan
from pipeline.quotes.lexicon import words
from pipeline.quotes.lexicon.grammar import (
    ADVERBS,
    AUXILIARIES,
    PREPOSITIONS,
    PRONOUNS,
    SENTENCE_STARTERS,
    TIME_WORDS,
)
from pipeline.quotes.lexicon.people import (
    BODY_WORDS,
    COUNTRIES,
    GIVEN_NAMES,
    NATIONALITY_ENDINGS,
    PARTICLES,
    TITLES,
    is_role,
)
from pipeline.quotes.lexicon.reporting import is_reporting_verb
from pipeline.quotes.reading import Reading, read

SPANS_KEY = "verbatim_names"
PEERAGES = frozenset({"lord", "lady", "baroness", "pope", "king", "queen", "prince", "princess"})
"""Titles without which a single name is not the person's name."""
SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
NEVER_FAMILY_NAMES = words(
    "ceo cfo coo cto president director chairman chairwoman manager spokesman spokeswoman minister"
)
"""What ends a description and no name: “the former Hale Foods CEO”."""
ALSO_FAMILY_NAMES = words(
    "baker butcher cook driver fan fisher gardener guard head host keeper miner model parent sailor"
)
"""Role nouns that with a capital inside a sentence are rather a name: “said Fan Mengguang”."""
NICKNAME_MARKS = frozenset("\"“”‘’'")
LOCATIVES = frozenset({"in", "at", "near", "across", "outside", "around", "into"})
MAX_NAME = 9
NO_NAMES = (
    TIME_WORDS | PRONOUNS | words("i i'm i've i'd i'll ok tv am pm a.m p.m q a yes no english")
)


class NameFinder:
    """Finds mentions of names; see the module's docstring."""

    def __call__(self, doc: Doc) -> Doc:
        """`doc` with its names found."""
        mentions = find_names(read(doc))
        doc._.mentions = mentions
        doc.spans[SPANS_KEY] = SpanGroup(
            doc, name=SPANS_KEY, spans=[Span(doc, m.start, m.end) for m in mentions]
        )
        return doc


@Language.factory("verbatim_names")
def make_name_finder(nlp: Language, name: str) -> NameFinder:
    """Factory."""
    return NameFinder()


def find_names(reading: Reading) -> list[Mention]:
    """Every name of the text, inside marks or not, in text order."""
    mentions: list[Mention] = []
    quoted, titles = _quoted_tokens(reading)
    known = _capitalised_inside(reading)
    family = _family_names(reading)
    for number, sentence in enumerate(reading.sentences):
        fresh, index, first_run = True, sentence.start, True
        while index < sentence.end:
            if not reading.is_word(index):
                fresh = fresh or reading.text[index] in ".!?:“‘\"'«„''"
                index += 1
                continue
            if not _begins_name(reading, index, fresh and not _is_named(reading, index, known)):
                fresh = False
                index += 1
                continue
            end = _run_end(reading, index, sentence.end)
            if fresh and end == index + 1 and not _is_known(reading, index, known):
                fresh = False
                index += 1
                continue
            mention = _mention(reading, (index, end), number, quoted[index], family)
            if mention is not None:
                mention.in_marks = bool(titles[index])
                described = any(first == sentence.start for first, _ in mention.beside)
                governed = _is_governed(reading, mention)
                mention.subject = (
                    ((first_run and not governed) or described)
                    and not mention.quoted
                    and not mention.possessive
                )
                mentions.append(mention)
                first_run = first_run and (mention.possessive or governed)
            fresh = False
            index = end
    return mentions


def _is_governed(reading: Reading, mention: Mention) -> bool:
    """Whether a preposition stands before the name, an article and a title left out."""
    before = mention.full_start - 1
    if before > 0 and reading.lower[before] in {"the", "a", "an"}:
        before -= 1
    return before >= 0 and reading.lower[before] in PREPOSITIONS


def _capitalised_inside(reading: Reading) -> set[str]:
    """Words that the text writes with a capital where no sentence begins."""
    return {
        reading.lower[i]
        for i in range(1, len(reading.text))
        if reading.is_capitalised(i)
        and reading.is_word(i - 1)
        and reading.paragraph[i] == reading.paragraph[i - 1]
    }


def _is_named(reading: Reading, index: int, known: set[str]) -> bool:
    """Whether a word in “-ly” that opens a sentence is a name elsewhere: “Lovely said”."""
    return reading.lower[index].endswith("ly") and reading.lower[index] in known


def _is_known(reading: Reading, index: int, known: set[str]) -> bool:
    """Whether a lone capitalised word that opens a sentence is a name and no common word."""
    lower = reading.lower[index]
    if lower in known or lower in GIVEN_NAMES:
        return True
    following = reading.lower[index + 1] if index + 1 < len(reading.text) else ""
    return following == "'s" or following in AUXILIARIES or is_reporting_verb(following)


def _quoted_tokens(reading: Reading) -> tuple[bytearray, bytearray]:
    """For every token whether it is quoted, and whether its marks hold but a few words."""
    quoted, titles = bytearray(len(reading.text)), bytearray(len(reading.text))
    for marked in reading.marked:
        long = reading.words_in(marked.inner_start, min(marked.inner_end, marked.inner_start + 4))
        flags = quoted if long > 3 else titles
        flags[marked.start : marked.end] = b"\1" * (marked.end - marked.start)
    return quoted, titles


def _begins_name(reading: Reading, index: int, fresh: bool) -> bool:
    if not reading.is_capitalised(index) and reading.text[index][:1] != "@":
        return False
    lower = reading.lower[index]
    if _is_compound_adjective(reading, index):
        return False
    if lower in NO_NAMES or "'" in lower:
        # “He Jianxiong”: behind the pronoun comes no capital
        surname = lower == "he" and _goes_on_capitalised(reading, index)
        return surname or ("'" in lower and lower[:2] in {"o'", "d'", "m'"})
    if fresh and lower in SENTENCE_STARTERS:
        return False
    if fresh and (is_reporting_verb(lower) or lower in ADVERBS or lower.endswith("ly")):
        return False
    return lower not in {"the", "a", "an", "and", "of", "in", "on", "at", "for", "to"}


def _goes_on_capitalised(reading: Reading, index: int) -> bool:
    following = index + 1
    return (
        following < len(reading.text)
        and reading.is_capitalised(following)
        and reading.lower[following] not in NO_NAMES
        and reading.start[following] - reading.end[index] == 1
    )


def _run_end(reading: Reading, start: int, limit: int) -> int:
    """Behind the last token of the run of capitalised words that begins at `start`."""
    end = start + 1
    while end < limit and end - start < MAX_NAME:
        if reading.start[end] - reading.end[end - 1] > 1:
            break
        lower = reading.lower[end]
        if (
            reading.is_capitalised(end)
            and lower not in NO_NAMES
            and not lower.endswith(("'s", "'d", "'ll", "'re", "'ve", "n't"))
            and not _is_compound_adjective(reading, end - 1)
        ):
            end += 1
            continue
        if _is_nickname(reading, end, limit):
            end += 4
            continue
        following = end + 1
        joins = following < limit and reading.is_capitalised(following)
        if joins and lower in PARTICLES:
            end += 2
            continue
        last = reading.lower[end - 1]
        if joins and lower in {"of", "for", "&", "and"} and _takes_complement(last, lower):
            end += 2
            continue
        if joins and lower == "&":
            end += 2
            continue
        break
    return end


def _is_nickname(reading: Reading, mark: int, limit: int) -> bool:
    """Whether a nickname in marks stands here inside a name: “Robert "Bobby" Scott”."""
    return (
        mark + 3 < limit
        and reading.text[mark] in NICKNAME_MARKS
        and reading.text[mark + 2] in NICKNAME_MARKS
        and reading.is_capitalised(mark + 1)
        and reading.is_capitalised(mark + 3)
        and reading.start[mark] - reading.end[mark - 1] == 1
        and reading.start[mark + 3] - reading.end[mark + 2] == 1
    )


def _name_words(reading: Reading, start: int, end: int) -> tuple[str, ...]:
    """The words of a name, a nickname with its marks as one."""
    found: list[str] = []
    token = start
    while token < end:
        if reading.text[token] in NICKNAME_MARKS and token + 2 < end:
            found.append("".join(reading.text[token : token + 3]))
            token += 3
        else:
            found.append(reading.text[token])
            token += 1
    return tuple(found)


def _is_compound_adjective(reading: Reading, index: int) -> bool:
    """“London-born”, “Oscar-winning”: a capital, but no part of the name behind it."""
    last = reading.text[index].rsplit("-", 1)
    return len(last) == 2 and last[1][:1].islower() and last[0][:1].isupper()


def _takes_complement(last: str, joint: str) -> bool:
    if joint == "and":
        return False
    return last in BODY_WORDS or (joint == "of" and last in TITLES | {"bank", "isle", "department"})


def _is_place_before_name(reading: Reading, start: int, words: list[str]) -> bool:
    """Whether a country ends a title: “ambassador to Britain Liu Xiaoming”."""
    return (
        len(words) > 2
        and words[0] in COUNTRIES
        and start > 0
        and reading.lower[start - 1] in PREPOSITIONS
    )


def _is_given_name(words: list[str], offset: int) -> bool:
    """Whether a title word is a given name: “Gov. Earl Ray Tomblin”, “Dean Martin Hale”."""
    if words[offset] not in GIVEN_NAMES:
        return False
    return words[offset - 1] in TITLES if offset else len(words) > 2


def _family_names(reading: Reading) -> frozenset[str]:
    """Title and role words that are somebody's family name in the text.

    “Ken Doctor”, “Martin Luther King”: the name begins with a given one. “said Fan Mengguang”:
    no sentence begins there, and the role is none that stands before names with a capital.
    """
    found = set()
    for index in range(1, len(reading.text)):
        word = reading.lower[index]
        inside = reading.is_word(index - 1) or reading.text[index - 1] in {"”", ","}
        if not reading.is_capitalised(index) or not inside:
            continue
        if word in ALSO_FAMILY_NAMES and _goes_on_capitalised(reading, index):
            found.add(word)
        elif word in TITLES and not _goes_on_capitalised(reading, index):
            start = index
            while start and reading.is_capitalised(start - 1):
                start -= 1
            if not GIVEN_NAMES.isdisjoint(reading.lower[start:index]):
                found.add(word)
    return frozenset(found)


def _mention(
    reading: Reading, run: TokenSpan, sentence: int, quoted: int, family: frozenset[str]
) -> Mention | None:
    start, end = run
    words = [word.lower().rstrip(".") for word in _name_words(reading, start, end)]
    name_start, title = start, ""
    body = words[-1] in BODY_WORDS and words[-1] not in {"house"} and len(words) > 1
    for offset in range(len(words) - 1):
        is_title = words[offset] in TITLES or (
            is_role(words[offset])
            and words[offset] not in BODY_WORDS
            and words[offset] not in family
        )
        if is_title and not _is_given_name(words, offset):
            rest = words[offset + 1 :]
            if not rest or rest[0] in SUFFIXES or body:
                continue
            if offset and words[offset - 1] in GIVEN_NAMES:
                continue
            skip = _complement(words, offset + 1)
            if offset + 1 + skip >= len(words):
                continue
            name_start, title = start + offset + 1 + skip, words[offset]
    if name_start == start and _is_place_before_name(reading, start, words):
        name_start += 1
    if name_start > start and title in PEERAGES and end - name_start == 1:
        name_start -= 1
    alone = len(words) == 1 and words[0] in TITLES
    if alone and words[0] not in GIVEN_NAMES and words[0] not in family:
        return None
    if name_start == start and len(words) > 1 and _is_description(words):
        return None
    mention = Mention(
        name_start,
        end,
        name_start,
        _name_words(reading, name_start, end),
        sentence,
        bool(quoted),
        title=title,
        possessive=end < len(reading.text) and reading.lower[end] in {"'s"},
        place=start > 0 and reading.lower[start - 1] in LOCATIVES and not title,
        adjective=end - start == 1
        and end < len(reading.text)
        and reading.text[end][:1].islower()
        and (is_role(reading.lower[end]) or words[0].endswith(NATIONALITY_ENDINGS)),
    )
    of_place = mention.place or (start > 0 and reading.lower[start - 1] in {"of", "from"})
    mention.personal = not of_place and is_personal(reading, end)
    mention.full_start = description_start(reading, start, name_start)
    if mention.full_start < name_start:
        mention.role = (mention.full_start, name_start)
    if not quoted:
        mention.clause = clause(reading, end)
        mention.beside = apposition(reading, end) + description_before(reading, start, end)
    return mention


def _is_description(words: list[str]) -> bool:
    """Whether capitalised words are what somebody is, and not who: “Hale Foods CEO”."""
    return words[-1] in NEVER_FAMILY_NAMES and words[0] not in GIVEN_NAMES


def _complement(words: list[str], at: int) -> int:
    """Number of words in "of State", "of Foreign Affairs" after a title, before the name."""
    if words[at] not in {"of", "for"}:
        return 0
    for end in range(at + 2, len(words)):
        if words[end] in GIVEN_NAMES:
            return end - at
    return max(len(words) - 2 - at, 2)
