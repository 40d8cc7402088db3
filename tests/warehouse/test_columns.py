"""docs/columns.md names every column of every table and view, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy import Engine, inspect

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "columns.md").read_text(encoding="utf-8")
SQLITES_OWN = "search_"
"""SQLite keeps the index of words in tables; see migration 0004."""


def documented() -> dict[str, list[str]]:
    sections = re.split(r"^## ", PAGE, flags=re.M)[1:]
    return {
        section.partition("\n")[0]: re.findall(r"^\| `(\w+)` \| \S", section, re.M)
        for section in sections
    }


def test_every_column_is_documented_in_its_order(engine: Engine) -> None:
    inspector = inspect(engine)
    names = [*inspector.get_table_names(), *inspector.get_view_names()]
    assert documented() == {
        name: [column["name"] for column in inspector.get_columns(name)]
        for name in names
        if not name.startswith(SQLITES_OWN)
    }
