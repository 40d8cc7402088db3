"""Publishing: the digest, one static page of who said what, and links to the words themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.publish.links import is_web_address, link_to_words

if TYPE_CHECKING:
    from pipeline.publish.page import write_digest

__all__ = ["is_web_address", "link_to_words", "write_digest"]


def __getattr__(name: str) -> Any:
    """Import what writes the page, and its templates, when it is first asked for (PEP 562)."""
    if name != "write_digest":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from pipeline.publish.page import write_digest

    return write_digest
