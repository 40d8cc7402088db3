"""Captions and credits of pictures, charts and players."""

from __future__ import annotations

import re

from pipeline.article.blocks import PageBlock, Verdict
from pipeline.article.boilerplate_regions import RegionRule
from pipeline.article.class_name_tokens import words
from pipeline.article.page_model import PageModel, stands_in
from pipeline.records import Label

CREDIT_NAMES = words(
    r"(?:photo|image|picture|media|caption|figure|img)? ?credits?(?: text| line)?|photographer|"
    r"(?:photo|image|media|caption) (?:copyright|source|author|attribution)|copyright|"
    r"copyright holder|byline"
)
"""Names of elements with credits."""
CAPTION_NAMES = words(
    r"slider\w*|carousel\w*|slide ?show\w*|gallery\w*|lightbox\w*|captions?(?: text| container|"
    r" wrap(?:per)?| inner)?|wp caption(?: text)?|cutline|"
    r"(?:image|photo|picture|media|figure|gallery|video) ?(?:caption|description|legend|title|"
    r"desc|info|meta)"
)
"""Names of elements with captions."""
CREDIT_START = re.compile(
    r"^\(?(?:photo(?:graph)?s?|pictures?|pics?|images?|illustrations?|production photos?|"
    r"video|graphics?|credits?|source|photo credits?|image credits?|copyright|©|foto|bild|crédit)"
    r"(?: credits?| source| illustration| by| courtesy(?: of)?)?(?: ?[:/©|]| by\b| courtesy\b)",
    re.I,
)
"""Words with which a credit begins."""
ENDS_IN_CREDIT = re.compile(
    r"[.!?”\"] \(?(?:photo|photograph|picture|image)s?(?: credit)?(?:: |"
    r" by )[^.!?]{3,60}\)?$",
    re.I,
)
"""A caption's last words are often a credit."""
CREDIT_FOR = re.compile(r"^credits? [A-ZÀ-Þ][^.]{2,60}(?:/| for | via |, via |handout)", re.I)
"""“Credit Ada Cole for the Herald”."""
CREDIT_WORD = re.compile(r"^credits? [A-ZÀ-Þ]", re.I)
"""“Credit Ada Cole”."""
AGENCIES = re.compile(
    r"(?:\bvia (?:AP|Getty|Reuters|AFP)\b|\bGetty Images\b|/ ?(?:AFP|AP|Reuters|Getty|EPA|"
    r"Bloomberg|PA|"
    r"Shutterstock|Alamy|Pool|dpa|ANSA|Xinhua|TASS)\b|\b(?:Shutterstock|Alamy|iStock(?:photo)?|"
    r"Unsplash|Reuters|"
    r"AFP|EPA-EFE|AP Photo|AP|PA Wire|Rex Features|Press Association)$)",
)
"""Names with which a credit line ends or begins."""
AGENCY_PHOTO = re.compile(r"^\(?(?:AP|AFP|Reuters|EPA) (?:Photo|Image|Pool)", re.I)
"""“AP Photo”."""
SHORTCODE = re.compile(r"^\[(?:wp_)?caption\b[^\]]{0,300}\]")
"""A caption that a blog's software has left as it was typed."""
MAX_CREDIT_CHARACTERS = 160
"""A credit with two names and an agency; what is longer says more."""
MAX_PLACED_CHARACTERS = 320
"""A caption that nothing but its position shows; longer paragraphs beside a picture are text."""
MAX_FIGURE_CHARACTERS = 500
"""Text of an element that is a figure and no more."""
MAX_FIGURE_LEVELS = 6
"""Elements around a block among which its figure is looked for."""

REGIONS = (
    RegionRule(Label.CAPTION, "figcaption-element", tags=frozenset({"figcaption"})),
    RegionRule(Label.CAPTION, "caption-by-name", names=CAPTION_NAMES, most_characters=1500),
)
"""Parts called so."""


