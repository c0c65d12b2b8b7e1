"""Reads resources of FHIR R5 and R4B with fhir.resources, and prints what it refuses as JSON.

    .peers/fhir-resources/bin/python tests/peers/fhir_read.py FILE...

Runs in an environment of its own, without pharmakon.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path

from pydantic import ValidationError

PACKAGES = {"R5": "fhir.resources", "R4B": "fhir.resources.R4B"}


def main(paths: list[str]) -> None:
    """Prints, for each file and version, the faults; none, if what is written again is the same."""
    for path in paths:
        given = json.loads(Path(path).read_bytes())
        name = given["resourceType"]
        for version, package in PACKAGES.items():
            type_ = getattr(import_module(f"{package}.{name.lower()}"), name)
            try:
                again = json.loads(type_.model_validate(given).model_dump_json())
                faults = [] if again == given else ["it is written otherwise"]
            except ValidationError as error:
                faults = [f"{each['loc']}: {each['msg']}" for each in error.errors()]
            said = {"file": path, "version": version, "faults": faults}
            sys.stdout.write(f"{json.dumps(said)}\n")


main(sys.argv[1:])
