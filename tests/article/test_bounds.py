"""Hostile and broken pages end in an article or in a reason, never in anything else."""

from __future__ import annotations

import pytest

from pipeline.article import NotAnArticle, extract_dump, extract_page

SENTENCE = "The harbour office counted eleven boats and said that it would count again. "
PARAGRAPHS = "".join(f"<p>On day {day} it rained. {SENTENCE * 3}</p>" for day in range(1, 5))
TITLE = "<h1>Eleven boats were counted at the quay</h1>"


def reason(payload: bytes, content_type: str | None = None) -> str:
    with pytest.raises(NotAnArticle) as refusal:
        extract_page(payload, content_type=content_type)
    return refusal.value.reason


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"%PDF-1.4\n1 0 obj", "binary"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "binary"),
        (b"<html><head><title>Nothing</title></head><body></body></html>", "no-text"),
        (b"<html><body><script>let words = 'hidden';</script></body></html>", "no-text"),
        (b"<!-- only a comment -->", "no-text"),
        (b"<div>" * 10_000 + b"text" + b"</div>" * 10_000, "too-deep"),
        (b"<p>word</p>" * 70_000, "too-large"),
        (b"<p>word</p>" * 25_000, "too-large"),
        (b"<select>" + b"<option>harbour" * 5_000, "no-text"),
    ],
    ids=[
        *("empty", "blank", "pdf", "png", "no-body-text", "only-script", "only-comment"),
        *("nested", "elements", "visible-elements", "choices"),
    ],
)
def test_what_is_no_page_has_a_reason(payload: bytes, expected: str) -> None:
    assert reason(payload) == expected


def test_unclosed_inline_elements_do_not_hide_the_text() -> None:
    page = f"{TITLE}<p>{'<font>' * 10_000}It was Monday, and cold. {SENTENCE}</p>{PARAGRAPHS}"
    article = extract_page(page.encode())
    assert article.paragraphs[0] == f"It was Monday, and cold. {SENTENCE.strip()}"
    assert len(article.paragraphs) == 5


def test_a_million_spaces_are_one() -> None:
    page = f"{TITLE}<p>The office{' ' * 1_000_000}counted {SENTENCE}</p>{PARAGRAPHS}"
    assert extract_page(page.encode()).paragraphs[0] == f"The office counted {SENTENCE.strip()}"


