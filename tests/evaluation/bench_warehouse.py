"""`python -m tests.evaluation.bench_warehouse [SIZE]`: how fast a large warehouse answers.

A warehouse of SIZE invented quotations (1,000,000 unless said otherwise), ten an article, is made
on SQLite and, where a server answers, on PostgreSQL. Printed is how long each question of README
and of the command line takes, and one more day of 3,000 quotations: its load, beside the same load
into a warehouse of 10,000, and its checks. Each time is the best of three but for loads.
"""

from __future__ import annotations

import itertools
import os
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from pipeline.export import export_marts
from pipeline.records import AttributedPage
from pipeline.verify.passage_verdicts import judge
from pipeline.warehouse import (
    begin_run,
    check_run,
    digest_data,
    load_pages,
    open_warehouse,
    printed_near,
    run_checks,
    search,
    speakers,
    upgrade,
)
from pipeline.warehouse.connection import reading
from tests.evaluation.bench_statements import A_BATCH, AN_ARTICLE, DAY, News
from tests.evaluation.invented_warehouse import A_DAY, fill
from tests.evaluation.invented_warehouse import AN_ARTICLE as AN_ARTICLE_THERE
from tests.warehouse.examples import MONDAY

SIZE, SMALL = 1_000_000, 10_000
TRIES = 3
PASSAGES = 50
"""Of a draft that is checked: a long feature has as many."""
DAYS = 3
"""Days that are loaded; the one of the middle is told, since a checkpoint may fall into one."""


@contextmanager
def databases() -> Iterator[dict[str, Callable[[], str]]]:
    """Ways to addresses of empty databases, by the name of their kind; all go at the end."""
    server = create_engine(
        os.environ.get(
            "VERBATIM_TEST_POSTGRES", "postgresql+psycopg://postgres@127.0.0.1:5432/test"
        )
    )
    schemas: list[str] = []

    def schema() -> str:
        schemas.append(f"verbatim_bench_{uuid.uuid4().hex}")
        with server.begin() as connection:
            connection.execute(text(f"CREATE SCHEMA {schemas[-1]}"))
        options = {"options": f"-csearch_path={schemas[-1]}"}
        address = make_url(server.url).update_query_dict(options)
        return address.render_as_string(hide_password=False)

    with tempfile.TemporaryDirectory() as folder:
        numbers = itertools.count()
        kinds = {"SQLite": lambda: f"sqlite:///{folder}/{next(numbers)}.sqlite"}
        try:
            server.connect().close()
            kinds["PostgreSQL"] = schema
        except OperationalError:
            sys.stdout.write("no PostgreSQL answers; SQLite alone is measured\n")
        try:
            yield kinds
        finally:
            for name in schemas:
                with server.begin() as connection:
                    connection.execute(text(f"DROP SCHEMA {name} CASCADE"))


def made(address: str, size: int) -> tuple[Engine, News]:
    """A warehouse of so many quotations, and the news that goes on."""
    news = News()
    engine = open_warehouse(address)
    upgrade(engine)
    fill(engine, size, news)
    return engine, news


