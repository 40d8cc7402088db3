"""An S3 server on loopback that holds a request where a test wants a task to be killed."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any, Self

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import BaseWSGIServer, make_server

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


class HeldStore:
    """The server, while the context lasts; it keeps what it is given in memory."""

    def __init__(self) -> None:
        self._serve: Application = DomainDispatcherApplication(create_backend_app)
        self._server: BaseWSGIServer | None = None
        self._wanted: re.Pattern[str] | None = None
        self._left_to_pass = 0
        self._lock = threading.Lock()
        self._free = threading.Event()
        self.held = threading.Event()
        """Whether a request is held now."""

    def __enter__(self) -> Self:
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self._server = make_server("127.0.0.1", 0, self._answer, threaded=True)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.drop()
        assert self._server
        self._server.shutdown()

    @property
    def address(self) -> str:
        """Where it answers."""
        assert self._server
        return f"http://127.0.0.1:{self._server.server_port}"

    def hold(self, path: str, *, after: int = 0) -> None:
        """Hold the next object to be written whose path has the pattern, `after` others of them."""
        with self._lock:
            self._wanted, self._left_to_pass = re.compile(path), after
            self._free.clear()
            self.held.clear()

    def drop(self) -> None:
        """Drop the request that is held, unfulfilled: who sent it is gone. Hold no other."""
        with self._lock:
            self._wanted = None
            self._free.set()
            self.held.clear()

    def _answer(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if self._is_wanted(environ):
            self.held.set()
            self._free.wait()
            start_response("503 Service Unavailable", [("Content-Length", "0")])
            return [b""]
        return self._serve(environ, start_response)

    def _is_wanted(self, environ: dict[str, Any]) -> bool:
        with self._lock:
            if environ["REQUEST_METHOD"] != "PUT" or not self._wanted:
                return False
            if not self._wanted.search(environ["PATH_INFO"]):
                return False
            self._left_to_pass -= 1
            if self._left_to_pass >= 0:
                return False
            self._wanted = None
            return True
