"""Findings as people and programs want them; one file of this folder is one output format."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Protocol, cast

from pharmakon.errors import UnknownFormat
from pharmakon.findings import SEVERITIES, Finding, Severity, ordered


@dataclass(frozen=True)
class Report:
    """What a validation found.

    Args:
        findings: By file and place.
        records: The number of records that were read.
        sources: The bytes of the files that were read, by name, for excerpts.
        accepted: The number of findings that were accepted with a reason and left out.
    """

    findings: tuple[Finding, ...]
    records: int = 0
    sources: Mapping[str, bytes] = field(default_factory=dict, repr=False, compare=False)
    accepted: int = 0

    def __repr__(self) -> str:
        """What `summary` says."""
        return f"<Report: {summary(self).strip()}>"

    @property
    def ok(self) -> bool:
        """Whether nothing blocks publishing."""
        return not self.errors

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that block publishing."""
        return self.of("error")

    def of(self, severity: Severity) -> tuple[Finding, ...]:
        """The findings of one severity."""
        return tuple(found for found in self.findings if found.severity == severity)

    def selected(
        self, select: tuple[str, ...] = (), ignore: tuple[str, ...] = (), most: int | None = None
    ) -> Report:
        """The report with only some findings.

        Args:
            select: Codes, or beginnings of codes, to keep; empty: all.
            ignore: Codes, or beginnings of codes, to leave out.
            most: How many findings to keep at most.
        """
        kept = [
            found
            for found in ordered(self.findings)
            if (not select or found.code.startswith(select))
            and not (ignore and found.code.startswith(ignore))
        ]
        return Report(tuple(kept[:most]), self.records, self.sources, self.accepted)

    def fails(self, on: Severity = "error") -> bool:
        """Whether there is a finding as bad as this, or worse."""
        bad = SEVERITIES[: SEVERITIES.index(on) + 1]
        return any(found.severity in bad for found in self.findings)


class ReportModule(Protocol):
    """What each file of this folder offers."""

    def render(self, report: Report) -> str:
        """The text of a report; empty, or ended by a line feed."""


def formats() -> tuple[str, ...]:
    """The names of all output formats; a file's presence is its registration."""
    return tuple(sorted(info.name for info in pkgutil.iter_modules(__path__)))


def render(report: Report, name: str = "full") -> str:
    """The text of a report in one of the output formats.

    Raises:
        UnknownFormat: There is no such output format.
    """
    if name not in formats():
        raise UnknownFormat(name, formats())
    module = cast("ReportModule", import_module(f"{__name__}.{name}"))
    return module.render(report)


def visible(text: str) -> str:
    r"""A text that cannot act on a terminal: control and direction characters are spelled out.

    Example:
        >>> visible("red \x1b[31m")
        'red \\x1b[31m'
    """
    return "".join(
        each if each.isprintable() or each == " " else each.encode("unicode_escape").decode() for each in text
    )


def summary(report: Report) -> str:
    """One line that counts what was read and found."""
    counts = [f"{len(report.of(each))} {each}{_s(report.of(each))}" for each in SEVERITIES]
    found = [count for count, each in zip(counts, SEVERITIES, strict=True) if report.of(each)]
    accepted = f", {report.accepted} accepted" if report.accepted else ""
    return f"{report.records} records: {', '.join(found) or 'no findings'}{accepted}\n"


def _s(found: tuple[Finding, ...]) -> str:
    return "" if len(found) == 1 else "s"
