"""Tables of data, as against tables that lay out the page."""

from __future__ import annotations

from lxml import etree

MIN_CELLS = 6
"""A table of fewer is as often a frame."""
MAX_CELL_CHARACTERS = 240
"""A cell with more text than this holds a part of the page."""
MAX_LOOKED_AT = 2_000
"""Elements of a table, so that work stays linear."""


def is_data_table(table: etree._Element) -> bool:
    """Whether a table holds data: some cells, all short, none with a table or heading in it."""
    cells = 0
    for element in table.iter(etree.Element):
        name = element.tag
        if name in {"td", "th"}:
            cells += 1
            if len("".join(map(str, element.itertext()))) > MAX_CELL_CHARACTERS:
                return False
        elif name in {"table", "h1", "h2", "form", "article"} and element is not table:
            return False
        if cells > MAX_LOOKED_AT:
            break
    return cells >= MIN_CELLS
