"""The records that pass between the stages.

All are frozen dataclasses made of plain values, so that any of them can be
written as one line of JSON and read back equal (see `pipeline.runs.staging`).
Times are timezone-aware; offsets are in characters of the article's text,
which is its kept paragraphs joined by a blank line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

PARAGRAPH_SEPARATOR = "\n\n"
"""All offsets are characters of a text that is joined by it."""
CONTENT_JOINT = " … "
"""Between the stretches of a quotation that the writer interrupts, as editors mark what is left
out."""
AUTHOR = "[author]"
"""Speaker of what the writer of the article says in quotation marks, or asks in an interview."""


class Label(StrEnum):
    """What a block of a page is. Every block has exactly one label."""

    # Enum's own is a function in Python, and every block's label is looked up in sets
    __hash__ = str.__hash__

    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list_item"
    BLOCKQUOTE = "blockquote"
    CAPTION = "caption"
    CREDIT = "credit"
    COUNTER = "counter"
    BYLINE = "byline"
    DATELINE = "dateline"
    TIMESTAMP = "timestamp"
    RELATED = "related"
    NEWSLETTER = "newsletter"
    ADVERT = "advert"
    SHARE = "share"
    COMMENTS = "comments"
    NAVIGATION = "navigation"
    PROMO = "promo"
    AUTHOR_BIO = "author_bio"
    CORRECTION = "correction"
    PAYWALL = "paywall"
    DISCLAIMER = "disclaimer"
    EMBED = "embed"
    DUPLICATE = "duplicate"
    OTHER = "other"


KEPT_LABELS = frozenset(
    {
        Label.HEADLINE,
        Label.STANDFIRST,
        Label.PARAGRAPH,
        Label.HEADING,
        Label.LIST_ITEM,
        Label.BLOCKQUOTE,
    }
)
"""Labels of blocks that are the article."""


class Setting(StrEnum):
    """How HTML sets words of a block, where that tells who speaks."""

    STRESSED = "stressed"
    """Bold or italic words that a block opens with: a question, the name of a speaker."""
    TERM = "term"
    """The term of a description list: in a transcript, who speaks."""
    CITE = "cite"
    """Whose the words quoted beside it are: `<cite>`, the footer of a block quotation."""
    CELL = "cell"
    """A cell of a table."""


class Kind(StrEnum):
    """How words are reported; docs/quotations.md says what each kind is."""

    DIRECT = "direct"
    PARTIAL = "partial"
    INDIRECT = "indirect"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A URL that discovery proposes to fetch, and what it already knows of it."""

    url: str
    source: str
    """Key of the source in the sources file."""
    found_in: str
    """The feed, sitemap or section page that named it; "manual" for a URL given by hand."""
    title: str | None = None
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class Capture:
    """One HTTP answer, archived."""

    url_asked: str
    url_answered: str
    source: str
    fetched_at: datetime
    status: int
    content_type: str | None
    """The Content-Type header as sent."""
    headers: tuple[tuple[str, str], ...]
    payload_digest: str
    """"sha256:" and the hexadecimal digest of the body after content decoding."""
    record_id: str
    """WARC-Record-ID of the response record, without the angle brackets."""
    warc_file: str
    """Path relative to the archive folder."""
    warc_offset: int
    imported_from: str | None = None
    """The file or URL that it was taken from; None for a page that was visited by us."""


@dataclass(frozen=True, slots=True)
class KnownCapture:
    """What the warehouse remembers of a URL's last capture by a visit, for the next visit."""

    payload_digest: str
    """As in `Capture`."""
    fetched_at: datetime
    etag: str | None
    """The ETag header as sent; None if there was none."""
    last_modified: str | None
    """The Last-Modified header as sent; None if there was none."""
    first_fetched_at: datetime
    """When a visit captured the URL for the first time."""
    url_answered: str
    """The address that answered at the last capture."""


