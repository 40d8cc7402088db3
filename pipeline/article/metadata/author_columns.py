"""What is known of every candidate for author, as the numbers that the learned choice reads."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.article.metadata.author_candidates import PART, PERSON, WHOLE, Candidate
from pipeline.article.metadata.author_marks import CLASS, LINK, PROPERTY, REL
from pipeline.article.metadata.author_statements import (
    BY_LINE,
    LINE,
    META_ARTICLE,
    META_AUTHOR,
    META_OTHER,
    NODE,
    OTHER_NODE,
    SUMMARY,
    PageStatements,
)
from pipeline.article.metadata.authors import same_body
from pipeline.text.folding import folded_words, letters_and_digits

SOURCES = (
    *(NODE, OTHER_NODE, META_AUTHOR, META_ARTICLE, META_OTHER, SUMMARY),
    *(REL, PROPERTY, LINK, CLASS, BY_LINE, LINE),
)
"""What may state an author, in the order of the columns."""
KINDS_OF_SOURCES = (
    (NODE,),
    (OTHER_NODE,),
    (META_AUTHOR, META_ARTICLE, META_OTHER, SUMMARY),
    (REL, PROPERTY, LINK),
    (CLASS,),
    (BY_LINE, LINE),
)
"""Sources that often are one entry of the site's system; that several kinds agree says more."""
FORMS = {PART: 1, WHOLE: 2, PERSON: 3}
NOWHERE = -1
"""For what is counted from 0, where there is none."""
FAR = 9_999
"""Elements from the headline, where no mark is known."""
OWN_REFERENCE = 0
"""Whose idea of an author counts: that of news publishers. The training data of other sites have
another number (`training/authors`)."""

OF_A_SOURCE = ("form", "rank", "place", "candidates")
OF_MARKS = (
    *("nearest", "first_place", "last_place", "marks", "all_of_others", "any_of_others"),
    *("innermost_own", "address", "address_says_name"),
)
OF_LINES = ("by_first", "by_rank", "line_rank", "line_rest", "line_begins")
OF_FORM = ("words", "characters", "capitals", "is_person", "short_words")
OF_PAGE = (
    *("said_person", "said_organisation", "known_organisation", "outlet", "outlet_body", "host"),
    *("outlet_word", "longer", "shorter", "longer_sources", "shorter_sources", "others_stated"),
    *(
        "others_persons",
        "candidates",
        "sources",
        "kinds",
        "namings",
        "order",
        "only_of_others",
        "reference",
    ),
)
COLUMNS = (
    *(f"{source}_{what}" for source in SOURCES for what in OF_A_SOURCE),
    *OF_MARKS,
    *OF_LINES,
    *OF_FORM,
    *OF_PAGE,
)
"""The names of all columns, in their order."""
_FIRST_COLUMN = {source: len(OF_A_SOURCE) * number for number, source in enumerate(SOURCES)}
"""Where the columns of a source begin."""
_STATED = frozenset({NODE, META_AUTHOR, META_ARTICLE})
"""Sources that state an author and nothing else."""
_LINES = frozenset({BY_LINE, LINE})
_NO_MARKS = (FAR, NOWHERE, NOWHERE, 0, NOWHERE, NOWHERE, 0, 0, 0)
_NO_LINES = (0, NOWHERE, NOWHERE, NOWHERE, 0)


def author_numbers(
    candidates: Sequence[Candidate], page: PageStatements, reference: int = OWN_REFERENCE
) -> NDArray[np.float32]:
    """A row of numbers for every candidate of a page."""
    page_numbers = _PageNumbers(candidates, page, reference)
    rows = [page_numbers.row(index) for index in range(len(candidates))]
    return np.array(rows, np.float32).reshape(len(rows), len(COLUMNS))


