"""Settings from the environment (VERBATIM_…) and the sources file.

Everything a deployment may change is here, with its reason. The sources file
is YAML; docs/operations.md describes it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias, TypedDict
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from pipeline.errors import did_you_mean, most_similar
from pipeline.settings.outlet_layouts import PageLayout, layout_of
from pipeline.settings.yaml_files import Key, SettingsError, explained, read_yaml_file
from pipeline.store import StoreError, StorePath, store_path

LONGEST_DELAY_SECONDS = 3600.0
"""Of a pause between two requests."""

PREFIX = "VERBATIM_"
"""Of the names of all settings in the environment; tests and tools have others with it."""
MISSPELLED = 0.8
"""How similar a name is to that of a setting that was meant (`difflib`): a letter or two differ."""


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"{value!r} is not an http(s) address")
    return value


WebAddress = Annotated[str, AfterValidator(_web_address)]


def _host(value: str) -> str:
    if not re.fullmatch(r"[^\s/?#@]+", value) or "://" in value:
        raise ValueError(f"{value!r} is no host; write it as www.paper.example or host:port")
    return value


Host = Annotated[str, AfterValidator(_host)]


def _header_value(value: str) -> str:
    if not value.isascii() or not value.isprintable() or not value.strip():
        raise ValueError("may have letters, digits and signs of ASCII only, on one line")
    return value


HeaderValue = Annotated[str, AfterValidator(_header_value)]


def _language_code(value: str) -> str:
    if not re.fullmatch("[a-z]{2}", value):
        raise ValueError(f"{value!r} is no code of a language; write two letters, as en")
    return value


LanguageCode = Annotated[str, AfterValidator(_language_code)]


def _file(value: object) -> StorePath:
    try:
        return store_path(str(value))
    except StoreError as error:
        raise ValueError(str(error)) from error


# pydantic knows local paths alone
if TYPE_CHECKING:
    _FilePath: TypeAlias = StorePath
else:
    _FilePath = Any


class OutletFacts(TypedDict, total=False):
    """What is known of a page's outlet without reading the page: options of `extract_page`."""

    outlet: str
    language: str | None
    founded: date | None
    page_layout: PageLayout | None


class Source(BaseModel):
    """One outlet: where its articles are announced and how to visit it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: Key
    name: str
    feeds: tuple[WebAddress, ...] = ()
    sitemaps: tuple[WebAddress, ...] = ()
    sections: tuple[WebAddress, ...] = ()
    hosts: tuple[Host, ...] = ()
    """Further hosts ("host" or "host:port") whose pages belong to the outlet; those of the
    addresses above always do."""
    delay_seconds: float | None = Field(default=None, ge=0, le=600)
    """Pause between two requests to a host; robots.txt may ask for a longer one."""
    language: LanguageCode | None = None
    """ISO 639-1 code, for pages that do not say theirs."""
    founded: date | None = None
    """When the outlet began: a page that claims to be older is not believed."""
    layouts: tuple[PageLayout, ...] = ()
    """How its pages are laid out, where the general rules do not do; the first that fits the day
    of the capture counts."""

    @model_validator(mode="after")
    def _announces_something(self) -> Source:
        if not (self.feeds or self.sitemaps or self.sections):
            raise ValueError("needs at least one of feeds, sitemaps, sections")
        return self

    def facts_on(self, day: date) -> OutletFacts:
        """What extraction may know of the outlet of a page that was captured on a day."""
        return OutletFacts(
            outlet=self.name,
            language=self.language,
            founded=self.founded,
            page_layout=layout_of(self.layouts, day),
        )

    @property
    def allowed_hosts(self) -> frozenset[str]:
        """Hosts ("host" or "host:port") that may be visited for this source."""
        addresses = (*self.feeds, *self.sitemaps, *self.sections)
        return frozenset(self.hosts) | {urlsplit(a).netloc.lower() for a in addresses}


class SourcesFile(BaseModel):
    """The sources file as a whole."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sources: tuple[Source, ...] = Field(min_length=1)

    @field_validator("sources")
    @classmethod
    def _keys_differ(cls, sources: tuple[Source, ...]) -> tuple[Source, ...]:
        seen: set[str] = set()
        for source in sources:
            if source.key in seen:
                raise ValueError(f"the key {source.key!r} is used twice")
            seen.add(source.key)
        return sources


