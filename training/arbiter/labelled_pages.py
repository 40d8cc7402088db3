"""The labelled pages, as what the arbiter reads of their blocks and what is true of these.

Every page is read as it is, and some of them once more in each of the forms of `variants`.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from lxml import etree

from pipeline.article.arbiter.block_features import BlockFeatures
from pipeline.article.extraction import labelled_page
from pipeline.article.not_an_article import NotAnArticle
from pipeline.article.page_model import PageModel
from pipeline.records import KEPT_LABELS, Label
from tests.newsroom import fixtures
from training.arbiter.alignment import Match, align
from training.arbiter.small_pages import small_page
from training.arbiter.variants import MISNAMED, PLAIN, SMALL, VARIANTS, change
from training.arbiter.written_pages import written_pages

ROOT = Path(__file__).resolve().parents[2]
SECOND_LEVELS = frozenset({"co", "com", "org", "net", "gov", "ac", "or"})
NEWSROOM, WRITTEN = "newsroom", "written"
"""Sets that are part of the project."""
CLEAN_SETS = frozenset({"pages", "publishers", "web"})
"""Read in all variants."""
NOISY_PART = 3
"""Of the many pages of the noisier sets one in three is read misnamed, too."""
REFERENCES = {"web": 1, "wcxb": 2}
"""Sets whose truth differs from what publishers' own parsers take for the article; the second pass
is told so. Of lines that are called standfirsts, 49 of 56 are in the true bodies of `publishers`,
and 2 of 24 in `web`: nothing is learned from the standfirsts of these sets."""
UNKNOWN = -1.0
"""The share of a block of which nothing is known (pages with snippets only)."""


@dataclass(slots=True)
class TrainingPage:
    """One variant of one page."""

    data: str
    name: str
    variant: str
    publisher: str
    features: BlockFeatures
    numbers: np.ndarray
    tokens: list[tuple[tuple[str, ...], ...]]
    share: np.ndarray
    """Of the words of every block that is asked about, in the true body; or UNKNOWN."""
    optional: np.ndarray
    """Whether the truth leaves open if a block belongs there: nothing is learned from it."""


def publisher_of(url: str | None, name: str) -> str:
    """The registered domain of a page's address, roughly: pages of one publisher share it."""
    if not url:
        return name
    host = urlsplit(url).hostname or re.split(r"[^\w.]", url.split("::")[-1], maxsplit=1)[0]
    parts = host.lower().removeprefix("www.").split(".")
    number = 3 if len(parts) > 2 and parts[-2] in SECOND_LEVELS else 2
    return ".".join(parts[-number:])


def read_pages(data: Path, sets: Sequence[str], *, processes: int = 2) -> list[TrainingPage]:
    """The labelled pages of some sets below the folder `data`, and variants of them."""
    jobs = list(_jobs(data, sets))
    with ProcessPoolExecutor(processes) as pool:
        found = list(pool.map(_read, jobs, chunksize=8))
    return [page for page in found if page is not None]


@dataclass(frozen=True, slots=True)
class _Job:
    page: Path | bytes
    """Compressed in a file, or as a server would give it."""
    data: str
    name: str
    record: dict[str, Any]
    variant: str
    other_text: tuple[str, ...] = ()
    """Paragraphs of another page, for variants that need some."""


def _jobs(data: Path, sets: Sequence[str]) -> Iterator[_Job]:
    for kind in sets:
        before: tuple[str, ...] = ()
        for page, name, record in _written() if kind == WRITTEN else _of_set(data, kind):
            yield _Job(page, kind, name, record, PLAIN)
            for variant in _variants(kind, name):
                yield _Job(page, kind, name, record, variant, before)
            before = tuple(record.get("body") or record.get("articleBody", "").split("\n"))


