"""The nanopublications, read by serdi, riot and pyoxigraph, and judged by two libraries of their own."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pyoxigraph
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.peers.conftest import Answer, Peer, Release

    Reader = Callable[[Path], Answer]

FAULTS = {
    "a changed letter": ("Calm comes", "Calm goes", "is not valid", "hash"),
    "a changed position": ('oa:end "25"', 'oa:end "26"', "is not valid", "hash"),
    "a changed certainty": ('pk:certainty "asserted"', 'pk:certainty "hedged"', "is not valid", "hash"),
    "a graph too many": ("sub:pubinfo {", "sub:x { this: a this: }\nsub:pubinfo {", "Too many", "5 graphs"),
    "no provenance": ("sub:assertion prov:", "sub:other prov:", "provenance graph", "provenance graph"),
    "no head": ("a np:Nanopublication", "a np:Publication", "No nanopublication", "does not contain"),
}
"""What is replaced in the tiny nanopublication, by what; what the libraries, Python then Rust, say of it."""


@pytest.fixture(scope="module")
def path(release: Release) -> Path:
    """The file of the nanopublications."""
    return release.export / "rdf" / "nanopubs.trig"


def quads(answer: Answer) -> frozenset[pyoxigraph.Quad]:
    """Returns the quads that a reader printed."""
    return frozenset(pyoxigraph.parse(answer.out, format=pyoxigraph.RdfFormat.N_QUADS))


def verdicts(peer: Peer, path: Path, *more: str) -> list[dict[str, Any]]:
    """Returns what a library says of each nanopublication of a file."""
    answer = peer.ask(path, *more)
    assert answer.code == 0, answer.err
    return [json.loads(line) for line in answer.out.splitlines()]


@pytest.mark.parametrize("name", ["serdi", "riot"])
def test_same_quads(name: str, reader: Callable[[str], Reader], path: Path) -> None:
    """Every reader finds, without a complaint, the same quads as pyoxigraph, and no blank node."""
    answer, expected = reader(name)(path), reader("pyoxigraph")(path)
    assert (answer.complaint, expected.complaint) == ("", "")
    found = quads(answer)
    assert found == quads(expected)
    assert not [quad for quad in found if "_:" in (str(quad.subject)[:2], str(quad.object)[:2])]


def test_literals_are_well_typed(peer: Callable[[str], Peer], path: Path) -> None:
    """No literal is outside the lexical space of its datatype, says riot."""
    assert peer("riot --validate").ask(path).complaint == ""


def test_each_is_valid_for_the_library_in_rust(
    peer: Callable[[str], Peer], path: Path, release: Release
) -> None:
    """The library in Rust calls the nanopublication of each claim valid, its artifact code included."""
    found = verdicts(peer("nanopub-sign"), path)
    assert [each for each in found if each["complaint"]] == []
    claims = [record for record in release.records if record["type"] == "Claim"]
    assert len({each["iri"] for each in found}) == len(found) == len(claims) > 0


def test_each_is_valid_for_the_reference_library(
    peer: Callable[[str], Peer], path: Path, release: Release
) -> None:
    """The reference library calls each nanopublication valid, and computes the same artifact code.

    It judges some thirty a second, so where peers are not required it is given every tenth.
    """
    every = {os.environ.get("PHARMAKON_REQUIRE_PEERS"), os.environ.get("PHARMAKON_FULL")} & {"1"}
    found = verdicts(peer("nanopub"), path, "1" if every else "10")
    assert [each for each in found if each["complaint"] or not (each["valid"] and each["trusty"])] == []
    claims = [record for record in release.records if record["type"] == "Claim"]
    assert len({each["iri"] for each in found}) == len(found)
    assert len(found) == len(claims) if every else len(found) >= len(claims) // 10 > 0


@pytest.fixture(scope="module")
def golden(request: pytest.FixtureRequest) -> Path:
    """The file of the tiny dataset's nanopublication."""
    return request.config.rootpath / "tests" / "golden" / "export" / "rdf" / "nanopubs.trig"


def test_the_tiny_one_is_valid(peer: Callable[[str], Peer], golden: Path) -> None:
    """The nanopublication that the faults are planted in is valid before."""
    (found,) = verdicts(peer("nanopub"), golden, "1")
    assert (found["valid"], found["trusty"], found["complaint"]) == (True, True, "")
    (found,) = verdicts(peer("nanopub-sign"), golden)
    assert found["complaint"] == ""


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_heard(fault: str, peer: Callable[[str], Peer], golden: Path, tmp_path: Path) -> None:
    """Both libraries name each fault that is planted in a valid nanopublication."""
    old, new, said, said_in_rust = FAULTS[fault]
    text = golden.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    broken = tmp_path / "broken.trig"
    broken.write_text(text.replace(old, new, 1), encoding="utf-8")
    (found,) = verdicts(peer("nanopub"), broken, "1")
    assert said in found["complaint"]
    assert not (found["valid"] and found["trusty"])
    (found,) = verdicts(peer("nanopub-sign"), broken)
    assert said_in_rust in found["complaint"]
