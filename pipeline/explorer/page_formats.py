"""A page and the formats in which its address gives it: HTML, JSON, and CSV for tables."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response
from fastapi.encoders import jsonable_encoder
from pydantic import BaseModel, Field

from pipeline.explorer.asked_values import MOST_PAGES
from pipeline.explorer.page_templates import rendered
from pipeline.text.csv_table import csv_lines, table_rows


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a page, for CSV."""

    columns: Sequence[str]
    rows: Sequence[object]
    """Each has the columns as attributes."""
    total: int | None = None
    """Rows there are, with those of other pages; None if the page does not count them."""
    more: bool = False
    """Whether there are more than `total`."""


@dataclass(frozen=True, slots=True)
class Page:
    """What an address shows."""

    template: str
    record: Mapping[str, Any]
    """What JSON has; the template has it too."""
    values: Mapping[str, Any] = field(default_factory=dict)
    """What only the template has."""
    table: Table | None = None
    """What CSV has; None if the page is not a table."""
    status: int = 200


@dataclass(frozen=True, slots=True)
class Paging:
    """Which part of many rows a page shows."""

    first: int
    """Number of the first row shown, from 1; 0 if there is none."""
    last: int
    total: int
    """Rows, or at least so many if not all were counted."""
    previous: str | None
    """Query of the page before."""
    next: str | None
    ends: bool
    """Whether there are rows behind the last page that is shown."""


def paging(
    request: Request, page: int, shown: int, total: int, size: int, *, more: bool = False
) -> Paging:
    """The part that page `page` of pages of `size` rows shows; it has `shown` rows.

    With `more`, `total` is not all of them.
    """
    first = (page - 1) * size + 1 if shown else 0
    last = first + shown - 1 if shown else 0
    goes_on = bool(shown) and (last < total or more)
    return Paging(
        first=first,
        last=last,
        total=total,
        previous=_query(request, page - 1) if page > 1 else None,
        next=_query(request, page + 1) if goes_on and page < MOST_PAGES else None,
        ends=goes_on and page == MOST_PAGES,
    )


def _query(request: Request, page: int) -> str:
    asked = [(name, value) for name, value in request.query_params.multi_items() if name != "page"]
    return urlencode([*((name, value) for name, value in asked if value), ("page", page)])


class Refusal(BaseModel):
    """Why an address does not give what was asked for."""

    error: str = Field(description="A sentence for a person")


def is_answered_in_json(address: str) -> bool:
    """Whether what goes wrong with an address is said in JSON, and not on a page."""
    return address.endswith((".json", ".csv"))


def errors(address: str) -> dict[int | str, dict[str, Any]]:
    """What an address answers if it cannot give what was asked for, as OpenAPI describes it."""
    said: dict[str, Any] = (
        {"model": Refusal} if is_answered_in_json(address) else {"content": {"text/html": {}}}
    )
    return {
        400: {"description": "What was asked for is written wrongly; the answer says what."} | said,
        404: {"description": "There is none of this number or name."} | said,
        503: {"description": "The warehouse cannot answer now; the answer says why."} | said,
        # without it FastAPI describes an error 422 that never comes
        "default": {"description": "Anything else, as a request that is too large."},
    }


def html_response(request: Request, page: Page) -> Response:
    """The page as HTML."""
    base = request.scope.get("root_path", "")
    path = request.url.path.removeprefix(base).rstrip("/") or "/index"
    query = f"?{request.url.query}" if request.url.query else ""
    values = {
        "base": base,
        "as_json": f"{base}{path}.json{query}" if request.method == "GET" else None,
        "as_csv": f"{base}{path}.csv{query}" if page.table and request.method == "GET" else None,
        "csv_table": page.table,
        **page.record,
        **page.values,
    }
    return Response(rendered(page.template, values), page.status, media_type="text/html")


def json_response(_request: Request, page: Page) -> Response:
    """The page as JSON, in ASCII."""
    record = json.dumps(jsonable_encoder(page.record), indent=1)
    return Response(record, page.status, media_type="application/json")


def csv_response(request: Request, page: Page) -> Response:
    """The table of the page as CSV."""
    if page.table is None:
        raise ValueError(f"the page {page.template} is not a table")
    columns = page.table.columns
    lines = "".join(
        f"{line}\r\n" for line in csv_lines(columns, table_rows(columns, page.table.rows))
    )
    name = request.url.path.strip("/").replace("/", "-")
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(lines, page.status, headers, media_type="text/csv; charset=utf-8")


def add_page(
    router: APIRouter, path: str, handler: Callable[..., Page], *, title: str, table: bool = False
) -> None:
    """Add a page under its address, its JSON under the same with `.json`, its table with `.csv`.

    `handler` takes parameters as an endpoint of FastAPI does; its docstring describes the page.
    """
    stem = "/index" if path == "/" else path
    formats: list[tuple[str, str, Callable[[Request, Page], Response]]] = [
        (f"{stem}.json", "application/json", json_response),
        (path, "text/html", html_response),
    ]
    if table:
        formats.insert(0, (f"{stem}.csv", "text/csv", csv_response))
    for address, media_type, response in formats:
        router.add_api_route(
            address,
            _endpoint(handler, response),
            response_class=Response,
            summary=title,
            description=handler.__doc__,
            responses={200: {"content": {media_type: {}}}, **errors(address)},
            operation_id=f"{handler.__name__}_{media_type.partition('/')[2]}",
        )


def _endpoint(
    handler: Callable[..., Page], response: Callable[[Request, Page], Response]
) -> Callable[..., Response]:
    def endpoint(request: Request, page: Page = Depends(handler)) -> Response:  # noqa: B008
        return response(request, page)

    return endpoint
