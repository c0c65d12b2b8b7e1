"""What tests of readers share: reading a text, and marking a place in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from pharmakon import readers
from pharmakon.dataset import Entry
from pharmakon.findings import Finding
from pharmakon.model import Metadata, Record
from pharmakon.readers import Limits

MARK = "\u27e6"
"""Stands, in a text, before the character at which a finding is expected."""


@dataclass(frozen=True)
class Read:
    """What a reader yielded.

    Args:
        entries: The entries.
        findings: The findings.
        place: The line and the column of the mark.
    """

    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]
    place: tuple[int, int]

    @property
    def records(self) -> list[Record | Metadata]:
        """The records that were not refused."""
        return [each.record for each in self.entries if each.record is not None]

    @property
    def codes(self) -> list[str]:
        """The codes of the findings."""
        return [found.code for found in self.findings]

    @property
    def told(self) -> list[tuple[str, tuple[int, int]]]:
        """The findings' codes, with line and column."""
        return [
            (found.code, (found.location.line, found.location.column))
            for found in self.findings
            if found.location is not None
        ]


Reader = Callable[..., Read]


@pytest.fixture(scope="session")
def read() -> Reader:
    """Reads a text or bytes as a file of some name; a mark in the text is noted and taken out."""

    def reading(file: str, data: str | bytes, limits: Limits | None = None) -> Read:
        text = data if isinstance(data, str) else ""
        before = text.partition(MARK)[0]
        place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
        given = data if isinstance(data, bytes) else text.replace(MARK, "").encode()
        found = list(readers.read(file, given, limits))
        return Read(
            tuple(each for each in found if isinstance(each, Entry)),
            tuple(each for each in found if isinstance(each, Finding)),
            place,
        )

    return reading
