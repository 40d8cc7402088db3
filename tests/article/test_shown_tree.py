"""What HTML means for the text: what is a block, a link, a line, and what is shown at all."""

from __future__ import annotations

import pytest

from pipeline.records import Article, Label
from tests.article.rules_alone import extract_page

LONG = (
    "The lighthouse on Skarv has had no keeper since the winter, and the island council wants one.",
    "Three people have asked for the post, of whom one has never been on an island in her life.",
    "The council will choose in June, when the first boat of the summer brings the mail across.",
    "Until then the lamp is lit by the schoolmaster, who is paid for it in eggs and in firewood.",
)
SHORT = "Nobody else would."
TITLE = "Skarv looks for a keeper of its light"


def read(body: str, *, title: str = TITLE) -> Article:
    markup = f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>"
    return extract_page(markup.encode(), url="https://skarv.example/light")


def marked(tag: str, texts: tuple[str, ...] = LONG) -> str:
    return "".join(f"<{tag}>{text}</{tag.partition(' ')[0]}>" for text in texts)


@pytest.mark.parametrize(
    "part",
    [
        f"<a>{SHORT}</a>",
        f"<h2><a name='two'>{SHORT}</a></h2>",
        f"<p><a id='x' class='anchor'>{SHORT}</a></p>",
        SHORT,
    ],
)
def test_an_anchor_without_address_is_text(part: str) -> None:
    article = read(f"<p>{LONG[0]}</p>{part}{marked('p', LONG[1:])}")
    assert article.paragraphs == (LONG[0], SHORT, *LONG[1:])


@pytest.mark.parametrize(
    "attributes", ["href='/x'", "data-href='/x'", "onclick='go()'", "role='button'"]
)
def test_an_anchor_that_leads_somewhere_is_a_link(attributes: str) -> None:
    article = read(
        f"<p>{LONG[0]}</p><h2><a {attributes}>The light of Holm</a></h2>{marked('p', LONG[1:])}"
    )
    assert article.paragraphs == LONG


@pytest.mark.parametrize("name", ["br", "line br", " br\n"])
def test_an_empty_element_that_is_called_a_line_break_is_one(name: str) -> None:
    line_break = f"<span class='{name}' data-pos='7'></span>"
    assert read(f"<div>{(2 * line_break).join(LONG)}</div>").paragraphs == LONG
    mark = "<span class='breadcrumb'></span>"
    assert read(f"<p>{mark.join(LONG)}</p>").paragraphs == ("".join(LONG),)


def test_a_block_parts_the_text_whatever_it_is_called() -> None:
    halves = ("The lamp of Holm is lit by the parson,", "who is paid for it in wool and in tallow.")

    def texts(between: str) -> set[str]:
        return {block.text for block in read(f"<div>{between.join(halves)}</div>").blocks}

    assert " ".join(halves) in texts("<span class='br'></span>")
    assert set(halves) <= texts("<div class='br'></div>")


@pytest.mark.parametrize("display", ["inline", "inline-block", "contents", " INLINE-FLEX"])
@pytest.mark.parametrize("tag", ["div", "p", "section"])
def test_a_block_set_in_the_line_is_part_of_its_sentence(display: str, tag: str) -> None:
    keeper = f"<{tag} style='color:red;display:{display};'><span>4,200</span></{tag}>"
    text = f"The keeper is paid {keeper} crowns a year and fish."
    article = read(f"<div>{text}</div>{marked('p')}")
    assert article.paragraphs[0] == "The keeper is paid 4,200 crowns a year and fish."


def test_boxes_in_a_row_are_no_sentence() -> None:
    boxes = "".join(f"<div style='display:inline-block'>{text}</div>" for text in LONG)
    assert read(boxes).paragraphs == LONG
    floating = f"<div><div style='display:inline;float:left'>{SHORT}</div>{LONG[0]}</div>"
    assert read(floating + marked("p", LONG[1:])).paragraphs == (SHORT, *LONG)


@pytest.mark.parametrize("display", ["block", "flex", "list-item"])
def test_an_inline_element_shown_as_a_block_is_one(display: str) -> None:
    body = marked(f"span style='display: {display}'", (SHORT, *LONG))
    assert read(f"<div>{body}</div>").paragraphs == (SHORT, *LONG)
    empty = f"<ins style='display:{display}'></ins>".join(LONG)
    assert read(f"<div>{empty}</div>").paragraphs == LONG


