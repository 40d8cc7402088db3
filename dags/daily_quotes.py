"""The scheduled run: from the sources' front doors to quotations in the warehouse."""

from __future__ import annotations

import pendulum
from airflow.sdk import Param, TriggerRule, dag, get_current_context, task, task_group
from processing import (
    DEFAULT_ARGS,
    SETTLED,
    check,
    finish,
    lines,
    not_tried_again,
    process,
    publish,
    require_known_parameters,
    run_key,
)

DOCUMENTATION = """
### Who said what in today's news

Visits the sources of the sources file, archives what is new or changed, extracts the
articles, attributes their quotations and loads them into the warehouse. Runs every day;
**Trigger** opens a form to run it by hand for some sources, some dates or single pages.

| task | what it does | what it leaves |
| --- | --- | --- |
| `begin` | notes what is asked | the run's folder, a row in `run` |
| `list_sources` | says which sources to visit | their keys |
| `visit` | `discover` and `fetch`, one group a source | candidates, WARC records, a journal |
| `make_shards` | divides the captures, some hundred pages a shard | shards |
| `process` | `extract`, `attribute`, `load`, one group a shard | rows in the warehouse |
| `check` | runs `sql/checks` over what was loaded, sees which sources fail | what is withheld |
| `publish` | makes the digest of the days touched anew | static pages, the asset's event |
| `finish` | says how the run went, and fails if anything is missing | rows in `run`, `rejected` |

`discover` asks a source's feeds, sitemaps and section pages; `fetch` visits the pages, politely.

The past cannot be visited: a site announces what is new. A run for days long gone, by the form or
as a backfill, asks the front doors of today and keeps what they still announce of those days: of
feeds hardly anything, of sitemaps often more. What was archived is had again by `reprocess`.

Any task may be cleared and run again at any time: nothing is lost and nothing is doubled.
What went wrong with a page is in the table `rejected`, with its reason. See `docs/operations.md`.
"""

PARAMS = {
    "sources": Param(
        [],
        type=["null", "array"],
        items={"type": "string"},
        title="Sources",
        description="Keys of the sources to visit, one a line. Empty: all of the sources file, "
        "or those that the single pages belong to.",
    ),
    "since": Param(
        None,
        type=["null", "string"],
        format="date",
        title="First day",
        description="Articles announced from this day (UTC). Empty: a week before the last day.",
    ),
    "until": Param(
        None,
        type=["null", "string"],
        format="date",
        title="Last day",
        description="Articles announced up to this day (UTC). Empty: up to the run's own time.",
    ),
    "urls": Param(
        [],
        type=["null", "array"],
        items={"type": "string"},
        title="Single pages",
        description="Addresses of pages of the sources, one a line. If there are any, only they "
        "are visited, and a page that gives no article fails the run.",
    ),
    "refetch": Param(
        False,
        type="boolean",
        title="Fetch again",
        description="Also pages that were captured lately or are no longer watched for changes.",
    ),
}


@dag(
    schedule="0 5 * * *",
    start_date=pendulum.datetime(2026, 1, 1, tz="UTC"),
    catchup=False,
    max_active_runs=4,
    # a DAG that is paused when new would be unpaused by the first run by hand, and start a visit
    is_paused_upon_creation=False,
    default_args=DEFAULT_ARGS,
    params=PARAMS,
    doc_md=DOCUMENTATION,
    tags=["verbatim"],
)
def daily_quotes() -> None:
    """Visit the sources, load who said what."""

    @task(**SETTLED)
    def begin() -> str:
        """Note what is asked; the same run begun again goes on."""
        from pipeline.runs.stages import begin_run, plan_visit
        from pipeline.settings.environment import load_settings
        from pipeline.text.dates import first_instant, last_instant

        context = get_current_context()
        form = context["params"]
        with not_tried_again():
            require_known_parameters(context, PARAMS)
            settings = load_settings()
            plan = plan_visit(
                settings,
                key=run_key(context),
                kind="daily_quotes",
                day=context["dag_run"].logical_date,
                since=first_instant(form["since"]),
                until=last_instant(form["until"]),
                keys=lines(form["sources"]),
                urls=lines(form["urls"]),
                refetch=form["refetch"],
            )
            return begin_run(settings, plan)

    @task
    def list_sources(run: str) -> list[str]:
        """The keys of the sources to visit."""
        from pipeline.runs.stages import sources_to_visit

        return sources_to_visit(run)

    @task
    def discover(run: str, source: str) -> str:
        """Ask a source what it announces."""
        from pipeline.runs.stages import discover_source
        from pipeline.settings.environment import load_settings

        return discover_source(load_settings(), run, source)

    @task
    def fetch(run: str, source: str) -> str:
        """Fetch what a source announced, politely, into the archive."""
        from pipeline.runs.stages import fetch_source
        from pipeline.settings.environment import load_settings

        return fetch_source(load_settings(), run, source)

    @task_group
    def visit(run: str, source: str) -> None:
        """One source; its fetch waits for its own discovery, not for that of the others."""
        fetch(run, discover(run, source))

    @task(trigger_rule=TriggerRule.ALL_DONE_MIN_ONE_SUCCESS)
    def make_shards(run: str) -> list[str]:
        """Divide the captures into shards; a source that failed does not hold up the others."""
        from pipeline.runs.stages import shard_captures
        from pipeline.settings.environment import load_settings

        return shard_captures(load_settings(), run)

    run = begin()
    shards = make_shards(run)
    visit.partial(run=run).expand(source=list_sources(run)) >> shards
    process.expand(shard=shards) >> check(run) >> publish(run) >> finish(run)


daily_quotes()
