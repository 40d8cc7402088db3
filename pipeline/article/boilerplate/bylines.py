"""Who wrote it, where, and when it was published: lines above or below the text."""

from __future__ import annotations

import re

from pipeline.article.blocks import PageBlock, Verdict
from pipeline.article.boilerplate_regions import RegionRule
from pipeline.article.class_name_tokens import words
from pipeline.article.page_model import PageModel, is_table_row
from pipeline.records import Label
from pipeline.text.calendar_names import lower_case, month_names, weekday_names

MONTHS = lower_case(month_names("en"), month_names("en", "abbreviated")) | {"sept"}
"""In English, with both of the ways to abbreviate September."""
FOREIGN_MONTHS = lower_case(*map(month_names, ("pt", "es", "fr", "de", "it")))
"""In the languages of the pages that the rules were written on; others are read by the arbiter."""
TIME_WORDS = frozenset(
    {
        *MONTHS,
        *FOREIGN_MONTHS,
        *lower_case(*map(weekday_names, ("en", "es", "fr", "de"))),
        *lower_case(weekday_names("en", "abbreviated"), ("tues", "thur", "thurs")),
        # Portuguese ones as single words: "terça-feira" is split at its hyphen
        *(part for name in lower_case(weekday_names("pt")) for part in name.split("-")),
        *("às", "de", "del", "le", "à", "um", "uhr", "den", "h", "am", "pm", "a"),
        *("p", "m", "gmt", "utc", "bst", "cet", "cest", "est", "edt", "et", "pst", "pdt", "pt"),
        *("cst", "cdt", "ct", "ist", "z", "eastern", "local", "ago", "hour", "hours", "hrs"),
        *("hr", "h", "minute", "minutes", "mins", "min", "day", "days", "week", "weeks", "at"),
        *("on", "of", "the", "an", "from", "by", "just", "now", "today", "yesterday"),
        *("published", "publication", "posted", "update", "updated", "last", "modified", "first"),
        *("date", "time", "edited", "created", "originally", "issued", "edition", "read"),
    }
)
"""A line of nothing but these and numbers is a time."""
TIME_SEPARATOR = re.compile(r"[\s,.:;·•|()/\-–—+@]+")
"""Signs between the parts of a time."""
TIME_NUMBER = re.compile(r"^\d{1,4}(?:st|nd|rd|th|am|pm|z|h|t\d{1,2})?$")
"""A number of a time: “3rd”, “12h”, “09T10”."""
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
"""Of the web's pages and their authors' sources."""
AFTER_NAME = re.compile(r"^\s*(?:$|[,|·•/&(–—-]|(?:in|and|at|for|with)\b)")
"""What may follow an author's name in a line that names nobody else."""
MAX_WORDS_BEFORE_TIME = 4
"""“Published by the city desk on …”; more are a sentence with a date."""
NEAR_BLOCKS = 25
"""A byline that is known by name alone stands this near below the headline."""
DIGIT = re.compile(r"\d")
"""A line without one states no time by numbers."""
STATED_TIME = MONTHS | FOREIGN_MONTHS | {"today", "yesterday", "ago", "now"}
"""Words of which a line must have one, besides numbers, to state a time."""
REPORTING_CREDIT = re.compile(
    r"^[\W_]{0,3}(?:additional )?(?:reporting|writing|editing|production|research) by\b|"
    r"^.{2,240}\b(?:contributed (?:reporting|research)|contributed to this (?:report|story|"
    r"article))\b"
    r".{0,60}$",
    re.I,
)
"""Lines that say who helped."""
PUBLISHED = re.compile(
    r"^(?:published|posted|updated|last (?:updated|modified)|first published|date|publicado|"
    r"publié|veröffentlicht|aktualisiert|pubblicato|опубликовано|обновлено|기사입력)\b\s?[:\s]",
    re.I,
)
"""Words before a time of publication, in the languages of the pages that the rules were written
on."""
BYLINE = re.compile(
    r"^(?:by|words by|written by|story by|report by|text by|interview(?: by)?:|reporting by|"
    r"author:|von|par|por)\s+\S",
    re.I,
)
"""Words before an author's name."""
POSTED_BY = re.compile(
    r"^(?:posted|published|written|updated)\b.{0,60}\bby\s|"
    r"^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b.{0,20}\b(?:publicado por|posted by|published by)\b|"
    r"^\d{1,2}:\d\d\b.{0,40}\d{4} by\s",
    re.I,
)
"""Lines of blogs and forums: when, and who posted it."""
NAME_WORD = re.compile(
    r"^(?:[A-ZÀ-ÞŁŚŠŽ][\w’'.\-]*|d[aeiu]|van|von|der|den|de|la|le|al|bin|und|and|&|\|)[,;]?$"
)
"""A word of a name, or a particle in it."""
DATELINE = re.compile(r"^[A-ZÀ-Þ][A-ZÀ-Þ .,'’\-/]{2,40}$")
"""A town in capitals."""
MAX_BYLINE_CHARACTERS = 300
"""A line with several authors and their roles; what is longer is text."""
REPORTING_RULE = "reporting-credit"
"""Names those who helped; not the authors."""
LINK_LABELS = (Label.RELATED, Label.NAVIGATION)
"""Labels of parts in which an author's name may be a link."""

