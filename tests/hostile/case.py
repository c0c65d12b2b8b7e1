"""Cases of bad input: what is given, and what must be said of it, where."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import pharmakon as pk
from pharmakon.readers import Limits

MARK = "\u27e6"
"""Stands, in a text, before a character at which a finding is expected."""

Place = tuple[int, int]
Told = tuple[str, int, int]
"""A code, a line and a column."""

DRUG = '{"id": "drug/k", "type": "Drug", "label": "k", "kind": "substance"}'
"""A record without faults."""


@dataclass(frozen=True)
class Case:
    """One input, and all that is to be found in it.

    Args:
        kind: What sort of badness it is.
        name: What is bad about it.
        file: The name under which it is read; its ending says how.
        make: Its bytes; made when they are needed, for some are large.
        told: The code, line and column of every finding; empty: it is accepted without a word.
        limits: How large it may be.
    """

    kind: str
    name: str
    file: str
    make: Callable[[], bytes]
    told: tuple[Told, ...]
    limits: Limits | None = None

    def __str__(self) -> str:
        """What it is called in a list of tests."""
        return f"{self.kind}: {self.name} ({self.file})"

    def found(self) -> tuple[Told, ...]:
        """What is found, by line and column; what rules say of sense is not counted."""
        data = io.BytesIO(self.make())
        data.name = self.file
        report = pk.validate(data, limits=self.limits)
        told = [each for each in report.findings if counts(each.code, each.severity)]
        places = [(each.code, each.location) for each in told]
        return ordered((code, at.line, at.column) if at else (code, 0, 0) for code, at in places)


def counts(code: str, severity: str) -> bool:
    """Whether a finding is of a file, a shape, an identity or a code, and so a case states it."""
    return code.startswith(("PK0", "PK9")) or (severity == "error" and code.startswith(("PK1", "PK5")))


def text(kind: str, name: str, file: str, marked: str, *codes: str) -> Case:
    """A case of a text in which every place that is told is marked.

    Args:
        kind: What sort of badness it is.
        name: What is bad about it.
        file: The name under which it is read.
        marked: The text, with a mark before each place; several findings may share the last one.
        codes: The code at each mark, in order.
    """
    whole = marked.replace(MARK, "")
    places = list(_places(marked))
    if len(places) > len(codes) or (codes and not places):
        message = f"{kind}: {name} has {len(places)} marks and {len(codes)} codes"
        raise ValueError(message)
    places += places[-1:] * (len(codes) - len(places))
    told = tuple((code, *place) for code, place in zip(codes, places, strict=True))
    return Case(kind, name, file, whole.encode, ordered(told))


def ordered(told: Iterable[Told]) -> tuple[Told, ...]:
    """What is told, by line and column."""
    return tuple(sorted(told, key=lambda each: (each[1:], each[0])))


def _places(marked: str) -> Iterator[Place]:
    """The line and column of each mark."""
    line, column = 1, 1
    for each in marked:
        if each == MARK:
            yield line, column
        elif each == "\n":
            line, column = line + 1, 1
        else:
            column += 1


def data(kind: str, name: str, file: str, given: bytes, *told: Told) -> Case:
    """A case of bytes that are no text, or whose places cannot be marked."""
    return Case(kind, name, file, lambda: given, told)
