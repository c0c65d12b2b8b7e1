"""One line for each finding, as compilers print them."""

from __future__ import annotations

from pharmakon.findings import Finding
from pharmakon.report import Report, visible


def render(report: Report) -> str:
    """The findings; nothing if there are none."""
    return "".join(_line(found) for found in report.findings)


def _line(found: Finding) -> str:
    place = f"{found.location}: " if found.location else ""
    record = f" ({found.record}{found.pointer})" if found.record else ""
    return visible(f"{place}{found.code} {found.severity}: {found.message}{record}") + "\n"
