"""JSON-LD, Turtle and N-Triples are one graph, whoever reads them."""

from __future__ import annotations

import io
import json
import math
import re

import judges
import pyoxigraph
import pytest
import rdflib
import strategies
from hypothesis import HealthCheck, given, settings
from pyld import jsonld
from pyoxigraph import RdfFormat

from pharmakon import export, load
from pharmakon.dataset import Dataset, Entry
from pharmakon.model import Drug

GRAPHS = ("jsonld", "ntriples", "turtle")
Facts = frozenset[str]

DOUBLE = re.compile(r'^(.* )"([^"]*)"\^\^<http://www\.w3\.org/2001/XMLSchema#double>')
LARGEST = 1.797e308
"""Near the largest double, sixteen digits may say more than a double can hold."""


def written(dataset: Dataset) -> dict[str, bytes]:
    """The graph of a dataset in each of its spellings."""
    return {name: b"".join(next(export.module(name).export(dataset)).chunks) for name in GRAPHS}


def oxigraph(data: bytes, form: RdfFormat) -> Facts:
    """The triples that a strict parser reads; anything but the default graph is a fault."""
    found = list(pyoxigraph.parse(data, format=form))
    assert all(isinstance(quad.graph_name, pyoxigraph.DefaultGraph) for quad in found)
    return frozenset(str(quad.triple) for quad in found)


def pyld(data: bytes) -> Facts:
    """The triples that PyLD makes of JSON-LD, with a loader that opens nothing."""
    options = {"documentLoader": judges.refuse, "format": "application/n-quads"}
    return oxigraph(jsonld.to_rdf(json.loads(data), options).encode(), RdfFormat.N_QUADS)


def assert_alike(one: Facts, other: Facts) -> None:
    """Asserts that triples are equal, doubles to sixteen digits: JSON-LD's canonical form has no more."""
    sides = [{each: DOUBLE.fullmatch(each) for each in facts} for facts in (one, other)]
    texts, numbers = zip(*map(_parted, sides), strict=True)
    assert texts[0] == texts[1]
    assert numbers[0].keys() == numbers[1].keys()
    for place, value in numbers[0].items():
        largest = max(abs(value), abs(numbers[1][place]))
        assert largest > LARGEST or math.isclose(value, numbers[1][place], rel_tol=1e-15)


def _parted(facts: dict[str, re.Match[str] | None]) -> tuple[set[str], dict[str, float]]:
    texts = {each for each, found in facts.items() if found is None}
    return texts, {found[1]: float(found[2]) for found in facts.values() if found}


def agree(dataset: Dataset) -> Facts:
    """Asserts that every spelling holds the same triples for strict readers, and returns them."""
    made = written(dataset)
    facts = oxigraph(made["ntriples"], RdfFormat.N_TRIPLES)
    assert oxigraph(made["turtle"], RdfFormat.TURTLE) == facts
    assert pyld(made["jsonld"]) == facts
    assert_alike(oxigraph(made["jsonld"], RdfFormat.JSON_LD), facts)
    return facts


@pytest.fixture(scope="module")
def by_rdflib(made: dict[str, bytes]) -> rdflib.Graph:
    """The N-Triples of the packaged dataset as rdflib reads them, lexical forms kept."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rdflib, "NORMALIZE_LITERALS", False)
        return rdflib.Graph().parse(data=made["ntriples"], format="nt")


@pytest.fixture(scope="module")
def made(packaged: Dataset) -> dict[str, bytes]:
    """The packaged dataset in each spelling."""
    return written(packaged)


def test_the_packaged_dataset_is_one_graph(packaged: Dataset, made: dict[str, bytes]) -> None:
    """All spellings of the packaged dataset are one graph for PyLD and pyoxigraph, a line a triple."""
    facts = agree(packaged)
    assert len(facts) == made["ntriples"].count(b"\n") > 5000


def test_rdflib_reads_the_same_graph(
    made: dict[str, bytes], by_rdflib: rdflib.Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    """N-Triples and Turtle of the packaged dataset are one graph for rdflib too, lexical forms included."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    other = rdflib.Graph().parse(data=made["turtle"], format="turtle")
    assert set(by_rdflib) == set(other)
    assert len(by_rdflib) == made["ntriples"].count(b"\n")


