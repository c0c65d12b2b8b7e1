"""Answers questions in SQL, one for each line of stdin; prints one line of JSON for each.

python tests/peers/duckdb_ask.py < QUESTIONS

A line printed is {"version", "columns": […], "rows": [[…]]}, or {"version", "error"}.
"""

from __future__ import annotations

import json
import sys


def main() -> None:
    """Prints what DuckDB answers."""
    import duckdb

    for question in sys.stdin.read().split("\n"):
        if not question:
            continue
        told = {"version": duckdb.__version__}
        try:
            found = duckdb.execute(question)
            told["columns"] = [column[0] for column in found.description]
            told["rows"] = found.fetchall()
        except duckdb.Error as error:
            told["error"] = str(error)
        print(json.dumps(told, default=str))  # noqa: T201 - that is what it is for


if __name__ == "__main__":
    main()
