"""What a watch found, in words: for feeds, mails, calls of web addresses, the command line.

All that comes from the web is bounded and visible here, and escaped by the templates.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.publish.calendar import long_day
from pipeline.publish.links import web_link
from pipeline.publish.shown_texts import headline_of, outlet_name, speaker_name
from pipeline.text.shortening import shorten
from pipeline.watch_records import Watched, WatchedThing, WatchQuestion

if TYPE_CHECKING:
    from jinja2 import Environment

MAX_TITLE = 160
"""Characters of a title: two lines of a list of mails."""
MAX_WORDS = 1200
"""Characters of a quotation: some 200 words."""
MAX_CONTEXT = 600
"""Characters of the paragraph around it."""
MAX_TEXT = 10_000
"""Characters of the text of a call: no chat refuses it as too long."""
NAMED_OUTLETS = 10
"""Outlets that are named of those that print a statement."""


def link_of(thing: WatchedThing) -> str | None:
    """The link that opens the page at the words; None if its URL is not a web address.

    Where an edit took the words out, the page as it is.
    """
    words = thing.text_now if thing.what == Watched.CHANGES else thing.text
    return web_link(thing.url, words or "", context=thing.context)


def title_of(thing: WatchedThing) -> str:
    """A thing on one short line."""
    what = {
        Watched.QUOTATIONS: "",
        Watched.CHANGES: _title_of_change(thing),
        Watched.SPREAD: f"in {len(thing.outlets)} outlets: ",
    }[thing.what]
    return shorten(f"{what}{speaker_name(thing.speaker)}: {thing.text}", MAX_TITLE)


def _title_of_change(thing: WatchedThing) -> str:
    if thing.speaker_now:
        return "other speaker: "
    return "changed: " if thing.text_now else "taken out: "


def record_of(thing: WatchedThing) -> dict[str, Any]:
    """A thing as JSON has it."""
    return {
        "what": str(thing.what),
        "title": title_of(thing),
        "speaker": speaker_name(thing.speaker),
        "speaker_now": speaker_name(thing.speaker_now) if thing.speaker_now else None,
        "text": shorten(thing.text, MAX_WORDS),
        "text_now": shorten(thing.text_now, MAX_WORDS) if thing.text_now else None,
        "outlet": outlet_name(thing.outlet),
        "outlets": list(map(outlet_name, thing.outlets[:NAMED_OUTLETS])),
        "number_of_outlets": len(thing.outlets),
        "headline": headline_of(thing.headline),
        "context": shorten(thing.context, MAX_CONTEXT),
        "day": long_day(thing.published.date()),
        "published": thing.published.isoformat(),
        "found_at": thing.found_at.isoformat(),
        "link": link_of(thing),
    }


def lines_of(thing: WatchedThing) -> Iterator[str]:
    """A thing for reading as plain text."""
    record = record_of(thing)
    yield record["text"]
    if thing.what == Watched.CHANGES:
        yield f"    now: {record['text_now'] or 'taken out'}"
        if record["speaker_now"]:
            yield f"    now said to be of: {record['speaker_now']}"
    yield f"    {record['speaker']} · {record['outlet']} · {record['day']}"
    if record["number_of_outlets"] > 1:
        names = [*record["outlets"], *(["…"] if len(thing.outlets) > NAMED_OUTLETS else [])]
        yield f"    in {len(thing.outlets)} outlets: {', '.join(names)}"
    if record["link"]:
        yield f"    {record['link']}"


def html_of(thing: WatchedThing) -> str:
    """A thing as HTML, for a mail or a feed."""
    template = _templates().get_template("watched_thing.html.jinja")
    return template.render(thing=record_of(thing)).strip()


def html_of_all(name: str, things: Sequence[WatchedThing]) -> str:
    """Several things as HTML, under the name of the watch."""
    template = _templates().get_template("watch_mail.html.jinja")
    return template.render(name=shorten(name, MAX_TITLE), things=[record_of(one) for one in things])


def text_of_all(name: str, things: Sequence[WatchedThing]) -> str:
    """Several things as plain text, under the name of the watch."""
    parts = ["\n".join(lines_of(thing)) for thing in things]
    return "\n\n".join([shorten(name, MAX_TITLE), *parts])


def call_of(key: str, name: str, message: str, things: Sequence[WatchedThing]) -> dict[str, Any]:
    """What a web address is called with: the things, and all of them as `text` for chats."""
    return {
        "watch": key,
        "name": shorten(name, MAX_TITLE),
        "message": message,
        "text": text_of_all(name, things)[:MAX_TEXT],
        "things": [record_of(one) for one in things],
    }


def question_text(question: WatchQuestion) -> str:
    """What a watch asks, for a person."""
    return " ".join(_question_parts(question))


def _question_parts(question: WatchQuestion) -> Iterable[str]:
    yield {
        Watched.QUOTATIONS: "quotations",
        Watched.CHANGES: "quotations that an edit changed or took out",
        Watched.SPREAD: f"statements in at least {question.least_outlets} outlets",
    }[question.what]
    if question.speaker:
        yield f"of {question.speaker}"
    if question.words:
        yield f"with the words {question.words}"
    if question.outlet:
        yield f"in {question.outlet}"
    if question.since:
        yield f"since {question.since:%Y-%m-%d}"


@cache
def _templates() -> Environment:
    # it imports Jinja: who only lists should not wait
    from pipeline.publish.render import template_environment  # noqa: PLC0415

    return template_environment(Path(__file__).parent)
