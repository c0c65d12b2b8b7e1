"""Turtle and N-Triples, read by serdi, Jena riot, pyoxigraph and rdflib."""

from __future__ import annotations

import json
import re
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pyoxigraph
import pytest
import rdflib

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from tests.peers.conftest import Answer, Peer, Release, Triple

    Reader = Callable[[Path], Answer]

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
OURS = "https://w3id.org/pharmakon/"
XSD = "http://www.w3.org/2001/XMLSchema#"
READERS = ("serdi", "riot", "pyoxigraph")
FEWEST_RECORDS = 50
FEWEST_TRIPLES_OF_A_RECORD = 3

GOOD = (
    '<https://example.org/a> <https://example.org/b> "2.25E1"^^<http://www.w3.org/2001/XMLSchema#double> .\n'
)
BAD_SYNTAX = {
    "unfinished.nt": "<https://example.org/a> <https://example.org/b> .\n",
    "space-in-iri.nt": "<https://example.org/a b> <https://example.org/b> <https://example.org/c> .\n",
    "unknown-prefix.ttl": "<https://example.org/a> pk:label <https://example.org/b> .\n",
}
ILL_TYPED = {
    "integer": '"abc"',
    "double": '"22,5"',
    "date": '"2019-02-30"',
}


def written(folder: Path, name: str, text: str) -> Path:
    """Returns the path of a small file with this text."""
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


def blank_nodes(triples: Iterable[Triple]) -> list[Triple]:
    """Returns the triples with a blank node."""
    return [each for each in triples if each[0].startswith("_:") or each[3] == "_:"]


def record_of(line: str) -> str:
    """Returns the IRI of the record that a line is about; nested objects are fragments of it."""
    return line[1 : line.index(">")].partition("#")[0]


def ill_typed(path: Path) -> list[str]:
    """Returns the literals that rdflib calls ill-typed."""
    graph = rdflib.Graph().parse(path)
    literals = (term for term in graph.objects() if isinstance(term, rdflib.Literal))
    return [f'"{literal}"^^<{literal.datatype}>' for literal in literals if literal.ill_typed]


def written_for_rdf(release: Release) -> list[Path]:
    """Returns the files in N-Triples and Turtle: the graph, the ontology, the shapes and the catalog."""
    found = [*release.schema.rglob("*.ttl"), *release.export.rglob("*.ttl"), *release.export.rglob("*.nt")]
    expected = {"dcat.ttl", "ontology.ttl", "pharmakon.nt", "pharmakon.ttl", "shapes.ttl"}
    assert expected <= {path.name for path in found}
    return sorted(found)


def canonical(text: str) -> pyoxigraph.Dataset:
    """Returns the graph with blank nodes named by RDFC-1.0, so that equal graphs are equal sets."""
    dataset = pyoxigraph.Dataset(pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.N_TRIPLES))
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def canonical_double(value: float) -> str:
    """Returns the canonical form of an xsd:double with the 15 decimals of the JSON-LD specification."""
    mantissa, _, exponent = f"{value:.15E}".partition("E")
    whole, _, fraction = mantissa.partition(".")
    return f"{whole}.{fraction.rstrip('0') or '0'}E{int(exponent)}"


