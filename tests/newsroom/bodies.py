"""Bodies that no file holds: a PDF, a page of 8 MB, the short page of an error."""

from __future__ import annotations

from http import HTTPStatus

LARGE_BYTES = 8_000_000
"""Above any sensible limit on a news page; the largest real ones seen are under 4 MB."""

PDF = b"""%PDF-1.4
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R
/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >> endobj
4 0 obj << /Length 63 >> stream
BT /F1 18 Tf 72 770 Td (Northmark county: winter timetable) Tj ET
endstream endobj
trailer << /Root 1 0 R >>
%%EOF
"""


def large_page() -> bytes:
    """An HTML page of at least LARGE_BYTES: the harbour log, one reading a paragraph."""
    head = "<!DOCTYPE html><html lang='en'><head><title>Harbour log</title></head><body>\n"
    line = "<p>The gauge at the outer mole was read and the harbour office noted the tide.</p>\n"
    lines = line * (LARGE_BYTES // len(line) + 1)
    return (head + lines + "</body></html>\n").encode()


def status_page(status: int) -> bytes:
    """The short HTML page that goes with a status."""
    phrase = HTTPStatus(status).phrase
    page = f"<!DOCTYPE html><html><head><title>{status} {phrase}</title></head>"
    return (page + f"<body><h1>{phrase}</h1></body></html>\n").encode()
