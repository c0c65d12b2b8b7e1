"""Laws about adding a room: a file's presence is its registration."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FORMAT = '''"""Ids: one id a line."""

from collections.abc import Iterator

from pharmakon.artifacts import Artifact
from pharmakon.dataset import Dataset
from pharmakon.export import Format

FORMAT = Format("ids", "ids, one a line", "text/plain", "txt", stream=False)
FILES = ("records/ids.txt",)


def export(dataset: Dataset) -> Iterator[Artifact]:
    """The file of a dataset."""
    yield Artifact(FILES[0], (f"{record.id}\\n".encode() for record in dataset), FORMAT.media_type)
'''
RULE = '''"""A rule of one's own."""

from collections.abc import Iterator

from pharmakon.dataset import Dataset
from pharmakon.findings import Finding
from pharmakon.rules import rule


@rule("PK399")
def shouted(dataset: Dataset) -> Iterator[Finding]:
    """A label is in capitals.

    Why: nobody likes to be shouted at.

    Bad:
        {"id": "drug/k", "type": "Drug", "label": "KETAMINE", "kind": "substance"}

    Good:
        {"id": "drug/k", "type": "Drug", "label": "ketamine", "kind": "substance"}
    """
    for record in dataset:
        if record.label.isupper():
            yield Finding("the label is in capitals", record=record.id, pointer="/label")
'''
ARTEFACT = '''"""A list of all words."""

from collections.abc import Iterator

from pharmakon.artifacts import Artifact, text_artifact
from pharmakon.terms import table

FILES = ("words.txt",)


def render() -> Iterator[Artifact]:
    """The file."""
    yield text_artifact(FILES[0], "".join(f"{field.name}\\n" for field in table().fields()), "text/plain")
'''
CATALOG = '''"""A count of the files."""

from collections.abc import Iterator

from pharmakon.artifacts import Artifact, Manifest, text_artifact
from pharmakon.dataset import Dataset

FILES = ("COUNT",)


def describe(manifest: Manifest, dataset: Dataset) -> Iterator[Artifact]:
    """The file."""
    yield text_artifact(FILES[0], f"{len(manifest.files)} {len(dataset)}\\n", "text/plain")
'''
REPORT = '''"""How many findings there are."""

from pharmakon.report import Report


def render(report: Report) -> str:
    """One number."""
    return f"{len(report.findings)}\\n"
'''
RECORD = '''"""A price of a drug."""

from typing import Annotated, ClassVar, Literal

from pharmakon.model.record import Record
from pharmakon.model.scalar import Line, Ref
from pharmakon.model.term import Internal, Term
from pharmakon.model.words import DRUG


class Price(Record):
    """What a drug is sold for."""

    term: ClassVar[Term] = Term("pk:Price")

    type: Annotated[Literal["Price"], Internal("Always `Price`.")]
    drug: Annotated[Ref, DRUG]
    amount: Annotated[Line, Term("pk:amount", "The amount and the currency.")]
'''


@pytest.fixture
def house(tmp_path: Path, checkout: Path) -> Path:
    """A copy of the package, with a dataset of two records beside it."""
    shutil.copytree(
        checkout / "toolkit" / "pharmakon",
        tmp_path / "pharmakon",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    records = tmp_path / "mine" / "records"
    records.mkdir(parents=True)
    (records / "all.yaml").write_text(
        "- {id: drug/k, type: Drug, label: KETAMINE, kind: substance}\n"
        "- {id: drug/s, type: Drug, label: spray, kind: substance}\n",
        encoding="utf-8",
    )
    return tmp_path


def _run(house: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """What the command of the copied package answers."""
    return subprocess.run(
        [sys.executable, "-m", "pharmakon", *words],
        cwd=house,
        env={**os.environ, "PYTHONPATH": str(house)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_format_is_one_file(house: Path) -> None:
    """A module dropped into export/ is written by the next build."""
    (house / "pharmakon" / "export" / "ids.py").write_text(FORMAT, encoding="utf-8")
    assert _run(house, "build", "mine/records", "--out", "out").returncode == 0
    assert (house / "out" / "export" / "records" / "ids.txt").read_text(
        encoding="utf-8"
    ) == "drug/k\ndrug/s\n"


def test_a_rule_is_one_function(house: Path) -> None:
    """A module dropped into rules/ is applied, explained and listed."""
    (house / "pharmakon" / "rules" / "shouting.py").write_text(RULE, encoding="utf-8")
    done = _run(house, "validate", "mine/records", "--output-format", "concise")
    assert done.returncode == 1
    assert "PK399 error: the label is in capitals (drug/k/label)" in done.stdout
    assert "nobody likes to be shouted at" in _run(house, "explain", "PK399").stdout
    assert _run(house, "build", "mine/records", "--out", "out").returncode == 1


def test_a_schema_artefact_is_one_file(house: Path) -> None:
    """A module dropped into schema/ is written by the next build."""
    (house / "pharmakon" / "schema" / "wordlist.py").write_text(ARTEFACT, encoding="utf-8")
    assert _run(house, "build", "mine/records", "--out", "out").returncode == 0
    assert "active_substance\n" in (house / "out" / "schema" / "words.txt").read_text(encoding="utf-8")


def test_a_catalogue_is_one_file(house: Path) -> None:
    """A module dropped into catalog/ describes the next release."""
    (house / "pharmakon" / "catalog" / "counting.py").write_text(CATALOG, encoding="utf-8")
    assert _run(house, "build", "mine/records", "--out", "out").returncode == 0
    assert (house / "out" / "export" / "COUNT").read_text(encoding="utf-8").endswith(" 2\n")


def test_a_record_type_is_one_file_and_one_line(house: Path) -> None:
    """A file in model/ and its line in the list of types make a type that is read, checked and written."""
    (house / "pharmakon" / "model" / "price.py").write_text(RECORD, encoding="utf-8")
    listed = house / "pharmakon" / "model" / "__init__.py"
    text = listed.read_text(encoding="utf-8")
    line = "from pharmakon.model.price import Price\n\nSCHEMA_VERSION"
    text = text.replace("SCHEMA_VERSION", line, 1).replace(
        "    Contradiction,\n)", "    Contradiction,\n    Price,\n)"
    )
    listed.write_text(text, encoding="utf-8")
    price = house / "mine" / "records" / "prices.yaml"
    price.write_text(
        "- {id: price/p, type: Price, label: p, drug: drug/k, amount: 3 USD}\n", encoding="utf-8"
    )
    done = _run(house, "build", "mine/records", "--out", "out")
    assert done.returncode == 0, done.stderr
    assert (house / "out" / "schema" / "Price.schema.json").is_file()
    graph = (house / "out" / "export" / "rdf" / "pharmakon.nt").read_text(encoding="utf-8")
    assert '#amount> "3 USD"@en .' in graph
    price.write_text("- {id: price/p, type: Price, label: p, drug: drug/nope, amount: 3}\n", encoding="utf-8")
    found = _run(house, "validate", "mine/records", "--output-format", "concise").stdout
    assert "PK101" in found


def test_a_report_format_is_one_file(house: Path) -> None:
    """A module dropped into report/ is an output format of `validate`."""
    (house / "pharmakon" / "report" / "count.py").write_text(REPORT, encoding="utf-8")
    done = _run(house, "validate", "mine/records", "--output-format", "count")
    assert done.stdout.strip().isdigit()
