"""Where runs keep what they make: a folder of this machine, or an object store of several.

A path of the store is a `Path` on a local disk and a `UPath` (fsspec) anywhere else; both are
joined, opened, listed and deleted in the same way. The functions here are for what differs: an
object comes into being whole or not at all, but nothing can be appended to it, and no lock lies
beside it.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeAlias
from urllib.parse import unquote, urlsplit

from pipeline.errors import InputError, VerbatimError
from pipeline.whole_files import replacing

if TYPE_CHECKING:
    from upath import UPath

StorePath: TypeAlias = "Path | UPath"

READ_TOGETHER = 100
"""Small objects that are asked for at the same time: a store answers hundreds a second."""


class StoreError(VerbatimError):
    """A store that cannot be used; the message says what to do."""


class UnusableStore(StoreError, InputError):
    """A store that cannot be used as it is named, or with the credentials that there are."""


def store_path(location: str) -> StorePath:
    """A path from its text: a local folder, or the URL of one on any store that fsspec knows.

    What a store says of itself is never remembered: other machines write to it as well. Raises
    UnusableStore if there is no such kind of store, or if what speaks to it is not installed.
    """
    scheme = urlsplit(location).scheme if "://" in location else ""
    if not scheme:
        return Path(location)
    if scheme == "file":
        parts = urlsplit(location)
        if parts.netloc not in {"", "localhost"}:
            raise UnusableStore(
                f"{location} names a folder of another machine; write file:///FOLDER"
            )
        return Path(unquote(parts.path))
    # few use another store than a folder, and it takes some hundredths of a second
    from upath import UPath  # noqa: PLC0415

    try:
        path = UPath(location, use_listings_cache=False)
        # which loads the package that speaks to it
        _ = path.fs
    except (ValueError, ImportError) as error:
        raise UnusableStore(
            f"there is no store {location}: {error}. Name a folder, or the URL of one that fsspec "
            "knows and whose package is installed, such as s3://BUCKET/FOLDER"
        ) from error
    return path


def is_local(path: StorePath) -> bool:
    """Whether a path lies on a disk of this machine, or one that is mounted as such."""
    return isinstance(path, Path)


@contextmanager
def reaching(path: StorePath) -> Iterator[None]:
    """Turn what the package for an object store raises into OSError (EREMOTEIO), with its reason.

    Those packages have errors of their own for a store that does not answer. Errors of Verbatim go
    through as they are: what was read may be wrong though the store answered.
    """
    try:
        yield
    except Exception as error:
        if is_local(path) or isinstance(error, OSError | VerbatimError):
            raise
        raise OSError(errno.EREMOTEIO, f"{type(error).__name__}: {error}", str(path)) from error


def exists(path: StorePath) -> bool:
    """Whether there is a file or folder. Raises OSError if its store does not answer."""
    with reaching(path):
        return path.exists()


def require_store(folder: StorePath) -> None:
    """Raise StoreError if an object store does not answer, UnusableStore if it refuses.

    Local folders are made.
    """
    if isinstance(folder, Path):
        return
    try:
        trial = folder / f".trial-{secrets.token_hex(8)}"
        write_once(trial, b"")
        trial.unlink()
    except Exception as error:
        refused = isinstance(error, FileNotFoundError | PermissionError)
        raise (UnusableStore if refused else StoreError)(
            f"the store {folder} cannot be used: {type(error).__name__}: {error}. See that its "
            "name is right, that it answers, and that the credentials in the environment may read, "
            "write and delete there"
        ) from error


@contextmanager
def replaced_whole(path: StorePath) -> Iterator[IO[bytes]]:
    """A file to write bytes to that takes the place of `path` once all of it was written.

    Whoever reads `path` sees either its earlier content or all of the new one; whatever goes wrong
    before, the earlier content stays. Raises OSError.
    """
    if isinstance(path, Path):
        with replacing(path) as temporary, temporary.open("wb") as file:
            yield file
        return
    # written here first: an object that is closed while its writer fails would be kept as it is
    with _scratch_file(path.suffix) as scratch:
        with scratch.open("wb") as file:
            yield file
        with reaching(path):
            # large ones in parts, which count when the last one is there
            path.fs.put_file(str(scratch), path.path)


def write_once(path: StorePath, content: bytes) -> None:
    """Make a file that was not there, whole and durable. Raises FileExistsError, or OSError.

    Of several processes that make the same one, one succeeds.
    """
    if isinstance(path, Path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        return
    with reaching(path):
        path.fs.pipe_file(path.path, content, mode="create")


def mark(path: StorePath) -> None:
    """Make an empty file, if it is not there."""
    if isinstance(path, Path):
        path.parent.mkdir(parents=True, exist_ok=True)
    with reaching(path):
        path.touch()


def remove_tree(path: StorePath) -> None:
    """Delete a folder with all that it holds, if it is there."""
    if isinstance(path, Path):
        if path.exists():
            shutil.rmtree(path)
        return
    with reaching(path):
        if path.exists():
            path.fs.rm(path.path, recursive=True)


def files_below(folder: StorePath) -> list[str]:
    """The files of a folder and those in it, relative to it, with "/" between, in order."""
    if isinstance(folder, Path):
        return sorted(
            path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
        )
    with reaching(folder):
        root = folder.path.rstrip("/") + "/"
        return sorted(name.removeprefix(root) for name in folder.fs.find(folder.path))


def read_all(paths: Sequence[StorePath]) -> Iterator[bytes]:
    """What is in each of some small files, in their order; on object stores many at a time."""
    for start in range(0, len(paths), READ_TOGETHER):
        some = paths[start : start + READ_TOGETHER]
        remote = [path for path in some if not isinstance(path, Path)]
        if not remote:
            yield from (path.read_bytes() for path in some)
            continue
        with reaching(remote[0]):
            contents = remote[0].fs.cat([path.path for path in remote])
        if isinstance(contents, bytes):
            # of one path its content alone
            yield contents
        else:
            yield from (contents[path.path] for path in remote)


@contextmanager
def local_copy(path: StorePath) -> Iterator[Path]:
    """A file of this machine with the same content; a copy is gone afterwards. Raises OSError."""
    if isinstance(path, Path):
        yield path
        return
    with _scratch_file(path.suffix) as scratch:
        with reaching(path):
            path.fs.get_file(path.path, str(scratch))
        yield scratch


@contextmanager
def _scratch_file(suffix: str) -> Iterator[Path]:
    """An empty file in the folder for temporary files; what it is called ends like an object."""
    descriptor, name = tempfile.mkstemp(suffix=suffix, prefix="verbatim-")
    os.close(descriptor)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)
