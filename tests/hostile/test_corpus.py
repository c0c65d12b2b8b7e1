"""Bad input of every sort is answered as stated, in process and at the command line."""

from __future__ import annotations

import dataclasses
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hostile import corpus
from hostile.case import Case, Told, counts, ordered
from hostile.places import Place

from pharmakon import readers
from pharmakon.cli import main
from pharmakon.findings import QUOTED, SENTENCE, Finding

CASES = list(corpus.cases())
KINDS = sorted({corpus.kind(case) for case in CASES})
FULL = os.environ.get("PHARMAKON_FULL") == "1"
PLACES = [each for each in CASES if isinstance(each, Place)]
TEXTS = sorted({corpus.kind(each) for each in CASES if isinstance(each, Case) and each.told})
SAMPLE = CASES if FULL else CASES[::10]
LINE = re.compile(r"^.*?:(\d+):(\d+): (PK\d+) (error|warning|info)", re.MULTILINE)

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")


def test_the_corpus_is_large_and_names_nothing_twice() -> None:
    """There are cases of every sort, and each can be told from all others."""
    names = [str(case) for case in CASES]
    assert len(CASES) > 1000
    assert len(KINDS) >= 15
    assert len(set(names)) == len(names), sorted(each for each in names if names.count(each) > 1)[:5]


@pytest.mark.parametrize("kind", KINDS)
def test_bad_input_is_answered_as_stated(kind: str) -> None:
    """Every finding has the code, the line and the column that the table states, and nothing escapes."""
    for case in CASES:
        if corpus.kind(case) == kind:
            verdict = corpus.judge(case)
            assert verdict.handled, f"{case}: {verdict.said}"


def test_what_is_said_can_be_read() -> None:
    """Messages, hints, ids and pointers are one line each, of bounded length, whatever the data."""
    for case in CASES:
        if isinstance(case, Case) and case.file != "accepted.yaml":
            for found in readers.read(case.file, case.make(), case.limits):
                if isinstance(found, Finding):
                    assert 0 < len(found.message) <= SENTENCE, str(case)
                    assert len(found.hint) <= SENTENCE
                    assert (found.message + found.hint).isprintable(), str(case)
                    assert len(found.record) < 200
                    assert len(found.pointer) < 400


def test_a_long_value_is_cut_where_it_is_quoted() -> None:
    """A value of a million characters is quoted by its beginning."""
    word = "x" * 1_000_000
    record = f'{{"id": "drug/k", "type": "Drug", "label": "k", "kind": "{word}", "{word}": "y"}}'
    told = [each for each in readers.read("a.json", record.encode()) if isinstance(each, Finding)]
    assert {each.code for each in told} == {"PK012", "PK015"}
    assert all(f"'{'x' * QUOTED}…'" in each.message for each in told)


@pytest.mark.parametrize("case", [each for each in SAMPLE if isinstance(each, Case)], ids=str)
def test_the_command_line_says_the_same(
    case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The exit code is that of the findings, which stand on stdout, and nothing is internal."""
    path = tmp_path / case.file
    path.write_bytes(case.make())
    limits = case.limits or readers.Limits()
    words = [f"--max-{name}={getattr(limits, f'max_{name}')}" for name in ("bytes", "depth", "scalar")]
    code = main(["validate", str(path), "--output-format", "concise", *words])
    said = capsys.readouterr()
    assert shown(said.out) == case.told
    assert code == int(bool({each[0] for each in case.told} - {"PK007", "PK902"}))
    assert "internal error" not in said.err
    assert said.err.count("\n") <= 1


def shown(text: str) -> tuple[Told, ...]:
    """The codes, lines and columns that a concise report shows and a case states."""
    rows = LINE.finditer(text)
    return ordered((row[3], int(row[1]), int(row[2])) for row in rows if counts(row[3], row[4]))


@pytest.mark.parametrize("case", PLACES if FULL else PLACES[::4], ids=str)
def test_the_command_line_refuses_paths_in_one_line(
    case: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A path that cannot be read ends the command with code 2 and one sentence; no other does."""
    case.make(tmp_path)
    code = main(["validate", str(tmp_path / case.path)])
    said = capsys.readouterr()
    assert (code == 2) == bool(case.said)
    if case.said:
        assert "\0" in case.path or case.said in said.err  # a NUL is refused before we see it
        assert said.err.count("\n") == 1


@pytest.mark.parametrize("kind", TEXTS if FULL else TEXTS[::5])
def test_a_process_of_its_own_says_the_same(kind: str, tmp_path: Path) -> None:
    """A case of each sort through the program as users start it: findings, exit code, and no traceback."""
    cases = (
        each for each in CASES if isinstance(each, Case) and not each.limits and corpus.kind(each) == kind
    )
    case = next(each for each in cases if {code for code, _, _ in each.told} - {"PK007", "PK902"})
    (tmp_path / case.file).write_bytes(case.make())
    command = [sys.executable, "-m", "pharmakon", "validate", case.file, "--output-format", "concise"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert shown(done.stdout) == case.told
    assert "Traceback" not in done.stderr


def test_the_table_counts_what_was_judged(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The program prints a row for each sort, and names what was not handled as stated."""
    from hostile import __main__ as program

    monkeypatch.setattr(program, "cases", lambda: CASES[::40])
    assert program.main() == 0
    rows = capsys.readouterr().out.splitlines()
    (whole,) = [row.split() for row in rows if row.startswith("all ")]
    assert whole[1:3] == [str(len(CASES[::40]))] * 2
    wrong = next(case for case in CASES if isinstance(case, Case) and case.told)
    other = dataclasses.replace(wrong, told=(("PK001", 7, 7),))
    monkeypatch.setattr(program, "cases", lambda: [wrong, other])
    assert program.main() == 1
    shown_rows = capsys.readouterr().out
    assert re.search(r"^all +2 +1 +1/2 +0 ", shown_rows, re.MULTILINE)
    assert str(other) in shown_rows