class Settings(BaseSettings):
    """What a deployment sets in the environment, each with the prefix VERBATIM_."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, extra="ignore", frozen=True, allow_inf_nan=False
    )

    home: Path = Path("var")
    """Folder of everything that this machine writes: warehouse, locks and what `store` names."""
    store: str | None = None
    """Folder, or URL of one on an object store (s3://BUCKET/FOLDER), for archive, staged files and
    digest; by default `home`. Machines that work on the same runs share it."""
    warehouse: str | None = Field(default=None, repr=False)
    """SQLAlchemy URL; by default a SQLite file in `home`. It may hold a password."""
    store_write_seconds: float = Field(default=1.0, ge=0)
    """Pause between two objects that a visit writes to an object store, with all that came in
    meanwhile: requests are what stores are paid for, and one a second are 86,400 a day."""
    sources: Annotated[_FilePath, BeforeValidator(_file)] = Path("sources.yaml")
    """The sources file, or its URL on an object store, where many machines read the same one."""
    watches: Annotated[_FilePath, BeforeValidator(_file)] | None = None
    """The watches file; by default `watches.yaml` beside the sources file, if there is one."""
    user_agent: HeaderValue = "Verbatim/0.1 (+set VERBATIM_USER_AGENT to a page about your project)"
    delay_seconds: float = Field(default=5.0, ge=0, le=LONGEST_DELAY_SECONDS)
    """Pause between two requests to one host; 5 s is what Media Cloud found sites accept."""
    connect_timeout_seconds: float = Field(default=10.0, gt=0)
    read_timeout_seconds: float = Field(default=30.0, gt=0)
    page_timeout_seconds: float = Field(default=120.0, gt=0)
    """Bound on a whole answer, so that a server that drips bytes cannot hold a task."""
    max_page_bytes: int = Field(default=5_000_000, gt=0)
    """After decoding; the largest real news pages seen are under 4 MB."""
    max_redirects: int = Field(default=5, ge=0)
    max_attempts: int = Field(default=3, ge=1)
    """Requests for one URL, the first included."""
    retry_wait_seconds: float = Field(default=2.0, ge=0)
    """First pause before a second request; doubles each time."""
    max_retry_after_seconds: float = Field(default=60.0, ge=0)
    """A longer Retry-After leaves the host alone for this run instead of holding the task."""
    revisit_hours: float = Field(default=20.0, ge=0)
    """A page captured more recently is not asked for again, unless a run says refetch."""
    watch_days: float = Field(default=7.0, ge=0)
    """How long after its first capture an article is revisited to see whether it changed."""
    max_candidates: int = Field(default=2000, gt=0)
    """Pages one source may propose per run."""
    allow_private_hosts: bool = False
    """Whether loopback and private addresses may be visited: for tests and the demo only."""
    attribution: Literal["model", "rules"] = "model"
    """"rules" leaves the attribution model out: faster, and hardly any speech without marks."""
    visit_tasks: int = Field(default=1, gt=0)
    """Tasks between which a run divides its sources; one visits hundreds of hosts at once."""
    visit_hours: float = Field(default=4.0, gt=0)
    """What a visit has not asked for until then is left for the next run, so that one slow host
    holds up nobody; below the 6 hours that a task of the DAGs may take."""
    shard_size: int = Field(default=200, gt=0)
    """Pages from which on a shard is worth tasks of its own."""
    max_shards: int = Field(default=6, gt=0)
    """Into how many a run's pages are divided at most: each is three task instances. For many
    workers two or three times the tasks that they run at once."""

    @property
    def warehouse_url(self) -> str:
        """SQLAlchemy URL of the warehouse."""
        return self.warehouse or f"sqlite:///{self.home.absolute() / 'warehouse.sqlite'}"

    @property
    def store_folder(self) -> StorePath:
        """Where archive, staged files and digest lie."""
        return self.home if self.store is None else store_path(self.store)

    @property
    def archive_folder(self) -> StorePath:
        """Folder of the WARC files."""
        return self.store_folder / "archive"

    @property
    def runs_folder(self) -> StorePath:
        """Folder in which each run stages what passes between its tasks."""
        return self.store_folder / "runs"

    @property
    def digest_folder(self) -> StorePath:
        """Folder of the published digest."""
        return self.store_folder / "digest"

    @property
    def watches_file(self) -> StorePath:
        """The watches file, whether it is there or not."""
        return self.watches or self.sources.with_name("watches.yaml")

    @property
    def watch_feeds_folder(self) -> StorePath:
        """Folder of the feeds of the watches, in that of the digest."""
        return self.digest_folder / "watches"

    @property
    def revisit_after(self) -> timedelta:
        """Age of a capture from which its page may be asked for again."""
        return timedelta(hours=self.revisit_hours)


def load_settings() -> Settings:
    """The settings of the environment.

    Raises SettingsError with one line per wrong or misspelled variable, StoreError for a store of
    a kind that nothing here speaks to.
    """
    _refuse_misspelled(os.environ)
    try:
        settings = Settings()
        _ = settings.store_folder
        return settings
    except ValidationError as error:
        raise SettingsError(explained(error, lambda key: PREFIX + key.upper())) from error


def _refuse_misspelled(variables: Iterable[str]) -> None:
    """A setting that nobody reads is not ignored: pages would go to another warehouse."""
    settings = [name.upper() for name in Settings.model_fields]
    others = {name.removeprefix(PREFIX) for name in variables if name.startswith(PREFIX)}
    lines = [
        f"{PREFIX}{name} is no setting; did you mean {PREFIX}{similar}?"
        for name in sorted(others.difference(settings))
        if (similar := most_similar(name, settings, least=MISSPELLED))
    ]
    if lines:
        raise SettingsError("\n".join(lines))


def load_sources(path: StorePath) -> tuple[Source, ...]:
    """The sources of a sources file, in its order.

    Raises SettingsError if the file is missing, is no YAML, or has an unknown
    key or a wrong value.
    """
    return read_yaml_file(
        path, SourcesFile, what="sources file", page="docs/operations.md", other="--sources"
    ).sources


def source_named(path: StorePath, key: str) -> Source:
    """The source of a sources file with this key.

    Raises SettingsError if there is none, or the file cannot be used.
    """
    sources = load_sources(path)
    for source in sources:
        if source.key == key:
            return source
    raise unknown_sources(path, [key], sources)


def unknown_sources(
    path: StorePath, keys: Sequence[str], sources: Iterable[Source]
) -> SettingsError:
    """The error for keys that the sources file does not have: it says which ones it has."""
    known = [source.key for source in sources]
    return SettingsError(
        f"sources file {path} has no source {', '.join(map(repr, keys))}; it has {', '.join(known)}"
        + "".join(did_you_mean(key, known) for key in keys)
    )
