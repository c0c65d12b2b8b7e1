"""The DCAT and VoID description of a release."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from mutations import build
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, VOID, XSD

import pharmakon as pk
from pharmakon import publish
from pharmakon.api.building import exports
from pharmakon.artifacts import File, Manifest
from pharmakon.catalog import dcat
from pharmakon.dataset import Dataset
from pharmakon.model import Metadata
from pharmakon.terms import table

WHERE = "https://example.org/release/"
SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")
MANIFEST = Manifest(
    (
        File("rdf/pharmakon.nt", "application/n-triples", 42, "0" * 64, 3),
        File("rdf/nanopubs.trig", "application/trig", 43, "1" * 64),
        File("records/pharmakon.jsonl", "application/jsonl", 44, "2" * 64, 3),
    )
)
REGISTERED = {
    "application/csvm+json",
    "application/fhir+json",
    "application/json",
    "application/ld+json",
    "application/n-triples",
    "application/trig",
    "application/vnd.apache.parquet",
    "application/vnd.sqlite3",
    "text/csv",
    "text/turtle",
}
"""The media types of a full release that IANA lists, looked up in its registry by hand."""


def described(dataset: Dataset, manifest: Manifest = MANIFEST) -> rdflib.Graph:
    """The description of a dataset's release, as rdflib reads it at some address."""
    (made,) = dcat.describe(manifest, dataset)
    text = b"".join(made.chunks).decode("utf-8")
    graph = rdflib.Graph().parse(data=text, format="turtle", publicID=WHERE + made.path)
    strict = list(pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TURTLE, base_iri=WHERE + made.path))
    assert len(strict) == len(graph)
    return graph


def metadata(**given: object) -> Dataset:
    """A dataset without records, described as told."""
    made = build(table().dataset, full=True) | given
    lists = {name: tuple(each) for name, each in made.items() if isinstance(each, list)}
    return Dataset(Metadata.model_validate({**made, **lists}), ())


def one(graph: rdflib.Graph, subject: rdflib.term.Node, predicate: rdflib.URIRef) -> rdflib.term.Node:
    """The only value of a property."""
    (value,) = graph.objects(subject, predicate)
    return value


def subject_of(graph: rdflib.Graph) -> rdflib.term.Node:
    """The only dataset, which is one in DCAT and in VoID."""
    (found,) = graph.subjects(RDF.type, DCAT.Dataset)
    assert list(graph.subjects(RDF.type, VOID.Dataset)) == [found]
    return found


@pytest.fixture(scope="module")
def packaged() -> Dataset:
    """The packaged dataset."""
    return pk.load()


@pytest.fixture(scope="module")
def graph(packaged: Dataset) -> rdflib.Graph:
    """The description of the packaged dataset."""
    return described(packaged)


@pytest.fixture(scope="module")
def store(checkout: Path) -> pyoxigraph.Store:
    """The released N-Triples."""
    made = pyoxigraph.Store()
    path = checkout / "dataset" / "export" / "rdf" / "pharmakon.nt"
    made.load(path=path, format=pyoxigraph.RdfFormat.N_TRIPLES)
    return made


def counted(store: pyoxigraph.Store, what: str, where: str = "?s ?p ?o") -> int:
    """How many there are, by SPARQL."""
    found = store.query(f"SELECT (COUNT({what}) AS ?n) {{ {where} }}")
    assert isinstance(found, pyoxigraph.QuerySolutions)
    return int(next(found)["n"].value)


@pytest.mark.parametrize(
    ("name", "what", "where"),
    [
        ("triples", "*", "?s ?p ?o"),
        ("entities", "DISTINCT ?s", "?s a ?c"),
        ("classes", "DISTINCT ?c", "?s a ?c"),
        ("properties", "DISTINCT ?p", "?s ?p ?o"),
        ("distinctSubjects", "DISTINCT ?s", "?s ?p ?o"),
        ("distinctObjects", "DISTINCT ?o", "?s ?p ?o"),
    ],
)
def test_counts_are_those_of_the_released_graph(
    name: str, what: str, where: str, graph: rdflib.Graph, store: pyoxigraph.Store
) -> None:
    """What VoID counts is what SPARQL counts in the released file."""
    said = one(graph, subject_of(graph), VOID[name])
    assert said == rdflib.Literal(counted(store, what, where))


PARTITIONS = {
    VOID.classPartition: (VOID["class"], VOID.entities, "(COUNT(DISTINCT ?s) AS ?n) { ?s a ?k }"),
    VOID.propertyPartition: (VOID.property, VOID.triples, "(COUNT(*) AS ?n) { ?s ?k ?o }"),
}


@pytest.mark.parametrize("partition", PARTITIONS)
def test_partitions_are_those_of_the_released_graph(
    partition: rdflib.URIRef, graph: rdflib.Graph, store: pyoxigraph.Store
) -> None:
    """Each class and each property has a part of its own, with its count by SPARQL, and there is no other."""
    key, number, query = PARTITIONS[partition]
    said = {
        str(one(graph, part, key)): str(one(graph, part, number))
        for part in graph.objects(subject_of(graph), partition)
    }
    found = store.query(f"SELECT ?k {query} GROUP BY ?k")
    assert isinstance(found, pyoxigraph.QuerySolutions)
    assert said == {row["k"].value: row["n"].value for row in found}


