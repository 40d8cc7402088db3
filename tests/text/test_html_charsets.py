"""The text of a page, whatever charset it says it is in."""

from __future__ import annotations

from encodings.aliases import aliases

import pytest

from pipeline.text.html_charsets import html_text

PAGE = "<html><p>Møtet er over nå.</p>"


@pytest.mark.parametrize("content_type", [None, "text/html", "text/html; charset=windows-1252"])
def test_a_page_is_read_in_the_charset_that_it_names(content_type: str | None) -> None:
    content = f"<meta charset=windows-1252>{PAGE}".encode("windows-1252")
    assert PAGE in html_text(content, content_type, "utf-8")


@pytest.mark.parametrize("charset", ["undefined", "hex", "rot13", "zip", "no-such-charset"])
def test_a_name_that_is_no_charset_counts_for_nothing(charset: str) -> None:
    content_type = f"text/html; charset={charset}"
    assert html_text(PAGE.encode(), content_type, "utf-8") == PAGE
    assert html_text(PAGE.encode("cp1252"), content_type, "cp1252") == PAGE


@pytest.mark.parametrize("charset", sorted({*aliases, *aliases.values()}))
def test_no_codec_of_python_keeps_a_page_from_being_read(charset: str) -> None:
    content = f"<meta charset={charset}>".encode() + bytes(range(256))
    assert html_text(content, None, "utf-8")
    assert html_text(content, f"text/html; charset={charset}", "utf-8")
