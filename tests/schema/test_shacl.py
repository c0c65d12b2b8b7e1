"""The published SHACL shapes."""

from __future__ import annotations

import judges
import pyoxigraph
import pyshacl
import rdflib
from rdflib.namespace import RDF, SH

from pharmakon import export, load
from pharmakon.model.term import NAMESPACES
from pharmakon.terms import table


def data() -> rdflib.Graph:
    """The graph of the packaged dataset, read from its N-Triples."""
    chunks = next(export.module("ntriples").export(load())).chunks
    return rdflib.Graph().parse(data=b"".join(chunks), format="nt")


def test_the_packaged_dataset_conforms() -> None:
    """Every record and nested object of the packaged graph is looked at by a shape, and conforms to it."""
    graph = data()
    classes = set(judges.shapes().objects(None, SH.targetClass))
    focus = {node for each in classes for node in graph.subjects(RDF.type, each)}
    assert focus == set(graph.subjects())
    assert len(focus) > len(load()) > 500
    conforms, _, text = pyshacl.validate(graph, shacl_graph=judges.shapes())
    assert conforms, text


def test_there_is_a_closed_shape_for_every_type() -> None:
    """Each type has one shape, which names its class and allows no other property."""
    graph = judges.shapes()
    for type_ in table().types:
        (shape,) = graph.subjects(SH.targetClass, rdflib.URIRef(type_.iri))
        assert bool(graph.value(shape, SH.closed))
        paths = {str(graph.value(each, SH.path)) for each in graph.objects(shape, SH.property)}
        assert paths == {field.iri for field in type_.fields if field.iri}


def test_the_shapes_are_shapes() -> None:
    """A strict parser reads the file, and SHACL's own shapes take those of three types."""
    text = judges.published("shacl", "shapes.ttl")
    shapes = rdflib.Graph().parse(data=text, format="turtle")
    assert len(list(pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TURTLE))) == len(shapes)
    head, *blocks = text.split("\n\n")
    some = [each for each in blocks if each.startswith(("shape:Drug", "shape:Claim", "shape:Quantity"))]
    part = rdflib.Graph().parse(data="\n\n".join([head, *some]), format="turtle")
    whole = pyshacl.validate(rdflib.Graph(), shacl_graph=part, meta_shacl=True)
    assert whole[0], whole[2]


def test_every_property_of_a_shape_is_declared() -> None:
    """A shape speaks only of terms of our own and of the vocabularies that we name."""
    for path in judges.shapes().objects(None, SH.path):
        assert str(path).startswith(tuple(NAMESPACES.values()))
