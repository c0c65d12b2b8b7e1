"""Random tampering with a release: every case is found, and the file is named."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import pharmakon as pk

MOST = 200 if os.environ.get("PHARMAKON_FULL") else 20
"""How many cases are tried; a tenth without PHARMAKON_FULL=1."""

Json = dict[str, Any]
LISTS = {"manifest.json", "SHA256SUMS"}


@pytest.fixture(scope="module")
def published(golden: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the tiny dataset."""
    out = tmp_path_factory.mktemp("published") / "out"
    assert pk.build(golden, out)[0].ok
    return out


def _flip(path: Path, tree: Path, chance: random.Random) -> Path:
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)
    return path


def _cut(path: Path, tree: Path, chance: random.Random) -> Path:
    data = path.read_bytes()
    path.write_bytes(data[: chance.randrange(len(data))])
    return path


def _append(path: Path, tree: Path, chance: random.Random) -> Path:
    path.write_bytes(path.read_bytes() + chance.choice((b"\n", b" ", b"\0", b"{}\n")))
    return path


def _add(path: Path, tree: Path, chance: random.Random) -> Path:
    added = path.with_name(chance.choice((".hidden", "more.jsonl", f"{path.name}~")))
    added.write_bytes(chance.choice((b"", b"x")))
    return added


def _delete(path: Path, tree: Path, chance: random.Random) -> Path:
    path.unlink()
    return path


def _swap(path: Path, tree: Path, chance: random.Random) -> Path:
    """Exchanges two files that differ; either is named."""
    data = path.read_bytes()
    others = [each for each in _files(tree) if each.read_bytes() != data and each not in _lists(tree)]
    other = chance.choice(others)
    path.write_bytes(other.read_bytes())
    other.write_bytes(data)
    return path


def _capitals(path: Path, tree: Path, chance: random.Random) -> Path:
    path.rename(path.with_name(path.name.swapcase()))
    return path


def _empty(path: Path, tree: Path, chance: random.Random) -> Path:
    path.write_bytes(b"")
    return path


def _link(path: Path, tree: Path, chance: random.Random) -> Path:
    """Puts a link to the same bytes in the file's place."""
    path.rename(tree.parent / "elsewhere")
    path.symlink_to(tree.parent / "elsewhere")
    return path


def _edit_manifest(path: Path, tree: Path, chance: random.Random) -> Path:
    """Changes what the manifest says of a file, and makes the checksums agree with the manifest."""
    said = json.loads((tree / "manifest.json").read_bytes())
    entries: list[Json] = said["files"]
    entry = next(each for each in entries if tree / each["path"] == path)
    edit = chance.choice(("sha256", "bytes", "path", "drop", "twice"))
    if edit == "drop":
        entries.remove(entry)
    elif edit == "twice":
        entries.append(entry)
    else:
        entry[edit] = {"sha256": "0" * 64, "bytes": entry["bytes"] + 1, "path": f"{entry['path']}x"}[edit]
    (tree / "manifest.json").write_text(json.dumps(said, ensure_ascii=False, indent=2) + "\n")
    digests = {each["path"]: each["sha256"] for each in entries}
    digests["manifest.json"] = hashlib.sha256((tree / "manifest.json").read_bytes()).hexdigest()
    sums = "".join(f"{digests[name]}  {name}\n" for name in sorted(digests))
    (tree / "SHA256SUMS").write_text(sums)
    return tree / "manifest.json" if edit == "twice" else path


TAMPERING: tuple[Callable[[Path, Path, random.Random], Path], ...] = (
    *(_flip, _cut, _append, _add, _delete, _swap, _capitals, _empty, _link, _edit_manifest),
)


def _lists(tree: Path) -> set[Path]:
    """The two lists of a tree; a manifest deeper in it is a file as others."""
    return {tree / name for name in LISTS}


def _files(tree: Path) -> list[Path]:
    return sorted(each for each in tree.rglob("*") if each.is_file() and each.stat().st_size)


def test_every_tampering_is_found_and_the_file_is_named(published: Path, tmp_path: Path) -> None:
    """A bit, a byte, a file more or less, another name, a link, a manifest made to fit: none goes unseen.

    A list that no longer agrees with the other is told under either name.
    """
    chance = random.Random(901)  # noqa: S311 - the same cases in every run
    out = tmp_path / "out"
    unseen = []
    for at in range(MOST):
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(published, out)
        tamper = TAMPERING[at % len(TAMPERING)]
        tree = out / chance.choice(("schema", "export"))
        choice = _files(tree)
        if tamper in (_edit_manifest, _swap):
            choice = [each for each in choice if each not in _lists(tree)]
        path = chance.choice(choice)
        changed = tamper(path, tree, chance)
        told = changed.relative_to(out).as_posix()
        found = _named(out)
        allowed = {told} if changed not in _lists(tree) else {f"{tree.name}/{name}" for name in LISTS}
        if not allowed & found:
            unseen.append((tamper.__name__, told, sorted(found)))
    assert not unseen
    assert _named(published) == set()


def _named(out: Path) -> set[str]:
    """The files that `verify` complains of."""
    try:
        return {each.location.file for each in pk.verify(out) if each.location}
    except pk.UnreadableInput as fault:
        return {Path(fault.path).relative_to(out).as_posix()}
