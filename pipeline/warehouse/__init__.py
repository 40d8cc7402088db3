"""The warehouse: tables, loading, search, checks. SQLite or PostgreSQL, by URL.

What is named here is imported from its module when it is first used: whoever searches does not
wait for what loads, compares names or migrates tables.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.warehouse.backup import back_up
    from pipeline.warehouse.captures import (
        CapturedSource,
        add_captures,
        archived_captures,
        captured_sources,
        known_captures,
        known_record_ids,
        known_refusals,
    )
    from pipeline.warehouse.checks import (
        CheckReport,
        CheckResult,
        check_run,
        counts_of,
        park_violations,
        run_checks,
        stats,
    )
    from pipeline.warehouse.connection import open_warehouse, opened, reading
    from pipeline.warehouse.digest import digest_data
    from pipeline.warehouse.digest_by_day import days_touched, digest_days
    from pipeline.warehouse.doubtful_speakers import doubtful_speakers
    from pipeline.warehouse.edits.changes_search import find_changes, newest_days_of_changes
    from pipeline.warehouse.host_slots import LEASE_SECONDS, HostDelay, HostSlots
    from pipeline.warehouse.load import LoadCounts, load_pages, record_refusals
    from pipeline.warehouse.marts import MARTS, Mart, MartBatch, mart_days, mart_rows
    from pipeline.warehouse.near_passages import printed_near
    from pipeline.warehouse.outside_identity.identity_list import open_candidates
    from pipeline.warehouse.outside_identity.identity_loading import (
        IdentityCounts,
        load_identities,
    )
    from pipeline.warehouse.quotation_search import search
    from pipeline.warehouse.run_rows import RunTimes, begin_run, finish_run, run_times
    from pipeline.warehouse.shared_lock import shared_lock
    from pipeline.warehouse.source_health import (
        SourceHealth,
        SourceVisit,
        record_visits,
        source_healths,
    )
    from pipeline.warehouse.speaker_admin import (
        distinguish_speakers,
        merge_speakers,
        rebuild_speakers,
        settle_pair,
        split_speaker,
        undo_decision,
    )
    from pipeline.warehouse.speaker_list import speaker_decisions, speakers
    from pipeline.warehouse.speaker_pairs import doubtful_pairs
    from pipeline.warehouse.upgrades import rebuild_marts, upgrade
    from pipeline.warehouse.warehouse_errors import NoWarehouseYetError, WarehouseError

_MODULES = {
    "backup": ("back_up",),
    "captures": (
        "CapturedSource",
        "add_captures",
        "archived_captures",
        "captured_sources",
        "known_captures",
        "known_record_ids",
        "known_refusals",
    ),
    "checks": (
        "CheckReport",
        "CheckResult",
        "check_run",
        "counts_of",
        "park_violations",
        "run_checks",
        "stats",
    ),
    "connection": ("open_warehouse", "opened", "reading"),
    "digest": ("digest_data",),
    "digest_by_day": ("days_touched", "digest_days"),
    "doubtful_speakers": ("doubtful_speakers",),
    "edits.changes_search": ("find_changes", "newest_days_of_changes"),
    "warehouse_errors": ("NoWarehouseYetError", "WarehouseError"),
    "host_slots": ("LEASE_SECONDS", "HostDelay", "HostSlots"),
    "load": ("LoadCounts", "load_pages", "record_refusals"),
    "marts": ("MARTS", "Mart", "MartBatch", "mart_days", "mart_rows"),
    "near_passages": ("printed_near",),
    "outside_identity.identity_list": ("open_candidates",),
    "outside_identity.identity_loading": ("IdentityCounts", "load_identities"),
    "speaker_admin": (
        "distinguish_speakers",
        "merge_speakers",
        "rebuild_speakers",
        "settle_pair",
        "split_speaker",
        "undo_decision",
    ),
    "speaker_pairs": ("doubtful_pairs",),
    "speaker_list": ("speaker_decisions", "speakers"),
    "quotation_search": ("search",),
    "run_rows": ("RunTimes", "begin_run", "finish_run", "run_times"),
    "shared_lock": ("shared_lock",),
    "source_health": ("SourceHealth", "SourceVisit", "record_visits", "source_healths"),
    "upgrades": ("rebuild_marts", "upgrade"),
}
"""The names of each module that are the package's too."""

_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}

__all__ = [
    "LEASE_SECONDS",
    "MARTS",
    "CapturedSource",
    "CheckReport",
    "CheckResult",
    "HostDelay",
    "HostSlots",
    "IdentityCounts",
    "LoadCounts",
    "Mart",
    "MartBatch",
    "NoWarehouseYetError",
    "RunTimes",
    "SourceHealth",
    "SourceVisit",
    "WarehouseError",
    "add_captures",
    "archived_captures",
    "back_up",
    "begin_run",
    "captured_sources",
    "check_run",
    "counts_of",
    "days_touched",
    "digest_data",
    "digest_days",
    "distinguish_speakers",
    "doubtful_pairs",
    "doubtful_speakers",
    "find_changes",
    "finish_run",
    "known_captures",
    "known_record_ids",
    "known_refusals",
    "load_identities",
    "load_pages",
    "mart_days",
    "mart_rows",
    "merge_speakers",
    "newest_days_of_changes",
    "open_candidates",
    "open_warehouse",
    "opened",
    "park_violations",
    "printed_near",
    "reading",
    "rebuild_marts",
    "rebuild_speakers",
    "record_refusals",
    "record_visits",
    "run_checks",
    "run_times",
    "search",
    "settle_pair",
    "shared_lock",
    "source_healths",
    "speaker_decisions",
    "speakers",
    "split_speaker",
    "stats",
    "undo_decision",
    "upgrade",
]


def __getattr__(name: str) -> Any:
    """Import a name of the package when it is first asked for (PEP 562)."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    globals()[name] = value
    return value
