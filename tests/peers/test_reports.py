"""Findings as SARIF and as an OperationOutcome, judged by programs and definitions of others."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import shelf
from jsonschema import Draft6Validator

import pharmakon as pk
from pharmakon.findings import Finding, Location
from pharmakon.report import Report, render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.peers.conftest import Peer

    Find = Callable[[str], Peer]

Json = dict[str, Any]
CONFIGURATION = """<?xml version="1.0" encoding="utf-8"?>
<Properties>
  <Properties Key="SARIF2006.UrisShouldBeReachable.Options">
    <Property Key="RuleEnabled" Value="Disabled" Type="Driver.RuleEnabledState" />
  </Properties>
</Properties>
"""
"""Keeps Microsoft's program from the network: it would ask for every address."""

KNOWN = {"SARIF2005"}
"""Rules of Microsoft that are broken knowingly: there is no page about this version of the tool."""

ODD = ("a b/\u00fc%41.yaml", "x:y,\x1b[31m.yaml", "caf\udce9.yaml", "/x/y.yaml")


def moved_passage(folder: Path) -> Report:
    """A report with a fix: a passage whose text stands elsewhere."""
    text = "bar foo"
    documents = folder / "documents"
    documents.mkdir(exist_ok=True)
    (documents / "d.txt").write_text(text)
    claim = shelf.claim(1, "drug/k", passage=shelf.passage("foo") | {"start": 1, "end": 4})
    records = folder / "records.jsonl"
    records.write_text("".join(f"{json.dumps(each)}\n" for each in (shelf.drug(), shelf.source(text), claim)))
    return pk.validate(records, documents=documents)


def every_report(folder: Path) -> Iterator[Report]:
    """No finding; one of each code, in odd files; what is found in spoiled records; a fix."""
    yield Report((), 3)
    places = [*(Location(name, at + 1, 2, at + 1, 9) for at, name in enumerate(ODD)), None]
    yield Report(
        tuple(
            Finding(
                "x {0} [y](1) <b>\x1b\u202e",
                code.id,
                code.severity,
                "drug/k",
                "/codes/0",
                places[at % len(places)],
                "mend it",
                ("drug/l",) * (at % 2),
            )
            for at, code in enumerate(pk.list_rules())
        )
    )
    spoiled = folder / "spoiled.yaml"
    spoiled.write_text("- {id: drug/x, type: Drug, label: x, kind: chemical, '{0}': 1}\n- nope\n")
    yield pk.validate(spoiled)
    report = moved_passage(folder)
    assert any(found.fix for found in report.findings)
    yield report


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], list[Path]]:
    """Returns the function that writes every report in one format."""

    def write(name: str) -> list[Path]:
        paths = []
        for at, report in enumerate(every_report(tmp_path)):
            paths.append(tmp_path / f"report-{at}.{'sarif' if name == 'sarif' else 'json'}")
            paths[-1].write_text(render(report, name), encoding="utf-8")
        return paths

    return write


def read_sarif(find: Find, *paths: Path) -> list[Json]:
    """What the schema of OASIS and sarif-tools say of each file."""
    answer = find("sarif").ask(*paths)
    assert answer.code == 0, answer.err
    return [json.loads(line) for line in answer.out.split("\n") if line]


def multitool(find: Find, path: Path) -> list[tuple[str, str]]:
    """The level and the rule of each result of Microsoft's validator, with the rules of GitHub."""
    configuration, out = path.with_suffix(".xml"), path.with_suffix(".out.json")
    configuration.write_text(CONFIGURATION)
    kinds = ("--rule-kind", "Sarif;Ghas", "--level", "Error;Warning;Note", "--log", "ForceOverwrite")
    answer = find("multitool").ask("validate", path, "-c", configuration, *kinds, "-o", out)
    (run,) = json.loads(out.read_text(encoding="utf-8-sig"))["runs"]
    assert "Analysis completed successfully" in answer.out, answer
    return [(each.get("level", "warning"), each["ruleId"].partition("/")[0]) for each in run["results"]]


def test_sarif_obeys_the_schema_of_oasis(peer: Find, written: Callable[[str], list[Path]]) -> None:
    """Every report is valid, and sarif-tools counts the same results at the same places."""
    paths = written("sarif")
    for path, said in zip(paths, read_sarif(peer, *paths), strict=True):
        assert said["schema"].endswith("/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json")
        assert said["schema"] == json.loads(path.read_bytes())["$schema"]
        assert (said["breaches"], said["tools"]) == ([], ["pharmakon"])
        results = json.loads(path.read_bytes())["runs"][0]["results"]
        told = [(each["ruleId"], each["level"]) for each in results]
        assert [(each["Code"], each["Severity"]) for each in said["records"]] == told
        for each, result in zip(said["records"], results, strict=True):
            physical = (result["locations"] or [{}])[0].get("physicalLocation")
            if physical:
                assert each["Line"] == physical["region"]["startLine"]
                assert each["Location"] == physical["artifactLocation"]["uri"]


def test_sarif_passes_the_validator_of_microsoft(peer: Find, written: Callable[[str], list[Path]]) -> None:
    """Neither the rules of the standard nor those of GitHub find an error, or a warning that is not known."""
    for path in written("sarif"):
        assert {rule for level, rule in multitool(peer, path) if level != "note"} <= KNOWN, path


SPOILED = {
    "no message": lambda run: run["results"][0].pop("message"),
    "unknown level": lambda run: run["results"][0].update(level="fatal"),
    "line zero": lambda run: run["results"][0]["locations"][0]["physicalLocation"]["region"].update(
        startLine=0
    ),
    "unknown property": lambda run: run["results"][0].update(column=1),
}


