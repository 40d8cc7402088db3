"""Which language a text is in."""

from __future__ import annotations

import io
import lzma
import re
from array import array
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

MIN_CHARACTERS = 200
"""Below that, identification is a guess."""
MAX_CHARACTERS = 1_500
"""More changes no answer on real articles, and takes its time."""
ENOUGH_CHARACTERS = 150
"""Enough to confirm what the page says."""
SURE = 0.9
"""Probability from which the language of the text outweighs what the page states."""
KINDRED = (
    frozenset({"no", "nb", "nn", "da"}),
    frozenset({"hr", "bs", "sr"}),
    frozenset({"id", "ms"}),
    frozenset({"cs", "sk"}),
)
"""Languages that identification confuses: among them, what the page says counts."""
_CODE = re.compile(r"^\s*([A-Za-z]{2})(?:[-_].{0,20})?\s*$")
"""A code of two letters, with a region behind it."""
_THREE_LETTERS = {
    **{"eng": "en", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es", "ita": "it"},
    **{"por": "pt", "nld": "nl", "dut": "nl", "rus": "ru", "pol": "pl", "swe": "sv", "tur": "tr"},
    **{"zho": "zh", "chi": "zh", "jpn": "ja", "kor": "ko", "ara": "ar", "hin": "hi", "ukr": "uk"},
}
"""Codes of ISO 639-2 that pages state."""
_TYPE_CODES = {2: "H", 4: "I"}
"""Of the module array, for unsigned numbers of so many bytes."""
_NAMES = {"english": "en", "german": "de", "french": "fr", "spanish": "es", "italian": "it"}
"""English names of languages that pages state instead of a code."""


def language_code(value: object) -> str | None:
    """The ISO 639-1 code of a language tag (BCP 47, or "en_GB"); None for anything else."""
    if not isinstance(value, str) or len(value) > 40:
        return None
    match = _CODE.match(value)
    word = value.strip().casefold()
    return match[1].lower() if match else _THREE_LETTERS.get(word) or _NAMES.get(word)


def language_of(text: str, stated: str | None = None) -> str | None:
    """The language that a text is written in, by py3langid; None if too short or not clear.

    `stated` is what the page says; it is kept where the text may well be in it.
    """
    if len(text) < MIN_CHARACTERS:
        return None
    if stated and _identified(text[:ENOUGH_CHARACTERS]) == stated:
        return stated
    code = _identified(text[:MAX_CHARACTERS])
    return stated if any({code, stated} <= kin for kin in KINDRED) else code


def load_model() -> None:
    """Load what `language_of` needs before the first text is there."""
    _identifier()


def _identified(text: str) -> str | None:
    code, share = _identifier().classify(text)
    return str(code) if share >= SURE else None


@cache
def _identifier() -> LanguageIdentifier:
    # the model takes a while to load, and a command may not need it
    with lzma.open(MODEL_DIR / MODEL_FILE) as packed:
        unpacked = io.BytesIO(packed.read())
    # not LanguageIdentifier.from_model_file, which unpacks it in every process into a file of 68 MB
    # in the folder for temporary files
    with np.load(unpacked, allow_pickle=False) as model:
        return LanguageIdentifier(
            model["ptc"],
            model["pc"],
            model["classes"].tolist(),
            _unsigned(model["nextmove"]),
            model["out_feat"].tolist(),
            norm_probs=True,
            tk_row=_unsigned(model["nextmove_row"]),
        )


def _unsigned(numbers: NDArray[Any]) -> array[int]:
    """Numbers as the identifier wants them, which looks each up by itself."""
    converted = array(_TYPE_CODES[numbers.itemsize])
    converted.frombytes(numbers.tobytes())
    return converted
