"""The command `python -m pipeline verify`: a draft's quotations against what was printed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import format_option
from pipeline.settings.environment import load_settings

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from pipeline.cli.verify_output import DraftAnswer
    from pipeline.quotes import Attributor

STANDARD_INPUT = "-"
SUFFIXES = {"text": ".txt", "markdown": ".md", "html": ".html", "docx": ".docx"}


@click.command()
@format_option
@click.option(
    "--input-format",
    type=click.Choice(list(SUFFIXES)),
    help="What the drafts are written in, where the ends of their names do not say it.",
)
@click.argument("drafts", nargs=-1, required=True, metavar="DRAFT...")
def verify(form: str, input_format: str | None, drafts: tuple[str, ...]) -> None:
    """Check a draft's quotations: were these words printed so, and as whose?

    A DRAFT is a file (.txt, .md, .html, .docx) or "-" for standard input, which is taken as text.
    The words between each pair of quotation marks are compared with all that the warehouse has.

    The exit status is 0 if all of them were printed so as words of this speaker, whole or cut; 1 if
    any were not, a cut leaves out a negation in front of it, or a draft cannot be read.
    """
    from pipeline.cli.verify_output import VERIFY_PRINTERS
    from pipeline.quotes import Attributor
    from pipeline.warehouse import opened

    settings = load_settings()
    attributor = Attributor(rules_only=settings.attribution == "rules")
    fine = True
    with opened(settings.warehouse_url) as engine:
        for name in drafts:
            answer = _answer(name, input_format, attributor, engine)
            click.echo(VERIFY_PRINTERS[form](answer))
            fine = fine and answer.is_fine
    if not fine:
        raise SystemExit(1)


def _answer(
    name: str, input_format: str | None, attributor: Attributor, engine: Engine
) -> DraftAnswer:
    from pipeline.cli.page_files import UnreadableFile, read_payload_file
    from pipeline.cli.verify_output import DraftAnswer
    from pipeline.verify import UnreadableDraft, check_draft, draft_text

    is_file = name != STANDARD_INPUT
    suffix = SUFFIXES[input_format] if input_format else Path(name).suffix if is_file else ""
    try:
        content = read_payload_file(Path(name)) if is_file else _standard_input()
        checked = check_draft(draft_text(content, suffix), attributor, engine)
    except (UnreadableFile, UnreadableDraft) as error:
        return DraftAnswer(name, error=str(error))
    return DraftAnswer(name, checked=checked)


def _standard_input() -> bytes:
    """Raises UnreadableFile if it is empty or larger than a file may be."""
    from pipeline.cli.page_files import MAX_FILE_BYTES, checked_size

    return checked_size(sys.stdin.buffer.read(MAX_FILE_BYTES + 1))