def test_an_element_of_the_site_s_own_is_a_block_if_it_holds_one() -> None:
    assert read(f"<story-body>{marked('story-par')}</story-body>").paragraphs == LONG
    body = f"<x-box>{LONG[0]}<p>{LONG[1]}</p>{LONG[2]}</x-box>{LONG[3]}"
    assert tuple(block.text for block in read(f"<div>{body}</div>").blocks[1:]) == LONG
    inline = f"<p>The <x-term>council</x-term> met. {LONG[0]}</p>{marked('p', LONG[1:])}"
    assert read(inline).paragraphs[0] == f"The council met. {LONG[0]}"


@pytest.mark.parametrize("wrapper", ["font", "b", "span", "font><b"])
def test_paragraphs_in_inline_elements_are_paragraphs(wrapper: str) -> None:
    closing = "".join(f"</{tag}>" for tag in reversed(wrapper.split("><")))
    assert read(f"<div><{wrapper}>{marked('p')}{closing}</div>").paragraphs == LONG


@pytest.mark.parametrize("mode", ["open", "closed"])
def test_a_declarative_shadow_tree_is_shown(mode: str) -> None:
    shadow = f"<template shadowrootmode='{mode}'><article>{marked('p')}</article></template>"
    assert read(f"<x-story>{shadow}</x-story>").paragraphs == LONG


def test_what_a_host_holds_is_shown_in_the_slots_of_its_shadow_tree() -> None:
    shadow = (
        f"<template shadowrootmode='open'><p>{LONG[0]}</p><slot name='lead'><p>Loading</p></slot>"
        f"<slot><p>Nothing here yet, wait for it to load.</p></slot><p>{LONG[3]}</p></template>"
    )
    light = f"<p>{LONG[2]}</p><p slot='lead'>{LONG[1]}</p><p slot='gone'>An unseen line here.</p>"
    article = read(f"<x-story>{shadow}{light}</x-story>")
    assert article.paragraphs == LONG


def test_other_templates_are_inert() -> None:
    inert = f"<template><p>{SHORT}</p><template shadowrootmode=open>{SHORT}</template></template>"
    article = read(inert + marked("p"))
    assert article.paragraphs == LONG
    assert SHORT not in [block.text for block in article.blocks]


@pytest.mark.parametrize(
    "style",
    [
        "display:none",
        "position:absolute; left:-9999px",
        "clip: rect(0 0 0 0)",
        "clip:rect(1px,1px)",
    ],
)
def test_a_copy_for_screen_readers_is_not_in_the_sentence(style: str) -> None:
    link = f"<a href='/i'>island council<span style='{style}'> (opens a new tab)</span></a>"
    body = f"<p>{LONG[0].replace('island council', link)}</p>{marked('p', LONG[1:])}"
    assert read(body).paragraphs == LONG


@pytest.mark.parametrize(
    "struck",
    [
        "del",
        "s",
        "strike",
        "span style='color:red; text-decoration: line-through'",
        "span style='text-decoration-line:underline line-through'",
    ],
)
def test_struck_words_are_not_what_an_article_says(struck: str) -> None:
    """They stand beside it, as in a draft: what was taken back is not to be quoted."""
    close = struck.split(maxsplit=1)[0]
    body = (
        f"<p>“We paid fif<{struck}>ty</{close}><ins>teen</ins> crowns and will "
        f"<{struck}>never </{close}>go,” said Ada Berg. {LONG[0]}</p>"
        f"<p><{struck}>{LONG[1]}</{close}></p>{marked('p', LONG[2:])}"
    )
    article = read(body)
    said = f"“We paid fifteen crowns and will go,” said Ada Berg. {LONG[0]}"
    assert article.paragraphs == (said, *LONG[2:])
    struck_out = {block.text for block in article.blocks if block.rule == "struck"}
    assert struck_out == {"ty", "never", LONG[1]}


def test_words_that_were_put_in_are_text() -> None:
    body = f"<p>{LONG[0]}</p><ins><p>{LONG[1]}</p></ins><p><ins>{LONG[2]}</ins></p><p>{LONG[3]}</p>"
    assert read(body).paragraphs == LONG


def test_a_page_of_struck_words_alone_is_what_they_say() -> None:
    assert read(f"<del>{marked('p')}</del>").paragraphs == LONG
    assert read(f"<p>{LONG[0]}</p><del>{marked('p', LONG[1:])}</del>").paragraphs == (LONG[0],)


