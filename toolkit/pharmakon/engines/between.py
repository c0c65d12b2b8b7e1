"""What is wrong between records, told in its place: found from what is known once all lines were read."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace

from pharmakon import readers
from pharmakon.dataset import Entry, Positions, duplicate
from pharmakon.engines.batch import Work
from pharmakon.engines.inputs import Input
from pharmakon.engines.ledger import Trouble
from pharmakon.findings import Finding
from pharmakon.model import Record
from pharmakon.readers import canonical, lines
from pharmakon.rules import Rule
from pharmakon.rules.references import cycle, dangling, of_withdrawn, retired_reference, unknown_reference

RULES = (unknown_reference, cycle, retired_reference)
"""The rules between records of which a stream is judged; that an id stands twice is found without a rule."""


def located(
    source: Input,
    work: Work,
    trouble: Trouble,
    withdrawn: Mapping[str, str | None] | None = None,
    circles: Iterable[Finding] = (),
) -> Iterator[tuple[int, tuple[Finding, ...]]]:
    """What is wrong between records, by the number of the line; where nothing is, lines are not read again.

    Args:
        source: The lines.
        work: What was done with each.
        trouble: Ids that nobody has, and ids that several have; of those, the first record is good.
        withdrawn: What took the place of records that were withdrawn, by their ids.
        circles: The circles in which references run, without code and place.
    """
    withdrawn = withdrawn or {}
    rounds: dict[str, list[Finding]] = {}
    for each in circles:
        rounds.setdefault(each.record, []).append(each)
    if not trouble and not withdrawn and not rounds:
        return
    marked, asked = {*trouble.twice, *rounds}, {*trouble.unknown, *withdrawn}
    firsts: dict[str, Positions | None] = {}
    with source.open() as file:
        for number, line in enumerate(lines.lines(file, work.limits.max_bytes), 1):
            entry = suspect(line, number, work, marked, asked)
            if entry is None:
                continue
            if entry.id in firsts:
                yield number, (duplicate(entry, firsts[entry.id]),)
                continue
            if entry.id in trouble.twice:
                firsts[entry.id] = entry.positions
            if found := told(entry, trouble, withdrawn, rounds):
                yield number, found


def suspect(
    line: bytes, number: int, work: Work, marked: Container[str], asked: AbstractSet[str]
) -> Entry | None:
    """The record of a line, if something may be wrong between it and others; None of any other line.

    Args:
        line: The line.
        number: Its number.
        work: What is done with each line.
        marked: Ids of records that are looked at.
        asked: Ids; records that name one of them are looked at, too.
    """
    found = canonical.read(line.removesuffix(b"\n"))
    if found and found.value.id not in marked and asked.isdisjoint(found.names):
        return None
    entry = _entry(work, line, number)
    return entry if entry is not None and isinstance(entry.record, Record) else None


def told(
    entry: Entry,
    trouble: Trouble,
    withdrawn: Mapping[str, str | None] | None = None,
    rounds: Mapping[str, Iterable[Finding]] | None = None,
) -> tuple[Finding, ...]:
    """What is wrong between a record and others, but for its id, which another may have.

    Args:
        entry: The record, and where it stands.
        trouble: Ids that nobody has.
        withdrawn: What took the place of records that were withdrawn, by their ids.
        rounds: The circles in which references run, by the id of the record where they are told.
    """
    record = entry.record
    if not isinstance(record, Record):
        return ()
    return (
        *_placed(entry, unknown_reference, dangling(record, lambda id_: id_ not in trouble.unknown)),
        *_placed(entry, retired_reference, of_withdrawn(record, withdrawn or {})),
        *_placed(entry, cycle, (rounds or {}).get(entry.id, ())),
    )


def _placed(entry: Entry, rule: Rule, found: Iterable[Finding]) -> Iterator[Finding]:
    """Findings of a rule with its code, and with their place in the file."""
    for each in found:
        place = entry.positions.at(each.pointer) if entry.positions else None
        yield replace(each.of(rule.code), location=place)


def _entry(work: Work, line: bytes, number: int) -> Entry | None:
    """The entry of a line that holds a record; None if it is refused or holds none."""
    found = readers.read_line(work.file, line.removesuffix(b"\n"), number, work.limits)
    entries = (each for each in found if isinstance(each, Entry))
    return next((each for each in entries if each.record is not None), None)
