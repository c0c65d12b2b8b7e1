"""Findings as people and programs want them; one file of this folder is one output format."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import Protocol, cast

from pharmakon.errors import BadArgument, UnknownFormat
from pharmakon.findings import SEVERITIES, Finding, Severity, ordered

RULES = "https://w3id.org/pharmakon/rules"
"""What names the codes of findings; a code after a `#` names one."""

Paint = Callable[[str, str], str]
"""A text as it is to look: takes its role, such as `error` or `gutter`, and the text."""

_COLORS = {"error": "1;31", "warning": "1;33", "info": "1;36", "strong": "1", "gutter": "34"}


@dataclass(frozen=True)
class Report:
    """What a validation found.

    Args:
        findings: By file and place.
        records: The number of records that were read.
        sources: The bytes of the files that were read, by name, for excerpts.
        accepted: The number of findings that were accepted with a reason and left out.
        hidden: Findings that count as much as the others, and are not shown.
        untold: How many findings more there were, of which nothing else was kept, by severity.
        unjudged: The codes of rules that were not applied, for they need the whole dataset at hand.
    """

    findings: tuple[Finding, ...]
    records: int = 0
    sources: Mapping[str, bytes] = field(default_factory=dict, repr=False, compare=False)
    accepted: int = 0
    hidden: tuple[Finding, ...] = ()
    untold: Mapping[str, int] = field(default_factory=dict)
    unjudged: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """What `summary` says."""
        return f"<Report: {summary(self).strip()}>"

    @property
    def ok(self) -> bool:
        """Whether nothing blocks publishing."""
        return not self.fails("error")

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that block publishing, of those that are shown."""
        return self.of("error")

    def of(self, severity: Severity) -> tuple[Finding, ...]:
        """The findings of one severity, of those that are shown."""
        return tuple(found for found in self.findings if found.severity == severity)

    def selected(
        self, select: tuple[str, ...] = (), ignore: tuple[str, ...] = (), most: int | None = None
    ) -> Report:
        """The report with only some findings.

        Args:
            select: Codes, or beginnings of codes, to keep; empty: all.
            ignore: Codes, or beginnings of codes, to leave out.
            most: How many findings to show at most; the others are hidden, and still count.
        """
        kept = [
            found
            for found in ordered(self.findings)
            if (not select or found.code.startswith(select))
            and not (ignore and found.code.startswith(ignore))
        ]
        shown = len(kept) if most is None else most
        return replace(self, findings=tuple(kept[:shown]), hidden=(*kept[shown:], *self.hidden))

    def fails(self, on: Severity = "error") -> bool:
        """Whether there is a finding as bad as this, or worse, be it shown or not."""
        bad = SEVERITIES[: SEVERITIES.index(on) + 1]
        every = (*self.findings, *self.hidden)
        return any(found.severity in bad for found in every) or any(self.untold.get(each) for each in bad)


class ReportModule(Protocol):
    """What each file of this folder offers; a format for people takes a second argument, `paint`."""

    def render(self, report: Report) -> str:
        """The text of a report; empty, or ended by a line feed."""


def formats() -> tuple[str, ...]:
    """The names of all output formats; a file's presence is its registration."""
    return tuple(sorted(info.name for info in pkgutil.iter_modules(__path__)))


def render(report: Report, name: str = "full", *, color: bool = False) -> str:
    """The text of a report in one of the output formats.

    Args:
        report: The report.
        name: The name of the output format.
        color: Whether to use a terminal's colors, where the format is for people.

    Raises:
        UnknownFormat: There is no such output format.
        BadArgument: It is no report.
    """
    if not isinstance(report, Report):
        raise BadArgument(report, "a report, such as validate() gives")
    if name not in formats():
        raise UnknownFormat(name, formats())
    draw: Callable[..., str] = cast("ReportModule", import_module(f"{__name__}.{name}")).render
    if color and "paint" in inspect.signature(draw).parameters:
        return draw(report, colored)
    return draw(report)


def plain(role: str, text: str) -> str:
    """The text as it is."""
    del role
    return text


def colored(role: str, text: str) -> str:
    """The text in the color of its role, for a terminal; the only place where such codes are made."""
    return f"\x1b[{_COLORS[role]}m{text}\x1b[0m"


def visible(text: str) -> str:
    r"""A text that cannot act on a terminal: control and direction characters are spelled out.

    Example:
        >>> visible("red \x1b[31m")
        'red \\x1b[31m'
    """
    return "".join(
        each if each.isprintable() or each == " " else each.encode("unicode_escape").decode() for each in text
    )


def portable(text: str) -> str:
    r"""A text that any program can read: what is no Unicode, as in some file names, is spelled out.

    Example:
        >>> portable("caf\udce9")
        'caf\\udce9'
    """
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def summary(report: Report) -> str:
    """One line that counts what was read and found, shown or not."""
    every = (*report.findings, *report.hidden)
    counts = {
        each: sum(found.severity == each for found in every) + report.untold.get(each, 0)
        for each in SEVERITIES
    }
    found = [f"{count} {each}{'' if count == 1 else 's'}" for each, count in counts.items() if count]
    accepted = f", {report.accepted} accepted" if report.accepted else ""
    hidden = f"; {len(report.hidden)} not shown" if report.hidden else ""
    more = sum(report.untold.values())
    untold = f"; {more} not kept" if more else ""
    unjudged = f"; not judged in a stream: {' '.join(report.unjudged)}" if report.unjudged else ""
    return (
        f"{report.records} records: {', '.join(found) or 'no findings'}{accepted}{hidden}{untold}{unjudged}\n"
    )
