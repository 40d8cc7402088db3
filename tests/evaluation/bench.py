"""`python -m tests.evaluation.bench`: how long extraction takes, beside trafilatura's.

The pages are the 40 news pages of the evaluation data. Every page is read by both in turn, in
one process, several times over, so that whatever else the machine does falls on both alike. Of
trafilatura two ways are timed: its text alone, and its text with metadata, which is what is
nearest to ours (labels and metadata). Peak memory is that of a process that reads the same pages
with one of them alone.
"""

from __future__ import annotations

import gzip
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.evaluation.gate import page_files, shared_folder

ROUNDS = 7
PEAK = re.compile(r"VmHWM:\s+(\d+) kB")
EXTRACTORS = ("verbatim", "trafilatura", "trafilatura with metadata")

Extract = Callable[[bytes], object]


def extractor(name: str) -> Extract:
    """One of EXTRACTORS as a function of a page's bytes."""
    if name == "verbatim":
        from pipeline.article import extract_page

        return extract_page
    import trafilatura

    if name == "trafilatura":
        return trafilatura.extract
    return lambda page: trafilatura.bare_extraction(page, with_metadata=True)


def news_pages() -> list[bytes]:
    """The pages, unpacked."""
    return [gzip.decompress(file.read_bytes()) for file in page_files("pages")]


def timed(extractors: Mapping[str, Extract], pages: list[bytes]) -> dict[str, list[float]]:
    """Seconds of every extraction, by extractor; the first round warms up and is left out."""
    seconds: dict[str, list[float]] = {name: [] for name in extractors}
    for turn in range(ROUNDS + 1):
        for page in pages:
            for name, extract in extractors.items():
                start = time.perf_counter()
                extract(page)
                if turn:
                    seconds[name].append(time.perf_counter() - start)
    return seconds


def peak_megabytes(name: str) -> float:
    """The most memory that a process takes that reads all pages with one extractor."""
    printed = subprocess.run(
        [sys.executable, "-m", "tests.evaluation.bench", "--alone", name],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return int(printed) / 1024


def main(arguments: list[str]) -> int:
    """Measure and print."""
    if not (shared_folder() / "data" / "pages").is_dir():
        sys.stderr.write(f"no evaluation data in {shared_folder()}; set VERBATIM_EVALUATION\n")
        return 2
    pages = news_pages()
    if arguments[:1] == ["--alone"]:
        extract = extractor(arguments[1])
        for page in pages:
            extract(page)
        sys.stdout.write(PEAK.findall(Path("/proc/self/status").read_text())[0])
        return 0
    seconds = timed({name: extractor(name) for name in EXTRACTORS}, pages)
    own = statistics.median(seconds["verbatim"])
    sys.stdout.write(f"{len(pages)} pages, {ROUNDS} rounds; medians\n")
    for name, measured in seconds.items():
        median = statistics.median(measured)
        sys.stdout.write(
            f"{name:26} {1000 * median:7.2f} ms a page {1 / statistics.mean(measured):6.1f} pages/s"
            f" {peak_megabytes(name):6.0f} MB at most; verbatim takes {own / median:.2f} of it\n"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
