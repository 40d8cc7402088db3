"""`python -m tests.evaluation.bench_statements [SIZE…]`: how long one more day takes to load.

A warehouse is filled with invented articles up to each size (quotations; by default 10,000,
100,000 and 1,000,000), and at each a day of 3,000 more is loaded and timed. Speakers and words
are as frequent as in news (Zipf's law), and one quotation in six is said again, cut or changed.
"""

from __future__ import annotations

import itertools
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine, text

from pipeline.records import AttributedPage
from pipeline.warehouse import begin_run, load_pages, open_warehouse, stats, upgrade
from pipeline.warehouse.connection import reading
from tests.warehouse.examples import MONDAY, Said, page

SIZES = (10_000, 100_000, 1_000_000)
DAY = 3_000
"""Quotations of a day: some 250 articles."""
AN_ARTICLE = 12
A_BATCH = 200
"""Articles that are loaded at once, as a shard of the pipeline is."""
SPEAKERS, WORDS = 60_000, 20_000
AGAIN = 1 / 6
REMEMBERED = 2_000
SMALL = (
    "the", "of", "and", "to", "in", "a", "that", "it", "is", "was", "for", "we", "will", "on",
    "not", "be", "this", "have", "they", "with",
)  # fmt: skip


class News:
    """Invented articles without end, the same ones every time."""

    def __init__(self) -> None:
        self.chance = random.Random(1)
        letters = "bcdfghklmnprstvw"
        parts = [a + b for a in letters for b in "aeiou"]
        made = itertools.product(parts, repeat=3)
        words = ["".join(word) for word in itertools.islice(made, WORDS + 2 * SPEAKERS)]
        self.chance.shuffle(words)
        self.words, names = words[:WORDS], words[WORDS:]
        self.people = [
            f"{a.title()} {b.title()}" for a, b in zip(names[::2], names[1::2], strict=True)
        ]
        self.word_weights = list(itertools.accumulate(1 / (n + 5) for n in range(len(self.words))))
        self.people_weights = list(
            itertools.accumulate(1 / (n + 5) for n in range(len(self.people)))
        )
        self.recent: list[tuple[str, str]] = []
        self.number = 0

    def article(self) -> AttributedPage:
        """The next article."""
        self.number += 1
        said = [self._said() for _ in range(AN_ARTICLE)]
        return page(
            *(f"{quoted.words} {quoted.speaker} said." for quoted in said),
            quotes=said,
            url=f"https://outlet{self.number % 40}.example/{self.number}",
            outlet=f"outlet{self.number % 40}",
            at=MONDAY + timedelta(minutes=self.number),
        )

    def _said(self) -> Said:
        if self.recent and self.chance.random() < AGAIN:
            speaker, words = self.chance.choice(self.recent)
            words = self._edited(words)
        else:
            (speaker,) = self.chance.choices(self.people, cum_weights=self.people_weights)
            words = self.words_said(self.chance.randrange(6, 40))
            self.recent.append((speaker, words))
            if len(self.recent) > REMEMBERED:
                self.recent.pop(self.chance.randrange(REMEMBERED))
        return Said(f"“{words},”", speaker)

    def words_said(self, number: int) -> str:
        """So many words."""
        telling = self.chance.choices(self.words, cum_weights=self.word_weights, k=number)
        return " ".join(
            self.chance.choice(SMALL) if self.chance.random() < 0.5 else word for word in telling
        )

    def _edited(self, words: str) -> str:
        parts = words.split()
        if len(parts) > 10 and self.chance.random() < 0.5:
            start = self.chance.randrange(len(parts) - 8)
            return " ".join(parts[start : start + self.chance.randrange(6, len(parts) - start)])
        if self.chance.random() < 0.5:
            parts[self.chance.randrange(len(parts))] = self.chance.choice(self.words)
        return " ".join(parts)


def _frequencies(number: int) -> list[float]:
    """Cumulated weights after Zipf's law, the first few levelled."""
    return list(itertools.accumulate(1 / (rank + 5) for rank in range(number)))


def load(engine: Engine, articles: Iterator[AttributedPage]) -> None:
    """Load articles in batches."""
    while batch := list(itertools.islice(articles, A_BATCH)):
        load_pages(engine, "bench", batch, [], extraction="1", outlets={})


def main() -> int:
    """Fill, time, print; at the end what the warehouse holds."""
    sizes = [int(size) for size in sys.argv[1:]] or list(SIZES)
    news = News()
    out = sys.stdout
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "warehouse.sqlite"
        engine = open_warehouse(f"sqlite:///{file}")
        upgrade(engine)
        begin_run(engine, "bench", "run", MONDAY, "1", "rules", {})
        out.write(
            "quotations  filled in s  one more day of 3,000 in s   file in MB  memory in MB\n"
        )
        there = 0
        for size in sizes:
            begun = time.perf_counter()
            load(engine, (news.article() for _ in range((size - there) // AN_ARTICLE)))
            filled = time.perf_counter()
            load(engine, (news.article() for _ in range(DAY // AN_ARTICLE)))
            ended = time.perf_counter()
            there = size + DAY
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            megabytes = file.stat().st_size / 1e6
            out.write(
                f"{size:10,}  {filled - begun:11.1f}  {ended - filled:24.2f}  {megabytes:10,.0f}"
                f"  {memory:12,.0f}\n"
            )
            out.flush()
        for table, number in stats(engine).items():
            if table in {"quotation", "wording", "statement", "speaker", "wording_shingle"}:
                out.write(f"{number:12,}  {table}\n")
        with reading(engine) as connection:
            several = connection.scalar(
                text(
                    "SELECT count(*) FROM (SELECT statement_id FROM wording GROUP BY statement_id "
                    "HAVING count(*) > 1) AS several"
                )
            )
        out.write(f"{several:12,}  statements of several wordings\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
