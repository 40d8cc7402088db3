"""The warehouse: tables, loading, search, checks. SQLite or PostgreSQL, by URL."""

from pipeline.warehouse.captures import archived_captures, known_captures
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
    "CheckResult",
    "LoadCounts",
    "WarehouseError",
    "archived_captures",
    "begin_run",
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
