"""A FHIR OperationOutcome, which FHIR servers and validators speak; valid in R5, R4B and R4.

The records that are validated are no FHIR resources, so `expression` and `location`, which are paths
within a resource, stay empty: HL7's extensions tell file, line and column, `diagnostics` the record.

Source: HL7, FHIR R5, OperationOutcome; FHIR Extensions Pack, operationoutcome-file, -issue-line and
-issue-col.
"""

from __future__ import annotations

import json
from typing import Any

from pharmakon.findings import Finding, Location
from pharmakon.report import RULES, Report, portable, summary, visible
from pharmakon.schema.rules import codes

_EXTENSIONS = "http://hl7.org/fhir/StructureDefinition/operationoutcome-"
_SEVERITIES = {"error": "error", "warning": "warning", "info": "information"}
_TYPES = {
    "PK": "invalid",
    "PK0": "structure",
    "PK005": "value",
    "PK006": "too-long",
    "PK007": "informational",
    "PK011": "required",
    "PK013": "value",
    "PK014": "value",
    "PK015": "code-invalid",
    "PK016": "invariant",
    "PK017": "value",
    "PK018": "value",
    "PK1": "invariant",
    "PK101": "not-found",
    "PK103": "duplicate",
    "PK105": "deleted",
    "PK2": "invariant",
    "PK205": "not-found",
    "PK3": "business-rule",
    "PK4": "business-rule",
    "PK5": "code-invalid",
    "PK6": "processing",
    "PK9": "processing",
    "PK903": "not-found",
}
"""HL7's type of issue for each code, or group of codes, of ours; the longest beginning counts."""

Json = dict[str, Any]


def render(report: Report) -> str:
    """The findings as the issues of one resource; without any, an issue that says so."""
    titles = {code.id: code.title for code in codes()}
    issues = [_issue(found, titles) for found in report.findings]
    issues = issues or [
        {
            "severity": "information",
            "code": "informational",
            "details": {"text": summary(report).strip()},
        }
    ]
    return json.dumps({"resourceType": "OperationOutcome", "issue": issues}, indent=2) + "\n"


def _issue(found: Finding, titles: dict[str, str]) -> Json:
    coding = {"system": RULES, "code": found.code, "display": titles.get(found.code)}
    details = {
        "coding": [_filled(coding)] if found.code in titles else None,
        "text": _text(found.message),
    }
    issue = {
        "extension": _places(found.location) if found.location else None,
        "severity": _SEVERITIES[found.severity],
        "code": _type(found.code),
        "details": _filled(details) or None,
        "diagnostics": _diagnostics(found),
    }
    return _filled(issue)


def _type(code: str) -> str:
    known = [each for each in _TYPES if code.startswith(each)]
    return _TYPES[max(known, key=len, default="PK")]


def _places(place: Location) -> list[Json]:
    """File, line and column; the column is a string, as HL7 defines it."""
    file = _text(place.file)
    named = [{"url": f"{_EXTENSIONS}file", "valueString": file}] if file else []
    return [
        *named,
        {"url": f"{_EXTENSIONS}issue-line", "valueInteger": place.line},
        {"url": f"{_EXTENSIONS}issue-col", "valueString": str(place.column)},
    ]


def _diagnostics(found: Finding) -> str | None:
    """What else is known, a line each."""
    known = {
        "record": found.record,
        "pointer": found.pointer,
        "help": found.hint,
        "related": ", ".join(found.related),
    }
    return "\n".join(f"{name}: {visible(each)}" for name, each in known.items() if each) or None


def _text(text: str) -> str | None:
    """A text that may be a string of FHIR: no control characters, and more than white space."""
    return portable(visible(text)) if text.strip() else None


def _filled(element: Json) -> Json:
    """The element without what it does not have: in FHIR nothing is null or empty."""
    return {name: each for name, each in element.items() if each is not None}
