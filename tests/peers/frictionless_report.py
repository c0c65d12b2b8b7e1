"""Judges a Data Package; prints {"version", "errors": […], "rows": {resource: number}} as JSON.

python tests/peers/frictionless_report.py DATAPACKAGE
"""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main(path: str) -> None:
    """Prints what frictionless finds wrong, and how many rows each table has.

    By itself it takes every file of JSON Lines for a table, whatever the descriptor says, and needs an
    extra to read it; what is no table for us is judged as a file, by its size and digest.
    """
    import frictionless

    descriptor = json.loads(Path(path).read_bytes())
    for resource in descriptor["resources"]:
        resource.setdefault("type", "file")
    report = frictionless.Package(descriptor, basepath=str(Path(path).parent)).validate()
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
