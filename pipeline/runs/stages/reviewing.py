"""Doubtful pairs of speakers as questions to a person, and what becomes of the answers."""

from __future__ import annotations

import logging
import re
from dataclasses import asdict, dataclass

from pipeline import warehouse
from pipeline.runs.stages.common import opened_warehouse
from pipeline.settings.environment import Settings
from pipeline.shown_records import SpeakerPair
from pipeline.text.shortening import shorten

logger = logging.getLogger(__name__)

SHOWN_NAME = 80
SHOWN_EVIDENCE = 300
"""Characters of a name and of a clause of evidence: a line and some lines of a page."""

_MARKUP = re.compile(r"[\\`*_{}\[\]<>()#+!|~&:/@-]")
"""Signs that mean something in Markdown, or make an address a link."""


@dataclass(frozen=True, slots=True)
class PairQuestion:
    """Whether two speakers are one, as a person is asked it."""

    key: str
    """Key of a name of the speaker who is quoted less."""
    other_key: str
    subject: str
    """A line of plain text."""
    body: str
    """The evidence, in Markdown."""


def ask_about_pairs(settings: Settings, *, limit: int) -> list[dict[str, str]]:
    """The questions about the most doubtful pairs, `limit` at most, each as a dictionary.

    Raises WarehouseError if the warehouse cannot be used.
    """
    with opened_warehouse(settings) as engine:
        pairs = warehouse.doubtful_pairs(engine, limit=limit)
    return [asdict(_question(pair)) for pair in pairs]


def settle_pair(settings: Settings, key: str, other_key: str, *, are_one: bool | None) -> None:
    """Decide what a person said of a pair; nothing if they are to be asked again (None).

    Settled twice, it is settled once. Raises WarehouseError as `speakers merge` does.
    """
    if are_one is None:
        logger.info("left for later; the pair is asked about again")
        return
    with opened_warehouse(settings) as engine:
        logger.info("%s", warehouse.settle_pair(engine, key, other_key, are_one=are_one))


def _question(pair: SpeakerPair) -> PairQuestion:
    name, other = (shorten(one, SHOWN_NAME) for one in (pair.name, pair.other_name))
    evidence = "\n".join(f"- {_plain(shorten(text, SHOWN_EVIDENCE))}" for text in pair.evidence)
    return PairQuestion(
        pair.key,
        pair.other_key,
        f"Is “{name}” the same as “{other}”?",
        f"“{_plain(name)}” is speaker {pair.speaker_id}, quoted {pair.quotations} times; "
        f"“{_plain(other)}” is speaker {pair.other_id}, quoted {pair.other_quotations} times.\n\n"
        f"{evidence}\n",
    )


def _plain(text: str) -> str:
    """A text of others that Markdown shows as it is."""
    return _MARKUP.sub(r"\\\g<0>", text)
