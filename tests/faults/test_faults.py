"""A disk that is full or broken, and a kill, at every output call of a build."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
FULL = bool(os.environ.get("PHARMAKON_FULL"))
STEP = 1 if FULL else 211
"""Every output call fails in three ways; without PHARMAKON_FULL=1 some twenty faults a scenario are tried."""

SCENARIOS = {"replace": 11, "renames": 42, "first": 77, "broken": 63}
"""What stands there before, and with which fault the sample begins."""


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that makes output calls fail, compiled with the system's C compiler."""
    compiler = shutil.which("cc")
    if compiler is None or not sys.platform.startswith("linux"):
        pytest.skip("faults are injected on Linux, with a C compiler named cc")
    library = tmp_path_factory.mktemp("shim") / "shim.so"
    words = [
        "-shared",
        "-fPIC",
        "-Wall",
        "-Wextra",
        "-Werror",
        "-o",
        str(library),
        str(HERE / "shim.c"),
        "-ldl",
    ]
    subprocess.run([compiler, *words], check=True, capture_output=True)
    return library


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_after_any_fault_the_old_or_the_new_tree_stands_there(
    scenario: str, shim: Path, tmp_path: Path
) -> None:
    """Each tree is the old one or the new one, whole; one line and the exit code tell; the next build heals.

    No tree of the three is mixed, and a later one is never newer than an earlier one. An exit code of 0
    is given for what is new only. The line that tells of a fault names the tree at which it happened, says
    truly whether that is as it was, and names those that are new.
    """
    words = [sys.executable, HERE / "sweep.py", HERE.parent / "golden", tmp_path, scenario]
    environment = {**os.environ, "LD_PRELOAD": str(shim), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [*map(str, words), str(STEP), str(SCENARIOS[scenario] % STEP)],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    calls, *faults = (json.loads(line) for line in done.stdout.splitlines())
    assert calls["calls"] > 800  # the shim is there: the files alone are a hundred and forty
    assert len(faults) >= calls["calls"] * 3 // STEP
    wrong = [each for each in faults if not _right(each)]
    assert not wrong, wrong
    outcomes = Counter(f"{each['fault']}: {' '.join(each['states'].values())}" for each in faults)
    print(f"{scenario}: {len(faults)} faults: {dict(sorted(outcomes.items()))}")  # noqa: T201 - the figures


def _right(fault: dict[str, Any]) -> bool:
    """Whether one fault had an outcome that is allowed."""
    states = list(fault["states"].values())
    old = "missing" if fault["scenario"] == "first" else "old"
    new = states.count("new")
    if states != ["new"] * new + [old] * (len(states) - new):
        return False
    if not fault["whole"] or not fault["healed"] or fault["traceback"]:
        return False
    if fault["fault"] == "SIGKILL":
        return bool(fault["code"] == -9)
    if fault["code"] == 0:
        return new == len(states) and not fault["said"]
    if fault["code"] != 3 or len(fault["said"]) != 1:
        return False
    return _tells(fault["said"][0], fault["states"], old)


def _tells(said: str, states: dict[str, str], old: str) -> bool:
    """Whether a line says truly which tree a fault met, and which ones are new."""
    met = [state for name, state in states.items() if f"/out/{name}: " in said]
    all_named = all(f"/out/{name}" in said for name, state in states.items() if state == "new")
    return all_named and met == [old if "it is as it was" in said else "new"]
