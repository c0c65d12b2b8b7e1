"""Judges tables by their CSVW metadata; prints {"version", "errors": […], "rows": {table: number}} as JSON.

python tests/peers/csvw_report.py METADATA
"""

from __future__ import annotations

import json
import sys


def main(path: str) -> None:
    """Prints what csvw finds wrong, keys and types included, and how many rows each table has."""
    import csvw

    judge = csvw.CSVW(path, validate=True)
    try:
        judge.is_valid  # noqa: B018 - it collects the warnings
        errors = [str(warning.message) for warning in judge.warnings]
    except ValueError as error:
        errors = [str(error)]
    rows = {}
    for table in judge.tables:
        rows[table.local_name] = sum(1 for _ in table.iterdicts(strict=False))
    print(json.dumps({"version": csvw.__version__, "errors": errors, "rows": rows}))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1])
