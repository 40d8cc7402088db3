"""Newsletters, subscriptions, other products of the house, and the wall before the text."""

from __future__ import annotations

import re

from bs4 import Tag

from pipeline.article.block_index import BlockIndex
from pipeline.article.blocks import PageBlock, Verdict
from pipeline.article.boilerplate_regions import RegionRule
from pipeline.article.class_name_tokens import words
from pipeline.article.page_model import PageModel
from pipeline.records import Label

NEWSLETTER_LINE = re.compile(
    r"^(?:sign ?up (?:for|to|here|now|today)|sign up$|get (?:the|our|your|all|more)?.{0,60}"
    r"(?:newsletter|inbox|by e-?mail|in your e-?mail|delivered)|subscribe to (?:our|"
    r"the).{0,60}newsletter|"
    r"(?:e-?mail|enter) (?:your )?(?:e-?mail )?address\b|enter your e-?mail|"
    r"(?:our|the) .{0,40}newsletter\b|newsletters?$|by (?:signing up|clicking|submitting|"
    r"subscribing).{0,60}"
    r"(?:agree|terms|privacy)|you can unsubscribe|thanks for signing up|"
    r"want more .{0,60}newsletter|"
    r"this site is protected by recaptcha)",
    re.I,
)
"""Invitations to a newsletter."""
PROMO_LINE = re.compile(
    r"^(?:subscribe(?: |$)|support (?:our|us|independent|quality|the)\b|become a (?:member|"
    r"subscriber|"
    r"supporter)|donate\b|"
    r"listen to (?:this|the) (?:article|story|episode|podcast)|download (?:the|our) .{0,30}app|"
    r"get the .{0,40}app\b|click here to (?:get|download|subscribe|sign)|join .{0,40} (?:today|"
    r"now)$|"
    r"start your (?:free )?(?:trial|subscription)|follow .{0,60} on (?:facebook|twitter|x|"
    r"instagram|telegram|whatsapp|google)\b|"
    r"have (?:you )?(?:a|got a) (?:story|news tip|tip)|(?:do you )?have a (?:tip|story)|"
    r"got a (?:tip|story)|"
    r"(?:to )?(?:contact|reach) (?:the|this) (?:author|reporter)|write to (?:us|me|him|her|"
    r"[\w.]+@)|"
    r"log ?in(?: |$)|sign in(?: |$)|watch (?:live|video|now)\b|play (?:audio|video)?$|"
    r"chat with us (?:on|in)\b|listen (?:to .{1,60} live|live|back|here)\b|advertise with us)",
    re.I,
)
"""Invitations to read, follow, buy or give."""
PAYWALL_LINE = re.compile(
    r"^(?:already a (?:subscriber|member)|(?:this (?:article|story|content) is )?(?:for|only for|"
    r"reserved for|available to|exclusive to) "
    r"(?:our )?(?:paying )?(?:subscribers|members)|subscribe (?:now )?to (?:continue|read|keep)|"
    r"to (?:continue|keep|go on) reading|continue reading (?:with|this|for)|read on with|"
    r"unlock (?:this|the|unlimited|full)|"
    r"you(?:'|’)?(?:ve| have) (?:reached|read|used) (?:your|all|the)|log in to (?:read|continue)|"
    r"register to (?:read|continue)|"
    r"this (?:article|story|content) is (?:for|only|exclusive|reserved)|"
    r"the rest of this (?:article|story)|"
    r"want to read (?:more|on)\?|to read the (?:full|rest|whole))",
    re.I,
)
"""What a site says to readers who have not paid."""

INBOX = re.compile(
    r"\b(?:(?:in|to|meet|into) your inbox|delivered (?:weekday|daily|to you)\b)", re.I
)
"""Words that only an invitation has."""
CONTACT_LINE = re.compile(
    r"^\W{0,3}(?:(?:you can )?(?:write to|contact|e-?mail|reach|follow|tweet)\b|e-?mail:)", re.I
)
"""Invitations to write to the paper."""
INVITATION = re.compile(r"^(?:join|meet|hear) us (?:at|for|on|in)\b", re.I)
"""Invitations to an event of the paper."""
ASKING_END = re.compile(r"\b(?:subscribe|donate|join us|sign up|support us)\W{0,3}$", re.I)
"""A line that ends with what the reader is to do."""

