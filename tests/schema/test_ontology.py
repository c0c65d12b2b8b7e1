"""The published OWL ontology."""

from __future__ import annotations

import judges
import pyoxigraph
import pytest
import rdflib
from rdflib.collection import Collection
from rdflib.namespace import DC, DCTERMS, OWL, PROV, RDF, RDFS, SKOS, VOID

from pharmakon.model import SCHEMA_VERSION
from pharmakon.model.term import NAMESPACES
from pharmakon.schema.ontology import IRI, LICENSE
from pharmakon.terms import Field, expand, table

CLASSES = sorted(type_.iri for type_ in table().types)
PROPERTIES = {field.iri: field for field in table().fields() if field.iri.startswith(NAMESPACES["pk"])}
MINTED = sorted([*CLASSES, *PROPERTIES])
KINDS = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty}
EDTF = rdflib.URIRef("http://id.loc.gov/datatypes/edtf/EDTF-level0")
BUILT_IN = {RDFS.label, OWL.deprecated}


@pytest.fixture(scope="module")
def graph() -> rdflib.Graph:
    """The ontology as rdflib reads it."""
    return rdflib.Graph().parse(data=judges.published("ontology", "ontology.ttl"), format="turtle")


def named(graph: rdflib.Graph) -> set[rdflib.URIRef]:
    """The IRIs of which the ontology says something."""
    return {each for each in graph.subjects() if isinstance(each, rdflib.URIRef)}


def members(graph: rdflib.Graph, node: rdflib.term.Node | None, list_of: rdflib.URIRef) -> set[str]:
    """The members of a union or an enumeration; a named class or datatype is its own only member."""
    if isinstance(node, rdflib.URIRef):
        return {str(node)}
    assert node is not None
    head = graph.value(node, list_of)
    assert head is not None
    return {str(each) for each in Collection(graph, head)}


def test_it_parses_alike(graph: rdflib.Graph) -> None:
    """Rdflib and a strict parser read the same number of statements."""
    text = judges.published("ontology", "ontology.ttl")
    assert len(list(pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TURTLE))) == len(graph)


def test_it_has_a_header(graph: rdflib.Graph) -> None:
    """There is one ontology, with label, title, description and license; its version is the schema's."""
    assert list(graph.subjects(RDF.type, OWL.Ontology)) == [rdflib.URIRef(IRI)]
    assert str(graph.value(rdflib.URIRef(IRI), OWL.versionIRI)) == f"{IRI}/{SCHEMA_VERSION}"
    assert str(graph.value(rdflib.URIRef(IRI), OWL.versionInfo)) == SCHEMA_VERSION
    assert str(graph.value(rdflib.URIRef(IRI), DCTERMS.license)) == LICENSE
    for predicate in (RDFS.label, RDFS.comment, DCTERMS.title, DCTERMS.description):
        assert len(list(graph.objects(rdflib.URIRef(IRI), predicate))) == 1


@pytest.mark.parametrize("iri", MINTED)
def test_every_minted_term_is_declared(graph: rdflib.Graph, iri: str) -> None:
    """A term of ours is a class or a property, has one label and one definition, and says whose it is."""
    term = rdflib.URIRef(iri)
    kinds = set(graph.objects(term, RDF.type)) - {OWL.FunctionalProperty}
    assert len(kinds) == 1
    assert kinds <= KINDS
    assert len(list(graph.objects(term, RDFS.label))) == 1
    (definition,) = graph.objects(term, SKOS.definition)
    assert str(definition).endswith(".")
    assert graph.value(term, RDFS.isDefinedBy) == rdflib.URIRef(IRI)


def test_terms_of_others_are_declared_and_nothing_more(graph: rdflib.Graph) -> None:
    """Of a term of another vocabulary it is said what it is to OWL, once, and never redefined."""
    for term in named(graph) - {rdflib.URIRef(each) for each in (IRI, *MINTED)}:
        ((predicate, kind),) = graph.predicate_objects(term)
        assert predicate == RDF.type
        assert kind in KINDS | {OWL.AnnotationProperty, RDFS.Datatype}


