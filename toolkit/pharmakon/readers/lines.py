"""Lines of JSON Lines, from files of any size, plain or compressed, whole or in shares."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import IO

from pharmakon import compression
from pharmakon.errors import BadArgument
from pharmakon.readers import folder

ENDINGS = (".jsonl", ".ndjson")
"""Endings of files of JSON Lines, before that of a compression."""

_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Share:
    """A run of whole lines of a plain file.

    Args:
        start: The offset of its first byte.
        end: The offset after its last byte.
        first: The number of its first line, as far as it is known; only the file's first has 1.

    Units:
        Offsets in bytes from the beginning of the file.
    """

    start: int
    end: int
    first: int = 1


def is_lines(path: Path) -> bool:
    """Whether a path is named as a file of JSON Lines, be it compressed or not."""
    return compression.bare(path).name.lower().endswith(ENDINGS)


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """A regular file, open for reading what it holds when it is decompressed.

    Raises:
        UnreadableInput: It is missing, no regular file, cannot be read, or is not compressed as it is named.
        MissingExtra: It is compressed with zstd, and nothing here reads that.
    """
    with folder.opened(path) as file, compression.decompressed(file, path) as content:
        yield content


def lines(file: IO[bytes], most: int, share: Share | None = None) -> Iterator[bytes]:
    """The lines of an open file, each with its line feed if it has one.

    Args:
        file: The file; for a share, one that can be sought in.
        most: The length that a line may have. Of one that is longer, one byte more is given, and the
            rest is skipped, so that no line can fill the memory. What cannot be sought in, and may be
            endless, ends with a line of more than four times that length.
        share: The run of lines to read; by default all.

    Units:
        Length in bytes, the line feed not counted.

    Raises:
        BadArgument: The file is open as text.
    """
    left = -1
    finite = hasattr(file, "seekable") and file.seekable()
    if share is not None:
        file.seek(share.start)
        left = share.end - share.start
    while left and (line := file.readline(most + 1)):
        if not isinstance(line, bytes):
            raise BadArgument(getattr(file, "name", None), folder.BINARY)
        size = len(line)
        yield line
        if size > most and not line.endswith(b"\n"):
            if not finite and not _skips(file, most):
                return
            size += _skip(file) if finite else 0
        left -= size


def _skips(file: IO[bytes], most: int) -> bool:
    """Reads on to the end of a line that is not too far away; whether it is."""
    pieces = (file.readline(most + 1) for _ in range(3))
    return any(not piece or piece.endswith(b"\n") for piece in pieces)


def _skip(file: IO[bytes]) -> int:
    """Reads on to the end of a line; how many bytes that was."""
    size = 0
    while piece := file.readline(_PIECE):
        size += len(piece)
        if piece.endswith(b"\n"):
            break
    return size


def shares(path: Path, size: int) -> tuple[Share, ...]:
    """A plain file cut at line ends into runs of about a size; the same cuts in every run.

    Args:
        path: The file.
        size: How large a run should be.

    Units:
        Size in bytes.

    Raises:
        UnreadableInput: The path cannot be read.
    """
    with folder.opened(path) as file:
        end = file.seek(0, 2)
        cuts = [0]
        while cuts[-1] + size < end:
            file.seek(cuts[-1] + size - 1)  # a line that ends right here is whole
            _skip(file)
            cuts.append(file.tell())
        cuts.append(end)
    return tuple(Share(start, stop, 1 if start == 0 else 2) for start, stop in pairwise(cuts) if start < stop)
