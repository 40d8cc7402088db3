"""What a page holds that no reader sees as text, cut from the parsed tree.

On real pages scripts, styles and drawings are most of the bytes.
"""

from __future__ import annotations

from lxml import etree

MIN_SCRIPT_CHARACTERS = 500
SILENT_TAGS = ("script", "style", "template", "noscript", "svg", "head")


def visible_body(root: etree._Element) -> etree._Element | None:
    """The page's body without silent elements; None if there is no body.

    Changes `root`. Elements that are hidden by style or attribute stay: whether they are
    shown is decided elsewhere, and their text is part of the page.
    """
    etree.strip_elements(root, *SILENT_TAGS, with_tail=False)
    return root if root.tag == "body" else root.find(".//body")


def long_scripts(root: etree._Element) -> list[str]:
    """The texts of the scripts that are long enough to hold an article; JSON-LD left out."""
    return [
        script.text
        for script in root.iter("script")
        if script.text
        and len(script.text) >= MIN_SCRIPT_CHARACTERS
        and "ld+json" not in (script.get("type") or "")
    ]
