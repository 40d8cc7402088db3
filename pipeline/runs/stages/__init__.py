"""The stages as tasks: each takes a reference, leaves its records on disk, returns a reference.

This is the one place that knows all five stage packages. The command line and
the DAGs call these functions and nothing below them; what passes between two of
them is a path (of a run folder, a staged file or a shard), never a page.

Every function may be killed anywhere and called again with the same arguments:
staged files are replaced whole, fetching goes on from its journal, and loading
is an upsert in one transaction.
"""

from pipeline.runs.stages.beginning import (
    begin_run,
    choose_sources,
    plan_import,
    plan_reprocess,
    plan_visit,
)
from pipeline.runs.stages.common import StageError, opened_warehouse
from pipeline.runs.stages.ending import (
    changed_days,
    check_everything,
    check_sources,
    check_warehouse,
    finish_run,
    publish_digest,
    published_run,
)
from pipeline.runs.stages.importing import divide_imports, import_file
from pipeline.runs.stages.indexing import Indexed, index_archive
from pipeline.runs.stages.notifying import begin_notifying, tell_watch, write_feeds
from pipeline.runs.stages.processing import (
    attribute_shard,
    extract_shard,
    load_shard,
    shard_archive,
    shard_captures,
)
from pipeline.runs.stages.reviewing import ask_about_pairs, settle_pair
from pipeline.runs.stages.visiting import divide_sources, visit_sources
from pipeline.runs.stages.watching import require_publication

__all__ = [
    "Indexed",
    "StageError",
    "ask_about_pairs",
    "attribute_shard",
    "begin_notifying",
    "begin_run",
    "changed_days",
    "check_everything",
    "check_sources",
    "check_warehouse",
    "choose_sources",
    "divide_imports",
    "divide_sources",
    "extract_shard",
    "finish_run",
    "import_file",
    "index_archive",
    "load_shard",
    "opened_warehouse",
    "plan_import",
    "plan_reprocess",
    "plan_visit",
    "publish_digest",
    "published_run",
    "require_publication",
    "settle_pair",
    "shard_archive",
    "shard_captures",
    "tell_watch",
    "visit_sources",
    "write_feeds",
]
