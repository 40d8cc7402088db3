"""What the archive says of the source whose pages a segment holds."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from urllib.parse import urlsplit

from pydantic import ValidationError
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from pipeline.acquire.archive_reader import archived_file, opened_file
from pipeline.acquire.archive_writer import ArchiveError
from pipeline.acquire.warc_serialisation import SOURCE_HEADER
from pipeline.settings.environment import Source
from pipeline.store import StorePath

MAX_INFORMATION_BYTES = 20_000_000
"""Of a warcinfo record; each of some thousand sources may have layouts of a few kB."""


def segment_information(block: bytes) -> dict[str, str]:
    """The fields of a warcinfo record, by name; of several of one name, the last."""
    return dict(_fields(block))


def _fields(block: bytes) -> Iterator[tuple[str, str]]:
    lines = block.decode("utf-8", "replace").splitlines()
    pairs = (line.partition(":") for line in lines)
    return ((name.strip(), value.strip()) for name, colon, value in pairs if colon)


def archived_source(archive_folder: StorePath, warc_file: str, key: str, url: str) -> Source | None:
    """The source `key` as the first record of a segment describes it, `url` being one of its pages.

    Where it announces its pages is not archived: in the source that is returned, the front page
    of `url` stands for it. None if the segment is missing or does not describe its source.
    """
    try:
        with opened_file(archived_file(archive_folder, warc_file)) as file:
            record = next(iter(ArchiveIterator(file, no_record_parse=True)), None)
            if record is None or record.rec_type != "warcinfo":
                return None
            fields = _fields(record.raw_stream.read(MAX_INFORMATION_BYTES))
        described = (json.loads(value) for name, value in fields if name == SOURCE_HEADER)
        known = next((one for one in described if one.get("key") == key), None)
        return None if known is None else source_of_pages(url, **known)
    except (
        ArchiveError, OSError, ArchiveLoadFailed, zlib.error, ValueError, TypeError, AttributeError
    ):  # fmt: skip
        # a segment that cannot be read is told when its pages are read
        return None


def source_of_pages(url: str, **known: object) -> Source:
    """A source of which only its pages are known, `url` being one of them.

    Raises ValueError if `known` is not part of a source.
    """
    address = urlsplit(url)
    front_page = f"{address.scheme}://{address.netloc}/"
    try:
        return Source.model_validate({**known, "sections": [front_page]})
    except ValidationError as error:
        raise ValueError(str(error)) from error
