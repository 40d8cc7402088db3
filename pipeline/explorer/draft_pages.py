"""The page that checks a draft: paste a text, see what was printed of its quotations."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form, HTTPException, Request, Response
from pydantic import BaseModel, Field
from sqlalchemy import Engine

from pipeline.explorer.page_formats import Page, errors, html_response, json_response

if TYPE_CHECKING:
    from pipeline.quotes import Attributor
    from pipeline.verify import CheckedDraft

router = APIRouter(tags=["drafts"])

MAX_DRAFT = 60_000
"""Characters of a draft: some 10,000 words, which are read in some seconds."""
WAIT_SECONDS = 20.0
"""How long a draft waits for those that are checked before it."""


class DraftChecker:
    """Checks one draft at a time with a model that is loaded once, when the first one comes."""

    def __init__(self, engine: Engine, *, rules_only: bool) -> None:
        """`engine` is the warehouse, `rules_only` leaves the network out."""
        self._engine = engine
        self._rules_only = rules_only
        self._attributor: Attributor | None = None
        self._lock = threading.Lock()

    def check(self, text: str) -> CheckedDraft:
        """Check a draft. Raises HTTPException 503 if others are checked for too long before."""
        # spaCy and the model take seconds to load: whoever only searches should not wait
        from pipeline.quotes import Attributor  # noqa: PLC0415
        from pipeline.verify import check_draft  # noqa: PLC0415

        if not self._lock.acquire(timeout=WAIT_SECONDS):
            raise HTTPException(503, "Other drafts are being checked; send this one again later.")
        try:
            if self._attributor is None:
                self._attributor = Attributor(rules_only=self._rules_only)
            return check_draft(text, self._attributor, self._engine)
        finally:
            self._lock.release()


class Draft(BaseModel):
    """A draft to be checked."""

    text: str = Field(max_length=MAX_DRAFT, description="Plain text, paragraphs as in the draft")


@router.get("/draft", response_class=Response, summary="Check a draft: the form")
def draft_form(request: Request) -> Response:
    """The form into which a draft is pasted."""
    return html_response(request, _page("", None))


@router.post("/draft", response_class=Response, summary="Check a draft", responses=errors("/draft"))
def draft(request: Request, text: Annotated[str, Form(max_length=4 * MAX_DRAFT)] = "") -> Response:
    """The verdicts on the quotations of a draft, as a page."""
    # a form sends an end of line as two characters
    text = text.replace("\r\n", "\n")
    if len(text) > MAX_DRAFT:
        raise HTTPException(
            400, f"The draft has more than {MAX_DRAFT:,} characters; check it in parts."
        )
    checked = request.app.state.drafts.check(text) if text.strip() else None
    return html_response(request, _page(text, checked))


@router.post(
    "/draft.json", response_class=Response, summary="Check a draft", responses=errors("/draft.json")
)
def draft_record(request: Request, draft: Draft) -> Response:
    """The verdicts on the quotations of a draft, as `verify --format json` has them."""
    return json_response(request, _page(draft.text, request.app.state.drafts.check(draft.text)))


def _page(text: str, checked: CheckedDraft | None) -> Page:
    passages: list[dict[str, object]] = []
    sentences: list[str] = []
    names: dict[str, str] = {}
    if checked is not None:
        from pipeline.verify import CHANGES, explanation, passage_record  # noqa: PLC0415

        passages = [passage_record(one, checked) for one in checked.passages]
        sentences = [explanation(one, checked, with_differences=False) for one in checked.passages]
        names = {str(change): name for change, name in CHANGES.items()}
    return Page(
        "draft.html.jinja",
        {
            "passages": passages,
            "since": checked.since if checked else None,
            "outlets": checked.outlets if checked else None,
        },
        {
            "text": text,
            "is_checked": checked is not None,
            "change_names": names,
            "sentences": sentences,
            # its JSON has to be asked for with the text
            "as_json": None,
            "max_characters": MAX_DRAFT,
        },
    )