def test_the_release_describes_its_own_files(checkout: Path, packaged: Dataset) -> None:
    """In the committed release each exported file is a distribution, with its place, size and digest."""
    folder = checkout / "dataset" / "export"
    graph = rdflib.Graph().parse(folder / "dcat.ttl", publicID=f"{WHERE}dcat.ttl")
    assert packaged.metadata is not None
    assert str(subject_of(graph)) == packaged.metadata.base_iri + packaged.metadata.id
    manifest = json.loads((folder / "manifest.json").read_bytes())
    exported = {each["path"] for each in manifest["files"] if "/" in each["path"]}
    seen = Counter()
    for file in graph.objects(subject_of(graph), DCAT.distribution):
        path = str(one(graph, file, DCAT.downloadURL)).removeprefix(WHERE)
        data = (folder / path).read_bytes()
        checksum = one(graph, file, SPDX.checksum)
        digest = rdflib.Literal(hashlib.sha256(data).hexdigest(), datatype=XSD.hexBinary)
        assert one(graph, checksum, SPDX.checksumValue) == digest
        assert one(graph, checksum, SPDX.algorithm) == SPDX.checksumAlgorithm_sha256
        assert str(one(graph, file, DCAT.byteSize)) == str(len(data))
        assert str(one(graph, file, DCTERMS.title)) == path
        seen[path] += 1
    assert seen == Counter(exported)


def test_a_media_type_is_registered_or_named(graph: rdflib.Graph) -> None:
    """A media type that IANA lists is given by its address there, another one by its name."""
    said = {}
    for file in graph.subjects(RDF.type, DCAT.Distribution):
        kinds = [*graph.objects(file, DCAT.mediaType), *graph.objects(file, DCTERMS.format)]
        (kind,) = kinds
        said[str(graph.value(file, DCTERMS.title))] = str(graph.value(kind, rdflib.RDFS.label) or kind)
    registered = "https://www.iana.org/assignments/media-types/application/"
    assert said == {
        "rdf/pharmakon.nt": f"{registered}n-triples",
        "rdf/nanopubs.trig": f"{registered}trig",
        "records/pharmakon.jsonl": "application/jsonl",
    }


def test_every_media_type_is_looked_up() -> None:
    """Of all media types of a full release, IANA's address is given for those that it lists, and no other."""
    tiny = pk.load(Path(__file__).resolve().parents[1] / "golden")
    _, manifest = publish.render([*exports(tiny), *exports(tiny, full=True)])
    graph = described(tiny, manifest)
    addresses = {str(kind) for kind in graph.objects(None, DCAT.mediaType)}
    assert addresses == {f"https://www.iana.org/assignments/media-types/{each}" for each in REGISTERED}
    named = {str(graph.value(kind, rdflib.RDFS.label)) for kind in graph.objects(None, DCTERMS["format"])}
    assert named | REGISTERED == {file.media_type for file in manifest.files}


def test_dumps_are_the_files_that_hold_the_whole_graph(graph: rdflib.Graph) -> None:
    """A nanopublication file is another graph, and no dump of this one."""
    assert [str(each) for each in graph.objects(None, VOID.dataDump)] == [f"{WHERE}rdf/pharmakon.nt"]


@pytest.mark.parametrize(
    ("released", "datatype"), [("2026", XSD.gYear), ("2026-01", XSD.gYearMonth), ("2026-01-02", XSD.date)]
)
def test_a_date_is_as_precise_as_it_is_known(released: str, datatype: rdflib.URIRef) -> None:
    """The date of release keeps its precision, in a datatype that DCAT knows."""
    graph = described(metadata(released=released))
    issued = one(graph, subject_of(graph), DCTERMS.issued)
    assert isinstance(issued, rdflib.Literal)
    assert (str(issued), issued.datatype) == (released, datatype)


@pytest.mark.parametrize(
    ("language", "address"),
    [("en", "iso639-1/en"), ("pt-BR", "iso639-1/pt"), ("zh-Hant", "iso639-1/zh"), ("gsw", "iso639-2/gsw")],
)
def test_a_language_has_an_address(language: str, address: str) -> None:
    """The language is named by the Library of Congress, as DCAT asks for; texts keep the whole tag."""
    graph = described(metadata(language=language))
    found = one(graph, subject_of(graph), DCTERMS.language)
    assert str(found) == f"http://id.loc.gov/vocabulary/{address}"
    title = one(graph, subject_of(graph), DCTERMS.title)
    assert isinstance(title, rdflib.Literal)
    assert str(title.language).lower() == language.lower()


def test_people_are_told_apart() -> None:
    """Each creator and the publisher is one agent with one name, whatever letters are in it."""
    names = ("A", "氯", "氢", "a/b", "a-b")
    graph = described(metadata(creators=names, publisher="A"))
    subject = subject_of(graph)
    made = [str(one(graph, each, FOAF.name)) for each in graph.objects(subject, DCTERMS.creator)]
    assert sorted(made) == sorted(names)
    assert one(graph, subject, DCTERMS.publisher) in set(graph.objects(subject, DCTERMS.creator))


def test_files_are_told_apart(packaged: Dataset) -> None:
    """Two paths that differ in one mark are two distributions."""
    files = tuple(File(path, "text/csv", 1, "3" * 64) for path in ("a/b.csv", "a-b.csv", "a.b.csv"))
    graph = described(metadata(), Manifest(files))
    assert len(set(graph.subjects(RDF.type, DCAT.Distribution))) == 3


def test_there_is_no_blank_node(graph: rdflib.Graph) -> None:
    """Everything that is described has an IRI."""
    assert [each for triple in graph for each in triple if isinstance(each, rdflib.BNode)] == []
