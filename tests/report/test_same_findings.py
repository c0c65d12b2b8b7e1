"""The formats of a report against each other: each says the same findings, in the same order."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st

import pharmakon as pk
from pharmakon.findings import SEVERITIES, Finding, Location
from pharmakon.report import Report, formats, render, visible

Told = tuple[str, str, int, int, str, str, str, str]
"""Code, file, line, column, record, pointer, severity and message."""

CODES = tuple(code.id for code in pk.list_rules())
ODD = (
    "\x1b[31mred",
    "<b>x</b>",
    "100%25",
    "::error::x",
    "a,b:c",
    "\u202eabc",
    "{0} {}",
    "[a](1)",
    "x\\[y](z",
    "\u4e2d",
)
NAMES = ("a.yaml", "a b/\u00fc%41.yaml", "a:b.yaml", "/x/y.jsonl", "a\nb.yaml", "-", "\u202e.yaml")
LETTERS = st.characters(exclude_characters="():")
TEXTS = st.one_of(st.sampled_from(ODD), st.text(LETTERS, min_size=1, max_size=9))
FILES = st.one_of(st.sampled_from(NAMES), st.text(LETTERS, min_size=1, max_size=9))
RECORDS = st.sampled_from(("", "drug/k", "claim/003-021", "evidence_source/d"))
POINTERS = st.sampled_from(("", "/passage/sha256", "/about/0/record", "/label"))
PLACES = st.none() | st.builds(Location, FILES, *[st.integers(1, 9_999)] * 4)


@st.composite
def reports(draw: Callable[..., Any]) -> Report:
    """A report of findings such as there may be, with odd texts in odd files."""
    found = []
    for _ in range(draw(st.integers(0, 5))):
        record = draw(RECORDS)
        found.append(
            Finding(
                draw(TEXTS.filter(lambda text: bool(visible(text).strip(" ")))),
                draw(st.sampled_from(CODES)),
                draw(st.sampled_from(SEVERITIES)),
                record,
                draw(POINTERS) if record else "",
                draw(PLACES),
                draw(st.sampled_from(("", "mend it"))),
                draw(st.sampled_from(((), ("drug/k",)))),
            )
        )
    return Report(tuple(found), 7)


def _plain(found: Finding, spell: Callable[[str], str]) -> Told:
    place = found.location or Location("", 0, 0)
    where = spell(place.file), place.line, place.column
    return found.code, *where, spell(found.record), found.pointer, found.severity, spell(found.message)


def _of_object(read: Any) -> Told:  # noqa: ANN401 - what JSON holds
    place = read["location"] or {"row": 0, "column": 0}
    where = read["filename"] or "", place["row"], place["column"]
    return read["code"], *where, read["record"] or "", read["pointer"], read["severity"], read["message"]


def _json(text: str) -> Iterator[Told]:
    return map(_of_object, json.loads(text))


def _jsonl(text: str) -> Iterator[Told]:
    assert text == "" or text.endswith("\n")
    return (_of_object(json.loads(line)) for line in text.split("\n")[:-1])


def _sarif(text: str) -> Iterator[Told]:
    (run,) = json.loads(text)["runs"]
    rules = [each["id"] for each in run["tool"]["driver"]["rules"]]
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        physical = (result["locations"] or [{}])[0].get("physicalLocation")
        where: tuple[str, int, int] = "", 0, 0
        if physical:
            artifact, region = physical["artifactLocation"], physical["region"]
            assert artifact.get("uriBaseId") == (None if artifact["uri"].startswith("file:") else "%SRCROOT%")
            file = unquote(artifact["uri"].removeprefix("file://"))
            where = file, region["startLine"], region["startColumn"]
        given_ = result["properties"]
        severity = {"error": "error", "warning": "warning", "note": "info"}[result["level"]]
        said = result["message"]["text"].replace("{{", "{").replace("}}", "}")
        if "\\](" in said:
            said = re.sub(r"\\([\\\[\]])", r"\1", said)
        yield result["ruleId"], *where, given_["record"], given_["pointer"], severity, said


def _fhir(text: str) -> Iterator[Told]:
    issues = json.loads(text)["issue"]
    assert issues
    for issue in issues:
        if issue["code"] == "informational" and "coding" not in issue["details"]:
            assert len(issues) == 1
            continue
        places = {each["url"].rpartition("/")[2]: each for each in issue.get("extension", ())}
        file = places.get("operationoutcome-file", {}).get("valueString", "")
        line = places.get("operationoutcome-issue-line", {}).get("valueInteger", 0)
        column = int(places.get("operationoutcome-issue-col", {}).get("valueString", 0))
        noted = dict(each.split(": ", 1) for each in issue.get("diagnostics", "").split("\n") if each)
        severity = {"information": "info"}.get(issue["severity"], issue["severity"])
        (coding,) = issue["details"]["coding"]
        known = noted.get("record", ""), noted.get("pointer", "")
        yield coding["code"], file, line, column, *known, severity, issue["details"]["text"]


LINE = re.compile(
    r"(?:(?P<file>.*?):(?P<line>\d+):(?P<column>\d+): )?(?P<code>PK\d+) (?P<severity>[a-z]+): "
    r"(?P<message>.*?)(?: \((?P<record>[^\s()/]+/[^\s()/]+)(?P<pointer>/.*)?\))?"
)
COMMAND = re.compile(
    r"::(?P<severity>[a-z]+) title=(?P<code>PK\d+)"
    r"(?:,file=(?P<file>[^,]*),line=(?P<line>\d+),col=(?P<column>\d+),endLine=\d+,endColumn=\d+)?"
    r"::(?P<message>.*?)(?: \((?P<record>[^\s()/]+/[^\s()/]+)(?P<pointer>/.*)?\))?"
)
BLOCK = re.compile(
    r"(?P<severity>[a-z]+)\[(?P<code>PK\d+)\]: (?P<message>.*)\n"
    r"(?:  --> (?P<file>.*):(?P<line>\d+):(?P<column>\d+)\n)?(?: *\d* \|.*\n)*"
    r"(?:   = record: (?P<record>\S+)(?:  \((?P<pointer>.*)\))?\n)?(?:   = help: .*\n)?"
    r"   = rule: pharmakon explain PK\d+\n"
)


def _matched(pattern: re.Pattern[str], text: str) -> Told:
    match = pattern.fullmatch(text)
    assert match is not None, text
    part = {name: each or "" for name, each in match.groupdict().items()}
    where = part["file"], int(part["line"] or 0), int(part["column"] or 0)
    return part["code"], *where, part["record"], part["pointer"], part["severity"], part["message"]


def _concise(text: str) -> Iterator[Told]:
    return (_matched(LINE, line) for line in text.split("\n")[:-1])


def _github(text: str) -> Iterator[Told]:
    for line in text.split("\n")[:-1]:
        code, file, row, column, *known, severity, message = _matched(COMMAND, line)
        severity = {"notice": "info"}.get(str(severity), str(severity))
        yield code, unquote(file), row, column, known[0], known[1], severity, unquote(message)  # type: ignore[misc]


def _full(text: str) -> Iterator[Told]:
    *blocks, last = text.split("\n\n") if "\n\n" in text else ("", text)
    assert re.fullmatch(r"\d+ records: .*\n", last)
    return (_matched(BLOCK, f"{block}\n") for block in blocks if block)


PARSERS: dict[str, tuple[Callable[[str], Iterator[Told]], Callable[[str], str]]] = {
    "concise": (_concise, visible),
    "fhir": (_fhir, visible),
    "full": (_full, visible),
    "github": (_github, visible),
    "json": (_json, str),
    "jsonl": (_jsonl, str),
    "sarif": (_sarif, str),
}


def test_every_format_is_compared() -> None:
    """No format of the package is missing here."""
    assert set(PARSERS) == set(formats())


@given(reports())
@strategies.seeded(250)
def test_every_format_says_the_same_findings(report: Report) -> None:
    """Read back by a parser that knows nothing of how it was written, each gives all, in one order."""
    for name, (parse, spell) in PARSERS.items():
        assert list(parse(render(report, name))) == [_plain(found, spell) for found in report.findings], name


FAULTY = {
    "a b.yaml": '- {id: drug/x, type: Drug, label: "x\\e[31m", kind: chemical}\n- {id: drug/y, type: Drug}\n',
    "\u00fc%41,::.yaml": "- {id: claim/c, type: Claim, label: c, '{0} [a](1)': 1}\n",
    "broken.json": '[{"id": "drug/z",\n "id"',
    "l.jsonl": '\n{"type": "Drug", "id": "drug/\u202e"}\n{}\nnope\n',
}


@pytest.mark.parametrize("name", sorted(PARSERS))
def test_real_findings_are_the_same_in_every_format(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is found in spoiled files under odd names comes back from each format whole."""
    for file, text in FAULTY.items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    report = pk.validate(*sorted(FAULTY))
    assert len(report.findings) > 8
    parse, spell = PARSERS[name]
    told = list(parse(render(report, name)))
    assert [each[:-1] for each in told] == [_plain(found, spell)[:-1] for found in report.findings]
