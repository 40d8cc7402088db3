"""The base of every error that a person can mend."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class VerbatimError(Exception):
    """Something that cannot go on; the message is for a person and says what to do.

    The command line prints it without a traceback. Anything else that is raised is a defect.
    """


class InputError(VerbatimError):
    """Something that a person asked for or wrote wrongly: trying again cannot mend it."""


def did_you_mean(given: str, known: Iterable[str]) -> str:
    """The words "; did you mean …?" to put behind a message; empty if nothing known is similar."""
    similar = get_close_matches(given, list(known), n=1)
    return f"; did you mean {similar[0]!r}?" if similar else ""