REGIONS = (
    RegionRule(
        Label.PAYWALL,
        "paywall-by-name",
        names=words(
            r"pay ?wall\w*|reg(?:istration)? ?wall|premium ?(?:wall|gate|box|offer)|"
            r"subscriber ?(?:only|gate|wall|message)|"
            r"(?:content|article|reader) ?gate|gated|tp ?(?:modal|container)|piano\w*|"
            r"meter(?:ed)?(?: ?(?:wall|message))?|subscription ?wall"
        ),
        closed=True,
        most_characters=1_000,
    ),
    RegionRule(
        Label.NEWSLETTER,
        "newsletter-by-name",
        names=words(
            r"subs|mc4wp|news ?letters?(?: ?\w+)?|\w+ newsletter|sign ?up(?: ?(?:form|box|unit|"
            r"block|module|"
            r"container))?|mailing ?list|mc ?embed\w*|"
            r"mailchimp|email ?(?:sign ?up|capture|form|subscribe|subscription)|"
            r"subscribe ?(?:form|box|email)|jetpack subscription"
        ),
        closed=True,
        most_characters=2_500,
    ),
    RegionRule(
        Label.PROMO,
        "promo-by-name",
        names=words(
            r"promo\w*|subscri(?:be|ption)s?(?: ?\w+)?|membership|donat(?:e|ion)s?(?: ?\w+)?|"
            r"support ?us|cta|call ?to ?action|"
            r"audio(?: ?(?:block|player|module|article))?|podcasts?(?: ?\w+)?|listen(?: ?\w+)?|"
            r"app ?(?:banner|download|promo)|house ?ad|"
            r"contribut(?:e|ions?)|upsell|marketing|reader ?revenue|affiliate ?\w*|merch|"
            r"shop(?:ping)?|"
            r"contact ?(?:us|box)|tip ?(?:us|box|line)|banner|top ?bar|offers?|slogan|tagline|"
            r"site description"
        ),
        closed=True,
        most_characters=2_500,
    ),
)
"""Parts called so."""


ADDRESS_FORM = RegionRule(Label.NEWSLETTER, "address-form", closed=True)
"""A form that asks for an address by e-mail."""
MAX_FORM_CHARACTERS = 500
"""Text of an element that is a form and no more."""
MAX_FORM_LEVELS = 4
"""Elements around a field among which its form is looked for."""
_ADDRESS_FIELD = re.compile(r"^e-?mail", re.I)
"""Name of a field for an address."""


def address_forms(block_index: BlockIndex) -> dict[int, RegionRule]:
    """Elements that are little more than a field for an e-mail address, by id."""
    found: dict[int, RegionRule] = {}
    for field in block_index.elements:
        if field.name != "input" or not (
            _ADDRESS_FIELD.match(str(field.get("type", "")))
            or _ADDRESS_FIELD.match(str(field.get("name", "")))
        ):
            continue
        outermost: Tag | None = None
        for level, parent in enumerate(field.parents):
            if level >= MAX_FORM_LEVELS or block_index.size(parent) > MAX_FORM_CHARACTERS:
                break
            outermost = parent
        if outermost is not None and outermost is not block_index.body:
            found[id(outermost)] = ADDRESS_FORM
    return found


def offer_line(block: PageBlock, page: PageModel) -> Verdict | None:
    """A line that offers something to the reader."""
    if len(block.text) > 320:
        return None
    start = block.text[:200]
    if PAYWALL_LINE.match(start):
        return Verdict(Label.PAYWALL, "paywall-line")
    if NEWSLETTER_LINE.match(start) or INBOX.search(block.text):
        return Verdict(Label.NEWSLETTER, "newsletter-line")
    rule = _promo_rule(block)
    return Verdict(Label.PROMO, rule) if rule else None


def _promo_rule(block: PageBlock) -> str | None:
    text = block.text
    if block.links and len(text) <= 200 and INVITATION.match(text):
        return "invitation"
    if len(text) <= 120 and ASKING_END.search(text) and block.link_share > 0.1:
        return "asking-line"
    if len(text) <= 160 and CONTACT_LINE.match(text) and "@" in text:
        return "contact-line"
    if PROMO_LINE.match(text[:200]) and (len(text) < 160 or block.link_share > 0.3):
        return "promo-line"
    return None


LATE_RULES = (offer_line,)
"""After those that know better."""
