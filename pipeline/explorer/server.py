"""Serving the explorer on this machine alone."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn

from pipeline.errors import InputError
from pipeline.explorer.application import SECONDS, explorer_application
from pipeline.settings.watches_file import Watch
from pipeline.warehouse.connection import reading
from pipeline.warehouse.read_only import open_read_only

HOST = "127.0.0.1"
AT_ONCE = 40
"""Requests that are answered at once; others are told to come again, instead of waiting in line."""


@dataclass(frozen=True, slots=True)
class ExplorerServer:
    """The explorer, ready to answer."""

    address: str
    """Of its start page."""
    run: Callable[[], None]
    """Answers until interrupted."""


@contextmanager
def explorer_server(
    warehouse_url: str,
    port: int,
    *,
    rules_only: bool = False,
    read_watches: Callable[[], Sequence[Watch]] = tuple,
) -> Iterator[ExplorerServer]:
    """The explorer on a port of loopback; 0 takes one that is free.

    Raises WarehouseError if the warehouse is missing or not of this version, InputError if the
    port cannot be used.
    """
    engine = open_read_only(warehouse_url, seconds=SECONDS)
    with reading(engine):
        # it is there, and its tables are those of this version
        pass
    config = uvicorn.Config(
        explorer_application(engine, rules_only=rules_only, read_watches=read_watches),
        log_level="warning",
        access_log=False,
        server_header=False,
        limit_concurrency=AT_ONCE,
    )
    with _listening(port) as listener:
        address = f"http://{HOST}:{listener.getsockname()[1]}/"
        yield ExplorerServer(address, lambda: uvicorn.Server(config).run(sockets=[listener]))


def _listening(port: int) -> socket.socket:
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else str(error)
        raise InputError(
            f"port {port} of {HOST} cannot be used: {why}; name another with --port"
        ) from error
