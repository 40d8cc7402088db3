"""How one outlet's pages are laid out, where the general rules do not do.

An entry of a source in the sources file. Each has the days on which pages looked so, and a
page of the archive is read with the layout of the day on which it was captured, as Fundus
does with its parsers. docs/operations.md describes the keys.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from pipeline.records import KEPT_LABELS, Label

MAX_SELECTOR_CHARACTERS = 500
"""A selector is a line; what is longer is not written by a person."""


def _selector(value: str) -> str:
    # with it comes the parser of HTML, which nobody needs who has no layouts
    import soupsieve

    try:
        soupsieve.compile(value)
    except (soupsieve.SelectorSyntaxError, NotImplementedError) as error:
        reason = str(error).partition("\n")[0]
        raise ValueError(f"{value!r} is not a CSS selector: {reason}") from error
    return value


Selector = Annotated[str, Field(max_length=MAX_SELECTOR_CHARACTERS), AfterValidator(_selector)]


def _dropped(label: Label) -> Label:
    if label in KEPT_LABELS:
        raise ValueError(f"{label.value!r} is kept; name what is dropped: caption, related, …")
    return label


DroppedLabel = Annotated[Label, AfterValidator(_dropped)]


class PageLayout(BaseModel):
    """Where headline, text and furniture stand on an outlet's pages, by CSS selectors."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    since: date | None = None
    """The first day on which pages looked so; None for always."""
    until: date | None = None
    """The last such day; None for until now."""
    headline: Selector | None = None
    text: tuple[Selector, ...] = ()
    """Elements with the article's text: only what stands in one of them is kept, and parts in
    them are furniture only by their words or by `furniture`, not by what they are called."""
    furniture: dict[DroppedLabel, tuple[Selector, ...]] = Field(default_factory=dict)
    """Elements that are dropped with everything in them, by their label."""

    @model_validator(mode="after")
    def _says_something(self) -> PageLayout:
        if not (self.headline or self.text or self.furniture):
            raise ValueError("needs at least one of headline, text, furniture")
        if self.since and self.until and self.until < self.since:
            raise ValueError(f"until {self.until} is before since {self.since}")
        return self

    def was_used_on(self, day: date) -> bool:
        """Whether pages looked so on a day."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


def layout_of(layouts: Iterable[PageLayout], day: date) -> PageLayout | None:
    """The first of the layouts that pages had on a day; None where the general rules do."""
    return next((layout for layout in layouts if layout.was_used_on(day)), None)
