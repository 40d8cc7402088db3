"""What imports what: rooms downwards only, and a command nothing that it does not need."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from pipeline.settings.environment import Settings
from pipeline.warehouse import open_warehouse, upgrade
from tests.import_graph import ENTRANCE, PAGE, drawing, modules, rooms
from tests.warehouse.examples import agency, begin, ferry, load

HEAVY = {"spacy", "lxml", "bs4", "onnxruntime", "airflow", "pandas", "numpy", "matplotlib"}
"""What reads pages and text, draws and schedules."""

MOST_LINES = 400
"""Of a module."""

AIRFLOW_ROOMS = ("dags", "plugins")
"""Rooms whose modules Airflow imports by their own names."""

ONLY_TO_MIGRATE = {"alembic", "mako"}

RUN = """
import sys
from pipeline.cli.commands import cli
try:
    cli(sys.argv[1:])
except SystemExit as end:
    assert not end.code, end.code
print("imported", *sorted({name.partition(".")[0] for name in sys.modules}))
"""


@pytest.fixture
def warehouse(settings: Settings) -> None:
    """A warehouse in the home of the settings, with two articles."""
    engine = open_warehouse(settings.warehouse_url)
    upgrade(engine)
    begin(engine)
    load(engine, ferry(), agency())
    watches = "watches: [{key: ferry, name: The ferry, words: ferry, mail: true}]"
    settings.watches_file.write_text(watches, encoding="utf-8")


def imported(*arguments: str) -> set[str]:
    """The packages that a command of the command line imports."""
    ended = subprocess.run(
        [sys.executable, "-c", RUN, *arguments],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).resolve().parents[1],
    )
    (line,) = [line for line in ended.stdout.splitlines() if line.startswith("imported ")]
    return set(line.split()[1:])


@pytest.mark.usefixtures("warehouse")
@pytest.mark.parametrize(
    "command",
    [
        ["search", "ferry", "--speaker", "Solberg"],
        ["search", "nothing that anybody said"],
        ["speakers", "list", "Kvist"],
        ["speakers", "merge", "Edda Kvist", "Ingrid Solberg"],
        ["speakers", "split", "Edda Kvist", "--role", "harbour", "--label", "the master"],
        ["speakers", "decisions"],
        ["speakers", "doubtful"],
        ["speakers", "pairs"],
        ["speakers", "distinguish", "Edda Kvist", "Ingrid Solberg"],
        ["identities", "load", "tests/newsroom/identities.csv"],
        ["identities", "doubts"],
        ["speakers", "rebuild"],
        ["watch", "test"],
        ["watch", "list"],
        ["db", "stats"],
        ["db", "check"],
        ["db", "upgrade"],
    ],
    ids=" ".join,
)
def test_asking_the_warehouse_imports_nothing_heavy(command: list[str]) -> None:
    assert imported(*command) & (HEAVY | ONLY_TO_MIGRATE) == set()


@pytest.mark.usefixtures("warehouse")
def test_showing_a_run_imports_nothing_heavy(settings: Settings) -> None:
    from datetime import UTC, datetime

    from pipeline.runs.run_folder import RunFolder
    from pipeline.runs.run_plan import RunPlan
    from pipeline.settings.environment import Source

    source = Source(key="post", name="Meridian Post", feeds=("https://post.example/feed",))
    plan = RunPlan("one", "run", datetime.now(UTC), None, None, (source,))
    RunFolder.of(settings.runs_folder, "one").write_plan(plan)
    assert imported("show", "one") & (HEAVY | ONLY_TO_MIGRATE) == set()


FLOORS = (
    {ENTRANCE},
    {"cli"},
    {"runs", "explorer"},
    {"verify", "export", "watches"},
    {"acquire", "article", "quotes", "warehouse", "publish"},
    {"settings"},
    {"people", "model_files"},
    {"text"},
    {"digest_records"},
    {"shown_records", "watch_records"},
    {"store"},
    {"records", "errors", "whole_files", "onnx_sessions"},
)
"""The rooms from the top to the ground."""


def test_rooms_import_downwards_only() -> None:
    floor = {room: number for number, some in enumerate(FLOORS) for room in some}
    graph = rooms()
    assert set(graph) == set(floor), "a new room needs its floor here and in docs/contributing.md"
    upwards = [
        (room, other) for room in graph for other in graph[room] if floor[other] <= floor[room]
    ]
    assert upwards == []


def test_the_drawing_of_imports_is_today_s() -> None:
    assert drawing() in PAGE.read_text(encoding="utf-8"), "run python -m tests.import_graph"


def test_no_two_modules_have_one_name_and_none_is_too_long() -> None:
    """A name leads to one file, and a file is read in one sitting."""
    paths = list(modules().values())
    names = [path.name for path in paths if path.name != "__init__.py"]
    assert sorted(names) == sorted(set(names))
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    assert [path for path, lines in lengths.items() if lines > MOST_LINES] == []


def distribution_of(module: str) -> str:
    """The name in requirements.in of what an imported module belongs to."""
    if module.startswith("airflow.providers."):
        return f"apache-airflow-providers-{module.split('.')[2]}"
    top = module.partition(".")[0]
    if top == "airflow":
        return "apache-airflow"
    (name, *_) = packages_distributions()[top]
    return name.lower().replace("_", "-")


def test_what_is_imported_is_named_in_requirements() -> None:
    root = Path(__file__).resolve().parents[1]
    files = [path for room in ("pipeline", *AIRFLOW_ROOMS) for path in (root / room).rglob("*.py")]
    ours = {"pipeline"} | {path.stem for path in files if path.parent.name in AIRFLOW_ROOMS}
    found = set()
    for path in files:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Import():
                    found |= {name.name for name in node.names}
                case ast.ImportFrom(module=str(module)):
                    found.add(module)
    known = ours | sys.stdlib_module_names
    others = {module for module in found if module.partition(".")[0] not in known}
    # what begins with an underscore is nobody else's
    assert not [module for module in others if "._" in module]
    text = (root / "requirements.in").read_text(encoding="utf-8")
    named = set(re.findall(r"^([a-z0-9-]+)", text, re.MULTILINE))
    assert {distribution_of(module) for module in others} <= named
