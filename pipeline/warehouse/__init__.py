"""The warehouse: tables, loading, search, checks. SQLite or PostgreSQL, by URL."""

from pipeline.warehouse.backup import back_up
from pipeline.warehouse.captures import (
    CapturedSource,
    add_captures,
    archived_captures,
    captured_sources,
    known_captures,
)
from pipeline.warehouse.checks import CheckResult, run_checks, stats
from pipeline.warehouse.connection import open_warehouse
from pipeline.warehouse.digest import digest_data
from pipeline.warehouse.errors import WarehouseError
from pipeline.warehouse.load import LoadCounts, load_pages
from pipeline.warehouse.people import (
    find_speakers_anew,
    merge_speakers,
    speaker_decisions,
    speakers,
    split_speaker,
    undo_decision,
)
from pipeline.warehouse.runs import begin_run, finish_run
from pipeline.warehouse.search import search
from pipeline.warehouse.upgrades import upgrade

__all__ = [
    "CapturedSource",
    "CheckResult",
    "LoadCounts",
    "WarehouseError",
    "add_captures",
    "archived_captures",
    "back_up",
    "begin_run",
    "captured_sources",
    "digest_data",
    "find_speakers_anew",
    "finish_run",
    "known_captures",
    "load_pages",
    "merge_speakers",
    "open_warehouse",
    "run_checks",
    "search",
    "speaker_decisions",
    "speakers",
    "split_speaker",
    "stats",
    "undo_decision",
    "upgrade",
]
