"""Files that take the place of older ones whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A new, empty file beside `path` that takes its place once it is complete and on disk.

    Whoever reads `path` sees either its earlier content or all of the new one; whatever goes wrong
    before, the earlier content stays and the new file goes. The folder is made if need be.
    Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")
    # not a private file as `tempfile` makes them: a web server may have to read it
    temporary.touch(exist_ok=False)
    try:
        yield temporary
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
