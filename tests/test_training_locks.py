"""What training takes from the package can be imported where only training's lock is installed."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
OURS = ("pipeline", "tests")
IMPORT = """
import sys
from importlib import import_module
missing, wanted = (part.split() for part in sys.stdin.read().split("|"))
# None: whoever imports it is told that it is not there
sys.modules.update(dict.fromkeys(missing))
for name in wanted:
    import_module(name)
"""


def imported_by(folder: Path) -> set[str]:
    """The modules of ours that the files of a folder import as soon as they are imported."""
    return {
        statement.module
        for file in folder.glob("*.py")
        for statement in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(statement, ast.ImportFrom)
        and statement.module
        and statement.module.split(".")[0] in OURS
    }


def plain(name: str) -> str:
    """The name of a distribution as all spellings of it have it."""
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize(
    ("folders", "lock"),
    [
        (["training", "training/speakers"], "training/requirements.txt"),
        (["training/arbiter"], "training/arbiter/requirements.txt"),
    ],
)
def test_what_training_imports_is_in_its_lock(folders: list[str], lock: str) -> None:
    wanted = set.union(*(imported_by(ROOT / folder) for folder in folders))
    assert wanted
    text = (ROOT / lock).read_text(encoding="utf-8")
    locked = {plain(name) for name in re.findall(r"^([\w.-]+)==", text, re.MULTILINE)}
    missing = {
        module
        for module, distributions in packages_distributions().items()
        if module.isidentifier() and not locked & set(map(plain, distributions))
    } - set(sys.stdlib_module_names)
    missing -= {*OURS, "setuptools"}
    done = subprocess.run(
        [sys.executable, "-c", IMPORT],
        input=f"{' '.join(sorted(missing))}|{' '.join(sorted(wanted))}",
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
