"""`python -m tests.newsroom`: serve the outlets until told to stop."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from pathlib import Path

from tests.newsroom.server import Newsroom


def main(arguments: list[str] | None = None) -> int:
    """Serve until SIGTERM or SIGINT; 0 at a clean end, 1 if a port is taken."""
    parser = argparse.ArgumentParser(prog="python -m tests.newsroom", description=__doc__)
    parser.add_argument(
        "--port-base", type=int, default=8801, help="port of the first outlet (default 8801)"
    )
    parser.add_argument("--write-sources", type=Path, metavar="FILE", help="write a sources file")
    parser.add_argument(
        "--stall-seconds",
        type=float,
        default=20.0,
        help="when an answer that stalls is cut (default 20)",
    )
    parser.add_argument(
        "--edition", type=int, choices=(1, 2), default=1, help="2: articles have changed"
    )
    options = parser.parse_args(arguments)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    newsroom = Newsroom(options.port_base, stall_seconds=options.stall_seconds)
    newsroom.edition = options.edition
    try:
        newsroom.open()
    except OSError as error:
        last = options.port_base + len(newsroom.outlets) - 1
        print(
            f"newsroom: cannot serve on ports {options.port_base} to {last}: {error}; "
            "choose others with --port-base",
            file=sys.stderr,
        )
        return 1
    try:
        if options.write_sources:
            newsroom.write_sources(options.write_sources)
        places = ", ".join(f"{key} {place}" for key, place in newsroom.addresses.items())
        print(f"newsroom ready: {places}", flush=True)
        stop.wait()
    finally:
        newsroom.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
