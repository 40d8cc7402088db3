"""Every block label has its places: whoever adds one is told here which are missing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.records import KEPT_LABELS, Label

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("label", list(Label))
def test_every_label_is_in_the_table_of_rules(label: Label) -> None:
    text = (ROOT / "docs" / "extraction.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert any(f"`{label}`" in row.split("|")[1] for row in rows), (
        f"docs/extraction.md, “Labels and their rules”, has no row for {label}"
    )


@pytest.mark.parametrize("label", list(Label))
def test_every_label_is_given_by_some_rule(label: Label) -> None:
    sources = (ROOT / "pipeline" / "article").rglob("*.py")
    name = re.compile(rf"\bLabel\.{label.name}\b")
    assert any(name.search(path.read_text(encoding="utf-8")) for path in sources), (
        f"no rule in pipeline/article gives {label}; see docs/extraction.md, “Adding a rule”"
    )


def test_a_label_is_kept_or_dropped() -> None:
    assert set(Label) > KEPT_LABELS
