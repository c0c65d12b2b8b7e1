"""The benchmark measures programs that do the same work, and says which cannot run."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.generate import records, write
from bench.peers.facts import STRING, Facts
from bench.peers.linkml_schema import schema
from bench.processes import ROOT, Failed, run
from bench.stages import STAGES
from pharmakon import api
from pharmakon.graph import Literal, Statement
from pharmakon.terms import table

COUNT = 1400
RUN = str(ROOT / "tests" / "bench" / "peers" / "run.py")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generated records, as they are and as we convert them."""
    folder = tmp_path_factory.mktemp("bench")
    with (folder / "jsonl").open("wb") as out:
        write(out, COUNT, 7)
    for to in ("jsonld", "ntriples"):
        with (folder / "jsonl").open("rb") as lines:
            (folder / to).write_bytes(b"".join(api.convert(lines, to)))
    return folder


def _peer(folder: Path, name: str, source: str) -> dict[str, float]:
    """What another program says that it took."""
    command = [sys.executable, RUN, name, str(folder / source), str(folder / name)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    told = json.loads(done.stdout)
    assert set(told) == {"records", "seconds", "cpu", "peak_mb", "bytes"}
    assert told["records"] == COUNT
    assert told["bytes"] == (folder / name).stat().st_size
    return told


def test_facts_are_our_statements(files: Path) -> None:
    """What is told from plain JSON is what we tell from our models."""
    facts, lines = Facts(), []
    for record in map(json.loads, records(COUNT, 7)):
        for each in facts.of(record):
            literal = Literal(each.object, each.datatype or STRING, each.language)
            value = literal if each.datatype or each.language else each.object
            lines.append(f"{Statement(each.subject, each.predicate, value).line()}\n".encode())
    assert sorted(set(lines)) == sorted((files / "ntriples").read_bytes().splitlines(keepends=True))


@pytest.mark.parametrize("name", ["rdflib", "pyoxigraph-terms", "pyld"])
def test_programs_write_the_same_triples(name: str, files: Path) -> None:
    """The programs that are measured beside ours write the same N-Triples."""
    _peer(files, name, "jsonld" if name == "pyld" else "jsonl")
    made, ours = ((files / each).read_bytes().splitlines() for each in (name, "ntriples"))
    assert sorted(made) == sorted(ours)


def test_jsonld_is_read_as_a_stream(files: Path) -> None:
    """With types first, pyoxigraph reads our JSON-LD as a stream and finds the same triples."""
    _peer(files, "type-first", "jsonld")
    _peer(files, "pyoxigraph-jsonld", "type-first")
    made, ours = ((files / each).read_bytes().splitlines() for each in ("pyoxigraph-jsonld", "ntriples"))
    assert sorted(made) == sorted(ours)


def test_linkml_schema_has_all_fields() -> None:
    """The schema for LinkML is made from the table: all types, and all fields but the type tag."""
    classes = schema()["classes"]
    for type_ in table().records:
        assert set(classes[type_.name]["attributes"]) == {each.name for each in type_.fields} - {"type"}


def test_what_a_process_takes(tmp_path: Path) -> None:
    """Time and memory are those of the process; one that fails is named with its last word."""
    taken = run([sys.executable, "-c", "x = bytearray(b'x') * (160 * 2**20)"], tmp_path)
    assert taken.peak_mb > 160
    assert 0 < taken.cpu <= taken.seconds * 2
    with pytest.raises(Failed, match="not today"):
        run([sys.executable, "-c", "raise SystemExit('not today')"], tmp_path)
    with pytest.raises(Failed, match="No such file"):
        run([str(tmp_path / "nobody")], tmp_path)


def test_the_table_names_every_program(tmp_path: Path) -> None:
    """A run prints a line for each program that was asked for: its figures, or why it cannot run."""
    words = ["--records", "60", "--rounds", "1", "--growth", "20", "60", "--only", "floor", "terms"]
    command = [sys.executable, "-m", "tests.bench", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    names = [each.name for each in STAGES if each.ours or "floor" in each.name or "terms" in each.name]
    lines = [line.strip() for line in done.stdout.splitlines()]
    for name in names:
        assert any(line.startswith(name) for line in lines), name
    assert any(line.startswith("processor time grows with the power") for line in lines)


def test_each_contest_has_one_of_ours() -> None:
    """Programs are measured by one of ours, which does the same."""
    for contest in {stage.contest for stage in STAGES}:
        assert sum(stage.ours for stage in STAGES if stage.contest == contest) == 1
