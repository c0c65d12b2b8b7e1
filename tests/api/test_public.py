"""The public face of the package."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import pharmakon as pk
from pharmakon.dataset import Dataset

HEAVY = ("rdflib", "typer", "click", "jsonschema", "yaml", "pyoxigraph", "pydantic", "rich")


def loaded_after(statement: str) -> set[str]:
    """The modules that are loaded after a statement, in a new interpreter."""
    code = f"import sys; {statement}; print(*sys.modules)"
    made = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return set(made.stdout.split())


def test_importing_is_light() -> None:
    """`import pharmakon` loads no library but Python's own."""
    loaded = loaded_after("import pharmakon")
    assert not loaded & set(HEAVY)
    assert {name for name in loaded if name.startswith("pharmakon")} == {"pharmakon"}


def test_loading_needs_no_command_line_and_no_graph() -> None:
    """`load` reads records without the libraries of other rooms."""
    assert not loaded_after("import pharmakon; pharmakon.load()") & {
        "rdflib",
        "typer",
        "jsonschema",
        "pyoxigraph",
    }


@pytest.mark.parametrize("name", pk.__all__)
def test_every_public_name_is_there(name: str) -> None:
    """Each name of `__all__` is found, and says what it is."""
    assert getattr(pk, name).__doc__
    assert name in dir(pk)


def test_no_other_name_is_public() -> None:
    """A name that does not exist is an AttributeError as everywhere in Python."""
    with pytest.raises(AttributeError, match="nonsense"):
        pk.nonsense  # noqa: B018


def test_names_for_type_checkers_are_those_at_run_time() -> None:
    """What a type checker sees is what `__all__` lists."""
    import ast

    tree = ast.parse(Path(str(pk.__file__)).read_text(encoding="utf-8"))
    guarded = next(node for node in tree.body if isinstance(node, ast.If))
    imported = [each.name for node in guarded.body if isinstance(node, ast.ImportFrom) for each in node.names]
    assert sorted(imported) == sorted(pk.__all__)


Verb = Callable[[Any, Dataset, Path], object]
LINES = Path(__file__).resolve().parents[1] / "golden" / "export" / "records" / "pharmakon.jsonl"
WRONG = (5, 1.5, b"claims", ["x"], ("x",), {"x": 1}, {1}, [["x"]], [None], object(), "nonsense")
"""What is neither a dataset, nor the name of anything, nor a list of names."""

VERBS: dict[str, Verb] = {
    "build, a dataset": lambda each, _, out: pk.build(each, out, ["jsonl"]),
    "build, formats": lambda each, data, out: pk.build(data, out, each),
    "build, a format": lambda each, data, out: pk.build(data, out, [each]),
    "write, formats": lambda each, data, out: pk.write(data, out, each),
    "write, a format": lambda each, data, out: pk.write(data, out, [each]),
    "write, a dataset": lambda each, _, out: pk.write(each, out),
    "verify": lambda each, *_: pk.verify(each),
    "check, a dataset": lambda each, *_: pk.check(each),
    "convert, a file": lambda each, *_: b"".join(pk.convert(each, "ntriples")),
    "convert, a format": lambda each, *_: b"".join(pk.convert(LINES, each)),
    "convert, a base": lambda each, *_: b"".join(pk.convert(LINES, "ntriples", base_iri=each)),
    "convert, on an error": lambda each, *_: b"".join(pk.convert(LINES, "ntriples", on_error=each)),
    "convert, limits": lambda each, *_: b"".join(pk.convert(LINES, "ntriples", limits=each)),
    "convert, a tally": lambda each, *_: b"".join(pk.convert(LINES, "ntriples", tally=each)),
    "convert_spark, a format": lambda each, _, out: pk.convert_spark(LINES, each, out),
    "convert_spark, limits": lambda each, _, out: pk.convert_spark(LINES, "ntriples", out, limits=each),
    "query, a dataset": lambda each, *_: pk.query(each, "ASK { ?s ?p ?o }"),
    "query, a query": lambda each, data, _: pk.query(data, each),
    "diff, the one": lambda each, data, _: pk.diff(each, data),
    "diff, the other": lambda each, data, _: pk.diff(data, each),
    "to_fhir, a dataset": lambda each, *_: pk.to_fhir(each),
    "to_fhir, a version": lambda each, data, _: pk.to_fhir(data, each),
    "to_fhir, within": lambda each, data, _: pk.to_fhir(data.records[0], within=each),
    "to_frame, a dataset": lambda each, *_: pk.to_frame(each, "claims"),
    "to_frame, a type": lambda each, data, _: pk.to_frame(data, each),
    "to_frame, a library": lambda each, data, _: pk.to_frame(data, "claims", each),
    "to_graph": lambda each, *_: pk.to_graph(each),
    "to_oxigraph": lambda each, *_: pk.to_oxigraph(each),
    "load": lambda each, *_: pk.load(each),
    "validate, records": lambda each, *_: pk.validate(each),
    "validate, documents": lambda each, data, _: pk.validate(data, documents=each),
    "validate, limits": lambda each, *_: pk.validate(LINES, limits=each),
    "validate_stream, a file": lambda each, *_: pk.validate_stream(each),
    "validate_stream, limits": lambda each, *_: pk.validate_stream(LINES, limits=each),
    "contradictions": lambda each, *_: pk.contradictions(each),
    "gaps, a dataset": lambda each, *_: pk.gaps(each),
    "gaps, a drug": lambda each, data, _: pk.gaps(data, each),
    "status_of, a dataset": lambda each, *_: pk.status_of(each, "indication/a", "US", "2020"),
    "status_of, a use": lambda each, data, _: pk.status_of(data, each, "US", "2020"),
    "status_of, a jurisdiction": lambda each, data, _: pk.status_of(data, "indication/a", each, "2020"),
    "status_of, a date": lambda each, data, _: pk.status_of(data, "indication/a", "US", each),
    "json_schema": lambda each, *_: pk.json_schema(each),
    "rule": lambda each, *_: pk.rule(each),
    "render, a report": lambda each, *_: pk.render(each),
    "render, a format": lambda each, data, _: pk.render(pk.validate(data), each),
}


@pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS)
def test_a_wrong_argument_is_told_in_a_sentence(verb: Verb, tiny: Dataset, tmp_path: Path) -> None:
    """What is of another type, or names nothing, ends in an error of this package, and in no file."""
    for wrong in WRONG:
        with pytest.raises(pk.PharmakonError, match=r"; .|did you mean"):
            verb(wrong, tiny, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("option", ["select", "ignore", "most", "jobs", "index"])
def test_options_of_a_stream_are_lists_of_codes_and_numbers(option: str) -> None:
    """A list of codes is as good as a tuple; one text is none, and no text is a number."""
    for wrong in ("PK1", {"PK1"}, [1], 1.5, object()):
        with pytest.raises(pk.PharmakonError, match="; correct it"):
            pk.validate_stream(LINES, **{option: wrong})  # type: ignore[arg-type]
    assert pk.validate_stream(LINES, select=["PK1"]).ok  # type: ignore[arg-type]
