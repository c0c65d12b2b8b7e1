"""Graphs: doors to the RDF libraries of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pharmakon.api import arguments
from pharmakon.dataset import Dataset
from pharmakon.errors import MissingExtra
from pharmakon.export import stream, streaming
from pharmakon.graph import Literal, Naming, statements
from pharmakon.terms import DATATYPES

if TYPE_CHECKING:
    import pyoxigraph
    import rdflib


def to_graph(dataset: Dataset) -> rdflib.Graph:
    """The dataset as an rdflib graph; every lexical form is kept as it is written.

    Raises:
        BadArgument: It is no dataset.

    Example:
        >>> from pharmakon import load
        >>> len(to_graph(load())) > 1000
        True
    """
    import rdflib  # noqa: PLC0415 - heavy, and not needed elsewhere

    def term(value: str | Literal) -> rdflib.URIRef | rdflib.Literal:
        if not isinstance(value, Literal):
            return rdflib.URIRef(value)
        bare = value.language or value.datatype == DATATYPES["string"]  # as rdflib's own parsers leave it
        datatype = None if bare else rdflib.URIRef(value.datatype)
        return rdflib.Literal(value.value, lang=value.language or None, datatype=datatype, normalize=False)

    graph = rdflib.Graph()
    naming = Naming.of(arguments.dataset(dataset).metadata)
    for node in dataset.nodes():
        for each in statements(node, naming):
            graph.add((rdflib.URIRef(each.subject), rdflib.URIRef(each.predicate), term(each.object)))
    return graph


def to_oxigraph(dataset: Dataset) -> pyoxigraph.Store:
    """The dataset as a pyoxigraph store in memory, ready for SPARQL.

    Raises:
        BadArgument: It is no dataset.
        MissingExtra: pyoxigraph is not installed.
    """
    dataset = arguments.dataset(dataset)
    try:
        import pyoxigraph  # noqa: PLC0415 - an extra
    except ImportError:
        raise MissingExtra("pyoxigraph", "query") from None
    store = pyoxigraph.Store()
    chunks = stream(streaming("ntriples"), dataset.nodes(), Naming.of(dataset.metadata))
    store.load(b"".join(chunks), format=pyoxigraph.RdfFormat.N_TRIPLES)
    return store
