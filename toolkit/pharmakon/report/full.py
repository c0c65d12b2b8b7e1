"""For people: each finding with the line of the file that it points at, and what to do."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from pharmakon.findings import Finding, Location
from pharmakon.report import Paint, Report, plain, summary, visible

_WIDEST = 160
_JOINED = frozenset({*range(0x1160, 0x1200), *range(0xD7B0, 0xD800)})  # what joins a Hangul syllable


def render(report: Report, paint: Paint = plain) -> str:
    """The findings, one block each, and a line that counts them."""
    blocks = [_block(found, report, paint) for found in report.findings]
    return "\n".join([*blocks, summary(report)])


def _block(found: Finding, report: Report, paint: Paint) -> str:
    head = paint(found.severity, f"{found.severity}[{visible(found.code)}]")
    lines = [f"{head}: {paint('strong', visible(found.message))}"]
    if found.location is not None:
        lines.append(f"{paint('gutter', '  -->')} {visible(str(found.location))}")
        lines += _excerpt(found, found.location, report, paint)
    if found.record:
        place = f"  ({found.pointer})" if found.pointer else ""
        lines.append(_note("record", found.record + place, paint))
    if found.hint:
        lines.append(_note("help", found.hint, paint))
    lines.append(_note("rule", f"pharmakon explain {found.code}", paint))
    return "\n".join(lines) + "\n"


def _note(name: str, text: str, paint: Paint) -> str:
    return f"   {paint('gutter', '=')} {paint('strong', f'{name}:')} {visible(text)}"


def _excerpt(found: Finding, place: Location, report: Report, paint: Paint) -> list[str]:
    """The line of the file with carets under the place; a long line is cut around its start."""
    rows = _rows(report.sources.get(place.file, b""))
    if place.file not in report.sources or not 0 < place.line <= len(rows):
        return []
    row = rows[place.line - 1].decode("utf-8" if place.line > 1 else "utf-8-sig", "replace").rstrip("\r")
    at = min(place.column - 1, len(row))
    end = place.end_column - 1 if place.end_line == place.line else len(row)
    left, right = _shown(row[max(0, at - _WIDEST) : at][::-1]), _shown(row[at : at + _WIDEST])
    before, after = _fitting(left, right)
    first, last = at - before, at + after
    text = f"{'…' if first else ''}{''.join([*left[:before][::-1], *right[:after]])}"
    indent = bool(first) + sum(map(_columns, left[:before]))
    carets = sum(map(_columns, right[: max(0, min(end, last) - at)]))
    number = str(place.line)
    gutter = paint("gutter", f"{' ' * len(number)} |")
    marks = paint(found.severity, "^" * max(1, carets))
    lines = [
        gutter,
        f"{paint('gutter', f'{number} |')} {text}{'…' if last < len(row) else ''}",
        f"{gutter} {' ' * indent}{marks}",
    ]
    more = place.end_line - (place.end_column == 1) - place.line
    return [*lines, f"{gutter} … and {more} more line{'s' if more > 1 else ''}"] if more > 0 else lines


def _shown(text: str) -> list[str]:
    """What is shown for each code point."""
    return [visible(each) for each in text]


def _fitting(left: Sequence[str], right: Sequence[str]) -> tuple[int, int]:
    """How many signs before and after the place are shown: at least half of the room is for those after."""
    wanted = sum(map(_columns, right))
    before = _count(left, max(_WIDEST // 2, _WIDEST - wanted))
    return before, _count(right, _WIDEST - sum(map(_columns, left[:before])))


def _count(signs: Sequence[str], room: int) -> int:
    """How many of the signs fit into so many columns."""
    for at, each in enumerate(signs):
        room -= _columns(each)
        if room < 0:
            return at
    return len(signs)


@lru_cache(maxsize=8)
def _rows(data: bytes) -> list[bytes]:
    return data.split(b"\n")


def _columns(text: str) -> int:
    """How many columns of a terminal a text takes.

    Source: UAX #11, East Asian Width; UAX #44, general categories Mn and Me.
    """
    return sum(
        0
        if unicodedata.category(each) in ("Mn", "Me") or ord(each) in _JOINED
        else 1 + (unicodedata.east_asian_width(each) in "WF")
        for each in text
    )