def timed(ask: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and those of this process: what else runs does not count there."""
    clock, process = time.perf_counter(), time.process_time()
    ask()
    return time.perf_counter() - clock, time.process_time() - process


def days_loaded(engine: Engine, news: News, size: int) -> list[tuple[float, float]]:
    """Seconds that some more days take, each a run of its own."""
    news.number = size // AN_ARTICLE_THERE  # a minute an article: never after today

    def load(day: int, pages: list[AttributedPage]) -> None:
        for start in range(0, len(pages), A_BATCH):
            batch = pages[start : start + A_BATCH]
            load_pages(engine, f"day {day}", batch, [], extraction="1", outlets={})

    times = []
    for day in range(DAYS):
        begin_run(engine, f"day {day}", "run", MONDAY, "1", "rules", {})
        pages = [news.article() for _ in range(DAY // AN_ARTICLE)]
        times.append(timed(partial(load, day, pages)))
    return times


def questions(engine: Engine, size: int) -> dict[str, Callable[[], object]]:
    """What is asked, by what it is called."""

    def rows(query: str, **values: object) -> Callable[[], object]:
        def ask() -> object:
            with reading(engine) as connection:
                return connection.execute(text(query), values).all()

        return ask

    with reading(engine) as connection:
        ranked = connection.execute(
            text(
                "SELECT speaker, sum(quotations) AS number FROM quotations_by_speaker_and_day "
                "GROUP BY speaker ORDER BY number DESC LIMIT 100"
            )
        ).all()
        word = connection.scalar(text("SELECT words FROM wording WHERE id = 1")).split()
    top, middle = ranked[0].speaker, ranked[-1].speaker
    common = max(word, key=len)
    week = MONDAY + timedelta(days=size / AN_ARTICLE_THERE / A_DAY / 2)
    span = {"begin": f"{week:%Y-%m-%d}", "end": f"{week + timedelta(days=7):%Y-%m-%d}"}
    newest = "ORDER BY published_or_first_seen_at DESC"
    by_name = f"SELECT * FROM quotations WHERE speaker = :speaker {newest}"
    by_day = "SELECT * FROM quotations_by_speaker_and_day WHERE "
    return {
        "* by speaker's name": rows(by_name, speaker=middle),
        "  the most quoted, newest 20": rows(f"{by_name} LIMIT 20", speaker=top),
        "* newest 20": rows(f"SELECT * FROM quotations {newest} LIMIT 20"),
        "  newest 20 by search": lambda: search(engine, ""),
        "* full text with speaker and outlet": lambda: search(
            engine, common, speaker=middle, outlet="outlet7"
        ),
        "  the same of the most quoted": lambda: search(
            engine, common, speaker=top, outlet="outlet7"
        ),
        "  full text": lambda: search(engine, f"{word[0]} {word[1]} {common}"),
        "  a very common word": lambda: search(engine, "the"),
        "* statements by spread LIMIT 10": rows("SELECT * FROM statements_by_spread LIMIT 10"),
        "* counts by speaker and day": rows(
            f"{by_day} speaker = :speaker ORDER BY day", speaker=top
        ),
        "  counts of all speakers in a week": rows(f"{by_day} day BETWEEN :begin AND :end", **span),
        "* changed by edit of one week": rows(
            "SELECT * FROM quotations_changed_by_edit WHERE seen_at >= :begin AND seen_at < :end",
            **span,
        ),
        "  speakers list, family name": lambda: speakers(engine, middle.split()[1]),
        "  speakers list, a letter wrong": lambda: speakers(engine, "x" + middle.split()[1][1:]),
        "  speakers list, the most quoted": lambda: speakers(engine),
        "  digest of a week": lambda: digest_data(engine, since=week, until=week + timedelta(7)),
        f"  {PASSAGES} quotations of a draft": partial(_checked, engine, _passages(engine)),
        "  export as Parquet": partial(_exported, engine),
        "* checks of a day": lambda: check_run(engine, f"day {DAYS - 1}"),
    }


def _passages(engine: Engine) -> list[tuple[str, str]]:
    """Words of printed quotations with their speakers, one word of each third changed."""
    query = text(
        "SELECT text, speaker FROM quotations WHERE speaker_id IS NOT NULL "
        "ORDER BY quotation_id LIMIT :many"
    )
    with reading(engine) as connection:
        printed = connection.execute(query, {"many": PASSAGES}).all()
    passages = []
    for number, row in enumerate(printed):
        words = row.text.strip("“”").split()
        if number % 3 == 0:
            words[len(words) // 2] = "lighthouse"
        passages.append((" ".join(words), row.speaker))
    return passages


def _checked(engine: Engine, passages: list[tuple[str, str]]) -> None:
    """What `verify` does once it has read a draft."""
    near = printed_near(engine, passages).passages
    for (words, speaker), one in zip(passages, near, strict=True):
        judge(
            words,
            speaker=speaker,
            paragraph=0,
            speaker_ids=one.speaker_ids,
            speeches=one.speeches,
        )


def _exported(engine: Engine) -> None:
    with tempfile.TemporaryDirectory() as folder:
        export_marts(engine, Path(folder) / "export", "parquet")


def best(ask: Callable[[], object]) -> str:
    """The fastest of some tries, as a line begins."""
    tries = [timed(ask) for _ in range(TRIES)]
    clock, process = (min(times) for times in zip(*tries, strict=True))
    return f"{clock:8.3f} {process:8.3f}"


def main() -> int:
    """Fill, ask, print."""
    size = int(sys.argv[1]) if sys.argv[1:] else SIZE
    out = sys.stdout
    with databases() as kinds:
        for kind, address in kinds.items():
            small, news = made(address(), SMALL)
            before = sorted(days_loaded(small, news, SMALL))[DAYS // 2]
            begun = time.perf_counter()
            large, news = made(address(), size)
            took = time.perf_counter() - begun
            out.write(f"\n{kind}, {size:,} quotations, made in {took:.0f} s\n")
            out.write("   clock  process  (seconds)\n")
            out.flush()
            after = sorted(days_loaded(large, news, size))[DAYS // 2]
            clock, process = (one / other for one, other in zip(after, before, strict=True))
            out.write(
                f"{after[0]:8.3f} {after[1]:8.3f}  * one more day of {DAY:,}: {clock:.2f} and "
                f"{process:.2f} times that into {SMALL:,}\n"
            )
            for what, ask in questions(large, size).items():
                out.write(f"{best(ask)}  {what}\n")
                out.flush()
            begun = time.perf_counter()
            broken = [result.name for result in run_checks(large) if result.violations]
            out.write(f"{time.perf_counter() - begun:8.3f}           all checks over everything\n")
            out.write(f"violations: {', '.join(broken) or 'none'}\n")
            out.flush()
            small.dispose()
            large.dispose()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
