"""Files that describe the files of a release."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from mutations import build

from pharmakon import catalog, load, publish
from pharmakon.api.building import exports
from pharmakon.artifacts import File, Manifest
from pharmakon.catalog import (
    citation,
    croissant,
    datapackage,
    license,  # noqa: A004 - the module of that name
    readme,
    rocrate,
    schemaorg,
)
from pharmakon.codes import NOTICES
from pharmakon.dataset import Dataset, Entry
from pharmakon.export import csv
from pharmakon.model import Metadata
from pharmakon.sheets import sheets
from pharmakon.terms import table

MANIFEST = Manifest(
    (
        File("rdf/a.nt", "application/n-triples", 42, "0" * 64, 3),
        File("b", "text/plain", 7, "1" * 64),
        File("c", "text/csv", 8, "2" * 64, 0),
    )
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
    assert "| `b` | text/plain | 7 |  |" in text
    assert "| `c` | text/csv | 8 | 0 |" in text
    for path in (*catalog.titles(MANIFEST), *publish.lists(MANIFEST)):
        assert path == "README.md" or f"| `{path}` |" in text
    assert "| Claim | 1 |" in text
    for type_ in table().records:
        assert f"| {type_.name} | {sum(record.type == type_.name for record in tiny)} |" in text


def test_figures_count_what_stands() -> None:
    """The figures of a page are the same whether records were withdrawn, or never were there."""
    packaged = load()
    gone = {record.id for at, record in enumerate(packaged) if at % 3 == 0}
    without = Dataset.of(Entry(node, node.id) for node in packaged.nodes() if node.id not in gone)[0]
    retired = Dataset.of(
        Entry(node.model_copy(update={"retired": True} if node.id in gone else {}), node.id)
        for node in packaged.nodes()
    )[0]
    figures = page(readme, without).partition("\n## Records\n")[2]
    assert page(readme, retired).partition("\n## Records\n")[2] == figures
    assert figures != page(readme, packaged).partition("\n## Records\n")[2]


@pytest.mark.parametrize(
    "text", ["```", "~~~", "<!--", "<div hidden>", "<script>", "[a]: /b", "a\n===", "***"]
)
def test_no_text_hides_the_page(text: str) -> None:
    """Whatever marks a dataset's texts have, the page tells the disclaimer, the files and the records."""
    markdown_it = pytest.importorskip("markdown_it", reason="typer's libraries bring a reader of Markdown")
    line = text.replace("\n", " ")
    read = markdown_it.MarkdownIt("commonmark").enable("table")
    made = read.render(
        page(readme, metadata(title=line, description=text, disclaimer=text, creators=(line,)))
    )
    assert re.findall(r"<h2>(.*?)</h2>", made) == ["Files", "Records"]
    assert made.count("<table>") == 3
    assert made.count(f"<strong>{html.escape(text)}</strong>") == 1
    assert f"<h1>{html.escape(line)}</h1>" in made
    assert f"Made by {html.escape(line)}." in made


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


@pytest.fixture(scope="module")
def released(tiny: Dataset) -> tuple[Manifest, dict[str, dict[str, Any]]]:
    """The manifest of the tiny dataset's files, and what the catalogues in JSON say of them."""
    _, manifest = publish.render(exports(tiny))
    said = {}
    for module in (croissant, datapackage, rocrate, schemaorg):
        (made,) = module.describe(manifest, tiny)
        said[made.path] = json.loads(b"".join(made.chunks))
    return manifest, said


def test_every_catalog_says_the_same(
    released: tuple[Manifest, dict[str, dict[str, Any]]], tiny: Dataset
) -> None:
    """Title, version, license and day of release are those of the metadata, in every catalogue."""
    metadata = tiny.metadata
    assert metadata is not None
    _, said = released
    package, crate = said["datapackage.json"], said["ro-crate-metadata.json"]
    root = next(each for each in crate["@graph"] if each["@id"] == "./")
    croissants = said["croissant.json"]
    told = (metadata.title, metadata.version, metadata.license)
    assert (package["title"], package["version"], package["licenses"][0]["path"]) == told
    assert (root["name"], root["version"], root["license"]["@id"]) == told
    assert (croissants["name"], croissants["version"], croissants["license"]) == told
    (web,) = said["dataset.jsonld"]["@graph"]
    assert (web["name"], web["version"], web["license"]) == told
    assert root["datePublished"] == croissants["datePublished"] == web["datePublished"] == metadata.released
    assert web["@id"] == web["identifier"] == croissants["url"] == package["id"]
    assert "url" not in web  # nothing says that the IRI leads anywhere; Croissant alone demands one
    cited = yaml.safe_load(page(citation, tiny))
    assert (cited["title"], cited["version"]) == told[:2]
    for text in (each["description"] for each in (package, root, croissants, web)):
        assert metadata.disclaimer in text


def test_every_file_is_described_with_its_digest(
    released: tuple[Manifest, dict[str, dict[str, Any]]],
) -> None:
    """Each catalogue has each file of the manifest with size and digest, and no other."""
    manifest, said = released
    told = {(file.path, file.bytes, file.sha256) for file in manifest.files}
    assert {
        (each["path"], each["bytes"], each["hash"].removeprefix("sha256:"))
        for each in said["datapackage.json"]["resources"]
    } == told
    for whole in (said["croissant.json"], said["dataset.jsonld"]["@graph"][0]):
        assert {
            (each["contentUrl"], int(each["contentSize"].removesuffix(" B")), each["sha256"])
            for each in whole["distribution"]
        } == told
    graph = said["ro-crate-metadata.json"]["@graph"]
    files = [each for each in graph if each["@type"] == "File"]
    assert {(each["@id"], int(each["contentSize"]), each["sha256"]) for each in files} == told
    root = next(each for each in graph if each["@id"] == "./")
    assert [part["@id"] for part in root["hasPart"]] == [each["@id"] for each in files]
    assert all(each["description"] != "A file of the release." for each in files)


