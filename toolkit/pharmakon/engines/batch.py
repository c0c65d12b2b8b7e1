"""Lines of records to pieces of a format: the pure function that every engine runs over its share of a file.

A line in canonical form takes the quick way, without a model; any other is read as everywhere else, so
that the same records are taken and the same findings told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from pharmakon import export, readers, rules
from pharmakon.dataset import Dataset, Entry
from pharmakon.findings import Finding, ordered
from pharmakon.graph import Naming
from pharmakon.model import Record
from pharmakon.model.reference import references
from pharmakon.readers import canonical
from pharmakon.readers.text import remarks
from pharmakon.rules.references import steps

_LINE_FEED = 10
_LARGE = 1 << 22

SIZE = 512
"""How many lines a batch has at most; the first have fewer, so that what comes first is seen at once."""


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be done with each line.

    Args:
        to: The name of a format that streams; empty to check only.
        naming: How ids and texts become terms.
        file: The name of the file, for findings.
        on_error: Whether a line that is refused ends the work, or is left out.
        limits: How large a line and what is in it may be.
        without: What was found in records that are to be left out, by the number of the line.
        judge: Whether the rules that look at each record alone are applied, which needs models.
    """

    to: str
    naming: Naming
    file: str
    on_error: Literal["stop", "skip"] = "stop"
    limits: readers.Limits = field(default_factory=readers.Limits)
    without: Mapping[int, tuple[Finding, ...]] = field(default_factory=dict)
    judge: bool = False


@dataclass(slots=True)
class Batch:
    """What became of some lines.

    Args:
        lines: How many there were.
        size: How long they were.
        records: How many records were taken.
        pieces: The pieces of the format, with its separator between them.
        ids: The ids of the records that were taken.
        names: The ids that these records name.
        refused: The ids of records that were refused, as far as they could be read.
        steps: The steps up that judged records make, as `rules.references.steps` tells them.
        withdrawn: The judged records that were withdrawn, each with what took its place.
        findings: What is wrong with lines that were refused, in the order of lines.
        untold: How many more findings there are, of which nothing else is kept, by severity.
        left_out: How many lines those are.
        rejects: These lines as they stand in the file, each with a line feed, but for those that are too
            long to be kept.
        remarks: What is odd about the way in which lines end or the file begins, each remark once.
        stopped: Whether the work ended at an error.
        continues: Whether the pieces go on where those of the batch before ended.

    Units:
        Size in bytes.
    """

    lines: int = 0
    size: int = 0
    records: int = 0
    pieces: bytes = b""
    ids: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)
    steps: list[tuple[str, str, str]] = field(default_factory=list)
    withdrawn: dict[str, str | None] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    untold: Counter[str] = field(default_factory=Counter)
    left_out: int = 0
    rejects: list[bytes] = field(default_factory=list)
    remarks: list[Finding] = field(default_factory=list)
    stopped: bool = False
    continues: bool = False

    def take(self, other: Batch, most: int | None = None) -> None:
        """Adds what another batch says, but for its pieces; of findings, no more than so many are kept."""
        self.lines += other.lines
        self.size += other.size
        self.records += other.records
        self.ids += other.ids
        self.names |= other.names
        self.refused += other.refused
        self.steps += other.steps
        self.withdrawn |= other.withdrawn
        free = len(other.findings) if most is None else max(most - len(self.findings), 0)
        self.findings += other.findings[:free]
        self.untold.update(each.severity for each in other.findings[free:])
        self.untold += other.untold
        self.left_out += other.left_out
        self.rejects += other.rejects
        self.remark(other.remarks)
        self.stopped = self.stopped or other.stopped

    def remark(self, remarks: Iterable[Finding]) -> None:
        """Adds remarks that were not made before."""
        made = {each.message for each in self.remarks}
        self.remarks += [each for each in remarks if each.message not in made]

    def reject(self, line: bytes, most: int) -> None:
        """Leaves a line out."""
        self.left_out += 1
        if len(line) <= most or line.endswith(b"\n"):
            self.rejects.append(line if line.endswith(b"\n") else line + b"\n")


