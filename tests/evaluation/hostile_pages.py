"""Pages, dumps and texts that are made to keep their readers busy."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from functools import partial

from pipeline.article.page_decoding import MAX_BYTES
from tests.evaluation.hostile_parts import PAGE, SAYS, SENTENCE, counted, of

PARAGRAPHS = "".join(f"<p>On day {day} it rained. {SENTENCE * 3}</p>" for day in range(1, 5))
TITLE = "<h1>Eleven boats were counted at the quay</h1>"

whole = partial(of, size=MAX_BYTES)
"""A piece as often as the largest page can hold it; a site's may have less."""


def article(inner: str, head: str = "") -> bytes:
    """A page with something in its middle or head, cut to the largest size."""
    text = f"<html><head>{head}</head><body><article>{TITLE}{PARAGRAPHS}{inner}"
    return text.encode()[:MAX_BYTES]


def _in_head(piece: str) -> bytes:
    return article("", of(piece, MAX_BYTES - 5_000))


def _script(content: str, kind: str) -> bytes:
    return article("", f'<script type="{kind}">{content[: MAX_BYTES - 5_000]}</script>')


def _tables() -> bytes:
    cells = "".join(f"<td>{number}</td>" for number in range(200))
    return article(f"<table>{f'<tr>{cells}</tr>' * 90}</table>")


PAGES: dict[str, Callable[[], bytes]] = {
    "divs 100,000 deep": lambda: article("<div>" * 100_000 + SENTENCE),
    "inline tags 100,000 deep": lambda: article("<b><i>" * 50_000 + SENTENCE),
    "one paragraph of 12 MB": lambda: article(f"<p>{whole(SENTENCE)}"),
    "three million paragraphs": lambda: article(whole("<p>a")),
    "as many paragraphs as are read": lambda: article(f"<p>“{SENTENCE}”</p>" * 19_000),
    "one attribute of 12 MB": lambda: article(f'<p class="{whole("related ")}">{SENTENCE}'),
    "many attributes in each tag": lambda: article(
        f"<p {counted('a{0}=1 ', 2_400)}>x</p>" * 1_000
    ),
    "a tag of 400,000 attributes": lambda: article(f"<p {counted('a{0}=1 ', MAX_BYTES)}"),
    "crowded inline tags": lambda: article(of("<b>a</b><i>b</i>", 700_000)),
    "links alone": lambda: article(counted('<a href="/{0}">Eleven boats</a>', 700_000)),
    "lists in lists": lambda: article("<ul><li>boats" * 250 + of("<li>boat", 150_000)),
    "entities": lambda: article(f"<p>{whole('&amp;&#x41;&nosuch;&')}"),
    "angle brackets": lambda: article(f"<p>{whole('<<><')}"),
    "comments": lambda: article(whole("<!-- - -- -->a")),
    "a table of 18,000 cells": _tables,
    "tables in tables": lambda: article("<table><tr><td>boats" * 6_000),
    "quotation marks in a paragraph": lambda: article(f"<p>{whole('“a” ')}"),
    "words without spaces": lambda: article(f"<p>{whole('x')}"),
    "combining characters": lambda: article(f"<p>a{whole('́')}"),
    "JSON-LD of lists": lambda: _script("[" * MAX_BYTES, "application/ld+json"),
    "JSON-LD of graphs": lambda: _script(whole('{"@graph":['), "application/ld+json"),
    "JSON-LD of 100,000 authors": lambda: _script(
        '{"@type":"NewsArticle","author":[' + counted('{{"name":"Ann B{0}"}},', MAX_BYTES - 6_000),
        "application/ld+json",
    ),
    "JSON-LD scripts by the thousand": lambda: _in_head(
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"x"}</script>'
    ),
    "state of a script": lambda: _script(
        "window.__DATA__=" + json.dumps([{"text": SENTENCE, "p": [n]} for n in range(45_000)]),
        "text/javascript",
    ),
    "braces in a script": lambda: _script(
        "window.__DATA__=" + whole('{"a":'), "text/javascript"
    ),
    "meta elements": lambda: _in_head('<meta property="article:author" content="Ann Bee">'),
    "other meta elements": lambda: _in_head('<meta name="a" content="b">'),
    "links in the head": lambda: _in_head('<link rel="canonical" href="/a">'),
    "bylines": lambda: article(of('<p class="byline">By Ann Bee</p>', 600_000)),
    "one byline of 12 MB": lambda: article(f'<p class="byline">By {whole("Ann Bee and ")}'),
    "times": lambda: article(of('<time datetime="2026-03-02">2 March</time>', 700_000)),
    "h1": lambda: article(of("<h1>Eleven boats were counted</h1>", 600_000)),
    "a srcset of 12 MB": lambda: article(f'<figure><img srcset="{whole("/a.jpg 1x, ")}">'),
    "pictures": lambda: article(of('<img src="/a.jpg" srcset="/b 1x" alt="boats">', 900_000)),
    "forms": lambda: article(of("<select><option>boats", 400_000)),
    "a title of 12 MB": lambda: article("", f"<title>{whole('a | ')}"),
    "style sheets": lambda: article("", f"<style>{whole('.a{display:none}')}"),
    "display in styles": lambda: article(of('<p style="display:none;color:red">boat', 700_000)),
    "zero bytes": lambda: article("\0" * MAX_BYTES),
    "noise": lambda: random.Random(1).randbytes(MAX_BYTES),
    "noise in markup": lambda: article("") + random.Random(2).randbytes(MAX_BYTES - 5_000),
    "UTF-16": lambda: article(of(f"<p>{SENTENCE}", 900_000)).decode().encode("utf-16"),
    "microdata": lambda: article(
        of("<b itemprop=author itemscope itemtype=Person><i itemprop=name>Ann</i></b>", 700_000)
    ),
    "templates": lambda: article(of("<template><p>boats</p></template>", 600_000)),
}  # fmt: skip

