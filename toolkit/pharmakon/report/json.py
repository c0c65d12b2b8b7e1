"""JSON with the field names of ruff, so that what reads ruff's findings reads ours."""

from __future__ import annotations

import json
from typing import Any

from pharmakon.findings import Edit, Finding, Fix, Location
from pharmakon.report import RULES, Report, portable


def render(report: Report) -> str:
    """The findings as one JSON array."""
    return json.dumps([finding(found) for found in report.findings], indent=2) + "\n"


def finding(found: Finding) -> dict[str, object]:
    """One finding as a JSON object."""
    place = found.location
    return {
        "code": found.code,
        "severity": found.severity,
        "message": portable(found.message),
        "filename": portable(place.file) if place else None,
        **(_span(place) if place else {"location": None, "end_location": None}),
        "record": portable(found.record) or None,
        "pointer": portable(found.pointer),
        "fix": _fix(found.fix) if found.fix else None,
        "help": portable(found.hint) or None,
        "related": [portable(each) for each in found.related],
        "url": f"{RULES}#{found.code}",
    }


def found(said: Any) -> Finding:  # noqa: ANN401 - an object of JSON
    """The finding that `finding` spelled so."""
    return Finding(
        said["message"],
        code=said["code"],
        severity=said["severity"],
        record=said["record"] or "",
        pointer=said["pointer"],
        location=_place(said["filename"], said) if said["location"] else None,
        hint=said["help"] or "",
        related=tuple(said["related"]),
        fix=_correction(said["filename"], said["fix"]) if said["fix"] else None,
    )


def _place(file: str, said: Any) -> Location:  # noqa: ANN401 - an object of JSON
    begin, end = said["location"], said["end_location"]
    return Location(file, begin["row"], begin["column"], end["row"], end["column"])


def _correction(file: str, said: Any) -> Fix:  # noqa: ANN401 - an object of JSON
    edits = tuple(Edit(_place(file, each), each["content"]) for each in said["edits"])
    return Fix(said["message"], edits, said["applicability"])


def _span(place: Location) -> dict[str, object]:
    return {
        "location": {"row": place.line, "column": place.column},
        "end_location": {"row": place.end_line, "column": place.end_column},
    }


def _fix(fix: Fix) -> dict[str, object]:
    edits = [{"content": each.content, **_span(each.location)} for each in fix.edits]
    return {"applicability": fix.applicability, "message": fix.message, "edits": edits}
