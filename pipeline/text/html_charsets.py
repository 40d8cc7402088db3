"""The text of an HTML page from its bytes, whatever charset it says it is in."""

from __future__ import annotations

from w3lib.encoding import html_to_unicode


def html_text(content: bytes, content_type: str | None, default: str) -> str:
    """The text of a page by its byte order mark, its Content-Type or its meta element.

    `default` is the charset of a page that names none, or none that is one; what is not in the
    charset becomes U+FFFD.
    """
    try:
        _, text = html_to_unicode(content_type, content, default_encoding=default)
    except (LookupError, ValueError):
        # pages name codecs of Python that are no charsets: "hex", "undefined", "idna"
        return content.decode(default, "replace")
    return text
