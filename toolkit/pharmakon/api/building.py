"""Building: the trees of a release, written, compared and verified."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from pharmakon import catalog, export, publish, schema
from pharmakon.api import arguments
from pharmakon.api.loading import Source, files_of, gather, load, report_on
from pharmakon.artifacts import Artifact, File, Manifest
from pharmakon.dataset import Dataset
from pharmakon.errors import BadArgument, InvalidDataset, PublishError, UnreadableInput
from pharmakon.export import Format
from pharmakon.findings import Finding
from pharmakon.publish import places
from pharmakon.readers import folder, release
from pharmakon.readers.release import FULL, TREES
from pharmakon.report import Report
from pharmakon.resources import checkout, shipped

_AGAIN = 9
"""How many times a tree is judged again, if a build replaces it meanwhile."""


@dataclass(frozen=True, slots=True)
class Tree:
    """One tree of a release that was written.

    Args:
        folder: Where it is.
        manifest: What is in it.
    """

    folder: Path
    manifest: Manifest


def targets(out: str | os.PathLike[str] | None, *, full: bool = False) -> dict[str, Path]:
    """Where the trees go: into a folder, or into the checkout.

    Raises:
        PublishError: No folder was named, and there is no checkout, or it would get a full release.
    """
    if out is not None:
        return {name: folder.path_of(out) / name for name in (*TREES, *([FULL] if full else []))}
    if full:
        raise PublishError("build", "a full release needs a folder of its own", "name --out")
    top = checkout()
    if top is None:
        raise PublishError("build", "there is no checkout to build in", "name a folder with --out")
    return {"schema": top / "schema", "export": top / "dataset" / "export"}


def exports(
    dataset: Dataset, formats: Iterable[str] | None = None, *, full: bool = False
) -> Iterator[Artifact]:
    """The files of a dataset in some formats, or in all of one of the two trees of exports.

    Args:
        dataset: The records.
        formats: The formats; by default all of that tree.
        full: Whether those of `build --full` are meant.

    Raises:
        UnknownFormat: There is no such format.
    """
    names = list(export.modules(full=full)) if formats is None else list(formats)
    chosen = [export.module(name) for name in names]
    for module in chosen:
        yield from module.export(dataset)


def build(
    source: Source | None = None,
    out: str | os.PathLike[str] | None = None,
    formats: Iterable[str] | None = None,
    *,
    full: bool = False,
) -> tuple[Report, tuple[Tree, ...]]:
    """Validates a dataset and writes schema/ and every export, each tree whole or not at all.

    Args:
        source: The dataset; by default the checkout's, or the packaged one.
        out: The folder for all trees; by default the checkout.
        formats: The formats to write; by default all. Then `out` must be named.
        full: Whether to write full/ too, the formats for programs only. Then `out` must be named.

    Returns:
        The report and, if it has no errors, the trees that were written.

    Raises:
        UnreadableInput: The dataset cannot be read.
        UnknownFormat: There is no such format.
        MissingExtra: A format needs a package that is not installed; then nothing has changed.
        PublishError: A target cannot be written, or is not ours, or what is read stands in it; then it is
            as it was, and the error names the trees that are new.
    """
    names = _chosen(formats)
    chosen = None if names is None else [export.module(name).FORMAT for name in names]
    full = full or any(each.full for each in chosen or ())
    if chosen is not None and out is None:
        raise PublishError("build", "a choice of formats needs a folder of its own", "name --out")
    folders = targets(out, full=full)
    for each in (*folders.values(), *([folder.path_of(out) / FULL] if out is not None else [])):
        publish.heal(each)
    taken = [each for each in folders.values() if each.is_dir() and any(each.iterdir())]
    if chosen is not None and taken:
        reason = "a choice of formats would replace a whole release"
        raise PublishError(str(taken[0]), reason, "name a new --out")
    if out is not None and not full and (folder.path_of(out) / FULL).exists():
        reason = "it would stay behind, older than the rest"
        raise PublishError(str(folder.path_of(out) / FULL), reason, "add --full, or name a new --out")
    source = source if source is not None else shipped("dataset")
    _refuse_source(source, folders.values())
    gathered = gather(source)
    report = report_on(gathered)
    if not report.ok:
        return report, ()
    return report, _write(gathered.dataset, folders, chosen)


def _refuse_source(source: Source, targets: Iterable[Path]) -> None:
    """Refuses a target that holds what is read, or would be read as records the next time.

    Raises:
        PublishError: It does.
        UnreadableInput: The source cannot be read.
    """
    given = source if isinstance(source, (str, os.PathLike)) else getattr(source, "name", None)
    if not isinstance(given, (str, os.PathLike)):
        return
    path = folder.path_of(given)
    read = [_real(each) for each in (files_of(path) if given is source else (path,))]
    for target in targets:
        if any(_real(target) in each.parents for each in read):
            raise PublishError(str(target), "it holds what is read", "name another --out")
        if folder.is_walked(path, target):
            raise PublishError(str(target), f"it would be read as records of {path}", "name another --out")


def _real(path: Path) -> Path:
    """A path from the root, without links; one that leads in a circle stays as far as it goes."""
    return Path(os.path.realpath(path))


def _write(dataset: Dataset, folders: dict[str, Path], formats: list[Format] | None) -> tuple[Tree, ...]:
    """Stages all trees before any is swapped in, schema first."""
    staged: dict[str, publish.Staging] = {}
    try:
        return _staged(dataset, folders, formats, staged)
    except PublishError as fault:
        new = [str(folders[name]) for name in folders if name in staged and staged[name].published]
        if not new:
            raise
        verb = "is" if len(new) == 1 else "are"
        reason = f"{fault.reason}; {' and '.join(new)} {verb} new"
        raise PublishError(fault.path, reason, fault.hint) from fault


def _staged(
    dataset: Dataset,
    folders: dict[str, Path],
    formats: list[Format] | None,
    staged: dict[str, publish.Staging],
) -> tuple[Tree, ...]:
    with ExitStack() as stack:
        for name in reversed(folders):
            staged[name] = stack.enter_context(publish.stage(folders[name]))
        for name, staging in staged.items():
            if name == "schema":
                staging.write(schema.render())
                continue
            full = name == FULL
            chosen = None if formats is None else [each.name for each in formats if each.full is full]
            manifest = staging.write(exports(dataset, chosen, full=full))
            staging.write(catalog.describe(manifest, dataset))
        for staging in staged.values():
            staging.finish()
        written = [Tree(folders[name], staged[name].write(())) for name in folders]
    return tuple(written)


def write(dataset: Dataset, out: str | os.PathLike[str], formats: Iterable[str] | None = None) -> Tree:
    """Writes a dataset in some formats into one folder, atomically.

    Args:
        dataset: The records.
        out: A folder that is new, empty, or a release.
        formats: The formats to write; by default all of a release that is not full.

    Raises:
        InvalidDataset: The dataset has errors.
        UnknownFormat: There is no such format.
        MissingExtra: A format needs a package that is not installed; then nothing has changed.
        PublishError: The folder cannot be written, or is not ours.
    """
    report = report_on(gather(arguments.dataset(dataset)))
    if not report.ok:
        raise InvalidDataset(report.findings)
    chosen, target = _chosen(formats), folder.path_of(out)
    with publish.stage(target) as staging:
        manifest = staging.write(exports(dataset, chosen))
        staging.write(catalog.describe(manifest, dataset))
    return Tree(target, staging.write(()))


def _chosen(formats: Iterable[str] | None) -> list[str] | None:
    """The names of formats that a caller gives, each once; None for all.

    Raises:
        BadArgument: It gives no list of names.
        UnknownFormat: There is no such format.
    """
    if formats is None:
        return None
    if isinstance(formats, str) or not isinstance(formats, Iterable):
        raise BadArgument(formats, 'a list of formats, such as ["jsonl"]')
    return list(dict.fromkeys(map(arguments.format_name, formats)))


def check(
    source: Source | None = None, out: str | os.PathLike[str] | None = None, *, full: bool = False
) -> tuple[str, ...]:
    """What differs between the trees that stand there and those that a build would write.

    Args:
        source: The dataset; by default the checkout's, or the packaged one.
        out: The folder of the trees; by default the checkout.
        full: Whether full/ belongs to them; where it stands, it is compared in any case.

    Returns:
        One line for each file that differs, is missing, or should not be there.

    Raises:
        InvalidDataset: The dataset has errors.
    """
    gathered = gather(source if source is not None else shipped("dataset"))
    report = report_on(gathered)
    if not report.ok:
        raise InvalidDataset(report.findings)
    lines: list[str] = []
    full = full or (out is not None and (folder.path_of(out) / FULL).exists())
    for name, target in targets(out, full=full).items():
        publish.heal(target)
        found, others = folder.tree(target) if target.is_dir() else ({}, {})
        wanted = _render(name, gathered.dataset)
        for path in sorted({*found, *others, *wanted}):
            if path in others:
                lines.append(f"{target.name}/{path} is {others[path]}")
            elif path not in found:
                lines.append(f"{target.name}/{path} is missing")
            elif path not in wanted:
                lines.append(f"{target.name}/{path} is written by nothing")
            elif not _holds(found[path], wanted[path]):
                lines.append(f"{target.name}/{path} differs")
    return tuple(lines)


def _holds(found: folder.Held, wanted: bytes) -> bool:
    return found.size == len(wanted) and b"".join(found.pieces()) == wanted


def _render(name: str, dataset: Dataset) -> dict[str, bytes]:
    """The files of one tree as bytes, as a build would write them."""
    if name == "schema":
        made, manifest = publish.render(schema.render())
    else:
        made, manifest = publish.render(exports(dataset, full=name == FULL))
        more, described = publish.render(catalog.describe(manifest, dataset))
        made |= more
        manifest = Manifest(tuple(sorted((*manifest.files, *described.files), key=_path)))
    return made | publish.lists(manifest)


def _path(file: File) -> str:
    return file.path


def verify(path: str | os.PathLike[str]) -> tuple[Finding, ...]:
    """What is wrong with a downloaded release, or one tree of it; nothing if it is whole.

    Args:
        path: A folder with a `manifest.json`, or one that holds the trees of a release.

    Raises:
        UnreadableInput: There is no release.
    """
    top = folder.path_of(path)
    publish.heal(top)
    top = top.resolve() if top.is_symlink() else top
    trees = [top / name for name in (*TREES, FULL)]
    for each in trees:
        publish.heal(each)
    if any(os.path.lexists(top / name) for name in (release.MANIFEST, release.CHECKSUMS)):
        return _tree_verified(top)
    if not any(os.path.lexists(each) for each in trees):
        hint = "name a folder that holds a manifest.json, or the trees of a release"
        raise UnreadableInput(str(top), "there is no release", hint)
    return tuple(_verified(trees, top))


def _tree_verified(tree: Path) -> tuple[Finding, ...]:
    """What is wrong with one tree; it is judged again if another took its place meanwhile."""
    for _ in range(_AGAIN):
        before = _which(tree)
        with suppress(UnreadableInput):
            found = tuple(release.verify(*folder.tree(tree)))
            if not found or _which(tree) == before:
                return found
    return tuple(release.verify(*folder.tree(tree)))


def _which(tree: Path) -> tuple[int, int] | None:
    """What tells a folder from another that takes its place; none while there is none."""
    with suppress(OSError):
        state = tree.stat()
        return state.st_dev, state.st_ino
    return None


def _verified(trees: list[Path], top: Path) -> Iterator[Finding]:
    """What is wrong with each tree of a release, and what stands beside them."""
    there = [each for each in trees if each.is_dir() and not each.is_symlink()]
    for each in trees:
        if each in there or each.name != FULL:
            for found in _tree_verified(each) if each in there else release.verify({}):
                if place := found.location:
                    yield replace(found, location=replace(place, file=f"{each.name}/{place.file}"))
    for name, kind in folder.beside(top, (*TREES, FULL)):
        if not any(places.is_one(top / name, each) for each in trees):
            yield release.stray(name, kind)


__all__ = ["FULL", "TREES", "Tree", "build", "check", "load", "verify", "write"]
