"""Inputs: lines that an engine can read as often as it needs."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, cast

from pharmakon import compression
from pharmakon.readers import lines


@dataclass(frozen=True, slots=True)
class Input:
    """Lines that can be read again and again.

    Args:
        open: Opens what they are read from.
        path: The file that they stand in as they are, if there is one; only then can it be cut.
        size: How long that is, if it is known.

    Units:
        Size in bytes.
    """

    open: Callable[[], AbstractContextManager[IO[bytes]]]
    path: Path | None = None
    size: int | None = None


def of_file(path: Path) -> Input:
    """The lines of a file, plain or compressed.

    Raises:
        UnreadableInput: It is missing, no regular file, or cannot be read.
    """
    with lines.opened(path):
        pass
    plain = not compression.kind_of(path)
    return Input(partial(lines.opened, path), path if plain else None, path.stat().st_size)


@contextmanager
def kept(stream: IO[bytes]) -> Iterator[Input]:
    """Lines that come only once, kept in a temporary file without a name so that they can be read again.

    Args:
        stream: What they come from.
    """
    with tempfile.TemporaryFile() as copy:
        fresh = True

        @contextmanager
        def again() -> Iterator[IO[bytes]]:
            nonlocal fresh
            first, fresh = fresh, False
            if not first:
                copy.seek(0)
            yield cast("IO[bytes]", _Tee(stream, copy)) if first else copy

        yield Input(again)


class _Tee:
    """Reads lines of a stream, and writes them to another file."""

    def __init__(self, stream: IO[bytes], copy: IO[bytes]) -> None:
        self._stream, self._copy, self.name = stream, copy, getattr(stream, "name", None)

    def readline(self, most: int) -> bytes:
        """The next line, or the beginning of it."""
        line = self._stream.readline(most)
        if isinstance(line, bytes):
            self._copy.write(line)
        return line
