"""The servers of the test news site behave as their outlet.yaml declares."""

from __future__ import annotations

import gzip
import http.client
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from pydantic import ValidationError

from pipeline.settings.environment import load_sources
from tests.newsroom import Newsroom, Page, fixtures, read_outlets
from tests.newsroom.bodies import LARGE_BYTES

PAGES = list(fixtures())


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    with Newsroom() as running:
        yield running


def get(
    newsroom: Newsroom,
    outlet: str,
    path: str,
    headers: Mapping[str, str] | None = None,
    method: str = "GET",
) -> tuple[int, http.client.HTTPMessage, bytes]:
    """One request on a connection of its own, redirects not followed."""
    place = urlsplit(newsroom.addresses[outlet]).netloc
    with closing(http.client.HTTPConnection(place, timeout=10)) as connection:
        connection.request(method, path, headers=dict(headers or {}))
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()


def declared(wanted: str) -> list[tuple[str, Page]]:
    """The pages of the site that declare a behaviour; the test is void if there are none."""
    found = [
        (outlet.key, page)
        for outlet in read_outlets()
        for page in outlet.pages
        if getattr(page, wanted)
    ]
    assert found, f"no outlet declares {wanted!r}"
    return found


def test_every_page_with_a_file_is_served(newsroom: Newsroom) -> None:
    for fixture in PAGES:
        if fixture.edition == 2:
            continue
        outlet = next(o for o in newsroom.outlets if o.key == fixture.outlet)
        page = next(p for p in outlet.pages if p.page == fixture.name)
        if page.first or page.stall:
            continue
        status, headers, body = get(newsroom, fixture.outlet, page.path)
        assert status == (page.status or 200)
        assert headers["Content-Type"] == page.content_type
        assert body.decode(page.encoding) == newsroom.localize(fixture.html)


def test_addresses_of_the_invented_world_become_loopback_addresses(newsroom: Newsroom) -> None:
    for outlet in newsroom.outlets:
        for path in ("/feed.xml", "/atom.xml", "/sitemap.xml", "/sitemap-news.xml", "/news/"):
            _, _, body = get(newsroom, outlet.key, path)
            assert f"{outlet.key}.example/" not in body.decode()


def test_each_outlet_announces_its_pages_where_it_says(newsroom: Newsroom) -> None:
    paths = {
        "rss": "/feed.xml",
        "atom": "/atom.xml",
        "news-sitemap": "/sitemap-news.xml",
        "section": "/news/",
    }
    for outlet in newsroom.outlets:
        for kind, path in paths.items():
            status, _, body = get(newsroom, outlet.key, path)
            if kind not in outlet.announced_by:
                assert status == 404
                continue
            assert status == 200
            soup = BeautifulSoup(body, "xml" if kind != "section" else "lxml")
            for page in outlet.announced(kind, 1):
                link = newsroom.localize(page.announced_as or outlet.address + page.path)
                links = {
                    str(tag.get("href") or tag.get_text(strip=True))
                    for tag in soup.find_all(["link", "loc", "a"])
                }
                assert link in links


def test_the_sitemap_is_an_index_that_names_the_news_sitemap(newsroom: Newsroom) -> None:
    outlet = next(o.key for o in newsroom.outlets if "news-sitemap" in o.announced_by)
    _, _, body = get(newsroom, outlet, "/sitemap.xml")
    assert f"<loc>{newsroom.addresses[outlet]}/sitemap-news.xml</loc>" in body.decode()


