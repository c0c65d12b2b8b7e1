"""Findings for programs: JSON, JSON Lines, GitHub, and one line each."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st

from pharmakon.findings import SEVERITIES, Edit, Finding, Fix, Location
from pharmakon.report import Report, formats, render
from pharmakon.report import json as report_json

TEXTS = st.one_of(
    st.text(max_size=8), st.sampled_from(("\x1b[31m", "a\nb", "::error::x", "100%", "a,b:c", "\u202e"))
)
FINDINGS = st.builds(
    Finding,
    message=TEXTS,
    code=st.from_regex("PK[0-9]{3}", fullmatch=True),
    severity=st.sampled_from(SEVERITIES),
    record=TEXTS,
    pointer=TEXTS,
    location=st.none() | st.builds(Location, TEXTS, *[st.integers(1, 9)] * 4),
    hint=TEXTS,
    related=st.lists(TEXTS, max_size=2).map(tuple),
)
REPORTS = st.lists(FINDINGS, max_size=4).map(lambda found: Report(tuple(found)))
WHOLE = Finding(
    "it\u2019s 100% wrong, or: not",
    code="PK203",
    severity="warning",
    record="claim/d-1",
    pointer="/passage/sha256",
    location=Location("a,b:c.yaml", 3, 7, 4, 9),
    hint="mend it",
    related=("evidence_source/d",),
)


@given(
    FINDINGS, st.none() | st.builds(Edit, st.builds(Location, st.just("a"), *[st.integers(1, 9)] * 4), TEXTS)
)
@strategies.seeded(80)
def test_a_finding_is_made_again_of_its_json(found: Finding, edit: Edit | None) -> None:
    """Nothing of a finding is lost in JSON, nor of a correction to the file that it is about."""
    if edit is not None:
        place = Location("a", 2, 3, 4, 5)
        found = replace(found, location=place, fix=Fix("mend it", (edit, edit), "unsafe"))
    assert report_json.found(json.loads(json.dumps(report_json.finding(found)))) == found


@given(REPORTS)
@strategies.seeded(80)
def test_json_is_read_again_as_the_findings(report: Report) -> None:
    """Nothing of a finding is lost in JSON, and JSON Lines says the same, one finding a line."""
    whole = json.loads(render(report, "json"))
    lines = render(report, "jsonl").split("\n")
    assert lines.pop() == ""
    assert [json.loads(line) for line in lines] == whole
    for found, read in zip(report.findings, whole, strict=True):
        start, end = read["location"], read["end_location"]
        place = start and Location(read["filename"], start["row"], start["column"], end["row"], end["column"])
        again = Finding(
            read["message"],
            read["code"],
            read["severity"],
            read["record"] or "",
            read["pointer"],
            place,
            read["help"] or "",
            tuple(read["related"]),
        )
        assert again == found


def test_json_has_the_names_that_ruff_gives() -> None:
    """What reads ruff's findings finds the same keys, and ours beside them."""
    (read,) = json.loads(render(Report((WHOLE,)), "json"))
    ruff = {"code", "message", "filename", "location", "end_location", "fix", "url", "severity"}
    assert set(read) == ruff | {"record", "pointer", "help", "related"}
    assert read["fix"] is None
    assert set(read["location"]) == {"row", "column"}
    place = Location("a", 3, 7, 3, 10)
    mended = replace(WHOLE, fix=Fix("move it", (Edit(place, "149"),), "unsafe"))
    (read,) = json.loads(render(Report((mended,)), "json"))
    assert read["fix"] == {
        "applicability": "unsafe",
        "message": "move it",
        "edits": [
            {
                "content": "149",
                "location": {"row": 3, "column": 7},
                "end_location": {"row": 3, "column": 10},
            }
        ],
    }
    assert read["url"].endswith("#PK203")
    assert set(read["location"]) == set(read["end_location"]) == {"row", "column"}


@given(REPORTS, st.sampled_from(formats()))
@strategies.seeded(150)
def test_nothing_in_data_acts_on_a_terminal(report: Report, name: str) -> None:
    """Whatever stands in a message, a name or a file name, the output is printable lines of UTF-8."""
    sources = {each.location.file: b"\x1b[31m\xff\x00\n" * 9 for each in report.findings if each.location}
    shown = render(Report(report.findings, 1, sources), name)
    shown.encode("utf-8")
    assert all(each.isprintable() or each == "\n" for each in shown)


