"""Files of a model are believed only as its config names them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.model_files import CONFIG, ModelError, checked_file, read_model_config
from pipeline.text.digests import digest_of


def test_a_file_is_given_only_as_it_was_shipped(tmp_path: Path) -> None:
    (tmp_path / "trees").write_bytes(b"trees")
    (tmp_path / CONFIG).write_text(json.dumps({"digests": {"trees": digest_of(b"trees")}}))
    config = read_model_config(tmp_path)
    assert checked_file(tmp_path, "trees", config) == b"trees"
    (tmp_path / "other").write_bytes(b"trees")
    with pytest.raises(ModelError, match="other of the model in"):
        checked_file(tmp_path, "other", config)
    (tmp_path / "trees").write_bytes(b"other")
    with pytest.raises(ModelError, match="is not the one of its config"):
        checked_file(tmp_path, "trees", config)
    (tmp_path / "trees").unlink()
    with pytest.raises(ModelError, match="cannot be read"):
        checked_file(tmp_path, "trees", config)


@pytest.mark.parametrize("config", ["", "[]", "{}", '{"sha256": {}}', '{"digests": 1}'])
def test_a_config_that_names_no_files_is_refused(tmp_path: Path, config: str) -> None:
    (tmp_path / CONFIG).write_text(config, encoding="utf-8")
    with pytest.raises(ModelError, match="restore its files"):
        read_model_config(tmp_path)
