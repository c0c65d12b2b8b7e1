"""What is raised when the caller or the world failed; imperfect data is told by findings instead.

PharmakonError
├── UnknownFormat (LookupError)   a format that no export writes
├── UnknownTerm (KeyError)        a record, rule, type or artefact that is not there
├── BadArgument (ValueError)      a value that is not spelled as what is asked for
├── BadQuery (ValueError)         a query that cannot be read or answered
├── MissingExtra (ImportError)    a feature whose optional package is not installed
├── InvalidDataset (ValueError)   data that was needed whole and has errors; carries the findings
├── WorkerLost (RuntimeError)     a process that ended before its work did
├── JobFailed (RuntimeError)      a job that Apache Spark gave up
└── PathError (OSError)           a path with which something cannot be done
    ├── UnreadableInput           a path that cannot be read as data
    └── PublishError              a target that cannot be written, or is not ours to write
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from pharmakon.findings import Finding, quoted


class PharmakonError(Exception):
    """Any error that this package raises on purpose; its text ends with what to do next."""

    def __reduce__(self) -> tuple[object, ...]:
        """How it goes from one process to another: with all that it carries."""
        return _revived, (type(self), self.args, self.__dict__)


def _revived(
    kind: type[PharmakonError], words: tuple[object, ...], carried: dict[str, object]
) -> PharmakonError:
    """An error as it was in another process."""
    error = kind.__new__(kind, *words)
    error.args = words
    error.__dict__.update(carried)
    return error


class UnknownName(PharmakonError, LookupError):
    """A name that is not among those that exist.

    Args:
        kind: What is named, such as `format`.
        name: The name that was asked for.
        known: The names that exist.
    """

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        super().__init__(kind, name)
        self.kind, self.name, self.known = kind, name, tuple(sorted(known))

    def __str__(self) -> str:
        """The sentence, with the nearest names that exist."""
        near = get_close_matches(str(self.name), self.known, n=3, cutoff=0.5)
        few = 12
        advice = near or (self.known if len(self.known) <= few else ())
        hint = (
            f"; did you mean {' or '.join(advice)}?"
            if advice
            else "; `pharmakon --help` says how to list them"
        )
        return f"there is no {self.kind} {quoted(self.name)}{hint}"


class UnknownFormat(UnknownName):
    """A format that no export writes."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__("format", name, known)


class UnknownTerm(UnknownName, KeyError):
    """A record, rule, record type or artefact that is not there."""


class BadArgument(PharmakonError, ValueError):
    """A value that is not spelled as what is asked for.

    Args:
        value: The value.
        expected: What is asked for, with an example.
    """

    def __init__(self, value: object, expected: str) -> None:
        super().__init__(value)
        self.value, self.expected = value, expected

    def __str__(self) -> str:
        """The sentence."""
        return f"{quoted(self.value)} is not {self.expected}; correct it"


class BadQuery(PharmakonError, ValueError):
    """A query that cannot be read, fails, or asks for more than the dataset.

    Args:
        reason: What is wrong with it, and where.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        """The sentence."""
        return f"the query cannot be answered: {self.reason}; correct it, see `pharmakon query --help`"


class PathError(PharmakonError, OSError):
    """A path with which something cannot be done.

    Args:
        path: The path.
        reason: What is in the way.
        hint: What to do next.
    """

    def __init__(self, path: str, reason: str, hint: str) -> None:
        super().__init__(reason)
        self.path, self.reason, self.hint = path, reason, hint

    def __str__(self) -> str:
        """The sentence."""
        return f"{self.path}: {self.reason}; {self.hint}"


class UnreadableInput(PathError):
    """A path that cannot be read as data."""


class MissingExtra(PharmakonError, ImportError):
    """A feature whose optional package is not installed.

    Args:
        package: The package that is missing.
        extra: The extra of pharmakon that brings it.
    """

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(package)
        self.package, self.extra = package, extra

    def __str__(self) -> str:
        """The sentence, with the command that helps."""
        return f"{self.package} is not installed; run `pip install 'pharmakon[{self.extra}]'`"


class InvalidDataset(PharmakonError, ValueError):
    """Data that was needed whole and has errors.

    Args:
        findings: All findings, errors and others.
    """

    def __init__(self, findings: Iterable[Finding]) -> None:
        super().__init__("invalid dataset")
        self.findings = tuple(findings)

    def __str__(self) -> str:
        """The number of errors and the first of them."""
        errors = [found for found in self.findings if found.severity == "error"]
        if not errors:
            return "the dataset is invalid; run `pharmakon validate` for the findings"
        first = errors[0]
        place = f"{first.location}: " if first.location else ""
        count = f"{len(errors)} error{'s' if len(errors) > 1 else ''}"
        return f"{count}, the first: {place}{first.code} {first.message}; run `pharmakon validate` for all"


class WorkerLost(PharmakonError, RuntimeError):
    """A process that ended before its work did, such as one that the system killed for want of memory."""

    def __str__(self) -> str:
        """The sentence."""
        return "a process was killed before its work was done; free memory, or use fewer --jobs"


class JobFailed(PharmakonError, RuntimeError):
    """A job that Apache Spark could not begin, or gave up.

    Args:
        reason: What it said last.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        """The sentence."""
        return f"Spark gave up: {self.reason}; mend that, see Spark's own log, and start again"


class PublishError(PathError):
    """A target that cannot be written, or is not ours to write; what stands there is as it was."""