def credit_in_figure(block: PageBlock, page: PageModel) -> Verdict | None:
    """The part of a figure that names the photographer."""
    if not _in_figure(block, page):
        return None
    if len(block.text) > MAX_CREDIT_CHARACTERS:
        return None
    if CREDIT_START.match(block.text[:60]) or CREDIT_WORD.match(block.text):
        return Verdict(Label.CREDIT, "credit-in-figure")
    if CREDIT_NAMES(page.block_index.class_names(block.wrapper)) or (
        block.wrapper is block.element
        and CREDIT_NAMES(page.near_class_names(block, 1))
        and not CAPTION_NAMES(page.block_index.class_names(block.wrapper))
    ):
        return Verdict(Label.CREDIT, "credit-by-name")
    if len(block.text) <= MAX_CREDIT_CHARACTERS and is_credit_line(block.text):
        return Verdict(Label.CREDIT, "credit-in-figure")
    return None


def caption(block: PageBlock, page: PageModel) -> Verdict | None:
    """Text of a figure, or of an element called a caption."""
    region = block.region
    if region is not None and region.rule.label is Label.CAPTION:
        return Verdict(Label.CAPTION, region.rule.rule)
    if stands_in(block, "figure") and not stands_in(block, "table", "blockquote"):
        return Verdict(Label.CAPTION, "in-figure")
    return None


def caption_by_wording(block: PageBlock, page: PageModel) -> Verdict | None:
    """A caption whose shortcode was never replaced, or that ends in a credit."""
    if SHORTCODE.match(block.text[:320]):
        return Verdict(Label.CAPTION, "caption-shortcode")
    if len(block.text) <= MAX_PLACED_CHARACTERS and ENDS_IN_CREDIT.search(block.text[-100:]):
        return Verdict(Label.CAPTION, "ends-in-credit")
    return None


def credit_line(block: PageBlock, page: PageModel) -> Verdict | None:
    """A short line that is nothing but a photographer and an agency."""
    if is_credit(block.text):
        return Verdict(Label.CREDIT, "credit-line")
    return None


def is_credit(text: str) -> bool:
    """Whether a line names a photographer or agency, with or without "Photo:"."""
    if is_credit_line(text):
        return True
    starts = bool(CREDIT_START.match(text[:60]) or CREDIT_FOR.match(text[:100]))
    return starts and len(text) <= MAX_CREDIT_CHARACTERS and not _is_sentence(text)


def is_credit_line(text: str) -> bool:
    """Whether a line is only names and an agency: "NAME/AGENCY; NAME/AGENCY"."""
    if len(text) > MAX_CREDIT_CHARACTERS or _is_sentence(text):
        return False
    return bool(AGENCIES.search(text) or AGENCY_PHOTO.match(text))


def _is_sentence(text: str) -> bool:
    return len(text.split()) > 6 and text.rstrip("”\"'’)").endswith((".", "!", "?"))


def _in_figure(block: PageBlock, page: PageModel) -> bool:
    return block.in_region(Label.CAPTION) or stands_in(block, "figure")


def beside_picture(block: PageBlock, page: PageModel) -> Verdict | None:
    """A few words in a small element of their own that also holds a picture."""
    if block.index > page.last or not page.after_headline(block):
        return None
    if len(block.text) > MAX_PLACED_CHARACTERS or block.heading is not None:
        return None
    if page.set_as_text(block) and block.element.name not in {"td", "th"}:
        return None
    if not _near_picture(block, page):
        return None
    if CREDIT_START.match(block.text[:60]) or is_credit_line(block.text):
        return Verdict(Label.CREDIT, "credit-beside-picture")
    return Verdict(Label.CAPTION, "beside-picture")


def _near_picture(block: PageBlock, page: PageModel) -> bool:
    element = block.element
    for _ in range(MAX_FIGURE_LEVELS):
        if element is page.container_element or page.size(element) > MAX_FIGURE_CHARACTERS:
            return False
        if id(element) in page.block_index.pictured:
            return not (element is block.element and element.name == "p")
        if element.parent is None:
            return False
        element = element.parent
    return False


RULES = (caption_by_wording, credit_in_figure, caption)
"""In this order."""
LATE_RULES = (credit_line,)
"""After those that know better, as words alone show less."""
PLACE_RULES = (beside_picture,)
"""After all others: position shows least."""
