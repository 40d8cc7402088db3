"""Writing an export: a folder that is there whole, or not at all.

    <folder>/export.json                             what it is, and of when
    <folder>/columns.md                              what every column means
    <folder>/quotations/day=2026-03-05/part.parquet  a mart that is divided by day
    <folder>/statements_by_spread.parquet            one that is not

and the same with `.csv`; as SQLite it is one file, `verbatim.sqlite`, with `metadata.json` for
datasette. All files show one state of the warehouse.
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine

from pipeline import __version__, warehouse
from pipeline.errors import VerbatimError
from pipeline.export.column_texts import COLUMNS_PAGE
from pipeline.export.csv_files import write_csv
from pipeline.export.parquet_files import write_parquet
from pipeline.export.sqlite_file import write_sqlite
from pipeline.warehouse import MARTS, Mart, mart_days, mart_rows

MARKER = "export.json"
"""The file by which a folder is known to be an export, which another one may replace."""

_MADE_BY = "Verbatim "
"""Begins what the marker says of who made the export; the version comes behind it."""
_WRITTEN = re.compile(
    r"export\.json|columns\.md|metadata\.json|verbatim\.sqlite(-journal|-shm|-wal)?"
    r"|\w+((/day=[\d-]+)?/part)?\.(parquet|csv)"
)
"""The files of an export, and those that SQLite puts beside its own; names of views that an older
version had fit, too."""

Written = Callable[[str], object]


class ExportError(VerbatimError):
    """The export cannot be written; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written."""

    folder: Path
    rows: Mapping[str, int]
    """By mart."""


def export_marts(
    engine: Engine, folder: Path, form: str, on_mart: Written = lambda name: None
) -> Exported:
    """Write all marts to a folder in one of `FORMATS`; an earlier export there is replaced.

    `on_mart` is called with the name of each mart before it is written. Raises ExportError if the
    folder holds something else or cannot be written to, or if the page of columns is missing,
    WarehouseError if the warehouse cannot be used; then what was there before is still there.
    """
    if not COLUMNS_PAGE.is_file():
        raise ExportError(
            f"the installation lacks {COLUMNS_PAGE}, which says what the columns mean; put it there"
        )
    _check_replaceable(folder)
    rows: dict[str, int] = {}
    try:
        with _replaced_whole(folder) as new, warehouse.reading(engine) as connection:
            state = datetime.now(UTC)
            for mart in MARTS:
                on_mart(mart.name)
                rows[mart.name] = FORMATS[form](connection, mart, new)
            shutil.copyfile(COLUMNS_PAGE, new / COLUMNS_PAGE.name)
            about = {
                "made_by": f"{_MADE_BY}{__version__}",
                "format": form,
                "state_of": state.isoformat(),
                "rows": rows,
            }
            (new / MARKER).write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise ExportError(
            f"{folder} cannot be written to ({error.strerror}); make room there, or name another "
            "folder"
        ) from error
    return Exported(folder, rows)


def _check_replaceable(folder: Path) -> None:
    """Raises ExportError unless there is nothing at the folder, or nothing but an earlier export.

    Replacing removes all of a folder, so a file that no export wrote must not be in it.
    """
    try:
        is_folder = stat.S_ISDIR(folder.stat().st_mode)
        if is_folder and not any(folder.iterdir()):
            return
        if not is_folder or not _is_marked(folder / MARKER):
            raise ExportError(
                f"{folder} is not an export, and is left as it is; name a new or an empty folder"
            )
        others = (
            name
            for path in sorted(folder.rglob("*"))
            if (path.is_symlink() or not path.is_dir())
            and not _WRITTEN.fullmatch(name := path.relative_to(folder).as_posix())
        )
        if other := next(others, None):
            raise ExportError(
                f"{folder} has a file that no export wrote ({other}), and is left as it is; move "
                "the file away, or name another folder"
            )
    except FileNotFoundError:
        return
    except OSError as error:
        raise ExportError(f"{folder} cannot be read ({error.strerror})") from error


def _is_marked(marker: Path) -> bool:
    """Whether a file is the marker of an export; other programs call files export.json, too."""
    try:
        about = json.loads(marker.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return False
    return isinstance(about, dict) and str(about.get("made_by")).startswith(_MADE_BY)


@contextmanager
def _replaced_whole(folder: Path) -> Iterator[Path]:
    """A new folder that takes the place of an older one when all of it is written."""
    folder = folder.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = folder.with_name(f".{folder.name}.{secrets.token_hex(8)}.tmp")
    new.mkdir()
    try:
        yield new
        if folder.exists():
            old = new.with_suffix(".old")
            folder.rename(old)
            try:
                new.rename(folder)
            except OSError:
                old.rename(folder)
                raise
            shutil.rmtree(old)
        else:
            new.rename(folder)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _divided(
    connection: Connection,
    mart: Mart,
    folder: Path,
    write: Callable[[Path, Mart, Iterator[warehouse.MartBatch]], int],
    suffix: str,
) -> int:
    """Write a mart to its files; returns the number of its rows."""
    if mart.day is None:
        return write(folder / f"{mart.name}{suffix}", mart, mart_rows(connection, mart))
    # where no day has rows, a file without any says at least which columns there are
    days: Sequence[date | None] = mart_days(connection, mart) or [None]
    return sum(
        write(_day_file(folder, mart, day, suffix), mart, mart_rows(connection, mart, day))
        for day in days
    )


def _day_file(folder: Path, mart: Mart, day: date | None, suffix: str) -> Path:
    """A file named as Hive names partitions, which pandas, polars and DuckDB read as a column."""
    partition = folder / mart.name / (f"day={day.isoformat()}" if day else "")
    partition.mkdir(parents=True)
    return partition / f"part{suffix}"


FORMATS: Mapping[str, Callable[[Connection, Mart, Path], int]] = {
    "parquet": lambda connection, mart, folder: _divided(
        connection, mart, folder, write_parquet, ".parquet"
    ),
    "csv": lambda connection, mart, folder: _divided(connection, mart, folder, write_csv, ".csv"),
    "sqlite": lambda connection, mart, folder: write_sqlite(
        folder, mart, mart_rows(connection, mart)
    ),
}
"""How a mart is written, by the name of the format."""
