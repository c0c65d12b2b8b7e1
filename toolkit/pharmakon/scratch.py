"""What is set aside while something is made: files where TMPDIR says, which do not outlive the command."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from pharmakon.errors import PublishError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class _Aside(io.FileIO):
    """A file whose disk may be full; what is told then names that disk, and not what is being made."""

    def write(self, data: ReadableBuffer) -> int:
        """Writes some of the data; how much of it."""
        with _told():
            return cast("int", super().write(data))


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        said = f"what is set aside meanwhile cannot be written: {fault.strerror or fault}"
        where = os.environ.get("TMPDIR") or tempfile.gettempdir()
        hint = "make room there, or name another folder in the variable TMPDIR"
        raise PublishError(where, said, hint) from fault


def file() -> BinaryIO:
    """A file without a name, to write and read; it is gone when it is closed.

    Raises:
        PublishError: It cannot be made, or later not be written.
    """
    with _told(), tempfile.TemporaryFile(buffering=0) as nameless:
        return cast("BinaryIO", io.BufferedRandom(_Aside(os.dup(nameless.fileno()), "r+b")))


@contextmanager
def folder() -> Iterator[Path]:
    """A folder, to pass files from process to process; it goes with the block.

    Raises:
        PublishError: It cannot be made.
    """
    with _told():
        made = tempfile.TemporaryDirectory(prefix="pharmakon-")
    with made as name:
        yield Path(name)


def write(target: Path, chunks: Iterable[bytes]) -> None:
    """Writes a new file in such a folder, piece by piece.

    Raises:
        PublishError: It does not fit.
    """
    with io.BufferedWriter(_Aside(target, "xb")) as opened:
        opened.writelines(chunks)


def remove(target: Path) -> None:
    """Removes a file of such a folder."""
    target.unlink()
