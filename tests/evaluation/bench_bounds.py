"""`python -m tests.evaluation.bench_bounds [WORD...]`: what hostile inputs of legal size cost.

Each input of `hostile_inputs` is read as it is in earnest, by a process of its own; printed are the
seconds of the processor that reading took, the most memory that the process had, all libraries and
models included, and how it ended. The exit status is 1 if one took more than it may, or failed.

With words, only the inputs with one of them in their names are read.
"""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.acquire.site import Site
from tests.evaluation.hostile_inputs import HOSTILE, HostileInput, HostileSite

SECONDS, MEGABYTES = 5.0, 500
"""That one input may take, of a processor and of memory."""
KILLED_SECONDS = 120
"""Of a processor, after which a process is ended that would go on for hours."""
KILLED_MEGABYTES = 6_000
"""Of addresses, which are several times the memory that is used."""
PEAK = re.compile(r"VmHWM:\s+(\d+) kB")
"""The most memory that the process had (proc(5))."""
FOLDER = "HOSTILE_FOLDER"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one input cost."""

    seconds: float
    megabytes: int
    ending: str
    failed: bool = False

    @property
    def within(self) -> bool:
        """Whether it took no more than it may."""
        return not self.failed and self.seconds <= SECONDS and self.megabytes <= MEGABYTES


def cost_of(hostile: HostileInput | HostileSite) -> Cost:
    """Have one input read by a process of its own."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if isinstance(hostile, HostileSite):
            site = stack.enter_context(Site(hostile.make()))
            target = site.url("/it")
        else:
            file = folder / f"input{hostile.suffix}"
            file.write_bytes(hostile.make())
            target = str(file)
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "tests.evaluation.bench_bounds",
                "--read",
                hostile.reader,
                target,
            ],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, FOLDER: str(folder), "VERBATIM_HOME": str(folder / "home")},
        )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [f"killed ({done.returncode})"])[-1]
        return Cost(KILLED_SECONDS if done.returncode < 0 else 0, 0, last[:90], failed=True)
    seconds, megabytes, ending = done.stdout.strip().split(" ", 2)
    return Cost(float(seconds), int(megabytes), ending)


def main(words: list[str]) -> int:
    """Print the table; returns the exit status."""
    chosen = {
        name: one
        for name, one in HOSTILE.items()
        if not words or any(word in name for word in words)
    }
    beyond = 0
    sys.stdout.write("| input | processor, s | memory, MB | ending |\n| --- | --- | --- | --- |\n")
    for name, hostile in chosen.items():
        cost = cost_of(hostile)
        beyond += not cost.within
        mark = "" if cost.within else " **out of bounds**"
        ending = cost.ending.replace("|", "\\|")
        sys.stdout.write(f"| {name} | {cost.seconds:.1f} | {cost.megabytes} | {ending}{mark} |\n")
        sys.stdout.flush()
    sys.stdout.write(
        f"\n{len(chosen)} inputs, {beyond} out of bounds ({SECONDS:g} s, {MEGABYTES} MB)\n"
    )
    return 1 if beyond else 0


# ---- what the process of one input does; it imports what its reader needs and nothing else


def _page(target: str) -> Callable[[], str]:
    from pipeline.article import NotAnArticle, extract_page

    payload = Path(target).read_bytes()
    extract_page(f"<h1>Boats</h1>{'<p>The ferry is late today.</p>' * 20}".encode())

    def read() -> str:
        try:
            found = extract_page(payload, url="https://www.one.example/a")
        except NotAnArticle as refusal:
            return refusal.reason
        return f"an article of {len(found.blocks):,} blocks"

    return read


def _dump(target: str) -> Callable[[], str]:
    from pipeline.article import NotAnArticle, extract_dump

    content = Path(target).read_text("utf-8")

    def read() -> str:
        try:
            return f"an article of {len(extract_dump(content).blocks):,} blocks"
        except NotAnArticle as refusal:
            return refusal.reason

    return read


def _text(target: str) -> Callable[[], str]:
    from pipeline.quotes import Attributor

    content = Path(target).read_bytes().decode("utf-8", "surrogatepass")
    attributor = Attributor()
    language = "de" if content.startswith("„") else None
    attributor.attributions("“It is late,” Ada Cole said.", language=language)

    def read() -> str:
        read_length = attributor.readable_length(content, language)
        found = attributor.attributions(content, language=language)
        return f"{len(found):,} quotations in {read_length:,} of {len(content):,} characters"

    return read


