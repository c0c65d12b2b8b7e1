"""Compression by the ending of a file's name: gzip and zstd, which every system reads."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import PurePath
from typing import IO, Any, Literal, cast

from pharmakon.errors import MissingExtra, UnreadableInput

Kind = Literal["gzip", "zstd", ""]
"""A way of compression, or none."""

_GZIP = 16 + zlib.MAX_WBITS


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
    broken = (EOFError, zlib.error, gzip.BadGzipFile, *(() if kind == "gzip" else (library.ZstdError,)))
    try:
        if not file.read(1):  # gzip takes nothing for a file of nothing
            raise EOFError("it is empty")
        file.seek(0)
        with library.open(file, "rb") as content:
            yield cast("IO[bytes]", content)
    except broken as fault:
        reason = f"it is no whole {kind} file: {fault}"
        raise UnreadableInput(str(path), reason, "fetch it again, or correct its name") from None


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
