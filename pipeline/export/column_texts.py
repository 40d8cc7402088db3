"""What the columns of the marts mean, as docs/columns.md says it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

COLUMNS_PAGE = Path(__file__).resolve().parents[2] / "docs" / "columns.md"
"""Beside the package, as `sql/` is: the package is run from the project's checkout."""

_SECTION = re.compile(r"^## (\w+)\n(.*?)(?=^#{1,2} |\Z)", re.MULTILINE | re.DOTALL)
_ROW = re.compile(r"^\| `(\w+)` \| (.*) \|$", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


@cache
def column_texts() -> dict[str, tuple[str, dict[str, str]]]:
    """For each table and view its description, and that of each column, as plain text."""
    page = COLUMNS_PAGE.read_text(encoding="utf-8")
    texts = {}
    for section in _SECTION.finditer(page):
        name, body = section.groups()
        described = body.partition("\n|")[0]
        columns = {row[1]: _plain(row[2]) for row in _ROW.finditer(body)}
        texts[name] = (_plain(described), columns)
    return texts


def _plain(text: str) -> str:
    """Markdown without its links and marks, on one line."""
    return " ".join(_LINK.sub(r"\1", text).replace("`", "").split())
