"""What the quotations found in the newsroom by rules lack of what a careful reader says.

`known_gaps.json` lists these differences, one line each, by fixture. After a change that mends
some, `python -m tests.quotes.gaps` writes the list anew; it refuses a longer one.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from pipeline.quotes import Attributor
from pipeline.records import Quotation
from tests.newsroom import Fixture, fixtures

KNOWN_GAPS = Path(__file__).with_name("known_gaps.json")
COMPARED = ("kind", "segments", "cue")
"""Who speaks is the network's work, whose 8-bit products differ a little from one processor to the
next: of speakers `test_fixtures` counts how many are right."""
LONGEST = 60
"""Characters of a text by which a line names it."""

Answer = dict[str, Any]


def name_of(fixture: Fixture) -> str:
    """The key of a fixture in the list."""
    edition = "" if fixture.edition == 1 else f".edition{fixture.edition}"
    return f"{fixture.outlet}/{fixture.name}{edition}"


def with_quotes() -> list[Fixture]:
    """The fixtures that are articles."""
    return [fixture for fixture in fixtures() if "quotes" in fixture.expected]


def answers(attributor: Attributor, text: str) -> list[Answer]:
    """The quotations of a text in the form of the expected ones."""
    return [_answer(quotation) for quotation in attributor.attributions(text)]


def _answer(quotation: Quotation) -> Answer:
    return {
        "kind": quotation.attribution.kind.value,
        "text": quotation.text,
        "segments": list(quotation.segments),
        "speaker": quotation.speaker,
        "mention": quotation.mention,
        "role": quotation.role,
        "cue": quotation.cue,
    }


def differences(expected: list[Answer], found: list[Answer]) -> list[str]:
    """One line for every quotation that is missing or too many, and for every wrong part."""
    matcher = SequenceMatcher(
        None, [q["text"] for q in expected], [q["text"] for q in found], autojunk=False
    )
    lines: list[str] = []
    for operation, start, end, found_start, found_end in matcher.get_opcodes():
        if operation == "equal":
            for wanted, got in zip(expected[start:end], found[found_start:found_end], strict=True):
                lines += _parts(wanted, got)
            continue
        lines += [f"missing: {_short(q)}" for q in expected[start:end]]
        lines += [f"too many: {_short(q)}" for q in found[found_start:found_end]]
    return lines


def _parts(wanted: Answer, got: Answer) -> Iterator[str]:
    for part in COMPARED:
        if wanted[part] != got[part]:
            yield f"{part} of {_short(wanted)}: expected {wanted[part]!r}, found {got[part]!r}"


def _short(quotation: Answer) -> str:
    text = quotation["text"]
    return f"{quotation['kind']} {text[:LONGEST] + '…' if len(text) > LONGEST else text}"


def known_gaps() -> dict[str, list[str]]:
    """The list as it lies on disk."""
    known: dict[str, list[str]] = json.loads(KNOWN_GAPS.read_text(encoding="utf-8"))
    return known


def count(gaps: dict[str, list[str]]) -> int:
    """Number of differences."""
    return sum(map(len, gaps.values()))


def main() -> int:
    """Write the list anew; 1 if there are more differences than before."""
    attributor = Attributor(rules_only=True)
    gaps: dict[str, list[str]] = {}
    for fixture in with_quotes():
        lines = differences(fixture.expected["quotes"], answers(attributor, fixture.text))
        if lines:
            gaps[name_of(fixture)] = lines
    before = count(known_gaps()) if KNOWN_GAPS.exists() else None
    kinds = Counter(
        line.split(" of ")[0].split(":")[0] for lines in gaps.values() for line in lines
    )
    sys.stdout.write(f"{count(gaps)} gaps, {before} before: {dict(kinds.most_common())}\n")
    if before is not None and count(gaps) > before:
        return 1
    KNOWN_GAPS.write_text(
        json.dumps(gaps, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
