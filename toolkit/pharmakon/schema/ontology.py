"""The OWL ontology: our classes and properties, defined, and aligned with other vocabularies."""

from __future__ import annotations

from collections.abc import Iterator

from pharmakon.artifacts import Artifact, text_artifact
from pharmakon.graph import Literal, Statement
from pharmakon.graph.turtle import blocks, head
from pharmakon.model import SCHEMA_VERSION
from pharmakon.model.term import NAMESPACES, Term
from pharmakon.terms import DATATYPES, Field, Type, expand, table

FILES = ("ontology.ttl",)
IRI = NAMESPACES["pk"].rstrip("#")
VERSION_IRI = f"{IRI}/{SCHEMA_VERSION}"


def statements() -> Iterator[Statement]:
    """All statements of the ontology."""
    yield _said(IRI, "rdf:type", expand("owl:Ontology"))
    yield _said(IRI, "owl:versionIRI", VERSION_IRI)
    yield _said(IRI, "owl:versionInfo", Literal(SCHEMA_VERSION))
    yield _said(IRI, "dcterms:title", _english("The pharmakon vocabulary"))
    yield _said(
        IRI,
        "dcterms:description",
        _english("What documents say about a drug: relations, claims, and judgements on claims."),
    )
    yield _said(IRI, "dcterms:license", "https://www.apache.org/licenses/LICENSE-2.0")
    for type_ in table().types:
        yield from _class(type_)
    for field in table().fields():
        if field.iri.startswith(NAMESPACES["pk"]):
            yield from _property(field)


def _class(type_: Type) -> Iterator[Statement]:
    yield _said(type_.iri, "rdf:type", expand("owl:Class"))
    yield _said(type_.iri, "rdfs:label", _english(type_.name))
    yield _said(type_.iri, "skos:definition", _english(type_.description))
    yield _said(type_.iri, "rdfs:isDefinedBy", IRI)
    for broad in type_.term.broad:
        yield _said(type_.iri, "rdfs:subClassOf", expand(broad))
    yield from _mappings(type_.iri, type_.term)


def _property(field: Field) -> Iterator[Statement]:
    kind = field.form.kind
    linked = kind in ("reference", "part", "code", "iri")
    yield _said(
        field.iri, "rdf:type", expand("owl:ObjectProperty" if linked else "owl:DatatypeProperty")
    )
    yield _said(field.iri, "rdfs:label", _english(field.name.replace("_", " ")))
    yield _said(field.iri, "skos:definition", _english(field.description))
    yield _said(field.iri, "rdfs:isDefinedBy", IRI)
    ranges = {each.part.iri for _, each in table().uses(field.name) if each.part}
    targets = {name for _, each in table().uses(field.name) for name in each.to}
    if len(ranges) == 1:
        yield _said(field.iri, "rdfs:range", ranges.pop())
    elif len(targets) == 1 and "Record" not in targets:
        yield _said(field.iri, "rdfs:range", table().by_name[targets.pop()].iri)
    elif kind in ("integer", "number", "boolean", "string"):
        yield _said(field.iri, "rdfs:range", DATATYPES[kind])
    elif kind == "text":
        yield _said(field.iri, "rdfs:range", expand("rdf:langString"))
    if field.term is not None:
        for broad in field.term.broad:
            yield _said(field.iri, "rdfs:subPropertyOf", expand(broad))
        yield from _mappings(field.iri, field.term)


def _mappings(iri: str, term: Term) -> Iterator[Statement]:
    for exact in term.exact:
        yield _said(iri, "skos:exactMatch", expand(exact))
    for close in term.close:
        yield _said(iri, "skos:closeMatch", expand(close))


def _said(subject: str, predicate: str, value: str | Literal) -> Statement:
    return Statement(subject, expand(predicate), value)


def _english(value: str) -> Literal:
    return Literal(value, "", "en")


def render() -> Iterator[Artifact]:
    """The ontology as Turtle."""
    body = "".join(blocks(statements(), NAMESPACES))
    yield text_artifact(FILES[0], head(NAMESPACES) + body, "text/turtle")