def batches(lines: Iterable[bytes], work: Work, first: int = 1) -> Iterator[Batch]:
    """What becomes of lines, some hundreds at a time.

    Args:
        lines: Lines of JSON Lines.
        work: What is to be done.
        first: The number of the first line.

    Yields:
        In the order of the lines. Where an error ends the work, the last one says so.
    """
    clerk = _Clerk(work)
    for some in _some(lines):
        batch = clerk.taken(some, first)
        yield batch
        if batch.stopped:
            return
        first += len(some)


def _some(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Lines: one, then some, and at last hundreds at a time, but no more than a few megabytes."""
    some: list[bytes] = []
    size, full = 0, 1
    for line in lines:
        some.append(line)
        size += len(line)
        if len(some) == full or size >= _LARGE:
            yield some
            some, size, full = [], 0, min(2 * full, SIZE)
    if some:
        yield some


class _Clerk:
    """Takes one line after another."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._most = readers.longest_canonical(work.limits)
        self._format = export.streaming(work.to) if work.to else None
        quick = getattr(self._format, "quick", None)
        self._quick: export.Quick | None = quick(work.naming) if quick and canonical.HERE else None
        self._batch, self._pieces = Batch(), list[bytes]()
        self._judged: list[Entry] = []

    def taken(self, lines: list[bytes], first: int) -> Batch:
        """What becomes of some lines; after one that stops the work, of none."""
        batch = self._batch = Batch()
        pieces = self._pieces = []
        ids, names = batch.ids, list[str]()
        read, quick, most = canonical.reader(), self._quick, -1 if self._work.judge else self._most
        without = self._work.without
        for number, line in enumerate(lines, first):
            text = line[:-1] if line[-1] == _LINE_FEED else line
            found = read(text) if len(text) <= most else None
            piece = quick(found, text) if found is not None and quick is not None else b""
            if number in without:
                batch.findings += without[number]
                batch.reject(line, self._work.limits.max_bytes)
                continue
            if found is None or not (piece or self._format is None):
                self._model(line, text, number)
                if batch.stopped:
                    break
                continue
            ids.append(found.value.id)
            names += found.names
            if piece:
                pieces.append(piece)
        batch.names.update(names)
        batch.lines, batch.size, batch.records = len(lines), sum(map(len, lines)), len(ids)
        if self._format is not None:
            batch.pieces = self._format.SEPARATOR.join(pieces)
        if self._judged:
            dataset, _ = Dataset.of(self._judged)
            self._judged = []
            for each in rules.rules():
                batch.findings += each(dataset) if each.alone else ()
            batch.findings = list(ordered(batch.findings))
        return batch

    def _model(self, line: bytes, text: bytes, number: int) -> None:
        """Reads a line as everywhere else: it may be blank, refused, or good in another spelling."""
        batch, work = self._batch, self._work
        if number == 1 or line.endswith(b"\r\n"):
            batch.remark(shifted(each, number - 1) for each in remarks(work.file, line))
        good = True
        for entry in readers.read_line(work.file, text, number, work.limits):
            if isinstance(entry, Finding):
                batch.findings.append(entry)
                good = good and entry.severity != "error"
                if not good and work.on_error == "stop":
                    batch.stopped = True
                    break
            elif isinstance(entry.record, Record):
                if work.judge:
                    self._judge(entry, entry.record)
                batch.ids.append(entry.id)
                batch.names.update(target for _, target in references(entry.record))
                if self._format is not None and (piece := self._format.piece(entry.record, work.naming)):
                    self._pieces.append(piece)
            elif entry.id:
                batch.refused.append(entry.id)
        if not good:
            batch.reject(line, work.limits.max_bytes)

    def _judge(self, entry: Entry, record: Record) -> None:
        """Keeps what rules are to look at when the batch is full."""
        self._judged.append(entry)
        self._batch.steps += steps(record)
        if record.retired:
            self._batch.withdrawn[record.id] = record.replaced_by


def shifted(finding: Finding, by: int) -> Finding:
    """The same finding so many lines further down."""
    place = finding.location
    if not by or place is None:
        return finding
    return replace(finding, location=replace(place, line=place.line + by, end_line=place.end_line + by))
