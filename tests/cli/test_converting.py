"""`convert`: files, stdin and stdout, compressed or not, and what becomes of records that are refused."""

from __future__ import annotations

import gzip
import io
import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bench.generate import records

import pharmakon as pk
from pharmakon import compression

Run = Callable[..., Any]
DRUG = '{"id":"drug/k","kind":"substance","label":"k","type":"Drug"}\n'
BAD = '{"id":"drug/l"}\n'
LINES = f"{DRUG}{BAD}{DRUG.replace('drug/k', 'drug/m')}"
LOST = '{"id":"drug/r","kind":"substance","label":"r","replaced_by":"drug/x","retired":true,"type":"Drug"}\n'
ON_A_TERMINAL = """
import sys
from pharmakon.cli import main, progress
progress._LARGE = int(sys.argv[1])
sys.exit(main(sys.argv[2:]))
"""


def stdin(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Puts a text on stdin."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))


def put(path: Path, text: str) -> Path:
    """A file that holds a text."""
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of some hundred generated records."""
    path = tmp_path_factory.mktemp("made") / "a.jsonl"
    path.write_bytes(b"".join(line + b"\n" for line in records(300, 2)))
    return path


@pytest.mark.parametrize("name", ["jsonl", "jsonld", "ntriples", "turtle", "json", "fhir-r5", "fhir-r4b"])
def test_convert_prints_or_writes(name: str, run: Run, golden: Path, tmp_path: Path) -> None:
    """What is printed on stdout is what is written to a file; nothing else is on stdout."""
    source = golden / "export" / "records" / "pharmakon.json"
    said = run("convert", source, "--to", name)
    assert (said.code, said.err) == (0, "")
    run("convert", source, "--to", name, "-o", tmp_path / "out")
    assert (tmp_path / "out").read_text(encoding="utf-8") == said.out
    assert said.out.encode() == b"".join(pk.convert(source, name))


def test_convert_reads_stdin(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """`-` is JSON Lines on stdin, for any number of processes."""
    stdin(DRUG, monkeypatch)
    assert run("convert", "-", "--to", "jsonl").out == DRUG
    stdin(DRUG, monkeypatch)
    said = run("convert", "-", "--to", "jsonl", "--jobs", "4")
    assert said.out == DRUG
    assert said.err.startswith("--jobs 4: one process does this")
    stdin(DRUG, monkeypatch)
    assert "<https://example.org/drug/k>" in run(
        "convert", "-", "--to", "ntriples", "--base-iri", "https://example.org/"
    ).out  # fmt: skip


def test_convert_stops_or_skips(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A refused record stops the work, and no file appears; with `skip` it is left out and told."""
    stdin(LINES, monkeypatch)
    said = run("convert", "-", "--to", "jsonl", "-o", tmp_path / "out")
    assert said.code == 1
    assert ":2:" in said.err
    assert list(tmp_path.iterdir()) == []
    stdin(LINES, monkeypatch)
    said = run("convert", "-", "--to", "jsonl", "--on-error", "skip")
    assert said.code == 1
    assert [json.loads(line)["id"] for line in said.out.splitlines()] == ["drug/k", "drug/m"]
    assert "PK010" in said.err
    assert said.err.endswith("2 records, 1 left out; --rejects keeps them\n")


def test_rejects_are_the_lines_as_they_stand(run: Run, tmp_path: Path) -> None:
    """What is left out is written to a file, byte for byte; if it is nothing, the file is empty."""
    source, left = put(tmp_path / "a.jsonl", LINES + " {]\t\r\n" + LOST + BAD), tmp_path / "left.jsonl"
    words = ("convert", source, "--to", "ntriples", "-o", tmp_path / "out", "--on-error", "skip")
    said = run(*words, "--rejects", left)
    assert said.code == 1
    assert left.read_bytes() == f"{BAD} {{]\t\r\n{LOST}{BAD}".encode()
    assert f"2 records, 4 left out; they are in {left}\n" in said.err
    put(source, DRUG)
    said = run(*words, "--rejects", left)
    assert (said.code, said.out, said.err) == (0, "", "")
    assert left.read_bytes() == b""


def test_rejects_need_skip(run: Run, tmp_path: Path) -> None:
    """A file for what is left out makes sense only if something is."""
    said = run("convert", put(tmp_path / "a.jsonl", DRUG), "--to", "jsonl", "--rejects", tmp_path / "left")
    assert said.code == 2
    assert "--on-error skip" in said.err
    assert not (tmp_path / "left").exists()


@pytest.mark.parametrize("word", ["keep", "SKIPPED", ""])
def test_only_two_ways_to_take_an_error(word: str, run: Run, tmp_path: Path) -> None:
    """An unknown choice is an error of usage."""
    said = run("convert", put(tmp_path / "a.jsonl", DRUG), "--to", "jsonl", "--on-error", word)
    assert said.code == 2
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("ending", [".gz", ".zst"])
def test_compressed_files(ending: str, run: Run, made: Path, tmp_path: Path) -> None:
    """Input and output are compressed if their names say so; what they hold is the same."""
    source, out = tmp_path / f"a.jsonl{ending}", tmp_path / f"out.nt{ending}"
    kind = compression.kind_of(source)
    source.write_bytes(b"".join(compression.compressed([made.read_bytes()], kind)))
    wanted = b"".join(pk.convert(made, "ntriples"))
    written = set()
    for each, jobs in ((source, 1), (made, 1), (made, 3)):
        said = run("convert", each, "--to", "ntriples", "-o", out, "--jobs", jobs)
        assert (said.code, said.out, said.err) == (0, "", "")
        with out.open("rb") as file, compression.decompressed(file, out) as content:
            assert content.read() == wanted
        written.add(out.read_bytes())
    assert len(written) == 1


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jsonl.gz", DRUG.encode()),
        ("a.jsonl.gz", gzip.compress(DRUG.encode(), mtime=0)[:-3]),
        ("a.jsonl.zst", b"x"),
    ],
)
def test_a_compressed_file_that_is_none_is_one_line(name: str, data: bytes, run: Run, tmp_path: Path) -> None:
    """A wrong or broken file is told in one line with exit code 2, and nothing is written."""
    (tmp_path / name).write_bytes(data)
    said = run("convert", tmp_path / name, "--to", "jsonl", "-o", tmp_path / "out")
    assert said.code == 2
    assert name in said.err
    assert said.err.count("\n") == 1
    assert [each.name for each in tmp_path.iterdir()] == [name]


