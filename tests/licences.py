"""What the installed dependencies are licensed under, and whether Apache-2.0 code may need them.

    python -m tests.licences [ENVIRONMENT …]

lists the packages of virtual environments, the running one by default, as pip-licenses finds them.
It ends with exit status 1 if there is one that cannot be had without the GPL or AGPL, or one that
does not say what it is licensed under.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_PROTECTED = re.compile(r"\bA?GPL|\bGNU (?:Affero )?General Public", re.IGNORECASE)
"""The LGPL, as "LGPL" or "GNU Lesser General Public License", does not match: it binds those who
change the library, not those who use it."""

_FREED = re.compile(r"\bWITH\s+(?:GCC-exception|Classpath-exception)", re.IGNORECASE)
"""Code that compilers put into what they make; the exception takes the duty away."""

_UNKNOWN = re.compile(r"^(?:UNKNOWN)?$", re.IGNORECASE)

_SAID_IN_SOURCE = {"openlineage_sql": "Apache-2.0"}
"""Of packages whose metadata leave it out: what their source files say, each in a line of SPDX."""

_NOT_A_LICENCE = {"dfsg approved", "osi approved"}
"""Classifiers that stand among the licences of some packages."""


@dataclass(frozen=True, slots=True)
class Package:
    """One installed package and its licences, as its metadata has them."""

    name: str
    version: str
    licence: str

    @property
    def trouble(self) -> str | None:
        """Why the package may not be depended on; None if it may."""
        # several classifiers, or "OR", leave the choice to the user; "AND" leaves none
        choices = [
            choice.strip()
            for choice in re.split(r";|\bOR\b", self.licence)
            if choice.strip().lower() not in _NOT_A_LICENCE
        ]
        if not choices or any(_UNKNOWN.match(choice) for choice in choices):
            return "does not say what it is licensed under"
        if all(map(_binds, choices)):
            return f"is licensed under {self.licence}, which does not go with Apache-2.0"
        return None


def _binds(choice: str) -> bool:
    """Whether one of the licences that apply together asks for the same licence of what uses it."""
    parts = re.split(r"\bAND\b", choice)
    return any(_PROTECTED.search(part) and not _FREED.search(part) for part in parts)


def installed(python: Path) -> list[Package]:
    """The packages that an interpreter can import, in the order of their names."""
    tool = [sys.executable, "-m", "piplicenses", "--python", str(python)]
    told = subprocess.run(
        [*tool, "--from=mixed", "--format=json", "--with-system"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return [
        Package(entry["Name"], entry["Version"], _licence(entry["Name"], entry["License"]))
        for entry in json.loads(told)
    ]


def _licence(name: str, told: str) -> str:
    """A package's licence in one line, from its metadata or else from its source."""
    if _UNKNOWN.match(told.strip()):
        return _SAID_IN_SOURCE.get(name, told)
    return " ".join(told.split())


def main(environments: Iterable[str]) -> int:
    """Print what is installed; the exit status."""
    pythons = [Path(name) / "bin" / "python" for name in environments] or [Path(sys.executable)]
    troubled = False
    for python in pythons:
        print(f"{python}:")
        for package in installed(python):
            print(f"  {package.name} {package.version}: {package.licence}")
            if package.trouble:
                troubled = True
                print(f"{package.name} {package.trouble}", file=sys.stderr)
    return int(troubled)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
