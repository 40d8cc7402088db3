"""What a page holds that no reader sees as text, cut from the parsed tree.

On real pages scripts, styles and drawings are most of the bytes.
"""

from __future__ import annotations

import itertools

from lxml import etree

from pipeline.article.server_stream import PUSH

MIN_SCRIPT_CHARACTERS = 500
"""Shorter scripts hold no article."""
SHADOW_ROOT_TAG = "shadow-root"
"""The tag of what stands in a `<template shadowrootmode>`; as any tag with a hyphen, HTML leaves
it to the site."""
SHADOW_MODES = frozenset({"open", "closed"})
"""Values by which a template is the tree of its host, by the HTML standard."""
MAX_TEMPLATES = 1_000
"""Of a page; real ones have some tens."""
SILENT_TAGS = ("script", "style", "template", "noscript", "svg", "head")
"""Elements whose text nobody sees."""


def visible_body(root: etree._Element) -> etree._Element | None:
    """The page's body without silent elements; None if there is no body.

    Templates are silent, but for those of a declarative shadow tree, which browsers show.
    Changes `root`. Elements that are hidden by style or attribute stay: whether they are
    shown is decided elsewhere, and their text is part of the page.
    """
    _show_shadow_trees(root)
    etree.strip_elements(root, *SILENT_TAGS, with_tail=False)
    return root if root.tag == "body" else root.find(".//body")


def long_scripts(root: etree._Element) -> list[str]:
    """The texts of the scripts that may hold an article: long ones, and parts of a server's stream.

    JSON-LD is left out.
    """
    return [
        script.text
        for script in root.iter("script")
        if script.text
        and (len(script.text) >= MIN_SCRIPT_CHARACTERS or PUSH in script.text)
        and "ld+json" not in (script.get("type") or "")
    ]


def _show_shadow_trees(root: etree._Element) -> None:
    """Put what the templates of shadow trees hold in place of what their hosts hold.

    What a host holds itself is shown in the slots of its shadow tree
    (https://html.spec.whatwg.org/multipage/scripting.html#attr-template-shadowrootmode); without
    a slot for it, it is not shown.
    """
    for template in list(itertools.islice(root.iter("template"), MAX_TEMPLATES)):
        host = template.getparent()
        if host is None or not _is_shadow_root(template):
            continue
        slots: dict[str, etree._Element] = {}
        for slot in template.iter("slot"):
            slots.setdefault(slot.get("name") or "", slot)
        filled: set[str] = set()
        for child in list(host):
            if child is template or not isinstance(child.tag, str):
                continue
            name = child.get("slot") or ""
            if name not in slots:
                child.set("hidden", "")
                continue
            if name not in filled:
                filled.add(name)
                _empty(slots[name])
            slots[name].append(child)
        template.tag = SHADOW_ROOT_TAG


def _is_shadow_root(template: etree._Element) -> bool:
    mode = template.get("shadowrootmode") or template.get("shadowroot") or ""
    return mode.lower() in SHADOW_MODES and next(template.iterancestors("template"), None) is None


def _empty(slot: etree._Element) -> None:
    """Take out what a slot shows as long as nothing is put in it."""
    slot.text = None
    for child in list(slot):
        slot.remove(child)
