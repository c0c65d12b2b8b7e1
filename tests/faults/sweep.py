"""Builds a release again and again under injected faults, and says what each fault left.

Run with `LD_PRELOAD` set to the compiled `shim.c`. The program is loaded once; each build runs in a
child of its own, so that a kill ends the build alone. One line of JSON is printed for each fault.

The build is `build --full`, of all three trees. What is written is computed once and then told again to
each build, for the same records always give the same files. Before the first fault it is checked that
such a build makes the same files, by the same output calls, as one that computes: hence SQLite and
pyarrow, which work in memory, make none, and `publish` alone writes.

Usage: python sweep.py DATASET PLACE SCENARIO STEP FIRST
    DATASET   the folder of the records that are built
    PLACE     an empty folder to work in
    SCENARIO  replace (the old release is exchanged), renames (the file system cannot exchange two
              folders), first (there is no release yet), broken (nor can it exchange, and all calls
              after the fault fail too)
    STEP      every STEP-th fault, beginning with the FIRST; of the last ones, at which the trees take
              their places, every seventh at least
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import hashlib
import io
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pharmakon as pk
from pharmakon import publish
from pharmakon.api import building
from pharmakon.artifacts import Artifact, text_artifact
from pharmakon.cli import main
from pharmakon.dataset import Dataset

FAULTS = {"ENOSPC": errno.ENOSPC, "EIO": errno.EIO, "SIGKILL": 0}
TREES = ("schema", "export", "full")
LAST = 90
"""So many faults belong to the calls by which a finished release takes its place."""

Tree = dict[str, bytes]
Make = Callable[..., Iterator[Artifact]]


def tree(folder: Path) -> Tree:
    """Every file below a folder, by path; empty if there is none."""
    found = (each for each in folder.rglob("*") if each.is_file())
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in found}


def standing(folder: Path) -> str:
    """A digest of all that is below a folder: paths, modes, and the bytes of files."""
    digest = hashlib.sha256()
    for each in sorted(folder.rglob("*")):
        data = each.read_bytes() if each.is_file() else b""
        digest.update(f"{each.relative_to(folder)} {each.lstat().st_mode} {len(data)} ".encode() + data)
    return digest.hexdigest()


def told_again(make: Make) -> Make:
    """A function that makes the files of a dataset, run once for each choice; after that it repeats them."""
    known: dict[str, list[Artifact]] = {}

    def tell(*given: object, **named: object) -> Iterator[Artifact]:
        choice = repr(([each for each in given if not isinstance(each, Dataset)], named))
        if choice not in known:
            known[choice] = [replace(each, chunks=tuple(each.chunks)) for each in make(*given, **named)]
        yield from known[choice]

    return tell


@dataclass(frozen=True)
class Sweep:
    """The same build under one fault after another."""

    shim: ctypes.CDLL
    dataset: Path
    place: Path
    scenario: str
    healed: dict[str, bool] = field(default_factory=dict)

    @property
    def out(self) -> Path:
        """The folder of the release that is built."""
        return self.place / "work" / "out"

    def prepare(self) -> None:
        """Builds an old release and a new one, of which each tree differs, and computes nothing from then on.

        The first build is a child's, so that no later child has a copy of threads that pyarrow began.
        """
        for name in TREES:
            with publish.stage(self.place / "old" / name) as staging:
                staging.write([text_artifact("README.md", f"the old {name}\n", "text/markdown")])
        computed = self.calls()
        self.out.rename(self.place / "new")
        building.exports = told_again(building.exports)
        building.catalog.describe = told_again(building.catalog.describe)
        building.schema.render = told_again(building.schema.render)
        self.build(self.place / "again")
        assert tree(self.place / "again") == tree(self.place / "new")
        assert self.calls() == computed

    def build(self, out: Path) -> int:
        """Runs the command in this process; its exit code."""
        return main(["build", str(self.dataset), "--out", str(out), "--full"])

    def start(self) -> None:
        """Lays out what stands there before a build."""
        shutil.rmtree(self.place / "work", ignore_errors=True)
        self.out.mkdir(parents=True)
        if self.scenario != "first":
            shutil.copytree(self.place / "old", self.out, dirs_exist_ok=True)

    def child(self, at: int, number: int) -> tuple[int, str]:
        """The exit code of a build with one fault, or -9, and what it said on stderr; at 0 none fails."""
        said = self.place / "said"
        process = os.fork()
        if process == 0:
            with said.open("w") as stream, contextlib.redirect_stderr(stream):
                sys.stdout = io.StringIO()
                self.shim.fault_arm(
                    at, number, self.scenario in ("renames", "broken"), self.scenario == "broken"
                )
                code = self.build(self.out)
                calls = self.shim.fault_names()
                self.shim.fault_arm(0, 0, 0, 0)
            (self.place / "calls").write_bytes(calls)
            os._exit(code)
        _, status = os.waitpid(process, 0)
        return os.waitstatus_to_exitcode(status), said.read_text()

    def calls(self) -> list[str]:
        """The output calls of a build that nothing disturbs, by name."""
        self.start()
        code, said = self.child(0, 0)
        if code != 0:
            raise SystemExit(said)
        return (self.place / "calls").read_text().split()

    def fault(self, at: int, name: str) -> dict[str, object]:
        """What one fault left: what each tree is, what was said, and whether the next build heals all."""
        self.start()
        code, said = self.child(at, FAULTS[name])
        for each in TREES:
            publish.heal(self.out / each)
        states = {each: self.state(each) for each in TREES}
        whole = "missing" in states.values() or pk.verify(self.out) == ()
        told = [line for line in said.splitlines() if line.startswith("pharmakon: ")]
        return {
            "scenario": self.scenario,
            "at": at,
            "fault": name,
            "code": code,
            "said": told,
            "states": states,
            "whole": whole,
            "healed": self.heals(),
            "traceback": "Traceback" in said,
        }

    def heals(self) -> bool:
        """Whether the next build makes all new and leaves nothing else; built once for what is left alike."""
        left = standing(self.out)
        if left not in self.healed:
            code, _ = self.child(0, 0)
            names = sorted(each.name for each in self.out.iterdir())
            new = tree(self.out) == tree(self.place / "new")
            self.healed[left] = code == 0 and names == sorted(TREES) and new
        return self.healed[left]

    def state(self, name: str) -> str:
        """Whether a tree is the old one, the new one, missing, or neither."""
        found = tree(self.out / name)
        known = {"new": tree(self.place / "new" / name)}
        known |= {"missing": {}} if self.scenario == "first" else {"old": tree(self.place / "old" / name)}
        return next((state for state, each in known.items() if each == found), "mixed")


def sweep(dataset: str, place: str, scenario: str, step: str, first: str) -> None:
    """Prints a line with the number of calls, and one for each fault."""
    shim = ctypes.CDLL(None)
    shim.fault_names.restype = ctypes.c_char_p
    made = Sweep(shim, Path(dataset), Path(place), scenario)
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        made.prepare()
    calls = made.calls()
    print(json.dumps({"calls": len(calls)}), flush=True)  # noqa: T201 - the answer
    every = [(at, name) for at in range(1, len(calls) + 1) for name in FAULTS]
    for row, (at, name) in enumerate(every):
        near = min(int(step), 7) if row >= len(every) - LAST else int(step)
        if row % near != int(first) % near:
            continue
        told = {"call": calls[at - 1], **made.fault(at, name)}
        print(json.dumps(told), flush=True)  # noqa: T201 - the answer


if __name__ == "__main__":
    sweep(*sys.argv[1:])
