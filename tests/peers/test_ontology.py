"""The ontology, read by ROBOT: OWL 2 DL by the OWL API, and consistent by the reasoner HermiT."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.peers.conftest import Peer, Release

    Robot = Callable[..., tuple[int, list[str]]]

OURS = "https://w3id.org/pharmakon/vocabulary#"
EDTF = "http://id.loc.gov/datatypes/edtf/EDTF-level0"
IN_PROFILE = "OWL 2 DL Profile Report: [Ontology and imports closure in profile]"
DATA = """\
@prefix pk: <https://w3id.org/pharmakon/vocabulary#> .
<urn:example:c> a pk:Claim ; pk:certainty "hedged" .
<urn:example:d> a pk:Drug .
<urn:example:e> a pk:AdverseEvent ; pk:drug <urn:example:d> .
"""
INCONSISTENT = {
    "a thing of two types": "<urn:example:c> a pk:Drug .",
    "a reference to a record of another type": "<urn:example:e> pk:drug <urn:example:c> .",
    "a word that is not listed": '<urn:example:d> pk:kind "potion" .',
    "two values where there is one": '<urn:example:c> pk:certainty "asserted" .',
}


@pytest.fixture
def robot(peer: Callable[[str], Peer]) -> Robot:
    """What ROBOT says of a file: its exit code, and its lines."""

    def ask(command: str, path: Path, *options: str) -> tuple[int, list[str]]:
        answer = peer("robot").ask(command, "--input", path, *options)
        return answer.code, [line for line in f"{answer.out}{answer.err}".splitlines() if line.strip()]

    return ask


def written(folder: Path, *parts: str) -> Path:
    """The path of one file of all parts, so that declarations are at hand when data is read."""
    path = folder / "whole.ttl"
    path.write_text("\n".join(parts), encoding="utf-8")
    return path


@pytest.fixture
def ontology(release: Release) -> str:
    """The text of the ontology."""
    return (release.schema / "ontology.ttl").read_text(encoding="utf-8")


@pytest.fixture
def everything(release: Release, ontology: str, tmp_path: Path) -> Path:
    """The ontology and the whole dataset in one file."""
    return written(tmp_path, ontology, release.rdf("nt").read_text(encoding="utf-8"))


def foreign(ontology: str, prefix: str) -> set[str]:
    """The names that the ontology takes from another vocabulary."""
    found = set(re.findall(rf"(?<![\w:/]){prefix}:(\w+)", ontology))
    assert len(found) > 5
    return found


def test_terms_of_schema_org_exist(peer: Callable[[str], Peer], ontology: str) -> None:
    """What the ontology maps to schema.org is a term of schema.org."""
    folder = peer("schema.org").folder
    text = (folder / "node_modules" / "@vocabulary" / "schema" / "schema.nq").read_text(encoding="utf-8")
    known = set(re.findall(r"^<https?://schema\.org/(\w+)>", text, re.MULTILINE))
    assert foreign(ontology, "schema") - known == set()


def test_terms_of_biolink_exist(peer: Callable[[str], Peer], ontology: str) -> None:
    """What the ontology maps to Biolink is a class or a slot of the Biolink Model."""
    folder = peer("kgx").folder
    known = set()
    (schema,) = folder.glob("lib/python*/site-packages/biolink_model/schema")
    for path in schema.glob("*.yaml"):
        model = yaml.safe_load(path.read_text(encoding="utf-8"))
        for name in model["classes"] or ():
            known.add("".join(word[0].upper() + word[1:] for word in name.split()))
        known |= {name.replace(" ", "_") for name in model["slots"] or ()}
    assert foreign(ontology, "biolink") - known == set()


def test_it_is_owl_2_dl(robot: Robot, release: Release) -> None:
    """The ontology keeps all rules of OWL 2 DL: everything is declared, nothing has two roles."""
    said = robot("validate-profile", release.schema / "ontology.ttl", "--profile", "DL")
    assert said == (0, [IN_PROFILE])


def test_the_dataset_is_owl_2_dl_but_for_its_dates(robot: Robot, everything: Path, tmp_path: Path) -> None:
    """With the ontology the dataset keeps the rules; OWL has no datatype for a year or a month."""
    report = tmp_path / "report.txt"
    robot("validate-profile", everything, "--profile", "DL", "--output", str(report))
    head, *violations = report.read_text(encoding="utf-8").splitlines()
    assert head.startswith("OWL 2 DL Profile Report")
    assert [line for line in violations if line.strip() and f'"^^<{EDTF}>' not in line] == []
    assert violations != []


def test_the_ontology_is_satisfiable(robot: Robot, release: Release) -> None:
    """HermiT finds the ontology consistent, and no class that nothing can be in."""
    assert robot("reason", release.schema / "ontology.ttl", "--reasoner", "HermiT") == (0, [])


def test_the_dataset_is_consistent(robot: Robot, everything: Path) -> None:
    """HermiT finds no contradiction between the ontology and all statements of the dataset."""
    assert robot("reason", everything, "--reasoner", "HermiT") == (0, [])


def test_an_unsatisfiable_class_is_heard(robot: Robot, ontology: str, tmp_path: Path) -> None:
    """A class of what is both a claim and a drug is named."""
    both = "pk:Both a owl:Class ; rdfs:subClassOf pk:Claim, pk:Drug ."
    code, lines = robot("reason", written(tmp_path, ontology, both), "--reasoner", "HermiT")
    assert code == 1
    assert any(line.endswith(f"unsatisfiable: {OURS}Both") for line in lines)


def test_good_data_is_accepted(robot: Robot, ontology: str, tmp_path: Path) -> None:
    """The small dataset, in which each fault is planted, is consistent without it."""
    assert robot("reason", written(tmp_path, ontology, DATA), "--reasoner", "HermiT") == (0, [])


@pytest.mark.parametrize("fault", INCONSISTENT)
def test_an_inconsistency_is_heard(fault: str, robot: Robot, ontology: str, tmp_path: Path) -> None:
    """HermiT refuses data that the ontology rules out, so that its silence means something."""
    path = written(tmp_path, ontology, DATA, INCONSISTENT[fault])
    code, lines = robot("reason", path, "--reasoner", "HermiT")
    assert code == 1
    assert any("inconsistent" in line for line in lines)


def test_an_undeclared_property_is_heard(robot: Robot, ontology: str, tmp_path: Path) -> None:
    """An axiom on a property that nobody declared is not OWL 2 DL."""
    stray = (
        "<urn:example:d> <urn:example:stray> <urn:example:e> . <urn:example:e> pk:drug <urn:example:stray> ."
    )
    axiom = "pk:stray a owl:ObjectProperty, owl:DatatypeProperty ; rdfs:domain <urn:example:Nowhere> ."
    code, _ = robot("validate-profile", written(tmp_path, ontology, stray, axiom), "--profile", "DL")
    assert code == 1
