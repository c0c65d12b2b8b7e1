"""What is said of imperfect data: findings, the codes they carry and the places they point at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

Severity = Literal["error", "warning", "info"]
"""How bad a finding is: `error` blocks publishing; `warning` and `info` do not."""

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
"""All severities, the worst first."""

Status = Literal["stable", "preview", "retired"]
"""How far a code may be relied on; a retired code is never reused."""


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file.

    Args:
        file: The name of the file as the caller gave it.
        line: The line, counted from one.
        column: The column in code points, counted from one.
        end_line: The line of the place's end.
        end_column: The column after the place's last code point.
    """

    file: str
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1

    def __str__(self) -> str:
        """The place as editors read it: file, line, column."""
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of finding, and the page that explains it.

    Args:
        id: The code, such as `PK101`.
        severity: How bad its findings are.
        title: One sentence that says what is wrong.
        why: Why that matters.
        bad: Data that has the fault, as JSON Lines or as it would stand in a file.
        good: The same data without the fault.
        documents: Texts of documents that the examples point into, by file name.
        given: Records that stand beside both examples.
        status: How far the code may be relied on.
    """

    id: str
    severity: Severity
    title: str
    why: str
    bad: str = ""
    good: str = ""
    documents: str = ""
    given: str = ""
    status: Status = "stable"

    def explain(self) -> str:
        """The page of the code, in Markdown."""
        parts = [f"# {self.id} ({self.severity})", self.title, f"Why: {self.why}"]
        examples = (
            ("Documents", self.documents),
            ("Given", self.given),
            ("Bad", self.bad),
            ("Good", self.good),
        )
        parts += [f"{name}:\n\n```\n{text}\n```" for name, text in examples if text]
        return "\n\n".join(parts) + "\n"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, in its exact place.

    Args:
        code: The code of the fault; its page says why it matters.
        severity: How bad it is.
        message: What is wrong here, in one line.
        record: The id of the record, where it is known.
        pointer: The place within the record, as a JSON Pointer.
        location: The place within the file, where there is a file.
        hint: What to do next, in one line.
        related: Ids of other records that take part in the fault.
    """

    message: str
    code: str = ""
    severity: Severity = "error"
    record: str = ""
    pointer: str = ""
    location: Location | None = None
    hint: str = ""
    related: tuple[str, ...] = ()

    def of(self, code: Code) -> Finding:
        """The same finding with the id and severity of a code."""
        return replace(self, code=code.id, severity=code.severity)


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings by file and place, then by code and record: the same order in every run."""
    return tuple(
        sorted(
            findings,
            key=lambda found: (
                found.location is None,
                found.location or Location(""),
                found.code,
                found.record,
                found.pointer,
                found.message,
                found.severity,
                found.hint,
                found.related,
            ),
        )
    )
