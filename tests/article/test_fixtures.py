"""Every page of the newsroom, block by block, against what a careful reader says.

Known gaps are listed in known_gaps.json: a new one fails, and so does one that is mended but
still listed. `python -m tests.article.gaps` writes the list anew.
"""

from __future__ import annotations

import pytest

from tests.article.gaps import differences, known_gaps, name_of
from tests.newsroom import Fixture, fixtures

KNOWN = known_gaps()
PAGES = list(fixtures())


@pytest.mark.parametrize("fixture", PAGES, ids=name_of)
def test_a_page_is_read_as_a_careful_reader_does(fixture: Fixture) -> None:
    found = differences(fixture)
    known = KNOWN.get(name_of(fixture), [])
    assert sorted(set(found) - set(known)) == [], "new differences"
    assert sorted(set(known) - set(found)) == [], "mended: run python -m tests.article.gaps"


def test_only_fixtures_have_known_gaps() -> None:
    assert set(KNOWN) <= {name_of(fixture) for fixture in PAGES}
