"""OperationOutcome: what FHIR needs beside the findings."""

from __future__ import annotations

import json
from typing import Any

import pytest

import pharmakon as pk
from pharmakon.findings import Finding, Location
from pharmakon.report import Report, render

WHOLE = Finding(
    "it is wrong",
    code="PK203",
    severity="warning",
    record="claim/d-1",
    pointer="/passage/sha256",
    location=Location("a b.yaml", 3, 7, 4, 9),
    hint="mend it",
    related=("evidence_source/d", "drug/k"),
)


def issues(*findings: Finding) -> list[Any]:
    """The issues of a report on some findings."""
    read = json.loads(render(Report(findings, 3), "fhir"))
    assert set(read) == {"resourceType", "issue"}
    assert read["resourceType"] == "OperationOutcome"
    return list(read["issue"])


def test_an_issue_says_all_of_a_finding() -> None:
    """The code is our own; file, line and column are HL7's extensions; the rest is said in words."""
    base = "http://hl7.org/fhir/StructureDefinition/operationoutcome-"
    title = "A passage does not match the document."
    assert issues(WHOLE) == [
        {
            "extension": [
                {"url": f"{base}file", "valueString": "a b.yaml"},
                {"url": f"{base}issue-line", "valueInteger": 3},
                {"url": f"{base}issue-col", "valueString": "7"},
            ],
            "severity": "warning",
            "code": "invariant",
            "details": {
                "coding": [{"system": "https://w3id.org/pharmakon/rules", "code": "PK203", "display": title}],
                "text": "it is wrong",
            },
            "diagnostics": "record: claim/d-1\npointer: /passage/sha256\nhelp: mend it\n"
            "related: evidence_source/d, drug/k",
        }
    ]


def test_a_record_is_no_resource() -> None:
    """No path within a FHIR resource is given, for what is found is in none."""
    assert not {"expression", "location"} & set(issues(WHOLE)[0])


def test_an_empty_report_is_an_issue_that_says_so() -> None:
    """At least one issue is required: it is a note that all is well."""
    assert issues() == [
        {
            "severity": "information",
            "code": "informational",
            "details": {"text": "3 records: no findings"},
        }
    ]


@pytest.mark.parametrize("code", pk.list_rules(), ids=lambda code: code.id)
def test_every_code_has_a_type_of_issue(code: Any) -> None:  # noqa: ANN401 - a page
    """A type is chosen for each code, and no note that all is well stands for an error."""
    (issue,) = issues(Finding("x", code=code.id, severity=code.severity))
    assert issue["code"] != "processing" or code.id >= "PK6"
    assert issue["code"] != "invalid", "say in report/fhir.py what type of issue this is"
    assert code.severity == "info" or issue["code"] != "informational"
    assert issue["details"]["coding"][0]["display"] == code.title


def test_nothing_is_empty() -> None:
    """In FHIR no element is null or without content, whatever a finding lacks."""
    for found in (Finding(" "), Finding("", location=Location(" ")), Finding("x", code="PK999")):
        (issue,) = issues(found)
        assert all(each not in (None, "", {}, []) for each in issue.values())
        assert set(issue) <= {"severity", "code", "details", "extension"}
