"""Workflow commands that GitHub turns into annotations on the lines of a pull request."""

from __future__ import annotations

from pharmakon.findings import Finding
from pharmakon.report import Report, visible

_KINDS = {"error": "error", "warning": "warning", "info": "notice"}


def render(report: Report) -> str:
    """One command for each finding; nothing if there are none."""
    return "".join(_command(found) for found in report.findings)


def _command(found: Finding) -> str:
    place = found.location
    given = {"title": found.code}
    if place is not None:
        given |= {"file": place.file, "line": str(place.line), "col": str(place.column)}
        given |= {"endLine": str(place.end_line), "endColumn": str(place.end_column)}
    parts = ",".join(f"{name}={_property(value)}" for name, value in given.items())
    record = f" ({found.record}{found.pointer})" if found.record else ""
    return f"::{_KINDS[found.severity]} {parts}::{_message(found.message + record)}\n"


def _message(text: str) -> str:
    return visible(text).replace("%", "%25")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
