"""Crawls of others, imports of them, and what the warehouse has after, for tests."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result
from sqlalchemy import text

from pipeline.cli.commands import cli
from pipeline.runs import stages
from pipeline.settings.environment import Settings
from tests.runs.crawls import TUESDAY, Crawl, page

CAPTURED = "SELECT url_answered, outlet_key FROM capture ORDER BY url_answered"


def asked(settings: Settings, query: str) -> list[tuple[object, ...]]:
    with stages.opened_warehouse(settings) as engine, engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def begun(settings: Settings, file: str) -> str:
    """The visit of a run that has begun to import a file."""
    plan = stages.plan_import(settings, key="import.begun", files=[file])
    (visit,) = stages.divide_imports(settings, stages.begin_run(settings, plan))
    return visit


def mixed(path: Path, *, packed: bool = True) -> str:
    """A crawl with three pages of the sources, and what is not to be taken."""
    crawl = Crawl(path, packed=packed)
    crawl.add("https://www.one.example/robots.txt", b"User-agent: *", kind="text/plain")
    crawl.add("https://www.one.example/1", page(1))
    crawl.add("https://elsewhere.example/2", page(2))
    crawl.add("https://www.two.example/3", page(3, "de"))
    crawl.add("https://www.two.example/photo", b"\xff\xd8\xff", kind="image/jpeg")
    crawl.add("https://www.two.example/gone", b"no", status=404)
    crawl.add("https://www.two.example/4", page(4), at=TUESDAY)
    return crawl.close()


def call(*arguments: str) -> Result:
    """The command line in this process."""
    return CliRunner().invoke(cli, arguments)
