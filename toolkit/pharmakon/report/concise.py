"""One line for each finding, as compilers print them."""

from __future__ import annotations

from pharmakon.findings import Finding
from pharmakon.report import Paint, Report, plain, visible


def render(report: Report, paint: Paint = plain) -> str:
    """The findings; nothing if there are none."""
    return "".join(_line(found, paint) for found in report.findings)


def _line(found: Finding, paint: Paint) -> str:
    place = paint("strong", visible(f"{found.location}:")) + " " if found.location else ""
    kind = paint(found.severity, visible(f"{found.code} {found.severity}"))
    record = f" ({found.record}{found.pointer})" if found.record else ""
    return f"{place}{kind}: {visible(found.message + record)}\n"
