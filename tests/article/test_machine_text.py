"""Text that a page holds only for machines: in JSON-LD, or in the state of a script."""

from __future__ import annotations

import json

import pytest

from pipeline.article import NotAnArticle, extract_page
from pipeline.records import Article, Label

PARAGRAPHS = [
    f"On day {day} the divers went down to the long mooring. They counted its links twice. "
    "“It is a mooring,” the eldest said, and she went home to sleep until the tide turned."
    for day in range(1, 6)
]
BODY = "\n\n".join(PARAGRAPHS)
TITLE = "The fourteenth pier is a mooring"
SHELL = "<div id='app'><p>Loading</p></div>"


def page(script: str, *, og_type: str = "article", attributes: str = "") -> bytes:
    return (
        f"<html><head><title>{TITLE} | River Mail</title>"
        f'<meta property="og:title" content="{TITLE}"><meta property="og:type" content="{og_type}">'
        f"</head><body>{SHELL}<script {attributes}>{script}</script></body></html>"
    ).encode()


def read(script: str, **options: str) -> Article:
    return extract_page(page(script, **options), url="https://river.example/pier")


ITEMS = [
    *({"type": "text", "content": paragraph} for paragraph in PARAGRAPHS[:2]),
    {"type": "image", "caption": "The mooring at dusk. It is long. It is wet."},
    *({"type": "text", "content": paragraph} for paragraph in PARAGRAPHS[2:]),
]


@pytest.mark.parametrize(
    "script",
    [
        json.dumps({"props": {"story": {"bodyHtml": "".join(f"<p>{p}</p>" for p in PARAGRAPHS)}}}),
        "window.__STATE__ = " + json.dumps({"article": {"content_elements": ITEMS}}) + ";go();",
        f"window.S = JSON.parse({json.dumps(json.dumps({'a': {'body': BODY}}))});",
        "var t = {broken: yes}; var s = " + json.dumps([{"text": BODY}]),
    ],
    ids=["html", "items", "json-in-a-string", "behind-what-is-no-json"],
)  # fmt: skip
def test_the_text_in_a_script_is_read_where_the_page_shows_none(script: str) -> None:
    article = read(script)
    assert list(article.paragraphs) == PARAGRAPHS
    assert {block.rule for block in article.blocks if block.kept} <= {"script-body", "headline"}


ENCODED = BODY.replace("“", "&ldquo;").replace("”", "&rdquo;")
TAGGED = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


@pytest.mark.parametrize(
    "body", [ENCODED, TAGGED.replace("<", "&lt;").replace(">", "&gt;")], ids=["marks", "tags"]
)
def test_entities_are_decoded_wherever_the_text_stands(body: str) -> None:
    assert list(read("S = " + json.dumps({"body": body})).paragraphs) == PARAGRAPHS
    twice = {"@type": "Article", "headline": TITLE, "articleBody": body.replace("&", "&amp;")}
    assert list(read_nodes(twice).paragraphs) == PARAGRAPHS


@pytest.mark.parametrize("body", [BODY, TAGGED], ids=["plain", "html"])
def test_what_no_document_holds_is_not_kept_from_a_script(body: str) -> None:
    broken = json.dumps({"body": body.replace("counted", "counted \ud83d\x01")})
    assert list(read(f"S = {broken}").paragraphs) == [
        paragraph.replace("counted", "counted ?") for paragraph in PARAGRAPHS
    ]


def test_it_is_not_read_where_the_page_shows_its_text() -> None:
    shown = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    other = json.dumps({"body": "\n\n".join(p.replace("day", "night") for p in PARAGRAPHS * 5)})
    markup = page(other).replace(SHELL.encode(), f"<article>{shown}</article>".encode())
    assert list(extract_page(markup).paragraphs) == PARAGRAPHS


def test_of_several_texts_the_one_beside_the_headline_counts() -> None:
    longer = "\n\n".join(p.replace("mooring", "another story") for p in PARAGRAPHS * 2)
    stories = [
        {"title": "Another story", "body": longer},
        {"title": TITLE, "body": BODY},
    ]
    assert list(read("S = " + json.dumps({"stories": stories})).paragraphs) == PARAGRAPHS


def test_the_texts_in_a_front_page_s_scripts_are_not_its_own() -> None:
    stories = [{"title": "Another story", "body": BODY}]
    with pytest.raises(NotAnArticle):
        read("S = " + json.dumps(stories), og_type="website")


def test_a_script_of_brackets_alone_ends_in_a_reason() -> None:
    with pytest.raises(NotAnArticle):
        read("x = " + "[" * 200_000)


def test_the_article_body_of_json_ld_counts_before_a_script() -> None:
    node = {"@type": "NewsArticle", "headline": TITLE, "articleBody": BODY}
    article = read(json.dumps(node), attributes='type="application/ld+json"')
    assert list(article.paragraphs) == PARAGRAPHS
    assert {b.rule for b in article.blocks if b.label is Label.PARAGRAPH} == {"json-ld-body"}


def json_ld(*nodes: object) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(n)}</script>' for n in nodes)