REGIONS = (
    RegionRule(
        Label.BYLINE,
        "byline-by-name",
        names=words(
            r"by|by ?lines?(?: block| wrapper| container| name)?|authors?(?: ?(?:name|names|link|"
            r"list|line|meta|url|byline))?|"
            r"article ?authors?|contributors?|writers?|reporter|posted by|entry author|vcard|"
            r"credits? by"
        ),
        most_characters=300,
    ),
    RegionRule(
        Label.TIMESTAMP,
        "timestamp-by-name",
        names=words(
            r"time ?stamps?|date ?times?|pub(?:lish(?:ed)?)? ?(?:date|time|on)s?|"
            r"date ?(?:published|modified|updated|created)|"
            r"(?:article|post|entry|story|publication|byline) ?(?:date|time)|posted on|updated|"
            r"last ?(?:updated|modified)|dateline|date|time"
        ),
        tags=frozenset({"time"}),
        most_characters=160,
    ),
)
"""Parts called so."""


def timestamp(block: PageBlock, page: PageModel) -> Verdict | None:
    """A line that tells nothing but when."""
    text = block.text
    if len(text) > 120 or is_table_row(block) or block.in_region(*LINK_LABELS):
        return None
    rule = _timestamp_rule(block, page)
    return Verdict(Label.TIMESTAMP, rule) if rule else None


def _timestamp_rule(block: PageBlock, page: PageModel) -> str | None:
    text = block.text
    named = block.in_region(Label.TIMESTAMP)
    if is_time(text) and (named or not text.isdigit()):
        return "time-words"
    if not DIGIT.search(text):
        return None
    if named and len(text) <= 100:
        return "timestamp-by-name"
    if len(text) <= 80 and PUBLISHED.match(text):
        return "published-line"
    if len(text) <= 80 and page.before_text(block) and _ends_in_time(text):
        return "ends-in-time"
    return None


def _ends_in_time(text: str) -> bool:
    """Whether a line is a few words and then a date with its year."""
    parts = text.split()
    for start in range(1, min(len(parts) - 2, MAX_WORDS_BEFORE_TIME + 1)):
        rest = " ".join(parts[start:])
        if YEAR.search(rest) and is_time(rest):
            return True
    return False


def is_time(text: str) -> bool:
    """Whether a line is made of the words and numbers of a date or time alone."""
    parts = [part for part in TIME_SEPARATOR.split(text.lower()) if part]
    if not parts or len(parts) > 24:
        return False
    if not any(part[0].isdigit() or part in STATED_TIME for part in parts):
        return False
    return all(part in TIME_WORDS or TIME_NUMBER.match(part) for part in parts)


def byline(block: PageBlock, page: PageModel) -> Verdict | None:
    """A line that names the writers."""
    if len(block.text) > MAX_BYLINE_CHARACTERS:
        return None
    rule = _byline_rule(block, page)
    return Verdict(Label.BYLINE, rule) if rule else None


def _byline_rule(block: PageBlock, page: PageModel) -> str | None:
    text = block.text
    if POSTED_BY.match(text) and len(text) < 120:
        return "posted-by"
    if REPORTING_CREDIT.match(text):
        return REPORTING_RULE
    if BYLINE.match(text[:40]) and _is_names(text):
        return "by-line"
    if _names_author(block, page):
        return "names-author"
    near = page.headline is None or 0 < block.index - page.headline.index < NEAR_BLOCKS
    return "byline-by-name" if near and block.in_region(Label.BYLINE) else None


def _names_author(block: PageBlock, page: PageModel) -> bool:
    """Whether a short line of the opening starts with the name of an author."""
    if len(block.text) > 90 or not page.before_text(block) or not page.after_headline(block):
        return False
    text = block.text.casefold()
    return any(
        text.startswith(name.casefold()) and AFTER_NAME.match(text[len(name) :])
        for name in page.head.authors
        if len(name) > 3
    )


def _is_names(text: str) -> bool:
    """Whether what follows "By" starts with a name and is not a sentence."""
    rest = text.split(None, 1)[1] if " " in text else ""
    first = rest.split()[:2]
    if not first or not all(NAME_WORD.match(word) for word in first):
        return False
    return not (len(text.split()) > 14 and text.endswith("."))


def dateline(block: PageBlock, page: PageModel) -> Verdict | None:
    """A place in capitals on a line of its own, before the first paragraph."""
    text = block.text
    if len(text) > 45 or not DATELINE.match(text) or block.link_share > 0.5:
        return None
    if not page.before_text(block) or page.headline is None:
        return None
    before = page.blocks[max(page.headline.index, block.index - NEAR_BLOCKS) : block.index]
    if any(b.label in {Label.BYLINE, Label.TIMESTAMP} for b in before):
        return Verdict(Label.DATELINE, "place-in-capitals")
    return None


RULES = (dateline, byline, timestamp)
"""In this order."""
