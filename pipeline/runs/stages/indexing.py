"""Indexing: what lies in the archive, noted in the table `capture`, by which pages are found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from pipeline import warehouse
from pipeline.acquire import ArchiveError, Damage, Unassigned, archived_files, captures_in
from pipeline.records import Capture
from pipeline.runs.stages.beginning import known_sources
from pipeline.runs.stages.common import opened_warehouse
from pipeline.settings.environment import Settings

BATCH = 500
"""Captures written in one transaction: few enough that a run that writes does not wait long."""


@dataclass
class Indexed:
    """What was found in an archive."""

    files: int = 0
    pages: int = 0
    added: int = 0
    """Pages that the warehouse did not have."""
    damages: list[str] = field(default_factory=list)
    """What could not be read, one line each."""
    unassigned: Counter[str] = field(default_factory=Counter)
    """Pages of nobody, by host."""


def index_archive(
    settings: Settings,
    files: Sequence[str] = (),
    progress: Callable[[Sequence[str]], Iterable[str]] = iter,
) -> Indexed:
    """Note the pages of WARC files, all of the archive by default, in the table `capture`.

    `files` are relative to the archive folder; `progress` is passed the files and gives them back
    one by one. A damaged file is read as far as it can be, and told. Makes the warehouse if there
    is none; running it again changes nothing.

    Raises SettingsError for a bad sources file, WarehouseError if the warehouse cannot be used.
    """
    found = Indexed()
    sources = known_sources(settings)
    with opened_warehouse(settings) as engine:
        for name in progress(files or archived_files(settings.archive_folder)):
            found.files += 1
            captures = _told(captures_in(settings.archive_folder, name, sources), found)
            while batch := list(islice(captures, BATCH)):
                found.pages += len(batch)
                found.added += warehouse.add_captures(engine, batch)
    return found


def _told(outcomes: Iterator[Capture | Damage | Unassigned], found: Indexed) -> Iterator[Capture]:
    """The captures of a file; what else there is of it is noted in `found`."""
    try:
        for outcome in outcomes:
            match outcome:
                case Damage(detail=detail):
                    found.damages.append(detail)
                case Unassigned(host):
                    found.unassigned[host] += 1
                case Capture():
                    yield outcome
    except ArchiveError as error:
        found.damages.append(str(error))
