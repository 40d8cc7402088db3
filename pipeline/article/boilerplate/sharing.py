"""Counters, share buttons and what readers wrote below."""

from __future__ import annotations

import re

from pipeline.article.blocks import PageBlock, Verdict
from pipeline.article.boilerplate_regions import RegionRule
from pipeline.article.class_name_tokens import words
from pipeline.article.page_model import PageModel, is_table_row
from pipeline.records import Label

COUNTED = frozenset(
    {
        *("share", "shares", "comment", "comments", "view", "views", "like", "likes", "read"),
        *("reads", "reaction", "reactions", "retweets", "reposts", "replies", "points", "votes"),
        *("kommentare", "commentaires", "comentarios"),
    }
)
"""What is counted beside an article."""
AMOUNT = re.compile(r"^\d[\d.,]{0,12}(?:k|m|tsd|mio)?\+?$", re.I)
"""A count: “1.2k”, “300+”."""
DIGIT = re.compile(r"\d")
"""A counter has one."""
COUNTER_SEPARATOR = re.compile(r"[\s·|/:()]+")
"""Signs between counts."""
GALLERY_COUNTER = re.compile(r"^\(?\d{1,3} (?:of|/) \d{1,3}\)?$|^\d{1,3}/\d{1,3}$", re.I)
"""“3 of 12”."""
SHARE_WORDS = frozenset(
    {
        *("share", "this", "article", "story", "post", "page", "on", "via", "by", "with", "a"),
        *("friend", "to", "of", "full", "follow", "us", "send", "the", "url", "new", "window"),
        *("copy", "link", "copied", "print", "save", "bookmark", "tweet", "pin", "it", "gift"),
        *("email", "e-mail", "mail", "listen", "sms", "click", "opens", "in", "resize", "text"),
        *("facebook", "twitter", "x", "whatsapp", "linkedin", "reddit", "pinterest", "telegram"),
        *("bluesky", "threads", "messenger", "flipboard", "youtube", "instagram", "tiktok"),
        *("size", "options", "sharing", "extra", "close"),
        *("like", "aa", "google", "vk", "plus", "pocket", "tumblr", "line"),
    }
)
"""A line of nothing but these offers to share, print or save."""
COMMENTS_POLICY = re.compile(
    r"^(?:note: we are .{0,40}comments|.{0,60}(?:values your comments|comments (?:are|will be) "
    r"(?:moderated|published|reviewed))|"
    r".{0,20}\bcoment[áa]rios\b.{0,120}\b(?:moderador|aprovados)\b|"
    r"your e-?mail address will not be published)",
    re.I,
)
"""What a site says to those who comment."""
LIKED = re.compile(r"^[\d.,]{1,9} people like this\b")
"""What a network's button says."""
SHARE_ALONE = frozenset(
    {
        *("share", "tweet", "email", "e-mail", "print", "copy link", "pin it", "facebook"),
        *("twitter", "whatsapp", "linkedin", "reddit", "pinterest", "telegram", "bluesky"),
    }
)
"""Single words that are such a line by themselves."""
WORD = re.compile(r"[\w-]+")
"""Words, with what hyphens join."""
NETWORKS = frozenset({"facebook", "twitter", "whatsapp", "linkedin", "reddit", "pinterest"})
"""Names that stand in lines of SHARE_WORDS; elsewhere they are news."""
SHARE_START = re.compile(
    r"^(?:share(?: this| on| via| full| article| story|:|$)|follow (?:us|me)\b|copy (?:link|url)|"
    r"print(?: this)?(?: article)?$|save(?: article)?$|e-?mail(?: this| article|$)|"
    r"send to a friend|"
    r"(?:did you |do you )?(?:like|enjoy(?:ed)?|love) (?:this|the|what) [^?]{0,50}\?|"
    r"like this:?$|\d+ people like this)",
    re.I,
)
"""Words with which an offer to share begins."""
COMMENTS_LINE = re.compile(
    r"^(?:(?:view|read|show|hide|see|load|leave|post|add|join|write)(?: all| a| your| the|"
    r" more)? ?"
    r"(?:\d+ )?(?:comments?|reply|conversation|discussion)\b|comments? (?:are|have been|"
    r"for this)\b|"
    r"comments?(?: \(?\d+\)?)?$|reply$|\d+ (?:thoughts?|comments?|replies|responses?) (?:on|"
    r"to)\b|"
    r"no comments\b|"
    r"leave a (?:reply|comment)|be the first to comment|join the (?:conversation|discussion)|"
    r"what do you think\?|your email address will not be published)",
    re.I,
)
"""Invitations to comment, and titles above comments."""

