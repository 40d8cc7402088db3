"""Fills a warehouse with invented news at once, as if it had been loaded day by day.

Rows are written straight into the tables, which is many times as fast as loading pages; what
follows from them is made by the code that a load uses (names, fingerprints, mart tables), so the
checks hold, and a day that is loaded afterwards meets what it would meet.
"""

from __future__ import annotations

import random
from array import array
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from psycopg.types.json import Json
from sqlalchemy import Connection, Engine, Table, insert, text

from pipeline.text.digests import digest_of
from pipeline.warehouse.connection import writing
from pipeline.warehouse.identity.decisions import ArticleAddress, Decisions
from pipeline.warehouse.identity.identity_keys import IdentityKeys, keys_of_quotation
from pipeline.warehouse.identity.name_words import words_of_name
from pipeline.warehouse.identity.near_duplicates import fingerprints
from pipeline.warehouse.mart_tables import rebuild_mart_tables
from pipeline.warehouse.stored_text import alias_words
from pipeline.warehouse.tables import (
    article,
    article_version,
    block,
    capture,
    outlet,
    quotation,
    speaker,
    speaker_alias,
    speaker_name,
    speaker_name_word,
    statement,
    version_capture,
    wording,
    wording_shingle,
)
from tests.evaluation.bench_statements import AGAIN, REMEMBERED, News
from tests.warehouse.examples import MONDAY

AN_ARTICLE = 10
A_DAY = 250
"""Articles."""
OUTLETS = 40
EDITED = 20
"""One article in so many was edited: one of its quotations reads otherwise in its first version."""
BUFFERED = 20_000
"""Rows of a table that are written at once."""
AT_ONCE = 10_000
"""Articles that are written in one transaction."""
NUMBERED = (
    article, article_version, capture, outlet, quotation, speaker, speaker_name, statement, wording,
)  # fmt: skip
"""Tables whose rows the database numbers from here on."""

Row = dict[str, Any]


