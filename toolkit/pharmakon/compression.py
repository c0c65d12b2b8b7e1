"""Compression by the ending of a file's name: gzip and zstd, which every system reads."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import PurePath
from typing import IO, Any, Literal

from pharmakon.errors import MissingExtra, UnreadableInput

Kind = Literal["gzip", "zstd", ""]
"""A way of compression, or none."""

_GZIP = 16 + zlib.MAX_WBITS
_PIECE = 1 << 17


def kind_of(path: PurePath) -> Kind:
    """How a file is compressed, by its ending.

    Example:
        >>> [kind_of(PurePath(each)) for each in ("a.jsonl.gz", "a.nt.zst", "a.nt")]
        ['gzip', 'zstd', '']
    """
    kinds: dict[str, Kind] = {".gz": "gzip", ".zst": "zstd"}
    return kinds.get(path.suffix.lower(), "")


def bare(path: PurePath) -> PurePath:
    """The name that a file has before it is compressed."""
    return path.with_suffix("") if kind_of(path) else path


@contextmanager
def decompressed(file: IO[bytes], path: PurePath) -> Iterator[IO[bytes]]:
    """What an open file holds, by the ending of its name.

    Raises:
        UnreadableInput: It is not what its name says, or not whole.
        MissingExtra: Nothing here reads zstd.
    """
    kind = kind_of(path)
    if not kind:
        yield file
        return
    library = gzip if kind == "gzip" else _zstd()
    faults = (EOFError, zlib.error, gzip.BadGzipFile, *(() if kind == "gzip" else (library.ZstdError,)))
    if not file.read(1):  # gzip takes nothing for a file of nothing
        raise _broken(path, "it is empty")
    file.seek(0)
    with library.open(file, "rb") as content:
        yield io.BufferedReader(_Content(content, path, faults), _PIECE)


class _Content(io.RawIOBase):
    """What a compressed file holds; that it is broken is told where it is read, and of nothing else."""

    def __init__(self, content: IO[bytes], path: PurePath, faults: tuple[type[Exception], ...]) -> None:
        self._content, self._path, self._faults = content, path, faults

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always: a file has an end."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Goes to a place."""
        return self._content.seek(offset, whence)

    def readinto(self, buffer: Any, /) -> int:  # noqa: ANN401 - as Python has it
        """Reads on.

        Raises:
            UnreadableInput: The file is not what its name says, or not whole.
        """
        try:
            some = self._content.read(len(buffer))
        except self._faults as fault:
            raise _broken(self._path, str(fault)) from None
        buffer[: len(some)] = some
        return len(some)


def _broken(path: PurePath, fault: str) -> UnreadableInput:
    reason = f"it is no whole {kind_of(path)} file: {fault}"
    return UnreadableInput(str(path), reason, "fetch it again, or correct its name")


def compressed(chunks: Iterable[bytes], kind: Kind) -> Iterator[bytes]:
    """The bytes of a compressed file; the same for the same chunks, whenever and wherever.

    Raises:
        MissingExtra: Nothing here writes zstd.
    """
    if not kind:
        yield from chunks
        return
    machine = zlib.compressobj(wbits=_GZIP) if kind == "gzip" else _checked(_zstd())
    for chunk in chunks:
        yield machine.compress(chunk)
    yield machine.flush()


def _checked(zstd: Any) -> Any:  # noqa: ANN401 - of a module without types
    """What compresses with zstd, and lets who reads find damage."""
    return zstd.ZstdCompressor(options={zstd.CompressionParameter.checksum_flag: 1})


def _zstd() -> Any:  # noqa: ANN401 - a module that Python has from 3.14 on
    """The library that reads and writes zstd.

    Raises:
        MissingExtra: There is none.
    """
    try:
        return import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")
    except ImportError:
        raise MissingExtra("backports.zstd", "fast") from None
