"""The files of a trained model, which are believed only as they were shipped.

A model lies in a folder of its own: `config.json`, and files whose digests stand there under
"digests". Half of an update, or a damaged file, is refused and does not answer something else.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pipeline.errors import FinalError
from pipeline.text.digests import digest_of

CONFIG = "config.json"


class ModelError(FinalError):
    """The files of a model are missing, or are not what its config and the code say."""


def read_model_config(folder: Path) -> dict[str, Any]:
    """The config of the model in a folder.

    Raises ModelError if it cannot be read, or names no files.
    """
    try:
        config: dict[str, Any] = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(
            f"the model in {folder} cannot be read ({error}); restore its files"
        ) from error
    if not isinstance(config, dict) or not isinstance(config.get("digests"), dict):
        raise ModelError(f"{CONFIG} of the model in {folder} names no files; restore its files")
    return config


def checked_file(folder: Path, name: str, config: dict[str, Any]) -> bytes:
    """A file of the model in a folder.

    Raises ModelError if it cannot be read, or is not the one of the model's config.
    """
    try:
        content = (folder / name).read_bytes()
    except OSError as error:
        raise ModelError(f"{name} of the model in {folder} cannot be read: {error}") from error
    found = digest_of(content)
    if found != config["digests"].get(name):
        raise ModelError(
            f"{name} of the model in {folder} is not the one of its config (it is {found}); "
            "restore both files"
        )
    return content