class _Writer:
    """Rows of many tables, written in lots."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.rows: dict[Table, list[Row]] = {}

    def add(self, table: Table, row: Row) -> None:
        rows = self.rows.setdefault(table, [])
        rows.append(row)
        if len(rows) >= BUFFERED:
            self._write(table)

    def close(self) -> None:
        for table in self.rows:
            self._write(table)

    def _write(self, table: Table) -> None:
        rows = self.rows[table]
        if not rows:
            return
        if self.connection.dialect.name == "postgresql":
            _copy(self.connection, table, rows)
        else:
            self.connection.execute(insert(table), rows)
        rows.clear()


def _copy(connection: Connection, table: Table, rows: list[Row]) -> None:
    """PostgreSQL's COPY: an INSERT of so many rows takes ten times as long."""
    columns = list(rows[0])
    cursor = connection.connection.cursor()
    with cursor.copy(f"COPY {table.name} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            values = (row[name] for name in columns)
            copy.write_row([Json(v) if isinstance(v, list) else v for v in values])


def fill(engine: Engine, quotations: int, news: News) -> None:
    """Fill an empty warehouse with so many current quotations, ten an article."""
    invented = _Invented(news)
    for begun in range(0, quotations // AN_ARTICLE, AT_ONCE):
        with _filling(engine) as writer:
            invented.articles(writer, begun, min(begun + AT_ONCE, quotations // AN_ARTICLE))
    with _filling(engine) as writer:
        invented.close(writer)
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            for table in NUMBERED:
                last = f"(SELECT max(id) FROM {table.name})"
                sequence = f"pg_get_serial_sequence('{table.name}', 'id')"
                connection.execute(text(f"SELECT setval({sequence}, {last})"))
            connection.execute(text("ANALYZE"))
        rebuild_mart_tables(connection)
        if engine.dialect.name == "postgresql":
            connection.execute(text("ANALYZE"))


@contextmanager
def _filling(engine: Engine) -> Iterator[_Writer]:
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            # the rows are right as they are: do not look up each of millions of references
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            connection.execute(text("PRAGMA cache_size = -1000000"))
            # the rows come in the order in which they are made
            connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        writer = _Writer(connection)
        yield writer
        writer.close()


class _Invented:
    """Invented news, with numbers of rows that go on from one lot to the next."""

    def __init__(self, news: News) -> None:
        self.news = news
        self.chance = random.Random(2)
        self.recent: list[tuple[str, str]] = []
        self.version = self.quotation = 0
        self.names: dict[str, int] = {}
        self.counts: Counter[str] = Counter()
        self.wordings: dict[str, int] = {}
        """Numbers of wordings by digest."""
        self.statements: dict[str, tuple[int, str]] = {}
        """Number of a statement and digest of its fullest wording, by the words first said."""
        self.shingles, self.having = array("q"), array("q")

    def articles(self, writer: _Writer, begin: int, end: int) -> None:
        """The articles of some numbers."""
        if not begin:
            for index in range(OUTLETS):
                key = f"outlet{index}"
                writer.add(outlet, {"id": index + 1, "key": key, "name": key.title()})
        for number in range(begin + 1, end + 1):
            said = [self._said() for _ in range(AN_ARTICLE)]
            seen = MONDAY + timedelta(days=1) * (number / A_DAY)
            key = f"outlet{number % OUTLETS}"
            place = ArticleAddress(key, f"https://{key}.example/old/{number}")
            edited = number % EDITED == 0
            last = seen + timedelta(hours=3) if edited else seen
            writer.add(
                article,
                {
                    "id": number,
                    "outlet_id": number % OUTLETS + 1,
                    "url": place.url,
                    "published_or_first_seen_at": seen,
                    "first_seen_at": seen,
                    "last_seen_at": last,
                },
            )
            if edited:
                who, words, origin = said[0]
                first = (who, f"{words} {number}", f"{origin}\0{number}")
                self._version(writer, number, place, seen, [first, *said[1:]], current=False)
            self._version(writer, number, place, last, said, current=True)

    def close(self, writer: _Writer) -> None:
        """What is known only at the end: how often names were said; and fingerprints, in order."""
        for who, number in self.names.items():
            writer.add(
                speaker_alias,
                {
                    "name_id": number,
                    "alias": who,
                    "words": alias_words(who),
                    "quotations": self.counts[who],
                },
            )
            for word in words_of_name(who):
                writer.add(speaker_name_word, {"word": word, "name_id": number})
        numbers = [{"of": number, "said": self.counts[who]} for who, number in self.names.items()]
        query = text("UPDATE speaker_name SET quotations = :said WHERE id = :of")
        writer.connection.execute(query, numbers)
        shingles, having = np.asarray(self.shingles), np.asarray(self.having)
        for place in np.lexsort((having, shingles)):
            row = {"shingle": int(shingles[place]), "wording_id": int(having[place])}
            writer.add(wording_shingle, row)

    def _said(self) -> tuple[str, str, str]:
        """Who says what, and the words that it was cut from."""
        if self.recent and self.chance.random() < AGAIN:
            who, origin = self.chance.choice(self.recent)
            parts = origin.split()
            if len(parts) > 10 and self.chance.random() < 0.5:
                start = self.chance.randrange(len(parts) - 8)
                return who, " ".join(parts[start : start + 8]), origin
            return who, origin, origin
        (who,) = self.chance.choices(self.news.people, cum_weights=self.news.people_weights)
        words = self.news.words_said(self.chance.randrange(6, 40))
        self.recent.append((who, words))
        if len(self.recent) > REMEMBERED:
            self.recent.pop(self.chance.randrange(REMEMBERED))
        return who, words, words

    def _version(
        self,
        writer: _Writer,
        article_id: int,
        place: ArticleAddress,
        seen: datetime,
        said: list[tuple[str, str, str]],
        *,
        current: bool,
    ) -> None:
        self.version += 1
        paragraphs = [f"“{words},” {who} said." for who, words, _origin in said]
        body = "\n\n".join(paragraphs)
        writer.add(
            capture,
            {
                "id": self.version,
                "outlet_key": place.outlet,
                "url_asked": place.url,
                "url_answered": place.url,
                "fetched_at": seen,
                "status": 200,
                "content_type": "text/html",
                "headers": [],
                "payload_digest": f"sha256:{self.version}",
                "record_id": f"urn:invented:{self.version}",
                "warc_file": "invented.warc.gz",
                "warc_offset": self.version,
            },
        )
        writer.add(
            article_version,
            {
                "id": self.version,
                "article_id": article_id,
                "digest": digest_of(body.encode()),
                "is_current": current,
                "first_seen_at": seen,
                "last_seen_at": seen,
                "capture_id": self.version,
                "extraction": "1",
                "headline": f"Article {article_id}",
                "authors": [],
                "language": "en",
                "truncated": False,
                "text": body,
            },
        )
        writer.add(version_capture, {"capture_id": self.version, "version_id": self.version})
        headline = {
            "version_id": self.version,
            "position": 0,
            "paragraph": None,
            "label": "headline",
            "rule": "heading-1",
            "dom_path": "h1",
            "text": f"Article {article_id}",
        }
        writer.add(block, headline)
        start = 0
        for index, (quoted, paragraph) in enumerate(zip(said, paragraphs, strict=True)):
            body_block = {"label": "paragraph", "rule": "paragraph", "dom_path": "p"}
            where = {"position": index + 1, "paragraph": index, "text": paragraph}
            writer.add(block, headline | body_block | where)
            self._quotation(writer, place, index, start, quoted)
            start += len(paragraph) + 2

    def _quotation(
        self,
        writer: _Writer,
        place: ArticleAddress,
        paragraph: int,
        start: int,
        said: tuple[str, str, str],
    ) -> None:
        who, words, origin = said
        quoted = f"“{words},”"
        row = {"speaker_text": who, "speaker_kind": None, "role": None, "text": quoted}
        named = keys_of_quotation(row, place, Decisions({}, {}, {}))
        assert named.name is not None
        name = self._name(writer, who, named.name)
        self.quotation += 1
        writer.add(
            quotation,
            row
            | {
                "id": self.quotation,
                "version_id": self.version,
                "start_offset": start,
                "end_offset": start + len(quoted),
                "kind": "direct",
                "ordinal": 0,
                "mention": None,
                "cue": None,
                "aliases": [who],
                "segments": [words],
                "spans": [[start, start + len(quoted)]],
                "paragraph": paragraph,
                "confidence": 0.9,
                "extraction": "1",
                "name_id": name,
                "wording_id": self._wording(writer, named, name, f"{who}\0{origin}"),
            },
        )

    def _name(self, writer: _Writer, who: str, row: Row) -> int:
        self.counts[who] += 1
        if who not in self.names:
            number = self.names[who] = len(self.names) + 1
            writer.add(speaker, {"id": number, "key": row["key"], "name": who, "kind": None})
            writer.add(speaker_name, row | {"id": number, "speaker_id": number, "points_to": None})
        return self.names[who]

    def _wording(self, writer: _Writer, named: IdentityKeys, name: int, origin: str) -> int:
        digest = named.wording["digest"]
        if digest in self.wordings:
            return self.wordings[digest]
        number = self.wordings[digest] = len(self.wordings) + 1
        if origin in self.statements:
            group, fuller = self.statements[origin]
        else:
            group, fuller = len(self.statements) + 1, None
            self.statements[origin] = (group, digest)
            writer.add(statement, {"id": group, "digest": digest})
        own = {"id": number, "statement_id": group, "points_to": fuller, "name_id": name}
        writer.add(wording, named.wording | own)
        assert named.name is not None
        for shingle in fingerprints(named.name["key"], named.wording["words"]):
            self.shingles.append(shingle)
            self.having.append(number)
        return number
