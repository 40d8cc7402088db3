"""The watches file: saved questions, and who is told what they find (docs/watches.md)."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    field_validator,
    model_validator,
)

from pipeline.errors import did_you_mean
from pipeline.settings.environment import Settings, WebAddress
from pipeline.settings.yaml_files import Key, SettingsError, read_yaml_file
from pipeline.store import exists
from pipeline.text.dates import first_instant
from pipeline.text.folding import folded_words
from pipeline.watch_records import SPREADS_FROM, Watched, WatchQuestion

MAX_OUTLETS = 100_000
"""More outlets than anybody watches; a number of a database holds more."""

MAIL, WEBHOOK = "mail", "webhook"
"""The channels by which a watch tells what it found."""


def _mail_address(value: str) -> str:
    # what a header of a mail can hold; whether anybody has it, only its server knows
    if not re.fullmatch(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+", value) or not value.isprintable():
        raise ValueError(f"{value!r} is not a mail address")
    return value


def _as_text(value: object) -> object:
    """A text; YAML makes something else of 2026, 1.5, yes or 2026-03-01 without marks."""
    if isinstance(value, int | float | date):
        raise ValueError(f"YAML reads it as {_kind_of(value)} ({value}); put it in quotation marks")
    return value


def _kind_of(value: float | date) -> str:
    if isinstance(value, bool):
        return "yes or no"
    return "a day" if isinstance(value, date) else "a number"


def _number_as_text(value: object) -> object:
    """A text; a number as YAML reads it is meant as one."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _with_words(value: str) -> str:
    if not folded_words(value):
        raise ValueError("has no letters or digits")
    return value


MailAddress = Annotated[str, AfterValidator(_mail_address)]
Words = Annotated[str, BeforeValidator(_as_text), AfterValidator(_with_words)]
NameOrNumber = Annotated[Words, BeforeValidator(_number_as_text)]


class Watch(BaseModel):
    """A saved question."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: Key
    """Names its feeds, and by it is known what was sent already."""
    name: Annotated[Words, Field(max_length=120)]
    what: Watched = Watched.QUOTATIONS
    speaker: NameOrNumber | None = None
    """A name or number, as `search --speaker` takes it."""
    words: Words | None = None
    """As `search` takes them."""
    outlet: Words | None = None
    """A key or name."""
    outlets: int | None = Field(default=None, ge=2, le=MAX_OUTLETS)
    """In so many outlets a statement has spread."""
    since: date | None = None
    """The first day that counts; by default what was loaded before the watch was there does not."""
    mail: StrictBool | Annotated[tuple[MailAddress, ...], Field(min_length=1)] = False
    """Who gets mail; true: whom the connection names."""
    webhook: StrictBool | WebAddress = False
    """The address that is called; true: that of the connection."""

    @model_validator(mode="after")
    def _asks_something(self) -> Watch:
        if self.what == Watched.QUOTATIONS and not (self.speaker or self.words or self.outlet):
            raise ValueError("needs at least one of speaker, words, outlet")
        if self.outlets is not None and self.what != Watched.SPREAD:
            raise ValueError("outlets goes with what: spread")
        return self

    @property
    def question(self) -> WatchQuestion:
        """What is asked of the warehouse."""
        return WatchQuestion(
            what=self.what,
            speaker=self.speaker,
            words=self.words,
            outlet=self.outlet,
            least_outlets=self.outlets or SPREADS_FROM,
            since=first_instant(self.since.isoformat()) if self.since else None,
        )

    @property
    def channels(self) -> tuple[str, ...]:
        """The ways in which it tells somebody; feeds are written of every watch."""
        asked = {MAIL: self.mail, WEBHOOK: self.webhook}
        return tuple(channel for channel, asks in asked.items() if asks)


class WatchesFile(BaseModel):
    """The watches file as a whole."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    watches: tuple[Watch, ...] = ()

    @field_validator("watches")
    @classmethod
    def _keys_differ(cls, watches: tuple[Watch, ...]) -> tuple[Watch, ...]:
        keys = [watch.key for watch in watches]
        for key in keys:
            if keys.count(key) > 1:
                raise ValueError(f"the key {key!r} is used twice")
        return watches


def load_watches(settings: Settings) -> tuple[Watch, ...]:
    """The watches of the watches file, in its order; none where there is no file by default.

    Raises SettingsError if the file cannot be used, or the one of VERBATIM_WATCHES is missing.
    """
    path = settings.watches_file
    if settings.watches is None and not exists(path):
        return ()
    return read_yaml_file(
        path, WatchesFile, what="watches file", page="docs/watches.md", other="VERBATIM_WATCHES"
    ).watches


def no_watches(settings: Settings) -> str:
    """A sentence for where there are none."""
    return (
        f"no watches: {settings.watches_file} has none or is not there; docs/watches.md says how "
        "to write one"
    )


def watch_named(settings: Settings, key: str) -> Watch:
    """The watch of a key.

    Raises SettingsError if there is none, or the file cannot be used.
    """
    watches = load_watches(settings)
    for watch in watches:
        if watch.key == key:
            return watch
    if not watches:
        raise SettingsError(no_watches(settings))
    known = [watch.key for watch in watches]
    raise SettingsError(
        f"watches file {settings.watches_file} has no watch {key!r}; it has "
        f"{', '.join(known)}{did_you_mean(key, known)}"
    )
