"""Where the warehouse's SQL lies: `sql/` at the root of the project, outside the package."""

from __future__ import annotations

from pathlib import Path


def sql_folder() -> Path:
    """The folder of migrations, marts and checks.

    The package is run from the project's checkout and is not installed apart from it, so the
    folder is found beside the package.
    """
    return Path(__file__).resolve().parents[2] / "sql"


def migrations_folder() -> Path:
    """The Alembic history."""
    return sql_folder() / "migrations"


def mart_files() -> list[Path]:
    """The views, one a file, in the order of their names."""
    return sorted((sql_folder() / "marts").glob("*.sql"))


def check_files() -> list[Path]:
    """The data-quality queries, one a file, in the order of their names."""
    return sorted((sql_folder() / "checks").glob("*.sql"))
