"""A written digest read back, by a strict reading of its tags."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"meta", "link", "input", "br", "hr", "img"}


@dataclass
class Element:
    """An element with its attributes and all text in it."""

    tag: str
    attributes: dict[str, str]
    ancestors: tuple[str, ...]
    text: str = ""

    def get(self, name: str) -> str:
        """The value of an attribute; "" if it has none."""
        return self.attributes.get(name, "")


@dataclass
class Page(HTMLParser):
    """All elements of a page in order; raises AssertionError if tags do not nest."""

    source: str
    elements: list[Element] = field(default_factory=list)
    _open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.source)
        self.close()
        assert not self._open, f"left open: {[element.tag for element in self._open]}"

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Elements with a tag and attribute values (`class_` for class: one of its names)."""
        wanted = attributes.pop("class_", "")
        return [
            element
            for element in self.elements
            if element.tag == tag
            and (not wanted or wanted in element.get("class").split())
            and all(element.get(name) == value for name, value in attributes.items())
        ]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _value in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice"
        element = Element(
            tag, {name: value or "" for name, value in attrs}, tuple(e.tag for e in self._open)
        )
        self.elements.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        element = self._open.pop()
        assert element.tag == tag, f"</{tag}> closes <{element.tag}>"

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data
