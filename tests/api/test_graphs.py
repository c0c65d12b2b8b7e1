"""The doors to the RDF libraries of others."""

from __future__ import annotations

import sys

import pyoxigraph
import pytest
import rdflib

import pharmakon as pk
from pharmakon import export
from pharmakon.dataset import Dataset


def test_rdflib_gets_the_graph_of_the_file(tiny: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """`to_graph` is what rdflib reads of the N-Triples, lexical forms included."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    data = b"".join(next(export.module("ntriples").export(tiny)).chunks)
    assert set(pk.to_graph(tiny)) == set(rdflib.Graph().parse(data=data, format="nt"))


def test_pyoxigraph_answers_questions(packaged: Dataset) -> None:
    """`to_oxigraph` is a store that SPARQL can be put to; its count is Python's."""
    store = pk.to_oxigraph(packaged)
    query = """
        PREFIX pk: <https://w3id.org/pharmakon/vocabulary#>
        SELECT (COUNT(DISTINCT ?claim) AS ?n) WHERE { ?claim a pk:Claim ; pk:certainty "hedged" }
    """
    found = store.query(query)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    counted = int(next(found)["n"].value)
    assert counted == sum(claim.certainty == "hedged" for claim in packaged.claims.values()) > 0


def test_a_missing_extra_names_the_command(tiny: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without pyoxigraph, the error says what to install."""
    monkeypatch.setitem(sys.modules, "pyoxigraph", None)
    with pytest.raises(pk.MissingExtra, match=r"pip install 'pharmakon\[query\]'") as caught:
        pk.to_oxigraph(tiny)
    assert isinstance(caught.value, ImportError)