DUMPS: dict[str, Callable[[], str]] = {
    "lines": lambda: of("The boats.\n"),
    "paragraphs": lambda: of("The boats were counted.\n\n"),
    "one line": lambda: of(SENTENCE),
    "spaces": lambda: "a" + " " * (PAGE - 2) + "b",
    "empty lines": lambda: "a" + "\n" * (PAGE - 2) + "b",
    "capitals and digits": lambda: of("A1 "),
}

TEXTS: dict[str, Callable[[], str]] = {
    "5 MB of quotation marks": lambda: '"' * PAGE,
    "400 kB of marks": lambda: of("“'‘\"«„’”", 400_000),
    "5 MB of speech": lambda: of(SAYS),
    "5 MB of speech, a line each": lambda: of(SAYS + "\n\n"),
    "German speech": lambda: of("„Die Fähre ist zu spät“, sagte Ada Blum und ging. "),
    "German verbs without a subject": lambda: of("„Unsinn“ nannte ", 2_000_000),
    "marks that never close": lambda: of("“The ferry is late. ", 2_000_000),
    "one word": lambda: "a" * PAGE,
    "words without spaces": lambda: of("“船晚了”他说", 2_000_000),
    "combining characters": lambda: of("e\u0301", 2_000_000),
    "invisible characters": lambda: of("\u200b", PAGE),
    "surrogates and controls": lambda: of("\u202e\u200f\0\ufeff", PAGE),
    "spaces": lambda: "“The ferry" + " " * (PAGE - 60) + "is late,” Ada Cole said.",
    "names": lambda: counted("Ada{0} Cole{0} said. ", 1_000_000),
    "labels": lambda: counted("Ada Cole{0}: I am. Are you?\n\n", 1_000_000),
    "pronouns": lambda: of("he said ", 1_000_000),
    "questions": lambda: of("Q: why?\n\nA: because.\n\n", 1_000_000),
}
