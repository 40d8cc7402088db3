"""Reading identities files: CSV that a person writes, or makes of a public list.

The format is described in docs/identities.md. A file with any fault is refused whole, and every
fault is told with its line.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from pipeline.errors import InputError, did_you_mean
from pipeline.people.proper_names import MAX_NAME, tidy
from pipeline.records import ORGANISATION, PERSON
from pipeline.text.safe_text import one_line
from pipeline.warehouse.stored_text import storable

MAX_BYTES = 100_000_000
"""Of a file: a million lines. What is larger is another kind of file."""

MAX_FAULTS = 100
"""Faults that a message lists: some screens; whoever has more made one mistake many times."""

OTHER_NAMES_PARTED_BY = ";"

WIKIDATA = "wikidata"
_QID = re.compile(r"Q[1-9]\d{0,14}")
_KEY = re.compile(r"[a-z][a-z0-9_.-]{0,39}:[!-~]{1,200}")
"""A scheme and an id within it, as in a compact URI (W3C, CURIE Syntax 1.0)."""


class IdentitiesError(InputError):
    """An identities file that cannot be used; the message lists every fault with its line."""


@dataclass(frozen=True, slots=True, order=True)
class Office:
    """An office or position and the days, both included, on which it is held."""

    title: str
    since: date | None
    """None if it is not known."""
    until: date | None
    """None if it is held still, or it is not known."""


@dataclass(slots=True)
class Identity:
    """A person or organisation of an identities file."""

    key: str
    """Scheme and id, as `wikidata:Q42`."""
    name: str
    kind: str
    """PERSON or ORGANISATION."""
    other_names: set[str] = field(default_factory=set)
    offices: set[Office] = field(default_factory=set)


def _key(value: str) -> str:
    if _QID.fullmatch(value):
        return f"{WIKIDATA}:{value}"
    scheme, _, within = value.partition(":")
    if not _KEY.fullmatch(value) or (scheme == WIKIDATA and not _QID.fullmatch(within)):
        raise ValueError(
            f"{value!r} is not an id; write a Wikidata id as Q42, any other one with what it is an "
            "id of in front, as bioguide:X000001"
        )
    return value


def _name(value: str) -> str:
    if not value:
        raise ValueError("is empty")
    if not any(sign.isalpha() for sign in value):
        raise ValueError(f"{value!r} has no letters")
    return value


def _names(value: str) -> tuple[str, ...]:
    names = tuple(filter(None, map(tidy, value.split(OTHER_NAMES_PARTED_BY))))
    if long := [name for name in names if len(name) > MAX_NAME]:
        raise ValueError(
            f"a name has {len(long[0])} characters, {MAX_NAME} at most; part names by semicolons"
        )
    return tuple(map(_name, names))


def _kind(value: str) -> str:
    kind = value or PERSON
    if kind not in {PERSON, ORGANISATION}:
        raise ValueError(f"{value!r} is not a kind; write {PERSON} or {ORGANISATION}, or nothing")
    return kind


def _day(value: str, *, month: int, day: int) -> date | None:
    if not value:
        return None
    year_alone = re.fullmatch(r"\d{4}", value)
    try:
        if year_alone:
            return date(int(value), month, day)
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise ValueError(f"{value!r} is not a day; write it as 2026-03-05, or the year alone")


Name = Annotated[str, StringConstraints(min_length=1, max_length=MAX_NAME)]


class _Line(BaseModel):
    """One line of the file, by the names of its columns."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, BeforeValidator(_key)]
    name: Annotated[Name, BeforeValidator(_name)]
    other_names: Annotated[tuple[str, ...], BeforeValidator(_names)] = ()
    kind: Annotated[str, BeforeValidator(_kind)] = PERSON
    office: Annotated[str, StringConstraints(max_length=MAX_NAME)] = ""
    since: Annotated[
        date | None,
        Field(alias="from"),
        BeforeValidator(lambda value: _day(value, month=1, day=1)),
    ] = None
    until: Annotated[
        date | None,
        Field(alias="to"),
        BeforeValidator(lambda value: _day(value, month=12, day=31)),
    ] = None

    @model_validator(mode="after")
    def _is_of_an_office(self) -> _Line:
        if (self.since or self.until) and not self.office:
            raise ValueError("from and to are the days of an office; name it in the column office")
        if self.since and self.until and self.until < self.since:
            raise ValueError(f"the office ends on {self.until}, before it begins on {self.since}")
        return self


COLUMNS = tuple(field.alias or name for name, field in _Line.model_fields.items())
NEEDED = ("id", "name")