@dataclass(frozen=True, slots=True)
class KnownRefusal:
    """What the warehouse remembers of a URL that gave no page at several visits."""

    first_at: datetime
    """When the first of these runs began."""
    last_at: datetime
    """When the last of them began."""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A known page that gave no new capture."""

    url: str
    """The URL of the candidate."""
    source: str
    reason: str
    """recent, settled, refused, not-modified or same-bytes; see `pipeline.acquire.revisits`."""


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """One archived answer, read back."""

    payload: bytes
    """The body after content decoding."""
    content_type: str | None
    """The Content-Type header as sent."""
    url: str
    """The URL that answered."""
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class SetWords:
    """Words of a block that HTML sets apart."""

    setting: Setting
    start: int
    """Characters of the block's text."""
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a page, kept or dropped."""

    label: Label
    rule: str
    """Name of the rule that gave the label."""
    text: str
    dom_path: str
    """Where it stood: a path of tags in a page, "line N" in a text dump."""
    probability: float | None = None
    """How likely the arbiter finds it that the block is the article's; None if it was not asked."""
    settings: tuple[SetWords, ...] = ()
    """What HTML says of its words, in their order."""
    group: int | None = None
    """Number of the block quotation or row of a table that it stands in; None if in none."""

    @property
    def kept(self) -> bool:
        """Whether the block belongs to the article."""
        return self.label in KEPT_LABELS


@dataclass(frozen=True, slots=True)
class Article:
    """What a page says once its boilerplate is stripped."""

    url: str | None
    """Canonical URL; None for a page that names none and came without one."""
    headline: str | None
    authors: tuple[str, ...]
    published: datetime | None
    modified: datetime | None
    language: str | None
    """ISO 639-1 code."""
    section: str | None
    outlet: str | None
    blocks: tuple[Block, ...]
    """Every block of the page in page order, kept and dropped."""
    truncated: bool = False
    """Whether the page shows only the beginning of the article (paywall, teaser)."""
    paywalled: bool = False
    """Whether the page says that the article is not free, or asks for money; it may be whole."""
    published_from: str | None = None
    """What told the time: "JSON-LD datePublished", "meta date", or "page" for a visible line."""
    modified_from: str | None = None
    doubts: tuple[str, ...] = ()
    """What the page says and was not believed, one line each, with the reason."""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The texts of the body: kept blocks other than the headline."""
        return tuple(b.text for b in self.blocks if b.kept and b.label is not Label.HEADLINE)

    @property
    def dropped(self) -> tuple[Block, ...]:
        """The blocks that are not part of the article."""
        return tuple(b for b in self.blocks if not b.kept)

    @property
    def text(self) -> str:
        """The article's text; all offsets of quotations are characters of it."""
        return PARAGRAPH_SEPARATOR.join(self.paragraphs)


Span = tuple[int, int]
"""Start and end (exclusive), in characters of the article's text."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who (source) says (cue) what (content), as spans of the text."""

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    kind: Kind
    confidence: float
    """Between 0 and 1."""


PERSON, ORGANISATION = "person", "organisation"
"""What a speaker with a name is."""

STAGES = ("discover", "fetch", "extract", "attribute", "load", "check")
"""What a run does, in this order; a rejection names the one that it comes from."""

SUCCEEDED, INCOMPLETE, FAILED, ABANDONED = "succeeded", "incomplete", "failed", "abandoned"
"""How a run may end."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """One attribution with its speaker resolved."""

    attribution: Attribution
    text: str
    """The content as the article has it, marks included; its parts joined by " … "."""
    segments: tuple[str, ...]
    """The words between each pair of marks, verbatim; empty for indirect speech."""
    speaker: str | None
    """Fullest form in the article, titles left out; AUTHOR for the writer; None if not told."""
    mention: str | None
    """The source as the sentence has it."""
    role: str | None
    cue: str | None
    paragraph: int
    """Index of the paragraph in which the content starts."""
    aliases: tuple[str, ...] = ()
    """Other forms of the speaker's name in the article."""
    context: str = ""
    """The paragraph in which the content starts."""
    speaker_kind: str | None = None
    """PERSON or ORGANISATION; None if the article does not tell, or the source has no name."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """Something that could not be processed: parked with its reason, not dropped."""

    stage: str
    """One of STAGES."""
    reference: str
    """The URL or file it was about."""
    reason: str
    """A key of a fixed vocabulary, e.g. "robots-disallowed"; counted per run."""
    detail: str
    """One clear line for a person: what was wrong and what to do."""
    source: str | None = None
    warc_file: str | None = None
    """Where its bytes are, if there are any."""
    warc_offset: int | None = None
    withheld: int = 0
    """Quotations that are withheld for it, if a check found it."""


@dataclass(frozen=True, slots=True)
class ExtractedPage:
    """An article with the capture it was read from."""

    capture: Capture
    article: Article


@dataclass(frozen=True, slots=True)
class AttributedPage:
    """An article with its capture and its quotations: what `load` takes."""

    capture: Capture
    article: Article
    quotations: tuple[Quotation, ...] = field(default=())
