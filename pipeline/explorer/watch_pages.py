"""The page of the watches, and their feeds."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Request, Response

from pipeline.errors import VerbatimError
from pipeline.explorer.page_formats import Page, add_page, errors
from pipeline.settings.watches_file import Watch
from pipeline.settings.yaml_files import SettingsError
from pipeline.watches.feed_files import feed_of
from pipeline.watches.watch_feeds import ATOM, FORMATS, JSON, MEDIA_TYPES
from pipeline.watches.watch_texts import question_text

router = APIRouter(tags=["watches"])

Key = Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$", description="Key of the watch")]


def watches(request: Request) -> Page:
    """The saved questions of the watches file; each is an Atom and a JSON feed."""
    found = [
        {"key": one.key, "name": one.name, "question": question_text(one.question)}
        for one in _watches(request)
    ]
    return Page("watches.html.jinja", {"watches": found})


def atom(request: Request, key: Key) -> Response:
    """What a watch found in the last thirty days, as Atom (RFC 4287)."""
    return _feed(request, key, ATOM)


def json(request: Request, key: Key) -> Response:
    """What a watch found in the last thirty days, as JSON Feed (1.1)."""
    return _feed(request, key, JSON)


def _feed(request: Request, key: str, end: str) -> Response:
    for watch in _watches(request):
        if watch.key == key:
            base = request.scope.get("root_path", "")
            address = f"{request.url.scheme}://{request.url.netloc}{base}/watches/"
            feed = feed_of(request.app.state.engine, watch, address)
            return Response(FORMATS[end](feed), media_type=MEDIA_TYPES[end])
    raise HTTPException(404, "There is no watch of this key.")


def _watches(request: Request) -> list[Watch]:
    try:
        return list(request.app.state.read_watches())
    except SettingsError as error:
        # it is not the reader who wrote it wrongly
        raise VerbatimError(str(error)) from error


add_page(router, "/watches", watches, title="Watches")
for _end, _handler in ((ATOM, atom), (JSON, json)):
    _address = f"/watches/{{key}}.{_end}"
    router.add_api_route(
        _address,
        _handler,
        response_class=Response,
        summary=f"A watch as {'Atom' if _end == ATOM else 'JSON Feed'}",
        responses={200: {"content": {MEDIA_TYPES[_end]: {}}}, **errors(_address)},
        operation_id=f"watch_{_end}",
    )
