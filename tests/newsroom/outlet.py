"""What an outlet declares in its outlet.yaml, and the files beside it.

README.md explains every key. Unknown keys and declarations that contradict
each other raise pydantic's ValidationError when the file is read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

OUTLETS_FOLDER = Path(__file__).parent / "outlets"

Announcement = Literal["rss", "atom", "news-sitemap", "section"]


class Page(BaseModel):
    """One path of an outlet and how it behaves."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: Annotated[str, Field(pattern=r"^/\S*$")]
    page: str | None = None
    title: str | None = None
    published: AwareDatetime | None = None
    summary: str | None = None
    announced: bool = True
    announced_as: str | None = None
    announced_in: tuple[Announcement, ...] | None = None
    modified: AwareDatetime | None = None
    edition2_modified: AwareDatetime | None = None
    since_edition: int = 1
    parked: str | None = None
    status: int | None = None
    redirect: str | None = None
    first: int | None = None
    retry_after: int | None = None
    content_type: str = "text/html; charset=utf-8"
    encoding: str = "utf-8"
    gzip: bool = False
    body: Literal["empty", "pdf", "large"] | None = None
    stall: bool = False

    @model_validator(mode="after")
    def _is_whole(self) -> Page:
        if self.announced and self.title is None:
            raise ValueError(f"{self.path}: an announced page needs a title")
        if self.page is None and not (self.status or self.redirect or self.body):
            raise ValueError(f"{self.path}: has neither page nor status, redirect or body")
        return self

    def last_modified(self, edition: int) -> AwareDatetime | None:
        """When the page that this edition serves was last changed."""
        if edition > 1 and self.edition2_modified:
            return self.edition2_modified
        return self.modified or self.published


class Outlet(BaseModel):
    """One outlet.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    name: str
    language: str = "en"
    announced_by: tuple[Announcement, ...] = Field(min_length=1)
    hosts: tuple[str, ...] = ()
    robots: str | None = None
    section_html: str | None = None
    pages: tuple[Page, ...]
    folder: Path

    @property
    def address(self) -> str:
        """How the outlet's own address is written in its files."""
        return f"http://{self.key}.example"

    def file(self, name: str, edition: int, suffix: str) -> Path | None:
        """The file of a page in an edition; None if neither edition has one."""
        names = [f"{name}.edition2.{suffix}"] if edition > 1 else []
        for candidate in (*names, f"{name}.{suffix}"):
            path = self.folder / "pages" / candidate
            if path.exists():
                return path
        return None

    def as_of(self, moment: datetime) -> Outlet:
        """The outlet with the pages that were published by a moment."""
        pages = [page for page in self.pages if not page.published or page.published <= moment]
        return self.model_copy(update={"pages": tuple(pages)})

    def announced(self, by: Announcement, edition: int) -> list[Page]:
        """The pages that one of the outlet's announcements names, newest first."""
        pages = [
            page
            for page in self.pages
            if page.announced
            and page.since_edition <= edition
            and by in (page.announced_in or self.announced_by)
        ]
        return sorted(
            pages, key=lambda p: p.published.timestamp() if p.published else 0.0, reverse=True
        )


@dataclass(frozen=True, slots=True)
class Fixture:
    """A page as it lies on disk, with what a careful reader says about it."""

    outlet: str
    name: str
    edition: int
    url: str
    """Its address in the invented world, "http://KEY.example/…"."""
    html: str
    expected: dict[str, Any]

    @property
    def text(self) -> str:
        """The article's text by the expected blocks, as `Article.text` puts it together."""
        kept = {"standfirst", "paragraph", "heading", "list_item", "blockquote"}
        blocks = self.expected.get("blocks", [])
        return "\n\n".join(b["text"] for b in blocks if b["label"] in kept)


def read_outlets(folder: Path = OUTLETS_FOLDER) -> tuple[Outlet, ...]:
    """All outlets of the newsroom, sorted by key.

    Raises pydantic.ValidationError or yaml.YAMLError for a wrong outlet.yaml.
    """
    outlets = []
    for path in sorted(folder.glob("*/outlet.yaml")):
        declared = yaml.safe_load(path.read_text(encoding="utf-8"))
        outlets.append(Outlet.model_validate({**declared, "folder": path.parent}))
    return tuple(outlets)


def fixtures(folder: Path = OUTLETS_FOLDER) -> Iterator[Fixture]:
    """Every page with a file, in both editions where there are two.

    Raises FileNotFoundError for a page whose file or expected JSON is missing.
    """
    for outlet in read_outlets(folder):
        seen: set[str] = set()
        for page in outlet.pages:
            if page.page is None or page.page in seen:
                continue
            seen.add(page.page)
            pages = outlet.folder / "pages"
            for edition in (1, 2):
                stem = page.page if edition == 1 else f"{page.page}.edition2"
                html = pages / f"{stem}.html"
                if edition == 2 and not html.exists():
                    continue
                expected = (pages / f"{stem}.expected.json").read_text(encoding="utf-8")
                yield Fixture(
                    outlet=outlet.key,
                    name=page.page,
                    edition=edition,
                    url=outlet.address + page.path,
                    html=html.read_text(encoding="utf-8"),
                    expected=json.loads(expected),
                )
