"""The digest's pages as files: each is whole in itself and asks nothing of the network.

FOLDER/index.html            all days, with a link to each
FOLDER/latest.html           the newest day once more, under an address that stays
FOLDER/2026-03-07.html       the digest of one day
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date

from pipeline.digest_records import DigestData, DigestDay
from pipeline.store import StorePath, replaced_whole

INDEX, LATEST = "index.html", "latest.html"
"""Names that stay the same, for those who keep a link."""


def write_digest(data: DigestData, path: StorePath) -> StorePath:
    """Write the digest of a span of days as the page `path`, and give the path back.

    Its folder is made if need be. The same data gives the same bytes. An older page is replaced in
    one step: whoever opens it sees either the old or the new one, and the old one stays if writing
    fails, which raises OSError.
    """
    # it imports Jinja: who only asks for links should not wait
    from pipeline.publish.render import render_digest  # noqa: PLC0415

    return _write_whole(path, render_digest(data))


def write_day(
    folder: StorePath,
    day: date,
    data: DigestData,
    previous: date | None,
    following: date | None,
    *,
    changing: Callable[[date], object] | None = None,
) -> StorePath:
    """Write the digest of one day, with links to the days before and after that have one.

    Writes like `write_digest`, and only if the page is not so already; `changing` is called with
    the day before the page becomes another one.
    """
    from pipeline.publish.render import Neighbours, render_digest  # noqa: PLC0415

    text = render_digest(data, Neighbours(previous, following))
    path = folder / f"{day.isoformat()}.html"
    if _is_written(path, text):
        return path
    if changing:
        changing(day)
    return _write_whole(path, text)


def write_index(folder: StorePath, days: Sequence[DigestDay]) -> StorePath:
    """Write the list of `days`, which come oldest first and have their pages, and `latest.html`.

    Writes like `write_digest`.
    """
    from pipeline.publish.render import render_index  # noqa: PLC0415

    if days:
        newest = folder / f"{days[-1].day.isoformat()}.html"
        _write_whole(folder / LATEST, newest.read_text(encoding="utf-8"))
    else:
        (folder / LATEST).unlink(missing_ok=True)
    return _write_whole(folder / INDEX, render_index(days))


def written_days(folder: StorePath) -> set[date]:
    """The days that have a digest in a folder."""
    days = set()
    for path in folder.glob("????-??-??.html"):
        # another file may be called nearly so
        with suppress(ValueError):
            days.add(date.fromisoformat(path.stem))
    return days


def _is_written(path: StorePath, text: str) -> bool:
    try:
        return path.read_bytes() == text.encode("utf-8")
    except FileNotFoundError:
        return False


def _write_whole(path: StorePath, text: str) -> StorePath:
    with replaced_whole(path) as file:
        file.write(text.encode("utf-8"))
    return path
