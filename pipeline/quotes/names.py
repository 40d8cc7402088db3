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

from pipeline.quotes.findings import Mention, TokenSpan
from pipeline.quotes.lexicon import words
from pipeline.quotes.lexicon.grammar import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    SENTENCE_STARTERS,
    TIME_WORDS,
)
from pipeline.quotes.lexicon.people import (
    BODY_WORDS,
    FEMALE_NAMES,
    MALE_NAMES,
    NATIONALITY_ENDINGS,
    PARTICLES,
    ROLE_NOUNS,
    TITLES,
    is_role,
)
from pipeline.quotes.lexicon.reporting import VERBS, is_reporting_verb
from pipeline.quotes.reading import Reading, read

SPANS_KEY = "verbatim_names"
PEERAGES = frozenset({"lord", "lady", "baroness", "pope", "king", "queen", "prince", "princess"})
"""Titles without which a single name is not the person's name."""
SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
LOCATIVES = frozenset({"in", "at", "near", "across", "outside", "around", "into"})
MAX_NAME = 9
MAX_ROLE = 12
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
    quoted = _quoted_tokens(reading)
    known = _capitalised_inside(reading)
    for number, sentence in enumerate(reading.sentences):
        fresh, index, first_run = True, sentence.start, True
        while index < sentence.end:
            if not reading.is_word(index):
                fresh = fresh or reading.text[index] in ".!?:“‘\"'«„''"
                index += 1
                continue
            if not _begins_name(reading, index, fresh):
                fresh = False
                index += 1
                continue
            end = _run_end(reading, index, sentence.end)
            if fresh and end == index + 1 and not _is_known(reading, index, known):
                fresh = False
                index += 1
                continue
            mention = _mention(reading, index, end, number, quoted[index])
            if mention is not None:
                described = any(first == sentence.start for first, _ in mention.beside)
                mention.subject = (
                    (first_run or described) and not mention.quoted and not mention.possessive
                )
                mentions.append(mention)
                first_run = first_run and (mention.possessive or mention.place)
            fresh = False
            index = end
    return mentions


def _capitalised_inside(reading: Reading) -> set[str]:
    """Words that the text writes with a capital where no sentence begins."""
    return {
        reading.lower[i]
        for i in range(1, len(reading.text))
        if reading.is_capitalised(i)
        and reading.is_word(i - 1)
        and reading.paragraph[i] == reading.paragraph[i - 1]
    }


def _is_known(reading: Reading, index: int, known: set[str]) -> bool:
    """Whether a lone capitalised word that opens a sentence is a name and no common word."""
    lower = reading.lower[index]
    if lower in known or lower in MALE_NAMES | FEMALE_NAMES:
        return True
    following = reading.lower[index + 1] if index + 1 < len(reading.text) else ""
    return following == "'s" or following in AUXILIARIES or is_reporting_verb(following)


def _quoted_tokens(reading: Reading) -> bytearray:
    quoted = bytearray(len(reading.text))
    for marked in reading.marked:
        if reading.words_in(marked.inner_start, min(marked.inner_end, marked.inner_start + 4)) > 3:
            quoted[marked.start : marked.end] = b"\1" * (marked.end - marked.start)
    return quoted


def _begins_name(reading: Reading, index: int, fresh: bool) -> bool:
    if not reading.is_capitalised(index) and reading.text[index][:1] != "@":
        return False
    lower = reading.lower[index]
    if _is_compound_adjective(reading, index):
        return False
    if lower in NO_NAMES or "'" in lower:
        return "'" in lower and lower[:2] in {"o'", "d'", "m'"}
    if fresh and lower in SENTENCE_STARTERS:
        return False
    if fresh and (is_reporting_verb(lower) or lower in ADVERBS or lower.endswith("ly")):
        return False
    return lower not in {"the", "a", "an", "and", "of", "in", "on", "at", "for", "to"}


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


def _is_compound_adjective(reading: Reading, index: int) -> bool:
    """“London-born”, “Oscar-winning”: a capital, but no part of the name behind it."""
    last = reading.text[index].rsplit("-", 1)
    return len(last) == 2 and last[1][:1].islower() and last[0][:1].isupper()


def _takes_complement(last: str, joint: str) -> bool:
    if joint == "and":
        return False
    return last in BODY_WORDS or (joint == "of" and last in TITLES | {"bank", "isle", "department"})


