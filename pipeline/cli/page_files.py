"""Files that a person hands to the command line: pages, text dumps, article texts.

One bad file never stops the others: whatever goes wrong with it becomes the
`error` of its answer.
"""

from __future__ import annotations

import codecs
import gzip
import logging
import zlib
from collections.abc import Callable
from pathlib import Path

from pipeline.article import NotAnArticle, extract_dump, extract_page
from pipeline.cli.page_output import FileAnswer
from pipeline.quotes import Attributor, cut_notice
from pipeline.settings.environment import OutletFacts

logger = logging.getLogger(__name__)

MAX_FILE_BYTES = 20_000_000
"""After decompression; four times what a fetched page may have."""

_BYTE_ORDER_MARKS = {
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""Marks of encodings other than UTF-8 that text files begin with."""


class UnreadableFile(Exception):
    """A file that cannot be used; the message is one clear line without the file's name."""


def extract_file(
    name: str,
    attributor: Attributor,
    *,
    url: str | None = None,
    known: OutletFacts | None = None,
) -> FileAnswer:
    """The article and the quotations of a page (.html, .html.gz) or a text dump (.txt).

    `known` is what is known of a page's outlet; of a dump's, nothing is asked.
    """

    def read(path: Path) -> FileAnswer:
        if path.suffix == ".txt":
            article = extract_dump(read_text_file(path), url=url)
        else:
            article = extract_page(read_payload_file(path), url=url, **(known or OutletFacts()))
        quotations = attributor.quotations(article)
        _report_cut(name, article.text, attributor, article.language)
        return FileAnswer(name, article=article, quotations=quotations)

    return _answered(name, read)


def attribute_file(name: str, attributor: Attributor) -> FileAnswer:
    """The quotations in a file of article text, which is taken as it is."""

    def read(path: Path) -> FileAnswer:
        text = read_text_file(path)
        quotations = attributor.attributions(text)
        _report_cut(name, text, attributor)
        return FileAnswer(name, quotations=quotations)

    return _answered(name, read)


def _answered(name: str, read: Callable[[Path], FileAnswer]) -> FileAnswer:
    """What a file gives as it is read, or what went wrong with it."""
    try:
        return read(Path(name))
    except UnreadableFile as error:
        return FileAnswer(name, error=str(error))
    except NotAnArticle as refusal:
        return FileAnswer(name, error=f"{refusal.reason}: {refusal.detail}")
    except Exception as error:
        logger.exception("%s could not be processed", name)
        return FileAnswer(name, error=f"a defect of Verbatim: {type(error).__name__}: {error}")


def _report_cut(name: str, text: str, attributor: Attributor, language: str | None = None) -> None:
    length = attributor.readable_length(text, language)
    if length < len(text):
        logger.warning("%s: %s", name, cut_notice(length, len(text)))


def read_payload_file(path: Path) -> bytes:
    """The bytes of a file, decompressed if its name ends in ".gz".

    Raises UnreadableFile if it is missing, a folder, empty, too large or no valid gzip.
    """
    try:
        if path.suffix == ".gz":
            with gzip.open(path) as file:
                payload = file.read(MAX_FILE_BYTES + 1)
        else:
            with path.open("rb") as file:
                payload = file.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError as error:
        raise UnreadableFile("the file does not exist") from error
    except IsADirectoryError as error:
        raise UnreadableFile("this is a folder; name the files in it") from error
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise UnreadableFile(f"the file is no valid gzip: {error}") from error
    except OSError as error:
        raise UnreadableFile(f"the file cannot be read: {error.strerror}") from error
    return checked_size(payload)


def checked_size(payload: bytes) -> bytes:
    """The content of a file as it is. Raises UnreadableFile if it is too large, or empty."""
    if len(payload) > MAX_FILE_BYTES:
        raise UnreadableFile(f"the file has more than {MAX_FILE_BYTES // 1_000_000} MB")
    if not payload:
        raise UnreadableFile("the file is empty")
    return payload


def read_text_file(path: Path) -> str:
    """The text of a file exactly as it stands, line ends included.

    Text is UTF-8, or UTF-16 with a byte order mark. Raises UnreadableFile if it is neither,
    or for the reasons of `read_payload_file`.
    """
    payload = read_payload_file(path)
    encoding = next(
        (name for mark, name in _BYTE_ORDER_MARKS.items() if payload.startswith(mark)), "utf-8"
    )
    if encoding == "utf-8" and b"\0" in payload:
        raise UnreadableFile("the file is binary, not text")
    try:
        return payload.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"the file is not {encoding.upper()} text (byte {error.start}); convert it to UTF-8"
        ) from error
