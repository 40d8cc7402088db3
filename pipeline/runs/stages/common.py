"""What all stages need: the warehouse for a while, and the error they raise."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import Engine

from pipeline import __version__, warehouse
from pipeline.errors import FinalError, VerbatimError, exhausted
from pipeline.quotes import Attributor, attribution_version
from pipeline.runs.locks import LockedError, locked
from pipeline.runs.run_folder import Visit
from pipeline.runs.run_plan import RunPlan
from pipeline.settings.environment import Settings
from pipeline.store import StorePath, is_local, reaching, store_path


def attributor_of(settings: Settings) -> Attributor:
    """The attributor that the settings ask for.

    Raises ModelError if the attribution model's files are not there or not whole.
    """
    return Attributor(rules_only=settings.attribution == "rules")


def attribution_of(settings: Settings) -> str:
    """Version of the rules and model that attribute, as the settings ask for."""
    return attribution_version(rules_only=settings.attribution == "rules")


def extraction_of(settings: Settings) -> str:
    """Code, rules and model that read a page; kept with every version of an article."""
    return f"{__version__}+{attribution_of(settings)}"


class StageError(VerbatimError):
    """A stage that cannot do its work; the message says why and what to do."""


class VerdictError(StageError, FinalError):
    """What a run came to, or how the warehouse is, where that is not good; it names all of it."""


def stop_if_exhausted(error: Exception) -> None:
    """Raise StageError where it is the machine that lacks something, not a page or a source."""
    what = exhausted(error)
    if what:
        raise StageError(f"{what}, then clear the failed task or run this again") from error


def crawl_path(settings: Settings, name: str) -> StorePath:
    """Where a WARC file of others is that is not fetched from the web.

    A URL is one of the kind of store that runs use, and of no other: what speaks to some kinds
    would connect to addresses that nobody has checked.
    """
    store = settings.store_folder
    if not is_local(store) and name.startswith(f"{urlsplit(str(store)).scheme}://"):
        return store_path(name)
    return Path(name)


def is_file(path: StorePath) -> bool:
    """Whether there is a file. Raises OSError if its store does not answer."""
    with reaching(path):
        return path.is_file()


@contextmanager
def opened_warehouse(settings: Settings) -> Iterator[Engine]:
    """The warehouse, for the length of a task or command."""
    with warehouse.opened(settings.warehouse_url) as engine:
        yield engine


def visit_lock(settings: Settings, run: str, visit: str) -> AbstractContextManager[None]:
    """The lock that who works on a visit holds, by the names of the folders of run and visit.

    Raises LockedError if another process has it.
    """
    return locked(settings, f"visit {run} {visit}")


@contextmanager
def only_one(settings: Settings, visit: Visit, plan: RunPlan) -> Iterator[None]:
    """Keep other processes from the same visit. Raises StageError if one is at it."""
    try:
        with visit_lock(settings, visit.run.path.name, visit.path.name):
            yield
    except LockedError as error:
        raise StageError(
            f"another process is visiting sources for the run {plan.key}; wait for it, "
            "or give this run a key of its own"
        ) from error