def entries(manifest: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - any JSON
    """Yields what a manifest says of each file, wherever in it that stands."""
    if isinstance(manifest, dict):
        if "path" in manifest:
            yield manifest
        for value in manifest.values():
            yield from entries(value)
    elif isinstance(manifest, list):
        for value in manifest:
            yield from entries(value)


@pytest.mark.parametrize("spelling", ["nt", "ttl"])
@pytest.mark.parametrize("name", READERS)
def test_one_graph(name: str, spelling: str, reader: Callable[[str], Reader], release: Release) -> None:
    """Every reader finds in every spelling, without a complaint, the same triples, lexical forms included."""
    answer = reader(name)(release.rdf(spelling))
    assert answer.complaint == ""
    assert answer.triples == release.triples


def test_graph_has_all_records(release: Release) -> None:
    """Each canonical record is a subject with its type, and the manifest counts as many records."""
    ids = [record["id"] for record in release.records]
    assert len(ids) >= FEWEST_RECORDS
    assert len(set(ids)) == len(ids)
    typed = {subject for subject, predicate, _, _ in release.triples if predicate == RDF_TYPE}
    assert [each for each in ids if release.base + each not in typed] == []
    assert len(release.triples) >= FEWEST_TRIPLES_OF_A_RECORD * len(ids)
    manifest = json.loads((release.export / "manifest.json").read_bytes())
    counts = [
        entry.get("records")
        for entry in entries(manifest)
        if entry["path"].endswith("records/pharmakon.jsonl")
    ]
    assert counts == [len(ids)]


def test_lines_are_ordered(release: Release) -> None:
    """Lines end in LF, none stands twice, they go by record, and within a record by code point."""
    content = release.rdf("nt").read_bytes()
    assert content.endswith(b"\n")
    assert not content.endswith(b"\n\n")
    assert b"\r" not in content
    assert len(set(release.lines)) == len(release.lines)
    records = []
    for record, group in groupby(release.lines, key=record_of):
        lines = list(group)
        assert lines == sorted(lines)
        records.append(record)
    assert records == sorted(set(records))


def test_no_blank_node(release: Release) -> None:
    """No blank node is anywhere: equal sets of triples are equal graphs, and sorted lines can be hashed."""
    assert blank_nodes(release.triples) == []


def test_no_relative_iri(release: Release) -> None:
    """Every IRI is absolute."""
    iris = {iri for s, p, o, kind in release.triples for iri in (s, p, o if kind == "<>" else p)}
    assert [iri for iri in sorted(iris) if not re.match(r"[a-z][a-z0-9+.-]*:", iri)] == []


def test_terms_are_declared(reader: Callable[[str], Reader], release: Release) -> None:
    """Every property and class of ours is declared in the ontology.

    A type that a context does not know becomes an IRI below the base, without a word: it shows here.
    """
    ontology = reader("pyoxigraph")(release.schema / "ontology.ttl").triples
    used = {term for _, p, o, _ in release.triples for term in (p, o if p == RDF_TYPE else p)}
    ours = {term for term in used if term.startswith(OURS)}
    assert ours != set()
    assert sorted(ours - {subject for subject, _, _, _ in ontology}) == []


def test_literals_are_well_typed(peer: Callable[[str], Peer], release: Release) -> None:
    """No literal is outside the lexical space of its datatype, says riot of every file."""
    assert peer("riot --validate").ask(*written_for_rdf(release)).complaint == ""


def test_literals_are_well_typed_for_rdflib(release: Release) -> None:
    """No literal is outside the lexical space of its datatype, says rdflib."""
    for path in written_for_rdf(release):
        assert (path.name, ill_typed(path)) == (path.name, [])


def test_numbers_are_canonical(release: Release) -> None:
    """Numbers are xsd:integer or xsd:double, in the canonical form that JSON-LD processors write."""
    literals = {
        (value, kind.removeprefix(f"^^{XSD}"))
        for _, _, value, kind in release.triples
        if kind.startswith(f"^^{XSD}")
    }
    assert {kind for _, kind in literals} <= {
        "string",
        "integer",
        "double",
        "boolean",
        "anyURI",
        "date",
        "dateTime",
        "gYear",
        "gYearMonth",
    }
    assert [value for value, kind in literals if kind == "integer" and value != str(int(value))] == []
    assert [
        value for value, kind in literals if kind == "double" and value != canonical_double(float(value))
    ] == []


@pytest.mark.parametrize("name", ["serdi", "riot"])
def test_schema_artefacts_parse(name: str, reader: Callable[[str], Reader], release: Release) -> None:
    """Shapes and ontology are one graph, up to the names of blank nodes, for each reader and pyoxigraph."""
    paths = sorted(release.schema.glob("*.ttl"))
    assert {"ontology.ttl", "shapes.ttl"} <= {path.name for path in paths}
    for path in paths:
        answer, expected = reader(name)(path), reader("pyoxigraph")(path)
        assert (path.name, answer.complaint, expected.complaint) == (path.name, "", "")
        assert len(expected.triples) > 1
        assert canonical(answer.out) == canonical(expected.out)


@pytest.mark.parametrize("name", ["riot", "rdflib"])
def test_the_catalog_is_read_at_its_place(
    name: str, peer: Callable[[str], Peer], release: Release, as_triples: Callable[[str], frozenset[Triple]]
) -> None:
    """Wherever the release lies, its catalog leads to its files: relative addresses are resolved alike."""
    path = (release.export / "dcat.ttl").resolve()
    quads = pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TURTLE, base_iri=path.as_uri())
    expected = as_triples("".join(f"{quad} .\n" for quad in quads))
    if name == "riot":
        answer = peer("riot").ask(path)
        assert answer.complaint == ""
        found = answer.triples
    else:
        found = as_triples(rdflib.Graph().parse(path).serialize(format="nt"))
    assert found == expected
    files = {value for _, predicate, value, _ in expected if predicate.endswith("#downloadURL")}
    assert files != set()
    here = f"{path.parent.as_uri()}/"
    assert [each for each in files if not (path.parent / each.removeprefix(here)).is_file()] == []


@pytest.mark.parametrize("name", READERS)
def test_bad_syntax_is_heard(name: str, reader: Callable[[str], Reader], tmp_path: Path) -> None:
    """Every reader accepts a good file and refuses bad syntax, so that its silence means something."""
    assert reader(name)(written(tmp_path, "good.nt", GOOD)).complaint == ""
    for file, text in BAD_SYNTAX.items():
        assert reader(name)(written(tmp_path, file, text)).complaint != "", file


@pytest.mark.parametrize("datatype", ILL_TYPED)
def test_ill_typed_literal_is_heard(datatype: str, peer: Callable[[str], Peer], tmp_path: Path) -> None:
    """Both riot and rdflib name a literal outside the lexical space of its datatype."""
    literal = f"{ILL_TYPED[datatype]}^^<{XSD}{datatype}>"
    path = written(tmp_path, "ill.nt", f"<https://example.org/a> <https://example.org/b> {literal} .\n")
    assert ill_typed(path) == [literal]
    assert "Lexical form" in peer("riot --validate").ask(path).complaint


@pytest.mark.parametrize("name", READERS)
def test_blank_node_is_heard(name: str, reader: Callable[[str], Reader], tmp_path: Path) -> None:
    """A blank node is seen in what every reader gives back, as subject and as object."""
    path = written(
        tmp_path,
        "blank.ttl",
        "<urn:example:a> <urn:example:b> [ <urn:example:c> 1 ] .\n",
    )
    answer = reader(name)(path)
    assert answer.complaint == ""
    assert (len(answer.triples), len(blank_nodes(answer.triples))) == (2, 2)


@pytest.mark.parametrize("name", READERS)
def test_characters_survive(
    name: str, reader: Callable[[str], Reader], tmp_path: Path, as_triples: Callable[[str], frozenset[Triple]]
) -> None:
    """Quotes, tabs, line separators, astral characters and language tags come back as they went in."""
    text = '"\\"q\\" \\t \\n \\\\ é \u2028 \u0085 \U0001f600"@en-US'
    line = f"<https://example.org/a> <https://example.org/b> {text} .\n"
    assert reader(name)(written(tmp_path, "text.nt", line)).triples == as_triples(line)
