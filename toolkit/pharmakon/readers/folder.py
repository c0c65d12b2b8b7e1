"""Which files a path stands for, and their bytes."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from pharmakon.errors import BadArgument, UnreadableInput
from pharmakon.readers import EXTENSIONS, METADATA_FILE
from pharmakon.readers.acceptance import ACCEPTED_FILE
from pharmakon.readers.release import CHECKSUMS, MANIFEST

WHOLE = "records/pharmakon.json"
"""The file of a release that holds the dataset's metadata and all records."""

BINARY = "a file that is open in binary mode, such as open(path, 'rb')"
"""What is asked of a caller who gives an open file."""

_PIECE = 1024 * 1024
_LINK = "it is a link to a folder, which is not followed"
_KINDS = {
    stat.S_IFIFO: "a pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
    stat.S_IFLNK: "a symbolic link",
    stat.S_IFDIR: "a folder",
    stat.S_IFREG: "a file",
}


def path_of(given: object) -> Path:
    """A path that a caller gives.

    Raises:
        BadArgument: It is something else.
        UnreadableInput: No file can have it.
    """
    if not isinstance(given, (str, os.PathLike)):
        raise BadArgument(given, "a path, such as 'my-dataset'")
    path = Path(given)
    if "\0" in str(path):
        raise UnreadableInput(str(path), "no path has a NUL in it", "check the path")
    try:
        os.fsencode(path)
    except UnicodeEncodeError:
        raise UnreadableInput(
            ascii(str(path)), "no path has half a character in it", "check the path"
        ) from None
    return path


def files(path: Path) -> tuple[Path, ...]:
    """The files of records that a path stands for: itself, or those of a dataset's folder.

    A folder with a `dataset.yaml` is a dataset: that file, `accepted.yaml` and everything under
    `records/`. One with a `manifest.json`, in it or in its `export/`, is a release: the one file that
    holds its metadata and records, which all its files say alike. Any other folder stands for all
    files of records below it.

    Raises:
        UnreadableInput: There is nothing to read, or it is no file of records.
    """
    if _exists(path) and path.is_dir():
        found = tuple(sorted(_below(path)))
        if not found:
            endings = ", ".join(EXTENSIONS)
            raise UnreadableInput(str(path), "no file of records is in it", f"they end in {endings}")
        return found
    if not _exists(path):
        raise UnreadableInput(str(path), "there is no such file or folder", "check the path")
    if not path.name.lower().endswith(EXTENSIONS):
        endings = ", ".join(EXTENSIONS)
        raise UnreadableInput(str(path), "it is no file of records", f"they end in {endings}")
    return (path,)


def is_walked(path: Path, other: Path) -> bool:
    """Whether files of records at another path, if there were any, would be read for a path.

    Args:
        path: A folder, or a file.
        other: Where the files would be.
    """
    top = path / "records" if os.path.lexists(path / METADATA_FILE) else path
    if not path.is_dir() or (top == path and any(_is_release(each) for each in (path, path / "export"))):
        return False
    whole, within = Path(os.path.realpath(top)), Path(os.path.realpath(other))
    parts = within.relative_to(whole).parts if within.is_relative_to(whole) else (".",)
    return not any(each.startswith(".") for each in parts)


def _below(folder: Path) -> Iterator[Path]:
    if os.path.lexists(folder / METADATA_FILE):
        yield from (
            folder / name for name in (METADATA_FILE, ACCEPTED_FILE) if os.path.lexists(folder / name)
        )
        top = folder / "records"
        if os.path.lexists(top) and not top.is_dir():
            raise UnreadableInput(str(top), "it is no folder", "make it the folder of the records")
        yield from _walked(top) if top.is_dir() else ()
    elif releases := [each for each in (folder, folder / "export") if _is_release(each)]:
        yield releases[0] / WHOLE
    else:
        yield from _walked(folder)


def _walked(top: Path) -> Iterator[Path]:
    """The files of records at or below a folder, but for hidden ones."""
    for here, folders, names in os.walk(top, onerror=_refuse_closed):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for each in folders:
            if (Path(here) / each).is_symlink():
                raise UnreadableInput(str(Path(here) / each), _LINK, "name the folder itself, too")
        for name in names:
            if name.lower().endswith(EXTENSIONS) and not name.startswith("."):
                yield Path(here) / name


def _is_release(folder: Path) -> bool:
    """Whether a folder is a tree of a release that holds records.

    Raises:
        UnreadableInput: It is one without the file that holds them all.
    """
    if not (folder / MANIFEST).is_file():
        return False
    if (folder / WHOLE).is_file() or not (folder / CHECKSUMS).is_file():
        return (folder / WHOLE).is_file()
    hint = f"name a release with {WHOLE}, which the format json writes"
    raise UnreadableInput(str(folder), "it is a release that does not hold all records in one file", hint)