def test_robots_txt_forbids_a_folder_in_which_an_article_is_announced(newsroom: Newsroom) -> None:
    with_robots = [o for o in newsroom.outlets if o.robots]
    assert with_robots
    status, headers, body = get(newsroom, with_robots[0].key, "/robots.txt")
    assert (status, headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert b"Disallow: /" in body
    assert b"Crawl-delay: " in body
    assert any(p.parked == "robots-disallowed" and p.announced for p in with_robots[0].pages)
    without = next(o for o in newsroom.outlets if o.robots is None)
    assert get(newsroom, without.key, "/robots.txt")[0] == 404


def test_a_page_is_not_sent_again_when_the_conditions_say_so(newsroom: Newsroom) -> None:
    path = "/2026/03/02/ferry-contract.html"
    _, headers, body = get(newsroom, "civic-wire", path)
    tag, modified = headers["ETag"], headers["Last-Modified"]
    assert modified == "Mon, 02 Mar 2026 09:15:00 GMT"
    assert body
    asked = (
        ({"If-None-Match": tag}, 304),
        ({"If-None-Match": '"other"'}, 200),
        ({"If-Modified-Since": modified}, 304),
        ({"If-Modified-Since": "Mon, 02 Mar 2026 09:14:59 GMT"}, 200),
        ({"If-None-Match": '"other"', "If-Modified-Since": modified}, 200),
    )
    for conditions, expected in asked:
        status, _, body = get(newsroom, "civic-wire", path, conditions)
        assert status == expected
        assert bool(body) == (expected == 200)


def test_the_front_page_lists_what_is_announced(newsroom: Newsroom) -> None:
    for outlet in newsroom.outlets:
        status, _, body = get(newsroom, outlet.key, "/")
        assert status == 200
        announced = [page for page in outlet.pages if page.announced]
        assert body.count(b"<li>") == len(announced)


def test_head_sends_the_headers_alone(newsroom: Newsroom) -> None:
    path = "/2026/03/02/ferry-contract.html"
    status, headers, body = get(newsroom, "civic-wire", path, method="HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["Content-Length"]) > 1000


def test_changed_pages_are_served_in_the_second_edition(newsroom: Newsroom) -> None:
    for outlet, page in declared("edition2_modified"):
        newsroom.edition = 1
        _, headers, before = get(newsroom, outlet, page.path)
        conditions = {"If-None-Match": headers["ETag"]}
        assert get(newsroom, outlet, page.path, conditions)[0] == 304
        newsroom.edition = 2
        status, _, after = get(newsroom, outlet, page.path, conditions)
        assert status == 200
        assert after != before


def test_redirects_name_their_target(newsroom: Newsroom) -> None:
    for outlet, page in declared("redirect"):
        status, headers, _ = get(newsroom, outlet, page.path)
        assert status in {301, 302, 303, 307, 308}
        assert headers["Location"].startswith("http://")


def test_one_redirect_runs_in_a_circle(newsroom: Newsroom) -> None:
    outlet, page = next((o, p) for o, p in declared("redirect") if p.parked == "redirect-loop")
    path, seen = page.path, set()
    while path not in seen:
        seen.add(path)
        path = urlsplit(get(newsroom, outlet, path)[1]["Location"]).path


def test_a_first_visit_may_fail_and_the_second_be_answered(newsroom: Newsroom) -> None:
    statuses = set()
    for outlet, page in declared("first"):
        status, headers, _ = get(newsroom, outlet, page.path)
        assert status == page.first
        if page.retry_after is not None:
            assert headers["Retry-After"] == str(page.retry_after)
        statuses.add(status)
        assert get(newsroom, outlet, page.path)[0] == 200
    assert statuses >= {429, 500}


def test_every_newsroom_counts_first_visits_anew() -> None:
    outlet, page = declared("first")[0]
    for _ in range(2):
        with Newsroom() as newsroom:
            assert get(newsroom, outlet, page.path)[0] == page.first


def test_errors_are_answered_with_their_status(newsroom: Newsroom) -> None:
    statuses = {get(newsroom, o, p.path)[0] for o, p in declared("status")}
    assert statuses >= {404, 410}
    assert get(newsroom, "civic-wire", "/no/such/page")[0] == 404


def test_bodies_that_no_reader_wants(newsroom: Newsroom) -> None:
    seen = set()
    for outlet, page in declared("body"):
        status, headers, body = get(newsroom, outlet, page.path)
        assert status == 200
        assert headers["Content-Type"].startswith("text/html")
        if page.body == "pdf":
            assert body.startswith(b"%PDF-")
        elif page.body == "empty":
            assert body == b""
        else:
            assert len(body) >= LARGE_BYTES
        seen.add(page.body)
    assert seen == {"pdf", "empty", "large"}


def test_a_page_is_compressed_for_clients_that_accept_it(newsroom: Newsroom) -> None:
    for outlet, page in declared("gzip"):
        _, headers, plain = get(newsroom, outlet, page.path)
        assert headers["Content-Encoding"] is None
        _, headers, packed = get(newsroom, outlet, page.path, {"Accept-Encoding": "gzip"})
        assert headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed) == plain


def test_some_pages_lie_about_their_charset(newsroom: Newsroom) -> None:
    lies = set()
    for fixture in PAGES:
        outlet = next(o for o in newsroom.outlets if o.key == fixture.outlet)
        page = next(p for p in outlet.pages if p.page == fixture.name)
        charset = page.content_type.partition("charset=")[2]
        if charset and charset != page.encoding:
            lies.add((page.encoding, charset))
    assert lies >= {("utf-8", "iso-8859-1"), ("windows-1252", "utf-8")}


def test_a_stalled_answer_ends_when_the_client_hangs_up() -> None:
    outlet, page = declared("stall")[0]
    before = set(threading.enumerate())
    with Newsroom(stall_seconds=120) as newsroom:
        place = urlsplit(newsroom.addresses[outlet]).netloc
        with closing(http.client.HTTPConnection(place, timeout=0.3)) as connection:
            connection.request("GET", page.path)
            answer = connection.getresponse()
            assert answer.status == 200
            with pytest.raises(TimeoutError):
                answer.read()
            answer.close()
            # the request is logged before it stalls, and the server's thread ends by itself
            assert newsroom.requests[-1].path == page.path
        for thread in set(threading.enumerate()) - before:
            if "process_request_thread" in thread.name:
                thread.join(timeout=60)
                assert not thread.is_alive()


def test_a_stalled_answer_is_cut_in_the_end() -> None:
    outlet, page = declared("stall")[0]
    with Newsroom(stall_seconds=0.2) as newsroom, pytest.raises(http.client.IncompleteRead):
        get(newsroom, outlet, page.path)


def test_the_log_tells_who_asked_for_what(newsroom: Newsroom) -> None:
    get(newsroom, "civic-wire", "/atom.xml", {"User-Agent": "reader/1"})
    get(newsroom, "civic-wire", "/nothing")
    assert [(r.outlet, r.path, r.status) for r in newsroom.requests] == [
        ("civic-wire", "/atom.xml", 200),
        ("civic-wire", "/nothing", 404),
    ]
    assert newsroom.requests[0].headers["user-agent"] == "reader/1"
    assert newsroom.requests[0].at <= newsroom.requests[1].at


def test_the_sources_file_is_one_that_the_pipeline_reads(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    newsroom.write_sources(tmp_path / "sources.yaml")
    sources = load_sources(tmp_path / "sources.yaml")
    assert [s.key for s in sources] == [o.key for o in newsroom.outlets]
    for source in sources:
        assert urlsplit(newsroom.addresses[source.key]).netloc in source.allowed_hosts
        assert source.delay_seconds == 0


def test_the_command_serves_until_it_is_told_to_stop(tmp_path: Path) -> None:
    free = 12000 + os.getpid() % 1000 * 10  # below the ports that systems give to clients
    sources = tmp_path / "sources.yaml"
    command = [sys.executable, "-m", "tests.newsroom", "--port-base", str(free)]
    process = subprocess.Popen(
        [*command, "--write-sources", str(sources)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parent.parent,
        env={**os.environ, "PYTHONWARNINGS": "error"},
    )
    with process:
        assert process.stdout
        assert process.stdout.readline().startswith("newsroom ready: civic-wire http://127.0.0.1:")
        assert len(load_sources(sources)) == len(read_outlets())
        second = subprocess.run(
            command, capture_output=True, text=True, cwd=Path(__file__).parent.parent, check=False
        )
        assert second.returncode == 1
        assert "choose others with --port-base" in second.stderr
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0


def test_an_unknown_key_in_an_outlet_is_an_error(tmp_path: Path) -> None:
    folder = tmp_path / "weekly"
    folder.mkdir()
    (folder / "outlet.yaml").write_text(
        "key: weekly\nname: Weekly\nannounced_by: [rss]\n"
        "pages: [{path: /a, announced: false, stats: 404}]\n",
        encoding="utf-8",
    )
    with pytest.raises(ValidationError, match="stats"):
        read_outlets(tmp_path)
