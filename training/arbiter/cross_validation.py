"""Figures on publishers that had no part in training: fitted without them, scored on them.

The answers go the whole way of `pipeline.article.extract_page` with the fitted arbiter in place of
the shipped one, so that headlines, text in scripts and refused pages count as users get them.
"""

from __future__ import annotations

import gzip
import json
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from pipeline.article.arbiter import Arbiter
from pipeline.article.extraction import extract_page
from pipeline.article.not_an_article import NotAnArticle
from training.arbiter.export import export
from training.arbiter.fitting import fit, publisher_parts
from training.arbiter.labelled_pages import WRITTEN, TrainingPage, publisher_of

Answers = dict[str, list[dict[str, Any]]]
"""Lines as `python -m pipeline extract` prints them, by set of pages."""


def cross_validated(
    pages: Sequence[TrainingPage], data: Path, sets: Sequence[str], config: Mapping[str, Any]
) -> Answers:
    """The answers for all pages of `sets`, each by an arbiter that saw nothing of its publisher.

    `pages` are those to train on, variants included; `data` is the folder with the pages' files.
    Written pages are of outlets that nobody else has, so each arbiter learns from all of them.
    """
    publishers = _publishers(data, sets)
    others = {page.publisher for page in pages if page.data != WRITTEN}
    every = sorted({*publishers.values(), *others})
    part_of = dict(
        zip(every, publisher_parts(every, config["folds"], config["seed"]).tolist(), strict=True)
    )
    answers: Answers = {name: [] for name in sets}
    for part in range(config["folds"]):
        train = [page for page in pages if part_of.get(page.publisher) != part]
        with tempfile.TemporaryDirectory() as folder:
            export(fit(train, config, seed=config["seed"]), Path(folder), config)
            test = [
                (data / kind / "html" / f"{name}.html.gz", kind, folder)
                for (kind, name), publisher in publishers.items()
                if part_of[publisher] == part
            ]
            with ProcessPoolExecutor(2) as pool:
                for kind, answer in pool.map(_answer, test, chunksize=8):
                    answers[kind].append(answer)
    return answers


def _publishers(data: Path, sets: Sequence[str]) -> dict[tuple[str, str], str]:
    found = {}
    for kind in sets:
        truth = json.loads((data / kind / "truth.json").read_text(encoding="utf-8"))
        for name, record in truth.items():
            found[kind, name.split(".")[0]] = publisher_of(record.get("url"), f"{kind}/{name}")
    return found


_loaded: dict[str, Arbiter] = {}


def _answer(job: tuple[Path, str, str]) -> tuple[str, dict[str, Any]]:
    file, kind, folder = job
    arbiter = _loaded.get(folder) or _loaded.setdefault(folder, Arbiter(Path(folder)))
    answer: dict[str, Any] = {"file": str(file), "error": None, "article": None, "removed": []}
    try:
        article = extract_page(gzip.decompress(file.read_bytes()), arbiter=arbiter)
    except NotAnArticle as error:
        return kind, {**answer, "error": str(error)}
    answer["article"] = {
        "headline": article.headline,
        "authors": list(article.authors),
        "published": article.published and article.published.isoformat(),
        "paragraphs": list(article.paragraphs),
    }
    answer["blocks"] = [
        {"label": block.label, "rule": block.rule, "text": block.text} for block in article.blocks
    ]
    return kind, answer
