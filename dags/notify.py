"""Whoever watches is told what the newest run brought."""

from __future__ import annotations

from airflow.sdk import dag
from processing import DEFAULT_ARGS, SETTLED, WAREHOUSE, guarded_task, mappable

DOCUMENTATION = """
### What watches found

After every published run, for every watch of the watches file: its feeds, beside the digest, and a
mail or a call of a web address, where the watch asks for one and there is something new. Each thing
is told once. Without a watches file there is nothing to do.

A message that was not taken is sent again by the next try or run. One of which nobody knows whether
it was taken, as after a kill at the wrong moment, is not: the task fails once, with a sentence that
says what to do.

| task | what it does | what it leaves |
| --- | --- | --- |
| `read_watches` | reads the watches file | nothing |
| `write_feeds` | asks every watch what it found | Atom and JSON feeds in `digest/watches` |
| `tell` | sends what a watch found and did not tell yet, a task each | rows of `watch_message` |
"""


@dag(
    schedule=[WAREHOUSE],
    catchup=False,
    max_active_runs=1,
    is_paused_upon_creation=False,
    default_args=DEFAULT_ARGS | SETTLED,
    doc_md=DOCUMENTATION,
    tags=["verbatim"],
)
def notify() -> None:
    """Write the feeds of all watches, and tell what is new."""

    @guarded_task
    def read_watches() -> list[str]:
        """Read the watches file; what is wrong in it fails at once."""
        from pipeline.runs.stages import begin_notifying
        from pipeline.settings.environment import load_settings

        return mappable(begin_notifying(load_settings()), "have fewer watches")

    @guarded_task
    def write_feeds(watches: list[str]) -> None:
        """Write the feeds of all watches beside the digest."""
        from pipeline.runs.stages import write_feeds as write
        from pipeline.settings.environment import load_settings

        write(load_settings())

    @guarded_task(map_index_template="{{ task.op_kwargs['watch'] }}")
    def tell(watch: str) -> None:
        """Send what a watch found and did not tell yet."""
        from watch_senders import senders_of

        from pipeline.runs.stages import tell_watch
        from pipeline.settings.environment import load_settings

        tell_watch(load_settings(), watch, senders_of)

    watches = read_watches()
    write_feeds(watches)
    tell.expand(watch=watches)


notify()