def test_tables_are_described_column_by_column(
    released: tuple[Manifest, dict[str, dict[str, Any]]], tiny: Dataset
) -> None:
    """The fields of a table are the names in its first line, in the Data Package and in Croissant."""
    made, _ = publish.render(exports(tiny, ["csv"]))
    _, said = released
    sets = {each["@id"]: each for each in said["croissant.json"]["recordSet"]}
    tables = [each for each in said["datapackage.json"]["resources"] if "schema" in each]
    assert {each["path"] for each in tables} == {path for path in made if path.endswith(".csv")}
    for each in tables:
        names = made[each["path"]].decode().partition("\n")[0].split(",")
        assert [field["name"] for field in each["schema"]["fields"]] == names
        assert [field["name"] for field in sets[each["name"]]["field"]] == names
        assert set(each["schema"]["primaryKey"]) <= set(names)


def test_the_page_tells_which_keys_are_declared(
    released: tuple[Manifest, dict[str, dict[str, Any]]], tiny: Dataset
) -> None:
    """CSVW declares the keys of required columns, the Data Package all; the page with tables says so."""
    _, said = released
    every = sum(
        len(each["schema"].get("foreignKeys", ()))
        for each in said["datapackage.json"]["resources"]
        if "schema" in each
    )
    tables = cast("list[Any]", csv.metadata(tiny.metadata)["tables"])
    required = sum(len(each["tableSchema"].get("foreignKeys", ())) for each in tables)
    columns = [column for sheet in sheets() for column in sheet.columns if column.to]
    assert (required, every) == (sum(each.required for each in columns), len(columns))
    _, manifest = publish.render(exports(tiny, ["csv"]))
    (made,) = readme.describe(manifest, tiny)
    assert "CSVW metadata declare those of required columns alone" in b"".join(made.chunks).decode()


def test_every_entity_of_the_crate_is_described(
    released: tuple[Manifest, dict[str, dict[str, Any]]],
) -> None:
    """Whatever the crate refers to is in it, under an id that needs no escape."""
    _, said = released
    graph = said["ro-crate-metadata.json"]["@graph"]
    ids = [each["@id"] for each in graph]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[\w./#:-]+", each, re.ASCII) for each in ids)
    named = {
        reference["@id"]
        for each in graph
        for value in each.values()
        for reference in (value if isinstance(value, list) else [value])
        if isinstance(reference, dict)
    }
    assert named - set(ids) == {"https://w3id.org/ro/crate/1.3"}
    assert not [
        each for each in graph for value in each.values() if isinstance(value, list) and len(value) == 1
    ]


def test_only_what_is_there_is_described(tiny: Dataset) -> None:
    """A release without tables has no record sets, and its Data Package no schema."""
    _, manifest = publish.render(exports(tiny, ["jsonl"]))
    (made,) = croissant.describe(manifest, tiny)
    assert "recordSet" not in json.loads(b"".join(made.chunks))
    (made,) = datapackage.describe(manifest, tiny)
    package = json.loads(b"".join(made.chunks))
    assert [each.get("schema") for each in package["resources"]] == [None]
    assert csv.RULE not in package["description"]


@pytest.mark.parametrize(
    ("formats", "said"),
    [
        (["csv"], ("load its tables", "a Data Package of its tables", csv.RULE)),
        (["jsonl"], ("of its files, without record sets", "a Data Package of its files |")),
        (["parquet", "sqlite"], ("of its files, without record sets", "a Data Package of its files |")),
        ([], ("of its files, without record sets", "a Data Package of its files |")),
    ],
)
def test_the_page_tells_what_the_catalogs_are(
    formats: list[str], said: tuple[str, ...], tiny: Dataset
) -> None:
    """The page speaks of tables where the release has them, and nowhere else."""
    _, manifest = publish.render(exports(tiny, formats))
    (made,) = readme.describe(manifest, tiny)
    text = b"".join(made.chunks).decode()
    assert [each for each in said if each not in text] == []
    assert ("tables" in text) == (formats == ["csv"])
    assert ("version of pyarrow" in text) == ("parquet" in formats)


def test_makers_are_one_agent_each() -> None:
    """A schema.org Dataset names each creator once, and one that publishes it too by one id."""
    (web,) = json.loads(page(schemaorg, metadata(creators=("B", "A"), publisher="B")))["@graph"]
    agents = [web["publisher"], *web["creator"]]
    assert [each.get("name") for each in agents] == ["B", "A", None]
    assert agents[2] == {"@id": agents[0]["@id"]} != {"@id": agents[1]["@id"]}


def test_an_unknown_license_is_named_by_its_address() -> None:
    """A license that has no SPDX name here is given by its address alone."""
    described = metadata(license="https://example.org/own")
    package = json.loads(page(datapackage, described))
    assert package["licenses"] == [{"path": "https://example.org/own"}]
    crate = json.loads(page(rocrate, described))["@graph"]
    assert next(each for each in crate if each["@id"] == "https://example.org/own")["name"]
