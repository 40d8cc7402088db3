"""Who speaks, as the components that find speakers hand it on."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.records import Span


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks."""

    name: str
    certainty: float
    """Probability that it is this one."""
    role: str | None = None
    aliases: tuple[str, ...] = ()
    kind: str | None = None
    """PERSON or ORGANISATION of a name, None of everything else."""
    mention: Span | None = None
    """Characters of the source by which the speaker is mentioned."""
