"""A process that tells what a watch found, and is killed at a chosen point.

python -m tests.watches.telling_process WAREHOUSE PORT POINT
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import requests

from pipeline.settings.watches_file import WEBHOOK, Watch
from pipeline.warehouse import opened
from pipeline.warehouse.watch_messages import WatchMessage
from pipeline.watches import watch_delivery
from pipeline.watches.watch_texts import call_of

POINTS = {
    "before making": ("make_messages", False),
    "after making": ("make_messages", True),
    "before claiming": ("claim_message", False),
    "after claiming": ("claim_message", True),
    "before noting": ("note_taken", False),
    "after noting": ("note_taken", True),
}
"""Where it can be killed: before or after a step."""

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
"""Soon after the captures of the examples."""

WATCH = Watch(key="solberg", name="Solberg", speaker="Solberg", webhook=True, since="2026-01-01")


def _killed(step: Callable[..., Any], *, after: bool) -> Callable[..., Any]:
    def step_and_kill(*arguments: Any) -> None:
        if after:
            step(*arguments)
        os.kill(os.getpid(), signal.SIGKILL)

    return step_and_kill


def main(warehouse: str, port: str, point: str) -> None:
    """Tell once."""

    def send(watch: Watch, message: WatchMessage) -> None:
        requests.post(
            f"http://127.0.0.1:{port}/",
            json=call_of(watch.key, watch.name, message.key, message.things),
            headers={"Idempotency-Key": message.key},
            timeout=10,
        ).raise_for_status()

    if point in POINTS:
        name, after = POINTS[point]
        setattr(watch_delivery, name, _killed(getattr(watch_delivery, name), after=after))
    with opened(warehouse) as engine:
        watch_delivery.deliver(engine, WATCH, WEBHOOK, send, lambda: NOW)


if __name__ == "__main__":
    main(*sys.argv[1:])
