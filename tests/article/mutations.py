"""Spoilt copies of the newsroom's pages; the extractor must read or refuse each of them.

`python -m tests.article.mutations 1000` tries a thousand, always the same ones, and says which of
them end in anything but an article or NotAnArticle. A second number is the seed, if not 1.
"""

from __future__ import annotations

import random
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterator

from pipeline.article import NotAnArticle, extract_page
from tests.newsroom import fixtures

MAX_CHANGES = 12
MAX_CHUNK = 4_000
Change = Callable[[bytearray, random.Random], None]


def mutated(seed: int, count: int) -> Iterator[tuple[str, bytes]]:
    """`count` spoilt pages, each with the name of its page and what was done to it."""
    pages = [(f"{page.outlet}/{page.name}", page.html.encode()) for page in fixtures()]
    for number in range(count):
        rng = random.Random(f"{seed}/{number}")
        name, page = rng.choice(pages)
        spoilt, done = bytearray(page), []
        for _ in range(rng.randint(1, MAX_CHANGES)):
            change = rng.choice(CHANGES)
            change(spoilt, rng)
            done.append(change.__name__.strip("_"))
        yield f"{number} {name}: {', '.join(done)}", bytes(spoilt)


def failures(seed: int, count: int, endings: Counter[str] | None = None) -> list[str]:
    """What went wrong, of so many spoilt pages; `endings` counts how the others ended."""
    found = []
    for name, page in mutated(seed, count):
        ending = "article"
        try:
            extract_page(page, url="http://harbour-mail.example/town/eleven-boats")
        except NotAnArticle as refusal:
            ending = refusal.reason
        except Exception:  # noqa: BLE001 - whatever it is, it is what is looked for
            found.append(f"{name}\n{traceback.format_exc()}")
            continue
        if endings is not None:
            endings[ending] += 1
    return found


def _place(page: bytearray, rng: random.Random) -> int:
    return rng.randrange(len(page) + 1)


def _chunk(page: bytearray, rng: random.Random) -> slice:
    start = _place(page, rng)
    return slice(start, start + rng.randint(1, MAX_CHUNK))


def _flip_bytes(page: bytearray, rng: random.Random) -> None:
    for _ in range(rng.randint(1, 200) if page else 0):
        page[rng.randrange(len(page))] ^= 1 << rng.randrange(8)


def _delete_chunk(page: bytearray, rng: random.Random) -> None:
    del page[_chunk(page, rng)]


def _repeat_chunk(page: bytearray, rng: random.Random) -> None:
    chunk = page[_chunk(page, rng)]
    place = _place(page, rng)
    page[place:place] = chunk * rng.choice((1, 2, 50))


def _move_chunk(page: bytearray, rng: random.Random) -> None:
    where = _chunk(page, rng)
    chunk = page[where]
    del page[where]
    place = _place(page, rng)
    page[place:place] = chunk


def _cut_off(page: bytearray, rng: random.Random) -> None:
    if rng.random() < 0.2:  # most of the page should stay for the changes after this one
        del page[_place(page, rng) :]


def _cut_tags(page: bytearray, rng: random.Random) -> None:
    """Take away some of the marks that begin or end tags, or all behind a place."""
    mark = rng.choice((b"<", b">", b"</", b"/"))
    start = _place(page, rng)
    page[start:] = page[start:].replace(mark, b"", rng.choice((1, 5, 50)))


def _swap_quotes(page: bytearray, rng: random.Random) -> None:
    one, other = rng.choice(
        (
            *((b'"', b"'"), (b"'", b'"'), (b'"', b""), (b'="', b"="), (b"\\", b""), (b":", b",")),
            *(("“".encode(), b'"'), ("”".encode(), "“".encode()), (b"{", b"["), (b"]", b"}")),
        )
    )
    start = _place(page, rng)
    page[start:] = page[start:].replace(one, other, rng.choice((1, 5, -1)))


def _swap_names(page: bytearray, rng: random.Random) -> None:
    """Make elements others."""
    names = (b"p", b"div", b"table", b"td", b"select", b"head", b"body", b"title", b"script", b"h1")
    names += (b"svg", b"template", b"frameset", b"textarea", b"html", b"a", b"li", b"br", b"img")
    one, other = rng.choice(names), rng.choice(names)
    count = rng.choice((1, 5, 50))
    page[:] = page.replace(b"<" + one, b"<" + other, count)


def _insert_piece(page: bytearray, rng: random.Random) -> None:
    place = _place(page, rng)
    page[place:place] = rng.choice(PIECES) * rng.choice((1, 3, 300))


CHANGES: tuple[Change, ...] = (
    *(_flip_bytes, _delete_chunk, _repeat_chunk, _move_chunk, _cut_off),
    *(_cut_tags, _swap_quotes, _swap_names, _insert_piece),
)
PIECES = (
    *(
        b"\x00",
        b"\xff\xfe",
        b"\x1b$B",
        b"\x85",
        "\u2028".encode(),
        "\ud800".encode("utf-8", "surrogatepass"),
    ),
    *(b"&#0;", b"&#xD800;", b"&#99999999;", b"&", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?xml "),
    *(
        b"<script>",
        b"</script>",
        b"<style>",
        b"<title>",
        b"<base href='//[x'>",
        b"<a href='http://['>",
    ),
    *(b"<table>", b"<tr>", b"</table>", b"<select>", b"<svg>", b"<math>", b"<body>", b"</body>"),
    *(b"<html>", b"</html>", b"<head>", b"<frameset>", b"<br>", b"<p>", b"</p>", b"<blockquote>"),
    *(b'<meta charset="utf-16">', b'<meta charset="x">', b"<x:y z:a=1>", b"<p \xe9=1>", b"<time>"),
    *(b'<time datetime="0000-00-00T99:99:99Z">', b'<time datetime="9999-12-31T23:59:59-14:00">'),
    *(b'<meta property="article:published_time" content="0001-01-01T00:00:00+14:00">',),
    *(b'<meta property="og:url" content="http://[::1/">', b'<link rel="canonical" href="//x:y/">'),
    b'<script type="application/ld+json">[{"@type":["NewsArticle",{}],"author":[[]]}]</script>',
)


def _main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    endings: Counter[str] = Counter()
    found = failures(seed, count, endings)
    sys.stdout.write("\n".join([*found, ""]))
    told = ", ".join(f"{number} {ending}" for ending, number in endings.most_common())
    sys.stdout.write(f"{count} spoilt pages: {told}; {len(found)} end in something else\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(_main())
