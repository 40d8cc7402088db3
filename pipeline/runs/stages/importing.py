"""Importing: pages of the sources from WARC files of others, as a visit has them from sites."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path

from sqlalchemy import Engine

from pipeline import warehouse
from pipeline.acquire import (
    ArchiveWriter,
    LeftBehind,
    Wanted,
    WarcImport,
    archived_files,
    captures_in,
    download,
    is_url,
)
from pipeline.records import Capture, Rejection, Unchanged
from pipeline.runs.locks import LockedError
from pipeline.runs.run_counts import count_records
from pipeline.runs.run_folder import FetchOutcome, ImportedFile, LeftPages, RunFolder, Visit
from pipeline.runs.stages.common import (
    StageError,
    crawl_path,
    is_file,
    only_one,
    opened_warehouse,
    visit_lock,
)
from pipeline.runs.staging import Journal, read_journal, read_records, write_records
from pipeline.settings.environment import Settings
from pipeline.store import local_copy, mark

logger = logging.getLogger(__name__)

BATCH = 200
"""Outcomes that are written down at one time, which costs a write of the disk or a request."""

SHOWN_HOSTS = 10
"""Hosts of no source that are named in the log; a file of a crawl may have thousands."""


def divide_imports(settings: Settings, run: str) -> list[str]:
    """Make a visit for each WARC file of a run; returns their paths."""
    folder = RunFolder.at(run)
    visits = []
    for number, name in enumerate(folder.plan.imports):
        visit = Visit(folder.visits_folder / f"{number:04d}")
        write_records(visit.imported, [ImportedFile(name)])
        visits.append(str(visit.path))
    return visits


def import_file(settings: Settings, visit: str) -> str:
    """Take the pages that a run wants from the WARC file of a visit; returns the visit's path.

    What the journal or the warehouse already has is not taken again. Raises StageError if another
    process is at it or the file is not there, DownloadError if it cannot be fetched,
    UnusableWarcFile if it holds no records, ArchiveError if the archive cannot be written to.
    """
    here = Visit.at(visit)
    here.done.unlink(missing_ok=True)
    (file,) = read_records(here.imported, ImportedFile)
    with (
        only_one(settings, here, here.run.plan),
        opened_warehouse(settings) as engine,
        Journal[FetchOutcome](here.outcomes, Capture, Unchanged, Rejection) as journal,
    ):
        _delete_leftovers(settings)
        if here.begun.exists():
            _journal_copies(settings, here, journal)
        mark(here.begun)
        _import(settings, here, file.name, engine, journal)
    mark(here.done)
    return visit


@contextmanager
def _local_file(settings: Settings, visit: Visit, name: str) -> Iterator[Path]:
    """The file, which is fetched to this machine if it is named by a URL."""
    if not is_url(name):
        there = crawl_path(settings, name)
        if not is_file(there):
            raise StageError(
                f"there is no file {name}; mend its name, or bring it back. Where several machines "
                "work, put it on their object store and name it by its URL"
            )
        with local_copy(there) as path:
            yield path
        return
    logger.info("fetching %s", name)
    path = _downloads(settings) / f"{visit.run.path.name}_{visit.path.name}"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        download(name, path, settings)
        yield path
    finally:
        path.unlink(missing_ok=True)


def _downloads(settings: Settings) -> Path:
    """The folder of the files that are fetched, each called by the run and the visit."""
    return settings.home / "downloads"


def _delete_leftovers(settings: Settings) -> None:
    """Delete what imports fetched that were killed since: a file may have gigabytes."""
    for path in _downloads(settings).glob("*"):
        run, _, visit = path.name.rpartition("_")
        # whoever is still at it holds the lock of its visit
        with suppress(LockedError), visit_lock(settings, run, visit):
            path.unlink(missing_ok=True)


def _warc_name(visit: Visit) -> str:
    """What the archive's files of a visit are called."""
    return f"{visit.run.path.name}_{visit.path.name}"


def _journal_copies(settings: Settings, visit: Visit, journal: Journal[FetchOutcome]) -> None:
    """Write down what an earlier try archived, and was killed before it had written it down."""
    noted = {one.record_id for one in journal if isinstance(one, Capture)}
    copied: list[Capture] = []
    for name in archived_files(settings.archive_folder):
        if name.rpartition("/")[2].startswith(f"{_warc_name(visit)}-"):
            # a record that is torn was never acknowledged, and is taken from the file again
            for found in captures_in(settings.archive_folder, name, visit.run.plan.sources):
                if isinstance(found, Capture) and found.record_id not in noted:
                    noted.add(found.record_id)
                    copied.append(found)
    if copied:
        journal.append(*copied)


def _import(
    settings: Settings,
    visit: Visit,
    name: str,
    engine: Engine,
    journal: Journal[FetchOutcome],
) -> None:
    plan = visit.run.plan
    taken = {one.record_id for one in journal if isinstance(one, Capture)}
    told = {one.reference for one in journal if isinstance(one, Rejection)}
    counts: Counter[str] = Counter()

    # what this run took is in the warehouse only at its end
    others = {
        one.record_id
        for other in visit.run.visits
        if other != visit
        for one in read_journal(other.outcomes, Capture, Unchanged, Rejection)
        if isinstance(one, Capture)
    }

    def known(record_ids: Collection[str]) -> set[str]:
        return others.intersection(record_ids) | warehouse.known_record_ids(engine, record_ids)

    wanted = Wanted(plan.sources, frozenset(plan.languages), plan.since, plan.until)
    with (
        ArchiveWriter(settings.archive_folder, _warc_name(visit), plan.sources) as archive,
        _local_file(settings, visit, name) as path,
    ):
        file = WarcImport(path, name, wanted=wanted, archive=archive, known=known, taken=taken)
        outcomes = file.take()
        while batch := list(islice(outcomes, BATCH)):
            journal.append(
                *(one for one in batch if isinstance(one, Capture) or one.reference not in told)
            )
            counts.update(count_records(batch))
    left = {
        "known": file.left.known,
        "unwanted": file.left.unwanted,
        "unknown-host": file.left.other_hosts.total(),
    }
    pages = {why: number for why, number in left.items() if number}
    write_records(visit.left, [LeftPages(pages)])
    _log(name, counts, file.left)


def _log(name: str, counts: Counter[str], left: LeftBehind) -> None:
    hosts = ", ".join(
        f"{host} {pages}" for host, pages in left.other_hosts.most_common(SHOWN_HOSTS)
    )
    logger.info(
        "%s: %d pages taken, %d were there before, %d of other days or languages, "
        "%d on hosts of no source%s, %d damaged parts",
        name,
        counts["fetch/imported"],
        left.known,
        left.unwanted,
        left.other_hosts.total(),
        f" ({hosts})" if hosts else "",
        sum(number for what, number in counts.items() if what.startswith("fetch/rejected/")),
    )