def read_nodes(*nodes: object, shown: str = "<div id='app'></div>") -> Article:
    markup = (
        f"<html><head><title>{TITLE}</title>{json_ld(*nodes)}</head><body>{shown}</body></html>"
    )
    return extract_page(markup.encode(), url="https://river.example/pier")


BRIEF = ("The mooring is dry again.", "“I sat on it,” Oda Lund said, and nobody asked her why.")


@pytest.mark.parametrize(
    "body",
    [
        "\n\n".join(BRIEF),
        "\n".join(BRIEF),
        "<p>" + "</p>\n<p>".join(BRIEF) + "</p>",
        "<div>" + "<br><br>".join(BRIEF) + "</div>",
        "&lt;p&gt;" + "&lt;/p&gt;&lt;p&gt;".join(BRIEF) + "&lt;/p&gt;",
        f"<b>{BRIEF[0]}</b>\n\n{BRIEF[1]}",
        list(BRIEF),
        [{"@type": "WebPageElement", "text": text} for text in BRIEF],
    ],
)
def test_a_brief_that_only_the_json_ld_has_is_read(body: object) -> None:
    article = read_nodes({"@type": "NewsArticle", "headline": TITLE, "articleBody": body})
    assert article.paragraphs == BRIEF


def test_a_text_in_many_parts_or_in_another_node_is_read_whole() -> None:
    parts = [f"On day {day} the divers counted the links of the mooring." for day in range(120)]
    article = read_nodes({"@type": "NewsArticle", "headline": TITLE, "articleBody": parts})
    assert list(article.paragraphs) == parts
    other = {"@type": "Article", "headline": TITLE, "articleBody": BODY}
    article = read_nodes({"@type": "NewsArticle", "headline": TITLE}, [[other]])
    assert list(article.paragraphs) == PARAGRAPHS


def test_headings_lists_and_quotations_in_its_markup_keep_their_labels() -> None:
    body = (
        f"<h2>The mooring</h2>{PARAGRAPHS[0]}\n\n{PARAGRAPHS[1]}\n\n<ul><li>Four links</li></ul>"
        f"<blockquote>{BRIEF[1]}</blockquote><style>p</style>"
    )
    article = read_nodes({"@type": "NewsArticle", "headline": TITLE, "articleBody": body})
    assert [(block.label, block.text) for block in article.blocks] == [
        (Label.HEADING, "The mooring"),
        (Label.PARAGRAPH, PARAGRAPHS[0]),
        (Label.PARAGRAPH, PARAGRAPHS[1]),
        (Label.LIST_ITEM, "Four links"),
        (Label.BLOCKQUOTE, BRIEF[1]),
    ]


def update(time: str | None, headline: str, body: str) -> dict[str, object]:
    return {
        "@type": "BlogPosting",
        "headline": headline,
        "datePublished": time,
        "articleBody": body,
    }


def live(*updates: dict[str, object]) -> dict[str, object]:
    return {"@type": "LiveBlogPosting", "headline": TITLE, "liveBlogUpdate": list(updates)}


def test_the_entries_of_a_live_blog_are_read_in_order_of_time() -> None:
    article = read_nodes(
        live(
            update("2026-03-09T18:00:00Z", "Divers up", f"<p>{PARAGRAPHS[1]}</p>"),
            update("2026-03-09T18:05:00+01:00", "Divers down", PARAGRAPHS[0]),
        ),
        shown=f"<main><h1>{TITLE}</h1><div id='live'></div></main>",
    )
    assert article.headline == TITLE
    assert [(b.label, b.text, b.dom_path) for b in article.blocks if b.label != "headline"] == [
        (Label.HEADING, "Divers down", "liveBlogUpdate[1] 2026-03-09T18:05:00+01:00"),
        (Label.PARAGRAPH, PARAGRAPHS[0], "liveBlogUpdate[1] 2026-03-09T18:05:00+01:00"),
        (Label.HEADING, "Divers up", "liveBlogUpdate[0] 2026-03-09T18:00:00Z"),
        (Label.PARAGRAPH, PARAGRAPHS[1], "liveBlogUpdate[0] 2026-03-09T18:00:00Z"),
    ]


def test_entries_without_a_time_stay_as_they_stand() -> None:
    entries = (update(None, "Noon", PARAGRAPHS[1]), update("2026-03-09", "Dawn", PARAGRAPHS[0]))
    article = read_nodes(live(*entries))
    assert article.paragraphs == ("Noon", PARAGRAPHS[1], "Dawn", PARAGRAPHS[0])
    assert article.blocks[0].dom_path == "liveBlogUpdate[0]"


def test_entries_that_the_page_shows_are_read_from_the_page() -> None:
    shown = f"<article><h1>{TITLE}</h1>{''.join(f'<p>{text}</p>' for text in PARAGRAPHS)}</article>"
    article = read_nodes(live(update("2026-03-09", "Dawn", PARAGRAPHS[0])), shown=shown)
    assert list(article.paragraphs) == PARAGRAPHS
