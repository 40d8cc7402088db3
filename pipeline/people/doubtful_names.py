"""Words and names that mean nobody in particular."""

from __future__ import annotations

import re

from pipeline.text.calendar_names import lower_case, weekday_names

NEGATED = frozenset(["no", "nobody", "none", "no-one", "neither", "nothing", "noone"])
"""Words of subjects that did not say what is reported."""
GENERAL = frozenset(["anyone", "anybody", "anything", "whoever", "whatever", "whichever"])
"""Words of subjects that might be everybody."""
PRONOUNS = frozenset(
    ["he", "him", "she", "her", "they", "them", "it", "we", "us", "you", "i", "me", "this", "that",
     "these", "those", "who", "whom", "which", "one", "himself", "herself", "themselves"]
)  # fmt: skip
"""What stands for a name and is not one."""
CUT_SHORT = frozenset(
    ["of", "and", "or", "for", "with", "in", "at", "to", "by", "from", "the", "a", "an", "but",
     "who"]
)  # fmt: skip
"""Words with which no name ends."""
CUT_MARKS = (",", "’s", "'s", "’", "'")
"""What stands behind a name and is not a part of it."""
DAYS = lower_case(weekday_names("en")) | {"today", "yesterday", "tomorrow"}
"""What no person is called alone; months and seasons are names as well: April, Summer."""
LONGEST = 120
"""Characters of a name. The longest body in labelled articles has 106."""
WORD = re.compile(r"\w+(?:[’'-]\w+)*")
"""Words of a name, with what apostrophes and hyphens join: “O’Brien-Cole”."""


def doubt_of(name: str) -> str | None:
    """Why a speaker's name looks like nobody's, in a few words; None if it does not."""
    words = [word.casefold() for word in WORD.findall(name)] or [""]
    first, last, alone = words[0], words[-1], len(words) == 1
    doubts = {
        "has no letters": not any(sign.isalpha() for sign in name),
        "is one letter": alone and len(first) == 1,
        "is a pronoun": alone and first in PRONOUNS,
        "says nobody, or anybody": first in NEGATED | GENERAL,
        "is a time": all(word in DAYS or word.isdigit() for word in words),
        "is cut short": last in CUT_SHORT or name.endswith(CUT_MARKS),
        "is longer than a name": len(name) > LONGEST,
    }
    return next((doubt for doubt, holds in doubts.items() if holds), None)
