"""The config of a trained model: how its files are to be read, and which ones they are."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pipeline.model_files import CONFIG
from pipeline.text.digests import digest_of


def write_config(folder: Path, config: Mapping[str, Any]) -> None:
    """Write the config of the model in a folder."""
    (folder / CONFIG).write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")


def file_digests(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """What the config says of some files of its folder, so that other ones are refused."""
    return {name: digest_of((folder / name).read_bytes()) for name in names}
