"""The digest written as one static page: everything in one file, nothing asked of the network."""

from __future__ import annotations

from pathlib import Path

from pipeline.shown_records import DigestData
from pipeline.whole_files import replaced_whole

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
    path = folder / PAGE_NAME
    with replaced_whole(path) as file:
        file.write(page)
    return path
