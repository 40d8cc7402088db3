"""`python -m tests.evaluation.bench_celery`: what a second Celery worker brings, as root.

The pages of the bundled news site, each under many addresses, are read again from the archive by
the DAG `reprocess`: by one machine with one slot, then by two (`tests/deployment`). Measured is
from the start of the first task of a shard until all pages are attributed, and until all are
loaded. Two machines here are one computer of two cores or more, so each machine has one core of its
own; scheduler, databases and object store have what is left. Beside the seconds stand those of
the processors: where other work keeps them busy, a second machine has nothing to work with.
"""

from __future__ import annotations

import argparse
import itertools
import os
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import psutil
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool

from pipeline import warehouse
from pipeline.records import Capture
from pipeline.runs import stages
from pipeline.runs.run_folder import RunFolder
from pipeline.settings.environment import Settings
from pipeline.store import store_path
from tests.conftest import POSTGRESQL
from tests.deployment.cluster import Cluster
from tests.deployment.held_store import HeldStore
from tests.newsroom import Newsroom

DAY = datetime(2026, 3, 7, tzinfo=UTC)
SPAN = """
    WITH task AS (
        SELECT
            start_date,
            end_date,
            task_id <> 'process.load' AS computes
        FROM task_instance
        WHERE
            task_id LIKE 'process.%'
            AND run_id = (SELECT run_id FROM dag_run ORDER BY id DESC LIMIT 1)
    )

    SELECT
        extract(epoch FROM max(end_date) FILTER (WHERE computes) - min(start_date)),
        extract(epoch FROM max(end_date) - min(start_date))
    FROM task
"""
"""Seconds of the newest run's shards: until the last page was attributed, and until all was loaded.

Loading is the work of one process at a time, so it gains nothing from a second machine.
"""


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--shards", type=int, default=4)
    parser.add_argument("--pages", type=int, default=200, help="of each shard")
    asked = parser.parse_args()
    database = make_url(POSTGRESQL).set(database=f"verbatim_bench_{uuid.uuid4().hex[:12]}")
    server(f"CREATE DATABASE {database.database}")
    try:
        with tempfile.TemporaryDirectory() as name, HeldStore() as store:
            measure(
                store, Path(name), database.render_as_string(hide_password=False),
                asked.shards, asked.pages,
            )  # fmt: skip
    finally:
        server(f"DROP DATABASE {database.database} WITH (FORCE)")


def measure(store: HeldStore, folder: Path, address: str, shards: int, pages: int) -> None:
    """The same pages by one machine and by two."""
    bucket = f"s3://bench-{uuid.uuid4().hex}"
    environment = {
        "VERBATIM_SOURCES": str(folder / "sources.yaml"),
        "VERBATIM_ALLOW_PRIVATE_HOSTS": "true",
        "VERBATIM_DELAY_SECONDS": "0",
        "VERBATIM_READ_TIMEOUT_SECONDS": "1",
        "VERBATIM_SHARD_SIZE": str(pages),
    }
    os.environ.update(
        environment,
        VERBATIM_HOME=str(folder / "home"),
        VERBATIM_STORE=f"{bucket}/verbatim",
        VERBATIM_WAREHOUSE=address,
        VERBATIM_STORE_WRITE_SECONDS="0.05",
        AWS_ENDPOINT_URL=store.address,
        AWS_ACCESS_KEY_ID="test",
        AWS_SECRET_ACCESS_KEY="test",
        AWS_DEFAULT_REGION="us-east-1",
    )
    store_path(bucket).mkdir()
    warehouse.upgrade(warehouse.open_warehouse(address))
    archive(Settings(), shards * pages)
    cluster_folder = folder / "cluster"
    cluster_folder.mkdir()
    redis = os.environ.get("VERBATIM_TEST_REDIS", "redis://127.0.0.1:6379/0")
    with Cluster(redis, store.address, bucket, address, cluster_folder, environment) as cluster:
        print("machines  pages  to attributed  pages/s  to loaded  pages/s  processor s  load")
        cores = sorted(os.sched_getaffinity(0))
        for number, machine in enumerate(("one", "two"), start=1):
            cluster.start_machine(machine, core=cores[number - 1])
            before = processor_seconds(cluster)
            cluster.trigger("reprocess", DAY.replace(hour=number).isoformat())
            cluster.wait_for(lambda: cluster.run_state() in {"success", "failed"}, "the run")
            ((attributed, loaded),) = cluster.rows(SPAN)
            count = shards * pages
            print(
                f"{number:8}{count:7}{attributed:13.0f} s{count / float(attributed):9.2f}"
                f"{loaded:9.0f} s{count / float(loaded):9.2f}"
                f"{processor_seconds(cluster) - before:13.0f}"
                f"{os.getloadavg()[1]:6.1f}",
                flush=True,
            )


def archive(settings: Settings, count: int) -> None:
    """Visit the bundled news site, and note so many captures of its pages."""
    with Newsroom() as site:
        site.write_sources(Path(str(settings.sources)))
        plan = stages.plan_visit(settings, key="bench", kind="daily_quotes", day=DAY)
        run = stages.begin_run(settings, plan)
        for visit in stages.divide_sources(settings, run):
            stages.visit_sources(settings, visit)
    captures = [one for one in RunFolder.at(run).outcomes() if isinstance(one, Capture)]
    with stages.opened_warehouse(settings) as engine:
        warehouse.load_pages(
            engine,
            "bench",
            (),
            (),
            captures=itertools.islice(many(captures), count),
            extraction="none",
            outlets={source.key: source.name for source in plan.sources},
        )


def many(captures: list[Capture]) -> Iterator[Capture]:
    """The captures again and again, each under an address of its own."""
    for number in itertools.count():
        for one in captures:
            mark = f"{'&' if '?' in one.url_answered else '?'}n={number}"
            yield replace(
                one,
                url_asked=one.url_asked + mark,
                url_answered=one.url_answered + mark,
                record_id=f"<urn:uuid:{uuid.uuid4()}>",
            )


def processor_seconds(cluster: Cluster) -> float:
    """Of all processes of the machines that live or were waited for."""
    total = 0.0
    for machine in cluster.machines.values():
        for process in psutil.Process(machine.pid).children(recursive=True):
            total += sum(process.cpu_times()[:4])
    return total


def server(statement: str) -> None:
    """Run a statement on the PostgreSQL of the tests."""
    engine = create_engine(make_url(POSTGRESQL), poolclass=NullPool)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(statement))


if __name__ == "__main__":
    main()
