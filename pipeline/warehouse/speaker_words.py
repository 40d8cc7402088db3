"""The words that a speaker uses more than others do, each in the language of its articles.

Words that everybody uses are in as many statements of others, so no list of them is needed. Both
sides are samples: of the speaker the newest quotations, of all others some that lie evenly among
all that there are, which are read once and again after a load.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, log
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, Select, func, literal, select

from pipeline.shown_records import UNCERTAIN_BELOW
from pipeline.text.folding import folded_words
from pipeline.text.word_odds import least_log_odds
from pipeline.warehouse.connection import reading
from pipeline.warehouse.derived_tables import current_quotation
from pipeline.warehouse.row_sync import chunks
from pipeline.warehouse.tables import article_version, quotation, speaker_decision, wording

NEWEST = 1000
"""Quotations of a speaker that are looked at: the years of most, the last months of a minister."""
OF_ALL = 5000
"""Quotations of all speakers that are looked at: a word that one in a thousand says is in five."""
LEAST_OTHERS = 50
"""Statements of others in a language without which nothing can be said of it."""
TIMES = 1.5
"""How many times as often as others a speaker must use a word, at least."""
LEAST_STATEMENTS = 3
"""That must have a word: two may be of one day."""
LOOKED_AT = 5
"""Statements whose writing of a word is looked at."""


@dataclass(frozen=True, slots=True)
class SpeakerWord:
    """A word that a speaker uses more than others do."""

    word: str
    """As the quotations write it, most of those that were looked at."""
    language: str
    """ISO 639-1; empty if it is not known."""
    statements: int
    """Of the speaker with the word, among those looked at."""
    share: float
    """Of the speaker's statements in this language, among those looked at."""
    share_of_others: float
    """Of the others' statements in this language, among those looked at."""
    times: float
    """How many times the odds of others, at the lower end of what is certain in 95 % of cases."""


@dataclass(frozen=True, slots=True)
class SpeakerWords:
    """What a speaker talks about."""

    words: tuple[SpeakerWord, ...]
    """Those furthest above others first."""
    statements: int
    """Of the speaker that were looked at."""
    others: int
    """Statements of others that they were compared with."""


@dataclass(frozen=True, slots=True)
class _Said:
    """A statement of a sample."""

    speaker_id: int | None
    language: str
    words: frozenset[str]
    text: str


class SpeakerWordFinder:
    """Finds the words of speakers; keeps the sample of all speakers until something is loaded."""

    def __init__(self, engine: Engine) -> None:
        """`engine` is the warehouse."""
        self._engine = engine
        self._lock = Lock()
        self._state: tuple[Any, ...] = ()
        self._sample: tuple[_Said, ...] = ()

    def find(self, speaker_id: int, *, limit: int) -> SpeakerWords:
        """The words that a speaker uses more than others do, `limit` at most.

        None at all of a speaker who is not there. Raises WarehouseError if the warehouse cannot be
        used.
        """
        with reading(self._engine) as connection:
            newest = _newest(connection, speaker_id)
            everybody = self._everybody(connection) if newest else ()
        others = [one for one in everybody if one.speaker_id != speaker_id]
        return _compared(newest, others, limit)

    def _everybody(self, connection: Connection) -> tuple[_Said, ...]:
        state = tuple(
            connection.execute(
                select(
                    select(func.max(current_quotation.c.quotation_id)).scalar_subquery(),
                    # who is who changes by them, without a load
                    select(func.max(speaker_decision.c.id)).scalar_subquery(),
                    select(func.count()).select_from(speaker_decision).scalar_subquery(),
                )
            ).one()
        )
        with self._lock:
            if state != self._state:
                self._sample, self._state = _of_all(connection), state
            return self._sample


def _query() -> Select[Any]:
    return (
        select(
            current_quotation.c.speaker_id,
            current_quotation.c.statement_id,
            article_version.c.language,
            wording.c.words,
            quotation.c.text,
        )
        .select_from(current_quotation)
        .join(quotation, quotation.c.id == current_quotation.c.quotation_id)
        .join(article_version, article_version.c.id == quotation.c.version_id)
        .join(wording, wording.c.id == current_quotation.c.wording_id)
        .where(current_quotation.c.confidence >= UNCERTAIN_BELOW)
    )


