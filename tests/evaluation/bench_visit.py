"""`python -m tests.evaluation.bench_visit`: how many hosts one process visits at once.

A server in a process of its own is as many news sites as are asked for, each with a feed and some
pages; a name is looked up by a resolver of the benchmark's own, which says that all of them are on
loopback. Measured is the whole visit as a task makes it, with archive, journal and delays; what a
host cannot be asked faster than (its requests times the delay) stands beside it. Whether the delay
was kept is read from the server's log. With several processes, all visit the same hosts at the
same time.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from pipeline.runs import stages
from pipeline.runs.run_counts import run_counts
from pipeline.runs.run_folder import RunFolder
from pipeline.settings.environment import Settings, Source
from pipeline.warehouse import open_warehouse, upgrade


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--hosts", type=int, default=500)
    parser.add_argument("--pages", type=int, default=20, help="of each host")
    parser.add_argument("--delay", type=float, default=1.0, help="seconds between two requests")
    parser.add_argument("--processes", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        home, log = Path(name) / "home", Path(name) / "log.json"
        with many_hosts(asked.pages, log) as port:
            settings = prepared(home, asked.hosts, asked.delay, port)
            began = time.monotonic()
            results = visits(settings, asked.processes)
            seconds = time.monotonic() - began
        report(asked, json.loads(log.read_text(encoding="utf-8")), results, seconds)


@contextmanager
def many_hosts(pages: int, log: Path) -> Iterator[int]:
    """The server, while the body runs; gives its port."""
    command = [sys.executable, "-m", "tests.evaluation.many_hosts", str(pages), str(log)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.terminate()
            process.wait()


def prepared(home: Path, hosts: int, delay: float, port: int) -> Settings:
    """A home with a sources file and an empty warehouse."""
    home.mkdir()
    sources = [
        Source(
            key=f"host-{number:04d}",
            name=f"Host {number}",
            feeds=(f"http://host-{number:04d}.example:{port}/feed.xml",),
        ).model_dump(mode="json", include={"key", "name", "feeds"})
        for number in range(hosts)
    ]
    (home / "sources.yaml").write_text(json.dumps({"sources": sources}), encoding="utf-8")
    settings = Settings(
        home=home, sources=home / "sources.yaml", allow_private_hosts=True, delay_seconds=delay
    )
    engine = open_warehouse(settings.warehouse_url)
    upgrade(engine)
    engine.dispose()
    return settings


@dataclass(frozen=True)
class Visited:
    """What the visit of one process took, and gave."""

    seconds: float
    of_processor: float
    """Seconds."""
    megabytes: float
    captures: int


def visits(settings: Settings, processes: int) -> list[Visited]:
    """Visit in so many processes at once."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(processes) as pool:
        return pool.starmap(visit, [(settings, number) for number in range(processes)], 1)


def visit(settings: Settings, number: int) -> Visited:
    """One run's visit, in a process of its own."""
    look_up = socket.getaddrinfo

    def on_loopback(host: Any, port: Any, *arguments: Any, **options: Any) -> Any:
        return look_up("127.0.0.1", port, *arguments, **options)

    socket.getaddrinfo = on_loopback
    run = stages.begin_run(settings, stages.plan_visit(settings, key=f"bench-{number}", kind="run"))
    began, busy = time.monotonic(), time.process_time()
    for one in stages.divide_sources(settings, run):
        stages.visit_sources(settings, one)
    seconds, of_processor = time.monotonic() - began, time.process_time() - busy
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    captures = run_counts(RunFolder.at(run))["fetch/captured"]
    return Visited(seconds, of_processor, megabytes, captures)


def report(
    asked: argparse.Namespace,
    log: dict[str, list[tuple[float, str]]],
    results: list[Visited],
    whole: float,
) -> None:
    """Print what was measured."""
    requests = sum(len(of_host) for of_host in log.values())
    times = [[moment for moment, _ in of_host] for of_host in log.values()]
    gaps = [later - earlier for of_host in times for earlier, later in pairwise(of_host)]
    least = (max(len(of_host) for of_host in times) - 1) * asked.delay
    print(f"{asked.hosts} hosts, {asked.pages} pages each, {asked.delay:g} s between two requests")
    print("process   seconds   of a processor   MB at most   captures")
    for number, one in enumerate(results, start=1):
        print(
            f"{number:7}   {one.seconds:7.1f}   {one.of_processor:14.1f}   "
            f"{one.megabytes:10.0f}   {one.captures:8,}"
        )
    print(f"the busiest host's own time: {least:.1f} s; with the start of processes: {whole:.1f} s")
    print(f"{requests:,} requests; the two to one host that came closest: {min(gaps):.4f} s")


if __name__ == "__main__":
    main()
