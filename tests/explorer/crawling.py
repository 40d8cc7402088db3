"""Reading all pages of an explorer, by following their links."""

from __future__ import annotations

from urllib.parse import urldefrag, urljoin

from fastapi.testclient import TestClient
from httpx import Response

from tests.publish.pages import Page

ADDRESS = "http://127.0.0.1"

MOST_PAGES = 150


def crawled(client: TestClient, start: str = "/") -> dict[str, Response]:
    """The answers of all addresses that links lead to, from a start on, by address."""
    waiting, answers = [start], {}
    while waiting and len(answers) < MOST_PAGES:
        address = waiting.pop(0)
        if address in answers:
            continue
        answers[address] = client.get(address)
        if answers[address].headers["content-type"].startswith("text/html"):
            waiting += internal_links(Page(answers[address].text), address)
    return answers


def internal_links(page: Page, address: str) -> list[str]:
    """The addresses of the explorer that a page links to."""
    found = (urljoin(f"{ADDRESS}{address}", link.get("href")) for link in page.all("a"))
    links = (urldefrag(link).url for link in found)
    return [link.removeprefix(ADDRESS) for link in links if link.startswith(f"{ADDRESS}/")]
