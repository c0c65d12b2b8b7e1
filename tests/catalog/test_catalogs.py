"""Files that describe the files of a release."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from mutations import build

from pharmakon import catalog, load
from pharmakon.artifacts import File, Manifest
from pharmakon.catalog import citation, license, readme  # noqa: A004 - the module of that name
from pharmakon.codes import NOTICES
from pharmakon.dataset import Dataset
from pharmakon.model import Metadata
from pharmakon.terms import table

MANIFEST = Manifest(
    (File("rdf/a.nt", "application/n-triples", 42, "0" * 64, 3), File("b", "text/plain", 7, "1" * 64))
)


@pytest.fixture(scope="module")
def tiny() -> Dataset:
    """The tiny dataset."""
    return load(Path(__file__).resolve().parents[1] / "golden")


def page(module: object, dataset: Dataset) -> str:
    """What a catalogue says of a dataset."""
    (made,) = module.describe(MANIFEST, dataset)  # type: ignore[attr-defined]
    return b"".join(made.chunks).decode()


@pytest.mark.parametrize("name", sorted(catalog.modules()))
def test_a_catalog_writes_what_it_declares(name: str, tiny: Dataset) -> None:
    """Each catalogue writes its `FILES`, the same bytes each time, ended by a line feed."""
    module = catalog.modules()[name]
    made = {each.path: b"".join(each.chunks) for each in module.describe(MANIFEST, tiny)}
    assert made == {each.path: b"".join(each.chunks) for each in module.describe(MANIFEST, tiny)}
    assert set(made) == set(module.FILES)
    assert all(data.endswith(b"\n") and b"\r" not in data for data in made.values())


@pytest.mark.parametrize("name", sorted(catalog.modules()))
def test_records_without_metadata_have_no_catalog(name: str, tiny: Dataset) -> None:
    """Names and dates come from the metadata alone; without it nothing is made up."""
    assert list(catalog.modules()[name].describe(MANIFEST, Dataset(None, tiny.records))) == []


def test_the_page_tells_what_the_data_must_not_be_used_for(tiny: Dataset) -> None:
    """The page of a release has the disclaimer, each file with its size, and how many records there are."""
    text = page(readme, tiny)
    assert tiny.metadata is not None
    assert tiny.metadata.disclaimer in text
    assert "| `rdf/a.nt` | application/n-triples | 42 | 3 |" in text
    assert "| Claim | 1 |" in text
    for type_ in table().records:
        assert f"| {type_.name} | {sum(record.type == type_.name for record in tiny)} |" in text


def metadata(**given: object) -> Dataset:
    """A dataset without records, described as told."""
    made = build(table().dataset, full=True) | given
    lists = {name: tuple(each) for name, each in made.items() if isinstance(each, list)}
    return Dataset(Metadata.model_validate({**made, **lists}), ())


def test_the_citation_is_yaml_of_the_metadata() -> None:
    """CITATION.cff says title, version and authors as the metadata does, whatever letters are in them."""
    title = 'A "quoted": title # \u2018x\u2019 \\ {{}} 氯'
    described = metadata(title=title, released="2026-01-02", creators=("B: #1", "A"))
    said = yaml.safe_load(page(citation, described))
    assert said["cff-version"] == "1.2.0"
    assert said["title"] == title
    assert str(said["date-released"]) == "2026-01-02"
    assert [each["name"] for each in said["authors"]] == ["A", "B: #1"]


def test_a_citation_invents_no_day() -> None:
    """A release of which only the year is known has no date in the citation."""
    assert "date-released" not in yaml.safe_load(page(citation, metadata(released="2026")))


@pytest.mark.parametrize(
    ("address", "key", "value"),
    [
        ("https://creativecommons.org/licenses/by/4.0/", "license", "CC-BY-4.0"),
        ("https://example.org/own", "license-url", "https://example.org/own"),
    ],
)
def test_a_license_is_named_or_addressed(address: str, key: str, value: str) -> None:
    """A known license is given by its SPDX name, any other by its address."""
    assert yaml.safe_load(page(citation, metadata(license=address)))[key] == value


def test_notices_stand_for_the_code_systems_that_are_used() -> None:
    """The license of the packaged data has the notices of the code systems used in it, and no other."""
    dataset = load()
    used = {coding.code.partition(":")[0] for record in dataset for coding in record.codes}
    text = page(license, dataset)
    for prefix, notice in NOTICES.items():
        assert (notice in text) == (prefix in used), prefix
