"""The name of the publication, as its readers know it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from lxml import etree

from pipeline.article.metadata.json_ld import Node, as_list, resolved, types_of
from pipeline.article.metadata.meta_elements import MetaElements
from pipeline.article.metadata.text_cleaning import metadata_text, text_of
from pipeline.article.metadata.titles import MAX_OUTLET_WORDS, title_ends
from pipeline.text.folding import letters_and_digits

MAX_NAME_CHARACTERS = 100
"""An outlet's name is shorter."""
MAX_SEARCHED_CHARACTERS = 300_000
"""Of a page's text in which an outlet's name is looked for."""
MAX_HOME_LINKS = 10
"""Links to the front page whose words are looked at."""
MAX_NAMES = 50
"""Names that are compared."""

SITE_TYPES = frozenset({"WebSite", "NewsMediaOrganization"})
"""Types of schema.org that are the outlet."""
STATED = ("og:site_name", "og:site", "application-name", "dc.publisher", "citation_journal_title")
"""Elements that name the outlet, the surest first."""
_SLOGAN = re.compile(r"\s+[|–—·•:-]+\s+.*$|\s*\|.*$")
"""What stands behind an outlet's name: “The Herald | News from the coast”."""
_GENERIC = frozenset(
    {
        *("home", "homepage", "front", "frontpage", "start", "startpage", "main", "menu", "logo"),
        *(
            "back",
            "return",
            "skip",
            "inicio",
            "accueil",
            "startseite",
            "zurück",
            "retour",
            "volver",
        ),
        *("news", "website"),
    }
)
"""Words that name no outlet."""
_SILENT = frozenset({"script", "style", "template", "noscript", "title"})
"""Elements whose text nobody sees."""


def outlet_of(
    node: Node, nodes: list[Node], meta: MetaElements, root: etree._Element, url: str | None
) -> str | None:
    """The outlet's name, from what states it best.

    In this order: the site's name in the metadata, the publisher of the article, the name of the
    website in the JSON-LD, the text of the link to the front page and the end of the page's
    title; the last two only where the page shows the name once more.
    """
    stated = [
        *meta.all(STATED[0]),
        *(_name_of(value, nodes) for value in as_list(node.get("publisher"))),
        *(other.get("name") for other in nodes if types_of(other) & SITE_TYPES),
        *(value for name in STATED[1:] for value in meta.all(name)),
    ]
    names = [name for value in stated[:MAX_NAMES] if (name := _clean(value))]
    if not names:
        return _shown(root, meta, url)
    same = [name for name in names if letters_and_digits(name) == letters_and_digits(names[0])]
    return max(same, key=_written)


def _written(name: str) -> tuple[bool, int]:
    """Of two ways to write a name: "The Post" before "the Post" before "ThePost"."""
    return not name[:1].islower(), len(name.split())


def _name_of(value: object, nodes: list[Node]) -> object:
    publisher = resolved(value, nodes)
    return publisher.get("name") if isinstance(publisher, dict) else publisher


def _clean(value: object) -> str | None:
    """A stated name without the slogan behind it; None for addresses and handles."""
    name = metadata_text(value, MAX_NAME_CHARACTERS)
    if name is None or name.startswith(("@", "www.")) or "://" in name:
        return None
    return _SLOGAN.sub("", name) or name


def _shown(root: etree._Element, meta: MetaElements, url: str | None) -> str | None:
    """The name on the link to the front page, or behind the title, if it is shown once more."""
    links = _home_links(root, url)
    ends = title_ends(meta.title) if meta.title else None
    if not links and not ends:
        return None
    shown = _words_shown(root)
    if ends and _words(meta.title or "") in shown:
        # a separator of the headline's own
        ends = None
    last = ends[1] if ends else ""
    for name in (*links, last):
        times = shown.count(_words(name)) + (letters_and_digits(name) == letters_and_digits(last))
        if _may_be_name(name) and times > 1:
            return name
    return None


def _words(text: str) -> str:
    return f" {' '.join(word for word in map(letters_and_digits, text.split()) if word)} "


def _may_be_name(name: str) -> bool:
    words = name.split()
    return (
        1 <= len(words) <= MAX_OUTLET_WORDS
        and len(letters_and_digits(name)) > 2
        and not name[:1].islower()
        and letters_and_digits(words[0]) not in _GENERIC
    )


def _home_links(root: etree._Element, url: str | None) -> list[str]:
    """The texts of links to the front page, or of the pictures in them."""
    host = urlsplit(url).netloc if url else None
    names: list[str] = []
    for link in root.iter("a"):
        href = (link.get("href") or "").strip()
        if len(href) > 200 or not _is_front_page(href, host):
            continue
        texts = [text_of(link), *(image.get("alt") for image in link.iter("img"))]
        names.extend(name for text in texts if (name := metadata_text(text, MAX_NAME_CHARACTERS)))
        if len(names) >= MAX_HOME_LINKS:
            break
    return names


def _is_front_page(href: str, host: str | None) -> bool:
    if href == "/":
        return True
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    same = bool(host) and parts.netloc == host
    return same and parts.scheme in {"http", "https"} and parts.path in {"", "/"}


def _words_shown(root: etree._Element) -> str:
    """The words that the page shows, in lower case, between spaces."""
    words: list[str] = []
    length = 0
    for element in root.iter(etree.Element):
        for text in (None if element.tag in _SILENT else element.text, element.tail):
            if text and length < MAX_SEARCHED_CHARACTERS:
                words.append(_words(str(text[:MAX_SEARCHED_CHARACTERS])).strip())
                length += len(text)
    return f" {' '.join(word for word in words if word)} "
