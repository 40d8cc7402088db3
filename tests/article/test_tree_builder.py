"""Whatever a page is made of, its blocks are its text: nothing lost, nothing doubled."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.article import NotAnArticle, extract_page

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
