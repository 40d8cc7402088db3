"""The explorer's templates: everything that comes from the web is bounded, visible and escaped."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment

from pipeline.publish import is_web_address
from pipeline.publish.calendar import long_day
from pipeline.publish.render import KIND_MEANINGS, style_sheet, template_environment
from pipeline.publish.shown_texts import speaker_name
from pipeline.text.shortening import shorten

SHOWN_NAME = 120
SHOWN_LINE = 240
"""Characters of a headline, a role, a rule."""

_FOLDER = Path(__file__).parent


def rendered(template: str, values: Mapping[str, Any]) -> str:
    """A template with its values as HTML text."""
    return _environment().get_template(template).render(**values)


@cache
def styles() -> str:
    """The style sheet: that of the digest, and what only the explorer has."""
    return style_sheet() + (_FOLDER / "explorer.css").read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    environment = template_environment(_FOLDER / "templates")
    environment.filters |= {
        "shown": _shown,
        "name": speaker_name,
        "day": _day,
        "time": _time,
        "percent": _percent,
        "number": "{:,}".format,
        "web_address": is_web_address,
    }
    # another name for other styles, so that a browser keeps them for as long as they are the same
    digest = hashlib.sha256(styles().encode("utf-8")).hexdigest()[:12]
    environment.globals |= {"style_digest": digest, "kind_meanings": KIND_MEANINGS}
    return environment


def _shown(text: str | None, limit: int = SHOWN_LINE) -> str:
    """A text on one line, as long as a line may be."""
    return shorten(text or "", limit)


def _day(moment: date | datetime) -> str:
    """A day as "4 March 2026"."""
    return long_day(moment.date() if isinstance(moment, datetime) else moment)


def _time(moment: datetime) -> str:
    """A moment as "4 March 2026, 09:30 UTC"."""
    return f"{long_day(moment.date())}, {moment:%H:%M} UTC"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
