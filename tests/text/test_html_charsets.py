"""The text of a page, whatever charset it says it is in."""

from __future__ import annotations

import unicodedata
from encodings.aliases import aliases

import pytest

from pipeline.text.html_charsets import html_text

PAGE = "<html><p>Møtet er over nå.</p>"
SENTENCES = {
    "cp1250": "„Rybaków było jedenastu, a łódź tylko jedna”, powiedziała Żaneta Śliwka.",
    "cp1251": "«Лодок было одиннадцать», — сказала начальница порта Ульяна Щукина.",
    "cp1252": "“Eleven boats,” said Zoë Brûlé, “and the café’s own raft – at €5 each.”",
    "cp1253": "«Οι βάρκες ήταν έντεκα», είπε η λιμενάρχης Ευρυδίκη Ψαρά.",
    "cp1254": "“On bir tekne vardı, hepsi güneşte kuruyordu,” dedi Işıl Gökçeoğlu.",
    "cp1255": "״בנמל היו אחת עשרה סירות״, אמרה מנהלת הנמל נעמה דייג.",
    "cp1256": "قالت مديرة الميناء ليلى بحر: «كان هناك أحد عشر قاربا في الصباح».",
    "cp1257": "„Uoste buvo vienuolika laivų, o žvejų – tik šeši“, sakė Živilė Žuvėdraitė.",
    "cp1258": "Bà Lý nói: “Sáng nay ở cảng có mười một chiếc thuyền đánh cá.”",
    "cp874": "“เช้านี้มีเรือสิบเอ็ดลำที่ท่าเรือ” นางสาวทะเล งามดี กล่าว",
    "cp932": "「港には船が十一隻ありました」と港長の海野さくらさんは話した。",
    "euc_jp": "「港には船が十一隻ありました」と港長の海野さくらさんは話した。",
    "iso2022_jp": "「港には船が十一隻ありました」と港長の海野さくらさんは話した。",
    "cp949": "“항구에는 배가 열한 척 있었다”고 항만소장 바다솔 씨가 말했다.",
    "gb18030": "港务处主任海小燕说:“今天早上港口里有十一条船。”",
    "big5hkscs": "港務處主任海小燕說:「今天早上港口裡有十一條船。」",
    "koi8_r": "Лодок было одиннадцать, сказала начальница порта Ульяна Щукина.",
    "iso8859_2": "Rybaków było jedenastu, a łódź tylko jedna, powiedziała Żaneta Śliwka.",
}
"""A sentence in each charset that pages are in without saying so."""


def encoded(charset: str, head: str = "") -> tuple[str, bytes]:
    """A page of three sentences, and its bytes; what the charset has not is a reference."""
    text = SENTENCES[charset]
    if charset == "cp1258":
        # it has tones as signs of their own
        text = "".join(map(_with_tone, text))
    page = f"<html><head>{head}<title>1</title></head><body><p>{text}</p>" + f"<p>{text}" * 2
    return page, page.encode(charset)


def _with_tone(letter: str) -> str:
    parts = unicodedata.normalize("NFD", letter)
    tones = [part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323"]
    rest = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
    return rest + "".join(tones)


@pytest.mark.parametrize("charset", SENTENCES)
@pytest.mark.parametrize("head", ["", "<meta charset=utf-8>", "<meta charset=utf-16>"])
def test_a_page_is_read_that_names_no_charset_or_none_that_it_is_in(
    charset: str, head: str
) -> None:
    page, content = encoded(charset, head)
    assert html_text(content, None) == page
    assert html_text(content, "text/html; charset=utf-8") == page


def test_letters_far_behind_are_found() -> None:
    page, content = encoded("cp1251")
    script = "<script>var words = {'a': 'in English'};</script>\n" * 20_000
    assert html_text(script.encode() + content, None).endswith(page)
    one_line = script.replace("\n", "").replace("<", "(").replace(">", ")")
    assert html_text(one_line.encode() + content, None).endswith(page)


@pytest.mark.parametrize("charset", ["cp932", "euc_jp", "gb18030", "cp949"])
def test_what_the_header_says_counts_for_nothing_where_the_bytes_contradict(charset: str) -> None:
    wrong = "shift_jis" if charset != "cp932" else "euc-jp"
    page, content = encoded(charset)
    assert html_text(content, f"text/html; charset={wrong}") == page
    # then what the page says
    page, content = encoded(charset, f"<meta charset={charset}>")
    assert html_text(content, f"text/html; charset={wrong}") == page


def test_the_header_counts_before_the_page() -> None:
    page, content = encoded("cp1251", "<meta charset=windows-1252>")
    assert html_text(content, "text/html; charset=windows-1251") == page
    page, content = encoded("cp1252", "<meta charset=windows-1251>")
    assert html_text(content, "text/html; charset=iso-8859-1") == page


def test_an_xml_declaration_counts() -> None:
    page = '<?xml version="1.0" encoding="iso-8859-2"?><html><p>¤ źle</p>'
    assert html_text(page.encode("iso8859-2"), None) == page


@pytest.mark.parametrize("said", ["“Eleven,” she said.", "It won’t open.", "The café is open."])
def test_few_signs_beyond_ascii_are_read_too(said: str) -> None:
    page = f"<meta charset=utf-8><p>{'Words of a long page. ' * 3_000}<p>{said}</p>"
    content = page.encode("cp1252")
    assert html_text(content, None) == page
    assert html_text(content, "text/html; charset=utf-8") == page


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("start", ["", "\ufeff", "\r\n "])
def test_utf_16_needs_no_mark(charset: str, start: str) -> None:
    page = f"{start}<!doctype html>{SENTENCES['cp1251']}"
    assert html_text(page.encode(charset), None) == page.removeprefix("\ufeff")


def test_a_stray_escape_changes_nothing() -> None:
    page = f"<p>\x1b{SENTENCES['cp1251']}"
    assert html_text(page.encode(), None) == page


def test_a_stray_byte_or_a_cut_letter_does_not_spoil_a_page_that_names_its_charset() -> None:
    page, content = encoded("cp932", "<meta charset=shift_jis>")
    assert html_text(content + b"\x8d", None).startswith(page)


@pytest.mark.parametrize("content_type", [None, "text/html", "text/html; charset=windows-1252"])
def test_a_page_is_read_in_the_charset_that_it_names(content_type: str | None) -> None:
    content = f"<meta charset=windows-1252>{PAGE}".encode("windows-1252")
    assert PAGE in html_text(content, content_type)


@pytest.mark.parametrize(
    "charset", ["undefined", "hex", "rot13", "zip", "no-such-charset", "cp037", "utf-7"]
)
def test_a_name_that_is_no_charset_counts_for_nothing(charset: str) -> None:
    content_type = f"text/html; charset={charset}"
    assert html_text(PAGE.encode(), content_type) == PAGE
    assert html_text(PAGE.encode("cp1252"), content_type) == PAGE


@pytest.mark.parametrize("charset", sorted({*aliases, *aliases.values()}))
def test_no_codec_of_python_keeps_a_page_from_being_read(charset: str) -> None:
    content = f"<meta charset={charset}>".encode() + bytes(range(256))
    assert html_text(content, None)
    assert html_text(content, f"text/html; charset={charset}")
