"""Servers on loopback that take what is sent to them: mail, calls of a web address, metrics."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import MappingProxyType
from typing import Any

from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import (
    ExportMetricsServiceRequest,
    ExportMetricsServiceResponse,
)
from opentelemetry.proto.metrics.v1.metrics_pb2 import AGGREGATION_TEMPORALITY_DELTA as DELTA


@contextmanager
def mail_server(
    refusals: Mapping[bytes, str] = MappingProxyType({}), at_end: str | None = "250 taken"
) -> Iterator[tuple[int, list[EmailMessage]]]:
    """The port of an SMTP server (RFC 5321, without extensions), and the mails that it took.

    `refusals` has what it says to a sender or recipient, by an address; `at_end` is what it says
    to a whole mail: None takes it and hangs up.
    """
    taken: list[EmailMessage] = []

    class Session(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self) -> None:
            self.say("220 mail for tests")
            while line := self.rfile.readline():
                match line.split(maxsplit=1)[0].upper():
                    case b"QUIT":
                        self.say("221 bye")
                        return
                    case b"DATA":
                        self.say("354 go on")
                        lines = iter(self.rfile.readline, b".\r\n")
                        body = b"".join(
                            line.removeprefix(b".") if line.startswith(b"..") else line
                            for line in lines
                        )
                        if at_end is None or at_end.startswith("250"):
                            taken.append(message_from_bytes(body, policy=policy.default))
                        if at_end is None:
                            return
                        self.say(at_end)
                    case _:
                        refused = (said for whose, said in refusals.items() if whose in line)
                        self.say(next(refused, "250 yes"))

    with _served(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session)) as port:
        yield port, taken


@contextmanager
def web_server(
    answer: Callable[[Message], int | None] = lambda headers: 204,
) -> Iterator[tuple[int, list[Any]]]:
    """The port of a web server, and the JSON that was posted to it.

    `answer` gives the status for the headers of a request whose JSON is noted, None to hang up.
    """
    taken: list[Any] = []

    class Call(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            status = answer(self.headers)
            if status is None:
                return
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Not to the output of the tests."""

    with _served(ThreadingHTTPServer(("127.0.0.1", 0), Call)) as port:
        yield port, taken


Counted = tuple[str, frozenset[tuple[str, str]]]
"""A counter's name and its attributes."""


@contextmanager
def metrics_server() -> Iterator[tuple[int, dict[Counted, int]]]:
    """The port of a collector (OTLP over HTTP), and what the counters told it have grown by."""
    grown: dict[Counted, int] = {}

    class Export(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            for one in ExportMetricsServiceRequest.FromString(body).resource_metrics:
                for metric in (metric for scope in one.scope_metrics for metric in scope.metrics):
                    # of a cumulative one it could not be told what was told before
                    assert not metric.sum.data_points or metric.sum.aggregation_temporality == DELTA
                    for point in metric.sum.data_points:
                        told = {(pair.key, pair.value.string_value) for pair in point.attributes}
                        counted = (metric.name, frozenset(told))
                        grown[counted] = grown.get(counted, 0) + point.as_int
            self.send_response(200)
            self.send_header("Content-Type", "application/x-protobuf")
            said = ExportMetricsServiceResponse().SerializeToString()
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: Any) -> None:
            """Not to the output of the tests."""

    with _served(ThreadingHTTPServer(("127.0.0.1", 0), Export)) as port:
        yield port, grown


@contextmanager
def _served(server: socketserver.BaseServer) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_address[1]  # type: ignore[misc]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
