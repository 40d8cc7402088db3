"""The pages of the bundled news site as a careful reader has them, ready to be loaded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from pipeline.records import Article, AttributedPage, Attribution, Block, Kind, Label, Quotation
from tests.newsroom import Fixture, fixtures
from tests.warehouse.examples import MONDAY, capture


def newsroom_pages() -> Iterator[AttributedPage]:
    """Every article of the news site in both editions, with the quotations of its reader."""
    for fixture in fixtures():
        if "article" in fixture.expected:
            yield _page(fixture)


def _page(fixture: Fixture) -> AttributedPage:
    said = fixture.expected["article"]
    seen = MONDAY + timedelta(days=9, hours=fixture.edition)
    blocks = tuple(
        Block(Label(block["label"]), "reader", block["text"], "p")
        for block in fixture.expected["blocks"]
    )
    quotations = (_quotation(fixture.text, quote) for quote in fixture.expected["quotes"])
    return AttributedPage(
        capture(fixture.url, outlet=fixture.outlet, at=seen, body=fixture.text),
        Article(
            url=fixture.url,
            headline=said["headline"],
            authors=tuple(said["authors"]),
            published=_time(said["published"]),
            modified=None,
            language=said["language"],
            section=said["section"],
            outlet=said["outlet"],
            blocks=blocks,
        ),
        tuple(quotation for quotation in quotations if quotation is not None),
    )


def _time(written: str | None) -> datetime | None:
    if written is None:
        return None
    time = datetime.fromisoformat(written)
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _quotation(text: str, quote: dict[str, object]) -> Quotation | None:
    """None for words that the text does not have as they are written."""
    spans = []
    end = 0
    for part in str(quote["text"]).split(" … "):
        start = text.find(part, end)
        if start < 0:
            return None
        end = start + len(part)
        spans.append((start, end))
    return Quotation(
        attribution=Attribution(None, None, tuple(spans), Kind(quote["kind"]), 0.9),
        text=str(quote["text"]),
        segments=tuple(quote["segments"]),  # type: ignore[arg-type]
        speaker=quote["speaker"],  # type: ignore[arg-type]
        mention=quote["mention"],  # type: ignore[arg-type]
        role=quote["role"],  # type: ignore[arg-type]
        cue=quote["cue"],  # type: ignore[arg-type]
        paragraph=text[: spans[0][0]].count("\n\n"),
    )
