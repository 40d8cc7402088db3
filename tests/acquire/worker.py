"""`python -m tests.acquire.worker JOB`: fetch in a process of its own, as a task does.

The process may be killed, or run out of space, at a byte that the job names.
"""

from __future__ import annotations

import asyncio
import json
import resource
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from pipeline.acquire import fetch_pages
from pipeline.errors import VerbatimError
from pipeline.records import Capture, Rejection, Unchanged
from pipeline.runs.staging import Journal
from pipeline.settings.environment import Settings, Source
from tests.acquire.visits import Outcome, fetching

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Job:
    """What a worker is to do."""

    home: str
    journal: str
    urls: tuple[str, ...]
    delay_seconds: float = 0.0
    file_bytes: int | None = None
    """No file grows beyond this; a write beyond it fails as on a full disk."""
    deadly: bool = False
    """Whether such a write kills the process instead, in the middle of what it writes."""


def start(job: Job) -> subprocess.Popen[str]:
    """Start a worker."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.acquire.worker", json.dumps(asdict(job))],
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def finish(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Wait for a worker; its exit status and what it said."""
    _, said = process.communicate(timeout=120)
    return process.returncode, said


def captures_in(job: Job) -> list[Capture]:
    """The captures that the journal of a job has."""
    with Journal(Path(job.journal), Capture, Rejection, Unchanged) as journal:
        outcomes = list(journal)
    assert all(isinstance(outcome, Capture) for outcome in outcomes), outcomes
    return [outcome for outcome in outcomes if isinstance(outcome, Capture)]


def work(job: Job) -> int:
    """Do what the journal does not have yet; 0, or 1 if it could not go on."""
    if job.file_bytes is not None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (job.file_bytes, job.file_bytes))
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL if job.deadly else signal.SIG_IGN)
    settings = Settings(
        home=Path(job.home), allow_private_hosts=True, delay_seconds=0, retry_wait_seconds=0.01
    )
    source = Source(key="site", name="Site", feeds=(job.urls[0],), delay_seconds=job.delay_seconds)
    with Journal(Path(job.journal), Capture, Rejection, Unchanged) as journal:
        done = {capture.url_asked for capture in journal if isinstance(capture, Capture)}
        left = [url for url in job.urls if url not in done]

        async def keep(outcome: Outcome) -> None:
            journal.append(outcome)

        async def work_off() -> None:
            async with fetching(source, settings, "run.site") as fetcher:
                await fetch_pages(left, fetcher, keep)

        try:
            asyncio.run(work_off())
        except VerbatimError as error:
            sys.stderr.write(f"{error}\n")
            return 1
    return 0


if __name__ == "__main__":
    told = json.loads(sys.argv[1])
    sys.exit(work(Job(**{**told, "urls": tuple(told["urls"])})))
