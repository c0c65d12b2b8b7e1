"""One machine: records stream through a format."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pharmakon.dataset import Entry
from pharmakon.engines import local
from pharmakon.errors import InvalidDataset, UnknownFormat
from pharmakon.findings import Finding
from pharmakon.graph import Naming
from pharmakon.model import Drug

NAMING = Naming()
FAULT = Finding("bad", record="drug/bad")
REMARK = Finding("odd", severity="warning", record="drug/odd")


def drug(at: int) -> Drug:
    """One of many drugs."""
    return Drug(id=f"drug/d-{at}", type="Drug", label="x", kind="substance")


def entry(at: int) -> Entry:
    """One of many entries."""
    return Entry(drug(at), f"drug/d-{at}")


def test_records_come_in_the_order_of_the_input() -> None:
    """Nothing is sorted or held back: the engine is a function of one record after another."""
    made = b"".join(local.convert([entry(2), entry(1)], "jsonl", NAMING))
    assert [line.count(b"d-2") for line in made.splitlines()] == [1, 0]


def test_one_record_is_held_at_a_time() -> None:
    """Of an endless input, the beginning is written without waiting for an end."""

    def endless() -> Iterator[Entry]:
        at = 0
        while True:
            yield entry(at)
            at += 1

    stream = local.convert(endless(), "ntriples", NAMING)
    assert b"d-0" in next(stream)
    assert b"d-1" in next(stream)


def test_a_fault_stops_the_work() -> None:
    """By default an error ends the work; what came before it has been written."""
    stream = local.convert([entry(1), REMARK, FAULT, entry(2)], "jsonl", NAMING)
    assert b"d-1" in next(stream)
    with pytest.raises(InvalidDataset) as caught:
        next(stream)
    assert caught.value.findings == (FAULT,)


def test_faults_are_left_out_and_kept() -> None:
    """If asked, refused records are left out, and every finding is put where the caller looks."""
    findings: list[Finding] = []
    given: list[Entry | Finding] = [entry(1), FAULT, Entry(None, "drug/bad"), REMARK, entry(2)]
    made = b"".join(local.convert(given, "jsonl", NAMING, "skip", findings))
    assert made.count(b"\n") == 2
    assert findings == [FAULT, REMARK]


@pytest.mark.parametrize("name", ["json", "nope"])
def test_only_what_streams_is_written(name: str) -> None:
    """A format that needs the whole dataset is not taken."""
    with pytest.raises(UnknownFormat):
        list(local.convert([], name, NAMING))
