"""Judges an RO-Crate 1.3 without a network; prints {"version", "checks", "errors", "recommended"} as JSON.

python tests/peers/rocrate_report.py FOLDER

The context, which the validator would fetch, comes from the package rocrate; any other address is refused.
"""

from __future__ import annotations

import json
import sys
from importlib.metadata import version
from importlib.resources import files
from types import SimpleNamespace

CONTEXT = "https://w3id.org/ro/crate/1.3/context"


def main(folder: str) -> None:
    """Prints what the validator finds wrong, what it recommends, and how many checks it made."""
    from rocrate_validator import models, services
    from rocrate_validator.utils import http

    text = (files("rocrate") / "data" / "ro-crate.jsonld").read_text(encoding="utf-8")
    found = json.loads(text)
    assert found["@id"] == CONTEXT
    headers = {"Content-Type": "application/ld+json"}
    answer = SimpleNamespace(status_code=200, headers=headers, text=text, json=lambda: found)

    def get(_self: object, url: str, **_options: object) -> object:
        if url != CONTEXT:
            message = f"refused to load {url}"
            raise OSError(message)
        return answer

    http.HttpRequester.get = get
    settings = services.ValidationSettings(
        rocrate_uri=folder,
        profile_identifier="ro-crate-1.3",
        requirement_severity=models.Severity.RECOMMENDED,
        offline=True,
    )
    result = services.validate(settings)
    told = {"errors": [], "recommended": []}
    for issue in result.get_issues():
        name = "errors" if issue.severity == models.Severity.REQUIRED else "recommended"
        told[name].append(f"{issue.check.identifier}: {issue.message}")
    told |= {"version": version("roc-validator"), "checks": len(result.executed_checks)}
    print(json.dumps(told))  # noqa: T201 - that is what it is for


if __name__ == "__main__":
    main(sys.argv[1])
