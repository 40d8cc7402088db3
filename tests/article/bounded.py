"""Runs the extractor on a hostile page in a process of its own, within hard bounds."""

from __future__ import annotations

import re
import resource
import subprocess
import sys
from pathlib import Path

SECONDS = 25
"""Of processor time: five times what a hostile page may take, since others use the caches, too."""
WAIT_SECONDS = 250
"""Ten times as much on the clock: a busy machine is no failure, a process that sleeps is one."""
MEGABYTES = 1_500
"""Of addresses, which are several times the memory that is used: libraries map whole files."""
MAX_RESIDENT_MEGABYTES = 500
PEAK = re.compile(r"VmHWM:\s+(\d+) kB")
"""The most memory that the process had since it began to run its own program (proc(5))."""


def extracted(payload: bytes) -> str:
    """What a page ends in: "article", or the reason why it is none.

    Fails if it takes too long or too much memory, or ends in anything else.
    """
    done = subprocess.run(
        [sys.executable, "-m", "tests.article.bounded"],
        input=payload,
        capture_output=True,
        timeout=WAIT_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()[-2_000:]
    ending, megabytes = done.stdout.decode().split()
    assert int(megabytes) <= MAX_RESIDENT_MEGABYTES
    return ending


def _main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES << 20, MEGABYTES << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    from pipeline.article import NotAnArticle, extract_page

    payload = sys.stdin.buffer.read()
    try:
        extract_page(payload, url="http://harbour-mail.example/town/eleven-boats")
        ending = "article"
    except NotAnArticle as refusal:
        ending = refusal.reason
    # what getrusage calls the peak is at least that of the process that started this one
    (peak,) = PEAK.findall(Path("/proc/self/status").read_text(encoding="utf-8"))
    sys.stdout.write(f"{ending} {int(peak) // 1024}\n")


if __name__ == "__main__":
    _main()
