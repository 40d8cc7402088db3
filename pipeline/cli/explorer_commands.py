"""The command `python -m pipeline serve`: the explorer on this machine."""

from __future__ import annotations

from functools import partial

import click

from pipeline.settings.environment import load_settings

DEFAULT_PORT = 8765


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=DEFAULT_PORT,
    show_default=True,
    help="Port of 127.0.0.1; 0 takes any that is free.",
)
def serve(port: int) -> None:
    """Serve the explorer: search and read the warehouse in a browser, on this machine alone.

    Nothing can be changed through it. It goes on until interrupted (Ctrl-C).
    """
    from pipeline.explorer.server import explorer_server
    from pipeline.settings.watches_file import load_watches

    settings = load_settings()
    with explorer_server(
        settings.warehouse_url,
        port,
        rules_only=settings.attribution == "rules",
        read_watches=partial(load_watches, settings),
    ) as server:
        click.echo(f"the explorer is at {server.address} until you press Ctrl-C", err=True)
        server.run()
