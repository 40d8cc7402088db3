"""The digest written as one static page: everything in one file, nothing asked of the network."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from pipeline.shown_records import DigestData

PAGE_NAME = "index.html"


def write_digest(data: DigestData, folder: Path) -> Path:
    """Write the digest as `index.html` in a folder, which is made if need be; gives its path.

    The same data gives the same bytes. An older page is replaced in one step: whoever opens it
    sees either the old or the new one, and the old one stays if writing fails, which raises
    OSError.
    """
    # it imports Jinja: who only asks for links should not wait
    from pipeline.publish.render import render_digest  # noqa: PLC0415

    page = render_digest(data).encode("utf-8")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / PAGE_NAME
    _write_whole(path, page)
    return path


def _write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is never seen half-written, and is on the disk when this returns."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
