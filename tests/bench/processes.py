"""Processes measured from outside: time on the wall, time of the processor, and the largest memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_KIBIBYTES = 1 if sys.platform == "darwin" else 1024
"""In what the system counts memory, in bytes."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What one run of a program took.

    Args:
        seconds: The time on the wall, start-up included.
        cpu: The time of the processor, of its children too.
        peak_mb: The memory of the process, or of that of its children which held most.
    """

    seconds: float
    cpu: float
    peak_mb: float


class Failed(Exception):
    """A program did not do its work; the last line that it said tells why."""


def run(command: Sequence[str], folder: Path, allowed: tuple[int, ...] = (0,)) -> Taken:
    """What the program takes.

    Args:
        command: The program and its arguments.
        folder: Where its words are kept.
        allowed: The exit codes that are not failures.

    Raises:
        Failed: It cannot be started, or it ends with another exit code.
    """
    words = folder / "words"
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    # The measured memory of a program is never below that of the one that starts it: this one is small.
    with words.open("wb") as said:
        start = time.perf_counter()
        try:
            process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=said)
        except OSError as error:
            raise Failed(error.strerror or str(error)) from None
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    told = words.read_text(encoding="utf-8", errors="replace").strip()
    if process.returncode not in allowed or "Traceback" in told:
        raise Failed(_reason(told) or f"exit code {process.returncode}")
    return Taken(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss * _KIBIBYTES / 2**20)


def _reason(told: str) -> str:
    """The last line that has letters, without the frame that a command line draws around it."""
    lines = [line.strip(" │╭╰─╮╯") for line in told.splitlines()]
    return next((line for line in reversed(lines) if any(map(str.isalpha, line))), "")[:120]