@pytest.mark.parametrize("unit", ["x", "1", "By ", SENTENCE, "a.b@", "“", "&amp;", "1 May "])
def test_a_paragraph_of_a_million_characters_is_kept_whole(unit: str) -> None:
    long = unit * (1_000_000 // len(unit))
    article = extract_page(f"{TITLE}{PARAGRAPHS}<p>{long}</p>{PARAGRAPHS}".encode())
    texts = {block.text for block in article.blocks}
    assert " ".join(long.replace("&amp;", "&").split()) in texts


def test_attributes_of_a_megabyte_are_cut() -> None:
    page = f'{TITLE}<div class="{"related news " * 80_000}">{PARAGRAPHS}</div>'
    blocks = extract_page(page.encode()).blocks
    assert [block.text.count(SENTENCE.strip()) for block in blocks[1:]] == [3] * 4


def test_null_bytes_are_left_out() -> None:
    page = f"{TITLE}{PARAGRAPHS}".replace("harbour", "har\0bour")
    assert "\0" not in extract_page(page.encode()).text
    assert "harbour" in extract_page(page.encode()).text


@pytest.mark.parametrize(
    ("encoding", "content_type"),
    [
        ("utf-8", None),
        ("utf-8", "text/html; charset=iso-8859-1"),
        ("windows-1252", None),
        ("windows-1252", "text/html; charset=utf-8"),
        ("utf-16", None),
        ("utf-16", "text/html; charset=utf-8"),
    ],
)
def test_a_wrong_charset_does_not_spoil_the_marks(encoding: str, content_type: str | None) -> None:
    said = "“Eleven,” she said, “and not one café among them.” The office would count again."
    page = f"<html><body>{TITLE}<p>{said}</p>{PARAGRAPHS}</body></html>"
    article = extract_page(page.encode(encoding), content_type=content_type)
    assert article.paragraphs[0] == said


@pytest.mark.parametrize(
    ("charset", "said"),
    [
        ("windows-1251", "«Лодок было одиннадцать», — сказала начальница порта Ульяна Щукина."),
        ("shift_jis", "「港には船が十一隻ありました」と港長の海野さくらさんは話した。"),
        ("euc-kr", "“항구에는 배가 열한 척 있었다”고 항만소장 바다솔 씨가 말했다."),
        ("windows-1250", "„Rybaków było jedenastu, a łódź tylko jedna”, powiedziała Żaneta."),
    ],
)
@pytest.mark.parametrize("content_type", [None, "text/html; charset=utf-8"])
def test_a_page_need_not_name_its_charset(
    charset: str, said: str, content_type: str | None
) -> None:
    page = f"<html><body>{TITLE}<p>{said}</p>{PARAGRAPHS}<p>{said}</p></body></html>"
    article = extract_page(page.encode(charset), content_type=content_type)
    assert said in {block.text for block in article.blocks}


@pytest.mark.parametrize("head", ["", "<meta charset=utf-8>", "<meta charset=iso-8859-1>"])
@pytest.mark.parametrize("part", [b"<p>caf\xe9 \x93no\x94 \xfc \xf6 \xdf</p>", b"</body>\xc3"])
def test_a_few_bytes_of_another_charset_do_not_spoil_the_others(head: str, part: bytes) -> None:
    said = "„Elf“, sagte sie, „und kein Café dabei, für 5 €.“ Das Büro zählt weiter."
    page = f"<html><head>{head}</head><body>{TITLE}<p>{said}</p>{PARAGRAPHS}"
    article = extract_page(page.encode() + part)
    assert article.paragraphs[0] == said
    assert {block.text for block in article.blocks} >= {"café “no” ü ö ß"} or b"body" in part


def test_marks_that_became_controls_are_marks_again() -> None:
    said = "She said \x93eleven\x94 \x96 the harbour\x92s own count, at 5 \x80 each\x85\x81"
    article = extract_page(f"<html><body>{TITLE}<p>{said}</p>{PARAGRAPHS}</body></html>".encode())
    assert article.paragraphs[0] == "She said “eleven” – the harbour’s own count, at 5 € each…"


@pytest.mark.parametrize("charset", ["cp1252", "latin-1"])
def test_a_page_that_was_encoded_twice_is_read_as_it_was_meant(charset: str) -> None:
    said = "She said “eleven” – and the Café’s own count, at 5 € each, was naïve…"
    page = f"<html><body>{TITLE}<p>{said}</p>{PARAGRAPHS}</body></html>".encode()
    # browsers, and programs that encode twice, have a control for a byte that cp1252 leaves out
    twice = "".join(
        bytes([b]).decode(charset) if b not in b"\x81\x8d\x8f\x90\x9d" else chr(b) for b in page
    )
    assert extract_page(twice.encode()).paragraphs[0] == said
    other = "<p>“Â©” and “â€™” are signs of that, she said, and nobody in the office knew why.</p>"
    article = extract_page(f"{TITLE}{other}{PARAGRAPHS}".encode())
    assert article.paragraphs[0] == other[3:-4]


def test_bytes_of_no_charset_at_all_are_still_read() -> None:
    page = TITLE.encode() + b"<p>" + bytes(range(128, 256)) * 20 + b"</p>" + PARAGRAPHS.encode()
    assert SENTENCE.strip() in extract_page(page).text


def test_marks_and_elements_that_never_close_keep_their_text() -> None:
    page = (
        f"{TITLE}<div><p>“{SENTENCE}<p>‘{SENTENCE}<blockquote><b><i>{SENTENCE}<a href='{'x' * 99}"
    )
    article = extract_page(f"{page}'>{SENTENCE}".encode())
    text = " ".join(block.text for block in article.blocks)
    assert text.count(SENTENCE.strip()) == 4


def test_thousands_of_boilerplate_names_are_read() -> None:
    boxes = f'<div class="related promo share"><h3><a href="/x">{SENTENCE}</a></h3></div>' * 3_000
    article = extract_page(f"{TITLE}<article>{PARAGRAPHS}</article>{boxes}".encode())
    assert len(article.paragraphs) == 4
    assert len(article.dropped) == 3_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", "empty"), (" \n\n ", "empty"), ("12\n\n13", "no-text"), ("x" * 6_000_000, "too-large")],
    ids=["empty", "blank", "counters", "large"],
)
def test_what_is_no_dump_has_a_reason(text: str, expected: str) -> None:
    with pytest.raises(NotAnArticle) as refusal:
        extract_dump(text)
    assert refusal.value.reason == expected


def test_a_dump_of_thousands_of_lines_is_read() -> None:
    lines = "\n\n".join(f"{number}. {SENTENCE}" for number in range(15_000))
    assert len(extract_dump(f"Eleven boats\n\n{lines}").paragraphs) == 15_000
