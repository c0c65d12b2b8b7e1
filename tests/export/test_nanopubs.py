"""Laws about the nanopublications: each claim is in one, with all its facts, under a code that checks."""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

import pyoxigraph
import pytest
import shelf
import strategies
from hypothesis import given
from pyoxigraph import RdfFormat

from pharmakon import readers
from pharmakon.dataset import Dataset, Entry
from pharmakon.export import nanopubs
from pharmakon.graph import Naming, lines
from pharmakon.model import Claim

NP = "http://www.nanopub.org/nschema#"
NPX = "http://purl.org/nanopub/x/"
OA = "http://www.w3.org/ns/oa#"
NAUGHTY = (
    "\\n",
    "\\\\n\nx",
    'a "b"',
    "} sub:x {",
    "@prefix this: <x> .",
    "\u2028",
    "RA" * 30,
    "\t ",
    "é\u0301",
)


def parsed(dataset: Dataset) -> list[pyoxigraph.Quad]:
    """The quads of the file as a strict parser reads them."""
    data = b"".join(next(nanopubs.export(dataset)).chunks)
    return list(pyoxigraph.parse(data, format=RdfFormat.TRIG))


def grouped(quads: Iterable[pyoxigraph.Quad]) -> dict[str, dict[str, list[pyoxigraph.Quad]]]:
    """The quads by nanopublication and by the name of its graph."""
    found: dict[str, dict[str, list[pyoxigraph.Quad]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        iri, _, name = quad.graph_name.value.partition("#")
        found[iri][name].append(quad)
    return found


def code_by_the_rules(iri: str, quads: Iterable[pyoxigraph.Quad]) -> str:
    """The artifact code of what a parser read, by the specification's rules of order and serialization."""
    code = iri.rpartition("/")[2]

    def place(quad: pyoxigraph.Quad) -> tuple[Any, ...]:
        first = tuple(
            each.value.replace(code, " ") for each in (quad.graph_name, quad.subject, quad.predicate)
        )
        value = quad.object
        if not isinstance(value, pyoxigraph.Literal):
            return (*first, 0, value.value.replace(code, " "))
        mark = (0, value.language.lower()) if value.language else (1, value.datatype.value)
        return (*first, 1, value.value, *mark)

    told = ""
    for graph, subject, predicate, literal, label, *mark in sorted(map(place, quads)):
        names = [graph, subject, predicate]
        if literal:
            kind, name = mark
            escaped = label.replace("\\", "\\\\").replace("\n", "\\n")
            names.append(f"{'^' if kind else '@'}{name} {escaped}")
        else:
            names.append(label)
        told += "".join(f"{each}\n" for each in names)
    digest = base64.b64encode(hashlib.sha256(told.encode()).digest(), b"-_").decode()
    return f"RA{digest[:43]}"


def dataset_of(*records: shelf.Json) -> Dataset:
    """The dataset of some records."""
    read = readers.read("a.jsonl", "\n".join(map(json.dumps, records)).encode())
    return Dataset.of(each for each in read if isinstance(each, Entry))[0]


def assert_whole(dataset: Dataset) -> None:
    """Asserts that each claim is in one valid nanopublication, with the facts of the core graph."""
    quads = parsed(dataset)
    made = grouped(quads)
    claims = dataset.of_type(Claim)
    assert len(made) == len(claims)
    for iri, graphs in made.items():
        assert sorted(graphs) == sorted(nanopubs.GRAPHS)
        every = [quad for each in graphs.values() for quad in each]
        assert iri.rpartition("/")[2] == code_by_the_rules(iri, every)
        assert f"{iri}#assertion" in {quad.subject.value for quad in graphs["provenance"]}
        assert iri in {quad.subject.value for quad in graphs["pubinfo"]}
    introduced = Counter(quad.object.value for quad in quads if quad.predicate.value == f"{NPX}introduces")
    naming = Naming.of(dataset.metadata)
    assert introduced == Counter(naming.base + claim.id for claim in claims)
    told = Counter(f"{quad.triple} ." for quad in quads if _owner(quad) in introduced)
    extra = {line for line in told if f"<{OA}TextPositionSelector>" in line}
    facts = {str(each) for claim in claims for each in _triples(claim, naming)}
    assert {line: count for line, count in told.items() if line not in extra} == dict.fromkeys(facts, 1)
    assert len(extra) == len(claims)


def _owner(quad: pyoxigraph.Quad) -> str:
    return str(quad.subject.value).partition("#")[0]


def _triples(claim: Claim, naming: Naming) -> list[str]:
    text = "".join(f"{line}\n" for line in lines(claim, naming))
    return [f"{quad.triple} ." for quad in pyoxigraph.parse(text, format=RdfFormat.N_TRIPLES)]


def test_packaged_claims_are_whole(packaged: Dataset) -> None:
    """Each packaged claim is in exactly one nanopublication, each of its triples in exactly one graph."""
    assert packaged.of_type(Claim)
    assert_whole(packaged)


@strategies.seeded(25)
@given(strategies.datasets(most=4), strategies.records("Claim"))
def test_any_claim_is_whole(dataset: Dataset, claim: Claim) -> None:
    """Whatever a claim holds, its nanopublication parses, holds all of it, and its code checks."""
    entries = [Entry(node, node.id) for node in dataset.nodes() if node.id != claim.id]
    assert_whole(Dataset.of([*entries, Entry(claim, claim.id)])[0])


def test_naughty_texts_are_unaltered(tiny: Dataset) -> None:
    """Texts that look like syntax, escapes or codes arrive as they are, and their codes check."""
    claims = [shelf.claim(at, "drug/k", statement=text) for at, text in enumerate(NAUGHTY)]
    dataset = dataset_of(*claims)
    assert len(dataset) == len(NAUGHTY)
    assert_whole(dataset)
    told = {quad.object.value for quad in parsed(dataset) if quad.predicate.value.endswith("#statement")}
    assert told == set(NAUGHTY)
    assert_whole(tiny)


def test_a_changed_letter_changes_the_code(tiny: Dataset) -> None:
    """A nanopublication of which any literal was changed does not fit its code any more."""
    ((iri, graphs),) = grouped(parsed(tiny)).items()
    quads = [quad for each in graphs.values() for quad in each]
    literals = [at for at, quad in enumerate(quads) if isinstance(quad.object, pyoxigraph.Literal)]
    assert len(literals) > 10
    for at in literals:
        changed = list(quads)
        value = pyoxigraph.Literal(quads[at].object.value + "x", datatype=quads[at].object.datatype)
        changed[at] = pyoxigraph.Quad(quads[at].subject, quads[at].predicate, value, quads[at].graph_name)
        assert iri.rpartition("/")[2] != code_by_the_rules(iri, changed)


def test_no_blank_node_and_no_quotation(packaged: Dataset) -> None:
    """No node is blank, and no passage is selected by its words."""
    for quad in parsed(packaged):
        assert not isinstance(quad.subject, pyoxigraph.BlankNode)
        assert not isinstance(quad.object, pyoxigraph.BlankNode)
        assert quad.predicate.value not in {f"{OA}{name}" for name in ("exact", "prefix", "suffix")}


def test_a_passage_is_an_annotation_of_its_document(packaged: Dataset) -> None:
    """From each annotation a chain leads to the claim, to the file with its hash, and to the position."""
    for graphs in grouped(parsed(packaged)).values():
        said = {
            (quad.subject.value, quad.predicate.value): quad.object.value for quad in graphs["provenance"]
        }
        (annotation,) = (subject for subject, predicate in said if predicate == f"{OA}hasBody")
        target = said[annotation, f"{OA}hasTarget"]
        claim = packaged[said[annotation, f"{OA}hasBody"].removeprefix(Naming.of(packaged.metadata).base)]
        assert isinstance(claim, Claim)
        selector = said[target, f"{OA}hasSelector"]
        assert said[selector, f"{OA}start"] == str(claim.passage.start)
        assert said[selector, f"{OA}end"] == str(claim.passage.end)
        source = packaged.evidence_sources[claim.source]
        assert source.document is not None
        document = said[target, f"{OA}hasSource"]
        digests = {value for (subject, _), value in said.items() if subject == document}
        assert source.document.sha256 in digests


def test_an_assertion_holds_no_record_as_a_fact(packaged: Dataset) -> None:
    """An assertion speaks of the claim and its stances alone; records are objects, never subjects."""
    for graphs in grouped(parsed(packaged)).values():
        owners = {_owner(quad) for quad in graphs["assertion"]}
        assert len(owners) == 1
        assert "/claim/" in owners.pop()


def test_publication_info_comes_from_the_metadata(packaged: Dataset) -> None:
    """Every nanopublication says dataset, version, license and date as the metadata does."""
    metadata = packaged.metadata
    assert metadata is not None
    for graphs in grouped(parsed(packaged)).values():
        said = {quad.object.value for quad in graphs["pubinfo"]}
        dataset = metadata.base_iri + metadata.id
        assert {dataset, metadata.version, metadata.license, metadata.released} <= said
        assert {metadata.disclaimer, *metadata.creators} <= said


def test_what_replaces_a_claim_supersedes_its_nanopublication() -> None:
    """The nanopublication of a claim supersedes those of all claims that it replaced, and no others."""
    old = {"retired": True}
    dataset = dataset_of(
        shelf.claim(1, "drug/k", **old, replaced_by="claim/d-3"),
        shelf.claim(2, "drug/k", **old, replaced_by="claim/d-3"),
        shelf.claim(3, "drug/k", **old, replaced_by="claim/d-4"),
        shelf.claim(4, "drug/k"),
        shelf.claim(5, "drug/k", **old, replaced_by="claim/gone"),
    )
    quads = parsed(dataset)
    claim = {
        quad.subject.value: quad.object.value[-1]
        for quad in quads
        if quad.predicate.value == f"{NPX}introduces"
    }
    found = {
        (claim[quad.subject.value], claim[quad.object.value])
        for quad in quads
        if quad.predicate.value == f"{NPX}supersedes"
    }
    assert found == {("3", "1"), ("3", "2"), ("4", "3")}
    assert_whole(dataset)


@pytest.mark.parametrize("length", [1, 2, 3])
def test_a_circle_supersedes_nothing(length: int) -> None:
    """Claims that replace each other in a circle are written all the same, none superseding another."""
    circle = [
        shelf.claim(at, "drug/k", retired=True, replaced_by=f"claim/d-{(at + 1) % length}")
        for at in range(length)
    ]
    dataset = dataset_of(*circle, shelf.claim(9, "drug/k", retired=True, replaced_by="claim/d-0"))
    assert not [quad for quad in parsed(dataset) if quad.predicate.value == f"{NPX}supersedes"]
    assert_whole(dataset)


def test_a_dataset_without_metadata_or_sources_is_written() -> None:
    """Without metadata and without the source's record, claims are still whole."""
    dataset = dataset_of(shelf.claim(1, "drug/k"))
    assert dataset.metadata is None
    assert_whole(dataset)
