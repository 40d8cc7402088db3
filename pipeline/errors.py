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
_IN_THE_WAY = "a file lies where a folder has to be; move it, or name another VERBATIM_HOME"
_EXHAUSTED = {
    errno.ENOSPC: "the disk is full; make room on it",
    errno.EDQUOT: "the disk quota is used up; make room, or have it raised",
    errno.EFBIG: "a file would grow larger than allowed; raise the limit (ulimit -f)",
    errno.EROFS: "the disk may only be read; name another folder (VERBATIM_HOME)",
    errno.EACCES: "there is no permission to write there; give it, or name another VERBATIM_HOME",
    errno.ENOTDIR: _IN_THE_WAY,
    errno.EEXIST: _IN_THE_WAY,
    errno.EIO: "the disk cannot be read or written; see what the system's log says of it",
    errno.EMFILE: "too many files are open; raise the limit (ulimit -n)",
    errno.ENFILE: "too many files are open on this machine; let other programs end",
    errno.ENOMEM: _LITTLE_MEMORY,
    errno.EREMOTEIO: "the store does not answer; see that it can be reached (VERBATIM_STORE)",
}


_MEMORY_REFUSED = {
    # Python, where there is none for the stack of a thread
    "RuntimeError": ("can't start new thread",),
    # what loads shared libraries (ld.so of glibc), by the module that was to be imported
    "ImportError": (
        "failed to map segment from shared object",
        "cannot map zero-fill pages",
        "Cannot allocate memory",
        "std::bad_alloc",
    ),
    # what C++ raises within it
    "onnxruntime": ("std::bad_alloc", "Failed to allocate memory"),
}
"""The words of other errors than MemoryError that there was no memory, by kind of error or library.

The kind counts because text of a page may stand in the message of any other error.
"""


def _is_without_memory(error: BaseException) -> bool:
    kind = type(error)
    library = kind.__module__.partition(".")[0]
    words = _MEMORY_REFUSED.get(kind.__name__ if library == "builtins" else library, ())
    return isinstance(error, MemoryError) or any(said in str(error) for said in words)


def exhausted(error: BaseException) -> str | None:
    """What is wrong with the machine, and what to do about it; None for any other error."""
    if _is_without_memory(error):
        return _LITTLE_MEMORY
    if not isinstance(error, OSError):
        return None
    what = _EXHAUSTED.get(error.errno or 0)
    return f"{error.filename}: {what}" if what and error.filename else what


def did_you_mean(given: str, known: Iterable[str]) -> str:
    """The words "; did you mean …?" to put behind a message; empty if nothing known is similar."""
    similar = most_similar(given, known)
    return f"; did you mean {similar!r}?" if similar else ""


def most_similar(given: str, known: Iterable[str], *, least: float = 0.6) -> str | None:
    """The most similar of what is known (`difflib`, from 0 to 1); None if none is even so much."""
    return next(iter(get_close_matches(given, list(known), n=1, cutoff=least)), None)
