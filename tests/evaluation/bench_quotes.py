"""`python -m tests.evaluation.bench_quotes`: how fast quotations are found, and in what memory.

Measured is the whole spaCy pipeline on the texts of PolNeAR's dev split, or on the articles of the
bundled news site where that is not at hand. A worker is a process of its own that is held to one
core, reads all texts once to warm up and then several times over; what counts is its median round.
With as many workers as there are cores, up to two, all read at the same time. The last column is
the part of the time that candidate the speakers takes, attributions given.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from pipeline.quotes import Attributor
from pipeline.quotes.attribution_pipeline import build_pipeline
from pipeline.quotes.network.attribution_model import SHIPPED, TOKENIZER
from pipeline.quotes.network.wordpieces import make_tokenizer, read_words
from tests.evaluation.gate import ROOT, shared_folder
from tests.newsroom import fixtures

ROUNDS = 5
PEAK = re.compile(r"VmHWM:\s+(\d+) kB")
WITH, WITHOUT = MODES = ("with the network", "without the network")


def texts() -> list[str]:
    """What is read."""
    folder = shared_folder() / "data" / "polnear" / "dev" / "text"
    files = sorted(folder.glob("*.txt"))
    if files:
        return [file.open(encoding="utf-8", newline="").read() for file in files]
    return [fixture.text for fixture in fixtures() if "quotes" in fixture.expected]


def work(mode: str, core: int) -> None:
    """Be a worker: print word pieces a second, megabytes at most, and seconds to load."""
    os.sched_setaffinity(0, {core})
    started = time.perf_counter()
    attributor = Attributor(rules_only=mode == WITHOUT)
    loaded = time.perf_counter() - started
    every = texts()
    tokenizer = make_tokenizer((SHIPPED / TOKENIZER).read_bytes())
    pieces = sum(len(read_words(text, tokenizer).pieces) for text in every)
    seconds = [_round(attributor.attributions, every) for _ in range(ROUNDS + 1)]
    # before a second pipeline takes memory of its own
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = int(PEAK.findall(status)[0]) / 1024
    nlp = build_pipeline(rules_only=mode == WITHOUT)
    whole, without = [], []
    for _ in range(ROUNDS + 1):
        whole.append(_round(nlp, every))
        with nlp.select_pipes(disable=[nlp.pipe_names[-1]]):
            without.append(_round(nlp, every))
    share = 1 - statistics.median(without[1:]) / statistics.median(whole[1:])
    print(pieces / statistics.median(seconds[1:]), peak, loaded, 100 * share)


def _round(read: Callable[[str], object], every: Iterable[str]) -> float:
    """Seconds to read all texts once."""
    started = time.perf_counter()
    for text in every:
        read(text)
    return time.perf_counter() - started


def measured(mode: str, cores: list[int]) -> list[list[float]]:
    """What workers print that run at the same time, one a core."""
    workers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.evaluation.bench_quotes", mode, str(core)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for core in cores
    ]
    answers = [worker.communicate()[0] for worker in workers]
    if any(worker.returncode for worker in workers):
        raise SystemExit("a worker failed; its message is above")
    return [[float(number) for number in answer.split()] for answer in answers]


def main() -> None:
    """Print a table: one worker and two, with the model and without."""
    cores = sorted(os.sched_getaffinity(0))[:2]
    print(f"{'':20} workers  word pieces/s  MB each  load s  speakers %")
    for mode in MODES:
        for count in range(1, len(cores) + 1):
            answers = measured(mode, cores[:count])
            speed = sum(answer[0] for answer in answers)
            peak, load, share = (max(answer[at] for answer in answers) for at in (1, 2, 3))
            print(f"{mode:20} {count:7}  {speed:13.0f}  {peak:7.0f}  {load:6.2f}  {share:10.1f}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        work(sys.argv[1], int(sys.argv[2]))
    else:
        main()
