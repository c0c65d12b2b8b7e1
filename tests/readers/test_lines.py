"""JSON Lines: each line on its own, and the quick way as strict as the slow one."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st

from pharmakon import readers
from pharmakon.dataset import Entry
from pharmakon.findings import Finding, Location
from pharmakon.model import Drug, Record
from pharmakon.model.canonical import canonical_json
from pharmakon.readers import Limits
from pharmakon.terms import Type, table

Reader = Callable[..., Any]
DRUG = '{"id":"drug/k","kind":"substance","label":"k","type":"Drug"}'


def lines(*given_: str) -> list[Entry | Finding]:
    """What is read from some lines."""
    return list(readers.read("a.jsonl", "\n".join(given_).encode()))


@given(strategies.records())
@strategies.seeded(40)
def test_a_canonical_line_and_another_give_one_record(record: Record) -> None:
    """The quick way for canonical lines and the strict way for others give equal records in equal places."""
    canonical = canonical_json(record)
    (quick,), (slow,) = lines(canonical), lines(f" {canonical}")
    assert isinstance(quick, Entry)
    assert isinstance(slow, Entry)
    assert (quick.record, quick.id) == (slow.record, slow.id)
    assert quick.positions is not None
    assert slow.positions is not None
    for pointer in ("", "/id", "/label", "/codes/0/code", "/nothing"):
        one, other = quick.positions.at(pointer), slow.positions.at(pointer)
        assert (one.column + 1, one.end_column + 1) == (other.column, other.end_column)


@given(strategies.records(), st.data())
@strategies.seeded(40)
def test_the_quick_way_lets_nothing_through(record: Record, data: st.DataObject) -> None:
    """A canonical line in which one character was changed is judged as the same text in a JSON file is."""
    line = canonical_json(record)
    at = data.draw(st.integers(0, len(line) - 1))
    sign = data.draw(st.sampled_from(('"', "\\", "{", "}", ",", ":", "0", " ", "a", "\u2028", "")))
    changed = line[:at] + sign + line[at + 1 :]
    as_line, as_file = lines(changed), list(readers.read("a.json", changed.encode()))
    assert [_said(each) for each in as_line] == [_said(each) for each in as_file]


def _said(found: Entry | Finding) -> tuple[object, ...]:
    if isinstance(found, Entry):
        return found.id, found.record
    place = found.location
    return found.code, found.message, found.pointer, place and (place.line, place.column)


def test_a_key_twice_is_found_in_a_line_that_looks_canonical() -> None:
    """Equal keys do not slip through, though the last of them would give a good record."""
    line = DRUG.replace('"label"', '"label":"j","label"')
    entry, finding = lines(line)
    assert isinstance(entry, Entry)
    assert entry.record is None
    assert isinstance(finding, Finding)
    assert (finding.code, finding.pointer) == ("PK003", "/label")


@pytest.mark.parametrize(
    "line",
    [
        DRUG.replace('"label":"k"', '"label":"k","shade":"x"'),
        DRUG.replace('"k"', '"\\u001b"'),
        DRUG.replace('"k"', "null"),
        DRUG.replace('"k"', "7"),
        DRUG.replace('"k"', '"\\ud800"'),
        DRUG.replace("substance", "chemical"),
        DRUG.replace('"drug/k"', '"concept/k"'),
        DRUG[:-1],
        DRUG + "}",
        DRUG.replace("Drug", "Dataset"),
        DRUG.replace("Drug", "Passage"),
    ],
)
def test_a_line_with_a_fault_is_refused(line: str) -> None:
    """A line that is canonical but for one fault gives that fault and no record."""
    found = lines(line)
    assert [each.code for each in found if isinstance(each, Finding)]
    assert not [each for each in found if isinstance(each, Entry) and each.record is not None]


@pytest.mark.parametrize(
    "line",
    [
        f"  {DRUG}  ",
        f"{DRUG}\r",
        DRUG.replace(":", " : ").replace(",", " , "),
        '{"type":"Drug","label":"k","kind":"substance","id":"drug/k"}',
        DRUG.replace("k", "\\u006b"),
        DRUG.replace("/", "\\/"),
    ],
)
def test_a_line_need_not_be_canonical(line: str) -> None:
    """White space, the order of keys and escapes are free."""
    (entry,) = [each for each in lines(line) if isinstance(each, Entry)]
    assert entry.record == Drug(id="drug/k", type="Drug", label="k", kind="substance")


def test_lines_end_at_line_feeds_only() -> None:
    """What Unicode calls a line separator is a character of a text, and does not end a line."""
    text = "a\u2028b\u2029c\u0085d"
    line = DRUG.replace("}", f',"description":"{text}"}}')
    canonical = canonical_json(Drug(id="drug/k", type="Drug", label="k", kind="substance", description=text))
    for each in (line, canonical):
        first, second = lines(each, DRUG.replace("drug/k", "drug/l"))
        assert isinstance(first, Entry)
        assert isinstance(first.record, Drug)
        assert first.record.description == text
        assert isinstance(second, Entry)
        assert second.positions is not None
        assert second.positions.at("/id") == Location("a.jsonl", 2, 7, 2, 15)


def test_a_fault_is_in_its_line_and_the_next_line_is_read() -> None:
    """Each line is judged alone: the number of the line is that of the file, blank lines counted."""
    found = lines(
        "", DRUG, " \t\r", "{", DRUG.replace("drug/k", "drug/l"), "\ufeff", "5", '"\\x"', "\x0c", "\u00a0"
    )
    told = [(each.code, each.location.line) for each in found if isinstance(each, Finding) and each.location]
    assert sorted(told, key=lambda each: each[1]) == [
        ("PK007", 3),
        ("PK001", 4),
        ("PK001", 6),
        ("PK008", 7),
        ("PK001", 8),
        ("PK002", 9),
        ("PK001", 10),
    ]
    assert [each.id for each in found if isinstance(each, Entry)] == ["drug/k", "drug/l"]


def test_bytes_that_are_no_text_spoil_their_line_only() -> None:
    """A broken encoding is found in its line and column, and the other lines are read."""
    data = DRUG.encode() + b'\n["\xe2\x80\x99\xff"]\n' + DRUG.replace("drug/k", "drug/l").encode()
    found = list(readers.read("a.jsonl", data))
    assert [each.id for each in found if isinstance(each, Entry)] == ["drug/k", "drug/l"]
    (finding,) = [each for each in found if isinstance(each, Finding)]
    assert (finding.code, finding.location) == ("PK002", Location("a.jsonl", 2, 4, 2, 5))


@pytest.mark.parametrize("limits", [Limits(max_bytes=200), Limits(max_scalar=5), Limits(max_depth=1)])
def test_the_quick_way_keeps_the_limits(limits: Limits) -> None:
    """A canonical line over a limit is refused as any other."""
    drug = strategies.simplest(strategies.records("Drug")).model_copy(update={"description": "x" * 300})
    line = canonical_json(Drug.model_validate({**drug.model_dump(exclude_unset=True), "synonyms": ("a",)}))
    (finding,) = readers.read_line("a.jsonl", line.encode(), 7, limits)
    assert isinstance(finding, Finding)
    assert finding.code == "PK006"
    assert finding.location is not None
    assert finding.location.line == 7


def test_no_record_nests_as_deep_as_the_quick_way_takes_for_granted() -> None:
    """The depth up to which a canonical line needs no counting is never reached by a type of record."""

    def depth(type_: Type) -> int:
        return 1 + max(
            (field.many + (depth(field.part) if field.part else 0) for field in type_.fields), default=0
        )

    assert max(map(depth, table().types)) <= readers._DEPTH


def test_a_line_read_alone_has_the_number_that_it_is_given() -> None:
    """A stream can be read line by line, wherever it is cut."""
    (entry,) = readers.read_line("a.jsonl", DRUG.encode(), 1_000_000)
    assert isinstance(entry, Entry)
    assert entry.positions is not None
    assert entry.positions.at("/kind") == Location("a.jsonl", 1_000_000, 23, 1_000_000, 34)
    assert list(readers.read_line("a.jsonl", b"  \r", 2)) == []
    assert json.loads(DRUG)["id"] == entry.id