def test_no_tool_has_to_guess(graph: rdflib.Graph) -> None:
    """Every predicate that data or the ontology use, and every class that it builds on, is declared."""
    declared = named(graph) | BUILT_IN
    fields = {rdflib.URIRef(field.iri) for field in table().fields()}
    used = fields | {each for each in graph.predicates() if isinstance(each, rdflib.URIRef)}
    used |= {each for each in graph.objects(None, RDFS.subClassOf) if isinstance(each, rdflib.URIRef)}
    built_in = (str(RDF), str(RDFS), str(OWL))
    assert {each for each in used - declared if not str(each).startswith(built_in)} == set()
    assert EDTF in declared


@pytest.mark.parametrize("field", PROPERTIES.values(), ids=lambda field: field.name)
def test_a_property_says_whose_it_is(graph: rdflib.Graph, field: Field) -> None:
    """Its domain is every type that has the field, and a field of one value is a functional property."""
    term = rdflib.URIRef(field.iri)
    (domain,) = graph.objects(term, RDFS.domain)
    having = {type_.iri for type_ in table().types if type_.field(field.name) is not None}
    assert members(graph, domain, OWL.unionOf) == having
    assert ((term, RDF.type, OWL.FunctionalProperty) in graph) == (not field.many)


@pytest.mark.parametrize("field", PROPERTIES.values(), ids=lambda field: field.name)
def test_a_property_says_where_it_leads(graph: rdflib.Graph, field: Field) -> None:
    """Its range is the words, types or datatype of its values, all uses together; codes lead anywhere."""
    ranges = list(graph.objects(rdflib.URIRef(field.iri), RDFS.range))
    if field.form.kind in ("code", "iri"):
        assert ranges == []
        return
    (reach,) = ranges
    uses = [used for type_ in table().types if (used := type_.field(field.name))]
    if field.values:
        assert members(graph, reach, OWL.oneOf) == {word for used in uses for word in used.values}
    elif field.part or field.to:
        targets = {used.part.iri for used in uses if used.part}
        targets |= {table().by_name[name].iri for used in uses for name in used.to}
        assert members(graph, reach, OWL.unionOf) == targets
    else:
        assert isinstance(reach, rdflib.URIRef)
        assert (str(reach) == str(RDF.langString)) == (field.form.kind == "text")


def test_all_classes_are_disjoint(graph: rdflib.Graph) -> None:
    """Nothing is of two types."""
    (axiom,) = graph.subjects(RDF.type, OWL.AllDisjointClasses)
    assert members(graph, axiom, OWL.members) == set(CLASSES)


def test_every_mapping_leads_to_another_vocabulary(graph: rdflib.Graph) -> None:
    """What a term is mapped to is a term of a vocabulary that is not ours."""
    found = 0
    for predicate in (SKOS.exactMatch, SKOS.closeMatch, RDFS.subClassOf, RDFS.subPropertyOf):
        for subject, value in graph.subject_objects(predicate):
            assert str(subject) in MINTED
            assert not str(value).startswith(NAMESPACES["pk"])
            found += 1
    assert found > 20


def test_terms_of_known_vocabularies_exist(graph: rdflib.Graph) -> None:
    """What is used of the vocabularies that rdflib knows whole is really in them."""
    used = named(graph) | {each for each in graph.objects() if isinstance(each, rdflib.URIRef)}
    known = 0
    for namespace in (DC, DCTERMS, OWL, PROV, RDF, SKOS, VOID):
        for term in used:
            name = str(term).removeprefix(str(namespace))
            if name != str(term) and name:
                assert name in namespace, term
                known += 1
    assert known > 15


@pytest.mark.parametrize(
    ("vocabulary", "theirs"),
    [
        ("SEPIO", "sepio:0000174"),
        ("VA-Spec", "va:Statement"),
        ("Biolink", "biolink:Drug"),
        ("schema.org", "schema:Claim"),
        ("PROV", "prov:Entity"),
        ("Web Annotation", "oa:TextPositionSelector"),
        ("CiTO", "cito:citesAsEvidence"),
    ],
)
def test_it_is_aligned(graph: rdflib.Graph, vocabulary: str, theirs: str) -> None:
    """A reader who knows a neighboring vocabulary finds its terms."""
    term = rdflib.URIRef(expand(theirs))
    assert (term, None, None) in graph or (None, None, term) in graph, vocabulary