@pytest.mark.parametrize("line_end", ["<br>", "<br>\n  ", "\n", "\r\n\t"])
def test_no_space_stands_where_a_line_ends_within_a_chinese_or_japanese_sentence(
    line_end: str,
) -> None:
    said = "「来年も同じ数を数えるつもりです」と<b>海野さくら港長</b>は月曜日に港の事務所で話した。"
    lines = said.replace("同じ数を", f"同じ数を{line_end}").replace("さくら", f"さくら{line_end}")
    article = read(f"<p>{lines}</p><p>{LONG[0]}</p>", title="港の船を数える")
    assert article.paragraphs[0] == said.replace("<b>", "").replace("</b>", "")
    korean = "“내년에도 같은 수를 셀 것”이라고 바다솔 항만소장이 월요일에 항구 사무실에서 말했다."
    lines = korean.replace("같은 ", f"같은{line_end}")
    assert read(f"<p>{lines}</p><p>{LONG[0]}</p>").paragraphs[0] == korean


def test_names_on_lines_of_their_own_stay_apart() -> None:
    entries = ("海野さくら港長", "山田太郎副港長", "鈴木花子書記")
    article = read(f"<p>{'<br>'.join(entries)}</p>{marked('p')}")
    assert " ".join(entries) in {block.text for block in article.blocks}


@pytest.mark.parametrize("wrapper", ["div", "div><span", "div><font><b", "td"])
@pytest.mark.parametrize("gap", ["<br>", "<br><br>", "<br/>\n&nbsp;<br/>", "<span><br><br></span>"])
def test_line_breaks_part_paragraphs_where_there_are_no_others(wrapper: str, gap: str) -> None:
    texts = (LONG[0], SHORT, *LONG[1:])
    closing = "".join(f"</{tag}>" for tag in reversed(wrapper.split("><")))
    body = f"<{wrapper}>{gap.join(texts)}{closing}"
    article = read(f"<table><tr>{body}</tr></table>" if wrapper == "td" else body)
    assert article.paragraphs == texts


@pytest.mark.parametrize(
    "box", ["<button>{}</button>", "<img src='x'>{}<img src='y'>", "<video>None</video>{}<input>"]
)
def test_what_stands_beside_a_box_is_a_word_of_its_own(box: str) -> None:
    name = box.format("Oda Lund,")
    article = read(f"<p>It was the island’s parson{name}whom they asked.</p>{marked('p')}")
    assert article.paragraphs[0] == "It was the island’s parson Oda Lund, whom they asked."
    quoted = box.format("parson")
    article = read(f"<p>They asked “the {quoted},” and he (the{quoted}) said no.</p>{marked('p')}")
    assert article.paragraphs[0] == "They asked “the parson,” and he (the parson) said no."
    article = read(f"<p>岬の灯台{box.format('守')}は冬から空席で、島の議会が一人を探している。</p>")
    assert article.paragraphs[0] == "岬の灯台守は冬から空席で、島の議会が一人を探している。"


@pytest.mark.parametrize("tag", ["video", "audio", "iframe", "canvas", "object"])
def test_what_stands_in_for_an_element_is_not_in_the_sentence(tag: str) -> None:
    instead = f"<{tag}>Your browser cannot show this.</{tag}>"
    assert read(f"<p>{instead}{LONG[0]}</p>{marked('p', LONG[1:])}").paragraphs == LONG


def test_readings_above_the_words_are_not_in_the_sentence() -> None:
    ruby = "<ruby>灯台<rp>(</rp><rt>とうだい</rt><rp>)</rp>守<rt>もり</rt></ruby>"
    article = read(f"<p>岬の{ruby}は冬から空席で、島の議会が一人を探している。</p>")
    assert article.paragraphs == ("岬の灯台守は冬から空席で、島の議会が一人を探している。",)
    assert "とうだい" in {block.text for block in article.dropped}


def test_a_quotation_in_the_line_has_the_marks_that_browsers_add() -> None:
    said = "<q>Eggs are <q>no</q> wage</q>, she said, and “<q>fish</q>” and <q>“wood”</q> neither."
    quoted = f"<blockquote><q>{LONG[1]}</q><cite>Oda Lund</cite></blockquote>"
    article = read(f"<p>{said}</p>{quoted}<q><p>{LONG[2]}</p></q>{marked('p')}")
    assert article.paragraphs[:3] == (
        "“Eggs are ‘no’ wage”, she said, and “fish” and “wood” neither.",
        f"“{LONG[1]}” Oda Lund",
        LONG[2],
    )


@pytest.mark.parametrize("tag", ["h2", "h3", "div class='title'"])
def test_a_headline_with_soft_hyphens_is_the_headline(tag: str) -> None:
    title = TITLE.replace("keeper", "kee&shy;per")
    page = f"<title>{TITLE}</title><body><h2>News</h2>{marked(tag, (title,))}{marked('p')}</body>"
    article = extract_page(page.encode())
    assert article.headline == TITLE.replace("keeper", "kee\xadper")
    assert article.paragraphs == LONG


