"""Pages asked for by hand: each goes to the source on whose host it is."""

from __future__ import annotations

from pipeline.acquire import given_url_candidates
from pipeline.records import Candidate
from pipeline.settings.environment import Source

PAPER = Source(
    key="paper", name="Paper", feeds=("https://paper.example/feed",), hosts=("wire.example",)
)
WIRE = Source(key="wire", name="Wire", sections=("https://Wire.Example:443/news/",))
SOURCES = (PAPER, WIRE)


def test_a_page_belongs_to_the_source_of_its_host() -> None:
    found = given_url_candidates(
        ["https://PAPER.example/a?utm_source=mail", "https://paper.example/a", "/a"], SOURCES
    )
    assert found.keys() == {"paper", "wire"}
    assert found["paper"].candidates == (Candidate("https://paper.example/a", "paper", "manual"),)
    assert found["wire"].candidates == ()


def test_of_two_sources_the_one_that_announces_there_is_taken() -> None:
    found = given_url_candidates(["http://wire.example/a"], SOURCES)
    assert [c.source for c in found["wire"].candidates] == ["wire"]
    assert found["paper"].candidates == ()
    elsewhere = (PAPER, PAPER.model_copy(update={"key": "second"}))
    found = given_url_candidates(["http://wire.example/a"], elsewhere)
    assert [c.source for c in found["paper"].candidates] == ["paper"]


def test_what_belongs_to_nobody_is_told_once_in_one_line() -> None:
    odd = "http://paper.example/\x00\ud800\nb" + "c" * 9000
    found = given_url_candidates(
        ["https://other.example/a", "paper.example/a", odd, "https://other.example/a"], SOURCES
    )
    rejections = found["paper"].rejections
    assert [(r.stage, r.reason, r.source) for r in rejections] == [
        ("discover", "unknown-host", None),
        ("discover", "bad-url", None),
        ("discover", "bad-url", None),
    ]
    assert found["wire"].rejections == ()
    for rejection in rejections:
        assert (rejection.reference + rejection.detail).isprintable()
        assert len(rejection.reference) <= 2000
