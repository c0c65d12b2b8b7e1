"""What all commands have in common: exit codes, one line for each fault, and data on stdout alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer

import pharmakon as pk
from pharmakon import api
from pharmakon.cli.commands import app

COMMANDS = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
PACKAGED = "drug/ketamine"


def test_the_commands_are_those_that_are_promised() -> None:
    """Every command of this stage is there."""
    assert {"build", "convert", "explain", "list", "new", "schema", "show", "validate", "verify"} <= set(
        COMMANDS
    )


@pytest.mark.parametrize("words", [["--help"], ["-h"], [], *([name, "--help"] for name in COMMANDS)])
def test_help_is_an_answer(words: list[str], run: Callable[..., Any]) -> None:
    """Help is printed on stdout and is no fault; without a command, help is given."""
    said = run(*words)
    assert said.code == 0
    assert "Usage: pharmakon" in said.out
    assert said.err == ""


def test_the_version_is_an_answer(run: Callable[..., Any]) -> None:
    """`--version` prints the package's own version."""
    said = run("--version")
    assert (said.code, said.out, said.err) == (0, f"pharmakon {pk.__version__}\n", "")


USAGE = [
    ["nope"],
    ["--nope"],
    ["show"],
    ["show", PACKAGED, "more"],
    ["show", "drug/ketamin"],
    ["show", ""],
    ["show", "../../etc/passwd"],
    ["show", PACKAGED, "--dataset", "nowhere"],
    ["show", PACKAGED, "--dataset", "/dev/null"],
    ["show", PACKAGED, "--json", "--json=1"],
    ["list", "medicine"],
    ["list", "--source", "nope"],
    ["list", "drug", "--stance", "supports"],
    ["list", "--stance", "likes"],
    ["schema", "Medicine"],
    ["schema", "--format", "shex"],
    ["schema", "Drug", "--format", "shacl"],
    ["explain", "PK999"],
    ["explain", "\x1b[31m"],
    ["verify", "nowhere"],
    ["verify", "."],
    ["new", "medicine", "x"],
    ["new", "drug"],
    ["new", "drug", "A b"],
    ["new", "claim", "--find", "x"],
    ["new", "claim", "--document", "nowhere.txt", "--find", "x"],
    ["new", "drug", "--document", "nowhere.txt", "--find", "x"],
    ["new", "claim", "--document", "nowhere.txt", "--find", "x", "--occurrence", "0"],
    ["build", "nowhere", "--out", "out"],
    ["build", "--only", "jsonl"],
    ["build", "--only", "nope", "--out", "out"],
    ["build", "--check", "--only", "jsonl", "--out", "out"],
    ["convert", "nowhere.jsonl", "--to", "ntriples"],
    ["convert", "nowhere.jsonl", "--to", "ntriples", "-o", "out"],
    ["convert", ".", "--to", "ntriples"],
    ["convert", "-", "--to", "nope"],
    ["convert", "-"],
    ["convert", "-", "--to", "ntriples", "--base-iri", "a b"],
    ["convert", "nowhere.jsonl", "--to", "jsonl", "--engine", "nope"],
    ["convert", "nowhere.jsonl", "--to", "jsonl", "--engine", "spark"],
    ["convert", "nowhere.jsonl", "--to", "jsonl", "--engine", "spark", "-o", "out"],
    ["convert", "-", "--to", "jsonl", "--engine", "spark", "-o", "out"],
    ["convert", "nowhere.jsonl", "--to", "jsonl", "--engine", "spark", "-o", "out", "--jobs", "2"],
    ["convert", "nowhere.jsonl", "--to", "jsonl", "--engine", "spark", "-o", "out", "--max-index", "9"],
    ["convert", "nowhere.jsonl", "--to", "jsonl", "--master", "local[2]"],
    ["validate", "nowhere"],
    ["validate", "/dev/null"],
    ["validate", "--output-format", "nope"],
    ["validate", "--output-format", "__init__"],
    ["validate", "--output-format", "FULL"],
    ["validate", "--color", "nope"],
    ["validate", "--color"],
    ["validate", "-o"],
    ["validate", "--max-depth", "x"],
    ["validate", "--max-scalar", "-1"],
    ["validate", "--diff"],
    ["validate", "--fix-passages"],
    ["validate", "--fix-passages", "--documents", "nowhere"],
    ["validate", "--documents", ".", "--diff"],
    ["validate", "--documents", ".", "--confirm-document", "a.txt"],
    ["validate", "--documents", ".", "--fix-passages", "--confirm-document", "a.txt"],
    ["validate", "nowhere", "--documents", ".", "--fix-passages"],
    ["validate", "--with-packaged=1"],
    ["validate", "--fail-on", "nope"],
    ["validate", "--max", "-1"],
    ["validate", "--max", "x"],
    ["validate", "--max-bytes", "0"],
    ["validate", "--select", "PK101,NOPE"],
    ["validate", "--ignore", "XX"],
    ["validate", "--documents", "nowhere"],
    ["validate", "caf\udce9"],
]