def _newest(connection: Connection, speaker_id: int) -> tuple[_Said, ...]:
    current = current_quotation.c
    query = (
        _query()
        .where(current.speaker_id == speaker_id)
        .order_by(current.published_or_first_seen_at.desc())
        .limit(NEWEST)
    )
    return _each_once(connection.execute(query))


def _of_all(connection: Connection) -> tuple[_Said, ...]:
    """Quotations that lie evenly among the numbers of all."""
    number = current_quotation.c.quotation_id
    first, last = connection.execute(select(func.min(number), func.max(number))).one()
    if first is None:
        return ()
    step = max(1, (last - first) // OF_ALL)
    spots = select(literal(first).label("at")).cte("spots", recursive=True)
    spots = spots.union_all(select(spots.c.at + step).where(spots.c.at + step <= last))
    nearest = select(func.min(number)).where(number >= spots.c.at).scalar_subquery()
    ids = sorted({row[0] for row in connection.execute(select(nearest).select_from(spots))})
    return _each_once(
        row for some in chunks(ids) for row in connection.execute(_query().where(number.in_(some)))
    )


def _each_once(rows: Iterable[Any]) -> tuple[_Said, ...]:
    """The statements of some quotations: what forty outlets print was said once."""
    found: dict[int, _Said] = {}
    for row in rows:
        if row.statement_id not in found:
            words = frozenset(row.words.split())
            found[row.statement_id] = _Said(row.speaker_id, row.language or "", words, row.text)
    return tuple(found.values())


def _compared(own: Sequence[_Said], others: Sequence[_Said], limit: int) -> SpeakerWords:
    own_by_language, others_by_language = _by_language(own), _by_language(others)
    scored: list[tuple[float, str, str, int, int]] = []
    compared = 0
    for language, said in own_by_language.items():
        theirs = others_by_language.get(language, [])
        if len(theirs) < LEAST_OTHERS:
            continue
        compared += len(theirs)
        counts, other_counts = _counts(said), _counts(theirs)
        for word, having in counts.items():
            if having < LEAST_STATEMENTS:
                continue
            least = least_log_odds(having, len(said), other_counts[word], len(theirs))
            if least >= log(TIMES):
                scored.append((-least, word, language, having, other_counts[word]))
    words: list[SpeakerWord] = []
    for least, word, language, having, others_having in sorted(scored):
        said = own_by_language[language]
        written = _written(word, said)
        if written is not None:
            words.append(
                SpeakerWord(
                    word=written,
                    language=language,
                    statements=having,
                    share=having / len(said),
                    share_of_others=others_having / len(others_by_language[language]),
                    times=exp(-least),
                )
            )
        if len(words) == limit:
            break
    return SpeakerWords(tuple(words), len(own), compared)


def _by_language(said: Iterable[_Said]) -> dict[str, list[_Said]]:
    found: dict[str, list[_Said]] = defaultdict(list)
    for one in said:
        found[one.language].append(one)
    return found


def _counts(said: Iterable[_Said]) -> Counter[str]:
    """In how many statements each word stands."""
    return Counter(word for one in said for word in one.words)


def _written(word: str, said: Iterable[_Said]) -> str | None:
    """How quotations write a word that is folded here.

    None if it is only a part of what they write, as the "t" of "don't", or has no letter.
    """
    if not any(map(str.isalpha, word)):
        return None
    forms: Counter[str] = Counter()
    having = (one for one in said if word in one.words)
    for one, _number in zip(having, range(LOOKED_AT), strict=False):
        forms.update(form for form in _tokens(one.text) if folded_words(form) == word)
    # at the beginning of a sentence any word has a capital
    small = [form for form in forms if form == form.lower()]
    return max(small or forms, key=lambda form: (forms[form], form), default=None)


def _tokens(text: str) -> Iterable[str]:
    """The words of a text as it writes them, without those that folding takes apart."""
    apart = "".join(
        c if c in "'’" or c.isalnum() or unicodedata.category(c).startswith("M") else " "
        for c in text
    )
    for token in apart.split():
        # behind an elision, as in "l'État", the longer part is the word
        *before, last = token.strip("'’").replace("’", "'").split("'")
        form = last if all(len(part) < len(last) for part in before) else token
        if all(
            c.isalnum() or unicodedata.combining(c) for c in unicodedata.normalize("NFKD", form)
        ):
            yield form
