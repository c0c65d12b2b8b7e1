"""`query`."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
DRUGS = "SELECT ?drug ?name { ?drug a pk:Drug ; rdfs:label ?name }"


def test_a_query_prints_a_table(run: Run, golden: Path) -> None:
    """In quotes or in a file, over a dataset that is named, a query prints rows with ids."""
    said = run("query", DRUGS, "--dataset", golden)
    assert (said.code, said.err) == (0, "")
    assert said.out == "drug           name\ndrug/placidin  placidin\n"


def test_the_packaged_dataset_is_asked_by_default(run: Run) -> None:
    """Without a dataset, the packaged one answers."""
    assert "drug/ketamine " in run("query", DRUGS).out


@pytest.mark.parametrize("layout", ["json", "csv", "tsv", "table"])
def test_stdout_is_data(layout: str, run: Run, golden: Path, tmp_path: Path) -> None:
    """Each output format is whole on stdout, from a file as from the command line."""
    (tmp_path / "q.rq").write_text(DRUGS, encoding="utf-8")
    words = ("--dataset", golden, "--output-format", layout)
    said = run("query", "--file", tmp_path / "q.rq", *words)
    assert (said.code, said.err) == (0, "")
    assert said.out == run("query", DRUGS, *words).out
    if layout == "json":
        assert json.loads(said.out)["head"]["vars"] == ["drug", "name"]
    else:
        delimiter = {"csv": ",", "tsv": "\t"}.get(layout, " ")
        rows = list(csv.reader(said.out.splitlines(), delimiter=delimiter, skipinitialspace=True))
        assert len(rows) == 2
        assert {len(row) for row in rows} == {2}


def test_an_empty_answer_is_no_fault(run: Run, golden: Path) -> None:
    """No rows, or a no, end with exit code 0."""
    assert run("query", "SELECT ?s { ?s a pk:Nothing }", "--dataset", golden).out == "s\n"
    said = run("query", "ASK { ?s a pk:Nothing }", "--dataset", golden)
    assert (said.code, said.out) == (0, "false\n")


@pytest.mark.parametrize(
    "words",
    [
        ("SELECT ?s {",),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }",),
        ("ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",),
        ("ASK { }", "--output-format", "xml"),
        ("DESCRIBE drug:placidin", "--output-format", "csv"),
        ("--file", "nowhere.rq"),
        ("ASK { }", "--file", "nowhere.rq"),
        ("ASK { }", "--dataset", "nowhere"),
        (),
    ],
)
def test_a_bad_query_is_one_line(words: tuple[str, ...], run: Run, golden: Path) -> None:
    """What cannot be answered ends with exit code 2, one line on stderr and nothing on stdout."""
    where = () if "--dataset" in words else ("--dataset", golden)
    said = run("query", *words, *where)
    assert (said.code, said.out) == (2, "")
    assert said.err.count("\n") == 1
    assert said.err.startswith("pharmakon: ")