@pytest.mark.parametrize("words", USAGE, ids=" ".join)
def test_bad_use_is_one_line_and_two(
    words: list[str], run: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bad usage, an unknown name or an unreadable input is one line on stderr, exit code 2, and no data."""
    monkeypatch.chdir(tmp_path)
    said = run(*words)
    assert said.code == 2, said
    assert said.out == ""
    assert said.err.startswith("pharmakon: ")
    assert said.err.count("\n") == 1
    assert "internal error" not in said.err
    assert said.err.rstrip("\n").isprintable()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words",
    [
        ["build", "DATA", "--out", "/proc/nowhere"],
        ["build", "DATA", "--out", "FILE"],
        ["build", "DATA", "--out", "FULL"],
        ["validate", "DATA", "-o", "nowhere/report.json"],
        ["validate", "DATA", "-o", "FULL"],
        ["validate", "DATA", "-o", ""],
        ["convert", "DATA/records/all.yaml", "--to", "jsonl", "-o", "nowhere/out.jsonl"],
        ["convert", "DATA/records/all.yaml", "--to", "jsonl", "-o", "FULL"],
    ],
    ids=" ".join,
)
def test_what_cannot_be_written_is_one_line_and_three(
    words: list[str], run: Callable[..., Any], data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A target that cannot be written, or is not ours, is one line, exit code 3, and nothing has changed."""
    top = data.parent
    monkeypatch.chdir(top)
    (top / "FILE").touch()
    for tree in ("schema", "export"):
        (top / "FULL" / tree).mkdir(parents=True)
        (top / "FULL" / tree / "thesis.txt").touch()
    before = sorted(top.rglob("*"))
    said = run(*(word.replace("DATA", str(data)) for word in words))
    assert said.code == 3, said
    assert said.out == ""
    assert said.err.splitlines()[0].startswith("pharmakon: ")
    assert said.err.count("\n") == 1
    assert sorted(top.rglob("*")) == before


def test_an_internal_error_is_one_line_unless_asked(
    run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of ours is told in one line, exit code 3; `--debug` shows where it arose."""

    def fail(*given: object) -> None:
        message = "a\nb\x1b[31m"
        raise RuntimeError(message)

    monkeypatch.setattr(api, "rule", fail)
    said = run("explain", "PK101")
    assert said.code == 3
    assert said.err == "pharmakon: internal error: RuntimeError: a b [31m; --debug shows where\n"
    with pytest.raises(RuntimeError):
        run("--debug", "explain", "PK101")


def test_an_interruption_is_quiet(run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends a command with 130 and without a word."""

    def interrupt(*given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(api, "rule", interrupt)
    said = run("explain", "PK101")
    assert (said.code, said.out, said.err) == (130, "", "")


def process(*words: str, **environment: str) -> subprocess.Popen[bytes]:
    """The command as a process of its own."""
    given = [sys.executable, "-m", "pharmakon", *words]
    return subprocess.Popen(
        given, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, **environment}
    )


@pytest.mark.parametrize("words", [["schema"], ["list", "concept"]])
def test_a_reader_that_goes_away_is_no_fault(words: list[str]) -> None:
    """If nobody reads stdout to the end, as with `head`, the command ends without a word."""
    with process(*words) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait() == 0


def test_output_is_utf_8_in_any_locale() -> None:
    """What is printed does not depend on the locale: no letter is lost and none stops the command."""
    said = set()
    for encoding in ("ascii", "latin-1", "utf-8"):
        with process("list", "concept", "--json", PYTHONIOENCODING=encoding, LC_ALL="C") as running:
            out, err = running.communicate()
            assert (running.returncode, err) == (0, b"")
            said.add(out)
    assert len(said) == 1
    assert json.loads(said.pop().decode("utf-8"))


def test_names_of_files_come_back_as_they_are(golden: Path, tmp_path: Path) -> None:
    """A folder whose name is no UTF-8 is printed as the bytes that it is."""
    name = b"caf\xe9"
    out = os.fsdecode(os.path.join(os.fsencode(tmp_path), name))  # noqa: PTH118 - bytes have no Path
    with process("build", str(golden), "--out", out) as running:
        said, err = running.communicate()
    assert running.returncode == 0, err
    assert name in said


def test_python_m_is_the_command() -> None:
    """`python -m pharmakon` ends with the exit code of the command."""
    with process("show", "drug/nobody") as running:
        out, err = running.communicate()
    assert (running.returncode, out, err.count(b"\n")) == (2, b"", 1)
