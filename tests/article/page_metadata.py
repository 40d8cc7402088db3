"""Pages of a few elements, and what the metadata reader makes of them, for its tests."""

from __future__ import annotations

import json
from typing import Any

from pipeline.article.metadata import PageMetadata, read_metadata, with_visible
from pipeline.article.page_decoding import parse

URL = "http://harbour-mail.example/town/eleven-boats"


def metadata(head: str = "", body: str = "", url: str | None = URL) -> PageMetadata:
    page = f"<html><head>{head}</head><body>{body}<p>Boats.</p></body></html>"
    return read_metadata(parse(page.encode()), url=url)


def script(*values: object) -> str:
    texts = (value if isinstance(value, str) else json.dumps(value) for value in values)
    return "".join(f'<script type="application/ld+json">{text}</script>' for text in texts)


def article(**properties: Any) -> dict[str, Any]:
    return {"@context": "https://schema.org", "@type": "NewsArticle", **properties}


def visible(known: PageMetadata | None = None, **seen: Any) -> PageMetadata:
    none: dict[str, Any] = {
        "headline": None,
        "bylines": [],
        "timestamps": [],
        "around": [],
        "text": "",
    }
    return with_visible(known or PageMetadata(), **{**none, **seen})


def authors(*bylines: str, outlet: str | None = None) -> list[str]:
    return list(visible(PageMetadata(outlet=outlet), bylines=bylines).authors)
