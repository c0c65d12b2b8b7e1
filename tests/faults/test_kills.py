"""Builds that are killed, and builds that meet: what a reader finds is one release."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import pharmakon as pk
from pharmakon import publish
from pharmakon.artifacts import text_artifact

FULL = bool(os.environ.get("PHARMAKON_FULL"))
KILLS = 50 if FULL else 5
ROUNDS = 60 if FULL else 4
TREES = ("schema", "export")
Tree = dict[str, bytes]

BUILDS = """
import sys
import pharmakon as pk
done = 0
while done < int(sys.argv[3]):
    try:
        done += pk.build(sys.argv[1], sys.argv[2])[0].ok
    except pk.PublishError as refused:
        assert "another build" in str(refused), refused
"""


def tree(folder: Path) -> Tree:
    """Every file below a folder, by path."""
    found = (each for each in folder.rglob("*") if each.is_file())
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in found}


@pytest.fixture(scope="module")
def golden() -> Path:
    """The folder of the tiny dataset."""
    return Path(__file__).resolve().parents[1] / "golden"


@pytest.fixture
def other(golden: Path, tmp_path: Path) -> Path:
    """The tiny dataset under another title, which many files of a release repeat."""
    made = shutil.copytree(golden, tmp_path / "other", ignore=shutil.ignore_patterns("export"))
    text = (made / "dataset.yaml").read_text()
    (made / "dataset.yaml").write_text(text.replace("A tiny dataset", "Another dataset"))
    return Path(made)


def test_a_kill_at_a_random_moment_leaves_whole_trees(golden: Path, tmp_path: Path) -> None:
    """Killed whenever, from before its first output on, a build leaves each tree old or new, whole."""
    chance = random.Random(905)  # noqa: S311 - moments, no secrets
    place, new, old = tmp_path / "place", tmp_path / "new", tmp_path / "old"
    pk.build(golden, new)
    began = time.monotonic()
    pk.build(golden, new)
    most = 1.2 * (time.monotonic() - began)
    for name in TREES:
        with publish.stage(old / name) as staging:
            staging.write([text_artifact("README.md", f"the old {name}\n", "text/markdown")])
    outcomes = []
    for _ in range(KILLS):
        shutil.rmtree(place, ignore_errors=True)
        out = Path(shutil.copytree(old, place))
        command = [sys.executable, "-m", "pharmakon", "build", str(golden), "--out", str(out)]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as build:
            while build.poll() is None and not (out / ".export.lock").exists():
                time.sleep(0.001)
            time.sleep(chance.uniform(0, most))
            build.send_signal(signal.SIGKILL)
        assert pk.verify(out) == ()
        states = [
            next(side.name for side in (old, new) if tree(out / name) == tree(side / name)) for name in TREES
        ]
        assert states != ["old", "new"]
        outcomes.append(" ".join(states))
        pk.build(golden, out)
        assert tree(out) == tree(new)
        assert sorted(each.name for each in out.iterdir()) == sorted(TREES)
    print(f"{KILLS} kills: {[(each, outcomes.count(each)) for each in sorted(set(outcomes))]}")  # noqa: T201 - the figures


def test_two_builds_and_a_reader_meet(golden: Path, other: Path, tmp_path: Path) -> None:
    """While two builds write one target in turn, whoever opens its folder sees files of one release only.

    The folder is there at every moment. What was opened may be removed while it is read, but nothing
    of another release ever appears in it.
    """
    ends = [tmp_path / name for name in ("one", "other one")]
    for each in ends:
        each.mkdir()
    if not publish._exchange(*ends):
        pytest.skip("this file system cannot exchange two folders")
    out = tmp_path / "out"
    releases = []
    for each in (other, golden):
        pk.build(each, out)
        releases.append(tree(out / "export"))
    command = [sys.executable, "-c", BUILDS]
    writers = [subprocess.Popen([*command, str(each), str(out), str(ROUNDS)]) for each in (golden, other)]
    seen = [0, 0]
    whole = 0
    while any(each.poll() is None for each in writers):
        found = _through_one_handle(out / "export")
        of = [at for at, release in enumerate(releases) if found.items() <= release.items()]
        assert of, "files of two releases in one folder"
        if len(of) == 1:
            seen[of[0]] += 1
            whole += len(found) == len(releases[of[0]])
    assert [each.returncode for each in writers] == [0, 0]
    assert all(seen)
    assert whole
    assert tree(out / "export") in releases
    assert sorted(each.name for each in out.iterdir()) == sorted(TREES)
    print(f"{sum(seen)} readings, {whole} of them whole: 0 mixed")  # noqa: T201 - the figures


def _through_one_handle(folder: Path) -> Tree:
    """The files of a release, by its manifest, all through one handle; those left out that were removed."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    found: Tree = {}
    try:
        found["manifest.json"] = _read("manifest.json", handle)
        said = [each["path"] for each in json.loads(found["manifest.json"])["files"]]
        for path in ("SHA256SUMS", *said):
            found[path] = _read(path, handle)
    except FileNotFoundError:
        pass
    finally:
        os.close(handle)
    return found


def _read(path: str, folder: int) -> bytes:
    with os.fdopen(os.open(path, os.O_RDONLY, dir_fd=folder), "rb") as file:
        return file.read()