REGIONS = (
    RegionRule(
        Label.COMMENTS,
        "comments-by-name",
        names=words(
            r"comments|comments? ?(?:area|section|list|thread|form|box|feed|wrapper|container|"
            r"block|respond|"
            r"count|link|panel|toggle|wrap|content|body|module|button)|commentlist|respond|"
            r"disqus(?: thread)?|livefyre|"
            r"coral(?: talk)?|spot ?im|viafoura|openweb|fb comments|reader comments|hyvor talk|"
            r"id comments?|user comments?|insticator"
        ),
        closed=True,
    ),
    RegionRule(
        Label.SHARE,
        "share-by-name",
        names=words(
            r"(?:social ?)?shar(?:e|es|ing)(?: ?(?:tools?|bar|buttons?|links?|icons?|block|this|"
            r"list|container|wrapper|menu|article))?|"
            r"social ?(?:media|links?|icons?|tools?|bar|buttons?|follow|share|wrap|nav|list|"
            r"networks?)?|sharedaddy|sd ?block|add ?this|"
            r"add ?to ?any|a2a kit|follow ?us|article ?tools|story ?tools|page ?tools|toolbar|"
            r"jp relatedposts like|"
            r"utility ?bar|article ?actions|print ?(?:button|link)|tools|sharebar"
        ),
        most_characters=600,
    ),
)
"""Parts called so."""


def counter(block: PageBlock, page: PageModel) -> Verdict | None:
    """A number of shares, comments, views or pictures, and nothing else."""
    text = block.text
    if len(text) > 60 or not DIGIT.search(text) or is_table_row(block):
        return None
    if block.in_region(Label.COMMENTS, Label.TIMESTAMP):
        return None
    if GALLERY_COUNTER.match(text):
        return Verdict(Label.COUNTER, "gallery-counter")
    if _counts(text):
        return Verdict(Label.COUNTER, "counter")
    return None


def _counts(text: str) -> bool:
    parts = [part for part in COUNTER_SEPARATOR.split(text.lower()) if part]
    amounts = sum(bool(AMOUNT.match(part)) for part in parts)
    if not amounts or _is_year(text) or len(parts) > 8:
        return False
    return all(part in COUNTED or AMOUNT.match(part) for part in parts)


def _is_year(text: str) -> bool:
    return text.isdigit() and len(text) == 4 and 1500 < int(text) < 2200


def comments(block: PageBlock, page: PageModel) -> Verdict | None:
    """The comment section, and links to it."""
    if block.in_region(Label.COMMENTS):
        return Verdict(Label.COMMENTS, "comments-by-name")
    if _is_comments_line(block.text):
        return Verdict(Label.COMMENTS, "comments-line")
    return None


def _is_comments_line(text: str) -> bool:
    if COMMENTS_POLICY.match(text[:200]) and len(text) <= 400:
        return True
    return len(text) <= 90 and text[-1:] != "." and bool(COMMENTS_LINE.match(text))


def share(block: PageBlock, page: PageModel) -> Verdict | None:
    """Share, print and save buttons."""
    if block.in_region(Label.SHARE) and len(block.text) <= 200:
        return Verdict(Label.SHARE, "share-by-name")
    if len(block.text) <= 120 and _is_share_line(block):
        return Verdict(Label.SHARE, "share-words")
    return None


def _is_share_line(block: PageBlock) -> bool:
    text = block.text
    words = WORD.findall(text.lower())
    if words and words[0] in SHARE_WORDS and SHARE_WORDS.issuperset(words):
        clicked = block.link_share + block.control_share > 0.5
        networks = len(NETWORKS.intersection(words))
        if clicked or networks > 1 or len(words) > 2 or SHARE_START.match(text):
            return True
    if text.lower() in SHARE_ALONE and block.heading is None:
        return True
    starts = len(text) <= 60 and SHARE_START.match(text) and text[-1] not in ".?!,"
    return bool(starts or LIKED.match(text))


RULES = (comments, counter, share)
"""In this order."""
