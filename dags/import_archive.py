"""Pages of the sources out of WARC files of others, processed as if they had been visited."""

from __future__ import annotations

from airflow.sdk import Param, dag, get_current_context
from processing import (
    BY_HAND,
    SETTLED,
    guarded_task,
    lines,
    make_shards,
    mappable,
    process_and_publish,
    require_known_parameters,
    run_key,
)

DOCUMENTATION = """
### Yesterday's news from somebody else's crawl

Takes the pages of the sources out of WARC files of others (Common Crawl's news crawl, Browsertrix,
wget), from disk or by URL, and brings them through `extract`, `attribute` and `load`. The records
are copied to the archive as they are; `capture.imported_from` says where a page is from. A part of
a file that cannot be read, or a page that is not whole, is in the table `rejected` (reason
`warc-damaged`).

**Trigger** opens the form. Importing a file again takes what is missing. No site is visited.
"""

PARAMS = {
    "files": Param(
        [],
        type=["null", "array"],
        items={"type": "string"},
        title="WARC files",
        description="http(s) addresses, URLs of objects of the store (s3://…), or paths that the "
        "worker can read, one a line.",
    ),
    "sources": Param(
        [],
        type=["null", "array"],
        items={"type": "string"},
        title="Sources",
        description="Keys of the sources whose pages are wanted, one a line. Empty: all of the "
        "sources file.",
    ),
    "languages": Param(
        [],
        type=["null", "array"],
        items={"type": "string"},
        title="Languages",
        description="As en, one a line; pages that declare another one are left. Empty: all.",
    ),
    "since": Param(
        None,
        type=["null", "string"],
        format="date",
        title="First day",
        description="Pages captured from this day (UTC). Empty: from the beginning.",
    ),
    "until": Param(
        None,
        type=["null", "string"],
        format="date",
        title="Last day",
        description="Pages captured up to this day (UTC). Empty: to the end.",
    ),
}


@dag(params=PARAMS, doc_md=DOCUMENTATION, **BY_HAND)
def import_archive() -> None:
    """Take pages from WARC files of others."""

    @guarded_task(**SETTLED)
    def begin() -> str:
        """Note what is asked; the same run begun again goes on."""
        from pipeline.runs.stages import begin_run, plan_import
        from pipeline.settings.environment import load_settings
        from pipeline.text.dates import first_instant, last_instant

        context = get_current_context()
        form = context["params"]
        require_known_parameters(context, PARAMS)
        settings = load_settings()
        plan = plan_import(
            settings,
            key=run_key(context),
            files=lines(form["files"]),
            keys=lines(form["sources"]),
            languages=lines(form["languages"]),
            since=first_instant(form["since"]),
            until=last_instant(form["until"]),
        )
        return begin_run(settings, plan)

    @guarded_task
    def divide_imports(run: str) -> list[str]:
        """A task for each file."""
        from pipeline.runs.stages import divide_imports
        from pipeline.settings.environment import load_settings

        return mappable(divide_imports(load_settings(), run), "name fewer files in one run")

    @guarded_task(map_index_template="file {{ task.op_kwargs['visit'].rpartition('/')[2] }}")
    def import_file(visit: str) -> str:
        """Take the pages that are wanted from a file."""
        from pipeline.runs.stages import import_file
        from pipeline.settings.environment import load_settings

        return import_file(load_settings(), visit)

    run = begin()
    shards = make_shards(run)
    import_file.expand(visit=divide_imports(run)) >> shards
    process_and_publish(run, shards)


import_archive()