def read_identities(paths: Iterable[Path]) -> list[Identity]:
    """The identities of some files, by key; together they are one list.

    Lines of one id are one identity: their other names and offices are added up. Raises
    IdentitiesError, with every fault of every file, if anything cannot be read or is wrong.
    """
    faults: list[str] = []
    identities: dict[str, Identity] = {}
    where: dict[str, str] = {}
    for path in paths:
        for place, line in _lines(path, faults):
            known = identities.setdefault(line.id, Identity(line.id, line.name, line.kind))
            first = where.setdefault(line.id, place)
            for column in ("name", "kind"):
                given, earlier = getattr(line, column), getattr(known, column)
                if given != earlier:
                    faults.append(
                        f"{place}: {column}: {line.id} has the {column} {given!r} here and "
                        f"{earlier!r} in {first}; one id is one person or organisation"
                    )
            known.other_names |= set(line.other_names) - {line.name}
            if line.office:
                known.offices.add(Office(line.office, line.since, line.until))
    if faults:
        raise IdentitiesError(_message(faults))
    return [identities[key] for key in sorted(identities)]


def _message(faults: list[str]) -> str:
    there = "there is 1 fault" if len(faults) == 1 else f"there are {len(faults)} faults"
    shown = [one_line(fault, 500) for fault in faults[:MAX_FAULTS]]
    if len(faults) > MAX_FAULTS:
        shown.append(f"… and {len(faults) - MAX_FAULTS} more")
    return "\n".join((f"nothing was loaded, {there} (docs/identities.md):", *shown))


def _lines(path: Path, faults: list[str]) -> Iterator[tuple[str, _Line]]:
    """The good lines of a file, each with where it stands; what is wrong is added to `faults`."""
    text = _text(path, faults)
    if text is None:
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        columns = [tidy(column).casefold() for column in next(reader, [])]
        wrong = _wrong_columns(columns)
        if wrong:
            faults.extend(f"{path}, line 1: {fault}" for fault in wrong)
            return
        for cells in reader:
            place = f"{path}, line {reader.line_num}"
            values = [tidy(cell) for cell in cells]
            if not any(values):
                continue
            if len(values) != len(columns):
                faults.append(
                    f"{place}: {len(values)} cells, and the first line has {len(columns)}; put a "
                    "cell that has a comma inside between double quotes"
                )
                continue
            if storable(values) != values:
                faults.append(f"{place}: a character that no text has, U+0000; take it out")
                continue
            try:
                yield place, _Line.model_validate(dict(zip(columns, values, strict=True)))
            except ValidationError as error:
                faults.extend(f"{place}: {fault}" for fault in _explained(error))
    except csv.Error as error:
        faults.append(f"{path}, line {reader.line_num}: not CSV from here on: {error}")


def _text(path: Path, faults: list[str]) -> str | None:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        faults.append(f"{path} cannot be read: {error.strerror}")
        return None
    if len(content) > MAX_BYTES:
        faults.append(f"{path} is larger than {MAX_BYTES // 1_000_000} MB; divide it")
        return None
    try:
        # spreadsheets put a byte order mark in front
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        faults.append(f"{path}, line {line}: not UTF-8; save the file as CSV UTF-8")
        return None


def _wrong_columns(columns: list[str]) -> list[str]:
    """What is wrong with the names of columns."""
    if len(columns) == 1 and (";" in columns[0] or "\t" in columns[0]):
        return ["columns are parted by commas; save the file as CSV with commas"]
    wrong = [
        f"there is no column {column!r}{did_you_mean(column, COLUMNS)}; there are "
        f"{', '.join(COLUMNS)}"
        for column in sorted(set(columns) - set(COLUMNS))
    ]
    wrong += [
        f"the column {column!r} is there twice"
        for column in sorted({one for one in columns if columns.count(one) > 1})
    ]
    return wrong + [
        f"the column {column!r} is missing" for column in NEEDED if column not in columns
    ]


def _explained(error: ValidationError) -> Iterator[str]:
    for problem in error.errors():
        column = ".".join(str(part) for part in problem["loc"])
        what = _WORDED.get(problem["type"], _as_it_is)(problem)
        yield f"{column}: {what}" if column else what


def _as_it_is(problem: Any) -> str:
    return str(problem["msg"]).removeprefix("Value error, ")


def _too_long(problem: Any) -> str:
    return f"{len(problem['input'])} characters, {problem['ctx']['max_length']} at most"


_WORDED = {"string_too_long": _too_long}
