"""Findings for people: the line of the file, with a caret under the place."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st

from pharmakon import api
from pharmakon.findings import Finding, Location
from pharmakon.report import Report, render, visible
from pharmakon.report.full import _columns

FOUND = Finding("it is wrong", code="PK203", record="claim/d-1", pointer="/passage", hint="mend it")


def block(data: bytes, line: int, column: int, end_line: int, end_column: int) -> list[str]:
    """The lines that show one finding in a file."""
    place = Location("a.yaml", line, column, end_line, end_column)
    return render(Report((replace(FOUND, location=place),), 1, {"a.yaml": data})).split("\n")


def columns(text: str) -> int:
    """How many columns a terminal gives a text: two for wide signs, none for joined marks."""
    wide = sum(unicodedata.east_asian_width(each) in "WF" for each in text)
    return len(text) + wide - sum(unicodedata.category(each) in ("Mn", "Me") for each in text)


def pointed(lines: list[str]) -> str:
    """The part of the shown line under which the carets stand."""
    at = next(at for at, line in enumerate(lines) if "^" in line and not line.strip(" |^"))
    row, carets = lines[at - 1], lines[at]
    start, end = carets.index("^"), carets.rindex("^") + 1
    assert set(carets[start:end]) == {"^"}
    return "".join(sign for at, sign in enumerate(row) if start < columns(row[: at + 1]) <= end)


def test_a_finding_is_shown_as_the_specification_of_the_faces_shows_it() -> None:
    """The head, the place, the line with its caret, the record, the help and the rule."""
    data = b"- id: claim/d-1\n  passage: {start: 1, end: 2}\n"
    assert block(data, 2, 12, 2, 30) == [
        "error[PK203]: it is wrong",
        "  --> a.yaml:2:12",
        "  |",
        "2 |   passage: {start: 1, end: 2}",
        "  |            ^^^^^^^^^^^^^^^^^^",
        "   = record: claim/d-1  (/passage)",
        "   = help: mend it",
        "   = rule: pharmakon explain PK203",
        "",
        "1 records: 1 error",
        "",
    ]


SIGNS = st.sampled_from("ab \u2019\u00e9\t\x1b\u202e\u4e2d\uff21\u0301\U0001f600\u200b")


@given(st.text(SIGNS, max_size=30), st.text(SIGNS, min_size=1, max_size=10), st.text(SIGNS, max_size=30))
@strategies.seeded(150)
def test_the_caret_stands_under_the_place(before: str, marked: str, after: str) -> None:
    """Tabs, control signs, wide signs, joined marks and signs beyond the basic plane do not move it."""
    marked = f"<{marked}>"
    row = f"{before}{marked};{after}"
    lines = block(f"x\n{row}\ny".encode(), 2, len(before) + 1, 2, len(before) + len(marked) + 1)
    assert pointed(lines) == visible(marked)
    assert lines[3] == f"2 | {visible(row)}"


@given(st.integers(0, 600), st.integers(1, 50), st.integers(0, 600))
@strategies.seeded(80)
def test_a_long_line_is_cut_around_the_place(before: int, marked: int, after: int) -> None:
    """However long the line, the place is in what is shown, under its caret; what is cut off is marked."""
    row = "b" * before + "X" * marked + "a" * after
    lines = block(row.encode(), 1, before + 1, 1, before + marked + 1)
    assert set(pointed(lines)) == {"X"}
    assert len(pointed(lines)) == marked
    assert all(len(line) < 200 for line in lines)
    shown = lines[3].removeprefix("1 | ")
    assert shown.strip("\u2026") in row
    assert shown.startswith("\u2026") == (not row.startswith(shown.strip("\u2026")))
    assert shown.endswith("\u2026") == (not row.endswith(shown.strip("\u2026")))
    assert len(shown.strip("\u2026")) == min(len(row), 160)


@given(st.text(SIGNS, min_size=100, max_size=400), st.integers(0, 400))
@strategies.seeded(60)
def test_a_line_of_wide_signs_is_cut_by_columns(row: str, at: int) -> None:
    """It is columns, not signs, of which there is room for so many; the place is among what is shown."""
    at = min(at, len(row) - 1)
    lines = block(f"{row}<>".encode(), 1, at + 1, 1, len(row) + 3)
    assert columns(lines[3]) <= len("1 | ") + 160 + 2
    assert lines[4].index("^") < columns(lines[3])
    assert visible(row[at]) in lines[3]


SCRIPTS = [
    (0x20, 0x52F),
    (0x5D0, 0x5EA),
    (0x1100, 0x11FF),
    (0x1E00, 0x1EFF),
    (0x2010, 0x2027),
    (0x3041, 0x3096),
    (0x4E00, 0x9FFF),
    (0xAC00, 0xD7A3),
    (0xFF01, 0xFF60),
    (0x1F600, 0x1F64F),
]
"""Runs of code points whose widths no version of Unicode has changed for long."""


@pytest.mark.parametrize(("first", "last"), SCRIPTS, ids=lambda code: f"U+{code:04X}")
def test_columns_are_those_of_another_program(first: int, last: int) -> None:
    """The width of a sign is the one that the library of terminal widths gives."""
    wcwidth = pytest.importorskip("wcwidth")
    signs = [visible(chr(code)) for code in range(first, last + 1)]
    assert [_columns(sign) for sign in signs] == [wcwidth.wcswidth(sign) for sign in signs]


def test_a_place_of_many_lines_is_shown_by_its_first() -> None:
    """A block is pointed at from its start to the end of its first line, and its other lines are counted."""
    data = b"- a: b\n  c: d\n  e: f\n- g"
    assert pointed(block(data, 1, 3, 4, 1)) == "a: b"
    assert "  | \u2026 and 2 more lines" in block(data, 1, 3, 4, 1)
    assert "  | \u2026 and 1 more line" in block(data, 1, 3, 2, 4)
    assert not any("more line" in line for line in block(data, 1, 3, 2, 1))


def test_marks_and_a_hangul_syllable_of_parts_take_no_room() -> None:
    """The caret stands under the sign that an editor shows there."""
    row = "\u1112\u1161\u11ab e\u0301\u0302 \u4e2d\u6587 X"
    lines = block(row.encode(), 1, len(row), 1, len(row) + 1)
    assert lines[4] == "  | " + " " * 10 + "^"


@pytest.mark.parametrize(("column", "end"), [(4, 4), (4, 1), (5, 9), (9, 12)])
def test_an_empty_place_has_a_caret_of_its_own(column: int, end: int) -> None:
    """Something that is missing is pointed at where it should be, be it behind the end of the line."""
    lines = block(b"a: \nb", 1, column, 1, end)
    assert lines[4].count("^") == 1


@pytest.mark.parametrize("line", [0, 4, 99])
def test_a_line_that_is_not_there_is_not_shown(line: int) -> None:
    """A place beyond the file is named, without an excerpt."""
    assert block(b"a\nb\n", line, 1, line, 2)[1:3] == [
        f"  --> a.yaml:{line}:1",
        "   = record: claim/d-1  (/passage)",
    ]


def test_bytes_that_are_no_text_are_shown_as_such() -> None:
    """A broken byte has a sign of its own, and the caret stands under it."""
    assert pointed(block("\u2019".encode() + b"a\xffb", 1, 3, 1, 4)) == "\ufffd"


def test_line_ends_of_windows_and_a_byte_order_mark_are_not_shown() -> None:
    """What an editor hides is not in the excerpt, and does not move the caret."""
    lines = block(b"\xef\xbb\xbfab\r\ncd\r\n", 1, 2, 1, 3)
    assert lines[3] == "1 | ab"
    assert pointed(lines) == "b"


def test_what_is_not_known_is_left_out() -> None:
    """A finding without a file, a record or a help has no lines for them."""
    assert render(Report((Finding("x", code="PK901"),))) == (
        "error[PK901]: x\n   = rule: pharmakon explain PK901\n\n0 records: 1 error\n"
    )
    lost = Finding("x", code="PK101", location=Location("b.yaml", 1))
    assert render(Report((lost,), 1, {"a.yaml": b"x"})).split("\n")[1:3] == [
        "  --> b.yaml:1:1",
        "   = rule: pharmakon explain PK101",
    ]
    assert render(Report((), 5)) == "5 records: no findings\n"


def test_a_real_fault_is_pointed_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From a file with a byte order mark and wide signs to the caret, nothing shifts."""
    (tmp_path / "a.yaml").write_bytes(
        "\ufeff- {id: drug/k, type: Drug, label: \u4e2d\u6587 \U0001f600, kind: chemical}\r\n".encode()
    )
    monkeypatch.chdir(tmp_path)
    report = api.validate("a.yaml").selected(("PK015",))
    assert pointed(render(report).split("\n")) == "chemical"
