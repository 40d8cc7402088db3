"""The digest by which contents are told apart: of captures, texts and the files of models."""

from __future__ import annotations

import hashlib


def digest_of(content: bytes) -> str:
    """A digest in which equal contents agree: "sha256:" and hexadecimal digits."""
    return "sha256:" + hashlib.sha256(content).hexdigest()
