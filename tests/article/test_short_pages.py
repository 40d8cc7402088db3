"""Pages that were refused and are articles, and the like that are none."""

from __future__ import annotations

import pytest

from pipeline.article import NotAnArticle, extract_page
from pipeline.records import Article

TITLE = "Snow plough of Holm found again"
BRIEF = "It was in the barn."
PARAGRAPHS = tuple(
    f"On day {day} the plough was seen near the mill, the miller says, and it was going uphill."
    for day in range(8)
)


def read(body: str, *, title: str = TITLE, head: str = "") -> Article:
    markup = f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    return extract_page(markup.encode(), url="https://holm.example/plough")


def teasers(number: int) -> str:
    cards = "".join(
        f"<div class='card'><a href='/{n}'><h3>Story number {n} of this long week</h3></a>"
        f"<p>Somebody in Holm has found something for the {n}th time.</p></div>"
        for n in range(number)
    )
    return f"<div class='more'><h2>Other stories</h2>{cards}</div>"


FOOTER = "<footer><p>The Holm Letter is printed by hand, whenever the ink allows it.</p></footer>"


@pytest.mark.parametrize("site", ["", " | The Holm Letter"])
def test_an_article_of_one_short_sentence_is_read_beside_many_teasers(site: str) -> None:
    story = f"<div class='story'><h1>{TITLE}</h1><p>{BRIEF}</p></div>"
    article = read(story + teasers(9) + FOOTER, title=TITLE + site)
    assert (article.headline, article.paragraphs) == (TITLE, (BRIEF,))


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("होल्म का हल फिर मिल गया", "चक्की वाले का कहना है कि हल चक्की के पास दिखा और ऊपर जा रहा था।"),
        (
            "ہولم کا ہل پھر مل گیا",
            "چکی والے کا کہنا ہے کہ ہل چکی کے پاس دکھائی دیا تھا۔",
        ),
        (
            "Հոլմի գութանը նորից գտնվեց ամբարում",
            "Ջրաղացպանն ասում է, որ գութանը տեսել են ջրաղացի մոտ։",
        ),
        ("የሆልም ማረሻ እንደገና በጎተራ ተገኘ", "ወፍጮ ቤቱ አጠገብ ማረሻው ወደ ላይ ሲሄድ እንደታየ ባለወፍጮው በሰኞ ቀን ተናገረ።"),
    ],
    ids=["hi", "ur", "hy", "am"],
)
def test_a_short_article_with_other_full_stops_is_read(title: str, text: str) -> None:
    links = "".join(f"<li><a href='/{n}'>{title} {n}</a></li>" for n in range(9))
    paragraphs = tuple(f"{number} {text}" for number in range(3))
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    article = read(f"<div><h1>{title}</h1>{body}</div><ul>{links}</ul>", title=title)
    assert (article.headline, article.paragraphs) == (title, paragraphs)


def test_a_short_headline_will_do_where_the_page_says_that_it_is_an_article() -> None:
    story = f"<div class='story'><h1>Plough found again</h1><p>{BRIEF}</p></div>"
    head = "<meta property='og:type' content='article'>"
    article = read(story + teasers(9), title="Plough found again", head=head)
    assert article.paragraphs == (BRIEF,)


@pytest.mark.parametrize(
    ("title", "text", "head"),
    [
        ("Holm today", BRIEF, ""),
        (TITLE, "Stories from the barn", ""),
        ("All the news about snow ploughs", BRIEF, "<meta property=og:type content=website>"),
        ("Topics: ploughs of Holm and Sund", BRIEF, ""),
    ],
)
def test_a_section_page_with_a_line_about_itself_is_a_listing(
    title: str, text: str, head: str
) -> None:
    body = f"<div><h1>{title}</h1><p>{text}</p></div>{teasers(9)}"
    with pytest.raises(NotAnArticle, match="listing"):
        read(body, title=title, head=head)


@pytest.mark.parametrize("tag", ["form", "aside", "details", "div", "fieldset"])
@pytest.mark.parametrize("inside", [True, False])
def test_plain_paragraphs_are_read_whatever_is_around_all_of_them(tag: str, inside: bool) -> None:
    title = f"<h1>{TITLE}</h1>"
    text = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    body = f"<{tag}>{title}{text}</{tag}>" if inside else f"{title}<{tag}>{text}</{tag}>"
    assert read(body).paragraphs == PARAGRAPHS
