"""Which files a path stands for, and their bytes."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from pharmakon.errors import UnreadableInput
from pharmakon.readers import EXTENSIONS, METADATA_FILE
from pharmakon.readers.acceptance import ACCEPTED_FILE
from pharmakon.readers.release import MANIFEST

WHOLE = "records/pharmakon.json"
"""The file of a release that holds the dataset's metadata and all records."""

_KINDS = {
    stat.S_IFIFO: "a pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
}


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


def _below(folder: Path) -> Iterator[Path]:
    releases = [each for each in (folder, folder / "export") if _is_release(each)]
    tops = [folder]
    if (folder / METADATA_FILE).is_file():
        yield folder / METADATA_FILE
        if (folder / ACCEPTED_FILE).is_file():
            yield folder / ACCEPTED_FILE
        tops = [each for each in (folder / "records",) if each.is_dir()]
    elif releases:
        yield releases[0] / WHOLE
        return
    for top in tops:
        for here, folders, names in os.walk(top, onerror=_refuse_closed):
            folders[:] = sorted(each for each in folders if not each.startswith("."))
            for name in names:
                if name.lower().endswith(EXTENSIONS) and not name.startswith("."):
                    yield Path(here) / name


def _is_release(folder: Path) -> bool:
    return (folder / MANIFEST).is_file() and (folder / WHOLE).is_file()


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
        return file.read() if most is None else file.read(most + 1)


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
        kind = _KINDS.get(stat.S_IFMT(mode), "no file")
        raise UnreadableInput(str(path), f"it is {kind}", "name a regular file")


def documents(folder: Path) -> dict[str, bytes]:
    """The bytes of every file in a folder of source documents, by name.

    Raises:
        UnreadableInput: It is no folder, or a file in it cannot be read.
    """
    if not folder.is_dir():
        raise UnreadableInput(str(folder), "there is no such folder", "name the documents' folder")
    names = sorted(each for each in folder.iterdir() if each.is_file())
    return {each.name: contents(each) for each in names}


def tree(folder: Path) -> dict[str, bytes]:
    """The bytes of every file below a folder, by path with slashes; links are not followed.

    Raises:
        UnreadableInput: It is no folder, or something in it is no regular file.
    """
    if not folder.is_dir() or folder.is_symlink():
        raise UnreadableInput(str(folder), "there is no such folder", "name a release's folder")
    found: dict[str, bytes] = {}
    for here, folders, names in os.walk(folder):
        for name in (*names, *(each for each in folders if (Path(here) / each).is_symlink())):
            path = Path(here) / name
            if path.is_symlink():
                raise UnreadableInput(str(path), "it is a symbolic link", "a release has none")
            found[path.relative_to(folder).as_posix()] = contents(path)
    return found
