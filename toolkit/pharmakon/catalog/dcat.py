"""The DCAT 3 description of a release and its files, with VoID counts of its graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pharmakon.artifacts import Artifact, File, Manifest, text_artifact
from pharmakon.catalog import part
from pharmakon.dataset import Dataset
from pharmakon.graph import TYPE, Literal, Naming, Statement, statements
from pharmakon.graph.turtle import blocks, head, short
from pharmakon.model import Metadata
from pharmakon.model.term import NAMESPACES
from pharmakon.schema.ontology import IRI
from pharmakon.terms import DATATYPES, expand

FILES = ("dcat.ttl",)
_NAMES = {**NAMESPACES, "foaf": "http://xmlns.com/foaf/0.1/"}
_REGISTERED = "https://www.iana.org/assignments/media-types/"
_UNREGISTERED = ("application/fhir+ndjson", "application/jsonl")
"""Media types in use that IANA does not list; DCAT asks for another property then."""
_FEATURES = {
    "application/ld+json": "http://www.w3.org/ns/formats/JSON-LD",
    "application/n-triples": "http://www.w3.org/ns/formats/N-Triples",
    "text/turtle": "http://www.w3.org/ns/formats/Turtle",
}
"""The media types in which the whole graph is written, and what W3C calls the formats."""
_LANGUAGES = {2: "http://id.loc.gov/vocabulary/iso639-1/", 3: "http://id.loc.gov/vocabulary/iso639-2/"}
_DATES = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}
"""The datatype of a date by its length, as DCAT asks for; ours has no name outside of libraries."""


def describe(manifest: Manifest, dataset: Dataset) -> Iterator[Artifact]:
    """The file; none for a dataset without metadata.

    Addresses of files are relative to the description, for nobody knows where a release will be.

    Source: DCAT 3, sections 6.6 to 6.8; VoID, sections 2 to 4; SPDX 2.3 for checksums.
    """
    if dataset.metadata is not None:
        subject = dataset.metadata.base_iri + dataset.metadata.id
        names = {**_NAMES, "part": f"{subject}#"}
        made = "".join(blocks(_description(subject, manifest, dataset, dataset.metadata), names))
        yield text_artifact(FILES[0], head(names) + made, "text/turtle")


def _description(
    subject: str, manifest: Manifest, dataset: Dataset, metadata: Metadata
) -> Iterator[Statement]:
    naming = Naming.of(metadata)
    yield from _dataset(subject, metadata, naming)
    for file in manifest.files:
        yield from _distribution(subject, file, metadata)
    yield from _counts(subject, dataset, naming)


def _dataset(subject: str, metadata: Metadata, naming: Naming) -> Iterator[Statement]:
    yield _said(subject, "rdf:type", expand("dcat:Dataset"))
    yield _said(subject, "rdf:type", expand("void:Dataset"))
    yield _said(subject, "dcterms:identifier", Literal(subject))
    yield _said(subject, "dcterms:title", _text(metadata.title, naming))
    yield _said(subject, "dcterms:description", _text(metadata.description, naming))
    yield _said(subject, "dcat:version", Literal(metadata.version))
    released = Literal(metadata.released, expand(_DATES[len(metadata.released)]))
    yield _said(subject, "dcterms:issued", released)
    language = metadata.language.partition("-")[0]
    address = _LANGUAGES[len(language)] + language
    yield from _typed(subject, "dcterms:language", address, "dcterms:LinguisticSystem")
    yield from _typed(subject, "dcterms:license", metadata.license, "dcterms:LicenseDocument")
    schema = f"{IRI}/{metadata.schema_version}"
    yield from _typed(subject, "dcterms:conformsTo", schema, "dcterms:Standard")
    yield _said(subject, "pk:disclaimer", _text(metadata.disclaimer, naming))
    for keyword in metadata.keywords:
        yield _said(subject, "dcat:keyword", _text(keyword, naming))
    yield from _agents(subject, metadata)
    yield _said(subject, "void:uriSpace", Literal(naming.base))
    for vocabulary in ("pk", "rdfs", "skos", "dcterms", "prov", "oa", "cito"):
        yield _said(subject, "void:vocabulary", NAMESPACES[vocabulary])


def _agents(subject: str, metadata: Metadata) -> Iterator[Statement]:
    for number, name in enumerate(sorted({*metadata.creators, metadata.publisher}), start=1):
        agent = f"{subject}#agent-{number}"
        yield _said(agent, "rdf:type", f"{_NAMES['foaf']}Agent")
        yield Statement(agent, f"{_NAMES['foaf']}name", Literal(name))
        if name in metadata.creators:
            yield _said(subject, "dcterms:creator", agent)
        if name == metadata.publisher:
            yield _said(subject, "dcterms:publisher", agent)


def _distribution(dataset: str, file: File, metadata: Metadata) -> Iterator[Statement]:
    subject = part(dataset, "file", file.path)
    yield from _typed(dataset, "dcat:distribution", subject, "dcat:Distribution")
    yield _said(subject, "dcterms:title", Literal(file.path))
    yield _said(subject, "dcterms:license", metadata.license)
    yield _said(subject, "dcat:accessURL", file.path)
    yield _said(subject, "dcat:downloadURL", file.path)
    yield _said(subject, "dcat:byteSize", Literal(str(file.bytes), expand("xsd:nonNegativeInteger")))
    if file.media_type in _UNREGISTERED:
        kind = part(dataset, "format", file.media_type)
        yield from _typed(subject, "dcterms:format", kind, "dcterms:MediaTypeOrExtent")
        yield _said(kind, "rdfs:label", Literal(file.media_type))
    else:
        kind = _REGISTERED + file.media_type
        yield from _typed(subject, "dcat:mediaType", kind, "dcterms:MediaType")
    checksum = f"{subject}.checksum"
    yield from _typed(subject, "spdx:checksum", checksum, "spdx:Checksum")
    yield _said(checksum, "spdx:algorithm", expand("spdx:checksumAlgorithm_sha256"))
    yield _said(checksum, "spdx:checksumValue", Literal(file.sha256, expand("xsd:hexBinary")))
    if file.path.startswith("rdf/") and file.media_type in _FEATURES:
        yield _said(dataset, "void:dataDump", file.path)
        yield _said(dataset, "void:feature", _FEATURES[file.media_type])


def _counts(dataset: str, records: Dataset, naming: Naming) -> Iterator[Statement]:
    """What the graph holds, counted over the statements themselves."""
    graph = {each for node in records.nodes() for each in statements(node, naming)}
    uses = Counter(each.predicate for each in graph)
    classes = Counter(str(each.object) for each in graph if each.predicate == TYPE)
    yield _number(dataset, "void:triples", len(graph))
    yield _number(dataset, "void:entities", len({each.subject for each in graph if each.predicate == TYPE}))
    yield _number(dataset, "void:classes", len(classes))
    yield _number(dataset, "void:properties", len(uses))
    yield _number(dataset, "void:distinctSubjects", len({each.subject for each in graph}))
    yield _number(dataset, "void:distinctObjects", len({each.object for each in graph}))
    for iri, count in classes.items():
        here = part(dataset, "class", short(iri, NAMESPACES))
        yield _said(dataset, "void:classPartition", here)
        yield _said(here, "void:class", iri)
        yield _number(here, "void:entities", count)
    for iri, count in uses.items():
        here = part(dataset, "property", short(iri, NAMESPACES))
        yield _said(dataset, "void:propertyPartition", here)
        yield _said(here, "void:property", iri)
        yield _number(here, "void:triples", count)


def _said(subject: str, predicate: str, value: str | Literal) -> Statement:
    return Statement(subject, expand(predicate), value)


def _typed(subject: str, predicate: str, value: str, kind: str) -> Iterator[Statement]:
    """A link, and what the thing at its end is: readers need not look there."""
    yield _said(subject, predicate, value)
    yield _said(value, "rdf:type", expand(kind))


def _text(value: str, naming: Naming) -> Literal:
    return Literal(value, "", naming.language)


def _number(subject: str, predicate: str, count: int) -> Statement:
    return _said(subject, predicate, Literal(str(count), DATATYPES["integer"]))
