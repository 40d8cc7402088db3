"""Which kinds of blocks are kept or lost wrongly, by the rules alone and with the arbiter."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from pipeline.article.extraction import finished_blocks, labelled_page
from pipeline.article.not_an_article import NotAnArticle
from pipeline.records import KEPT_LABELS, Label
from training.arbiter.alignment import align

SET = "publishers"
Labelled = tuple[str, str]
"""Label and text of a block."""


def error_table(data: Path, answers: Path) -> str:
    """A table of wrong blocks of the publishers' pages by label, as Markdown.

    A block counts as the article's if more than half of its words stand in the true body.
    """
    truth = json.loads((data / SET / "truth.json").read_text(encoding="utf-8"))
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    files = [data / SET / "html" / f"{name}.html.gz" for name in truth]
    with ProcessPoolExecutor(2) as pool:
        by_rules = dict(zip(truth, pool.map(_by_rules, files, chunksize=8), strict=True))
    for name, blocks in by_rules.items():
        before.update(_wrong(blocks, truth[name]["body"]))
    with (answers / f"{SET}.jsonl").open(encoding="utf-8") as stream:
        for line in map(json.loads, stream):
            blocks = [(block["label"], block["text"]) for block in line.get("blocks", ())]
            name = Path(line["file"]).name.removesuffix(".html.gz")
            after.update(_wrong(blocks, truth[name]["body"]))
    rows = [f"| {kind} | {before[kind]} | {after[kind]} |" for kind in sorted({*before, *after})]
    totals = f"| all | {before.total()} | {after.total()} |"
    return "\n".join(
        ["| blocks | rules alone | with the arbiter |", "| --- | --- | --- |", *rows, totals]
    )


def _by_rules(file: Path) -> Sequence[Labelled]:
    try:
        page = labelled_page(gzip.decompress(file.read_bytes())).page
    except NotAnArticle:
        return ()
    return [(str(block.label), block.text) for block in finished_blocks(page)]


def _wrong(blocks: Iterable[Labelled], body: Sequence[str]) -> Iterator[str]:
    listed = [(label, text) for label, text in blocks if label != Label.HEADLINE]
    matches = align([text for _, text in listed], [(text, False) for text in body])
    for (label, _), match in zip(listed, matches, strict=True):
        kept = label in KEPT_LABELS
        if kept and match.share <= 0.5:
            yield f"kept wrongly: {label}"
        elif not kept and match.share > 0.5:
            yield f"lost: {label}"
