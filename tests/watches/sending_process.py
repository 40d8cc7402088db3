"""A process with Airflow's modules that sends a message through connections, one after the other.

python -m tests.watches.sending_process CASES: JSON, a list of a channel and its connection each.
Prints JSON, of each case: "taken", "in part" if some recipients were refused, "again" or "never" if
it was surely not taken, or "doubt"; and the sentence that says why.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime

from pipeline.settings.watches_file import MAIL, Watch
from pipeline.warehouse.watch_messages import WatchMessage
from pipeline.watch_records import Watched, WatchedThing
from pipeline.watches.watch_delivery import NotTakenError

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
THING = WatchedThing(
    what=Watched.QUOTATIONS,
    keys=("sha256:1",),
    found_at=NOW,
    speaker="Ingrid Solberg",
    text="“We will not sell the ferry,”",
    text_now=None,
    outlet="Harbour Courier",
    headline="<script>alert(1)</script>",
    url="https://courier.example/ferry",
    published=NOW,
    context="",
    outlets=("Harbour Courier",),
)


def main(cases: str) -> None:
    """Send by each."""
    from watch_senders import senders_of  # type: ignore[import-not-found]

    outcomes = []
    for channel, connection in json.loads(cases):
        name = "SMTP" if channel == MAIL else "WEBHOOK"
        os.environ[f"AIRFLOW_CONN_VERBATIM_{name}"] = json.dumps(connection)
        watch = Watch(key="solberg", name="Solberg\nBcc: x", speaker="S", **{channel: True})
        message = WatchMessage(7, "some-key", "solberg", channel, (THING,), NOW, NOW, None, None)
        try:
            refusal = senders_of(watch)[channel](watch, message)
        except NotTakenError as error:
            outcomes.append(("again" if error.again else "never", str(error)))
        except Exception as error:  # noqa: BLE001  # as `watch_delivery` has it
            outcomes.append(("doubt", str(error)))
        else:
            outcomes.append(("in part", refusal) if refusal else ("taken", ""))
    print(json.dumps(outcomes))


if __name__ == "__main__":
    main(*sys.argv[1:])
