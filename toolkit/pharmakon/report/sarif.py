"""SARIF 2.1.0, which code scanners and editors read.

Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0 Plus Errata 01.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections import Counter
from collections.abc import Iterable
from importlib import import_module
from typing import Any

from pharmakon.findings import Code, Finding, Fix, Location
from pharmakon.report import RULES, Report, portable
from pharmakon.schema.rules import codes

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_PROBLEMS = {"error": "error", "warning": "warning", "info": "recommendation"}
_ARTICLES = {"a", "an", "the"}
_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")

Json = dict[str, Any]


def render(report: Report) -> str:
    """The findings as one run of the tool, with every rule that it knows."""
    rules = codes()
    index = {code.id: at for at, code in enumerate(rules)}
    driver = {
        "name": "pharmakon",
        "semanticVersion": import_module("pharmakon").__version__,  # it imports all floors for type checkers
        "rules": [_rule(code) for code in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": _message("The folder in which pharmakon was run.")}},
        "invocations": [{"executionSuccessful": True}],
        "results": list(_results(report.findings, index)),
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(code: Code) -> Json:
    """A code's page; help is shown as it is, so that its braces stand for themselves."""
    page = code.explain()
    return {
        "id": code.id,
        "name": _name(code.title),
        "shortDescription": {"text": code.title},
        "fullDescription": {"text": f"{code.title} Why: {code.why}"},
        "help": {"text": page, "markdown": page},
        "helpUri": f"{RULES}#{code.id}",
        "defaultConfiguration": {"level": _LEVELS[code.severity]},
        "properties": {"problem.severity": _PROBLEMS[code.severity], "status": code.status},
    }


def _name(title: str) -> str:
    """A title as one word, such as `PassageDoesNotMatchTheDocument`."""
    words = re.findall(r"[a-z0-9]+", title.lower().replace("'", ""))
    return "".join(word.capitalize() for word in words if word not in _ARTICLES)


def _results(findings: Iterable[Finding], index: dict[str, int]) -> Iterable[Json]:
    seen: Counter[str] = Counter()
    for found in findings:
        key = _key(found)
        seen[key] += 1
        digest = hashlib.sha256(f"{key}\0{seen[key]}".encode("utf-8", "backslashreplace")).hexdigest()
        known = {"ruleId": found.code, "ruleIndex": index[found.code]} if found.code in index else {}
        yield {
            **(known or ({"ruleId": portable(found.code)} if found.code else {})),
            "level": _LEVELS[found.severity],
            "message": _message(found.message),
            "locations": _locations(found),
            "partialFingerprints": {"pharmakonFinding/v1": digest},
            **({"fixes": [_fix(found.fix)]} if found.fix else {}),
            "properties": {
                "record": portable(found.record),
                "pointer": portable(found.pointer),
                "help": portable(found.hint),
                "related": [portable(each) for each in found.related],
            },
        }


def _key(found: Finding) -> str:
    """What stays the same of a finding when lines move: the record and the place in it, or the file."""
    place = found.record or (found.location.file if found.location else "")
    return "\0".join((found.code, place, found.pointer, *found.related))


def _message(text: str) -> Json:
    """A text in which nothing is a placeholder or a link (SARIF 3.11.5 and 3.11.6)."""
    text = portable(text).replace("{", "{{").replace("}", "}}")
    return {"text": re.sub(r"[\\\[\]]", r"\\\g<0>", text) if "](" in text else text}


def _locations(found: Finding) -> list[Json]:
    """The place of a finding in its file, and in its record; none if neither is known."""
    where: Json = {}
    if found.location:
        where["physicalLocation"] = {
            "artifactLocation": _artifact(found.location.file),
            "region": _region(found.location),
        }
    if found.record:
        name = found.pointer.rpartition("/")[2] or found.record
        whole = f"{found.record}#{found.pointer}" if found.pointer else found.record
        where["logicalLocations"] = [{"name": portable(name), "fullyQualifiedName": portable(whole)}]
    return [where] if where else []


def _artifact(file: str) -> Json:
    """A file below the working directory by its relative address, any other by its absolute one."""
    drive = re.match(r"[A-Za-z]:(?=/)", file)
    if drive:
        return {"uri": f"file:///{drive[0]}{_address(file[drive.end() :])}"}
    if file.startswith("/"):
        return {"uri": f"file://{_address(file)}"}
    return {"uri": _address(file), "uriBaseId": _ROOT}


def _address(path: str) -> str:
    """A path as part of an address: its bytes, percent-encoded where they are not unreserved (RFC 3986)."""
    return "".join(chr(byte) if byte in _PLAIN else f"%{byte:02X}" for byte in os.fsencode(path))


def _region(place: Location) -> Json:
    region = {"startLine": place.line, "startColumn": place.column}
    if (place.end_line, place.end_column) >= (place.line, place.column):
        region |= {"endLine": place.end_line, "endColumn": place.end_column}
    return region


def _fix(fix: Fix) -> Json:
    """A correction; all its edits are in one file."""
    replacements = [
        {"deletedRegion": _region(each.location), "insertedContent": {"text": each.content}}
        for each in fix.edits
    ]
    change = {"artifactLocation": _artifact(fix.edits[0].location.file), "replacements": replacements}
    return {"description": _message(fix.message), "artifactChanges": [change]}