@pytest.mark.parametrize(
    "sign",
    ["\u200b", "&lrm;", "\u200f", "\ufeff", "&#8288;", "\u2066", "\u202e"],
)
def test_signs_that_only_set_the_text_are_not_in_it(sign: str) -> None:
    """They would make other words of words, and other persons of names."""
    text = f"{sign}“We wait for the kee{sign}per”,{sign} said Oda Lund{sign}berg.{sign} {LONG[0]}"
    article = read(f"<p>{text}</p><p>{sign}</p><p>{LONG[1]}</p><aside>{sign}</aside>")
    said = f"“We wait for the keeper”, said Oda Lundberg. {LONG[0]}"
    assert article.paragraphs == (said, LONG[1])
    assert {block.text for block in article.blocks} == {TITLE, said, LONG[1]}


def test_signs_that_are_of_use_stay() -> None:
    """Joiners shape letters of Persian, Hindi and emoji; Khmer and Thai part words with nothing.

    A soft hyphen says where a long word may be parted.
    """
    texts = (
        "Hafen\xadmeisterin",
        "می\u200cخواهیم",
        "क्\u200dष",
        "👩\u200d🚒",
        "ភាសា\u200bខ្មែរ",
        "ท่า\u200bเรือ",
    )
    assert read(f"<p>{LONG[0]} {' '.join(texts)}</p>").paragraphs == (
        f"{LONG[0]} {' '.join(texts)}",
    )


def test_headings_part_lines() -> None:
    body = f"{LONG[0]}<br>{LONG[1]}<h3>The lamp</h3>{LONG[2]}<br><b>The eggs</b><br>{LONG[3]}"
    article = read(f"<div>{body}</div>")
    assert article.paragraphs == (*LONG[:2], "The lamp", LONG[2], "The eggs", LONG[3])


@pytest.mark.parametrize("title", ["岬の灯台が守り手を探す", "岬灯台寻人"])
@pytest.mark.parametrize("stated", [True, False])
def test_a_headline_and_lines_without_spaces_are_read_as_others(title: str, stated: bool) -> None:
    lines = tuple(
        f"岬の灯台は{month}月から空席のままで、島の議会が新しい守り手を一人探している。"
        for month in range(1, 5)
    )
    page = (
        f"<html><head><title>{title if stated else '岬新聞'}</title></head><body><h1>{title}</h1>"
    )
    article = extract_page(f"{page}<div>{'<br>'.join(lines)}</div></body></html>".encode())
    assert (article.headline, article.paragraphs) == (title, lines)


@pytest.mark.parametrize(
    "text",
    [
        "The light went<br>out at ten. It was<br>dark on the island<br>until the morning came.",
        "“Who will light it,”<br>she asked. Nobody<br>knew, and nobody had<br>asked before her.",
    ],
)
def test_a_line_break_in_a_sentence_does_not_tear_it(text: str) -> None:
    article = read(f"<div>{text}</div>{marked('p')}")
    assert article.paragraphs[0] == text.replace("<br>", " ")


@pytest.mark.parametrize("tag", ["pre", "div style='white-space: pre-wrap'"])
def test_ends_of_lines_count_where_they_are_shown(tag: str) -> None:
    wrapped = "\n\n".join(text.replace(" and ", "\nand ") for text in LONG)
    article = read(marked(tag, (wrapped,)))
    assert article.paragraphs == LONG


def test_labels_do_not_change_with_the_tree() -> None:
    article = read(f"<x-a><nav><a href='/'>Home</a></nav></x-a>{marked('p')}")
    assert {b.label for b in article.blocks if b.text == "Home"} == {Label.NAVIGATION}


@pytest.mark.parametrize(
    "empty", ["<td></td>", "<td> </td>", "<td><br></td>", "<td><p></p></td>", "<th><hr></th>"]
)
def test_an_empty_cell_does_not_part_its_row(empty: str) -> None:
    rows = f"<tr><th>Boat<th>Skipper<th>Tons</tr><tr><td>Havsula{empty}<td>12</tr>"
    article = read(f"{marked('p')}<table>{rows}<tr>{empty}<td>Ada Berg<td>9</tr></table>")
    texts = tuple(block.text for block in article.blocks)
    assert texts[-3:] == ("Boat Skipper Tons", "Havsula 12", "Ada Berg 9")