def _site(kind: str, target: str) -> Callable[[], str]:
    from pipeline.records import Rejection
    from pipeline.settings.environment import Settings, Source
    from tests.acquire.visits import found_by, visit

    settings = Settings(
        home=Path(os.environ[FOLDER]) / "home",
        allow_private_hosts=True,
        delay_seconds=0,
        retry_wait_seconds=0.01,
    )
    doors = {"feeds" if kind == "page" else kind: [target]}
    source = Source.model_validate({"key": "one", "name": "One", **doors})

    def read() -> str:
        if kind == "page":
            (outcome,) = visit(source, settings, target)
            return outcome.reason if isinstance(outcome, Rejection) else "a page"
        found = found_by(source, settings)
        reasons = sorted({one.reason for one in found.rejections})
        return f"{len(found.candidates):,} pages{''.join(f', {one}' for one in reasons)}"

    return read


def _crawl(target: str) -> Callable[[], str]:
    from pipeline.records import Capture
    from pipeline.runs import stages
    from pipeline.runs.run_folder import RunFolder
    from pipeline.settings.environment import Settings

    folder = Path(os.environ[FOLDER])
    (folder / "sources.yaml").write_text(
        "sources: [{key: one, name: One, feeds: ['https://www.one.example/feed']}]", "utf-8"
    )
    settings = Settings(home=folder / "home", sources=folder / "sources.yaml")
    plan = stages.plan_import(settings, key="import.one", files=[target])
    run = stages.begin_run(settings, plan)
    (visit,) = stages.divide_imports(settings, run)

    def read() -> str:
        from pipeline.errors import VerbatimError

        try:
            stages.import_file(settings, visit)
        except VerbatimError as error:
            return f"refused: {str(error)[-60:]}"
        outcomes = list(RunFolder.at(run).outcomes())
        taken = sum(isinstance(one, Capture) for one in outcomes)
        return f"{taken:,} pages, {len(outcomes) - taken:,} damaged parts"

    return read


def _warehouse() -> str:
    """The address of a small warehouse in the input's folder."""
    from pipeline.warehouse import opened, upgrade
    from tests.warehouse.examples import begin, load, shuffled

    url = f"sqlite:///{os.environ[FOLDER]}/warehouse.sqlite"
    with opened(url) as engine:
        upgrade(engine)
        begin(engine)
        load(engine, *shuffled(3))
    return url


def _draft(target: str) -> Callable[[], str]:
    from pipeline.quotes import Attributor
    from pipeline.verify import UnreadableDraft, check_draft, draft_text
    from pipeline.warehouse import opened

    url = _warehouse()
    content = Path(target).read_bytes()
    attributor = Attributor()

    def read() -> str:
        try:
            with opened(url) as engine:
                text = draft_text(content, Path(target).suffix)
                checked = check_draft(text, attributor, engine)
        except UnreadableDraft as error:
            return f"refused: {error}"[:90]
        return f"{len(checked.passages):,} passages"

    return read


def _search(target: str) -> Callable[[], str]:
    from pipeline import warehouse

    words = Path(target).read_text("utf-8")
    url = _warehouse()

    def read() -> str:
        with warehouse.opened(url) as engine:
            found = warehouse.search(engine, words, speaker=words)
        return f"{len(found.quotations)} quotations"

    return read


def _explorer(target: str) -> Callable[[], str]:
    from fastapi.testclient import TestClient

    from pipeline.explorer.application import explorer_application
    from pipeline.warehouse.read_only import open_read_only

    address = Path(target).read_text("utf-8")
    engine = open_read_only(_warehouse(), seconds=30)
    client = TestClient(explorer_application(engine), base_url="http://127.0.0.1")
    client.get("/")
    return lambda: f"status {client.get(address).status_code}"


READERS: dict[str, Callable[[str], Callable[[], str]]] = {
    "page": _page,
    "dump": _dump,
    "text": _text,
    "crawl": _crawl,
    "draft": _draft,
    "search": _search,
    "explorer": _explorer,
}
"""Each gets a target and returns what is timed, with everything else made ready before."""


def _read(reader: str, target: str) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (KILLED_SECONDS, KILLED_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (KILLED_MEGABYTES << 20, KILLED_MEGABYTES << 20))
    is_fetched = target.startswith("http://")
    read = _site(reader, target) if is_fetched else READERS[reader](target)
    began = time.process_time()
    ending = read()
    seconds = time.process_time() - began
    (peak,) = PEAK.findall(Path("/proc/self/status").read_text(encoding="utf-8"))
    sys.stdout.write(f"{seconds:.2f} {int(peak) // 1024} {ending}\n")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--read"]:
        _read(*sys.argv[2:])
    else:
        raise SystemExit(main(sys.argv[1:]))
