"""A day on two Celery workers that share no folder equals the day of one machine, row for row."""

from __future__ import annotations

import os
import socket
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from s3fs import S3FileSystem

from pipeline.runs import stages
from pipeline.settings.environment import Settings
from pipeline.store import store_path
from pipeline.warehouse import open_warehouse
from tests.contents import OF_THE_VISIT, contents
from tests.deployment.cluster import CELERY_VENV, Cluster, TaskState
from tests.deployment.held_store import HeldStore
from tests.newsroom import Newsroom

pytestmark = [
    pytest.mark.deployment,
    pytest.mark.timeout(2400),
    pytest.mark.skipif(os.geteuid() != 0, reason="machines of their own are made by root alone"),
    pytest.mark.skipif(
        not CELERY_VENV.exists(), reason="there is no .venv-celery: make test-celery"
    ),
]

SHARD_SIZE = 30
"""Pages of a shard: with it the day has one for each of two workers."""
DAY = datetime(2026, 3, 7, tzinfo=UTC)
REDIS = os.environ.get("VERBATIM_TEST_REDIS", "redis://127.0.0.1:6379/0")
RABBITMQ = os.environ.get("VERBATIM_TEST_RABBITMQ", "amqp://guest:guest@127.0.0.1:5672//")

MIDDLES = {
    "visit": (r"/visits/0000/outcomes\.jsonl\.", 2),
    "extract": (r"/shards/0001/pages\.jsonl", 0),
    "attribute": (r"/shards/0001/quotations\.jsonl", 0),
    # its transaction is committed, and nobody knows yet
    "load": (r"/shards/0001/loaded\.jsonl", 0),
    "check": (r"/violations\.jsonl", 0),
    "publish": (r"/digest/2026-.*\.html", 2),
}
"""Which object a stage writes while it is killed, and after how many others of its kind."""


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[HeldStore]:
    """The object store of the cluster."""
    # it would go on to speak to the server of an earlier test
    S3FileSystem.clear_instance_cache()
    with HeldStore() as server:
        for name, value in {
            "AWS_ENDPOINT_URL": server.address,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "us-east-1",
        }.items():
            monkeypatch.setenv(name, value)
        yield server


@pytest.fixture
def one_machine(
    settings: Settings, newsroom: Newsroom, postgres_warehouses: Iterator[str]
) -> dict[str, Counter[str]]:
    """The rows of the day as one machine makes them."""
    newsroom.write_sources(settings.sources)
    alone = settings.model_copy(
        update={"warehouse": next(postgres_warehouses), "shard_size": SHARD_SIZE}
    )
    run = stages.begin_run(alone, stages.plan_visit(alone, key="one", kind="daily_quotes", day=DAY))
    for visit in stages.divide_sources(alone, run):
        stages.visit_sources(alone, visit)
    for shard in stages.shard_captures(alone, run):
        stages.load_shard(alone, stages.attribute_shard(alone, stages.extract_shard(alone, shard)))
    stages.check_warehouse(alone, run)
    stages.check_sources(alone, run)
    stages.publish_digest(alone, run)
    stages.finish_run(alone, run)
    return rows(alone.warehouse_url)


def rows(warehouse: str) -> dict[str, Counter[str]]:
    """What a warehouse says of the day, whoever visited when."""
    return contents(open_warehouse(warehouse), ignoring=OF_THE_VISIT)


