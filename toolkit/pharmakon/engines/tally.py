"""A tally: what was done so far, and what was found; it grows while the work goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from pharmakon.engines.batch import Batch
from pharmakon.findings import Finding


@dataclass(slots=True)
class Tally:
    """What was done so far, and what was found.

    Args:
        size: How much of the input was read, in all passes.
        passes: How many times the input is read.
        seen: How many records were read, in all passes.
        records: How many records were taken.
        refused: How many lines or records were left out.
        findings: The findings; of more than `most`, the first.
        untold: How many more there were, by severity.
        rejects: Where lines that are left out are put, if anywhere.
        most: How many findings are kept; by default all.
        asked: Whether anyone asks for findings of a code; by default for all.

    Units:
        Size in bytes.
    """

    size: int = 0
    passes: int = 1
    seen: int = 0
    records: int = 0
    refused: int = 0
    findings: list[Finding] = field(default_factory=list)
    untold: Counter[str] = field(default_factory=Counter)
    rejects: Callable[[bytes], object] | None = None
    most: int | None = None
    asked: Callable[[str], bool] | None = None

    @property
    def found(self) -> int:
        """How many findings there were."""
        return len(self.findings) + self.untold.total()

    def note(self, finding: Finding) -> None:
        """Keeps a finding, unless nobody asks for it or there are enough."""
        if self.asked is not None and not self.asked(finding.code):
            return
        if self.most is None or len(self.findings) < self.most:
            self.findings.append(finding)
        else:
            self.untold[finding.severity] += 1

    def add(self, batch: Batch) -> None:
        """Takes what became of some lines."""
        self.records += batch.records
        self.refused += batch.left_out
        for each in batch.findings:
            self.note(each)
        self.untold += batch.untold
        if self.rejects is not None:
            for line in batch.rejects:
                self.rejects(line)
