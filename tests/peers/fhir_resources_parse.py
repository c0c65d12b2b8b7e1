"""Judges FHIR resources by parsing them with fhir.resources; see fhir_verdicts.mjs for what goes in and out.

It runs in the environment of that package, not in this project's.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module

PACKAGES = {"r5": "fhir.resources", "r4b": "fhir.resources.R4B"}


def issues(package: str, line: str) -> list[dict[str, str]]:
    """Returns what fhir.resources finds wrong with a resource."""
    resource = json.loads(line)
    get_model = import_module(package).get_fhir_model_class
    try:
        get_model(resource["resourceType"]).model_validate_json(line)
    except (KeyError, LookupError) as error:
        return [{"severity": "error", "message": f"no resource type {error}"}]
    except ValueError as error:
        found = error.errors() if hasattr(error, "errors") else [{"loc": (), "msg": str(error)}]
        return [
            {"severity": "error", "message": f"{'.'.join(map(str, each['loc']))}: {each['msg']}"}
            for each in found
        ]
    return []


for each in sys.stdin:
    if each.strip():
        sys.stdout.write(json.dumps(issues(PACKAGES[sys.argv[1]], each)) + "\n")
