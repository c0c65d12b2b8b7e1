"""The published OWL ontology."""

from __future__ import annotations

import judges
import pyoxigraph
import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from pharmakon.model import SCHEMA_VERSION
from pharmakon.model.term import NAMESPACES
from pharmakon.schema.ontology import IRI
from pharmakon.terms import table

MINTED = sorted(
    {type_.iri for type_ in table().types}
    | {field.iri for field in table().fields() if field.iri.startswith(NAMESPACES["pk"])}
)


@pytest.fixture(scope="module")
def graph() -> rdflib.Graph:
    """The ontology as rdflib reads it."""
    return rdflib.Graph().parse(data=judges.published("ontology", "ontology.ttl"), format="turtle")


def test_it_parses_alike(graph: rdflib.Graph) -> None:
    """Rdflib and a strict parser read the same number of statements."""
    text = judges.published("ontology", "ontology.ttl")
    assert len(list(pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TURTLE))) == len(graph)


def test_it_has_a_header(graph: rdflib.Graph) -> None:
    """There is one ontology; its version IRI names the version of the record schema."""
    assert list(graph.subjects(RDF.type, OWL.Ontology)) == [rdflib.URIRef(IRI)]
    assert str(graph.value(rdflib.URIRef(IRI), OWL.versionIRI)) == f"{IRI}/{SCHEMA_VERSION}"
    assert str(graph.value(rdflib.URIRef(IRI), OWL.versionInfo)) == SCHEMA_VERSION


@pytest.mark.parametrize("iri", MINTED)
def test_every_minted_term_is_declared(graph: rdflib.Graph, iri: str) -> None:
    """A term of ours is a class or a property, has one label and one definition, and says whose it is."""
    term = rdflib.URIRef(iri)
    kinds = set(graph.objects(term, RDF.type))
    assert len(kinds) == 1
    assert kinds <= {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty}
    assert len(list(graph.objects(term, RDFS.label))) == 1
    (definition,) = graph.objects(term, SKOS.definition)
    assert str(definition).endswith(".")
    assert graph.value(term, RDFS.isDefinedBy) == rdflib.URIRef(IRI)


def test_it_declares_nothing_else(graph: rdflib.Graph) -> None:
    """Terms of others are used and mapped to, never redefined."""
    assert {str(each) for each in graph.subjects() if isinstance(each, rdflib.URIRef)} == {IRI, *MINTED}


def test_every_mapping_leads_to_another_vocabulary(graph: rdflib.Graph) -> None:
    """What a term is mapped to is a term of a vocabulary that is not ours."""
    for predicate in (SKOS.exactMatch, SKOS.closeMatch, RDFS.subClassOf, RDFS.subPropertyOf):
        for subject, value in graph.subject_objects(predicate):
            assert str(subject) in MINTED
            assert not str(value).startswith(NAMESPACES["pk"])
