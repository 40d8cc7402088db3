"""`python -m tests.evaluation.bench_import`: how fast pages are taken from a crawl of others.

A WARC file like those of Common Crawl's news crawl is made: 20,000 records, a request beside each
response, a gzip member a record, half of the pages on hosts of the sources. Printed is how many
records a second of the processor are read, up to the archive and the journal of captures, and how
much memory that takes.
"""

from __future__ import annotations

import multiprocessing
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

import yaml

from pipeline.records import Capture
from pipeline.runs import stages
from pipeline.runs.run_folder import RunFolder
from pipeline.settings.environment import Settings
from tests.runs.crawls import Crawl

RECORDS = 20_000
SOURCES, OTHERS = 50, 300
PARAGRAPHS, WORDS = 20, 60
"""Of a page: some 9 kB, as an article without its scripts has."""


def made(folder: Path) -> None:
    """Write the crawl and a sources file."""
    chance = random.Random(1)
    vocabulary = [f"word{number}" for number in range(4000)]
    crawl = Crawl(folder / "crawl.warc.gz")
    for number in range(RECORDS // 2):
        text = "".join(
            f"<p>{' '.join(chance.choices(vocabulary, k=WORDS))}</p>" for _ in range(PARAGRAPHS)
        )
        mine, other = f"source{number % SOURCES}", f"other{number % OTHERS}"
        host = mine if number % 2 else other
        body = f'<!DOCTYPE html><html lang="en"><title>{number}</title>{text}</html>'
        crawl.add(f"https://www.{host}.example/{number}", body.encode())
    crawl.close()
    sources = [
        {
            "key": f"source{number}",
            "name": f"Source {number}",
            "feeds": [f"https://www.source{number}.example/feed"],
        }
        for number in range(SOURCES)
    ]
    (folder / "sources.yaml").write_text(yaml.safe_dump({"sources": sources}), encoding="utf-8")


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # in a process of its own, whose memory does not count
        maker = multiprocessing.get_context("spawn").Process(target=made, args=(folder,))
        maker.start()
        maker.join()
        settings = Settings(home=folder / "home", sources=folder / "sources.yaml")
        file = folder / "crawl.warc.gz"
        plan = stages.plan_import(settings, key="import.bench", files=[str(file)])
        run = stages.begin_run(settings, plan)
        (visit,) = stages.divide_imports(settings, run)
        clock, process = time.perf_counter(), time.process_time()
        stages.import_file(settings, visit)
        clock, process = time.perf_counter() - clock, time.process_time() - process
        taken = sum(isinstance(one, Capture) for one in RunFolder.at(run).outcomes())
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        sys.stdout.write(
            f"{RECORDS:,} records of {file.stat().st_size / 1e6:.0f} MB, {taken:,} pages taken\n"
            f"{RECORDS / process:,.0f} records a second of the processor, "
            f"{RECORDS / clock:,.0f} by the clock\n"
            f"{peak:.0f} MB at most\n"
        )


if __name__ == "__main__":
    main()