def _mention(reading: Reading, start: int, end: int, sentence: int, quoted: int) -> Mention | None:
    words = [reading.lower[i].rstrip(".") for i in range(start, end)]
    name_start, title = start, ""
    body = words[-1] in BODY_WORDS and words[-1] not in {"house"} and len(words) > 1
    for offset in range(len(words) - 1):
        if words[offset] in TITLES or (is_role(words[offset]) and words[offset] not in BODY_WORDS):
            rest = words[offset + 1 :]
            if not rest or rest[0] in SUFFIXES or body:
                continue
            if offset and words[offset - 1] in MALE_NAMES | FEMALE_NAMES:
                continue
            skip = _complement(words, offset + 1)
            if offset + 1 + skip >= len(words):
                continue
            name_start, title = start + offset + 1 + skip, words[offset]
    if name_start > start and title in PEERAGES and end - name_start == 1:
        name_start -= 1
    if len(words) == 1 and words[0] in TITLES and words[0] not in MALE_NAMES | FEMALE_NAMES:
        return None
    mention = Mention(
        name_start,
        end,
        name_start,
        tuple(reading.text[i] for i in range(name_start, end)),
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
    mention.personal = not of_place and _is_personal(reading, end)
    mention.full_start = _description_start(reading, start, name_start)
    if mention.full_start < name_start:
        mention.role = (mention.full_start, name_start)
    if not quoted:
        mention.beside = _apposition(reading, end) + _description_before(reading, start, end)
    return mention


def _complement(words: list[str], at: int) -> int:
    """Number of words in "of State", "of Foreign Affairs" after a title, before the name."""
    if words[at] not in {"of", "for"}:
        return 0
    for end in range(at + 2, len(words)):
        if words[end] in MALE_NAMES | FEMALE_NAMES:
            return end - at
    return max(len(words) - 2 - at, 2)


def _description_start(reading: Reading, run_start: int, name_start: int) -> int:
    """Where the description before a name begins: “veteran harbour pilot” Ada Cole."""
    floor = max(run_start - MAX_ROLE, 0)
    index = run_start
    if run_start == name_start:
        if index == 0 or not is_role(reading.lower[index - 1].rstrip(".")):
            return name_start
        if reading.paragraph[index - 1] != reading.paragraph[index]:
            return name_start
    while index > floor:
        lower = reading.lower[index - 1]
        if (
            not (reading.is_word(index - 1) or lower == "'s")
            or lower in DETERMINERS
            or lower in AUXILIARIES - {"'s"}
            or lower in CONJUNCTIONS
            or lower in PRONOUNS
            or lower in ADVERBS
            or lower in SENTENCE_STARTERS
            or lower in TIME_WORDS
            or (lower in PREPOSITIONS and not _of_inside(reading, index - 1))
            or (
                lower in VERBS
                and lower not in ROLE_NOUNS
                and not reading.is_telling_capital(index - 1)
            )
            or lower.endswith("ly")
            or reading.paragraph[index - 1] != reading.paragraph[run_start]
        ):
            break
        index -= 1
    while index < name_start and (reading.lower[index] == "'s" or reading.lower[index] in {"of"}):
        index += 1
    return index


def _of_inside(reading: Reading, index: int) -> bool:
    """Whether "of" here joins two parts of a title: “head of policy Ada Cole”."""
    return reading.lower[index] == "of" and index > 0 and reading.lower[index - 1] in ROLE_NOUNS


def _apposition(reading: Reading, end: int) -> list[TokenSpan]:
    """The description behind a name: “, head of the harbour office,”."""
    if end + 1 >= len(reading.text) or reading.text[end] not in {",", "—", "–", "("}:
        return _copula(reading, end)
    start = end + 1
    if reading.lower[start].isdigit() and reading.text[start + 1 : start + 2] == [","]:
        start += 2
    stop = start
    limit = min(len(reading.text), start + 30)
    while stop < limit and reading.text[stop] not in {
        ",",
        ".",
        ";",
        ":",
        "—",
        "–",
        ")",
        "(",
        "!",
        "?",
    }:
        if reading.text[stop].isspace() or reading.text[stop] in '“”"':
            break
        if reading.lower[stop] in {"who", "which", "whose"} or (
            is_reporting_verb(reading.lower[stop])
            and stop > start + 1
            and reading.lower[stop] not in ROLE_NOUNS
        ):
            break
        stop += 1
    if stop <= start:
        return []
    head = [reading.lower[i] for i in range(start, min(stop, start + 9))]
    if not any(is_role(word) for word in head) or head[0] in PRONOUNS - {"one"} - {"another"}:
        return []
    if (
        head[0] in CONJUNCTIONS
        or head[0] in PREPOSITIONS
        or any(w in AUXILIARIES - {"'s"} for w in head[:6])
    ):
        return []
    return [(start, stop)]


def _description_before(reading: Reading, start: int, end: int) -> list[TokenSpan]:
    """The description whose apposition a name is: “The union’s lawyer, Ada Cole, said”."""
    last = start - 2
    if (
        last < 0
        or reading.text[start - 1] != ","
        or reading.text[end : end + 1]
        not in (
            [","],
            ["."],
            [";"],
            [],
        )
    ):
        return []
    first, found = start - 1, False
    floor = max(start - MAX_ROLE - 2, 0)
    while first > floor and not _bounds_description(reading, first - 1):
        first -= 1
        found = found or is_role(reading.lower[first].rstrip("."))
    if not found or first > last or reading.paragraph[first] != reading.paragraph[start]:
        return []
    opens = reading.lower[first] in DETERMINERS or reading.is_telling_capital(first)
    return [(first, start - 1)] if opens or is_role(reading.lower[first]) else []


def _bounds_description(reading: Reading, index: int) -> bool:
    """Whether the token cannot be part of a description that stands before a name."""
    lower = reading.lower[index]
    return (
        not (reading.is_word(index) or lower == "'s")
        or lower in AUXILIARIES - {"'s"}
        or lower in CONJUNCTIONS
        or lower in PRONOUNS - {"her"}
        or lower in {"by", "to", "from", "under", "with", "asked"}
        or (is_reporting_verb(lower) and not is_role(lower))
    )


def _is_personal(reading: Reading, end: int) -> bool:
    """“Ada Cole, 83,” or “Ada Cole, who”."""
    behind = reading.lower[end : end + 3]
    if behind[:1] != [","] or len(behind) < 3:
        return False
    aged = behind[1].isdigit() and len(behind[1]) < 3 and behind[2] in {",", "."}
    return aged or behind[1] in {"who", "whose"}


def _copula(reading: Reading, end: int) -> list[TokenSpan]:
    """“Ada Cole is the head of policy”: a description as well."""
    if reading.lower[end : end + 1] not in (["is"], ["was"], ["became"]):
        return []
    start = end + 1
    if reading.lower[start : start + 1] not in (["a"], ["an"], ["the"], ["one"]):
        return []
    for stop in range(start + 1, min(start + 8, len(reading.text))):
        if reading.lower[stop] in ROLE_NOUNS:
            return [(start, stop + 1)]
        if not reading.is_word(stop):
            break
    return []