class _PageNumbers:
    """The candidates of one page, and what is asked of all of them at once."""

    def __init__(
        self, candidates: Sequence[Candidate], page: PageStatements, reference: int
    ) -> None:
        self._candidates = candidates
        self._page = page
        self._reference = reference
        self._names = [candidate.name for candidate in candidates]
        self._letters = [letters_and_digits(name) for name in self._names]
        self._sets = [frozenset(candidate.words) for candidate in candidates]
        self._sources = [
            frozenset(naming.statement.source for naming in candidate.namings)
            for candidate in candidates
        ]
        self._none: list[float] = []
        """The columns of sources of a candidate that none of them names."""
        for source in SOURCES:
            count = sum(source in each for each in self._sources)
            self._none += [0, NOWHERE, NOWHERE, count]
        self._outlet = letters_and_digits(page.outlet or "")
        self._outlet_words = frozenset(folded_words(page.outlet or "").split())
        self._host = letters_and_digits(page.host)
        self._stated = [not _STATED.isdisjoint(each) for each in self._sources]
        self._stated_persons = [
            self._stated[index] and self._may_be_person(index) for index in range(len(candidates))
        ]

    def row(self, index: int) -> list[float]:
        return [
            *self._of_sources(index),
            *self._of_marks(index),
            *self._of_lines(index),
            *_of_form(self._names[index], is_person=self._candidates[index].is_person),
            *self._of_page(index),
        ]

    def _may_be_person(self, index: int) -> bool:
        return (
            self._candidates[index].is_person
            and len(self._sets[index]) > 1
            and self._letters[index] != self._outlet
            and self._letters[index] not in self._page.organisations
        )

    def _of_sources(self, index: int) -> list[float]:
        row = self._none.copy()
        for naming in self._candidates[index].namings:
            at = _FIRST_COLUMN[naming.statement.source]
            is_first = row[at] == 0
            row[at] = max(row[at], FORMS[naming.form])
            for column, value in ((at + 1, naming.statement.rank), (at + 2, naming.place)):
                if is_first or value < row[column]:
                    row[column] = value
        return row

    def _of_marks(self, index: int) -> tuple[float, ...]:
        marks = {
            id(mark): mark
            for naming in self._candidates[index].namings
            if (mark := naming.statement.mark) is not None
        }.values()
        if not marks:
            return _NO_MARKS
        addresses = [letters_and_digits(mark.address) for mark in marks if mark.address]
        last = self._candidates[index].words[-1]
        return (
            min((mark.behind for mark in marks), key=abs),
            min(mark.place for mark in marks),
            max(mark.place for mark in marks),
            len(marks),
            all(mark.of_others for mark in marks),
            any(mark.of_others for mark in marks),
            sum(mark.innermost and not mark.of_others for mark in marks),
            bool(addresses),
            any(last in address for address in addresses),
        )

    def _of_lines(self, index: int) -> tuple[float, ...]:
        if self._sources[index].isdisjoint(_LINES):
            return _NO_LINES
        statements = [naming.statement for naming in self._candidates[index].namings]
        by = [each for each in statements if each.source == BY_LINE]
        lines = [each for each in statements if each.source == LINE]
        name = self._names[index]
        return (
            any(each.comes_first for each in by),
            min((each.rank for each in by), default=NOWHERE),
            min((each.rank for each in lines), default=NOWHERE),
            min((len(each.text) - len(name) for each in lines), default=NOWHERE),
            any(each.text.startswith(name) for each in lines),
        )

    def _of_page(self, index: int) -> tuple[float, ...]:
        name, letters, words = self._names[index], self._letters[index], self._sets[index]
        statements = [naming.statement for naming in self._candidates[index].namings]
        sources, page = self._sources[index], self._page
        shorter = [len(self._sources[i]) for i, each in enumerate(self._sets) if each < words]
        longer = [len(self._sources[i]) for i, each in enumerate(self._sets) if words < each]
        return (
            any(each.is_person for each in statements),
            any(each.is_organisation for each in statements),
            letters in page.organisations,
            bool(self._outlet) and letters == self._outlet,
            page.outlet is not None and same_body(name, page.outlet),
            bool(letters) and letters in self._host,
            not words.isdisjoint(self._outlet_words),
            len(longer),
            len(shorter),
            max(longer, default=0),
            max(shorter, default=0),
            sum(self._stated) > self._stated[index],
            sum(self._stated_persons) - self._stated_persons[index],
            len(self._sets),
            len(sources),
            sum(not sources.isdisjoint(kind) for kind in KINDS_OF_SOURCES),
            len(statements),
            index,
            all(each.mark is not None and each.mark.of_others for each in statements),
            self._reference,
        )


def _of_form(name: str, *, is_person: bool) -> tuple[float, ...]:
    words = name.split()
    return (
        len(words),
        len(name),
        sum(word[:1].isupper() for word in words) / len(words),
        is_person,
        sum(len(word) <= 2 for word in words),
    )
