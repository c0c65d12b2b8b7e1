"""Inputs: lines that an engine can read as often as it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, cast

from pharmakon import compression, scratch
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
def kept(stream: IO[bytes], *, again: bool = True) -> Iterator[Input]:
    """Lines that come only once, kept in a temporary file without a name so that they can be read again.

    Args:
        stream: What they come from.
        again: Whether they are read more than once; if not, nothing is kept.
    """
    if not again:
        yield Input(lambda: nullcontext(stream))
        return
    with scratch.file() as copy:
        fresh = True

        @contextmanager
        def opened() -> Iterator[IO[bytes]]:
            nonlocal fresh
            first, fresh = fresh, False
            if not first:
                copy.seek(0)
            yield cast("IO[bytes]", _Tee(stream, copy)) if first else copy

        yield Input(opened)


class _Tee:
    """Reads lines of a stream, and writes to another file what is given of each."""

    def __init__(self, stream: IO[bytes], copy: IO[bytes]) -> None:
        self._stream, self._copy, self.name = stream, copy, getattr(stream, "name", None)
        self._within = False

    def readline(self, most: int) -> bytes:
        """The next line, or the beginning of it; of what follows then, only its end is kept."""
        line = self._stream.readline(most)
        if isinstance(line, bytes):
            ended = line.endswith(b"\n")
            self._copy.write(line if not self._within else b"\n" if ended else b"")
            self._within = not ended
        return line
