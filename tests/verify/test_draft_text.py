"""The text of drafts in the formats in which drafts are written."""

from __future__ import annotations

import io
import zipfile

import pytest

from pipeline.verify import UnreadableDraft, draft_text

CONTENT_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.\
wordprocessingml.document.main+xml"/></Types>"""
RELATIONS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/\
officeDocument" Target="word/document.xml"/></Relationships>"""
DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>
{}</w:body></w:document>"""


def word_document(body: str, beside: str = "") -> bytes:
    """A Word document with such a body, and a picture that is a text."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as parts:
        parts.writestr("[Content_Types].xml", CONTENT_TYPES)
        parts.writestr("_rels/.rels", RELATIONS)
        parts.writestr("word/document.xml", DOCUMENT.format(body))
        parts.writestr("word/media/picture.png", beside)
    return content.getvalue()


def with_flag(flag: int) -> bytes:
    """A Word document whose parts have a flag of ZIP set (APPNOTE, 4.4.4)."""
    content = bytearray(word_document("<w:p/>"))
    for beginning, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        start = content.find(beginning)
        while start >= 0:
            content[start + at] |= flag
            start = content.find(beginning, start + 1)
    return bytes(content)


TWO_PARAGRAPHS = "The ferry was late.\n\n“We waited,” said Ada Cole."


@pytest.mark.parametrize(
    ("suffix", "content"),
    [
        (".txt", TWO_PARAGRAPHS.encode("utf-8-sig")),
        ("", TWO_PARAGRAPHS.encode()),
        (".md", "**The ferry** was [late](https://a.example).\n\n“We waited,” said\n_Ada Cole_."
                .encode()),
        (".html", "<!doctype html><title>x</title><style>p{}</style><p>The ferry\n was late."
                  "<p>“We <b>waited</b>,” said Ada Cole.<script>1</script><!-- 2 -->".encode()),
        (".HTM", '<meta charset="windows-1252"><div>The ferry was late.</div>'
                 "“We waited,” said Ada Cole.".encode("cp1252")),
        (".docx", word_document(
            "<w:p><w:r><w:t>The ferry was late.</w:t></w:r></w:p>"
            "<w:p><w:r><w:t>“We waited,” </w:t></w:r><w:del><w:r><w:delText>cried</w:delText></w:r>"
            "</w:del><w:r><w:t>said Ada Cole.</w:t></w:r></w:p>"
        )),
    ],
)  # fmt: skip
def test_every_format_gives_the_same_text(suffix: str, content: bytes) -> None:
    assert draft_text(content, suffix) == TWO_PARAGRAPHS


@pytest.mark.parametrize(
    ("suffix", "content", "sentence"),
    [
        (".pdf", b"%PDF", "not a format of drafts"),
        (".txt", b"\xff\xfe\xfa", "not UTF-8"),
        (".docx", b"PK\x03\x04 torn", "not a whole Word document"),
        (".docx", word_document("")[:300], "not a whole Word document"),
        (".docx", word_document("<w:p><w:r>"), "not a whole Word document"),
        (".docx", word_document("<w:p/>" * 2_000_000), "unpacks to more than"),
        (".docx", word_document("<w:p/>" * 70_000), "more than 60,000 tags"),
        (".docx", word_document("", beside=" " * 60_000_000), "unpacks to more than 50 MB"),
        (".docx", word_document("", beside="<a> " + " " * 11_000_000), "10 MB of text"),
        (".html", b"<br>" * 200_001, "more than 200,000 tags"),
        (".html", b"<p" + b" a" * 600 + b">", "more than 500 attributes"),
        (".md", b"[" * 200_001, "more than 200,000 characters"),
        (".docx", with_flag(1), "not a whole Word document"),
        (
            ".docx",
            word_document("<w:sdt><w:sdtContent>" * 3000 + "</w:sdtContent></w:sdt>" * 3000),
            "not a whole Word document",
        ),
    ],
    ids=[
        *(
            "pdf",
            "bytes",
            "torn",
            "cut",
            "broken",
            "bomb",
            "tags",
            "bomb-beside",
            "part-of-any-name",
        ),
        *("html-tags", "html-attributes", "markdown", "password", "deep"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(
    suffix: str, content: bytes, sentence: str
) -> None:
    with pytest.raises(UnreadableDraft, match=sentence):
        draft_text(content, suffix)


def test_html_is_read_as_it_is_shown() -> None:
    markup = b"<p>She said <q>we will <del>not</del><s>never</s> go</q>.</p>"
    assert " ".join(draft_text(markup, ".html").split()) == "She said “we will go”."
