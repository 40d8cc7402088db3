"""`python -m tests.evaluation.unseen`: how extraction does on publishers that its rules never saw.

The rules were written while looking at all eight publishers of the news pages, so the figures on
them flatter. Here each publisher in turn is taken as unseen, and everything that only its own
pages ask for is taken away from the extractor before it is scored on them:

- names: a name (class, id, role, …) that stands on none of the other seven publishers' pages nor
  on the web pages is taken off the publisher's pages, so that no rule can know it;
- rules: a rule that decides no block of those other pages is switched off, and the next one
  decides; a sequence that only such a rule would have changed is taken back.

What is left is what the other pages alone justify. Patterns within one rule are not parted, so
this is a lower bound on what was learned from the publisher itself, not a proof; a stricter
bound is the second table, in which all names of all pages are gone.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lxml import etree

from pipeline.article import NotAnArticle, block_labeller, extract_page
from pipeline.article.blocks import PageBlock, Verdict
from pipeline.article.class_name_tokens import LIST_ATTRIBUTES, NAMING_ATTRIBUTES
from pipeline.article.page_model import PageModel
from tests.evaluation.gate import page_files, shared_folder

NUMBER = re.compile(r"-?\d+\.\d+")
PARSER = etree.HTMLParser(encoding="utf-8")
Page = tuple[str, bytes]


def pages(kind: str) -> list[Page]:
    """Name and bytes of the pages of "pages" or "web"."""
    return [
        (path.name.removesuffix(".html.gz"), gzip.decompress(path.read_bytes()))
        for path in page_files(kind)
    ]


def publisher(name: str) -> str:
    """The publisher of a page: APNews_3 is of APNews."""
    return name.rpartition("_")[0]


def names_of(markup: bytes) -> frozenset[str]:
    """All names that stand on a page."""
    root = etree.fromstring(markup, PARSER)
    return frozenset(name for element in root.iter(etree.Element) for _, _, name in _named(element))


def _named(element: etree._Element) -> Iterator[tuple[str, bool, str]]:
    for attribute, value in element.items():
        if attribute in NAMING_ATTRIBUTES or attribute.startswith("data-"):
            is_list = attribute in LIST_ATTRIBUTES
            for name in value.split() if is_list else [value]:
                yield attribute, is_list, name


def without_names(markup: bytes, known: frozenset[str]) -> bytes:
    """The page with every name that is not known replaced by a hash that says nothing.

    One name has one hash, so what is set alike stays alike. `type` and `rel` are HTML's own.
    """
    root = etree.fromstring(markup, PARSER)
    for element in root.iter(etree.Element):
        for attribute, value in element.items():
            is_name = attribute in NAMING_ATTRIBUTES or attribute.startswith("data-")
            if not is_name or attribute in {"type", "rel"} or element.tag in {"meta", "link"}:
                continue
            names = value.split() if attribute in LIST_ATTRIBUTES else [value]
            element.set(attribute, " ".join(n if n in known else _hash(n) for n in names))
    return etree.tostring(root, method="html", encoding="utf-8")


def _hash(name: str) -> str:
    digits = hashlib.sha256(name.encode()).hexdigest()[:12]
    return "z" + digits.translate(str.maketrans("0123456789abcdef", "qxzvkjwqxzvkjwqx"))


def rules_used(markup: bytes) -> frozenset[str]:
    """The rules that decide blocks of a page."""
    try:
        return frozenset(block.rule for block in extract_page(markup).blocks)
    except NotAnArticle:
        return frozenset()


@contextmanager
def only(allowed: frozenset[str]) -> Iterator[None]:
    """The extractor with other rules than these switched off; the last resort always answers."""

    def guarded(rule: block_labeller.Rule) -> block_labeller.Rule:
        def ask(block: PageBlock, page: PageModel) -> Verdict | None:
            verdict = rule(block, page)
            return verdict if verdict is None or verdict.rule in allowed else None

        return ask

    def taken_back(sequence: object) -> object:
        def run(page: PageModel) -> None:
            before = [block.verdict for block in page.blocks]
            sequence(page)  # type: ignore[operator]
            for block, verdict in zip(page.blocks, before, strict=True):
                if block.verdict and block.verdict.rule not in allowed:
                    block.verdict = verdict

        return run

    saved = block_labeller.RULES, block_labeller.PARTS, block_labeller.SEQUENCES
    block_labeller.RULES = (*map(guarded, block_labeller.RULES[:-1]), block_labeller.RULES[-1])
    block_labeller.PARTS = {
        label: tuple(map(guarded, rules)) for label, rules in block_labeller.PARTS.items()
    }
    block_labeller.SEQUENCES = tuple(map(taken_back, block_labeller.SEQUENCES))  # type: ignore[assignment]
    try:
        yield
    finally:
        block_labeller.RULES, block_labeller.PARTS, block_labeller.SEQUENCES = saved


def scores(read: list[Page], kind: str) -> list[float]:
    """What the scorer prints of pages: precision, recall, F1, share that is exact, in percent."""
    truth = json.loads((shared_folder() / "data" / kind / "truth.json").read_text("utf-8"))
    names = {name for name, _ in read}
    own = {key: value for key, value in truth.items() if key.split(".")[0] in names}
    with tempfile.TemporaryDirectory() as folder:
        answers, expected = Path(folder, "answers.jsonl"), Path(folder, "truth.json")
        expected.write_text(json.dumps(own), encoding="utf-8")
        with answers.open("w", encoding="utf-8") as file:
            for name, markup in read:
                try:
                    paragraphs = list(extract_page(markup).paragraphs)
                except NotAnArticle:
                    paragraphs = []
                answer = {"file": f"{name}.html", "article": {"paragraphs": paragraphs}}
                file.write(json.dumps(answer) + "\n")
        scorer = shared_folder() / "bench" / "score_extraction.py"
        printed = subprocess.run(
            [sys.executable, scorer, expected, answers], capture_output=True, text=True, check=True
        ).stdout
    return [float(number) for number in NUMBER.findall(printed)][-4:]


def main() -> int:
    """Measure and print."""
    if not (shared_folder() / "data" / "pages").is_dir():
        sys.stderr.write(f"no evaluation data in {shared_folder()}; set VERBATIM_EVALUATION\n")
        return 2
    news, web = pages("pages"), pages("web")
    names = {name: names_of(markup) for name, markup in (*news, *web)}
    rules = {name: rules_used(markup) for name, markup in (*news, *web)}
    sys.stdout.write(
        "publisher       as it is: P / R / F1 / exact      unseen: P / R / F1 / exact\n"
    )
    for left_out in sorted({publisher(name) for name, _ in news}):
        others = [name for name, _ in (*news, *web) if publisher(name) != left_out]
        known = frozenset().union(*(names[name] for name in others))
        allowed = frozenset().union(*(rules[name] for name in others))
        own = [(name, markup) for name, markup in news if publisher(name) == left_out]
        plain = scores(own, "pages")
        with only(allowed):
            unseen = scores([(name, without_names(m, known)) for name, m in own], "pages")
        sys.stdout.write(f"{left_out:15} {_shown(plain)}       {_shown(unseen)}\n")
    nothing: frozenset[str] = frozenset()
    for kind, all_pages in (("pages", news), ("web", web)):
        nameless = [(name, without_names(markup, nothing)) for name, markup in all_pages]
        sys.stdout.write(f"{kind}, no names at all: {_shown(scores(nameless, kind))}\n")
    return 0


def _shown(figures: list[float]) -> str:
    return " / ".join(f"{figure:6.2f}" for figure in figures)


if __name__ == "__main__":
    raise SystemExit(main())
