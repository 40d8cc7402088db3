"""What the command line shows a person about runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from operator import itemgetter

from rich.console import Console
from rich.table import Table
from rich.text import Text
from sqlalchemy import make_url

from pipeline.cli.quotation_output import found_text
from pipeline.publish import INDEX
from pipeline.records import Kind
from pipeline.runs.run_counts import run_counts
from pipeline.runs.run_folder import RunFolder
from pipeline.runs.run_outcome import UNFINISHED, missing_parts, run_state
from pipeline.runs.staging import StagingError
from pipeline.settings.environment import Settings
from pipeline.shown_records import FoundQuotation
from pipeline.text.safe_text import printable
from pipeline.warehouse import digest_data, opened
from pipeline.warehouse.warehouse_errors import display_url

SHOWN_QUOTATIONS = 10
"""As many as fit a screen."""
SHOWN_SPEAKERS = 10
"""Likewise."""
LOOKED_AT = 500
"""Quotations among which those shown are chosen: some of many articles, not all of one."""
HOW_TO_GO_ON = (
    "It is at work, or was broken off. To go on with it: clear its failed tasks in Airflow, or "
    "give the same command with the same options within a day."
)


def show_run(settings: Settings, key: str) -> None:
    """Print what a run did: its stages, the most quoted, some quotations, where all of it lies."""
    folder = RunFolder.of(settings.runs_folder, key)
    if not folder.begun:
        raise StagingError(
            f"there is no run {key}; the column key of the table run has those that there are"
        )
    plan = folder.plan
    with opened(settings.warehouse_url) as engine:
        data = digest_data(engine, since=plan.since, until=plan.until, limit=LOOKED_AT)
    console = Console(highlight=False)
    state = run_state(folder)
    console.print(Text(f"Run {printable(plan.key)}: {state}"), soft_wrap=True)
    if state == UNFINISHED:
        console.print(HOW_TO_GO_ON, soft_wrap=True)
    for part in missing_parts(folder):
        console.print(Text(f"- {printable(part)}"), soft_wrap=True)
    console.print(_stages(folder))
    console.print("Most quoted")
    speakers = Table()
    for name, justify in (("speaker", "left"), ("quotations", "right"), ("outlets", "right")):
        speakers.add_column(name, justify=justify)  # type: ignore[arg-type]
    for speaker in data.speakers[:SHOWN_SPEAKERS]:
        speakers.add_row(
            Text(printable(speaker.speaker)), str(speaker.quotations), str(speaker.outlets)
        )
    console.print(speakers)
    for quotation in _from_many_articles(data.quotations)[:SHOWN_QUOTATIONS]:
        console.print(Text(found_text(quotation)), soft_wrap=True)
    console.print(_places(settings, folder), soft_wrap=True)


def _from_many_articles(quotations: Iterable[FoundQuotation]) -> list[FoundQuotation]:
    """The quotations, whole clauses first, the first of each article before any second one."""
    seen: Counter[tuple[str, bool]] = Counter()
    ranked = []
    for quotation in quotations:
        fragment = quotation.kind is not Kind.DIRECT
        seen[quotation.url, fragment] += 1
        ranked.append((fragment, seen[quotation.url, fragment], quotation))
    return [quotation for _, _, quotation in sorted(ranked, key=itemgetter(0, 1))]


def _stages(folder: RunFolder) -> Table:
    table = Table()
    table.add_column("stage")
    table.add_column("outcome")
    table.add_column("count", justify="right")
    before = ""
    for name, count in run_counts(folder).items():
        stage, _, outcome = name.partition("/")
        table.add_row(stage if stage != before else "", outcome.replace("/", ": "), str(count))
        before = stage
    return table


def _places(settings: Settings, folder: RunFolder) -> str:
    places = {
        "warehouse": display_url(make_url(settings.warehouse_url)),
        "archive": settings.archive_folder,
        "digest": settings.digest_folder / INDEX,
        "run": folder.path,
    }
    return "\n".join(f"{name:<10} {place}" for name, place in places.items())
