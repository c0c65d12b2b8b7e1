"""What is known of lines on a cluster once all were read, and what becomes of each run of them then.

Ids are counted on all machines; the driver learns only those that nobody has, and those that several have.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from pharmakon.dataset import Positions, duplicate
from pharmakon.engines import between
from pharmakon.engines.batch import Batch, Work, batches, shifted
from pharmakon.engines.ledger import Trouble
from pharmakon.engines.spread import Lines, Place, Read, Run
from pharmakon.errors import InvalidDataset
from pharmakon.findings import Finding, Location

if TYPE_CHECKING:
    from pyspark import RDD, Broadcast

T = TypeVar("T")


@dataclass(slots=True)
class _Account:
    """What was read of a run: how many lines, and what ended the work."""

    lines: int = 0
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is known once all lines were read.

    Args:
        places: For each run its rank among all, and the number of its first line in the file.
        trouble: Ids that nobody has, and ids that several have.
        firsts: For each of the latter, the rank of the run and the place of the record that keeps it.
    """

    places: Mapping[Place, tuple[int, int]]
    trouble: Trouble = field(default_factory=lambda: Trouble(frozenset(), frozenset()))
    firsts: Mapping[str, tuple[int, Location]] = field(default_factory=dict)


def settled(given: Lines, work: Work, *, references: bool = True) -> Plan:
    """What is known once all lines were read.

    Args:
        given: The lines.
        work: What is to be done with each.
        references: Whether ids are looked at.

    Raises:
        InvalidDataset: A line was refused, and `work` says to stop.
    """
    task = partial(_indexed, read=given.read, work=work, references=references)
    pairs = given.rdd.mapPartitions(task).reduceByKey(_merged, partitionFunc=_bucket)
    odd = pairs.filter(_odd).collect()
    places = _placed({key: value for key, value in odd if isinstance(value, _Account)})
    ids = [(key, value) for key, value in odd if isinstance(key, str)]
    unknown = frozenset(key for key, (_, known) in ids if not known)
    plan = Plan(places, Trouble(unknown, frozenset(key for key, (records, _) in ids if records > 1)))
    if not plan.trouble.twice:
        return plan
    holders = over(given, plan, work, _holders).reduceByKey(min, partitionFunc=_bucket)
    return replace(plan, firsts=dict(holders.collect()))


def judged(given: Lines, plan: Plan, work: Work) -> RDD[Batch]:
    """What becomes of all lines, for a job of one's own: pieces of a format, findings, rejects.

    Args:
        given: The lines.
        plan: What `settled` says of them.
        work: What is to be done with each; a line that is refused is left out, whatever it says.

    Returns:
        Batches, each with whole pieces and the format's separators between them; its head and tail, and
        separators between batches, are left to the caller. Lines are numbered as in their files.
    """
    return over(given, plan, replace(work, on_error="skip"), kept)


def _placed(accounts: Mapping[Place, _Account]) -> dict[Place, tuple[int, int]]:
    """The rank of each run, and the number of its first line.

    Raises:
        InvalidDataset: The work ended in one.
    """
    places: dict[Place, tuple[int, int]] = {}
    line, file = 1, ""
    for rank, (path, start) in enumerate(sorted(accounts)):
        line, file = (line if path == file else 1), path
        account = accounts[path, start]
        if account.findings:
            raise InvalidDataset(shifted(each, line - (2 if start else 1)) for each in account.findings)
        places[path, start] = rank, line
        line += account.lines
    return places


def _indexed(
    elements: Iterable[Any], read: Read, work: Work, *, references: bool
) -> Iterator[tuple[str | Place, Any]]:
    """Each id with how many records have it and whether it is known, and each run with its account."""
    work = replace(work, to="", judge=False)
    for run, some in read(elements, work.limits.max_bytes):
        account = _Account()
        for batch in batches(some, replace(work, file=run.file), run.first):
            account.lines += batch.lines
            account.findings = batch.findings if batch.stopped else []
            if references:
                yield from ((each, (1, True)) for each in batch.ids)
                yield from ((each, (0, True)) for each in batch.refused if each.isprintable())
                yield from ((each, (0, False)) for each in batch.names)
        yield run.place, account


