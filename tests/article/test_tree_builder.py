"""Whatever a page is made of, its blocks are its text: nothing lost, nothing doubled."""

from __future__ import annotations

from collections import Counter

from bs4 import Tag
from bs4.element import AttributeValueList
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.article import NotAnArticle, extract_page
from pipeline.article.soup_elements import SoupElement

SENTENCE = "The harbour office counted eleven boats and said that it would count again. "
ARTICLE = (
    "<h1>Eleven boats were counted at the quay</h1><article>"
    + "".join(f"<p>On day {day}. {SENTENCE * 3}</p>" for day in range(4))
    + "</article>"
)
TAGS = (
    *("p", "div", "span", "a", "ul", "li", "nav", "table", "tr", "td", "b", "h2", "aside"),
    *("footer", "section", "button", "figure", "blockquote", "select", "option", "x-own"),
)
NAMES = (
    *("", "related", "nav menu", "newsletter", "share", "comments", "story-body", "caption"),
    *("tooltip", "sr-only", "advert"),
)


def element(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Any element around some children, hidden now and then."""
    return st.builds(
        lambda tag, name, hidden, inner: (
            f'<{tag} class="{name}"{" hidden" if hidden else ""}>{"".join(inner)}</{tag}>'
        ),
        st.sampled_from(TAGS),
        st.sampled_from(NAMES),
        st.sampled_from((True, *(False,) * 9)),
        st.lists(children, max_size=4),
    )


PARTS = st.recursive(
    st.sampled_from(("word ", "Text. ", "12 ", "© 2026 ", "— ", " ", "<br>", "<img src=x>")),
    element,
    max_leaves=25,
)


def characters(text: str) -> Counter[str]:
    return Counter("".join(text.split()))


def test_an_element_is_what_the_library_would_have_made() -> None:
    """Every attribute that the library's constructor sets is there, with the same value."""
    attributes: dict[str, str | AttributeValueList] = {"class": AttributeValueList(["lead"])}

    def pair(own: bool) -> tuple[Tag, Tag]:
        body = Tag(name="body")
        elements: list[Tag] = [body]
        for name in ("p", "div"):
            if own:
                element: Tag = SoupElement(name, attributes, body, elements[-1])
            else:
                element = Tag(name=name, attrs=attributes, parent=body, previous=elements[-1])
                body.contents.append(element)
            elements.append(element)
        return elements[1], elements[2]

    for made, expected in zip(pair(own=True), pair(own=False), strict=True):
        assert str(made) == str(expected)
        for name, value in vars(expected).items():
            found = getattr(made, name)
            assert isinstance(found, type(value)), name
            assert str(found) == str(value), name


@settings(deadline=None, max_examples=200)
@given(above=PARTS, below=PARTS)
def test_the_blocks_are_the_text_of_the_page(above: str, below: str) -> None:
    page = f"<html><body>{above}{ARTICLE}{below}</body></html>".encode()
    body = etree.fromstring(page, etree.HTMLParser(encoding="utf-8")).find(".//body")
    assert body is not None
    try:
        article = extract_page(page)
    except NotAnArticle:
        return
    found = characters("".join(block.text for block in article.blocks))
    assert found == characters("".join(map(str, body.itertext())))
