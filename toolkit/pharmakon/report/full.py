"""For people: each finding with the line of the file that it points at, and what to do."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from pharmakon.findings import Finding
from pharmakon.report import Report, summary, visible

_WIDEST = 160


def render(report: Report) -> str:
    """The findings, one block each, and a line that counts them."""
    blocks = [_block(found, report) for found in report.findings]
    return "\n".join([*blocks, summary(report)])


def _block(found: Finding, report: Report) -> str:
    lines = [f"{found.severity}[{found.code}]: {visible(found.message)}"]
    if found.location is not None:
        lines.append(f"  --> {visible(str(found.location))}")
        lines += _excerpt(found, report)
    if found.record:
        place = f"  ({found.pointer})" if found.pointer else ""
        lines.append(f"   = record: {visible(found.record)}{visible(place)}")
    if found.hint:
        lines.append(f"   = help: {visible(found.hint)}")
    lines.append(f"   = rule: pharmakon explain {found.code}")
    return "\n".join(lines) + "\n"


def _excerpt(found: Finding, report: Report) -> list[str]:
    """The line of the file with a caret under the place; a long line is cut around it."""
    place = found.location
    data = report.sources.get(place.file) if place else None
    if place is None or data is None:
        return []
    rows = _rows(data)
    if not 0 < place.line <= len(rows):
        return []
    row = rows[place.line - 1].decode("utf-8" if place.line > 1 else "utf-8-sig", "replace").rstrip("\r")
    first = max(0, place.column - 1 - _WIDEST // 2) if len(row) > _WIDEST else 0
    before = visible(row[first : place.column - 1])
    shown = before + visible(row[place.column - 1 : first + _WIDEST])
    end = place.end_column if place.end_line == place.line else len(row) + 1
    marked = visible(row[place.column - 1 : min(end - 1, first + _WIDEST)])
    number = str(place.line)
    gutter = " " * len(number)
    return [
        f"{gutter} |",
        f"{number} | {'…' if first else ''}{shown}",
        f"{gutter} | {' ' * (_columns(before) + bool(first))}{'^' * max(1, _columns(marked))}",
    ]


@lru_cache(maxsize=8)
def _rows(data: bytes) -> list[bytes]:
    return data.split(b"\n")


def _columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.category(each) in ("Mn", "Me") else 1 + (unicodedata.east_asian_width(each) in "WF")
        for each in text
    )
