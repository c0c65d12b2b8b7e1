"""Judges a Data Package; prints {"version", "errors": […], "rows": {resource: number}} as JSON.

python tests/peers/frictionless_report.py DATAPACKAGE
"""

from __future__ import annotations

import json
import sys


def main(path: str) -> None:
    """Prints what frictionless finds wrong, and how many rows each table has."""
    import frictionless

    report = frictionless.Package(path).validate()
    told = {
        "version": frictionless.__version__,
        "errors": [
            f"{task.name}: {error.type}: {error.message}" for task in report.tasks for error in task.errors
        ]
        + [f"{error.type}: {error.message}" for error in report.errors],
        "rows": {task.name: task.stats.get("rows") or 0 for task in report.tasks if task.type == "table"},
    }
    print(json.dumps(told))  # noqa: T201 - that is what it is for


if __name__ == "__main__":
    main(sys.argv[1])
