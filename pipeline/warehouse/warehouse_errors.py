"""What can go wrong with a warehouse, in words that say what to do about it.

A password never shows: addresses are written without it, and what a driver says is only
passed on for the errors named here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, OperationalError

from pipeline.errors import FinalError, VerbatimError
from pipeline.text.safe_text import single_spaced

UPGRADE = "run: python -m pipeline db upgrade"
"""What to do with a warehouse of an older version."""

# what SQLite says, and what is to be done about it
_SQLITE = {
    "database is locked": (
        "is locked: another process has been writing to it for longer than this one waits; "
        "let it finish, then run this again"
    ),
    "database or disk is full": "cannot grow: the disk is full; make room, then run this again",
    "disk i/o error": "cannot be written: the disk failed or is full; see to it, then run again",
    "unable to open database file": (
        "cannot be opened; see whether its folder is there and may be written to"
    ),
    "file is not a database": "is not an SQLite database; point VERBATIM_WAREHOUSE to another file",
    "database disk image is malformed": "is damaged; restore it from a backup",
    "interrupted": "broke a question off: it took longer than it may; ask for less",
    "readonly database": "may not be written to; see to the permissions of the file and folder",
}

# the same for PostgreSQL, by class or code of the error (PostgreSQL, appendix A)
_POSTGRESQL = {
    "53100": "cannot grow: the server's disk is full; make room there, then run this again",
    "53300": "takes no more connections; let other processes finish, then run this again",
    "53": "is out of resources; see the server's log, then run this again",
    "57014": (
        "broke a question off: it took longer than the server's statement_timeout allows, or "
        "somebody cancelled it; raise the timeout for this user, then run this again"
    ),
    "57": "is being shut down or restarted; run this again when it is up",
    "25006": "may only be read: it is a standby or set to read only",
    "42501": "refuses: the user of VERBATIM_WAREHOUSE has no right to do that",
    "2BP01": (
        "has views or tables of others that use Verbatim's; drop those, run this again, then make "
        "them anew"
    ),
    "3F000": "names a schema that is not there; make it, or name another in VERBATIM_WAREHOUSE",
    "55P03": "is locked by another process; let it finish, then run this again",
    "40": "gave way to another process; run this again",
    "08": "lost the connection; run this again when the server answers",
}


_FINAL = frozenset(
    {
        "file is not a database",
        "database disk image is malformed",
        "readonly database",
        "42501",
        "2BP01",
        "3F000",
    }
)
"""Of both, what stays so until a person changes it; all others may be over at the next try."""


class WarehouseError(VerbatimError):
    """A warehouse that cannot be used as it is; the message says what to do."""


class FinalWarehouseError(WarehouseError, FinalError):
    """What a warehouse refuses until a person changes it, or asks for something else."""


class NoWarehouseYetError(FinalWarehouseError):
    """There is no warehouse at the address; the first run makes one."""


def display_url(url: URL) -> str:
    """The warehouse's address for people, without its password and options."""
    return url.set(query={}).render_as_string(hide_password=True)


@contextmanager
def translated_errors(url: URL) -> Iterator[None]:
    """Turn the database errors that a person can mend into a WarehouseError."""
    try:
        yield
    except DBAPIError as error:
        translated = _translated(error, f"the warehouse {display_url(url)}")
        if translated is None:
            raise
        raise translated from error


def _translated(error: DBAPIError, warehouse: str) -> WarehouseError | None:
    original = error.orig
    said = single_spaced(str(original))
    code: str | None = getattr(original, "sqlstate", None)
    known = _POSTGRESQL if code else _SQLITE
    for sign, what in known.items():
        if code.startswith(sign) if code else sign in said.lower():
            kind = FinalWarehouseError if sign in _FINAL else WarehouseError
            return kind(f"{warehouse} {what}")
    if (
        not code
        and type(original).__module__.startswith("psycopg")
        and isinstance(error, OperationalError)
    ):
        # the server was not reached, or it refused the login
        return WarehouseError(f"{warehouse} does not answer: {said[:300]}")
    return None
