"""Drafts, WARC files and questions that are made to keep their readers busy."""

from __future__ import annotations

import gzip
import io
import random
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from pipeline.cli.page_files import MAX_FILE_BYTES
from pipeline.explorer.draft_pages import MAX_DRAFT
from pipeline.explorer.request_guards import MAX_QUERY
from pipeline.verify.draft_text import MAX_MARKDOWN, MAX_XML_BYTES
from tests.evaluation.hostile_parts import SAYS, counted, encoded, of
from tests.runs.crawls import Crawl, page


def _docx(parts: dict[str, str], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    whole = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="a" '
        f'Type="{relation}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{word}"><w:body>{parts.pop("body", "")}'
        "</w:body></w:document>",
        **parts,
    }
    with zipfile.ZipFile(file, "w", packing) as archive:
        for name, content in whole.items():
            archive.writestr(name, content)
    return file.getvalue()


def _words(text: str, size: int) -> bytes:
    piece = f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
    return _docx({"body": of(piece, size - 1_000)})


DRAFTS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "text of quotations": (".txt", lambda: of(SAYS, MAX_FILE_BYTES).encode()),
    "text of marks": (".txt", lambda: b'"' * MAX_FILE_BYTES),
    "quotations": (".txt", lambda: of("“Boats sail,” Ada Cole said. ", MAX_DRAFT // 2).encode()),
    "one quotation": (".txt", lambda: encoded("“" + of("boats sail ", MAX_DRAFT) + "” he said")),
    "html of paragraphs": (".html", lambda: of(f"<p>{SAYS}", MAX_FILE_BYTES).encode()),
    "html nested": (".html", lambda: b"<div>" * (MAX_FILE_BYTES // 5)),
    "html of line breaks": (".html", lambda: b"<br>" * (MAX_FILE_BYTES // 4)),
    "html of attributes": (".html", lambda: encoded("<p " + counted("a{0}=1 ", MAX_FILE_BYTES))),
    "html of q elements": (".html", lambda: b"<q>" * (MAX_FILE_BYTES // 3)),
    "html of as many tags as are read": (".html", lambda: b"<p>boats" * 199_000),
    "markdown of brackets": (".md", lambda: b"[" * MAX_MARKDOWN),
    "markdown of emphasis": (".md", lambda: b"*_" * (MAX_MARKDOWN // 2)),
    "markdown of 20 MB": (".md", lambda: b"[" * MAX_FILE_BYTES),
    "markdown of stars": (".md", lambda: b"**a " * (MAX_MARKDOWN // 4)),
    "markdown of quotes": (".md", lambda: b"> " * (MAX_MARKDOWN // 2)),
    "markdown of lists": (".md", lambda: b"- " * (MAX_MARKDOWN // 2)),
    "markdown of paragraphs": (".md", lambda: of(f"{SAYS}\n\n", MAX_MARKDOWN).encode()),
    "markdown of a table": (".md", lambda: b"|a|b|\n|-|-|\n" + b"|c|d|\n" * (MAX_MARKDOWN // 7)),
    "docx of paragraphs": (".docx", lambda: _words(SAYS, MAX_XML_BYTES)),
    "docx of tiny paragraphs": (".docx", lambda: _docx({"body": "<w:p/>" * 59_000})),
    "docx of as many paragraphs as are read": (
        ".docx", lambda: _docx({"body": "<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 9_900})
    ),
    "docx of 10 MB of tags": (
        ".docx", lambda: _docx({"body": "<w:p/>" * (MAX_XML_BYTES // 7)})
    ),
    "docx nested": (".docx", lambda: _docx({"body": "<w:tbl><w:tr><w:tc>" * 100_000})),
    "docx that is a bomb": (".docx", lambda: _docx({"body": " " * 400_000_000})),
    "docx with a bomb beside": (".docx", lambda: _docx({"word/media/a.png": "0" * 400_000_000})),
}  # fmt: skip


def _crawl(make: Callable[[Crawl], None], *, packed: bool = True) -> bytes:
    path = Path("crawl")
    crawl = Crawl(path, packed=packed)
    make(crawl)
    return crawl.content


def _pages(crawl: Crawl, number: int = 2_000) -> None:
    for one in range(number):
        crawl.add(f"https://www.one.example/{one}", page(one))


def _chunks(crawl: Crawl) -> None:
    body = b"1\r\na\r\n" * 700_000 + b"0\r\n\r\n"
    crawl.add("https://www.one.example/1", body, headers="Transfer-Encoding: chunked\r\n")


def _bombs(crawl: Crawl) -> None:
    body = gzip.compress(bytes(90_000_000))
    for one in range(5):
        headers = "Content-Encoding: gzip\r\n"
        crawl.add(f"https://www.one.example/{one}", body, headers=headers)


def _headers(crawl: Crawl) -> None:
    headers = counted("X-{0}: a\r\n", 90_000)
    for one in range(20):
        crawl.add(f"https://www.one.example/{one}", page(one), headers=headers)


def _fields(crawl: Crawl) -> None:
    fields = {f"X-{number}": "a" for number in range(100_000)}
    crawl.add("https://www.one.example/1", page(1), fields=fields)


def _record_of(length: str, content: bytes = b"") -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {length}\r\n\r\n"
    return head.encode() + content


CRAWLS: dict[str, Callable[[], bytes]] = {
    "2,000 pages": lambda: _crawl(_pages),
    "a body in a million chunks": lambda: _crawl(_chunks),
    "bodies that are bombs": lambda: _crawl(_bombs),
    "thousands of headers": lambda: _crawl(_headers),
    "100,000 fields of a record": lambda: _crawl(_fields),
    "gzip marks": lambda: b"\x1f\x8b\x08" * 10_000_000,
    "beginnings of records": lambda: b"WARC/1.0\r\n" * 3_000_000,
    "a record that is a bomb": lambda: gzip.compress(_record_of("400000000", bytes(400_000_000))),
    "a file that is one bomb": lambda: gzip.compress(
        _crawl(partial(_pages, number=20_000), packed=False)
    ),
    "a length of a terabyte": lambda: _record_of("1000000000000", bytes(50_000_000)),
    "a header without an end": lambda: b"WARC/1.0\r\nA: " + b"a" * 50_000_000,
    "noise": lambda: random.Random(3).randbytes(50_000_000),
}  # fmt: skip


ARGUMENT = 131_000
"""Bytes that Linux takes as one argument of a command."""

SEARCHES: dict[str, Callable[[], str]] = {
    "one word": lambda: "a" * ARGUMENT,
    "words": lambda: of("ferry ", ARGUMENT),
    "ever new words": lambda: counted("ferry{0} ", ARGUMENT),
    "signs": lambda: of('"*()-:^', ARGUMENT),
    "combining characters": lambda: of("e\u0301", ARGUMENT),
}

ADDRESSES: dict[str, Callable[[], str]] = {
    "the longest query": lambda: "/search?q=" + of("ferry+", MAX_QUERY - 20),
    "a query of signs": lambda: "/search?q=" + of("%22*", 1_400),
    "fields": lambda: "/search?" + of("q=a&", MAX_QUERY - 10),
    "a long path": lambda: "/" + of("a/", 60_000),
    "a large number": lambda: "/speakers/" + "9" * 4_000,
    "a last page": lambda: "/search?q=&page=500",
}
