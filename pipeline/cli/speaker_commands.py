"""The commands `python -m pipeline speakers`: who is who, asked and decided by hand."""

from __future__ import annotations

import click

from pipeline.cli.options import limit_option, rows_format_option
from pipeline.cli.row_output import show_rows
from pipeline.settings.environment import load_settings
from pipeline.shown_records import DoubtfulSpeaker, SpeakerDecision, SpeakerEntry, SpeakerPair
from pipeline.text.safe_text import printable


@click.group()
def speakers() -> None:
    """See whom names stand for across articles, and decide it by hand."""


@speakers.command("list")
@click.argument("name", required=False, default="")
@limit_option
@rows_format_option
def list_speakers(name: str, limit: int, form: str) -> None:
    """List the speakers whom NAME may mean; without it, the most quoted.

    NAME is a form that articles use, a family name, the beginning of one, or nearly one.
    """
    from pipeline.warehouse import opened
    from pipeline.warehouse import speakers as find

    with opened(load_settings().warehouse_url) as engine:
        listed = find(engine, name, limit=limit)
    found = listed.entries
    show_rows(form, found, CSV_COLUMNS, _entry_text)
    if not found:
        click.echo("nobody found; a family name or its beginning is enough", err=True)
    elif len(found) < listed.total:
        click.echo(f"{len(found)} of {listed.total} speakers; --limit shows more", err=True)


@speakers.command()
@click.argument("name")
@click.argument("into")
def merge(name: str, into: str) -> None:
    """Decide that NAME is the speaker INTO. Both are names or numbers of `speakers list`."""
    from pipeline.warehouse import merge_speakers, opened

    with opened(load_settings().warehouse_url) as engine:
        click.echo(_entry_text(merge_speakers(engine, name, into)))


@speakers.command()
@click.argument("name")
@click.option("--outlet", metavar="NAME", help="The quotations of this outlet are another's.")
@click.option("--url", help="Those of this article are.")
@click.option("--role", metavar="WORDS", help="Those whose role has these words are.")
@click.option("--label", metavar="WORDS", help="How that other person is told from this one.")
def split(
    name: str, outlet: str | None, url: str | None, role: str | None, label: str | None
) -> None:
    """Decide that some quotations of the full name NAME are another person's.

    Without an option that says which, the name itself is nobody else's: it is not taken for a
    shorter form of another name any more.
    """
    from pipeline.warehouse import opened, split_speaker

    with opened(load_settings().warehouse_url) as engine:
        entries = split_speaker(engine, name, label=label, outlet=outlet, url=url, role=role)
    for entry in entries:
        click.echo(_entry_text(entry))


@speakers.command()
@click.argument("name")
@click.argument("other")
def distinguish(name: str, other: str) -> None:
    """Decide that NAME and OTHER are two. Both are names or numbers of `speakers list`.

    Their names are never taken for one speaker's any more, and `speakers pairs` leaves them out.
    """
    from pipeline.warehouse import distinguish_speakers, opened

    with opened(load_settings().warehouse_url) as engine:
        distinguish_speakers(engine, name, other)


@speakers.command()
@limit_option
@rows_format_option
def pairs(limit: int, form: str) -> None:
    """List pairs of speakers who may be one person, with what speaks for it.

    Decide each with `speakers merge` or `speakers distinguish`.
    """
    from pipeline.warehouse import doubtful_pairs, opened

    with opened(load_settings().warehouse_url) as engine:
        found = doubtful_pairs(engine, limit=limit)
    show_rows(form, found, PAIR_COLUMNS, _pair_text)
    if not found:
        click.echo("no two speakers look like one", err=True)


@speakers.command()
@rows_format_option
def doubtful(form: str) -> None:
    """List speakers whose names look like nobody's: “it”, “no officer”, “Cole’s”."""
    from pipeline.warehouse import doubtful_speakers, opened

    with opened(load_settings().warehouse_url) as engine:
        found = doubtful_speakers(engine)
    show_rows(form, found, DOUBTFUL_COLUMNS, _doubtful_text)
    if not found:
        click.echo("no name looks like nobody's", err=True)


@speakers.command()
def decisions() -> None:
    """List what was decided by hand."""
    from pipeline.warehouse import opened, speaker_decisions

    with opened(load_settings().warehouse_url) as engine:
        made = speaker_decisions(engine)
    for decision in made:
        click.echo(_decision_text(decision))
    if not made:
        click.echo("nothing was decided by hand", err=True)


@speakers.command()
@click.argument("decision", type=click.IntRange(1, 2**63 - 1), metavar="ID")
def undo(decision: int) -> None:
    """Take a decision back; ID is its number in `speakers decisions`."""
    from pipeline.warehouse import opened, undo_decision

    with opened(load_settings().warehouse_url) as engine:
        undo_decision(engine, decision)


@speakers.command()
def rebuild() -> None:
    """Find the speakers and statements of all quotations anew, by today's rules."""
    from pipeline.warehouse import opened, rebuild_speakers

    with opened(load_settings().warehouse_url) as engine:
        rebuild_speakers(engine)


CSV_COLUMNS = ("speaker_id", "name", "kind", "identity", "quotations", "names", "forms", "roles")
"""What the table has of a speaker; of several names, forms or roles, parted by "; "."""


DOUBTFUL_COLUMNS = ("name", "speaker_id", "quotations", "doubt")
"""Of the CSV."""


PAIR_COLUMNS = (
    "speaker_id", "name", "quotations", "other_id", "other_name", "other_quotations", "score",
    "evidence",
)  # fmt: skip
"""Of the CSV; clauses of the evidence are parted by "; "."""


def _pair_text(pair: SpeakerPair) -> str:
    one = f"{pair.name} ({pair.speaker_id}, quoted {pair.quotations} times)"
    other = f"{pair.other_name} ({pair.other_id}, quoted {pair.other_quotations} times)"
    lines = [f"{one} and {other}", *(f"          {text}" for text in pair.evidence)]
    return printable("\n".join(lines))


def _doubtful_text(one: DoubtfulSpeaker) -> str:
    return printable(f"{one.quotations:>8}  {one.name}: {one.doubt}")


def _entry_text(entry: SpeakerEntry) -> str:
    also = [form for form in entry.forms if form != entry.name]
    number = "1 quotation" if entry.quotations == 1 else f"{entry.quotations} quotations"
    lines = [f"{entry.speaker_id:>8}  {entry.name}, {number}"]
    lines += [f"          identity: {entry.identity}"] if entry.identity else []
    lines += [f"          also: {', '.join(also)}"] if also else []
    lines += [f"          roles: {'; '.join(entry.roles)}"] if entry.roles else []
    return printable("\n".join(lines))


def _decision_text(decision: SpeakerDecision) -> str:
    which = ", ".join(f"{name} {value}" for name, value in decision.criterion.items())
    verb = "is not" if decision.kind == "distinguish" else "is"
    what = (
        f"{decision.name} {verb} {decision.into}"
        if decision.into
        else f"{decision.name} with {which} is {decision.label}"
        if which
        else f"{decision.name} is not a form of another name"
    )
    day = f"{decision.made_at:%Y-%m-%d}"
    return printable(f"{decision.decision_id:>8}  {day}  {decision.kind}: {what}")
