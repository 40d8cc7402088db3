"""Tells OpenLineage that a task which updates the asset of the warehouse writes to its database.

Airflow's provider for OpenLineage translates assets whose scheme belongs to an installed provider;
`x-verbatim` is ours. It loads this class where AIRFLOW__OPENLINEAGE__EXTRACTORS names it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from airflow.providers.openlineage.extractors.base import BaseExtractor, OperatorLineage
from openlineage.client.event_v2 import Dataset
from sqlalchemy import make_url

from pipeline.settings.environment import load_settings

if TYPE_CHECKING:
    from airflow.sdk.types import RuntimeTaskInstanceProtocol

WAREHOUSE = "verbatim_warehouse"
"""Name of the asset."""


class WarehouseExtractor(BaseExtractor):
    """What decorated tasks, as all of Verbatim's are, wrote."""

    @classmethod
    def get_operator_classnames(cls) -> list[str]:
        """The operator of a function that is decorated as a task."""
        return ["_PythonDecoratedOperator"]

    def _execute_extraction(self) -> OperatorLineage:
        return OperatorLineage()

    def extract_on_complete(self, task_instance: RuntimeTaskInstanceProtocol) -> OperatorLineage:
        """The warehouse as output of a task that has its asset among its outlets."""
        written = any(getattr(out, "name", None) == WAREHOUSE for out in self.operator.outlets)
        return OperatorLineage(outputs=[_warehouse()] if written else [])

    def extract_on_failure(self, task_instance: RuntimeTaskInstanceProtocol) -> OperatorLineage:
        """Nothing: a task that failed updated no asset."""
        return OperatorLineage()


def _warehouse() -> Dataset:
    """The database, named as OpenLineage names such; without the user and the password."""
    url = make_url(load_settings().warehouse_url)
    if url.get_backend_name() == "sqlite":
        return Dataset(namespace="file", name=str(Path(url.database or "").absolute()))
    namespace = f"postgres://{url.host or 'localhost'}:{url.port or 5432}"
    return Dataset(namespace=namespace, name=url.database or url.username or "")
