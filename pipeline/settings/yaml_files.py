"""Reading files that a person writes in YAML, and saying what is wrong with them."""

from __future__ import annotations

import errno
import re
from collections.abc import Callable, Iterator
from typing import Annotated, Any, TypeVar, get_args

from pydantic import AfterValidator, BaseModel, ValidationError

from pipeline.errors import InputError, did_you_mean
from pipeline.store import StoreError, StorePath, reaching
from pipeline.text.safe_text import single_spaced


class SettingsError(InputError):
    """Settings, or a file of settings, that cannot be used; the message says what to mend."""


def _key(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,62}", value):
        raise ValueError(f"{value!r} is no key; write small letters, digits and hyphens")
    return value


Key = Annotated[str, AfterValidator(_key)]
"""What an entry of a file is known by; files and rows are named after it."""

Content = TypeVar("Content", bound=BaseModel)


def read_yaml_file(
    path: StorePath, model: type[Content], *, what: str, page: str, other: str
) -> Content:
    """The content of a file, checked.

    `what` the file is called, the `page` that describes it, and how to name `other` ones are for
    messages. Raises SettingsError if the file is missing, is no YAML, or has an unknown key or a
    wrong value, StoreError if the object store with the file does not answer.
    """
    import yaml  # only these files are YAML

    try:
        with reaching(path):
            content = path.read_text(encoding="utf-8")
        raw = yaml.safe_load(content)
    except FileNotFoundError as error:
        raise SettingsError(
            f"{what} {path} does not exist; write one ({page}) or name another with {other}"
        ) from error
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        reason = single_spaced(str(error))
        silent = isinstance(error, OSError) and error.errno == errno.EREMOTEIO
        kind = StoreError if silent else SettingsError
        raise kind(f"{what} {path} cannot be read: {reason}") from error
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        problems = explained(error, page=page, known=_keys_of(model))
        raise SettingsError(f"{what} {path}: {problems}") from error


def explained(
    error: ValidationError,
    name: Callable[[str], str] = str,
    *,
    page: str = "docs/operations.md",
    known: frozenset[str] = frozenset(),
) -> str:
    """One line for all problems of a pydantic error, keys named as the user writes them.

    An unknown key is told with the one of the `known` that it may be.
    """
    problems = []
    places = {problem["loc"] for problem in error.errors()}
    for problem in error.errors():
        place = problem["loc"]
        if any(len(other) > len(place) and other[: len(place)] == place for other in places):
            # it only follows from what is wrong inside
            continue
        where = name(".".join(str(part) for part in place) or "file")
        what = problem["msg"].removeprefix("Value error, ")
        if problem["type"] == "extra_forbidden":
            meant = did_you_mean(str(place[-1]), sorted(known))
            what = f"unknown key; check its spelling against {page}{meant}"
        problems.append(f"{where}: {what}")
    return "; ".join(problems)


def _keys_of(model: type[BaseModel]) -> frozenset[str]:
    """The keys of a file, on whatever level."""
    keys = set(model.model_fields)
    for field in model.model_fields.values():
        for inner in _models_in(field.annotation):
            keys |= _keys_of(inner)
    return frozenset(keys)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models that a type is made of, as the one of `tuple[Source, ...]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)
