"""Single rules on small pages: what is dropped, under which label, and what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.article import NotAnArticle
from pipeline.records import Article, Label
from tests.article.rules_alone import extract_page
from tests.newsroom import fixtures

TEXT = (
    "<p>The county closed the harbour bridge on Monday, and nobody could say for how long.</p>",
    "<p>Engineers found a crack in the third pier. It was, one of them said, “a young one.”</p>",
    "<p>The mayor walked over it all the same. He wanted, he said, to see the view from there.</p>",
    "<p>Traffic will be led over the old ford until the pier is mended, which may take a year.</p>",
)
TITLE = "<h1>Harbour bridge closed after crack is found</h1>"


def read(*parts: str, head: str = "", around: str = "{}") -> Article:
    body = around.format("".join(parts))
    page = f"<html><head>{head}</head><body>{body}</body></html>"
    return extract_page(page.encode(), url="https://example.com/bridge")


def label_of(article: Article, start: str) -> Label:
    (label,) = {block.label for block in article.blocks if block.text.startswith(start)}
    return label


def test_all_text_of_the_body_is_in_some_block() -> None:
    article = read(
        "Loose words <b>and bold ones</b>",
        TITLE,
        *TEXT,
        "<table><tr><td>One</td><td>Two</td></tr></table>",
        "<ul><li>A <a href='/x'>link</a> and more</li></ul>tail<div hidden>unseen</div>",
        "<div>first<br>line<br><br>second</div>",
    )
    texts = [block.text for block in article.blocks]
    assert texts[0] == "Loose words and bold ones"
    assert texts[-7:] == [
        *("One", "Two", "A link and more", "tail", "unseen", "first line", "second"),
    ]


@pytest.mark.parametrize(
    ("part", "start", "label"),
    [
        ("<p>Advertisement</p>", "Advert", Label.ADVERT),
        ("<p>1.2K shares</p>", "1.2K", Label.COUNTER),
        ("<p>By Ottilie Crane and Piet Dahl</p>", "By Ott", Label.BYLINE),
        ("<p>(Reporting by Piet Dahl; editing by Sami Lund)</p>", "(Report", Label.BYLINE),
        ("<p>Published 2 March 2026, 9:15 GMT</p>", "Published", Label.TIMESTAMP),
        ("<p>Photo: Lotte Brand</p>", "Photo", Label.CREDIT),
        ("<p>LOTTE BRAND/AFP; NILS OKONJO/AFP</p>", "LOTTE", Label.CREDIT),
        ("<p>[caption id='a4']The bridge at dusk[/caption]</p>", "[caption", Label.CAPTION),
        ("<figure><img><figcaption>The pier</figcaption></figure>", "The pier", Label.CAPTION),
        ("<div class=x><img><div class=y>The third pier</div></div>", "The third", Label.CAPTION),
        ("<p><a href=/x>Read more: Ten bridges that stood</a></p>", "Read more", Label.RELATED),
        ("<div class=related><p>Another bridge stood.</p></div>", "Another", Label.RELATED),
        ("<p>Sign up for our newsletter</p>", "Sign up", Label.NEWSLETTER),
        ("<p>Correction: The pier was the third, not the fourth.</p>", "Corr", Label.CORRECTION),
        ("<p>© 2026 The Example. All rights reserved.</p>", "©", Label.DISCLAIMER),
        ("<p>Already a subscriber? Log in</p>", "Already", Label.PAYWALL),
        ("<p>* * *</p>", "*", Label.OTHER),
        ("<p>[button link='/x']Send it[/button]</p>", "[button", Label.OTHER),
        ("<p>This story is part of our series on bridges.</p>", "This", Label.DISCLAIMER),
        ("<p>Opinions expressed by columnists are their own.</p>", "Opin", Label.DISCLAIMER),
        ("<p>Listen to the Harbour Hour live here.</p>", "Listen", Label.PROMO),
        ("<p>Join us at the <a href=/x>bridge fair</a> in May.</p>", "Join", Label.PROMO),
        ("<p>5:45 AM GMT 3/2/2026 by Tove Lind</p>", "5:45", Label.BYLINE),
        ("<p>12/03/2026 - Publicado por: Rui Pereira</p>", "12/", Label.BYLINE),
        ("<p>segunda-feira, 2 de março de 2026 às 9:15</p>", "seg", Label.TIMESTAMP),
        ("<p>Write to me at crane@example.com</p>", "Write", Label.PROMO),
        ("<blockquote><p>Oh, no!</p>— Tove (@tove) March 5</blockquote>", "Oh", Label.EMBED),
        ("<div class=pq>It was, one of them said, “a young one.”</div>", "It was", Label.DUPLICATE),
        ("<p>Home | News | Sport | Letters</p>", "Home", Label.NAVIGATION),
    ],
)  # fmt: skip
def test_boilerplate_between_paragraphs_is_dropped(part: str, start: str, label: Label) -> None:
    article = read(TITLE, *TEXT[:2], part, *TEXT[2:], around="<article>{}</article>")
    assert label_of(article, start) is label
    assert len(article.paragraphs) == 4


@pytest.mark.parametrize(
    "paragraph",
    [
        "Share prices fell on Tuesday as the news of the bridge reached the exchange.",
        "By Friday the ford was under water, and the buses turned back at the mill.",
        "Photo albums floated past the kitchen window, Mrs Enge said, and a chair.",
        "Related work had been promised for 2024. It never began, the report says.",
        "Subscribe, said the leaflet, and the bridge will be yours. Four people did.",
        "“Read more,” the teacher told them. “You will need it when the bridge is gone.”",
        "Advertisement hoardings along the ford were blown over in the night, police said.",
        "In March 2024 the county was told that the pier would last for a hundred years.",
        "“No.”",
        "Comments on the plan were read aloud for two hours. Nobody had praised it.",
        "The views expressed by the islanders were noted, and nobody read them again.",
        "This story is older than the bridge, the ferryman said, and so is the ferry.",
        "Listen to the ford in March, they say here, and you will hear the old mill turn.",
        "Join us on the bridge, the mayor told them. Nobody followed him further than that.",
        "Hundreds follow him on Gull. None of them had come to the bridge on Monday.",
    ],
)
def test_sentences_that_begin_like_boilerplate_are_kept(paragraph: str) -> None:
    article = read(TITLE, *TEXT[:2], f"<p>{paragraph}</p>", *TEXT[2:])
    assert label_of(article, paragraph) is Label.PARAGRAPH


@pytest.mark.parametrize(
    "classes",
    [
        "post tag-newsletter category-comments hentry",
        "has-sidebar share-enabled",
        "subscription promo",
        "paywall metered",
    ],
)
def test_names_of_the_whole_article_do_not_drop_it(classes: str) -> None:
    article = read(TITLE, *TEXT, around=f'<div class="{classes}"><div>{{}}</div></div>')
    assert len(article.paragraphs) == 4


def test_a_body_in_parts_is_read_whole() -> None:
    parts = [
        f'<div class="body-part">{paragraph}</div><div>Advertisement</div>' for paragraph in TEXT
    ]
    links = "".join(f"<p><a href=/{n}>Story number {n} of the day</a></p>" for n in range(9))
    article = read(f"<div>{TITLE}{''.join(parts)}</div><div>{links}</div>")
    assert len(article.paragraphs) == 4


def test_a_comment_thread_without_names_is_no_part_of_the_article() -> None:
    remarks = "".join(
        f"<li><div>Reader {n} on March {n}, 2026 at 4:1{n} pm said:</div>"
        f"<p>I have crossed it for {n} years and I never saw a crack. Not one.</p></li>"
        for n in range(2, 7)
    )
    article = read(f"<main>{TITLE}<div>{''.join(TEXT)}</div><ul>{remarks}</ul></main>")
    assert len(article.paragraphs) == 4
    assert label_of(article, "Reader 2") is not Label.PARAGRAPH


def test_a_standfirst_is_known_by_its_place_before_the_byline() -> None:
    article = read(
        f"<div>{TITLE}<div>The pier is younger than the mayor, and worse off</div>",
        "<div>By Ottilie Crane</div><div>2 March 2026</div>",
        *(part.replace("p>", "section>") for part in TEXT),
        "</div>",
    )
    assert label_of(article, "The pier is younger") is Label.STANDFIRST


def test_a_heading_with_a_kicker_is_the_headline_before_a_line_of_the_menu() -> None:
    title = "Harbour bridge closed after crack is found"
    article = read(
        f"<nav><ul><li><a href='/'>News</a></li><li>{title}</li></ul></nav>",
        f"<h1><span>Old town</span> <span>{title}</span></h1>",
        *TEXT,
        head=f"<title>{title}</title>",
    )
    assert label_of(article, f"Old town {title}") is Label.HEADLINE
    assert article.headline == title


def test_the_headline_need_not_be_a_heading() -> None:
    title = "Harbour bridge closed after crack is found"
    article = read(
        "<h1><a href='/'>The Example</a></h1>",
        f"<div><b>{title}</b></div>",
        *TEXT,
        head=f"<title>{title} - The Example</title>",
    )
    assert article.headline == title
    assert label_of(article, "The Example") is not Label.HEADLINE


def test_text_that_only_the_json_ld_has_is_used() -> None:
    body = "\\n\\n".join(part.removeprefix("<p>").removesuffix("</p>") for part in TEXT * 2)
    data = f'{{"@type": "NewsArticle", "headline": "Bridge closed", "articleBody": "{body}"}}'
    head = f'<script type="application/ld+json">{data}</script>'
    article = read(
        TITLE, "<p>Loading the story, one moment please. It will not be long.</p>", head=head
    )
    assert len(article.paragraphs) == 8
    assert {block.rule for block in article.blocks if block.kept} == {"headline", "json-ld-body"}


def test_a_teaser_is_marked_as_truncated() -> None:
    wall = "<div class=paywall><p>Subscribe to continue reading</p></div>"
    assert read(TITLE, *TEXT, wall).truncated
    assert not read(TITLE, *TEXT).truncated


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("<h1>Page not found</h1><p>Sorry, we looked everywhere for it.</p>", "error-page"),
        ("<h1>Before you continue to The Example</h1><p>We set cookies.</p>", "consent-wall"),
        (
            "<h1>Tag: bridges</h1>"
            + "".join(f"<h2><a href=/{n}>The tale of bridge number {n}</a></h2>" for n in range(9)),
            "listing",
        ),
        (
            "<h1>The bridge in pictures</h1>"
            + "".join(f"<figure><img><figcaption>The bridge on day {n}, at low tide and in rain."
                      "</figcaption></figure>" for n in range(6)),
            "gallery",
        ),
    ],
    ids=["error-page", "consent-wall", "listing", "gallery"],
)  # fmt: skip
def test_pages_that_are_no_article_are_refused(page: str, reason: str) -> None:
    with pytest.raises(NotAnArticle) as refusal:
        read(page)
    assert refusal.value.reason == reason


def test_every_dropped_block_says_why_and_where() -> None:
    article = read("<nav><ul><li><a href=/>Home</a></li></ul></nav>", TITLE, *TEXT)
    (dropped,) = article.dropped
    assert (dropped.label, dropped.rule) == (Label.NAVIGATION, "navigation-by-name")
    assert dropped.dom_path == "nav>ul>li"


def test_every_rule_that_labels_the_newsroom_is_documented() -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "extraction.md"
    documented = page.read_text(encoding="utf-8")
    for fixture in fixtures():
        if "article" not in fixture.expected:
            continue
        for block in extract_page(fixture.html.encode(), url=fixture.url).blocks:
            assert f"`{block.rule.removeprefix('group-of-')}`" in documented


def labels_of(article: Article, *starts: str) -> list[Label]:
    return [label_of(article, start) for start in starts]


def test_a_table_of_data_is_read_row_by_row() -> None:
    rows = "".join(f"<tr><td>Pier {n}</td><td>sound</td><td>{n}00</td></tr>" for n in range(3))
    article = read(TITLE, *TEXT[:2], f"<table>{rows}</table>", *TEXT[2:])
    assert article.paragraphs[2:5] == ("Pier 0 sound 000", "Pier 1 sound 100", "Pier 2 sound 200")
    assert label_of(article, "Pier 1") is Label.LIST_ITEM


def test_a_table_that_leads_elsewhere_with_every_row_is_a_list_of_links() -> None:
    rows = "".join(
        f"<tr><td><a href='/{n}'>Storm report {n}</a></td><td>Monday</td></tr>" for n in range(4)
    )
    article = read(TITLE, *TEXT, f"<h2>All reports</h2><table>{rows}</table>")
    assert {label_of(article, "Storm"), label_of(article, "All reports")} == {Label.RELATED}


def test_what_is_shown_when_a_word_is_pointed_at_is_not_in_its_sentence() -> None:
    sentence = (
        "<p>The clerk <span class='tooltip-box'>Mira Holm, 44, born on the islands</span>"
        "wrote it <span class='sr-only'>(for the second time)</span>down at once.</p>"
    )
    article = read(TITLE, *TEXT, sentence)
    assert article.paragraphs[-1] == "The clerk wrote it down at once."
    assert labels_of(article, "Mira Holm, 44", "(for the") == [Label.OTHER, Label.OTHER]


def test_a_hidden_copy_of_the_text_is_not_text_and_a_hidden_text_is() -> None:
    copy = f"<div style='display: none'>{''.join(TEXT)}<p>Copied by a clerk, in June.</p></div>"
    assert "Copied by a clerk, in June." not in read(TITLE, *TEXT, copy).paragraphs
    hidden = read(TITLE, TEXT[0], f"<div hidden>{''.join(TEXT[1:])}</div>")
    assert len(hidden.paragraphs) == 4


def test_a_quotation_in_a_box_is_text_unless_it_repeats_a_paragraph() -> None:
    new = "<aside><blockquote>A bridge is only a road that has lost its ground</blockquote></aside>"
    again = "<aside><blockquote>to see the view from there</blockquote></aside>"
    article = read("<article>", TITLE, *TEXT[:2], new, *TEXT[2:], again, "</article>")
    assert label_of(article, "A bridge is only") is Label.BLOCKQUOTE
    assert label_of(article, "to see the view") is Label.DUPLICATE


@pytest.mark.parametrize(
    ("between", "expected"),
    [
        ("<b>What comes next</b><br>", ("What comes next",)),
        (TEXT[3][3:-4] + "<br>", (TEXT[3][3:-4],)),
        ("___<br>", ()),
        ("a short line<br>", None),
    ],
    ids=["title", "paragraph", "ornament", "line"],
)
def test_a_single_line_break_ends_what_is_whole(
    between: str, expected: tuple[str, ...] | None
) -> None:
    last = "The ford is deep in spring. Nobody has crossed it on a bicycle since the great flood."
    article = read(TITLE, *TEXT[:3], f"<p>{between}{last}</p>")
    if expected is None:
        assert article.paragraphs[3:] == (f"a short line {last}",)
    else:
        assert article.paragraphs[3:] == (*expected, last)


def test_a_key_point_gives_way_to_the_paragraph_that_says_the_same() -> None:
    said = TEXT[1][3:-4]
    article = read(TITLE, f"<ul><li>{said}</li><li>The old ford is open.</li></ul>", *TEXT)
    assert article.paragraphs.count(said) == 1
    assert article.paragraphs[0] == "The old ford is open."


def test_a_line_that_shows_nothing_but_that_it_loads_is_no_article() -> None:
    with pytest.raises(NotAnArticle, match="no-text"):
        read("<div>Loading</div>")


def test_short_entries_by_the_minute_are_a_ticker_and_a_report_with_times_is_not() -> None:
    entries = "".join(f"<p>{minute}' Corner to Milltown.</p>" for minute in range(90, 60, -3))
    with pytest.raises(NotAnArticle, match="live-ticker"):
        read(TITLE, f"<article>{entries}</article>")
    long = "".join(f"<p>{n}' {TEXT[n % 4][3:-4]} {TEXT[(n + 1) % 4][3:-4]}</p>" for n in range(12))
    assert len(read(TITLE, f"<article>{long}</article>").paragraphs) == 12


def test_a_page_behind_a_wall_is_marked() -> None:
    free = '{"@type": "NewsArticle", "headline": "Bridge", "isAccessibleForFree": false}'
    head = f'<script type="application/ld+json">{free}</script>'
    assert read(TITLE, *TEXT, head=head).paywalled
    assert not read(TITLE, *TEXT).paywalled


@pytest.mark.parametrize(
    "trigger",
    [
        "<a data-toggle='tooltip' href='/m'>interior ministry</a>",
        "<span class='has-tooltip'>interior ministry</span>",
        "<b class='tooltip'>interior ministry<span class='tooltiptext'>in the fort</span></b>",
    ],
)
def test_the_word_that_is_pointed_at_stays_in_its_sentence(trigger: str) -> None:
    article = read(TITLE, *TEXT, f"<p>On Friday the {trigger} said that nothing was closed.</p>")
    assert article.paragraphs[-1] == "On Friday the interior ministry said that nothing was closed."


def test_many_parts_of_the_same_length_are_read() -> None:
    part = "<div class='post-content'><p>The ford was under water on the {} day of March.</p></div>"
    parts = "".join(part.format(f"{day:03}rd") for day in range(60))
    assert len(read("<h1>The ford, day by day, all spring</h1>", parts).paragraphs) == 60


def test_a_headline_named_like_boilerplate_is_the_headline() -> None:
    title = "<h1 class='teaser__title'>Harbour bridge closed after crack is found</h1>"
    assert read(title, *TEXT, head="<title>Daily</title>").headline == TITLE[4:-5]


def test_a_report_with_a_list_of_times_is_no_ticker() -> None:
    times = "".join(f"<li>10:{minute} - The alarm rang.</li>" for minute in range(15, 24))
    article = read("<article>", TITLE, *TEXT, f"<ul>{times}</ul></article>")
    assert len(article.paragraphs) == 13


def test_a_cell_with_breaks_and_paragraphs_is_part_of_its_row() -> None:
    row = "<tr><td><p>Pier {}</p><p>north</p></td><td class='shares'>sound<br><br>dry</td></tr>"
    table = f"<table>{''.join(row.format(n) for n in range(3))}</table>"
    article = read(TITLE, *TEXT[:2], table, *TEXT[2:])
    assert article.paragraphs[2:5] == tuple(f"Pier {n} north sound dry" for n in range(3))
