"""Catalogues: files that describe the files of a release, made from its manifest."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from importlib import import_module
from typing import Protocol, cast

from pharmakon import export
from pharmakon.artifacts import Artifact, File, Manifest
from pharmakon.dataset import Dataset
from pharmakon.export import csv
from pharmakon.sheets import sheets

UNTITLED = "A file of the release."
"""What is said of a file that no table and no format describes."""

LICENSES = {
    "https://creativecommons.org/licenses/by/4.0/": (
        "CC-BY-4.0",
        "Creative Commons Attribution 4.0 International",
    ),
    "https://creativecommons.org/publicdomain/zero/1.0/": (
        "CC0-1.0",
        "Creative Commons Zero v1.0 Universal",
    ),
    "https://creativecommons.org/licenses/by-sa/4.0/": (
        "CC-BY-SA-4.0",
        "Creative Commons Attribution Share Alike 4.0 International",
    ),
}
"""The SPDX identifier and full name of licenses that datasets have, by their address."""


class CatalogModule(Protocol):
    """What each file of this folder offers; the first line of its docstring says what the file is.

    One that is something else for a release without tables says what in `WITHOUT_TABLES`.
    """

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


def titles(manifest: Manifest) -> dict[str, str]:
    """What each catalogue of a release is, by its path: what its module says of itself."""
    found = {path: module for module in modules().values() for path in module.FILES}
    return {path: _said(found[path], tables=has_tables(manifest)) for path in sorted(found)}


def _said(module: CatalogModule, *, tables: bool) -> str:
    bare = getattr(module, "WITHOUT_TABLES", "")
    if bare and not tables:
        return str(bare)
    line = (module.__doc__ or "").partition("\n")[0].rstrip(".")
    return line.partition(": ")[2] or line


def has_tables(manifest: Manifest) -> bool:
    """Whether a release has the tables as CSV."""
    return any(file.media_type == csv.FORMAT.media_type for file in manifest.files)


def part(subject: str, kind: str, name: str) -> str:
    """The IRI of a part of a dataset, such as a file by its path: the same in every catalogue."""
    return f"{subject}#{kind}-{re.sub(r'[^A-Za-z0-9_./-]', '-', name)}"


def download(file: File) -> dict[str, object]:
    """What is said of a file in the words of schema.org, which Croissant shares.

    Source: schema.org, DataDownload; Croissant 1.1, FileObject.
    """
    return {
        "name": file.path,
        "description": title(file.path) or UNTITLED,
        "contentUrl": file.path,
        "contentSize": f"{file.bytes} B",
        "encodingFormat": file.media_type,
        "sha256": file.sha256,
    }


def title(path: str) -> str:
    """What a file of a release is, in one line: a table, or a format by its title; empty if unknown."""
    for sheet in sheets():
        if path == csv.path(sheet):
            return sheet.description
    for module in (*export.modules().values(), *export.modules(full=True).values()):
        if any(fnmatch(path, pattern) for pattern in module.FILES):
            return module.FORMAT.title
    return ""
