"""What stands beside a name and says who its bearer is: titles, appositions, clauses."""

from __future__ import annotations

from pipeline.quotes.findings import TokenSpan
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
from pipeline.quotes.lexicon.people import ROLE_NOUNS, is_role
from pipeline.quotes.lexicon.reporting import VERBS, is_reporting_verb
from pipeline.quotes.reading import Reading

MAX_ROLE = 12
MAX_CLAUSE = 16
BEFORE_DESCRIPTION = frozenset({"then", "now", "formerly", "once"})


def description_start(reading: Reading, run_start: int, name_start: int) -> int:
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
            or (lower.endswith("ly") and not reading.is_telling_capital(index - 1))
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


def apposition(reading: Reading, end: int) -> list[TokenSpan]:
    """The description behind a name: “, head of the harbour office,”."""
    if end + 1 >= len(reading.text) or reading.text[end] not in {",", "—", "–", "("}:
        return _copula(reading, end)
    if copula := _copula(reading, end):
        return copula
    start = end + 1
    if reading.lower[start].isdigit() and reading.text[start + 1 : start + 2] == [","]:
        start += 2
    if reading.lower[start] in BEFORE_DESCRIPTION and start + 1 < len(reading.text):
        start += 1
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
    described = any(is_role(word) for word in head) or (
        head[0] in {"a", "an", "the", "his", "her"}
        and stop - start < 9
        and reading.text[stop : stop + 1] in ([","], ["."])
    )
    if not described or head[0] in PRONOUNS - {"one"} - {"another"} - {"his", "her"}:
        return []
    if (
        head[0] in CONJUNCTIONS
        or head[0] in PREPOSITIONS
        or any(w in AUXILIARIES - {"'s"} for w in head[:6])
        or (is_reporting_verb(head[0]) and not is_role(head[0]))
    ):
        return []
    return [(start, stop)]


def clause(reading: Reading, end: int) -> TokenSpan | None:
    """The clause behind a name that says what somebody does: “, who keeps the shop,”."""
    start = end + 1
    if reading.text[end : end + 1] != [","]:
        return None
    if reading.lower[start : start + 1] and reading.lower[start].isdigit():
        start += 2
    words = reading.lower[start : start + 2]
    if words[:1] != ["who"] or len(words) < 2:
        return None
    if words[1] in AUXILIARIES or words[1] in ADVERBS or is_reporting_verb(words[1]):
        return None
    for stop in range(start + 2, min(len(reading.text), start + MAX_CLAUSE)):
        if reading.text[stop] in {",", ".", ";", "—", "–"}:
            return start, stop
        if not reading.is_word(stop) and reading.lower[stop] != "'s":
            return None
    return None


def description_before(reading: Reading, start: int, end: int) -> list[TokenSpan]:
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
        if reading.lower[first] in DETERMINERS and reading.lower[first - 1] not in PREPOSITIONS:
            break
    if not found or first > last or reading.paragraph[first] != reading.paragraph[start]:
        return []
    opens = reading.lower[first] in DETERMINERS or reading.is_telling_capital(first)
    return [(first, start - 1)] if opens or is_role(reading.lower[first]) else []


def _bounds_description(reading: Reading, index: int) -> bool:
    """Whether the token cannot be part of a description that stands before a name."""
    lower = reading.lower[index]
    owned = lower == "'s" or (lower == "'" and reading.lower[index - 1].endswith("s"))
    return (
        not (reading.is_word(index) or owned)
        or lower in AUXILIARIES - {"'s"}
        or lower in CONJUNCTIONS
        or lower in PRONOUNS - {"her"}
        or lower in {"by", "from", "under", "with", "asked"}
        or (lower == "to" and not is_role(reading.lower[index - 1]))
        or (is_reporting_verb(lower) and not is_role(lower))
    )


def is_personal(reading: Reading, end: int) -> bool:
    """“Ada Cole, 83,” or “Ada Cole, who”."""
    behind = reading.lower[end : end + 3]
    if behind[:1] != [","] or len(behind) < 3:
        return False
    aged = behind[1].isdigit() and len(behind[1]) < 3 and behind[2] in {",", "."}
    return aged or behind[1] in {"who", "whose"}


def _copula(reading: Reading, end: int) -> list[TokenSpan]:
    """“Ada Cole is the head of policy”, “Cole, 79, is …”: a description as well."""
    behind = reading.lower[end : end + 3]
    if len(behind) == 3 and behind[0] == behind[2] == "," and behind[1].isdigit():
        end += 3
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
