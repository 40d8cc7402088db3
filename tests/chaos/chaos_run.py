"""The same questions asked twice: of an Airflow in chaos, and of one process in peace.

What is asked: the news site visited, every page anew, with its articles as they were first and as
they were edited, in turn, and all that is archived processed again after each visit. In the chaos
two of three tries of a task are killed, with SIGKILL, at a random moment, if they last so long. In
turn the database stops, the disk is full and the network is cut, for some seconds each. A visit
that was killed finds half a record at the end of the newest file. A run that ends as failed is
asked for again, as an operator would, and so is one that the network may have cost pages.
"""

from __future__ import annotations

import itertools
import math
import os
import random
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from pipeline.settings.environment import Settings
from pipeline.warehouse import opened
from tests.chaos.faults import Database, Disk, Network, database, disk, tear
from tests.chaos.retrying_airflow import RetryingAirflow, Try, retrying_airflow
from tests.contents import OF_THE_VISIT, VISIT_TABLES, contents
from tests.newsroom.local_airflow import ROOT

SINCE, UNTIL = "2026-02-20", "2026-03-07"
"""The days of the bundled news site."""
KILLED_OF_TRIES = 0.65
"""More, and hardly a task comes to its end; fewer, and there is more waiting than chaos."""
LONGEST_SECONDS = 4.0
"""A kill comes at a random moment of the first seconds of a try; few last longer."""
FAULT_SECONDS = (2.0, 6.0)
KILLS_BETWEEN_FAULTS = 6
NETWORK_CUT = "the network cut"
OF_RUNS = frozenset({"run", "run_article", "rejected", *(table.name for table in VISIT_TABLES)})
"""Tables that say how runs went; chaos and peace differ in them, as they should."""


@dataclass(frozen=True, slots=True)
class Question:
    """What one run asks; `edition` is that of the site, None to process the archive again."""

    edition: int | None

    @property
    def dag(self) -> str:
        """The DAG that answers it."""
        return "daily_quotes" if self.edition else "reprocess"

    @property
    def conf(self) -> dict[str, object]:
        """What the DAG is triggered with."""
        asked: dict[str, object] = {"since": SINCE, "until": UNTIL, "refetch": True}
        return asked if self.edition else {}

    @property
    def command(self) -> list[str]:
        """The command that asks the same without Airflow."""
        asked = ["run", "--since", SINCE, "--until", UNTIL, "--refetch", "--new"]
        return asked if self.edition else ["reprocess", "--new"]


