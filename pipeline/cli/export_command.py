"""The command `python -m pipeline export`: the marts as files."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.settings.environment import load_settings


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["parquet", "csv", "sqlite"]),
    default="parquet",
    show_default=True,
    help="sqlite: one file, with what datasette needs.",
)
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
def export(form: str, folder: Path) -> None:
    """Write the marts, the views of sql/marts, to DIR as files.

    An earlier export in DIR is replaced; anything else there is left alone, and is an error.
    """
    from pipeline.export import export_marts
    from pipeline.warehouse import opened

    with opened(load_settings().warehouse_url) as engine:
        exported = export_marts(
            engine, folder, form, lambda name: click.echo(f"writing {name}", err=True)
        )
    for name, rows in exported.rows.items():
        click.echo(f"{rows:>10}  {name}")
    click.echo(exported.folder)
