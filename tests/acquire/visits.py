"""Short ways to say what nearly every test of acquisition does."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pipeline.acquire import discover, fetch, read_payload
from pipeline.records import Candidate, Capture, KnownCapture, Rejection, Unchanged
from pipeline.settings.environment import Settings, Source

Outcome = Capture | Rejection | Unchanged


def visit(
    source: Source,
    settings: Settings,
    *urls: str,
    known: Mapping[str, KnownCapture] = MappingProxyType({}),
    refetch: bool = False,
) -> list[Outcome]:
    """Fetch addresses for a source, in a WARC file of their own."""
    candidates = [Candidate(url, source.key, "test") for url in urls]
    return list(fetch(candidates, source, settings, warc_name="test", known=known, refetch=refetch))


def captured(source: Source, settings: Settings, url: str) -> Capture:
    """The capture of one address, which has to give one."""
    (outcome,) = visit(source, settings, url)
    assert isinstance(outcome, Capture), outcome
    return outcome


def rejected(source: Source, settings: Settings, url: str) -> Rejection:
    """The rejection of one address, which has to end in one."""
    (outcome,) = visit(source, settings, url)
    assert isinstance(outcome, Rejection), outcome
    assert outcome.detail
    assert "\n" not in outcome.detail
    return outcome


def announced(source: Source, settings: Settings) -> tuple[dict[str, Candidate], list[Rejection]]:
    """What a source announces whenever it was published, by address, and what was refused."""
    found = discover(source, settings, since=None, until=None)
    return {candidate.url: candidate for candidate in found.candidates}, list(found.rejections)


def bytes_of(settings: Settings, outcome: Capture | Rejection) -> bytes:
    """The archived body of an outcome, which has to have one."""
    assert outcome.warc_file is not None
    assert outcome.warc_offset is not None
    return read_payload(settings.archive_folder, outcome.warc_file, outcome.warc_offset).payload
