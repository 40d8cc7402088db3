"""Invented captures, pages and quotations for the tests of the warehouse."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from pipeline.records import (
    Article,
    AttributedPage,
    Attribution,
    Block,
    Capture,
    Kind,
    Label,
    Quotation,
    Rejection,
)
from pipeline.warehouse import LoadCounts, begin_run, load_pages

MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OUTLETS = {"courier": "Harbour Courier", "post": "Meridian Post", "echo": "L’Écho du Port"}
RUN, EXTRACTION = "run of Monday", "1+rules"


@dataclass(frozen=True)
class Said:
    """Words of a page and who says them."""

    words: str | tuple[str, ...]
    """Each part as the page has it."""
    speaker: str | None
    role: str | None = None
    aliases: tuple[str, ...] = ()
    kind: Kind = Kind.DIRECT
    mention: str | None = None
    confidence: float = 0.9

    def within(self, paragraphs: tuple[str, ...]) -> Quotation:
        """The quotation of these words in a text."""
        text = "\n\n".join(paragraphs)
        parts = (self.words,) if isinstance(self.words, str) else self.words
        content = tuple((text.index(part), text.index(part) + len(part)) for part in parts)
        return Quotation(
            attribution=Attribution(None, None, content, self.kind, self.confidence),
            text=" … ".join(parts),
            segments=tuple(part.strip("“”,.") for part in parts) if "“" in parts[0] else (),
            speaker=self.speaker,
            mention=self.mention,
            role=self.role,
            cue=None,
            paragraph=text[: content[0][0]].count("\n\n"),
            aliases=self.aliases,
        )


def capture(
    url: str = "https://courier.example/ferry",
    *,
    outlet: str = "courier",
    at: datetime = MONDAY,
    body: str = "body",
    headers: tuple[tuple[str, str], ...] = (),
) -> Capture:
    """One archived answer; another URL, time or body makes another record of the archive."""
    record = hashlib.sha256(f"{url} {at} {body}".encode("utf-8", "surrogatepass")).hexdigest()
    return Capture(
        url_asked=url,
        url_answered=url,
        source=outlet,
        fetched_at=at,
        status=200,
        content_type="text/html",
        headers=headers,
        payload_digest="sha256:" + hashlib.sha256(body.encode("utf-8", "replace")).hexdigest(),
        record_id=f"urn:uuid:{record[:32]}",
        warc_file=f"{outlet}/{record[:8]}.warc.gz",
        warc_offset=int(record[:6], 16),
    )


def page(
    *paragraphs: str,
    quotes: Iterable[Said] = (),
    url: str = "https://courier.example/ferry",
    outlet: str = "courier",
    at: datetime = MONDAY,
    headline: str | None = "Council keeps the ferry",
    published: datetime | None = None,
    dropped: Iterable[tuple[Label, str]] = (),
) -> AttributedPage:
    """A page with a headline, paragraphs and, after them, dropped blocks of a label and rule."""
    top = [Block(Label.HEADLINE, "heading-1", headline, "h1")] if headline else []
    body = [Block(Label.PARAGRAPH, "paragraph", text, "article/p") for text in paragraphs]
    rest = [Block(label, rule, f"a {label} block", "div") for label, rule in dropped]
    return AttributedPage(
        capture(url, outlet=outlet, at=at, body="\n\n".join(paragraphs)),
        Article(
            url=url,
            headline=headline,
            authors=("Tove Lind",),
            published=published,
            modified=None,
            language="en",
            section="Harbour",
            outlet=OUTLETS.get(outlet),
            blocks=(*top, *body, *rest),
        ),
        tuple(said.within(paragraphs) for said in quotes),
    )


def judged(of: AttributedPage, **judgements: tuple[str, float | None]) -> AttributedPage:
    """A page whose blocks of a label have another rule and a probability."""
    blocks = tuple(
        replace(block, rule=judgements[block.label][0], probability=judgements[block.label][1])
        if block.label in judgements
        else block
        for block in of.article.blocks
    )
    return replace(of, article=replace(of.article, blocks=blocks))


def refusal(of: Capture, reason: str = "listing", *, stage: str = "extract") -> Rejection:
    """What is left of a capture that gave no page."""
    return Rejection(
        stage, of.url_asked, reason, "a page of links", of.source, of.warc_file, of.warc_offset
    )


def begin(engine: Engine, key: str = RUN, *, at: datetime = MONDAY) -> None:
    """Begin a run."""
    begin_run(engine, key, "run", at, "1", "rules", {"since": None})


def load(
    engine: Engine,
    *pages: AttributedPage,
    rejections: Iterable[Rejection] = (),
    captures: Iterable[Capture] = (),
    extraction: str = EXTRACTION,
    run: str = RUN,
) -> LoadCounts:
    """Load pages as part of a run that was begun."""
    return load_pages(
        engine,
        run,
        pages,
        rejections,
        captures=captures,
        extraction=extraction,
        outlets=OUTLETS,
    )


FERRY = (
    "The council of Port Ellery kept its ferry on Monday.",
    "“We will not sell the ferry,” mayor Ingrid Solberg said. “It is ours,” she added.",
    "Harbour master Edda Kvist said that the quay needed repair.",
)
FERRY_QUOTES = (
    Said("“We will not sell the ferry,”", "Ingrid Solberg", "mayor", ("Solberg",)),
    Said("“It is ours,”", "Ingrid Solberg", "mayor", ("Solberg",), mention="she"),
    Said("that the quay needed repair", "Edda Kvist", "harbour master", kind=Kind.INDIRECT),
)
AGENCY = (
    "The ferry of Port Ellery stays public.",
    "“We will not sell the ferry”, INGRID SOLBERG told reporters. Some officials said it was time.",
)
AGENCY_QUOTES = (
    Said("“We will not sell the ferry”", "INGRID SOLBERG", aliases=("Mayor Solberg",)),
    Said("it was time", "officials", kind=Kind.INDIRECT),
)
EDITED = (*FERRY[:1], "“We may sell the ferry,” mayor Ingrid Solberg said.", FERRY[2])
EDITED_QUOTES = (
    Said("“We may sell the ferry,”", "Ingrid Solberg", "mayor", ("Solberg",)),
    FERRY_QUOTES[2],
)


def ferry(**options: object) -> AttributedPage:
    """The article of the Courier as first printed."""
    dropped = [(Label.NEWSLETTER, "newsletter-words"), (Label.RELATED, "link-list")]
    return page(*FERRY, quotes=FERRY_QUOTES, dropped=dropped, **options)  # type: ignore[arg-type]


def edited(**options: object) -> AttributedPage:
    """The same article after an edit, seen three hours later."""
    return page(
        *EDITED,
        quotes=EDITED_QUOTES,
        **({"at": MONDAY + 3 * HOUR} | options),  # type: ignore[arg-type]
    )


def agency(**options: object) -> AttributedPage:
    """The Post's article, which has words of the Courier's, an hour later."""
    return page(
        *AGENCY,
        quotes=AGENCY_QUOTES,
        **(  # type: ignore[arg-type]
            {
                "url": "https://post.example/ferry",
                "outlet": "post",
                "at": MONDAY + HOUR,
                "headline": "Ferry stays",
                "published": MONDAY - HOUR,
            }
            | options
        ),
    )


def shuffled(seed: int) -> list[AttributedPage]:
    """Three articles, with edits, one of them taken back, and shared words; in some order."""
    made = [
        ferry(),
        edited(),
        ferry(at=MONDAY + 6 * HOUR),
        agency(),
        agency(at=MONDAY + DAY),
        ferry(url="https://echo.example/bac", outlet="echo", at=MONDAY + 2 * HOUR),
        edited(url="https://echo.example/bac", outlet="echo", at=MONDAY + 4 * HOUR),
        page("Nothing is said here.", url="https://post.example/quiet", outlet="post"),
    ]
    random.Random(seed).shuffle(made)
    return made
