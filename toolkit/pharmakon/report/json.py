"""JSON with the field names of ruff, so that what reads ruff's findings reads ours."""

from __future__ import annotations

import json

from pharmakon.findings import Finding
from pharmakon.report import Report


def render(report: Report) -> str:
    """The findings as one JSON array."""
    return json.dumps([finding(found) for found in report.findings], indent=2) + "\n"


def finding(found: Finding) -> dict[str, object]:
    """One finding as a JSON object."""
    place = found.location
    return {
        "code": found.code,
        "severity": found.severity,
        "message": found.message,
        "filename": place.file if place else None,
        "location": {"row": place.line, "column": place.column} if place else None,
        "end_location": {"row": place.end_line, "column": place.end_column} if place else None,
        "record": found.record or None,
        "pointer": found.pointer,
        "fix": None,
        "help": found.hint or None,
        "related": list(found.related),
        "url": f"https://w3id.org/pharmakon/rules#{found.code}",
    }
