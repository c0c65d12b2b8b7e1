"""SARIF: what code scanners need beside the findings."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest

import pharmakon as pk
from pharmakon.findings import Edit, Finding, Fix, Location
from pharmakon.report import Report, render

PLACE = Location("a b.yaml", 3, 7, 4, 9)
FOUND = Finding("it is wrong", code="PK203", record="claim/d-1", pointer="/passage/sha256", location=PLACE)


def run(*findings: Finding) -> Any:  # noqa: ANN401 - what JSON holds
    """The one run of a report on some findings."""
    (made,) = json.loads(render(Report(findings), "sarif"))["runs"]
    return made


def fingerprint(*findings: Finding) -> list[str]:
    """The fingerprints of some findings."""
    (keys,) = {tuple(each["partialFingerprints"]) for each in run(*findings)["results"]}
    return [each["partialFingerprints"][keys[0]] for each in run(*findings)["results"]]


def test_every_rule_is_described() -> None:
    """The run lists every code with its page, whatever was found; a result names its rule by both names."""
    rules = run()["tool"]["driver"]["rules"]
    assert [each["id"] for each in rules] == [code.id for code in pk.list_rules()]
    for rule, code in zip(rules, pk.list_rules(), strict=True):
        assert rule["help"] == {"text": code.explain(), "markdown": code.explain()}
        assert rule["helpUri"].endswith(f"/rules#{code.id}")
        levels = {"error": "error", "warning": "warning", "info": "note"}
        assert rule["defaultConfiguration"] == {"level": levels[code.severity]}
        assert rule["shortDescription"]["text"] == code.title
        assert code.why in rule["fullDescription"]["text"]
    names = [each["name"] for each in rules]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch("(?:[A-Z0-9][a-z0-9]*)+", name) for name in names)
    (result,) = run(FOUND)["results"]
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == "PK203"


def test_an_empty_report_is_a_run_that_went_well() -> None:
    """Without findings there are results, namely none; nothing is said that is no finding."""
    made = run()
    assert made["results"] == []
    assert made["invocations"] == [{"executionSuccessful": True}]
    assert made["columnKind"] == "unicodeCodePoints"
    assert made["tool"]["driver"]["semanticVersion"] == pk.__version__


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("a b.yaml", "a%20b.yaml"),
        ("x/\u00fc%41.yaml", "x/%C3%BC%2541.yaml"),
        ("caf\udce9.yaml", "caf%E9.yaml"),
        ("a:b?c#d.yaml", "a%3Ab%3Fc%23d.yaml"),
        ("a\\b\n.yaml", "a%5Cb%0A.yaml"),
    ],
)
def test_a_file_below_the_folder_has_a_relative_address(file: str, uri: str) -> None:
    """Its bytes are percent-encoded, and the address is told to be relative to the root of the sources."""
    (result,) = run(replace(FOUND, location=Location(file)))["results"]
    artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact == {"uri": uri, "uriBaseId": "%SRCROOT%"}
    assert "%SRCROOT%" in run()["originalUriBaseIds"]


@pytest.mark.parametrize(("file", "uri"), [("/x y/a", "file:///x%20y/a"), ("C:/x y/a", "file:///C:/x%20y/a")])
def test_any_other_file_has_an_absolute_address(file: str, uri: str) -> None:
    """A file outside the folder is relative to nothing."""
    (result,) = run(replace(FOUND, location=Location(file)))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": uri}


def test_a_place_is_told_twice() -> None:
    """By line and column of the file, and by record and pointer."""
    (result,) = run(FOUND)["results"]
    (place,) = result["locations"]
    assert place["physicalLocation"]["region"] == {
        "startLine": 3,
        "startColumn": 7,
        "endLine": 4,
        "endColumn": 9,
    }
    assert place["logicalLocations"] == [
        {"name": "sha256", "fullyQualifiedName": "claim/d-1#/passage/sha256"}
    ]
    (result,) = run(replace(FOUND, location=None))["results"]
    assert [set(each) for each in result["locations"]] == [{"logicalLocations"}]
    (result,) = run(Finding("x", code="PK901"))["results"]
    assert result["locations"] == []


def test_an_end_before_the_start_is_left_out() -> None:
    """A region never ends before it begins."""
    (result,) = run(replace(FOUND, location=Location("a", 3, 7)))["results"]
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 3, "startColumn": 7}


def test_fingerprints_outlive_moved_lines() -> None:
    """A finding keeps its fingerprint when its record moves and its message counts anew; others differ."""
    moved = replace(FOUND, location=Location("b.yaml", 99), message="characters 7..9 have sha256 abc")
    assert fingerprint(FOUND) == fingerprint(moved)
    others = [
        replace(FOUND, code="PK204"),
        replace(FOUND, record="claim/d-2"),
        replace(FOUND, pointer="/passage"),
        replace(FOUND, related=("drug/k",)),
        replace(FOUND, record="", location=Location("b.yaml")),
        replace(FOUND, record="", location=Location("c.yaml")),
        FOUND,
    ]
    found = fingerprint(FOUND, *others)
    assert len(set(found)) == len(found)
    assert fingerprint(*others)[-1] == fingerprint(FOUND)[0]


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("{0} and {x}", "{{0}} and {{x}}"),
        ("a [b] c", "a [b] c"),
        ("[b](c)", r"\[b\](c)"),
        (r"\[b](c)", r"\\\[b\](c)"),
    ],
)
def test_nothing_in_a_message_is_a_placeholder_or_a_link(message: str, text: str) -> None:
    """Braces are doubled, and brackets that would make a link are escaped."""
    (result,) = run(replace(FOUND, message=message))["results"]
    assert result["message"] == {"text": text}


def test_a_fix_is_told() -> None:
    """What can be mended is given as replacements in one file."""
    place = Location("a b.yaml", 3, 9, 3, 12)
    (result,) = run(replace(FOUND, fix=Fix("move it", (Edit(place, "149"),))))["results"]
    region = {"startLine": 3, "startColumn": 9, "endLine": 3, "endColumn": 12}
    (fix,) = result["fixes"]
    assert fix["description"] == {"text": "move it"}
    assert fix["artifactChanges"] == [
        {
            "artifactLocation": {"uri": "a%20b.yaml", "uriBaseId": "%SRCROOT%"},
            "replacements": [{"deletedRegion": region, "insertedContent": {"text": "149"}}],
        }
    ]