@given(REPORTS)
@strategies.seeded(80)
def test_concise_and_github_give_one_line_for_each_finding(report: Report) -> None:
    """No text of a finding begins a line of its own."""
    for name in ("concise", "github"):
        lines = render(report, name).split("\n")
        assert len(lines) == len(report.findings) + 1
        assert lines[-1] == ""


def test_concise_is_what_compilers_print() -> None:
    """Place, code, severity, message and record stand in one line."""
    assert render(Report((WHOLE,)), "concise") == (
        "a,b:c.yaml:3:7: PK203 warning: it\u2019s 100% wrong, or: not (claim/d-1/passage/sha256)\n"
    )
    assert render(Report((Finding("x", code="PK101"),)), "concise") == "PK101 error: x\n"


COMMAND = re.compile(r"::(error|warning|notice) ((?:[a-zA-Z]+=[^,:]*)(?:,[a-zA-Z]+=[^,:]*)*)::(.*)\n")


@given(FINDINGS)
@strategies.seeded(100)
def test_a_github_command_is_read_again_as_the_finding(found: Finding) -> None:
    """A command's properties end where they should: per cents, commas and colons in them are escaped."""
    match = COMMAND.fullmatch(render(Report((found,)), "github"))
    assert match is not None
    kind, properties, message = match.groups()
    assert kind == {"error": "error", "warning": "warning", "info": "notice"}[found.severity]
    given_ = dict(each.partition("=")[::2] for each in properties.split(","))
    assert given_["title"] == found.code
    place = found.location
    if place is None:
        assert set(given_) == {"title"}
    else:
        wanted = {
            "line": place.line,
            "col": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
        }
        assert {name: int(given_[name]) for name in wanted} == wanted
        assert set(given_) == {"title", "file", *wanted}
    assert not re.search(r"%(?!25|2C|3A)", properties + message)


def test_github_escapes_what_it_reads_itself() -> None:
    """The escapes are those that GitHub's own toolkit writes."""
    assert render(Report((WHOLE,)), "github") == (
        "::warning title=PK203,file=a%2Cb%3Ac.yaml,line=3,col=7,endLine=4,endColumn=9"
        "::it\u2019s 100%25 wrong, or: not (claim/d-1/passage/sha256)\n"
    )


@pytest.mark.parametrize("name", formats())
def test_a_report_is_rendered_the_same_each_time(name: str) -> None:
    """A format is a function of the report."""
    report = Report((WHOLE, Finding("x")), 3, {"a,b:c.yaml": b"1\n2\nabcdefghij\n"})
    assert render(report, name) == render(report, name)


@pytest.mark.parametrize("name", formats())
def test_a_file_name_that_is_no_text_breaks_no_format(name: str) -> None:
    """A file whose name is no UTF-8 is named by its bytes, spelled out, in what every program can read."""
    lost = replace(WHOLE, location=Location("caf\udce9.yaml", 1, 1, 1, 1))
    shown = render(Report((lost,)), name)
    shown.encode("utf-8")
    assert "caf%E9.yaml" in shown if name == "sarif" else "udce9.yaml" in shown


def test_colors_are_for_people_only() -> None:
    """With colors, the formats for people say the same words; those for programs are as they were."""
    report = Report((WHOLE, Finding("x", code="PK101")), 3, {"a,b:c.yaml": b"1\n2\nabcdefghij\n"})
    for name in formats():
        colored, plain = render(report, name, color=True), render(report, name)
        assert re.sub("\x1b\\[[0-9;]*m", "", colored) == plain
        assert ("\x1b" in colored) == (name in ("concise", "full"))
        assert "\x1b" not in plain


@given(REPORTS)
@strategies.seeded(60)
def test_data_has_no_colors_of_its_own(report: Report) -> None:
    """In colored output, each escape is one of ours, and each color ends where its words end."""
    for name in ("concise", "full"):
        shown = render(report, name, color=True)
        ours = re.sub("\x1b\\[(?:1|34|1;3[136])m([^\x1b\n]*)\x1b\\[0m", r"\1", shown)
        assert all(each.isprintable() or each == "\n" for each in ours)