def _exists(path: Path) -> bool:
    """Whether there is something at a path.

    Raises:
        UnreadableInput: The path cannot be looked up.
    """
    try:
        return path.exists()
    except OSError as fault:
        raise _unreadable(path, fault) from None


def _refuse_closed(fault: OSError) -> None:
    raise _unreadable(Path(fault.filename), fault) from None


def _unreadable(path: Path, fault: OSError) -> UnreadableInput:
    said = fault.strerror or str(fault)
    return UnreadableInput(str(path), f"it cannot be read: {said}", "check the path")


def contents(path: Path, most: int | None = None) -> bytes:
    """The bytes of a regular file.

    Args:
        path: The file.
        most: How many bytes to read at most; one more is read, so that too large a file is seen.

    Raises:
        UnreadableInput: It is missing, no regular file, or cannot be read.
    """
    with opened(path) as file:
        return file.read() if most is None else at_most(file, most + 1)


def at_most(file: IO[bytes], size: int) -> bytes:
    """The first bytes of an open file, read piece by piece: a limit is no reason to set so much aside.

    Raises:
        BadArgument: The file is open as text.
    """
    parts: list[bytes] = []
    while size > 0 and (part := file.read(min(size, _PIECE))):
        if not isinstance(part, bytes):
            raise BadArgument(getattr(file, "name", None), BINARY)
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """A regular file, open for reading.

    Raises:
        UnreadableInput: It is missing, no regular file, or cannot be read.
    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            _refuse_special(path, os.fstat(handle).st_mode)
            yield file
    except UnreadableInput:
        raise
    except IsADirectoryError:
        raise UnreadableInput(str(path), "it is a folder", "name a file") from None
    except OSError as fault:
        raise _unreadable(path, fault) from None


def _refuse_special(path: Path, mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise UnreadableInput(str(path), f"it is {_kind(mode)}", "name a regular file")


def _kind(mode: int) -> str:
    return _KINDS.get(stat.S_IFMT(mode), "no file")


def beside(folder: Path, known: Collection[str]) -> Iterator[tuple[str, str]]:
    """The names in a folder but for some folders that are known, and what kind of thing each is.

    Raises:
        UnreadableInput: It cannot be read.
    """
    try:
        found = sorted(os.scandir(folder), key=lambda each: each.name)
    except OSError as fault:
        raise _unreadable(folder, fault) from None
    for each in found:
        try:
            mode = each.stat(follow_symlinks=False).st_mode
        except FileNotFoundError:  # a lock, say, that was there a moment ago
            continue
        if not (each.name in known and stat.S_ISDIR(mode)):
            yield each.name, _kind(mode)


def documents(folder: Path) -> dict[str, bytes]:
    """The bytes of every file in a folder of source documents, by name.

    Raises:
        UnreadableInput: It is no folder, or a file in it cannot be read.
    """
    if not _exists(folder) or not folder.is_dir():
        raise UnreadableInput(str(folder), "there is no such folder", "name the documents' folder")
    try:
        names = sorted(each for each in folder.iterdir() if each.is_file())
    except OSError as fault:
        raise _unreadable(folder, fault) from None
    return {each.name: contents(each) for each in names}


@dataclass(frozen=True, slots=True)
class Held:
    """What a regular file holds; it is read when it is asked for.

    Args:
        path: The file.
        size: How much it holds.

    Units:
        Size in bytes.
    """

    path: Path
    size: int

    def pieces(self) -> Iterator[bytes]:
        """All of it, piece by piece.

        Raises:
            UnreadableInput: It cannot be read any more.
        """
        with opened(self.path) as file:
            yield from iter(partial(file.read, _PIECE), b"")


def tree(folder: Path) -> tuple[dict[str, Held], dict[str, str]]:
    """What every file below a folder holds, and what kind of thing everything else is, by path.

    Paths have slashes; links are not followed. Folders are told only if they are empty.

    Raises:
        UnreadableInput: It is no folder, or one in it cannot be read.
    """
    if not _exists(folder) or not folder.is_dir() or folder.is_symlink():
        raise UnreadableInput(str(folder), "there is no such folder", "name a release's folder")
    found: dict[str, Held] = {}
    others: dict[str, str] = {}
    for here, folders, names in os.walk(folder, onerror=_refuse_closed):
        if not folders and not names and Path(here) != folder:
            others[Path(here).relative_to(folder).as_posix()] = "an empty folder"
        for name in (*names, *(each for each in folders if (Path(here) / each).is_symlink())):
            path = Path(here) / name
            try:
                state = path.lstat()
            except OSError as fault:  # it was there a moment ago
                raise _unreadable(path, fault) from None
            if stat.S_ISREG(state.st_mode):
                found[path.relative_to(folder).as_posix()] = Held(path, state.st_size)
            else:
                others[path.relative_to(folder).as_posix()] = _kind(state.st_mode)
    return found, others