def test_no_blank_node_and_no_ill_typed_literal(by_rdflib: rdflib.Graph) -> None:
    """Every node of the packaged graph has an IRI, and every literal a value of its datatype."""
    terms = {term for triple in by_rdflib for term in triple}
    assert not [term for term in terms if isinstance(term, rdflib.BNode)]
    assert not [term for term in terms if isinstance(term, rdflib.Literal) and term.ill_typed]


def test_lines_are_ordered_by_record(packaged: Dataset, made: dict[str, bytes]) -> None:
    """N-Triples come record by record in the order of ids, sorted within a record, each line once."""
    lines = made["ntriples"].decode().splitlines()
    assert packaged.metadata is not None
    base = f"<{packaged.metadata.base_iri}"
    owners = [re.split("[#>]", line.removeprefix(base), maxsplit=1)[0] for line in lines]
    assert list(dict.fromkeys(owners)) == [node.id for node in packaged.nodes()]
    assert list(zip(owners, lines, strict=True)) == sorted(set(zip(owners, lines, strict=True)))


@settings(
    max_examples=40, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
@given(strategies.datasets(most=3))
def test_any_dataset_is_one_graph(dataset: Dataset) -> None:
    """Whatever the texts, numbers, codes, addresses and languages, all spellings are one graph."""
    agree(dataset)


NAUGHTY = (
    *('"', "\\", '\\"', "\\u0041", "'''", '"""', "a\nb", "\n", "\t", "<script>alert(1)</script>", "@en"),
    *(
        "${jndi:x}",
        "%s",
        "{{7*7}}",
        "_:b0",
        "<http://a>",
        ". <a> <b> <c> .",
        "null",
        "true",
        "-0",
        "1e9",
        "#",
    ),
    *("\u200f\u05e9\u05dc\u05d5\u05dd", "\u202eevil", "\ufeffbom", "e\u0301", "\u00e9", "\u212a", "\ufb01"),
    *("\U0001f9ea\u200d\U0001f52c", "\U0010fffd", "\u0085", "\u2028", "\u200b", "\xa0", " lead", "trail "),
    "a" * 10_000,
)
"""Texts that have hurt others: quotes, escapes, markup, directions, look-alikes, invisible letters."""


def test_naughty_texts_are_unaltered(tiny: Dataset) -> None:
    """Any text that a record may hold arrives, code point by code point, in every spelling of the graph."""
    nodes = [
        Drug(id=f"drug/n-{at}", type="Drug", label="x", description=text, kind="substance")
        for at, text in enumerate(NAUGHTY)
    ]
    dataset, _ = Dataset.of([Entry(node, node.id) for node in (*nodes, *tiny.nodes())])
    made = written(dataset)
    told = pyoxigraph.NamedNode("http://purl.org/dc/terms/description")
    read = (
        pyoxigraph.parse(made["ntriples"], format=RdfFormat.N_TRIPLES),
        pyoxigraph.parse(made["turtle"], format=RdfFormat.TURTLE),
        pyoxigraph.parse(made["jsonld"], format=RdfFormat.JSON_LD),
    )
    for quads in read:
        texts = [
            quad.object.value for quad in quads if quad.predicate == told and "drug/n-" in str(quad.subject)
        ]
        assert sorted(texts) == sorted(NAUGHTY)
    agree(dataset)


def test_order_of_input_does_not_matter(tiny: Dataset) -> None:
    """The bytes of every format depend on the records, not on the order in which they were read."""
    backwards = Dataset.of(Entry(node, node.id) for node in reversed(list(tiny.nodes())))[0]
    for name, module in export.modules().items():
        one, other = (b"".join(next(module.export(each)).chunks) for each in (tiny, backwards))
        assert one == other, name


def test_json_and_json_lines_hold_the_packaged_records(packaged: Dataset) -> None:
    """Canonical JSON and JSON Lines are read back as the dataset that was written."""
    for name in ("json", "jsonl"):
        data = io.BytesIO(b"".join(next(export.module(name).export(packaged)).chunks))
        data.name = f"records.{name}"
        assert load(data).records == packaged.records
