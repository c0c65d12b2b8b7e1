"""The schema.org files, held against schema.org's own vocabulary, and read by jsonld.js with nothing lost."""

from __future__ import annotations

import copy
import json
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import everything
import pytest

from pharmakon.artifacts import File, Manifest
from pharmakon.catalog import schemaorg
from pharmakon.export.schemaorg import export

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.peers.conftest import Peer, Release

Object = dict[str, Any]

LINE = re.compile(r"<https?://schema\.org/(\w+)> <([^>]+)> <([^>]+)> ")
DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
WHERE = "https://example.org/release/"
"""Where the release is said to stand: addresses of files are relative to its catalogue."""
ADDRESS = re.compile(r"https?://\S+")


class Vocabulary:
    """What schema.org says of its terms: each one's properties, by the last part of their names."""

    def __init__(self, quads: str) -> None:
        self.said: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for line in quads.splitlines():
            if found := LINE.match(line):
                term, property_, value = found.groups()
                self.said[term][re.split("[/#]", property_)[-1]].add(re.split("[/#]", value)[-1])

    def above(self, type_: str) -> set[str]:
        """The class and all classes that it is a kind of."""
        return {type_}.union(*(self.above(each) for each in self.said[type_]["subClassOf"]))

    def is_a(self, type_: str, allowed: set[str]) -> bool:
        """Whether a class is one of those allowed, or a kind of one."""
        return bool(self.above(type_) & allowed)


def faults(vocabulary: Vocabulary, nodes: list[Object]) -> Iterator[str]:
    """What is wrong with nodes, in words."""
    every = [inner for node in nodes for inner in _nodes(node)]
    types = {node["@id"]: node["@type"] for node in every if "@type" in node}
    for node in every:
        if "@type" in node:
            yield from _node_faults(vocabulary, node, types)
        elif set(node) != {"@id"}:
            yield f"{node} has no type"


def _nodes(value: object) -> Iterator[Object]:
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from _nodes(each)
    elif isinstance(value, list):
        for each in value:
            yield from _nodes(each)


def _node_faults(vocabulary: Vocabulary, node: Object, types: dict[str, str]) -> Iterator[str]:
    type_ = node["@type"]
    if "Class" not in vocabulary.said[type_]["type"]:
        yield f"unknown type {type_}"
    for name in node.keys() - {"@id", "@type"}:
        known = vocabulary.said[name]
        if "Property" not in known["type"]:
            yield f"unknown property {name}"
            continue
        if known["supersededBy"]:
            yield f"superseded property {name}"
        if not vocabulary.is_a(type_, known["domainIncludes"]):
            yield f"no property of {type_}: {name}"
        for value in node[name] if isinstance(node[name], list) else [node[name]]:
            if not _in_range(vocabulary, value, known["rangeIncludes"], types):
                yield f"no value of {name}: {json.dumps(value)[:80]}"


def _in_range(vocabulary: Vocabulary, value: Any, allowed: set[str], types: dict[str, str]) -> bool:  # noqa: ANN401
    if isinstance(value, str):
        fitting = {"Text"} | ({"URL"} if ADDRESS.fullmatch(value) else set())
        return bool(allowed & (fitting | ({"Date"} if DATE.fullmatch(value) else set())))
    if not isinstance(value, dict):
        return False
    member = vocabulary.said[value["@id"].removeprefix("https://schema.org/")]["type"]
    found = {types[value["@id"]]} if value["@id"] in types else member
    return any(vocabulary.is_a(each, allowed) for each in found)


@pytest.fixture(scope="module")
def vocabulary(peer: Callable[[str], Peer]) -> Vocabulary:
    """The vocabulary, as npm has it."""
    found = peer("schema.org")
    return Vocabulary(found.ask(found.folder / "node_modules" / "@vocabulary" / "schema" / "schema.nq").out)


@pytest.fixture(scope="module")
def files(release: Release) -> list[Path]:
    """The schema.org files, the catalogue among them."""
    return [*sorted((release.export / "schemaorg").glob("*.jsonld")), release.export / "dataset.jsonld"]


@pytest.fixture(scope="module")
def nodes(files: list[Path], release: Release) -> list[Object]:
    """All nodes of all files."""
    return [node for path in files for node in read(path.read_bytes(), release.base)]


def read(data: bytes, base: str) -> list[Object]:
    """The nodes of a file, with ids that are relative to the base, and addresses of files that are whole."""
    text = data.decode().replace(f'"@id": "{base}', '"@id": "')
    text = re.sub(r'(?<="contentUrl": ")(?=[^:"]+")', WHERE, text)
    found: list[Object] = json.loads(text)["@graph"]
    return found


