"""The JSON lines and the readable text that `extract` and `quotes` print.

The shape of the JSON is a fixed contract (docs/command-line.md): scorers and
users' scripts read it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.records import Article, Block, Quotation
from pipeline.text.safe_text import printable, single_spaced
from pipeline.text.shortening import shorten

SHOWN_BLOCK = 100
"""Characters of a removed block: enough to know it by, one line of a wide terminal."""


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """What one file gave: an error, or an article (for `extract`) and quotations."""

    file: str
    """Path as the user wrote it."""
    error: str | None = None
    article: Article | None = None
    quotations: tuple[Quotation, ...] = ()


def extract_json(answer: FileAnswer) -> str:
    """One line of `extract --format json`."""
    article = answer.article
    return _line(
        {
            "file": answer.file,
            "error": answer.error,
            "article": None if article is None else _article(article),
            "removed": []
            if article is None
            else [{"label": b.label, "rule": b.rule, "text": b.text} for b in article.dropped],
            "quotes": [_quote(quotation) for quotation in answer.quotations],
        }
    )


def quotes_json(answer: FileAnswer) -> str:
    """One line of `quotes --format json`."""
    return _line(
        {
            "file": answer.file,
            "error": answer.error,
            "attributions": [_attribution(quotation) for quotation in answer.quotations],
        }
    )


def extract_text(answer: FileAnswer) -> str:
    """One file of `extract --format text`: the article, what was removed, who said what."""
    if answer.article is None:
        return _refused(answer)
    article = answer.article
    published = article.published.isoformat(" ", "minutes") if article.published else ""
    facts = (", ".join(article.authors), article.outlet, published, article.url)
    parts = [
        answer.file,
        article.headline or "(no headline)",
        " · ".join(fact for fact in facts if fact),
        *(f"\n{paragraph}" for paragraph in article.paragraphs),
        "\nRemoved:",
        *map(_dropped_line, article.dropped),
        "\nQuotations:",
        *(_quotation_line(quotation) for quotation in answer.quotations),
    ]
    return printable("\n".join(parts)) + "\n"


def quotes_text(answer: FileAnswer) -> str:
    """One file of `quotes --format text`: who said what."""
    if answer.error is not None:
        return _refused(answer)
    return printable("\n".join([answer.file, *map(_quotation_line, answer.quotations)])) + "\n"


def _refused(answer: FileAnswer) -> str:
    return printable(f"{answer.file}\n  {answer.error}\n")


Printer = Callable[[FileAnswer], str]
EXTRACT_PRINTERS: dict[str, Printer] = {"json": extract_json, "text": extract_text}
"""What `extract --format` may be."""
QUOTES_PRINTERS: dict[str, Printer] = {"json": quotes_json, "text": quotes_text}
"""What `quotes --format` may be."""


def _line(answer: dict[str, object]) -> str:
    # a lone surrogate cannot be printed as UTF-8, and ASCII escapes keep any line one line
    return json.dumps(answer, ensure_ascii=True)


def _article(article: Article) -> dict[str, object]:
    return {
        "url": article.url,
        "headline": article.headline,
        "authors": list(article.authors),
        "published": article.published.isoformat() if article.published else None,
        "published_from": article.published_from,
        "modified": article.modified.isoformat() if article.modified else None,
        "modified_from": article.modified_from,
        "language": article.language,
        "outlet": article.outlet,
        "section": article.section,
        "truncated": article.truncated,
        "paywalled": article.paywalled,
        "doubts": list(article.doubts),
        "paragraphs": list(article.paragraphs),
    }


def _quote(quotation: Quotation) -> dict[str, object]:
    return {
        "kind": quotation.attribution.kind,
        "text": quotation.text,
        "segments": list(quotation.segments),
        "speaker": quotation.speaker,
        "mention": quotation.mention,
        "role": quotation.role,
        "cue": quotation.cue,
        "paragraph": quotation.paragraph,
        "spans": [list(span) for span in quotation.attribution.content],
        "confidence": quotation.attribution.confidence,
    }


def _attribution(quotation: Quotation) -> dict[str, object]:
    attribution = quotation.attribution
    return {
        "source": _span(attribution.source),
        "cue": _span(attribution.cue),
        "content": [list(span) for span in attribution.content],
        "kind": attribution.kind,
        "speaker": quotation.speaker,
        "confidence": attribution.confidence,
    }


def _span(span: Sequence[int] | None) -> list[int] | None:
    return None if span is None else list(span)


def _dropped_line(block: Block) -> str:
    probability = "" if block.probability is None else f" {block.probability:.2f}"
    return f"  [{block.label}: {block.rule}{probability}] {shorten(block.text, SHOWN_BLOCK)}"


def _quotation_line(quotation: Quotation) -> str:
    who = quotation.speaker or quotation.mention or "[unknown]"
    role = f", {quotation.role}" if quotation.role else ""
    return f"  {who}{role} [{quotation.attribution.kind}]: {single_spaced(quotation.text)}"
