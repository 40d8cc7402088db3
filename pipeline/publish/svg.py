"""A matplotlib figure as an SVG element fit to stand in a page.

What matplotlib writes is a document of its own: a style sheet that would apply to the whole
page, ids that clash between plots, style attributes that the page's Content-Security-Policy
forbids, its own fonts. Here it becomes an element with presentation attributes, whose colours
have class names (for the dark scheme) and whose text takes the font of the page.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING

from lxml import etree
from matplotlib import rc_context

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_SVG = "{http://www.w3.org/2000/svg}"
_KEPT_PROPERTIES = ("fill", "stroke", "stroke-width", "text-anchor", "font-size", "font-weight")


def svg_element(
    figure: Figure, *, alternative: str, labels: Mapping[str, str], classes: Mapping[str, str]
) -> str:
    """The figure as markup of one <svg> element, the same bytes every time.

    `alternative` describes it to those who do not see it. `labels` says what to put in the place
    of the texts that the figure has: text from the web is never handed to matplotlib, which
    would read markup in it and measure glyphs that its fonts lack. `classes` names the colours
    ("#rrggbb"). Paths and texts are kept, in the order they are painted.
    """
    buffer = io.BytesIO()
    with rc_context({"svg.hashsalt": "verbatim", "svg.fonttype": "none"}):
        figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None})
    drawn = etree.fromstring(buffer.getvalue(), etree.XMLParser(resolve_entities=False))
    _x, _y, width, height = (drawn.get("viewBox") or "").split()
    root = etree.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {width} {height}",
            "width": width,
            "height": height,
            "role": "img",
            "aria-label": alternative,
        },
    )
    for element in drawn.iter(f"{_SVG}path", f"{_SVG}text"):
        properties = _properties(element.get("style") or "")
        if element.tag == f"{_SVG}path":
            if {properties.get("fill"), properties.get("stroke", "none")} == {"none"}:
                continue  # the empty backgrounds of figure and axes
            shape = etree.SubElement(
                root, "path", {"d": " ".join((element.get("d") or "").split())}
            )
        else:
            place = {"x": element.get("x") or "0", "y": element.get("y") or "0"}
            shape = etree.SubElement(root, "text", place)
            written = element.text or ""
            shape.text = labels.get(written, written)
        for name in _KEPT_PROPERTIES:
            if name in properties:
                shape.set(name, properties[name])
        names = [
            f"{classes[colour]}-{name}"
            for name in ("fill", "stroke")
            if (colour := properties.get(name, "")) in classes
        ]
        if names:
            shape.set("class", " ".join(names))
    return etree.tostring(root, encoding="unicode")


def _properties(style: str) -> dict[str, str]:
    """The declarations of a style attribute."""
    pairs = (declaration.partition(":") for declaration in style.split(";"))
    return {name.strip(): value.strip() for name, _colon, value in pairs if value.strip()}