def test_every_word_is_schema_orgs(vocabulary: Vocabulary, nodes: list[Object]) -> None:
    """No type and no property is unknown or superseded, none outside its domain or its range."""
    assert len(vocabulary.said) > 2000
    assert sorted(set(faults(vocabulary, nodes))) == []
    types = {node["@type"] for each in nodes for node in _nodes(each) if "@type" in node}
    assert {"Drug", "DrugClass", "MedicalCondition", "MedicalTherapy", "MedicalTrial"} <= types
    assert {"MedicalWebPage", "MedicalScholarlyArticle", "Claim", "ClaimReview", "Rating", "Dataset"} <= types


def test_every_field_has_schema_orgs_words(vocabulary: Vocabulary) -> None:
    """The same holds of a dataset with something in every field."""
    dataset = everything.dataset()
    assert dataset is not None
    base = everything.METADATA["base_iri"]
    manifest = Manifest((File("rdf/a.nt", "application/n-triples", 42, "0" * 64, 3),))
    made = [*export(dataset), *schemaorg.describe(manifest, dataset)]
    told = [node for each in made for node in read(b"".join(each.chunks), base)]
    assert sorted(set(faults(vocabulary, told))) == []


def test_every_reference_is_described(nodes: list[Object]) -> None:
    """Every node that is named is described in one of the files, or a word of schema.org's own."""
    every = [inner for node in nodes for inner in _nodes(node)]
    described = {node["@id"] for node in every if "@type" in node}
    named = {node["@id"] for node in every if not node["@id"].startswith("https://schema.org/")}
    assert named - described == set()


PLANTED: dict[str, tuple[str, Object, str]] = {
    "unknown property": ("Drug", {"indication": "x"}, "unknown property indication"),
    "superseded property": ("Drug", {"clincalPharmacology": "x"}, "superseded property"),
    "wrong domain": ("Drug", {"possibleTreatment": {"@id": "drug/ketamine"}}, "no property of Drug"),
    "wrong range": ("MedicalTherapy", {"drug": {"@id": "dataset/ketamine-therapy"}}, "no value of drug"),
    "text for a thing": ("MedicalCondition", {"possibleTreatment": "ketamine"}, "no value of possibleTr"),
    "unknown type": ("Claim", {"@type": "Assertion"}, "unknown type Assertion"),
    "unresolved reference": ("Claim", {"appearance": {"@id": "evidence_source/no"}}, "no value of appear"),
    "wrong word": ("Drug", {"prescriptionStatus": {"@id": "https://schema.org/OpenTrial"}}, "no value of p"),
    "no date": ("ClaimReview", {"datePublished": "last week"}, "no value of datePublished"),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_fault_is_heard(fault: str, vocabulary: Vocabulary, nodes: list[Object]) -> None:
    """A fault that is planted in one node of the release is found, and nothing else."""
    type_, change, said = PLANTED[fault]
    broken = copy.deepcopy(nodes)
    next(node for node in broken if node["@type"] == type_).update(change)
    found = set(faults(vocabulary, broken))
    assert [each for each in found if said in each] != []
    assert type_ == "Claim" or len(found) == 1


def test_nothing_is_lost(peer: Callable[[str], Peer], files: list[Path]) -> None:
    """In safe mode jsonld.js reads every file without a loss, into statements without blank nodes."""
    assert files
    for path in files:
        where = [f"{WHERE}{path.name}"] if path.name == "dataset.jsonld" else []
        answer = peer("jsonld").ask(path, *where)
        assert (path.name, answer.complaint) == (path.name, "")
        triples = answer.triples
        assert len(triples) >= len(json.loads(path.read_bytes())["@graph"])
        assert not [each for each in triples if each[0].startswith("_:") or each[3] == "_:"]
        assert all(
            each[1].startswith(("https://schema.org/", "http://www.w3.org/1999/02/")) for each in triples
        )


def test_every_file_is_found(peer: Callable[[str], Peer], release: Release) -> None:
    """jsonld.js finds in the catalogue each file of the release, at an address beside the catalogue."""
    answer = peer("jsonld").ask(release.export / "dataset.jsonld", f"{WHERE}dataset.jsonld")
    found = {each[2] for each in answer.triples if each[1] == "https://schema.org/contentUrl"}
    manifest = json.loads((release.export / "manifest.json").read_bytes())
    assert found == {f"{WHERE}{each['path']}" for each in manifest["files"] if "/" in each["path"]} != set()
