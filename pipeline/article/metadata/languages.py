"""Which language a text is in."""

from __future__ import annotations

import lzma
import re
import struct
from collections.abc import Iterator
from functools import cache
from typing import IO, Any

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
_MEMBER = struct.Struct("<8xH16xHH")
"""The header of a member of a ZIP archive: compression, and the lengths of what follows it."""
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


def _identified(text: str) -> str | None:
    code, share = _identifier().classify(text)
    return str(code) if share >= SURE else None


@cache
def _identifier() -> LanguageIdentifier:
    # the model takes a while to load, and a command may not need it
    with lzma.open(MODEL_DIR / MODEL_FILE) as packed:
        model = dict(_parts(packed))
    # views, because it looks each number up by itself: one of an array of numpy takes longer
    return LanguageIdentifier(
        model["ptc"],
        model["pc"],
        model["classes"].tolist(),
        model["nextmove"].data,
        model["out_feat"].data,
        norm_probs=True,
        tk_row=model["nextmove_row"].data,
    )


def _parts(npz: IO[bytes]) -> Iterator[tuple[str, NDArray[Any]]]:
    """The arrays of a file of numpy's (`savez`), each read into its own memory and nowhere else.

    `LanguageIdentifier.from_model_file` unpacks the whole into a file of 68 MB in the folder for
    temporary files, in every process; numpy itself cannot read what is packed without going back,
    and so holds all of it twice. The file is a ZIP archive whose members are not compressed: a
    header of fixed length, a name, further fields, an array.
    """
    while (header := npz.read(_MEMBER.size)).startswith(b"PK\x03\x04"):
        compression, name_bytes, other_bytes = _MEMBER.unpack(header)
        if compression:
            raise ValueError("the members of the model of languages are compressed")
        name = npz.read(name_bytes).decode()
        npz.read(other_bytes)
        yield name.removesuffix(".npy"), np.lib.format.read_array(npz, allow_pickle=False)