def _variants(kind: str, name: str) -> Sequence[str]:
    """The forms in which a page is read, besides as it is."""
    if kind in CLEAN_SETS:
        return VARIANTS
    if kind == WRITTEN:
        # these pages mislead as they are; with misleading variants of them more is lost elsewhere
        return [SMALL]
    return [MISNAMED] if zlib.crc32(name.encode()) % NOISY_PART == 0 else []


def _of_set(data: Path, kind: str) -> Iterator[tuple[Path, str, dict[str, Any]]]:
    truth = json.loads((data / kind / "truth.json").read_text(encoding="utf-8"))
    for name, record in truth.items():
        if record.get("page_type", "article") == "article":
            yield data / kind / "html" / f"{name.split('.')[0]}.html.gz", name, record


def _written() -> Iterator[tuple[bytes, str, dict[str, Any]]]:
    for page in written_pages():
        yield page.payload, page.name, page.record


def _read(job: _Job) -> TrainingPage | None:
    kind, name, record, variant = job.data, job.name, job.record, job.variant
    chance = random.Random(f"{name} {variant}")

    def prepare(body: etree._Element) -> None:
        change(body, variant, chance, job.other_text)

    if variant == SMALL:
        payload = small_page(record, job.other_text, chance)
    else:
        page = job.page
        payload = page if isinstance(page, bytes) else gzip.decompress(page.read_bytes())
    try:
        model = labelled_page(payload, prepare=prepare).page
    except NotAnArticle:
        return None
    return _labelled(model, kind, name, variant, record)


def newsroom_pages() -> list[TrainingPage]:
    """The pages of the project's own news site, whose blocks have the labels of careful readers."""
    found = []
    for fixture in fixtures():
        page = labelled_page(fixture.html.encode(), url=fixture.url).page
        if "blocks" in fixture.expected:
            blocks = fixture.expected["blocks"]
        elif fixture.expected.get("not_an_article") == "listing":
            # nothing on it is an article's
            blocks = [{"label": Label.OTHER, "text": block.text} for block in page.blocks]
        else:
            continue
        record = {"blocks": blocks, "url": fixture.url}
        read = _labelled(page, NEWSROOM, fixture.name, PLAIN, record)
        if read is not None:
            found.append(read)
    return found


def _labelled(
    page: PageModel, kind: str, name: str, variant: str, record: dict[str, Any]
) -> TrainingPage | None:
    features = BlockFeatures(page)
    if not features.asked:
        return None
    matches = list(_matches([block.text for block in page.blocks], record))
    shares = np.array([match.share for match in matches], np.float32)
    optional = np.array([match.is_optional for match in matches])
    if kind in REFERENCES:
        optional |= np.array([block.label is Label.STANDFIRST for block in page.blocks])
    result = TrainingPage(
        kind,
        name,
        variant,
        publisher_of(record.get("url"), f"{kind}/{name}"),
        features,
        features.matrix(),
        list(features.tokens()),
        shares[features.rows],
        optional[features.rows],
    )
    features.forget_page()
    return result


def _matches(texts: Sequence[str], record: dict[str, Any]) -> Iterator[Match]:
    if "blocks" in record:
        wanted = iter(record["blocks"])
        for text in texts:
            block = next(block for block in wanted if block["text"] == text)
            yield Match(float(block["label"] in KEPT_LABELS), is_optional=False)
    elif "body" in record:
        lines = [
            (text[1:-1], True) if text[:1] == "[" and text[-1:] == "]" else (text, False)
            for text in record["body"]
        ]
        yield from align(texts, lines)
    elif "articleBody" in record:
        yield from align(texts, [(line, False) for line in record["articleBody"].split("\n")])
    else:
        wanted = [" ".join(text.split()) for text in record["with"]]
        unwanted = [" ".join(text.split()) for text in record["without"]]
        for text in texts:
            inside = any(s in text or (len(text) > 40 and text in s) for s in wanted)
            outside = any(s in text or (len(text) > 25 and text in s) for s in unwanted)
            share = UNKNOWN if inside == outside else float(inside)
            yield Match(share, is_optional=False)
