"""Options that several commands of the command line have."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from pipeline.settings.environment import Settings, load_settings
from pipeline.shown_records import UNCERTAIN_BELOW
from pipeline.text.dates import DateError, check_order, first_instant, last_instant

format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["json", "text"]),
    default="text",
    show_default=True,
    help="json: one object a line; text: for reading.",
)
rows_format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["json", "text", "csv"]),
    default="text",
    show_default=True,
    help="json: one object a line; csv: a table with names of columns; text: for reading.",
)
limit_option = click.option(
    "--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="So many at most."
)

min_confidence_option = click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=UNCERTAIN_BELOW,
    help=f"Hide what is less sure; {UNCERTAIN_BELOW} if not given, 0 shows all.",
)
sources_option = click.option(
    "--sources",
    type=click.Path(path_type=Path),
    help="Sources file; by default VERBATIM_SOURCES or sources.yaml.",
)


def settings_with(sources: Path | None) -> Settings:
    """The settings, with the sources file that was given with `--sources`."""
    settings = load_settings()
    return settings.model_copy(update={"sources": sources}) if sources else settings


class Day(click.ParamType[datetime | None]):
    """A calendar day as YYYY-MM-DD, turned into its first or last instant in UTC."""

    name = "date"

    def __init__(self, instant: Callable[[str], datetime | None]) -> None:
        """`instant` is `first_instant` or `last_instant`."""
        self._instant = instant

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime | None:
        """The instant. Fails with a message for anything that is no such date."""
        try:
            return self._instant(value)
        except DateError as error:
            self.fail(str(error), param, ctx)


def in_order(ctx: click.Context, param: click.Parameter, value: datetime | None) -> datetime | None:
    """The day; fails if the other one, given before it, is on the wrong side of it."""
    days = {**ctx.params, str(param.name): value}
    try:
        check_order(days.get("since"), days.get("until"))
    except DateError as error:
        raise click.BadParameter(str(error), ctx, param) from error
    return value


since_option = click.option(
    "--since", type=Day(first_instant), callback=in_order, help="First day, YYYY-MM-DD (UTC)."
)
until_option = click.option(
    "--until", type=Day(last_instant), callback=in_order, help="Last day, YYYY-MM-DD (UTC)."
)


new_option = click.option(
    "--new", is_flag=True, help="Begin a new run even if one of the same was broken off."
)
