"""`show`, `list`, `schema` and `explain`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import pharmakon as pk
from pharmakon.schema import artefact

Run = Callable[..., Any]


def test_show_prints_a_page_or_json(run: Run, golden: Path) -> None:
    """A record is shown for people, or as one line of canonical JSON."""
    said = run("show", "drug/placidin", "--dataset", golden)
    assert said.code == 0
    assert said.out.startswith("drug/placidin  placidin\n")
    said = run("show", "drug/placidin", "--dataset", golden, "--json")
    assert json.loads(said.out)["id"] == "drug/placidin"
    assert said.out.count("\n") == 1


def test_show_reads_the_packaged_dataset(run: Run) -> None:
    """Without a dataset, the packaged one is shown."""
    assert run("show", "drug/ketamine").out.startswith("drug/ketamine  ")


def test_show_prints_a_passage_only_from_documents(run: Run, golden: Path, tmp_path: Path) -> None:
    """With the documents at hand the passage is printed on the terminal; it is stored nowhere."""
    (tmp_path / "leaflet.txt").write_text("0123456789calm comes soonXYZ")
    words = ("show", "claim/leaflet-001", "--dataset", golden)
    assert "calm comes soon" not in run(*words).out
    assert "  text: calm comes soon\n" in run(*words, "--documents", tmp_path).out
    assert "calm comes soon" not in run(*words, "--documents", tmp_path, "--json").out
    assert run(*words, "--documents", tmp_path / "nowhere").code == 2


def test_an_unknown_id_names_the_nearest(run: Run, golden: Path) -> None:
    """A slip in an id is answered with ids that exist, exit code 2."""
    said = run("show", "drug/plasidin", "--dataset", golden)
    assert said.code == 2
    assert "did you mean drug/placidin" in said.err


def test_list_counts_lists_and_filters(run: Run, golden: Path) -> None:
    """Without a type, a count; with one, its records; with filters, claims; an empty answer is no fault."""
    assert "     1  claim\n" in run("list", "--dataset", golden).out
    assert run("list", "drug", "--dataset", golden).out == "drug/placidin  placidin\n"
    assert run("list", "regimen", "--dataset", golden).out == ""
    for filters, found in ((("--stance", "supports"), True), (("--stance", "disputes"), False)):
        said = run("list", *filters, "--dataset", golden)
        assert said.code == 0
        assert ("claim/leaflet-001" in said.out) == found


@pytest.mark.parametrize("words", [(), ("drug",), ("regimen",), ("claim", "--verdict", "refuted")])
def test_json_is_json(words: tuple[str, ...], run: Run, golden: Path) -> None:
    """With `--json`, stdout is one JSON value, be the list empty or not."""
    json.loads(run("list", *words, "--json", "--dataset", golden).out)


@pytest.mark.parametrize("name", ["Drug", "adverse_event", "Dataset"])
def test_schema_prints_one_type(name: str, run: Run) -> None:
    """The schema of one type is the one that Python gives."""
    assert json.loads(run("schema", name).out) == pk.json_schema(name)


def test_schema_prints_each_artefact(run: Run) -> None:
    """The bundle is the default; the other artefacts are printed as they stand in schema/."""
    assert json.loads(run("schema").out) == pk.json_schema()
    for name, module in {"context": "context", "shacl": "shacl", "owl": "ontology"}.items():
        (made,) = artefact(module).render()
        assert run("schema", "--format", name).out.encode() == b"".join(made.chunks)


@pytest.mark.parametrize("code", [each.id for each in pk.list_rules()])
def test_explain_prints_every_page(code: str, run: Run) -> None:
    """Each code that a finding can carry is explained, however it is capitalized."""
    said = run("explain", code.lower())
    assert (said.code, said.out) == (0, pk.rule(code).explain())


def test_explain_alone_lists_every_code(run: Run) -> None:
    """Without a code, each is listed with its severity and its title, a line each, in order."""
    said = run("explain")
    assert said.code == 0
    lines = said.out.removesuffix("\n").split("\n")
    assert [line.split()[:2] for line in lines] == [[each.id, each.severity] for each in pk.list_rules()]
    assert all(each.title in line for each, line in zip(pk.list_rules(), lines, strict=True))


def test_data_that_cannot_be_read_whole_is_one(run: Run, tmp_path: Path) -> None:
    """A dataset with a record that is refused is not shown or listed: one line, exit code 1."""
    (tmp_path / "bad.yaml").write_text("- {id: drug/x, type: Drug}\n")
    for words in (("show", "drug/x"), ("list",), ("list", "drug")):
        said = run(*words, "--dataset", tmp_path)
        assert (said.code, said.out) == (1, "")
        assert "PK011" in said.err
        assert said.err.count("\n") == 1
