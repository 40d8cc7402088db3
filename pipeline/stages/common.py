"""What all stages need: the warehouse for a while, and the error they raise."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from pipeline import __version__, warehouse
from pipeline.errors import VerbatimError
from pipeline.quotes import Attributor
from pipeline.settings import Settings

EXTRACTION = f"{__version__}+{Attributor.version}"
"""Code and model that read a page; kept with every version of an article."""


class StageError(VerbatimError):
    """A stage that cannot do its work; the message says why and what to do."""


@contextmanager
def opened_warehouse(settings: Settings) -> Iterator[Engine]:
    """The warehouse, for the length of a task or command."""
    engine = warehouse.open_warehouse(settings.warehouse_url)
    try:
        yield engine
    finally:
        engine.dispose()
