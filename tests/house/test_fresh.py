"""Laws about generated files: they are what a build would write, and each has one author."""

from __future__ import annotations

from fnmatch import fnmatch
from pathlib import Path

import pharmakon as pk
from pharmakon import catalog, export, schema
from pharmakon.readers.release import CHECKSUMS, MANIFEST


def test_generated_files_are_committed_as_built(checkout: Path) -> None:
    """schema/ and dataset/export/ hold exactly what `pharmakon build` writes."""
    assert pk.check(checkout / "dataset") == ()


def test_every_schema_file_has_one_author(checkout: Path) -> None:
    """Each file of schema/ is declared by exactly one module, and written by that one."""
    _one_author(
        checkout / "schema",
        {
            name: tuple(artifact.path for artifact in schema.artefact(name).render())
            for name in schema.names()
        },
        {name: schema.artefact(name).FILES for name in schema.names()},
    )


def test_every_exported_file_has_one_author(checkout: Path) -> None:
    """Each file of dataset/export/ is declared by exactly one module, and written by that one."""
    dataset = pk.load(checkout / "dataset")
    formats = export.modules()
    catalogs = {f"catalog {name}": module for name, module in catalog.modules().items()}
    from pharmakon.artifacts import Manifest

    written = {name: tuple(each.path for each in module.export(dataset)) for name, module in formats.items()}
    written |= {
        name: tuple(each.path for each in module.describe(Manifest(()), dataset))
        for name, module in catalogs.items()
    }
    declared = {name: module.FILES for name, module in (*formats.items(), *catalogs.items())}
    _one_author(checkout / "dataset" / "export", written, declared)


def _one_author(
    folder: Path, written: dict[str, tuple[str, ...]], declared: dict[str, tuple[str, ...]]
) -> None:
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    paths = [path for each in written.values() for path in each]
    assert sorted(paths) == sorted(found - {MANIFEST, CHECKSUMS})
    for name, each in written.items():
        for path in each:
            assert any(fnmatch(path, pattern) for pattern in declared[name]), (name, path)
