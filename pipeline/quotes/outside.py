"""Full names that stand beside the text: in the headline, under a picture.

An article may name somebody in full only there and by the family name in its text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from pipeline.quotes.lexicon.people import GIVEN_NAMES

MAX_TEXT = 2000
"""Characters of a headline or caption that are looked at."""
_WORD = re.compile(r"[^\W\d_][\w.’'-]*")
_INITIAL = re.compile(r"[^\W\d_]\.")


def full_names(texts: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Family name (lower case) -> the full name, for each that stands in the texts in one form.

    A name is a given name that is known, at most one initial, and a word with a capital. A
    headline with capitals everywhere has others of its words behind a given name too; they do
    no harm, since nobody in the text is called by them.
    """
    found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for text in texts:
        words = [
            word.rstrip(".’'") if len(word) > 2 else word for word in _WORD.findall(text[:MAX_TEXT])
        ]
        for place, word in enumerate(words[:-1]):
            if word[:1].isupper() and word.lower() in GIVEN_NAMES:
                behind = words[place + 1 : place + 3]
                name = (word, *behind) if _INITIAL.fullmatch(behind[0]) else (word, behind[0])
                family = name[-1].removesuffix("’s").removesuffix("'s")
                if family[:1].isupper() and len(family) > 1:
                    found[family.lower()].add((*name[:-1], family))
    return {family: names.pop() for family, names in found.items() if len(names) == 1}
