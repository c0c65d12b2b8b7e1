"""Catalogues: files that describe the files of a release, made from its manifest."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import Protocol, cast

from pharmakon.artifacts import Artifact, Manifest
from pharmakon.dataset import Dataset


class CatalogModule(Protocol):
    """What each file of this folder offers."""

    FILES: tuple[str, ...]
    """The paths that it alone writes."""

    def describe(self, manifest: Manifest, dataset: Dataset) -> Iterator[Artifact]:
        """The files that describe a release."""


def modules() -> dict[str, CatalogModule]:
    """All catalogues by name; a file's presence is its registration."""
    names = sorted(info.name for info in pkgutil.iter_modules(__path__))
    return {name: cast("CatalogModule", import_module(f"{__name__}.{name}")) for name in names}


def describe(manifest: Manifest, dataset: Dataset) -> Iterator[Artifact]:
    """The files of all catalogues."""
    for module in modules().values():
        yield from module.describe(manifest, dataset)
