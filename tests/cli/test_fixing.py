"""`validate --fix-passages`: what is printed where, and what is changed."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import shelf

Run = Callable[..., Any]
TEXT = "One foo bar ends."


@pytest.fixture
def moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of records in the working directory, with one passage that moved and one that is gone."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "d.txt").write_text(TEXT)
    claims = [
        shelf.claim(1, "drug/k", passage=shelf.passage(TEXT, 4, 7) | {"start": 0, "end": 3}),
        shelf.claim(2, "drug/k", passage=shelf.passage("zoo") | {"start": 8, "end": 11}),
    ]
    lines = [json.dumps(each) for each in (shelf.drug(), shelf.source(TEXT), *claims)]
    path = tmp_path / "r.jsonl"
    path.write_text("\n".join(lines) + "\n")
    return path


FIX = ("validate", "r.jsonl", "--documents", "documents", "--fix-passages")


def test_what_can_be_fixed_is_and_the_rest_is_reported(run: Run, moved: Path) -> None:
    """The findings that are left are on stdout, in any format; the diff is talk, and goes to stderr."""
    before = moved.read_text()
    said = run(*FIX, "--output-format", "json")
    assert said.code == 1
    assert [each["record"] for each in json.loads(said.out)] == ["claim/d-2"]
    assert moved.read_text() == before.replace('"start": 0, "end": 3', '"start": 4, "end": 7', 1)
    assert said.err.startswith("--- a/r.jsonl\n+++ b/r.jsonl\n@@ ")
    assert "\nr.jsonl: 1 fixed\n" in said.err
    assert said.err.endswith("4 records: 1 error\n")
    again = run(*FIX, "--output-format", "concise")
    assert (again.code, again.out.count("\n")) == (1, 1)
    assert "0 fixed" in again.err


def test_a_diff_changes_nothing(run: Run, moved: Path) -> None:
    """With `--diff` nothing is written, stdout is the diff alone, and the findings still count."""
    before = moved.read_bytes()
    said = run(*FIX, "--diff")
    assert moved.read_bytes() == before
    assert said.code == 1
    assert "r.jsonl: 1 would be fixed" in said.err
    assert "2 errors" in said.err
    subprocess.run(["git", "apply", "-"], input=said.out.encode(), check=True, capture_output=True)
    assert moved.read_bytes() != before
    assert run(*FIX, "--diff").out == ""


def test_with_a_file_for_the_report_the_diff_is_data(run: Run, moved: Path) -> None:
    """When the report goes to a file, stdout is free for the diff."""
    said = run(*FIX, "-o", "report.json", "--output-format", "json")
    assert said.out.startswith("--- a/r.jsonl\n")
    assert not said.err.startswith("---")
    assert len(json.loads(Path("report.json").read_text())) == 1
    (moved.parent / "report.json").unlink()
    said = run(*FIX, "--diff", "-o", "report.json", "--output-format", "json")
    assert said.out == ""
    assert len(json.loads(Path("report.json").read_text())) == 1


def test_a_confirmed_document_is_cited_as_it_is(run: Run, moved: Path) -> None:
    """Only a document that is named is taken over; its passages move with it."""
    Path("documents", "d.txt").write_text(f"New. {TEXT}")
    before = moved.read_bytes()
    said = run(*FIX, "--output-format", "concise")
    assert (said.code, said.out.count("\n"), moved.read_bytes()) == (1, 1, before)
    assert "PK204" in said.out
    said = run(*FIX, "--confirm-document", "d.txt", "--output-format", "json")
    assert [(each["code"], each["record"]) for each in json.loads(said.out)] == [("PK203", "claim/d-2")]
    assert '"start": 9, "end": 12' in moved.read_text()
    assert f'"length": {len(TEXT) + 5}' in moved.read_text()


def test_only_chosen_codes_are_fixed(run: Run, moved: Path) -> None:
    """`--select` and `--ignore` say what is fixed, as they say what is shown."""
    before = moved.read_bytes()
    assert run(*FIX, "--ignore", "PK203").code == 0
    assert run(*FIX, "--select", "PK1").code == 0
    assert moved.read_bytes() == before


def test_what_cannot_be_fixed_is_one_line_and_three(run: Run, moved: Path) -> None:
    """A file that is no regular one is left alone."""
    moved.rename("real.jsonl")
    other = Path("elsewhere")
    other.mkdir()
    Path("real.jsonl").rename(other / "real.jsonl")
    before = (other / "real.jsonl").read_bytes()
    folder = Path("folder")
    folder.mkdir()
    (folder / "r.jsonl").symlink_to(moved.parent / "elsewhere" / "real.jsonl")
    words = ["r.jsonl", "--documents", "../documents", "--fix-passages"]
    said = subprocess.run(
        [sys.executable, "-m", "pharmakon", "validate", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (said.returncode, said.stdout) == (3, "")
    assert said.stderr.count("\n") == 1
    assert "no regular file" in said.stderr
    assert (other / "real.jsonl").read_bytes() == before


def test_a_diff_does_not_act_on_a_terminal(run: Run, moved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal what would turn the text around is spelled out; in a pipe every byte is as it is."""
    moved.write_text(moved.read_text().replace('"label": "x"', '"label": "x\u202ey"'), encoding="utf-8")
    assert "\u202e" in run(*FIX, "--diff").out

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    shown = Terminal()
    monkeypatch.setattr(sys, "stdout", shown)
    run(*FIX, "--diff", "--color", "never")
    assert "\u202e" not in shown.getvalue()
    assert "\\u202e" in shown.getvalue()
