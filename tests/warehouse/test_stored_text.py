"""Texts as the databases hold them."""

from __future__ import annotations

from pipeline.warehouse.stored_text import bounded, storable


def test_bounded_texts_stay_apart() -> None:
    long, longer = "é" * 1000, "é" * 1001
    assert len(bounded(long, 100).encode()) <= 100
    assert bounded(long, 100) != bounded(longer, 100)
    assert bounded("short", 100) == "short"


def test_what_cannot_be_stored_keeps_its_length() -> None:
    assert storable("a\x00\ud800\udfffz") == "a\ufffd\ufffd\ufffdz"
    assert storable({"\x00": ("\x00", [1, None])}) == {"\ufffd": ["\ufffd", [1, None]]}
