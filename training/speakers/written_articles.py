"""Articles that were written for this project to be learned from, with their quoted spans labelled.

A file of `training/articles` begins with lines `# key: value`. `# people:` is followed by the
speakers, one a line: full name, other forms of it divided by commas, and role, divided by `|`.
`# persons:`, `# bodies:` and `# places:` list the names that stand in the text. Behind an empty
line comes the text, its paragraphs divided by empty lines. A label in braces stands behind the
closing mark of every quoted span, or at the end of a paragraph whose closing mark is left out
because the next one goes on: `{direct|SPEAKER|MENTION}`, `{partial|SPEAKER|MENTION}` or `{other}`.
They mean what they mean in the sets of quotations; `-` stands for no mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.quotes.speakers.speaker_candidates import UNKNOWN
from pipeline.records import AUTHOR
from training.speakers.quotation_pages import QuotationPage

FOLDER = Path(__file__).parent.parent / "articles"
GERMAN_FOLDER = Path(__file__).parent.parent / "german" / "articles"
COLLECTION = "written"
LABEL = re.compile(r"\{(direct|partial|other)(?:\|([^{}|]*)\|([^{}|]*))?\}")
OPENING = {"”": "“", '"': '"', "’": "‘", "“": "„", "«": "»", "»": "«", "‘": "‚"}
"""Opening marks by closing ones, in English and German."""
KINDS_OF_NAMES = ("persons", "bodies", "places")


class LabelError(ValueError):
    """What is wrong with a file of labelled articles."""


@dataclass(slots=True)
class WrittenArticle:
    """A page without its labels, and what its head says."""

    page: QuotationPage
    roles: dict[str, str] = field(default_factory=dict)
    """What a speaker is, in words of the text."""
    names: dict[str, list[str]] = field(default_factory=dict)
    """Names in the text by their kind."""


def written_articles(folder: Path = FOLDER) -> Iterator[WrittenArticle]:
    """The articles of a folder and those in it, in the order of their paths."""
    for file in sorted(folder.rglob("*.txt")):
        yield read_article(file.stem, file.read_text(encoding="utf-8"))


def read_article(name: str, written: str) -> WrittenArticle:
    """The article that a file holds; LabelError says where labels and text do not agree."""
    head, _, body = written.strip().partition("\n\n")
    people, roles, names = _read_head(name, head)
    paragraphs: list[str] = []
    spans: list[dict[str, Any]] = []
    for block in re.split(r"\n\s*\n", body.strip()):
        text, found = _read_paragraph(name, " ".join(block.split()))
        spans += [span | {"par": len(paragraphs)} for span in found]
        paragraphs.append(text)
    page = QuotationPage(COLLECTION, name, paragraphs, spans, people)
    for span in spans:
        if span["kind"] != "other":
            _check(page, span)
    return WrittenArticle(page, roles, names)


def _read_head(
    name: str, head: str
) -> tuple[dict[str, list[str]], dict[str, str], dict[str, list[str]]]:
    """Forms and roles of people, and names by their kind."""
    people: dict[str, list[str]] = {}
    roles: dict[str, str] = {}
    names: dict[str, list[str]] = {}
    key = ""
    for line in head.splitlines():
        if match := re.match(r"# ([a-z]+):\s*(.*)", line):
            key = match[1]
            if key in KINDS_OF_NAMES:
                names[key] = _parts(match[2])
        elif key == "people":
            person, forms, role = [*(part.strip() for part in line.split("|")), "", ""][:3]
            people[person] = _parts(forms)
            if role:
                roles[person] = role
        else:
            raise LabelError(f"{name}: {line[:60]!r} is no line of a head")
    return people, roles, names


def _parts(line: str) -> list[str]:
    return [part for one in line.split(",") if (part := one.strip())]


def _read_paragraph(name: str, block: str) -> tuple[str, list[dict[str, Any]]]:
    """A paragraph without its labels, and the spans that they label."""
    text, at, used = "", 0, 0
    spans: list[dict[str, Any]] = []
    for match in LABEL.finditer(block):
        text += block[at : match.start()]
        at, end = match.end(), len(text)
        if text[-1:] in OPENING:
            start = text.rfind(OPENING[text[-1]], used, end - 1)
            end -= 1
        else:
            start = max(text.rfind(mark, used) for mark in OPENING.values())
            if block[at:].strip():
                raise LabelError(f"{name}: {match[0]!r} stands behind no closing mark")
        if start < 0:
            raise LabelError(f"{name}: no opening mark before {match[0]!r}")
        used = len(text)
        speaker, mention = match[2] or None, match[3] or None
        spans.append(
            {
                "kind": match[1],
                "start": start + 1,
                "end": end,
                "speaker": speaker,
                "mention": None if mention == "-" else mention,
            }
        )
    text += block[at:]
    if "{" in text or "}" in text:
        raise LabelError(f"{name}: a brace that is part of no label in {text[:60]!r}")
    return text, spans


def _check(page: QuotationPage, span: dict[str, Any]) -> None:
    speaker, mention, number = span["speaker"], span["mention"], span["par"]
    if not speaker:
        raise LabelError(f"{page.name}: a label without a speaker")
    people = {AUTHOR, UNKNOWN, *page.people}
    if speaker not in people and not people & set(speaker.split(" and ")):
        raise LabelError(f"{page.name}: {speaker!r} is none of the people of its head")
    near = "\n\n".join(page.paragraphs[max(0, number - 1) : number + 2])
    if mention and not re.search(rf"(?<!\w){re.escape(mention)}(?!\w)", near):
        raise LabelError(f"{page.name}: the mention {mention!r} is not near its words")
