"""What a React server sends to its page: the rows of the stream, put together from many scripts.

Pages of Next.js hold their state in calls `self.__next_f.push([1, "…"])`. The strings of all calls
are one stream of rows: an identifier, a colon, then JSON up to the line's end; or `T`, the length
of a text in bytes (hexadecimal), a comma, and that text (React's Flight protocol,
`ReactFlightClient.processBinaryChunk`). Nothing is run: what is a JSON string is read as one.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterable, Iterator

PUSH = "__next_f.push("
"""By this a page hands the stream over, part by part."""
MAX_CHARACTERS = 4_000_000
"""Of the stream; as of other scripts."""
_CALL = re.compile(r"__next_f\.push\(\s{0,5}\[\s{0,5}1\s{0,5},\s{0,5}(?=\")")
"""The call with a part of the stream as text."""
_ROW = re.compile(rb"([0-9a-f]{0,16}):(?:T([0-9a-f]{1,8}),)?")
"""A row's number, and for a text its length."""


def stream_values(scripts: Iterable[str]) -> Iterator[object]:
    """The values of the stream's rows; a row of text is {"html": TEXT}.

    Rows that are neither JSON nor text are left out, and so is what follows a spoilt one.
    """
    stream = "".join(_strings(scripts)).encode("utf-8", "replace")
    position = 0
    while row := _ROW.match(stream, position):
        if row[2] is not None:
            end = row.end() + int(row[2], 16)
            yield {"html": stream[row.end() : end].decode("utf-8", "replace")}
            # the next row follows without a line's end
            position = end
            continue
        end = stream.find(b"\n", row.end())
        end = len(stream) if end < 0 else end
        # rows of other kinds begin with a letter: modules, hints
        with contextlib.suppress(ValueError, RecursionError):
            yield json.loads(stream[row.end() : end])
        position = end + 1


def _strings(scripts: Iterable[str]) -> Iterator[str]:
    decoder = json.JSONDecoder(strict=False)
    left = MAX_CHARACTERS
    for script in scripts:
        call = _CALL.search(script)
        left -= len(script)
        if left < 0:
            return
        if call is None:
            continue
        try:
            value, _ = decoder.raw_decode(script, call.end())
        except ValueError:
            continue
        yield value
