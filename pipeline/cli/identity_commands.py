"""The commands `python -m pipeline identities`: who speakers are outside of the warehouse."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from pipeline.cli.options import limit_option, rows_format_option
from pipeline.settings.environment import load_settings
from pipeline.shown_records import IdentityCandidate, SpeakerCandidates

SHOWN = 20
"""Names that a message lists."""


@click.group()
def identities() -> None:
    """Tell who speakers are outside, by a file of persons and their ids."""


@identities.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
def load(files: tuple[Path, ...]) -> None:
    """Load identities files into the warehouse, and link its speakers to them.

    The files take the place of what was loaded before. If anything in them is wrong, every fault
    is told and nothing is loaded.
    """
    from pipeline.text.safe_text import printable
    from pipeline.warehouse import load_identities, opened

    with opened(load_settings().warehouse_url) as engine:
        counts = load_identities(engine, files)
    click.echo(f"{counts.identities:>8}  identities with {counts.names} names")
    click.echo(f"{counts.linked:>8}  speakers linked")
    click.echo(f"{counts.open:>8}  speakers in doubt: identities doubts lists them")
    if alone := counts.not_compared:
        more = ", …" if len(alone) > SHOWN else ""
        names = printable(", ".join(alone[:SHOWN]))
        click.echo(
            f"{len(alone)} names of one word are not compared, since one word may be a family "
            f"name: {names}{more}",
            err=True,
        )


@identities.command()
@limit_option
@rows_format_option
def doubts(limit: int, form: str) -> None:
    """List speakers who may be somebody of the files, and why none is taken for it."""
    from pipeline.text.csv_table import csv_lines
    from pipeline.warehouse import open_candidates, opened

    with opened(load_settings().warehouse_url) as engine:
        found, total = open_candidates(engine, limit=limit)
    if form == "csv":
        for line in csv_lines(DOUBTS_COLUMNS, (row for one in found for row in _rows(one))):
            click.echo(line)
    else:
        for one in found:
            click.echo(json.dumps(asdict(one), default=str) if form == "json" else _text(one))
    if len(found) < total:
        click.echo(f"{len(found)} of {total} speakers; --limit shows more", err=True)


@identities.command("from-congress")
@click.argument("file", type=click.Path(path_type=Path))
def from_congress(file: Path) -> None:
    """Print an identities file of the members of the US Congress, made of FILE.

    FILE is legislators-current.csv of https://github.com/unitedstates/congress-legislators, which
    is in the public domain.
    """
    from pipeline.text.csv_table import csv_lines
    from pipeline.warehouse.outside_identity.congress_members import COLUMNS, congress_rows

    for line in csv_lines(COLUMNS, congress_rows(file)):
        click.echo(line)


DOUBTS_COLUMNS = (
    "speaker_id", "speaker", "quotations", "speaker_identity", "identity_name", "doubt",
)  # fmt: skip
"""Of the CSV."""


def _rows(one: SpeakerCandidates) -> Iterator[tuple[object, ...]]:
    for candidate in one.candidates:
        yield (
            one.speaker_id,
            one.name,
            one.quotations,
            candidate.identity,
            candidate.name,
            candidate.doubt,
        )


def _text(one: SpeakerCandidates) -> str:
    from pipeline.text.safe_text import printable

    number = "1 quotation" if one.quotations == 1 else f"{one.quotations} quotations"
    lines = [f"{one.speaker_id:>8}  {one.name}, {number}"]
    lines += [f"          {_candidate_text(candidate)}" for candidate in one.candidates]
    return printable("\n".join(lines))


def _candidate_text(candidate: IdentityCandidate) -> str:
    offices = ", ".join(office.office for office in candidate.offices)
    who = f"{candidate.name}, {offices}" if offices else candidate.name
    doubt = f": {candidate.doubt.sentence}" if candidate.doubt else ""
    return f"{candidate.identity} ({who}){doubt}"
