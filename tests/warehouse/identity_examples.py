"""Identities files of invented persons, for the tests."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

HEAD = "id,name,other_names,kind,office,from,to"


def identities_file(folder: Path, *lines: str, name: str = "identities.csv") -> Path:
    """A file with the usual columns and some lines."""
    return file_of(folder, [HEAD, *lines], name=name)


def file_of(folder: Path, lines: Iterable[str], *, name: str = "identities.csv") -> Path:
    """A file of some lines."""
    path = folder / name
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path
