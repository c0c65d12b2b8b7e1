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

QUOTED = 60
"""How many characters of a value are quoted in a message."""

SENTENCE = 1000
"""How long a message or a hint may be, whatever data it quotes."""


def quoted(value: object) -> str:
    r"""A value as messages quote it: on one line, and cut where nobody reads on.

    Example:
        >>> quoted("a\nb"), len(quoted("x" * 1_000_000))
        ("'a\\nb'", 63)
    """
    said = repr(value)
    return said if len(said) <= QUOTED + 2 else f"{said[: QUOTED + 1]}…{said[0]}"


def _sentence(text: str) -> str:
    """A text on one line; of one that is too long, the beginning and the end."""
    line = " ".join(text.splitlines())
    half = SENTENCE // 2
    return line if len(line) <= SENTENCE else f"{line[: half - 1]}…{line[-half:]}"


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
class Edit:
    """Another text for one place in a file.

    Args:
        location: The place; what stands there is replaced.
        content: What is to stand there.
    """

    location: Location
    content: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A correction that a program can make.

    Args:
        message: What it does, in one line.
        edits: The places to change, all in one file.
        applicability: `safe` if it keeps what was meant; `unsafe` if a person has to decide.
    """

    message: str
    edits: tuple[Edit, ...]
    applicability: Literal["safe", "unsafe"] = "safe"


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
        message: What is wrong here; made one line of bounded length, as the hint is.
        record: The id of the record, where it is known.
        pointer: The place within the record, as a JSON Pointer.
        location: The place within the file, where there is a file.
        hint: What to do next.
        related: Ids of other records that take part in the fault.
        fix: A correction, where one is known.
    """

    message: str
    code: str = ""
    severity: Severity = "error"
    record: str = ""
    pointer: str = ""
    location: Location | None = None
    hint: str = ""
    related: tuple[str, ...] = ()
    fix: Fix | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "message", _sentence(self.message))
        object.__setattr__(self, "hint", _sentence(self.hint))

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
