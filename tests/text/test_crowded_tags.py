"""Tags with too many attributes are found before a parser sees them, and nothing else is."""

from __future__ import annotations

import random

import pytest
from lxml import etree

from pipeline.text.crowded_tags import MAX_ATTRIBUTES, has_crowded_tag, may_have_crowded_tag

MOST = 5
SIX = "a b c d e f"
PIECES = (
    *("<p", "<p ", "<b>", ">", ">", "/>", "/", "=", "=", '"', "'", '"', "'", " ", " ", "\n", "x"),
    *("a0", "a1", "a4 ", "a5 ", "a7='>'", 'a8="', "a9=", "b1 b2 b3 b4", f"<p {SIX}>", "<1", "&lt;"),
    *("<p a='x' b=\"y>\" c d e f g>", "<!--", "-->", "--!>", "-", "--", "<!", "<?", "</", "</p "),
    *("<script>", "<script ", "</script>", "</script ", "</scriptx", "<style>", "</style>"),
    *("<title>", "</title>", "<textarea>", "</textarea >", "<xmp>", "</xmp>", "<iframe>"),
    *("</iframe/>", "<noframes>", "</noframes>", "<noscript>", "</noscript>", "<noembed>"),
    *("</noembed>", "<svg>", "<math>", "<![CDATA[", "]]>", '<!doctype x "', "<select>", "<table>"),
    *("<plaintext>", "<body ", "<html ", "<head>", "<template>", "<frameset>", "<object>"),
)


def most_attributes(markup: bytes) -> int:
    """Of any element, as libxml2 reads the markup."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(markup, parser)
    except etree.XMLSyntaxError:
        return 0
    found = () if root is None else root.iter(etree.Element)
    return max((len(element.attrib) for element in found), default=0)


@pytest.mark.parametrize(
    "markup",
    [
        f"<p {SIX}>",
        f"<P {SIX.upper()}>",
        "<p/a/b/c/d/e/f>",
        "<p a=1 b='2' c=\"3\"d=4\te\nf = 6>",
        "<p a='>' b=\">\" c='>' d='>' e='>' f='>'>",
        "<p a=< b=< c=< d=< e=< f=<>",
        f'<p g="{"x" * 9_000}" {SIX}>',
        f"<p {SIX}",
        f"<title>x</title><p {SIX}>",
        f"<!-- <script> --><p {SIX}>",
        f"<!--><p {SIX}>-->",
        f"<p x='<script>'><p {SIX}>",
        f"<script>x = '<p '</script><p {SIX}>",
        f"<script><!-- <script></script> --></script><p {SIX}>",
        f"<script {SIX}>",
        f"<script/><p {SIX}>",
        f"<![CDATA[><p {SIX}>]]>",
        f"<?x ><p {SIX}>",
        f"</p x='><p {SIX}>'><p {SIX}>",
    ],
)
def test_a_crowded_tag_is_found(markup: str) -> None:
    assert has_crowded_tag(markup.encode(), MOST)


@pytest.mark.parametrize(
    "markup",
    [
        "",
        "<",
        "<p a b c d e>",
        f"<p a='{SIX}'>",
        f"<p a='{SIX}",
        f"<p>{SIX}",
        f"<p>1 < 2 {SIX} >",
        f"<!-- <p {SIX}> -->",
        f"<!-- <p {SIX}>",
        f"<script>x = '<p {SIX}>'</script>",
        f"<script><!-- <script></script> <p {SIX}> --></script>",
        f"<SCRIPT>a <b {SIX}",
        f"<style><p {SIX}></style>",
        f"<textarea><p {SIX}></textarea>",
        f"<plaintext><p {SIX}>",
        f"</p {SIX}>",
        f"<!doctype html {SIX}>",
    ],
)
def test_what_is_no_crowded_tag_is_none(markup: str) -> None:
    assert not has_crowded_tag(markup.encode(), MOST)


def test_no_tag_that_the_parser_sees_is_missed() -> None:
    rng = random.Random(1)
    found = 0
    for _ in range(5_000):
        markup = "".join(rng.choices(PIECES, k=rng.randint(3, 40))).encode()
        if most_attributes(markup) > MOST:
            found += 1
            assert has_crowded_tag(markup, MOST), markup
            assert may_have_crowded_tag(markup, MOST), markup
    assert found > 100


def test_long_values_are_no_attributes() -> None:
    picture = "<img src='data:image/png;base64," + "aB/+ =" * 100_000 + "'>"
    settings = "<div data-settings='" + '{"a": "<p b c>", "d": 1}, ' * 20_000 + "'>"
    script = "<script>" + 'if (a <b && c > d) e = " f ";' * 20_000 + "</script>"
    assert not has_crowded_tag((picture + settings + script).encode())


def test_as_many_as_the_limit_are_read() -> None:
    for most in (MAX_ATTRIBUTES, MAX_ATTRIBUTES + 1):
        tag = f"<p {' '.join(f'a{number}' for number in range(most))}>".encode()
        assert has_crowded_tag(tag) == (most > MAX_ATTRIBUTES)
        assert may_have_crowded_tag(tag, MAX_ATTRIBUTES) == (most > MAX_ATTRIBUTES)


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "piece",
    [
        *("<", "<a", "<a ", "<a b='", "='>", "<xmp></xmp>", "<script></script>", "<!--", "--!"),
        *("<script><!--<script>", "<p>", "</", "<!", "&", "/", "=", '"', "<a a a='>' "),
    ],
)
def test_no_byte_is_read_again_and_again(piece: str) -> None:
    # a pattern that does so would need hours
    markup = b"<a b>" + (piece * (3_000_000 // len(piece))).encode()
    has_crowded_tag(markup)
    may_have_crowded_tag(markup, 100)
