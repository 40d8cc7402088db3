"""The explorer as an application: its pages, what goes wrong with them, what guards them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy import Engine
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

from pipeline import __version__
from pipeline.errors import InputError, VerbatimError
from pipeline.explorer import (
    article_pages,
    change_pages,
    day_pages,
    draft_pages,
    search_pages,
    speaker_pages,
    statement_pages,
    watch_pages,
)
from pipeline.explorer.page_formats import (
    Page,
    html_response,
    is_answered_in_json,
    json_response,
)
from pipeline.explorer.page_templates import styles
from pipeline.explorer.request_guards import (
    HeadRequests,
    SafetyHeaders,
    SmallBodies,
    allowed_methods,
)
from pipeline.settings.watches_file import Watch
from pipeline.warehouse.speaker_words import SpeakerWordFinder

LOOPBACK_HOSTS = ("127.0.0.1", "localhost")
"""Names under which a browser may ask: with another one, a page of the web that has its own name
lead to this machine would read the answers (DNS rebinding)."""

SECONDS = 15.0
"""That the questions of one request to the warehouse may take."""

_LOG = logging.getLogger(__name__)

_DESCRIPTION = (
    "What news pages printed, who said it, and what edits changed. Every page is also JSON under "
    "its address with .json, every table also CSV. Read-only."
)


def explorer_application(
    engine: Engine,
    *,
    rules_only: bool = False,
    read_watches: Callable[[], Sequence[Watch]] = tuple,
    hosts: tuple[str, ...] | None = LOOPBACK_HOSTS,
) -> FastAPI:
    """The explorer over a warehouse, which should be opened with `open_read_only`.

    `rules_only` reads drafts without the network; `read_watches` gives the watches; `hosts` are the
    names under which it may be asked, None if something before it sees to that.
    """
    application = FastAPI(
        title="Verbatim",
        version=__version__,
        description=_DESCRIPTION,
        # its pages would load scripts from another host
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
    )
    application.state.engine = engine
    application.state.read_watches = read_watches
    application.state.speaker_words = SpeakerWordFinder(engine)
    application.state.drafts = draft_pages.DraftChecker(engine, rules_only=rules_only)
    for pages in (
        day_pages, change_pages, search_pages, speaker_pages, statement_pages, article_pages,
        draft_pages, watch_pages,
    ):  # fmt: skip
        application.include_router(pages.router)
    application.add_api_route("/explorer.css", _styles, include_in_schema=False)
    application.add_exception_handler(RequestValidationError, _badly_written)
    application.add_exception_handler(HTTPException, _refused)
    application.add_exception_handler(InputError, _bad_question)
    application.add_exception_handler(VerbatimError, _unusable)
    application.add_exception_handler(Exception, _defect)
    application.add_middleware(SmallBodies)
    application.add_middleware(SafetyHeaders)
    application.add_middleware(HeadRequests)
    if hosts is not None:
        application.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts))
    return application


def _styles() -> Response:
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(styles(), headers=headers, media_type="text/css")


def _badly_written(request: Request, error: Exception) -> Response:
    first: Mapping[str, Any] = (
        error.errors()[0] if isinstance(error, RequestValidationError) else {}
    )
    where, *names = [str(part) for part in first.get("loc", ("request",))]
    if where == "path":
        return _error(request, 404, "There is no page of this address.")
    name = names[0] if names else where
    return _error(request, 400, f"{name}: {first.get('msg', 'it cannot be read')}.")


def _refused(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    sentence, headers = error.detail, dict(error.headers or {})
    if error.status_code == 404 and sentence == "Not Found":
        sentence = "There is no page of this address."
    elif error.status_code == 405:
        sentence = "This address only answers questions: nothing can be changed here."
        # an address may have a route for each of its methods, and the error names those of one
        headers["Allow"] = allowed_methods(request.app.routes, request.scope)
    response = _error(request, error.status_code, sentence)
    response.headers.update(headers)
    return response


def _bad_question(request: Request, error: Exception) -> Response:
    return _error(request, 400, _sentence(error))


def _unusable(request: Request, error: Exception) -> Response:
    return _error(request, 503, _sentence(error))


def _defect(request: Request, error: Exception) -> Response:
    _LOG.error("the page %s failed", request.url.path, exc_info=error)
    return _error(request, 500, "This page has a defect. What happened is in the log.")


def _sentence(error: Exception) -> str:
    said = str(error)
    return f"{said[:1].upper()}{said[1:]}."


def _error(request: Request, status: int, sentence: str) -> Response:
    page = Page("error.html.jinja", {"error": sentence}, {"status": status}, status=status)
    response = json_response if is_answered_in_json(request.url.path) else html_response
    return response(request, page)
