"""The days of capture, as a schedule that is never due: only a backfill asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from airflow.plugins_manager import AirflowPlugin
from airflow.timetables.interval import CronDataIntervalTimetable

if TYPE_CHECKING:
    from airflow.timetables.base import DagRunInfo, DataInterval, TimeRestriction


class CaptureDays(CronDataIntervalTimetable):
    """One run for each day (UTC) of a backfill, and none by itself.

    For a DAG with `catchup=False`: that is how the scheduler asks when the next run is due. A
    backfill always asks as for a DAG that catches up.
    """

    can_be_scheduled = False

    def __init__(self) -> None:
        super().__init__("0 0 * * *", "UTC")
        self.description = "By hand, and as a backfill a run for each day of capture"

    @property
    def summary(self) -> str:
        """What Airflow shows as the schedule."""
        return "days of capture"

    def next_dagrun_info(
        self,
        *,
        last_automated_data_interval: DataInterval | None,
        restriction: TimeRestriction,
    ) -> DagRunInfo | None:
        """The next day of a backfill; never one for the scheduler."""
        if not restriction.catchup:
            return None
        info = super().next_dagrun_info(
            last_automated_data_interval=last_automated_data_interval, restriction=restriction
        )
        if info is None or info.data_interval is None:
            return info
        # Airflow names a run by this time, which would be that of the day after
        return info._replace(run_after=info.data_interval.start)

    def serialize(self) -> dict[str, Any]:
        """Nothing has to be kept: all of these schedules are one."""
        return {}

    @classmethod
    def deserialize(cls, data: dict[str, Any]) -> CaptureDays:
        """The schedule that was serialised."""
        return cls()


class CaptureDaysPlugin(AirflowPlugin):
    """Has Airflow know the schedule when it reads a DAG from its database."""

    name = "verbatim_capture_days"
    timetables = [CaptureDays]  # noqa: RUF012
