"""The digest as HTML text: its data put in order, its plots, and the template around them."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipeline.publish.calendar import span_of
from pipeline.publish.charts import plots_of
from pipeline.publish.view import view_of
from pipeline.records import Kind
from pipeline.shown_records import DigestData

KIND_MEANINGS = {
    Kind.DIRECT: "The speaker’s own words, at least a clause of them, between quotation marks.",
    Kind.PARTIAL: "A few of the speaker’s words in marks, inside the writer’s sentence.",
    Kind.INDIRECT: "Reported by the writer, without marks.",
    Kind.MIXED: "Reported by the writer, with some of the speaker’s words in marks.",
}

_FOLDER = Path(__file__).parent
_TEMPLATE = "digest.html.jinja"
_STYLE = "digest.css"


def render_digest(data: DigestData) -> str:
    """The digest as HTML text."""
    environment = _environment()
    style = (_FOLDER / _STYLE).read_text(encoding="utf-8")
    view = view_of(data)
    return environment.get_template(_TEMPLATE).render(
        view=view,
        span=span_of(data.since, data.until, (day for day, _count in data.day_counts)),
        plots=plots_of(data),
        kind_meanings=KIND_MEANINGS,
        style=style,
        style_hash=_style_hash(style),
    )


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["pixels"] = _pixels
    return environment


def _pixels(length: float) -> str:
    """A length as SVG has it; a tenth of a pixel is less than anybody sees."""
    return f"{length:.1f}".removesuffix(".0")


def _style_hash(style: str) -> str:
    """The hash by which the Content-Security-Policy allows the style sheet and no other."""
    digest = hashlib.sha256(style.encode("utf-8")).digest()
    return "sha256-" + base64.b64encode(digest).decode("ascii")
