"""The pages of articles: an article's versions and what changed between them, one quotation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request

from pipeline.explorer.asked_values import Number
from pipeline.explorer.marked_text import marked_paragraphs
from pipeline.explorer.page_formats import Page, add_page
from pipeline.explorer.page_templates import SHOWN_LINE, SHOWN_NAME
from pipeline.explorer.shown_quotations import live_link, record, shown
from pipeline.explorer.version_differences import text_differences
from pipeline.publish import web_link
from pipeline.publish.render import KIND_MEANINGS
from pipeline.publish.shown_texts import speaker_name
from pipeline.records import Kind
from pipeline.shown_records import UNCERTAIN_BELOW
from pipeline.text.shortening import shorten
from pipeline.warehouse.article_history import ArticleHistory, article_history
from pipeline.warehouse.quotation_record import QuotationRecord, quotation_record

router = APIRouter(tags=["articles"])

MOST_COPIED = 10_000
"""Characters of a quotation that are copied: pages of them."""

VersionNumber = Annotated[
    int | None,
    Query(ge=1, le=2**63 - 1, description="Version to compare with; else the one before"),
]


def article(request: Request, article_id: Number, compare: VersionNumber = None) -> Page:
    """An article as it is now: quotations, versions, what the last edit changed, dropped blocks."""
    return _article(request, article_id, None, compare)


def version(
    request: Request, article_id: Number, version_id: Number, compare: VersionNumber = None
) -> Page:
    """A version of an article: quotations, what changed since the one before, dropped blocks."""
    return _article(request, article_id, version_id, compare)


def _article(
    request: Request, article_id: int, version_id: int | None, compare: int | None
) -> Page:
    history = article_history(
        request.app.state.engine, article_id, version_id=version_id, compare_with=compare
    )
    if history is None:
        what = f"article {article_id}"
        if version_id or compare:
            what += " with this version"
        raise HTTPException(404, f"There is no {what} in the warehouse.")
    paragraphs, is_whole = marked_paragraphs(history.shown.text, history.quotations)
    compared = history.compared
    differences = text_differences(compared.text, history.shown.text) if compared else None
    return Page(
        "article.html.jinja",
        _article_record(history)
        | {"differences": asdict(differences)["parts"] if differences else None},
        {
            "history": history,
            "paragraphs": paragraphs,
            "is_whole": is_whole and len(history.shown.text) >= history.shown.version.characters,
            "differences": differences,
            "links": _links(history),
        },
    )


def _links(history: ArticleHistory) -> list[str | None]:
    """The link to the live page for each quotation, at its words if the page still has them."""
    is_current = history.shown.version.is_current
    return [web_link(history.url, one.text if is_current else "") for one in history.quotations]


def _article_record(history: ArticleHistory) -> dict[str, Any]:
    compared = history.compared
    return {
        "article_id": history.article_id,
        "url": history.url,
        "outlet": history.outlet,
        "outlet_key": history.outlet_key,
        "published": history.published,
        "versions": history.versions,
        "shown": history.shown.version.version_id,
        "text": history.shown.text,
        "compared_with": compared.version.version_id if compared else None,
        "quotations": history.quotations,
        "withheld": history.withheld,
        "dropped": history.dropped,
        "dropped_total": history.dropped_total,
    }


def quotation(request: Request, quotation_id: Number) -> Page:
    """A quotation and where it stands, also if it was edited away or a check withholds it."""
    found = quotation_record(request.app.state.engine, quotation_id)
    if found is None:
        raise HTTPException(
            404,
            f"There is no quotation {quotation_id} in the warehouse. It may have been read anew "
            "since; search for its words.",
        )
    fields = asdict(found) | {"quotation": record(found.quotation, is_current=found.is_current)}
    return Page(
        "quotation.html.jinja",
        fields | {"copy": copied(found)},
        {"one": found, "found": shown([found.quotation], is_current=found.is_current)},
    )


def copied(of: QuotationRecord) -> str:
    """The words with their source and what must be known of them, to be put into another text."""
    found = of.quotation
    who = speaker_name(found.speaker)
    if found.role:
        who += f", {shorten(found.role, SHOWN_LINE)}"
    headline = shorten(found.headline or "", SHOWN_LINE)
    outlet, day = shorten(found.outlet, SHOWN_NAME), f"{found.published:%Y-%m-%d}"
    where = ", ".join(filter(None, (headline, outlet, day)))
    link = live_link(found, is_current=of.is_current)
    lines = (
        shorten(found.text, MOST_COPIED),
        f"— {who}. {where}.",
        " ".join(_to_be_known(of)),
        link or shorten(found.url, MOST_COPIED),
        f"Archived {of.captured_at:%Y-%m-%d %H:%M} UTC.",
    )
    return "\n".join(filter(None, lines))


def _to_be_known(of: QuotationRecord) -> Iterator[str]:
    """What a reader must know of a quotation, as its page says it."""
    found = of.quotation
    if not of.is_current:
        yield "The article was edited and no longer has the text in which this stood."
    if of.withheld:
        yield "A check found it to be wrong."
    if found.kind != Kind.DIRECT:
        yield KIND_MEANINGS[found.kind]
    if found.confidence < UNCERTAIN_BELOW:
        yield f"Less certain: {100 * found.confidence:.0f} % that content and speaker are right."


add_page(router, "/articles/{article_id}", article, title="An article")
add_page(
    router, "/articles/{article_id}/versions/{version_id}", version, title="A version of an article"
)
add_page(router, "/quotations/{quotation_id}", quotation, title="A quotation")