def test_processes_and_few_ids(run: Run, made: Path) -> None:
    """More processes and fewer ids in memory change nothing but the time that it takes."""
    wanted = run("convert", made, "--to", "ntriples")
    assert wanted.code == 0
    assert run("convert", made, "--to", "ntriples", "--jobs", "2", "--max-index", "10") == wanted
    assert run("convert", made, "--to", "ntriples", "--on-error", "skip") == wanted
    for option in ("--jobs", "--max-index", "--max-bytes"):
        assert run("convert", made, "--to", "ntriples", option, "0").code == 2


def test_references_are_checked_unless_one_says_not(run: Run, tmp_path: Path) -> None:
    """A reference that leads nowhere is told with its place; a part of a dataset needs no check."""
    source = put(tmp_path / "a.jsonl", DRUG + LOST)
    said = run("convert", source, "--to", "jsonl", "-o", tmp_path / "out")
    assert said.code == 1
    assert f"{source}:2:{LOST.index('drug/x')}: PK101" in said.err
    assert not (tmp_path / "out").exists()
    assert run("convert", source, "--to", "jsonl", "--no-references").out == DRUG + LOST
    said = run("convert", source, "--to", "jsonl", "--on-error", "skip")
    assert (said.code, said.out) == (1, DRUG)
    assert "PK101" in said.err


