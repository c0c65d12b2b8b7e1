"""The generated vocabulary: one file of this folder writes one artefact of `schema/`."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import Protocol, cast

from pharmakon.artifacts import Artifact
from pharmakon.errors import UnknownTerm


class SchemaModule(Protocol):
    """What each file of this folder offers."""

    FILES: tuple[str, ...]
    """The paths, or patterns of paths, that it alone writes."""

    def render(self) -> Iterator[Artifact]:
        """The files, as bytes."""


def names() -> tuple[str, ...]:
    """The names of all artefacts; a file's presence is its registration."""
    return tuple(sorted(info.name for info in pkgutil.iter_modules(__path__)))


def artefact(name: str) -> SchemaModule:
    """The module that writes an artefact.

    Raises:
        UnknownTerm: There is no such artefact.
    """
    if name not in names():
        raise UnknownTerm("schema artefact", name, names())
    return cast("SchemaModule", import_module(f"{__name__}.{name}"))


def render() -> Iterator[Artifact]:
    """All files of the schema tree."""
    for name in names():
        yield from artefact(name).render()
