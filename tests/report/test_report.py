"""A report: what was found, counted and chosen from."""

from __future__ import annotations

import pkgutil
from random import Random

import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st

from pharmakon import report as reports
from pharmakon.errors import UnknownFormat
from pharmakon.findings import SEVERITIES, Finding, Location, Severity
from pharmakon.report import Report, formats, render, summary, visible

ERROR = Finding("e", code="PK101", location=Location("a", 2))
WARNING = Finding("w", code="PK105", severity="warning", location=Location("a", 1))
INFO = Finding("i", code="PK306", severity="info")


@pytest.mark.parametrize(
    ("findings", "on", "fails"),
    [
        ((), "info", False),
        ((INFO,), "info", True),
        ((INFO,), "warning", False),
        ((INFO, WARNING), "warning", True),
        ((INFO, WARNING), "error", False),
        ((INFO, WARNING, ERROR), "error", True),
        ((ERROR,), "info", True),
    ],
)
def test_a_report_fails_on_what_is_as_bad_or_worse(
    findings: tuple[Finding, ...],
    on: Severity,
    fails: bool,  # noqa: FBT001
) -> None:
    """The least severity that fails is the caller's choice; only errors block publishing."""
    assert Report(findings).fails(on) is fails
    assert Report(findings).ok is (ERROR not in findings)
    assert Report(findings).errors == tuple(each for each in findings if each is ERROR)


@pytest.mark.parametrize(
    ("select", "ignore", "most", "kept"),
    [
        ((), (), None, (WARNING, ERROR, INFO)),
        (("PK1",), (), None, (WARNING, ERROR)),
        (("PK101", "PK3"), (), None, (ERROR, INFO)),
        ((), ("PK1",), None, (INFO,)),
        (("PK1",), ("PK105",), None, (ERROR,)),
        ((), (), 2, (WARNING, ERROR)),
        ((), (), 0, ()),
        (("PK9",), (), None, ()),
    ],
)
def test_findings_are_chosen_by_code(
    select: tuple[str, ...], ignore: tuple[str, ...], most: int | None, kept: tuple[Finding, ...]
) -> None:
    """Codes are chosen by their beginning; what is left is in order and cut at the end."""
    whole = Report((INFO, ERROR, WARNING), 7, {"a": b"x"}, 3)
    chosen = whole.selected(select, ignore, most)
    assert chosen.findings == kept
    assert len(chosen.findings) + len(chosen.hidden) == len(whole.selected(select, ignore).findings)
    assert (chosen.records, chosen.sources, chosen.accepted) == (7, {"a": b"x"}, 3)


def test_the_summary_counts() -> None:
    """One line says how many records there were, and how many findings of each severity."""
    assert summary(Report((), 0)) == "0 records: no findings\n"
    assert summary(Report((ERROR,), 3)) == "3 records: 1 error\n"
    whole = Report((ERROR, ERROR, WARNING, INFO, INFO), 3, accepted=2)
    assert summary(whole) == "3 records: 2 errors, 1 warning, 2 infos, 2 accepted\n"
    assert repr(whole) == "<Report: 3 records: 2 errors, 1 warning, 2 infos, 2 accepted>"


def test_what_is_not_shown_still_counts() -> None:
    """A limit hides findings; they are counted, they fail, and they block."""
    cut = Report((ERROR, WARNING, INFO), 3).selected(most=1)
    assert summary(cut) == "3 records: 1 error, 1 warning, 1 info; 2 not shown\n"
    assert cut.findings == (WARNING,)
    assert not cut.ok
    assert cut.fails("error")
    assert not Report((INFO, WARNING)).selected(most=0).fails("error")
    assert Report((INFO, WARNING)).selected(most=0).fails("warning")
    assert summary(cut.selected(most=0)) == "3 records: 1 error, 1 warning, 1 info; 3 not shown\n"
    assert not cut.selected(ignore=("PK",)).findings


def test_every_file_of_the_folder_is_a_format() -> None:
    """A format is there because its file is; each renders a report without findings."""
    assert formats() == tuple(sorted(info.name for info in pkgutil.iter_modules(reports.__path__)))
    assert {"concise", "fhir", "full", "github", "json", "jsonl", "sarif"} <= set(formats())
    for name in formats():
        shown = render(Report(()), name)
        assert shown == "" or shown.endswith("\n")


def test_an_unknown_format_is_the_callers_fault() -> None:
    """The error names the formats that there are."""
    with pytest.raises(UnknownFormat, match="did you mean json"):
        render(Report(()), "jsn")
    with pytest.raises(UnknownFormat):
        render(Report(()), "../json")


@given(st.text())
@strategies.seeded(200)
def test_what_is_visible_cannot_act(text: str) -> None:
    """Printable characters stay as they are; every other one is spelled in printable ASCII."""
    shown = visible(text)
    assert shown.isprintable()
    if text.isprintable():
        assert shown == text
    assert visible(shown) == shown


@pytest.mark.parametrize(
    ("sign", "spelled"),
    [
        ("\x1b", "\\x1b"),
        ("\n", "\\n"),
        ("\t", "\\t"),
        ("\x9b", "\\x9b"),
        ("\u202e", "\\u202e"),
        ("\u2066", "\\u2066"),
        ("\u200b", "\\u200b"),
        ("\ufeff", "\\ufeff"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
        ("\u2019", "\u2019"),
        (" ", " "),
    ],
)
def test_what_would_act_on_a_terminal_is_spelled_out(sign: str, spelled: str) -> None:
    """Controls of seven and of eight bits, directions, invisible signs and tags are shown as escapes."""
    assert visible(f"a{sign}b") == f"a{spelled}b"


@given(st.lists(st.sampled_from((ERROR, WARNING, INFO)), max_size=6), st.randoms(use_true_random=False))
@strategies.seeded(30)
def test_every_severity_is_counted(findings: list[Finding], random: Random) -> None:
    """The parts of a report by severity are the whole."""
    random.shuffle(findings)
    parts = [each for severity in SEVERITIES for each in Report(tuple(findings)).of(severity)]
    assert sorted(map(repr, parts)) == sorted(map(repr, findings))
