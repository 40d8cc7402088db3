"""Which language a text is in."""

from __future__ import annotations

import re
from functools import cache

MIN_CHARACTERS = 200
"""Below that, identification is a guess."""
MAX_CHARACTERS = 5_000
SURE = 0.9
_CODE = re.compile(r"^\s*([A-Za-z]{2})(?:[-_].{0,20})?\s*$")


def language_code(value: object) -> str | None:
    """The ISO 639-1 code of a language tag (BCP 47, or "en_GB"); None for anything else."""
    match = _CODE.match(value) if isinstance(value, str) and len(value) < 40 else None
    return match[1].lower() if match else None


def language_of(text: str) -> str | None:
    """The language that a text is written in, by py3langid; None if too short or not clear."""
    if len(text) < MIN_CHARACTERS:
        return None
    code, share = _identifier().classify(text[:MAX_CHARACTERS])
    return str(code) if share >= SURE else None


@cache
def _identifier():  # type: ignore[no-untyped-def]
    # the model takes a while to load, and a command may not need it
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
