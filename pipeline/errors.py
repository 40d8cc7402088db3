"""The base of every error that a person can mend."""

from __future__ import annotations

import errno
from collections.abc import Iterable
from difflib import get_close_matches


class VerbatimError(Exception):
    """Something that cannot go on; the message is for a person and says what to do.

    The command line prints it without a traceback. Anything else that is raised is a defect.
    """


class FinalError(VerbatimError):
    """Something that trying again cannot mend: a person has to change what is named first."""


class InputError(FinalError):
    """Something that a person asked for or wrote wrongly."""


_LITTLE_MEMORY = (
    "there is too little memory; let other programs end, or have a task work on fewer pages "
    "(a larger VERBATIM_MAX_SHARDS, a smaller VERBATIM_SHARD_SIZE)"
)
_EXHAUSTED = {
    errno.ENOSPC: "the disk is full; make room on it",
    errno.EDQUOT: "the disk quota is used up; make room, or have it raised",
    errno.EFBIG: "a file would grow larger than allowed; raise the limit (ulimit -f)",
    errno.EROFS: "the disk may only be read; name another folder (VERBATIM_HOME)",
    errno.EACCES: "there is no permission to write there; give it, or name another VERBATIM_HOME",
    errno.EMFILE: "too many files are open; raise the limit (ulimit -n)",
    errno.ENFILE: "too many files are open on this machine; let other programs end",
    errno.ENOMEM: _LITTLE_MEMORY,
    errno.EREMOTEIO: "the store does not answer; see that it can be reached (VERBATIM_STORE)",
}


def exhausted(error: OSError | MemoryError) -> str | None:
    """What of the machine has run out, and what to do about it; None for any other error."""
    if isinstance(error, MemoryError):
        return _LITTLE_MEMORY
    what = _EXHAUSTED.get(error.errno or 0)
    return f"{error.filename}: {what}" if what and error.filename else what


def did_you_mean(given: str, known: Iterable[str]) -> str:
    """The words "; did you mean …?" to put behind a message; empty if nothing known is similar."""
    similar = get_close_matches(given, list(known), n=1)
    return f"; did you mean {similar[0]!r}?" if similar else ""
