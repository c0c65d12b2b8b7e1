"""Builds a release again and again under injected faults, and says what each fault left.

Run with `LD_PRELOAD` set to the compiled `shim.c`. The program is loaded once; each build runs in a
child of its own, so that a kill ends the build alone. One line of JSON is printed for each fault.

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
import io
import json
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import pharmakon as pk
from pharmakon import publish
from pharmakon.artifacts import text_artifact
from pharmakon.cli import main

FAULTS = {"ENOSPC": errno.ENOSPC, "EIO": errno.EIO, "SIGKILL": 0}
TREES = ("schema", "export")
LAST = 60
"""So many faults belong to the calls by which a finished release takes its place."""

Tree = dict[str, bytes]


def tree(folder: Path) -> Tree:
    """Every file below a folder, by path; empty if there is none."""
    found = (each for each in folder.rglob("*") if each.is_file())
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in found}


@dataclass(frozen=True)
class Sweep:
    """The same build under one fault after another."""

    shim: ctypes.CDLL
    dataset: Path
    place: Path
    scenario: str

    @property
    def out(self) -> Path:
        """The folder of the release that is built."""
        return self.place / "work" / "out"

    def prepare(self) -> None:
        """Builds the new release, and an old one of which each tree differs from it."""
        self.build(self.place / "new")
        for name in TREES:
            with publish.stage(self.place / "old" / name) as staging:
                staging.write([text_artifact("README.md", f"the old {name}\n", "text/markdown")])

    def build(self, out: Path) -> int:
        """Runs the command in this process; its exit code."""
        return main(["build", str(self.dataset), "--out", str(out)])

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
        again, _ = self.child(0, 0)
        left = sorted(each.name for each in self.out.iterdir())
        healed = again == 0 and left == sorted(TREES) and tree(self.out) == tree(self.place / "new")
        told = [line for line in said.splitlines() if line.startswith("pharmakon: ")]
        return {
            "scenario": self.scenario,
            "at": at,
            "fault": name,
            "code": code,
            "said": told,
            "states": states,
            "whole": whole,
            "healed": healed,
            "traceback": "Traceback" in said,
        }

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