def test_the_schema_of_oasis_finds_faults(
    peer: Find, written: Callable[[str], list[Path]], tmp_path: Path
) -> None:
    """A log that is no SARIF is refused, so that a favorable verdict means something."""
    good = written("sarif")[2].read_bytes()
    paths = []
    for name, spoil in SPOILED.items():
        log = json.loads(good)
        spoil(log["runs"][0])
        paths.append(tmp_path / f"{name}.sarif")
        paths[-1].write_text(json.dumps(log))
    assert all(said["breaches"] for said in read_sarif(peer, *paths))


def test_the_validator_of_microsoft_finds_faults(
    peer: Find, written: Callable[[str], list[Path]], tmp_path: Path
) -> None:
    """A rule index that leads nowhere and a result that GitHub cannot show are found, and break no schema."""
    log = json.loads(written("sarif")[2].read_bytes())
    log["runs"][0]["results"][0]["ruleIndex"] = 9999
    log["runs"][0]["results"][0]["locations"] = []
    path = tmp_path / "bad.sarif"
    path.write_text(json.dumps(log))
    assert {("error", "SARIF1009"), ("error", "GH1015")} <= set(multitool(peer, path))


def definition(folder: Path, package: str, name: str) -> Json:
    """A definition of HL7."""
    found: Json = json.loads((folder / package / f"{name}.json").read_bytes())
    return found


def test_fhir_is_read_by_a_library(peer: Find, written: Callable[[str], list[Path]]) -> None:
    """In R5 and in R4B, every report is read without a fault, and written again as it was."""
    paths = written("fhir")
    answer = peer("fhir.resources and back").ask(*paths)
    assert answer.code == 0, answer.err
    said = [json.loads(line) for line in answer.out.split("\n") if line]
    assert len(said) == 2 * len(paths)
    assert [each for each in said if each["faults"]] == []


def test_the_library_finds_faults(peer: Find, tmp_path: Path) -> None:
    """A resource without an issue, and an issue of a field that there is not, are refused."""
    good = {"severity": "error", "code": "invalid"}
    for at, issue in enumerate(
        ([], [{**good, "line": 1}], [{"code": "invalid"}], [{**good, "details": "x"}])
    ):
        path = tmp_path / f"{at}.json"
        path.write_text(json.dumps({"resourceType": "OperationOutcome", "issue": issue}))
        said = [
            json.loads(line) for line in peer("fhir.resources and back").ask(path).out.split("\n") if line
        ]
        assert all(each["faults"] for each in said), issue


def test_fhir_obeys_the_schema_of_hl7(peer: Find, written: Callable[[str], list[Path]]) -> None:
    """Every report is valid by HL7's own JSON Schema, which refuses what is none."""
    folder = peer("HL7 definitions").folder / "node_modules"
    schema = json.loads((folder / "hl7.fhir.r5.core" / "openapi" / "fhir.schema.json").read_bytes())
    checker = Draft6Validator(
        {"$ref": "#/definitions/OperationOutcome", "definitions": schema["definitions"]}
    )
    for path in written("fhir"):
        assert [error.message for error in checker.iter_errors(json.loads(path.read_bytes()))] == []
    for bad in ({"issue": "x"}, {"issue": [{"line": 1}]}, {"issue": [{"details": {"coding": {}}}]}):
        assert not checker.is_valid({"resourceType": "OperationOutcome", **bad})


def codes_of(folder: Path, system: str) -> set[str]:
    """The codes of a code system of HL7."""

    def below(concepts: list[Json]) -> Iterator[str]:
        for each in concepts:
            yield each["code"]
            yield from below(each.get("concept", []))

    return set(below(definition(folder, "hl7.fhir.r5.core", f"CodeSystem-{system}")["concept"]))


def test_fhir_obeys_the_definitions_of_hl7(peer: Find, written: Callable[[str], list[Path]]) -> None:
    """Required elements are there, codes are of their value sets, extensions are defined for this place."""
    folder = peer("HL7 definitions").folder / "node_modules"
    elements = definition(folder, "hl7.fhir.r5.core", "StructureDefinition-OperationOutcome")["snapshot"]
    parts = {each["path"]: each for each in elements["element"]}
    required = {
        path.rpartition(".")[2] for path, each in parts.items() if path.count(".") == 2 and each["min"]
    }
    assert required == {"severity", "code"}
    severities, types = codes_of(folder, "issue-severity"), codes_of(folder, "issue-type")
    for path in written("fhir"):
        issues = json.loads(path.read_bytes())["issue"]
        assert len(issues) >= parts["OperationOutcome.issue"]["min"] == 1
        for issue in issues:
            assert required <= set(issue)
            assert {f"OperationOutcome.issue.{name}" for name in issue} <= set(parts)
            assert issue["severity"] in severities - {"success"}  # which R4 does not have
            assert issue["code"] in types
            for extension in issue.get("extension", ()):
                check_extension(peer("HL7 extensions").folder, extension)


def check_extension(folder: Path, extension: Json) -> None:
    """An extension is one that HL7 defines for an issue, with a value of the type that it takes."""
    name = f"StructureDefinition-{extension['url'].rpartition('/')[2]}"
    defined = definition(folder, "hl7.fhir.uv.extensions.r5", name)
    assert defined["url"] == extension["url"]
    assert "OperationOutcome.issue" in {each["expression"] for each in defined["context"]}
    (value,) = (each for each in defined["differential"]["element"] if each["path"] == "Extension.value[x]")
    allowed = {f"value{each['code'].capitalize()}" for each in value["type"]}
    assert set(extension) - {"url"} <= allowed
    assert set(extension) != {"url"}
