"""Exports: one file of this folder writes one format, as streams of bytes."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from pharmakon.artifacts import Artifact
from pharmakon.dataset import Dataset
from pharmakon.errors import UnknownFormat
from pharmakon.graph import Naming
from pharmakon.model import Metadata, Record
from pharmakon.readers import canonical


@dataclass(frozen=True, slots=True)
class Format:
    """What a format is called and how it is recognized.

    Args:
        name: The name by which users ask for it.
        title: One line for people.
        media_type: Its media type.
        extension: The ending of its files, without a dot.
        stream: Whether it is written record by record, whatever the number of records.
        full: Whether it is for programs only, so that `build --full` alone writes it, into a
            tree of its own; it may need an extra.
    """

    name: str
    title: str
    media_type: str
    extension: str
    stream: bool
    full: bool = False


class FormatModule(Protocol):
    """What each file of this folder offers."""

    FORMAT: Format
    FILES: tuple[str, ...]
    """The paths, or patterns of paths, that it alone writes."""

    def export(self, dataset: Dataset) -> Iterator[Artifact]:
        """The files of a dataset, as bytes."""


class StreamModule(FormatModule, Protocol):
    """What a format that streams offers besides: the pieces of one file, each a function of one record."""

    SEPARATOR: bytes
    """What stands between the pieces of two records."""

    TAIL: bytes
    """What ends the file."""

    def head(self, naming: Naming) -> bytes:
        """What begins the file."""

    def piece(self, node: Record | Metadata, naming: Naming) -> bytes:
        """The bytes of one record; none if the format has no place for it."""


Quick = Callable[[canonical.Line, bytes], bytes | None]
"""Takes a record that was read from a canonical line, and the line itself; the bytes that `piece` makes.

None where only a model can make them. A format that streams may offer `quick(naming)`, which gives one.
"""


class WholeModule(FormatModule, Protocol):
    """What a format that needs the whole dataset offers besides."""

    def whole(self, dataset: Dataset, naming: Naming) -> Iterator[bytes]:
        """The bytes of one file."""


def modules(*, full: bool = False) -> dict[str, FormatModule]:
    """The formats of every build by name, or those of `--full`; a file's presence is its registration."""
    return {name: module for name, module in _all().items() if module.FORMAT.full is full}


@cache
def _all() -> Mapping[str, FormatModule]:
    """All formats by name; the folder is read once."""
    found = (import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__))
    made = {module.FORMAT.name: cast("FormatModule", module) for module in found}
    return {name: made[name] for name in sorted(made)}


def module(name: str) -> FormatModule:
    """The module that writes a format, be it one of every build or not.

    Raises:
        UnknownFormat: There is no such format.
    """
    known = _all()
    if name not in known:
        raise UnknownFormat(name, known)
    return known[name]


def streaming(name: str) -> StreamModule:
    """The module of a format that streams.

    Raises:
        UnknownFormat: There is no such format, or it needs the whole dataset.
    """
    known = _all()
    if name not in known or not known[name].FORMAT.stream:
        raise UnknownFormat(name, (each for each, module in known.items() if module.FORMAT.stream))
    return cast("StreamModule", known[name])


def gathering(name: str) -> WholeModule:
    """The module of a format that needs the whole dataset, and is one file.

    Raises:
        UnknownFormat: There is no such format, it streams, or it has several files.
    """
    known = {each: module for each, module in _all().items() if hasattr(module, "whole")}
    if name not in known:
        raise UnknownFormat(name, known)
    return cast("WholeModule", known[name])


def stream(module: StreamModule, nodes: Iterable[Record | Metadata], naming: Naming) -> Iterator[bytes]:
    """The bytes of one file of a format that streams, record by record."""
    if head := module.head(naming):
        yield head
    between = b""
    for node in nodes:
        if piece := module.piece(node, naming):
            yield between + piece
            between = module.SEPARATOR
    if module.TAIL:
        yield module.TAIL


def streamed(module: StreamModule, path: str, dataset: Dataset) -> Artifact:
    """The file of a dataset in a format that streams."""
    chunks = stream(module, dataset.nodes(), Naming.of(dataset.metadata))
    return Artifact(path, chunks, module.FORMAT.media_type, len(dataset))
