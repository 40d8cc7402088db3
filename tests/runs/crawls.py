"""WARC files as the crawlers of others write them."""

from __future__ import annotations

import gzip
import uuid
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

MONDAY, TUESDAY = "2026-03-02T09:00:00Z", "2026-03-03T09:00:00Z"
PAGE = """<!DOCTYPE html><html lang="{language}"><head><title>Ferry {number}</title></head><body>
<article><h1>Ferry {number} late again today</h1><p>The ferry to Sundal was late again on Monday,
and nobody on the quay was surprised to hear of it.</p><p>“We waited for {number} hours in the
rain,” said Ada Cole, who takes the ferry to work every morning.</p></article></body></html>"""


def page(number: int, language: str = "en") -> bytes:
    """A page with a quotation of its own."""
    return PAGE.format(number=number, language=language).encode()


class Crawl:
    """A WARC file as crawlers write them: a request beside each response."""

    def __init__(self, path: Path, *, packed: bool = True) -> None:
        self.path = path
        self._pack = gzip.compress if packed else bytes
        self._content = bytearray()
        self._add("warcinfo", {"Content-Type": "application/warc-fields"}, b"software: A/1.0\r\n")

    def _add(self, kind: str, fields: dict[str, str], block: bytes) -> int:
        offset = len(self._content)
        named = {
            "WARC-Type": kind,
            "WARC-Record-ID": f"<urn:uuid:{uuid.uuid4()}>",
            "WARC-Date": MONDAY,
            "Content-Length": str(len(block)),
        } | fields
        head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
        record = f"WARC/1.0\r\n{head}\r\n".encode() + block + b"\r\n\r\n"
        self._content += self._pack(record)
        return offset

    def add_stored(self, url: str, block: bytes, fields: Mapping[str, str]) -> None:
        """Add a response as it is, with `fields` of its own."""
        of = {"WARC-Target-URI": url, "Content-Type": "application/http; msgtype=response"}
        self._add("response", of | dict(fields), block)

    def add(
        self,
        url: str,
        body: bytes,
        *,
        at: str = MONDAY,
        kind: str = "text/html",
        status: int = 200,
        fields: Mapping[str, str] = MappingProxyType({}),
        headers: str = "",
    ) -> int:
        """Add a response, with `fields` of its own, and its request; returns where it begins.

        `headers` are more lines of the response's head.
        """
        head = (
            f"HTTP/1.1 {status} OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
            f"{headers}\r\n"
        )
        of_both = {"WARC-Target-URI": url, "WARC-Date": at}
        of = {"Content-Type": "application/http; msgtype=response"}
        offset = self._add("response", of_both | of | dict(fields), head.encode() + body)
        of = {"Content-Type": "application/http; msgtype=request"}
        self._add("request", of_both | of, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        return offset

    @property
    def content(self) -> bytes:
        """The file so far."""
        return bytes(self._content)

    def close(self) -> str:
        """Write the file; returns its path."""
        self.path.write_bytes(self._content)
        return str(self.path)
