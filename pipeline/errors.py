"""The base of every error that a person can mend."""

from __future__ import annotations


class VerbatimError(Exception):
    """Something that cannot go on; the message is for a person and says what to do.

    The command line prints it without a traceback. Anything else that is raised is a defect.
    """
