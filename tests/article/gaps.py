"""What the articles read from the newsroom's pages lack of what a careful reader says.

`known_gaps.json` lists these differences, one line each, by fixture. After a change that mends
some, `python -m tests.article.gaps` writes the list anew; it refuses a longer one.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from pipeline.article import NotAnArticle, extract_page
from pipeline.records import Article
from tests.newsroom import Fixture, fixtures

KNOWN_GAPS = Path(__file__).with_name("known_gaps.json")
FACTS = ("url", "headline", "language", "outlet", "section", "truncated")
TIMES = ("published", "modified")
DAY_CHARACTERS = len("2026-03-02")
LONGEST = 60
"""Characters of a text by which a line names it."""


def name_of(fixture: Fixture) -> str:
    """The key of a fixture in the list."""
    edition = "" if fixture.edition == 1 else f".edition{fixture.edition}"
    return f"{fixture.outlet}/{fixture.name}{edition}"


def differences(fixture: Fixture) -> list[str]:
    """One line for every block and fact that is not as expected."""
    expected = fixture.expected
    refusal = expected.get("not_an_article")
    try:
        article = extract_page(fixture.html.encode(), url=fixture.url)
    except NotAnArticle as error:
        return [] if error.reason == refusal else [f"refused as {error.reason}, not {refusal}"]
    if refusal is not None:
        return [f"taken for an article, not refused as {refusal}"]
    return [*_blocks(expected["blocks"], article), *_facts(expected["article"], article)]


def _blocks(expected: list[dict[str, str]], article: Article) -> Iterator[str]:
    wanted = [block["text"] for block in expected]
    found = [block.text for block in article.blocks]
    matcher = SequenceMatcher(None, wanted, found, autojunk=False)
    for operation, start, end, found_start, found_end in matcher.get_opcodes():
        if operation != "equal":
            for text in wanted[start:end]:
                yield f"no such block: {_short(text)}"
            for text in found[found_start:found_end]:
                yield f"a block too many: {_short(text)}"
            continue
        for one, other in zip(
            expected[start:end], article.blocks[found_start:found_end], strict=True
        ):
            if one["label"] != other.label:
                yield f"{one['label']} found as {other.label} ({other.rule}): {_short(other.text)}"


def _facts(expected: dict[str, Any], article: Article) -> Iterator[str]:
    for fact in FACTS:
        if expected[fact] != getattr(article, fact):
            yield f"{fact}: expected {expected[fact]!r}, found {getattr(article, fact)!r}"
    if tuple(expected["authors"]) != article.authors:
        yield f"authors: expected {expected['authors']}, found {list(article.authors)}"
    for fact in TIMES:
        wanted, found = expected[fact], getattr(article, fact)
        if not _same_time(wanted, found):
            yield f"{fact}: expected {wanted}, found {found and found.isoformat()}"


def _same_time(wanted: str | None, found: datetime | None) -> bool:
    if wanted is None or found is None:
        return wanted is found
    if len(wanted) == DAY_CHARACTERS:
        return date.fromisoformat(wanted) == found.astimezone(UTC).date()
    return datetime.fromisoformat(wanted) == found


def _short(text: str) -> str:
    return text[:LONGEST] + "…" if len(text) > LONGEST else text


def known_gaps() -> dict[str, list[str]]:
    """The list as it lies on disk."""
    known: dict[str, list[str]] = json.loads(KNOWN_GAPS.read_text(encoding="utf-8"))
    return known


def count(gaps: dict[str, list[str]]) -> int:
    """Number of differences."""
    return sum(map(len, gaps.values()))


def main() -> int:
    """Write the list anew; 1 if there are more differences than before."""
    gaps = {name_of(f): lines for f in fixtures() if (lines := differences(f))}
    before = count(known_gaps()) if KNOWN_GAPS.exists() else None
    sys.stdout.write(f"{count(gaps)} gaps, {before} before\n")
    if before is not None and count(gaps) > before:
        sys.stdout.write(json.dumps(gaps, ensure_ascii=False, indent=1) + "\n")
        return 1
    KNOWN_GAPS.write_text(
        json.dumps(gaps, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
