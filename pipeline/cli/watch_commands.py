"""Commands about watches: what they would tell, what they told, what is in doubt."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import format_option, since_option
from pipeline.settings.environment import load_settings
from pipeline.text.safe_text import printable

if TYPE_CHECKING:
    from pipeline.settings.watches_file import Watch
    from pipeline.warehouse.watch_messages import WatchChannel, WatchMessage

LAST_WEEK = timedelta(days=7)


@click.group()
def watch() -> None:
    """Try out the watches of the watches file, see what they told."""


@watch.command()
@click.argument("name", required=False)
@since_option
@format_option
def test(name: str | None, since: datetime | None, form: str) -> None:
    """Show what the watch NAME, or all, would have told in the last seven days.

    NAME is a key of the watches file. Nothing is sent, and nothing is kept. The days are those on
    which pages were captured.
    """
    from pipeline.settings.watches_file import load_watches, no_watches, watch_named
    from pipeline.warehouse import opened
    from pipeline.warehouse.watched_things import watched_things
    from pipeline.watches.watch_texts import lines_of, question_text, record_of

    settings = load_settings()
    watches = (watch_named(settings, name),) if name else load_watches(settings)
    if not watches:
        click.echo(no_watches(settings), err=True)
        return
    begin = since or datetime.now(UTC) - LAST_WEEK
    with opened(settings.warehouse_url) as engine:
        for one in watches:
            found = watched_things(engine, one.question, begin)
            if form == "json":
                for thing in found.things:
                    click.echo(json.dumps({"watch": one.key} | record_of(thing)))
            else:
                number = len(found.things)
                title = f"{one.key}: {question_text(one.question)}: {number} since {begin:%Y-%m-%d}"
                click.echo(printable(title))
                for thing in found.things:
                    click.echo(printable("\n".join(lines_of(thing))))
            for note in found.notes:
                click.echo(printable(f"{one.key}: {note}"), err=True)


@watch.command("list")
def list_watches() -> None:
    """List the watches, what each told, and the messages that are not known to have arrived.

    Exit status 1 if nobody knows of a message whether it arrived.
    """
    from pipeline.settings.watches_file import load_watches, no_watches
    from pipeline.warehouse import opened
    from pipeline.warehouse.watch_messages import unsettled_messages, watch_channels

    settings = load_settings()
    watches = load_watches(settings)
    with opened(settings.warehouse_url) as engine:
        channels = {(one.watch_key, one.channel): one for one in watch_channels(engine)}
        unsettled = unsettled_messages(engine)
    if not watches:
        click.echo(no_watches(settings), err=True)
    for one in watches:
        for line in _lines(one, channels):
            click.echo(printable(line))
    for message in unsettled:
        click.echo(printable(_unsettled(message)))
    if any(message.is_in_doubt for message in unsettled):
        raise SystemExit(1)


@watch.command()
@click.argument("message", type=int)
@click.option("--arrived", "verdict", flag_value="arrived", help="It arrived.")
@click.option("--resend", "verdict", flag_value="resend", help="Send it with the next run.")
def settle(message: int, verdict: str | None) -> None:
    """Say of the message number MESSAGE, which is in doubt, whether it arrived.

    One that is sent again has the same Message-ID, or Idempotency-Key, as before.
    """
    from pipeline.warehouse import opened
    from pipeline.warehouse.watch_messages import settle_message

    if verdict is None:
        raise click.UsageError("say --arrived or --resend")
    with opened(load_settings().warehouse_url) as engine:
        settle_message(engine, message, datetime.now(UTC), arrived=verdict == "arrived")


def _lines(one: Watch, channels: dict[tuple[str, str], WatchChannel]) -> Iterator[str]:
    from pipeline.watches.watch_texts import question_text

    yield f"{one.key}: {one.name}"
    yield f"    {question_text(one.question)}"
    if not one.channels:
        yield "    only a feed"
    for channel in one.channels:
        known = channels.get((one.key, channel))
        if known is None:
            yield f"    {channel}: begins with the next run"
        else:
            last = f", last {known.last_sent_at:%Y-%m-%d %H:%M} UTC" if known.last_sent_at else ""
            yield f"    {channel}: told {known.things} since {known.begins_at:%Y-%m-%d}{last}"


def _unsettled(message: WatchMessage) -> str:
    what = "in doubt" if message.is_in_doubt else "waits to be sent"
    why = f": {message.failure}" if message.failure else ""
    return (
        f"message {message.id} of {message.watch_key} by {message.channel}, made "
        f"{message.made_at:%Y-%m-%d %H:%M} UTC, things {len(message.things)}: {what}{why}"
    )
