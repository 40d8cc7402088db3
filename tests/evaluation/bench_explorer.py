"""`python -m tests.evaluation.bench_explorer [SIZE | URL]`: how fast the explorer's pages are made.

A warehouse of SIZE invented quotations (1,000,000 unless said otherwise) is made on SQLite and
asked. `--keep URL SIZE` only makes one, and with the URL of such a one it is asked again. One of
its speakers has a tenth of all quotations. Printed is how long each page takes at the server, the
first time and the best of three, in milliseconds by the clock and of this process, and the load of
the machine.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import Connection, Engine, func, select, text

from pipeline.explorer.application import explorer_application
from pipeline.settings.watches_file import Watch
from pipeline.warehouse import begin_run, open_warehouse, upgrade
from pipeline.warehouse.connection import reading, writing
from pipeline.warehouse.derived_tables import article_edit, current_quotation, statement_spread
from pipeline.warehouse.mart_tables import rebuild_mart_tables
from pipeline.warehouse.read_only import open_read_only
from pipeline.warehouse.tables import capture, quotation
from tests.evaluation.bench_statements import News
from tests.evaluation.invented_warehouse import fill
from tests.explorer.crawling import ADDRESS
from tests.warehouse.examples import MONDAY

SIZE = 1_000_000
LARGE_SHARE = 10
"""Of one speaker: one in so many quotations."""
TRIES = 3
SECONDS = 120.0
"""That a page may take here; the server breaks questions off earlier."""

Row = dict[str, Any]


def made(url: str, size: int) -> Engine:
    """A warehouse of so many quotations; one of its speakers has many names and a tenth of them."""
    engine = open_warehouse(url)
    upgrade(engine)
    fill(engine, size, News())
    with writing(engine) as connection:
        _merge(connection, size // LARGE_SHARE)
        rebuild_mart_tables(connection)
        if engine.dialect.name == "postgresql":
            connection.execute(text("ANALYZE"))
        last = connection.scalar(select(func.max(capture.c.fetched_at))) or MONDAY
    begin_run(engine, "the last day", "run", last, "1", "1", {})
    return engine


def _merge(connection: Connection, enough: int) -> None:
    """Give the names behind the most frequent one to one speaker, until it has enough."""
    query = text("SELECT id, speaker_id, quotations FROM speaker_name ORDER BY quotations DESC, id")
    _most, first, *names = connection.execute(query)
    of, ids = first.quotations, []
    for name in names:
        if of < enough:
            of += name.quotations
            ids.append({"of": name.id, "speaker": first.speaker_id})
    connection.execute(text("UPDATE speaker_name SET speaker_id = :speaker WHERE id = :of"), ids)
    connection.execute(
        text("DELETE FROM speaker WHERE id NOT IN (SELECT speaker_id FROM speaker_name)")
    )


def pages(engine: Engine) -> Iterator[tuple[str, str]]:
    """What is asked for, and its address."""
    news = News()
    with reading(engine) as connection:
        by_speaker = (
            select(current_quotation.c.speaker_id, func.max(current_quotation.c.speaker))
            .group_by(current_quotation.c.speaker_id)
            .order_by(func.count().desc())
        )
        (large, _), (most, name), *others = connection.execute(by_speaker.limit(1000))
        usual, _ = others[-1]
        widest = connection.scalar(
            select(statement_spread.c.statement_id).order_by(statement_spread.c.outlets.desc())
        )
        edit = connection.execute(select(article_edit).order_by(article_edit.c.seen_at)).first()
        assert edit is not None
        last = connection.scalar(select(func.max(quotation.c.id)))
        day = edit.seen_at.date()
    rare = news.words[1000]
    common, pair = news.words[0], f"{news.words[20]} {news.words[30]}"
    yield "the start", "/"
    yield "search: a rare word", f"/search?q={rare}"
    yield "search: two words", f"/search?q={pair}"
    yield "search: a very common word", "/search?q=the"
    yield "search: a common word", f"/search?q={common}"
    yield "search: a name", f"/search?q={name}"
    yield "search: no words", "/search"
    yield "search: no words, page 500", "/search?page=500"
    yield "search: a speaker", f"/search?speaker={most}"
    yield "search: a word of a speaker", f"/search?q={common}&speaker={most}"
    yield "search: a word of a usual speaker", f"/search?q={common}&speaker={usual}"
    yield "search: a word of the large speaker", f"/search?q={common}&speaker={large}"
    yield "search: an outlet", "/search?outlet=outlet1"
    yield "search: a kind", "/search?kind=direct"
    yield "search: a language", "/search?language=en"
    yield "speakers", "/speakers"
    yield "speakers by name", f"/speakers?name={name}"
    for of, number in (("a", usual), ("the most quoted", most), ("the large", large)):
        yield f"{of} speaker", f"/speakers/{number}"
        yield f"words of {of} speaker", f"/speakers/{number}/words"
    yield "statements", "/statements"
    yield "statements of a week", f"/statements?since={day}&until={day + timedelta(7)}"
    yield "statements of all days", "/statements?since=2026-01-01&until=2030-01-01"
    yield "a statement", f"/statements/{widest}"
    yield "an article", f"/articles/{edit.article_id}"
    compared = f"{edit.version_now_id}?compare={edit.version_id}"
    yield "two versions", f"/articles/{edit.article_id}/versions/{compared}"
    yield "a quotation", f"/quotations/{last}"
    yield "changes of the newest day", "/changes"
    yield "changes of all days", "/changes?since=2026-01-01"
    yield "changes of all kinds and days", "/changes?since=2026-01-01&kind=all&min_confidence=0"
    yield "changes of a speaker", f"/changes?since=2026-01-01&speaker={most}"
    yield "changes of an outlet", "/changes?since=2026-01-01&outlet=outlet1"
    yield "outlets of 30 days", "/outlets"
    yield "watches", "/watches"
    for watch in watches(str(name), common):
        yield f"feed: {watch.name}", f"/watches/{watch.key}.atom"
    yield "the draft's form", "/draft"


def watches(speaker: str, word: str) -> list[Watch]:
    """A watch of each kind."""
    asked: tuple[tuple[str, Row], ...] = (
        ("a speaker", {"speaker": speaker}),
        ("a common word", {"words": word}),
        ("an outlet", {"outlet": "outlet1"}),
        ("all that spreads", {"what": "spread"}),
        ("all changes", {"what": "changes"}),
        ("changes of a speaker", {"what": "changes", "speaker": speaker}),
    )
    return [
        Watch(key=name.replace(" ", "-"), name=name, **question)  # type: ignore[arg-type]
        for name, question in asked
    ]


def timed(client: TestClient, address: str) -> tuple[float, float]:
    """Milliseconds by the clock, and of this process."""
    clock, process = time.perf_counter(), time.process_time()
    answer = client.get(address)
    took = 1000 * (time.perf_counter() - clock), 1000 * (time.process_time() - process)
    assert answer.status_code == 200, (address, answer.text[:500])
    return took


def measure(url: str) -> None:
    """Print how long the pages of a warehouse take."""
    engine = open_warehouse(url)
    asked = list(pages(engine))
    word = News().words[0]
    with reading(engine) as connection:
        query = select(func.max(current_quotation.c.speaker)).group_by(
            current_quotation.c.speaker_id
        )
        speaker = connection.scalars(query.order_by(func.count().desc()).offset(1).limit(1)).one()
    application = explorer_application(
        open_read_only(url, seconds=SECONDS),
        rules_only=True,
        read_watches=lambda: watches(speaker, word),
    )
    print(
        f"{engine.dialect.name}, {datetime.now(UTC):%Y-%m-%d %H:%M}, load {os.getloadavg()[0]:.1f}"
    )
    print("  first   best  process  (milliseconds)")
    with TestClient(application, base_url=ADDRESS) as client:
        for name, address in asked:
            first, *more = (timed(client, address) for _ in range(TRIES))
            clock, process = (min(times) for times in zip(first, *more, strict=True))
            slow = "  SLOW" if clock > 300 else ""
            print(f"{first[0]:7.0f} {clock:6.0f} {process:8.0f}  {name}{slow}", flush=True)
    print(f"load {os.getloadavg()[0]:.1f}")


def main() -> int:
    """Make a warehouse, or take one, and ask."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["--keep"]:
        made(arguments[1], int(arguments[2]))
    elif arguments and not arguments[0].isdigit():
        measure(arguments[0])
    else:
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{folder}/warehouse.sqlite"
            made(url, int(arguments[0]) if arguments else SIZE)
            measure(url)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
