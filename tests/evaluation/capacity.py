"""`python -m tests.evaluation.capacity`: what so many pages a day need, from measured costs.

    python -m tests.evaluation.capacity --pages 1000000 --cores 32 --days 100

The costs are those of one page of the bundled news site (docs/scaling.md says how they were
measured); what a longer page costs more is a factor. Printed is for each part of the system how
much of it a day takes, so that what saturates first stands out; and what has come to lie there
after so many days.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass

DAY_SECONDS = 86_400
GIGABYTE = 1e9


@dataclass(frozen=True)
class PageCosts:
    """What one page takes and leaves; measured, see docs/scaling.md."""

    request_seconds: float = 0.0032
    """Of a processor, a request of a visit (`make bench-visit`)."""
    extract_seconds: float = 0.021
    attribute_seconds: float = 0.109
    load_seconds: float = 0.012
    """Of the one writer that a warehouse has at a time."""
    archived_bytes: float = 4_300
    """Of a page of the bundled site, packed; a lean page of a real outlet has 20,000."""
    staged_bytes: float = 30_000
    quotations: float = 13
    warehouse_bytes: float = 60_000


@dataclass(frozen=True)
class Share:
    """How much of what a day has a part of the system takes."""

    part: str
    share: float
    """Of a day; beyond 1 it is too little."""


def shares(pages: int, cores: int, costs: PageCosts, longer: float) -> list[Share]:
    """The parts that may saturate, the fullest first.

    `longer` is how many times as long as a page of the bundled site a page is.
    """
    computing = (costs.extract_seconds + costs.attribute_seconds) * longer
    visiting = costs.request_seconds
    found = [
        Share("cores that extract and attribute", pages * computing / (cores * DAY_SECONDS)),
        Share("one visiting process", pages * visiting / DAY_SECONDS),
        Share("the one writer of the warehouse", pages * costs.load_seconds * longer / DAY_SECONDS),
    ]
    return sorted(found, key=lambda one: -one.share)


def main() -> None:
    """Reckon, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--pages", type=int, default=1_000_000, help="a day")
    parser.add_argument("--cores", type=int, default=32, help="that extract and attribute")
    parser.add_argument("--days", type=int, default=100)
    parser.add_argument("--longer", type=float, default=2.0, help="than a page of the bundled site")
    asked = parser.parse_args()
    costs = PageCosts()
    print(f"{asked.pages:,} pages a day, {asked.cores} cores, pages {asked.longer:g} times as long")
    for one in shares(asked.pages, asked.cores, costs, asked.longer):
        print(f"{one.part:36} {one.share:7.1%} of the day")
    pages = asked.pages * asked.days
    quotations = pages * costs.quotations * asked.longer
    print(f"after {asked.days} days: {quotations:,.0f} quotations")
    for name, size in (
        ("archive", costs.archived_bytes),
        ("staged files, if none is deleted", costs.staged_bytes),
        ("warehouse", costs.warehouse_bytes),
    ):
        print(f"{name:36} {pages * size * asked.longer / GIGABYTE:10,.0f} GB")


if __name__ == "__main__":
    main()