@pytest.mark.parametrize("lines", [LINES, DRUG + LOST, DRUG + DRUG])
def test_a_file_that_is_there_is_kept_when_the_work_fails(lines: str, run: Run, tmp_path: Path) -> None:
    """A failed conversion leaves the old output as it was, be it known at once or at the end."""
    source, out = put(tmp_path / "a.jsonl", lines), put(tmp_path / "out", "old")
    for jobs in (1, 2):
        assert run("convert", source, "--to", "turtle", "-o", out, "--jobs", jobs).code == 1
        assert out.read_text() == "old"
        assert sorted(each.name for each in tmp_path.iterdir()) == ["a.jsonl", "out"]


def test_long_lines_have_a_limit(run: Run, tmp_path: Path) -> None:
    """A line that is longer than allowed is refused."""
    source = put(tmp_path / "a.jsonl", DRUG)
    assert run("convert", source, "--to", "jsonl", "--max-bytes", len(DRUG) - 1).code == 0
    said = run("convert", source, "--to", "jsonl", "--max-bytes", len(DRUG) - 2)
    assert said.code == 1
    assert "PK006" in said.err


def test_very_many_findings_are_counted(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of more findings than are kept, the number of the others is told."""
    monkeypatch.setattr("pharmakon.api.MOST_FINDINGS", 3)
    said = run("convert", put(tmp_path / "a.jsonl", "{]\n" * 10), "--to", "jsonl", "--on-error", "skip")
    assert said.code == 1
    assert "and 7 more findings\n" in said.err
    assert "0 records, 10 left out" in said.err


def shown(large: int, *words: object) -> tuple[bytes, bytes]:
    """What is written to stdout, and what a terminal on stderr gets, if input of that size is large."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", ON_A_TERMINAL, str(large), *map(str, words)]
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "100"}
    environment.pop("NO_COLOR", None)
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, env=environment)
    os.close(theirs)
    out, told = process.communicate()[0], b""
    try:
        while piece := os.read(ours, 65_536):
            told += piece
    except OSError:  # the other end is closed
        pass
    os.close(ours)
    assert process.returncode == 0, told
    return out, told


def test_a_terminal_shows_how_far_a_long_work_is(made: Path) -> None:
    """For a large file a bar counts records and findings; for a small one a terminal stays as it is."""
    wanted = b"".join(pk.convert(made, "ntriples"))
    out, told = shown(1, "convert", made, "--to", "ntriples", "--jobs", "2")
    assert out == wanted
    assert b"300 records" in told
    assert b"0 findings" in told
    out, told = shown(made.stat().st_size + 1, "convert", made, "--to", "ntriples")
    assert out == wanted
    assert told == b""


def test_what_is_no_terminal_shows_nothing(made: Path) -> None:
    """In a pipe there is no bar, however large the file is."""
    command = [sys.executable, "-c", ON_A_TERMINAL, "1", "convert", str(made), "--to", "jsonl"]
    done = subprocess.run(command, capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (made.read_bytes(), b"")


@pytest.mark.parametrize("other", ["out.nt", "a.jsonl", "sub/../out.nt"])
def test_rejects_never_take_the_place_of_what_is_read_or_written(
    other: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file for what is left out that is the input or the output is refused before anything is done."""
    monkeypatch.chdir(tmp_path)
    put(tmp_path / "a.jsonl", LINES)
    (tmp_path / "sub").mkdir()
    words = (
        "convert",
        "a.jsonl",
        "--to",
        "ntriples",
        "-o",
        "out.nt",
        "--on-error",
        "skip",
        "--rejects",
        other,
    )
    done = run(*words)
    assert (done.code, done.err.count("\n")) == (3, 1)
    assert (tmp_path / "a.jsonl").read_text() == LINES
    assert not (tmp_path / "out.nt").exists()


def test_rejects_are_tried_before_the_work(run: Run, tmp_path: Path) -> None:
    """Where no file can be, that is said at once, and nothing is written."""
    source, out = put(tmp_path / "a.jsonl", LINES), tmp_path / "out.nt"
    for path in (tmp_path / "missing" / "r.jsonl", tmp_path):
        done = run("convert", source, "--to", "ntriples", "-o", out, "--on-error", "skip", "--rejects", path)
        assert (done.code, done.err.count("\n")) == (3, 1)
        assert not out.exists()
