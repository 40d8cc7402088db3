"""Nothing that is installed binds Verbatim to the GPL, and what would do so is told."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.licences import Package, installed


def test_every_installed_dependency_goes_with_ours() -> None:
    packages = installed(Path(sys.executable))
    assert {"SQLAlchemy", "lxml", "ruff"} <= {package.name for package in packages}
    assert [package for package in packages if package.trouble] == []


@pytest.mark.parametrize(
    "licence",
    [
        "GPL-3.0-or-later",
        "AGPL-3.0-only",
        "MIT AND GPL-2.0-only",
        "GNU General Public License v3 (GPLv3)",
        "GNU Affero General Public License v3",
        "UNKNOWN",
        "",
        "DFSG approved; GPL-2.0",
    ],
)
def test_a_licence_that_does_not_go_with_ours_is_told(licence: str) -> None:
    assert Package("a", "1", licence).trouble


@pytest.mark.parametrize(
    "licence",
    [
        "MIT",
        "LGPL-3.0-only",
        "GNU Lesser General Public License v3 or later (LGPLv3+)",
        "MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later",
        "Artistic License; GNU General Public License (GPL)",
        "BSD-3-Clause AND GPL-3.0-or-later WITH GCC-exception-3.1",
    ],
)
def test_a_licence_that_goes_with_ours_is_let_pass(licence: str) -> None:
    assert Package("a", "1", licence).trouble is None
