"""One JSON object a line for each finding."""

from __future__ import annotations

import json

from pharmakon.report import Report
from pharmakon.report.json import finding


def render(report: Report) -> str:
    """The findings; nothing if there are none."""
    return "".join(f"{json.dumps(finding(found))}\n" for found in report.findings)
