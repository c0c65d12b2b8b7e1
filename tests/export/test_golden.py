"""The tiny dataset in each format, as it stands in `tests/golden`, byte for byte."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pharmakon import export, fhir
from pharmakon.artifacts import Manifest
from pharmakon.catalog import citation
from pharmakon.context import IRI, context
from pharmakon.dataset import Dataset
from pharmakon.fhir.datatypes import VOCABULARY
from pharmakon.fhir.files import line
from pharmakon.fhir.setting import Setting
from pharmakon.fhir.terminology import vocabulary
from pharmakon.graph import Naming


def written(name: str, dataset: Dataset) -> dict[str, bytes]:
    """The files of a format; what defines our words in line is replaced by its address, to be readable."""
    naming = Naming.of(dataset.metadata)
    words = json.dumps(context(naming.language, naming.base), ensure_ascii=False).encode()
    system = line(vocabulary(Setting.of(fhir.R5, dataset))).encode()
    made = {each.path: b"".join(each.chunks) for each in export.module(name).export(dataset)}
    return {
        path: data.replace(words, json.dumps(IRI).encode()).replace(system, json.dumps(VOCABULARY).encode())
        for path, data in made.items()
    }


@pytest.mark.parametrize("name", sorted(export.modules()))
def test_a_format_is_as_in_the_golden_folder(name: str, tiny: Dataset, golden: Path) -> None:
    """Every format writes the tiny dataset exactly as it was read by eye; a new format adds its files."""
    for path, data in written(name, tiny).items():
        expected = golden / "export" / path
        assert expected.is_file(), f"read this by eye, and save it as {expected.name}:\n{data.decode()}"
        assert data == expected.read_bytes()


def test_the_citation_is_as_in_the_golden_folder(tiny: Dataset, golden: Path) -> None:
    """CITATION.cff of the tiny dataset is exactly as it was read by eye."""
    made = next(iter(citation.describe(Manifest(()), tiny)))
    assert b"".join(made.chunks) == (golden / "export" / made.path).read_bytes()


def test_nothing_else_is_in_the_golden_folder(tiny: Dataset, golden: Path) -> None:
    """Every golden file belongs to a format that exists."""
    made = {path for name in export.modules() for path in written(name, tiny)} | {"CITATION.cff"}
    folder = golden / "export"
    assert {each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file()} == made