def _merged(one: tuple[int, bool], other: tuple[int, bool]) -> tuple[int, bool]:
    return one[0] + other[0], one[1] or other[1]


def _odd(pair: tuple[str | Place, Any]) -> bool:
    """Whether the driver must know: of an id that something is wrong with it, of a run in any case."""
    return isinstance(pair[1], _Account) or pair[1][0] > 1 or not pair[1][1]


def _bucket(key: str | Place) -> int:
    """A number that is the same in every process, which Python's own hash is not."""
    return zlib.crc32(str(key).encode("utf-8", "surrogatepass"))


@dataclass(frozen=True, slots=True)
class Given:
    """A run of lines where a task reads it.

    Args:
        run: Where it stands.
        lines: Its lines, once.
        work: What is to be done with each.
        plan: What is known of all lines.
    """

    run: Run
    lines: Iterable[bytes]
    work: Work
    plan: Plan

    @property
    def rank(self) -> int:
        """Its rank among all runs."""
        return self.plan.places[self.run.place][0]

    @property
    def first(self) -> int:
        """The number of its first line in the file."""
        return self.plan.places[self.run.place][1]

    def numbered(self) -> Iterator[tuple[int, bytes]]:
        """The lines with their numbers."""
        return enumerate(self.lines, self.first)


def over(lines: Lines, plan: Plan, work: Work, task: Callable[[Given], Iterable[T]]) -> RDD[T]:
    """What a task makes of each run of lines."""
    shared = lines.rdd.context.broadcast(plan)
    return lines.rdd.mapPartitions(partial(_done, read=lines.read, shared=shared, work=work, task=task))


def _done(
    elements: Iterable[Any],
    read: Read,
    shared: Broadcast[Plan],
    work: Work,
    task: Callable[[Given], Iterable[T]],
) -> Iterator[T]:
    for run, some in read(elements, work.limits.max_bytes):
        yield from task(Given(run, some, replace(work, file=run.file), shared.value))


def _holders(given: Given) -> Iterator[tuple[str, tuple[int, Location]]]:
    """Where the records stand whose ids several have."""
    twice = given.plan.trouble.twice
    for number, line in given.numbered():
        entry = between.suspect(line, number, given.work, twice, frozenset())
        if entry is not None and entry.positions is not None and entry.id in twice:
            yield entry.id, (given.rank, entry.positions.at("/id"))


def _wrong(line: bytes, number: int, given: Given) -> tuple[Finding, ...]:
    """What is wrong between the record of a line and others."""
    plan = given.plan
    entry = between.suspect(line, number, given.work, plan.trouble.twice, plan.trouble.unknown)
    if entry is None:
        return ()
    keeper = plan.firsts.get(entry.id)
    if keeper and entry.positions and (given.rank, entry.positions.at("/id")) != keeper:
        at = keeper[1]
        span = (at.line, at.column, at.end_line, at.end_column)
        return (duplicate(entry, Positions(at.file, {"/id": span})),)
    return between.told(entry, plan.trouble)


def earliest(given: Given) -> Iterator[tuple[int, tuple[Finding, ...]]]:
    """What is wrong between records first, if anything is."""
    found = (_wrong(line, number, given) for number, line in given.numbered())
    yield from ((given.rank, each) for each in [next(filter(None, found), ())] if each)


def kept(given: Given) -> Iterator[Batch]:
    """What becomes of lines; what is wrong between records is found on the way."""
    without: dict[int, tuple[Finding, ...]] = {}

    def watched() -> Iterator[bytes]:
        for number, line in given.numbered():
            if found := _wrong(line, number, given):
                without[number] = found
            yield line

    some = watched() if given.plan.trouble else given.lines
    return batches(some, replace(given.work, without=without), given.first)
