"""The command line: one command is one verb of the API; data on stdout, talk on stderr.

Exit codes: 0 clean; 1 findings, drift or a mismatch; 2 usage, unknown names, unreadable input;
3 output that could not be written, or an internal error; 130 interrupted.
"""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing_extensions import Buffer

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> int:
    """Runs one command, and returns its exit code; no input ends in a traceback.

    Args:
        arguments: The words after the program's name; by default those of the process.
    """
    import typer

    given = sys.argv[1:] if arguments is None else arguments
    words = [each for each in given if each != "--debug"]
    sys.stdin, sys.stdout, sys.stderr = (
        each or _nowhere() for each in (sys.stdin, sys.stdout, sys.stderr)
    )  # a stream that was closed from outside is None
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape")  # whatever the locale
    try:
        return _run(words or ["--help"])
    except (typer.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        sys.stdout = _forgetful()  # the reader went away
        return 0
    except Exception as fault:
        expected = _expected(fault)
        if type(fault) is OSError:  # a full device: what could not be written is not tried again
            sys.stdout = _forgetful()
        if expected is None and "--debug" in given:
            raise
        internal = (3, f"internal error: {type(fault).__name__}: {fault}; --debug shows where")
        code, sentence = expected or internal
        _say(sentence)
        return code


class _Sink(io.RawIOBase):
    """Forgets what is written to it."""

    def writable(self) -> bool:
        """Whether it can be written: always."""
        return True

    def write(self, data: Buffer) -> int:
        """Takes all bytes, and keeps none."""
        return len(memoryview(data))


def _forgetful() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BufferedWriter(_Sink()), encoding="utf-8")


def _nowhere() -> io.TextIOWrapper:
    """A stream that is empty and forgets, and takes the number of the one that was closed from any file."""
    return io.TextIOWrapper(io.FileIO(os.open(os.devnull, os.O_RDWR), "r+"), encoding="utf-8")


def _run(words: list[str]) -> int:
    import typer

    from pharmakon.cli.commands import app

    command = typer.main.get_command(app)
    try:
        with command.make_context("pharmakon", words) as context:
            code = command.invoke(context)
    except typer.Exit as done:
        code = done.exit_code
    sys.stdout.flush()
    return code if isinstance(code, int) else 0


def _expected(fault: Exception) -> tuple[int, str] | None:
    """The exit code and the sentence of a fault of the caller or the world; None if the fault is ours."""
    from pharmakon.errors import InvalidDataset, JobFailed, PharmakonError, PublishError, WorkerLost

    if isinstance(fault, PharmakonError):
        codes = {InvalidDataset: 1, PublishError: 3, JobFailed: 3, WorkerLost: 3}
        return codes.get(type(fault), 2), str(fault)
    if isinstance(fault, OSError):
        return 3, f"{fault.filename or 'output'}: {fault.strerror or fault}; make room, or name another place"
    usage = getattr(fault, "format_message", None)  # of click, whichever package brings it
    return (2, f"{usage().rstrip('.')}; see `pharmakon --help`") if usage else None


def _say(sentence: str) -> None:
    """Writes one line to stderr."""
    line = "".join(each if each.isprintable() else " " for each in sentence)
    sys.stderr.write(f"pharmakon: {line}\n")
