"""The explorer inside Airflow's own pages, for whoever is logged in to Airflow.

Airflow mounts a plugin's application without asking who calls it, so this asks: a request without
a user of Airflow, or with one who may not see the view "Verbatim", gets nothing of the warehouse.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from airflow.plugins_manager import AirflowPlugin

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

PREFIX = "/verbatim"
VIEW = "Verbatim"
"""What the permission is called, where an auth manager has permissions for views of plugins."""


class GuardedExplorer:
    """The explorer behind Airflow's login; made when the first one asks.

    Every process of Airflow loads the plugins, and only the API server needs this one.
    """

    def __init__(self) -> None:
        self._explorer: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a user of Airflow with a page, anybody else with 401 or 403."""
        from starlette.responses import PlainTextResponse

        if scope["type"] != "http":
            return
        refusal = await _refusal(scope)
        if refusal is not None:
            status, sentence = refusal
            await PlainTextResponse(sentence, status)(scope, receive, send)
            return
        if self._explorer is None:
            self._explorer = _explorer()
        await self._explorer(scope, receive, send)


async def _refusal(scope: Scope) -> tuple[int, str] | None:
    """Status and sentence for whoever may not see the explorer; None for whoever may."""
    from airflow.api_fastapi.app import get_auth_manager
    from airflow.api_fastapi.core_api.security import get_user
    from fastapi import HTTPException, Request
    from fastapi.security import HTTPBearer

    request = Request(scope)
    try:
        user = await get_user(request, None, await HTTPBearer(auto_error=False)(request))
    except HTTPException:
        # no token, an old one or a forged one
        return 401, "Log in to Airflow, then open this page again."
    may = get_auth_manager().is_authorized_custom_view(method="GET", resource_name=VIEW, user=user)
    return (
        None if may else (403, f"You may not see the view {VIEW!r}; ask Airflow's administrator.")
    )


def _explorer() -> ASGIApp:
    from pipeline.explorer.application import SECONDS, explorer_application
    from pipeline.settings.environment import load_settings
    from pipeline.settings.watches_file import load_watches
    from pipeline.warehouse.read_only import open_read_only

    settings = load_settings()
    return explorer_application(
        open_read_only(settings.warehouse_url, seconds=SECONDS),
        rules_only=settings.attribution == "rules",
        read_watches=partial(load_watches, settings),
        # Airflow answers to whatever names its administrator gave it, and asks for its login
        hosts=None,
    )


class ExplorerPlugin(AirflowPlugin):
    """A link in Airflow's navigation, and the pages that it opens in a tab of their own."""

    name = "verbatim_explorer"
    fastapi_apps = [{"app": GuardedExplorer(), "url_prefix": PREFIX, "name": VIEW}]  # noqa: RUF012
    # without a route of Airflow's it opens in a tab, not in a frame whose sandbox keeps cookies out
    external_views = [{"name": VIEW, "href": f"{PREFIX}/", "destination": "nav"}]  # noqa: RUF012
