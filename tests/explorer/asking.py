"""Asking an explorer, and reading what it answers."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient

from tests.publish.pages import Page


def record(client: TestClient, address: str, **asked: Any) -> Any:
    """What an address says as JSON."""
    answer = client.get(address, params=asked or None)
    assert answer.status_code == 200, answer.text
    return answer.json()


def shown(client: TestClient, address: str, **asked: Any) -> Page:
    """What an address shows as HTML."""
    answer = client.get(address, params=asked or None)
    assert answer.status_code == 200, answer.text
    return Page(answer.text)


def texts(page: Page, tag: str, **attributes: str) -> list[str]:
    """The texts of all elements with a tag and attribute values."""
    return [" ".join(element.text.split()) for element in page.all(tag, **attributes)]