@pytest.fixture
def cluster_on(
    store: HeldStore,
    environment: dict[str, str],
    newsroom: Newsroom,
    postgres_warehouses: Iterator[str],
    tmp_path: Path,
) -> Callable[[str], Cluster]:
    """Makes a cluster, with a broker, for a visit to the bundled news site."""

    def made(broker: str) -> Cluster:
        place = urlsplit(broker)
        try:
            socket.create_connection((place.hostname or "", place.port or 0), timeout=3).close()
        except OSError:
            if os.environ.get("VERBATIM_REQUIRE_BROKERS") == "1":
                raise
            pytest.skip(f"nobody answers at {place.hostname}:{place.port}")
        bucket = f"s3://test-{uuid.uuid4().hex}"
        store_path(bucket).mkdir()
        written = tmp_path / "sources-of-the-cluster.yaml"
        newsroom.write_sources(written)
        sources = f"{bucket}/verbatim/sources.yaml"
        store_path(sources).write_bytes(written.read_bytes())
        folder = tmp_path / "cluster"
        folder.mkdir()
        visit = {name: value for name, value in environment.items() if name != "VERBATIM_HOME"}
        visit |= {"VERBATIM_SOURCES": sources, "VERBATIM_SHARD_SIZE": str(SHARD_SIZE)}
        return Cluster(broker, store.address, bucket, next(postgres_warehouses), folder, visit)

    return made


@pytest.mark.parametrize("broker", [REDIS, RABBITMQ], ids=["redis", "rabbitmq"])
def test_two_workers_without_a_common_folder_make_the_day_of_one_machine(
    broker: str, one_machine: dict[str, Counter[str]], cluster_on: Callable[[str], Cluster]
) -> None:
    with cluster_on(broker) as cluster:
        cluster.start_machine("one")
        cluster.start_machine("two")
        cluster.trigger("daily_quotes", DAY.isoformat())
        cluster.wait_for(lambda: cluster.run_state() in {"success", "failed"}, "the day")
        assert cluster.run_state() == "success", cluster.logs()
        tasks = cluster.tasks()
        assert {task.machine for task in tasks} == {"one", "two"}
        assert {task.tries for task in tasks} == {1}
        assert cluster.left_on_disks() == set()
        # whoever ran a task, its log is there
        for task in tasks:
            if task.name == "load":
                assert "is in the warehouse" in cluster.log_of(task)
        assert rows(cluster.warehouse) == one_machine


def test_a_machine_killed_in_the_middle_of_each_stage_is_made_up_for_by_the_other(
    one_machine: dict[str, Counter[str]],
    store: HeldStore,
    cluster_on: Callable[[str], Cluster],
) -> None:
    def task_at_it(stage: str) -> TaskState:
        (task,) = (
            one for one in cluster.tasks() if one.name == stage and one.state == "running"
            and one.map_index in {-1, 1 if stage in {"extract", "attribute", "load"} else 0}
        )  # fmt: skip
        return task

    def is_done_again(task: TaskState) -> bool:
        return any(
            one.state == "success" and one.tries > task.tries
            for one in cluster.tasks()
            if (one.name, one.map_index) == (task.name, task.map_index)
        )

    with cluster_on(REDIS) as cluster:
        cluster.start_machine("one")
        cluster.start_machine("two")
        held = list(MIDDLES.items())
        store.hold(held[0][1][0], after=held[0][1][1])
        cluster.trigger("daily_quotes", DAY.isoformat())
        for number, (stage, _) in enumerate(held):
            cluster.wait_for(store.held.is_set, f"the middle of {stage}")
            task = task_at_it(stage)
            assert task.machine
            cluster.kill_machine(task.machine)
            store.drop()
            if number + 1 < len(held):
                path, after = held[number + 1][1]
                store.hold(path, after=after)
            cluster.wait_for(lambda task=task: is_done_again(task), f"the second try of {stage}")
            (again,) = (
                one for one in cluster.tasks()
                if (one.name, one.map_index) == (task.name, task.map_index)
            )  # fmt: skip
            assert again.machine != task.machine
            # it comes back, with an empty disk
            cluster.start_machine(task.machine)
        cluster.wait_for(lambda: cluster.run_state() in {"success", "failed"}, "the day")
        assert cluster.run_state() == "success", cluster.logs()
        assert cluster.left_on_disks() == set()
        assert rows(cluster.warehouse) == one_machine