def questions() -> Iterator[Question]:
    """What is asked, one after the other, without an end."""
    return itertools.cycle(Question(edition) for edition in (1, None, 2, None))


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that fails for some seconds."""

    name: str
    begin: Callable[[], None]
    end: Callable[[], None]
    during: str = ""
    """The task that must be at work for it to do harm; any if empty."""


@dataclass(slots=True)
class Told:
    """What a chaos did, and what came of it."""

    kills: Counter[str] = field(default_factory=Counter)
    """By task."""
    faults: Counter[str] = field(default_factory=Counter)
    """By name: seconds-long faults, and torn records."""
    asked: int = 0
    """Questions that were answered."""
    runs: int = 0
    seconds: float = 0.0
    rows: int = 0
    """Compared, of the warehouse in peace."""
    differences: dict[str, tuple[Counter[str], Counter[str]]] = field(default_factory=dict)
    """By table: the rows that only the chaos has, and those that only the peace has."""

    @property
    def different(self) -> int:
        """Rows that one of the warehouses does not have."""
        return sum(more.total() + less.total() for more, less in self.differences.values())


@dataclass(slots=True)
class Chaos:
    """Kills tries and lets faults happen until it is over; `step` is called all the time."""

    kills: int
    until: float
    """When it is over though fewer kills were made, by the clock of time.monotonic()."""
    chance: random.Random
    archive: Path
    faults: list[Fault]
    """In turn; one that would do no harm now lets the next one go first."""
    told: Told
    kills_of_a_task: float = math.inf
    """At most; where there are few kills, so that they do not all meet the first task."""
    _due: dict[int, float] = field(default_factory=dict)
    """When a try is killed, by its process; infinity if it is let be."""
    _kills_at_fault: int = 0
    """How many kills had been made when the last fault began."""
    _going_on: Fault | None = None
    _mended_at: float = 0.0

    @property
    def over(self) -> bool:
        """Whether all kills were made, or its time is up."""
        return self.told.kills.total() >= self.kills or time.monotonic() >= self.until

    def step(self, tries: list[Try]) -> None:
        """Do what is due."""
        now = time.monotonic()
        if now >= self._mended_at:
            self.mend()
        for one in tries:
            if one.pid not in self._due:
                spared = self.chance.random() >= KILLED_OF_TRIES
                wait = self.chance.uniform(0, LONGEST_SECONDS)
                self._due[one.pid] = float("inf") if spared else now + wait
            spent = self.told.kills[one.task] >= self.kills_of_a_task
            if now >= self._due[one.pid] and not self.over and not spent:
                self._kill(one)
        # some faults even in a short chaos
        between = max(1, min(KILLS_BETWEEN_FAULTS, self.kills // 4))
        since = self.told.kills.total() - self._kills_at_fault
        if not self._going_on and not self.over and since >= between:
            self._begin_fault({one.task for one in tries})

    def mend(self) -> None:
        """End the fault that goes on, if there is one."""
        if self._going_on:
            self._going_on.end()
            self._going_on = None

    def _begin_fault(self, at_work: set[str]) -> None:
        harmful = [one for one in self.faults if not one.during or one.during in at_work]
        if not harmful:
            return
        self._going_on = harmful[0]
        self.faults.remove(self._going_on)
        self.faults.append(self._going_on)
        self._going_on.begin()
        self._mended_at = time.monotonic() + self.chance.uniform(*FAULT_SECONDS)
        self._kills_at_fault = self.told.kills.total()
        self.told.faults[self._going_on.name] += 1
        print(f"     {self._going_on.name}", flush=True)

    def _kill(self, one: Try) -> None:
        self._due[one.pid] = float("inf")
        with suppress(psutil.NoSuchProcess):
            process = psutil.Process(one.pid)
            process.kill()
            # it is a zombie until its parent has been told
            while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
                time.sleep(0.01)
            self.told.kills[one.task] += 1
            print(f"{self.told.kills.total():4} killed: {one.task}", flush=True)
        if one.task == "visit" and tear(self.archive):
            self.told.faults["a record torn"] += 1


def chaos_and_peace(
    kills: int,
    folder: Path,
    *,
    seed: int = 1,
    port_base: int = 9301,
    minutes: float = math.inf,
    kills_of_a_task: float = math.inf,
    shard_size: int = 8,
) -> Told:
    """Make a chaos of so many kills, ask the same in peace, and compare the two warehouses.

    seed: of what is killed and when. port_base: of the news site. minutes: of chaos at most.
    kills_of_a_task: at most. shard_size: pages of a shard; the more, the fewer tasks. folder: an
    empty one, for all that is written. Raises SystemExit if Airflow does not start, or if a run
    fails that nothing disturbs.
    """
    told = Told()
    network = Network(port_base)
    with ExitStack() as stack:
        disturbed = stack.enter_context(database())
        peaceful = stack.enter_context(database())
        stack.callback(network.cut)
        network.connect()
        network.write_sources(folder / "sources.yaml")
        home = folder / "home"
        environment = _environment(folder, home, disturbed, shard_size)
        with disk(home) as its_disk:
            _pipeline(environment, "db", "upgrade")
            chance = random.Random(seed)
            faults = _faults(disturbed, its_disk, network)
            archive = home / "archive"
            chaos = Chaos(kills, math.inf, chance, archive, faults, told, kills_of_a_task)
            with retrying_airflow(environment, folder) as airflow:
                began = time.monotonic()
                chaos.until = began + minutes * 60
                _ask(airflow, chaos, network)
                told.seconds = time.monotonic() - began
        environment = _environment(folder, folder / "peace", peaceful, shard_size)
        _pipeline(environment, "db", "upgrade")
        for question in itertools.islice(questions(), told.asked):
            if question.edition:
                network.show(question.edition)
            _pipeline(environment, *question.command)
        _compare(disturbed, peaceful, told)
    return told


def _environment(folder: Path, home: Path, warehouse: Database, shard_size: int) -> dict[str, str]:
    return os.environ | {
        "VERBATIM_HOME": str(home),
        "VERBATIM_SOURCES": str(folder / "sources.yaml"),
        "VERBATIM_WAREHOUSE": warehouse.address,
        "VERBATIM_ALLOW_PRIVATE_HOSTS": "true",
        "VERBATIM_DELAY_SECONDS": "0",
        "VERBATIM_RETRY_WAIT_SECONDS": "0.05",
        "VERBATIM_READ_TIMEOUT_SECONDS": "1",
        "VERBATIM_SHARD_SIZE": str(shard_size),
        "VERBATIM_VISIT_TASKS": "3",
        # the rules find as many rows to lose or double, in a tenth of the time
        "VERBATIM_ATTRIBUTION": "rules",
    }


def _faults(warehouse: Database, its_disk: Disk | None, network: Network) -> list[Fault]:
    faults = [
        Fault("the database stopped", warehouse.stop, warehouse.start),
        Fault(NETWORK_CUT, network.cut, network.connect, during="visit"),
    ]
    if its_disk:
        faults.append(Fault("the disk full", its_disk.fill, its_disk.free))
    else:
        print("the disk is never full: this user may not mount one", flush=True)
    return faults


def _ask(airflow: RetryingAirflow, chaos: Chaos, network: Network) -> None:
    """Ask one question after the other until all kills are made, each until it is answered."""
    told = chaos.told
    for question in questions():
        if question.edition:
            network.show(question.edition)
        answered = False
        while not answered:
            told.runs += 1
            in_peace = chaos.over
            run = f"chaos-{told.runs:04}"
            cuts = told.faults[NETWORK_CUT]
            print(f"{run}: {question.dag}", flush=True)
            airflow.trigger(question.dag, run, question.conf)
            while (state := airflow.state(run)) is None:
                chaos.step(airflow.tries())
                time.sleep(0.1)
            chaos.mend()
            print(f"{run}: {state}", flush=True)
            lost_pages = bool(question.edition) and told.faults[NETWORK_CUT] > cuts
            answered = state == "success" and not lost_pages
            if in_peace and not answered:
                raise SystemExit(
                    f"{run} ({question.dag}) was asked after the last kill, and ended as {state}; "
                    f"the logs of its tasks are in {airflow.keep_logs()}"
                )
        told.asked += 1
        if chaos.over:
            return


def _pipeline(environment: Mapping[str, str], *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", *arguments],
        env=environment, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)} failed in peace\n{done.stdout}{done.stderr}")


def _compare(disturbed: Database, peaceful: Database, told: Told) -> None:
    found: defaultdict[str, list[Counter[str]]] = defaultdict(list)
    for one in (disturbed, peaceful):
        with opened(Settings(warehouse=one.address).warehouse_url) as engine:
            for table, rows in contents(engine, ignoring=OF_THE_VISIT).items():
                if table not in OF_RUNS:
                    found[table].append(rows)
    for table, (chaotic, calm) in found.items():
        told.rows += calm.total()
        if chaotic != calm:
            told.differences[table] = (chaotic - calm, calm - chaotic)
