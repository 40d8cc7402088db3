"""What goes wrong around a task: its database, its disk, its network, the file that it wrote."""

from __future__ import annotations

import errno
import os
import random
import socket
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool

from tests.conftest import POSTGRESQL
from tests.newsroom import Newsroom

DISK_BYTES = 256 * 1024 * 1024
"""Some times what a chaos of 200 kills leaves on the disk."""
GZIP_MEMBER = b"\x1f\x8b\x08"


def free_ports(count: int) -> int:
    """The first of so many ports in a row on which nobody listens.

    Below those that the system gives to connections: a site that is cut off comes back on its own.
    """
    for first in random.sample(range(20_000, 30_000), 1000):
        with ExitStack() as taken:
            try:
                for port in range(first, first + count):
                    taken.enter_context(closing(socket.create_server(("127.0.0.1", port))))
            except OSError:
                continue
            return first
    raise OSError(f"there are no {count} free ports in a row")


def server(*statements: str) -> None:
    """Say something to the PostgreSQL server, from another database than those in use."""
    engine = create_engine(POSTGRESQL, poolclass=NullPool)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in statements:
            connection.execute(text(statement))


@dataclass(frozen=True, slots=True)
class Database:
    """A database of its own, on a server that others use as well."""

    name: str = field(default_factory=lambda: f"verbatim_chaos_{uuid.uuid4().hex[:12]}")

    @property
    def address(self) -> str:
        """Its SQLAlchemy URL."""
        return make_url(POSTGRESQL).set(database=self.name).render_as_string(hide_password=False)

    def stop(self) -> None:
        """Break all connections and take no others."""
        server(
            f"ALTER DATABASE {self.name} ALLOW_CONNECTIONS false",
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{self.name}'",
        )

    def start(self) -> None:
        """Take connections again."""
        server(f"ALTER DATABASE {self.name} ALLOW_CONNECTIONS true")


@contextmanager
def database() -> Iterator[Database]:
    """An empty database, while the body runs."""
    made = Database()
    server(f"CREATE DATABASE {made.name}")
    try:
        yield made
    finally:
        server(f"DROP DATABASE {made.name} WITH (FORCE)")


@dataclass(frozen=True, slots=True)
class Disk:
    """A disk of its own, mounted at `folder`."""

    folder: Path

    def fill(self) -> None:
        """Write until nothing more goes on it."""
        with suppress(OSError), self._ballast.open("wb", buffering=0) as file:
            while True:
                try:
                    file.write(bytes(1 << 20))
                except OSError as error:
                    if error.errno != errno.ENOSPC:
                        raise
                    # the last piece that fits
                    file.write(bytes(1 << 12))

    def free(self) -> None:
        """Take away what filled it."""
        self._ballast.unlink(missing_ok=True)

    @property
    def _ballast(self) -> Path:
        return self.folder / "ballast"


@contextmanager
def disk(folder: Path) -> Iterator[Disk | None]:
    """A small disk at a folder, while the body runs; None if this user may not mount one."""
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "verbatim-chaos", folder],
        capture_output=True, check=False,
    ).returncode == 0  # fmt: skip
    try:
        yield Disk(folder) if mounted else None
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", folder], check=True)


@dataclass(slots=True)
class Network:
    """The bundled news site, which can be cut off; `edition` is that of its articles."""

    port_base: int
    edition: int = 1
    _site: Newsroom | None = None

    def connect(self) -> None:
        """Let the site be reached."""
        self._site = Newsroom(self.port_base, stall_seconds=3)
        self._site.edition = self.edition
        self._site.open()

    def write_sources(self, path: Path) -> None:
        """Write the sources file of a site that can be reached."""
        assert self._site is not None
        self._site.write_sources(path)

    def cut(self) -> None:
        """Break what is under way, and let nobody reach the site."""
        if self._site:
            self._site.close()
            self._site = None

    def show(self, edition: int) -> None:
        """Show an edition of the articles."""
        self.edition = edition
        if self._site:
            self._site.edition = edition


def tear(archive: Path) -> bool:
    """Append half a record to the newest WARC file; says whether there was one with a record.

    So a file looks whose writer died, or whose disk filled up, in the middle of a record: it was
    never acknowledged, so nobody refers to it.
    """
    files = sorted(archive.rglob("*.warc.gz"), key=os.path.getmtime)
    content = files[-1].read_bytes() if files else b""
    last = content.rfind(GZIP_MEMBER)
    if last < 0:
        return False
    with files[-1].open("ab") as file:
        file.write(content[last : last + (len(content) - last) // 2])
    return True
