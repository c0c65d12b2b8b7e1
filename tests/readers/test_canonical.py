"""Canonical lines on the quick way: what the models take is taken, and nothing that they refuse."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import mutations
import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st

from pharmakon import load, readers
from pharmakon.dataset import Entry
from pharmakon.model import Record
from pharmakon.model.canonical import canonical_json, encode
from pharmakon.model.reference import references
from pharmakon.readers import canonical
from pharmakon.terms import Type, table

Json = dict[str, Any]
UNUSUAL = "\u0085\u2028\u2029\ufffe\uffff\x7f\x80\x9f\\"
SIGNS = ('"', "\\", "{", "}", "[", ",", ":", "0", "-", ".", " ", "a", "A", "é", "\n", "\t", "", *UNUSUAL)


def read(line: str | bytes) -> canonical.Line | None:
    """What the quick way makes of a line."""
    return canonical.read(line.encode() if isinstance(line, str) else line)


def model(line: str | bytes) -> Record | None:
    """What the models make of a line; None if they find anything in it."""
    data = line.encode() if isinstance(line, str) else line
    found = list(readers.read_line("a.jsonl", data, 1))
    if len(found) == 1 and isinstance(found[0], Entry) and isinstance(found[0].record, Record):
        return found[0].record
    return None


def plain(value: object, type_: Type) -> Json:
    """A structure as JSON values, by the fields of its type."""
    made: Json = {"type": type_.name} if type_.role == "record" else {}
    for field in type_.fields:
        each = getattr(value, field.name, canonical.absent())
        if each is canonical.absent():
            continue
        part = field.part
        if part is not None:
            each = [plain(one, part) for one in each] if field.many else plain(each, part)
        made[field.name] = each
    return made


def assert_taken(line: str) -> None:
    """Asserts that a line is taken, and gives what the models give."""
    found, record = read(line), model(line)
    assert record is not None
    assert found is not None, line
    assert found.type == record.type
    assert found.value.id == record.id
    assert plain(found.value, table().by_name[found.type]) == json.loads(line)
    assert set(found.names) == {target for _, target in references(record)}
    assert canonical.text(found.value) == line
    assert canonical.plain(line.encode()) == json.loads(line)
    assert found.usual == (not set(line) & set(UNUSUAL) and not any("\x7f" <= each < "\xa0" for each in line))


def built(**how: bool) -> Iterator[str]:
    """A canonical line of each type, made from the table."""
    for type_ in table().records:
        record = type_.model.model_validate_json(json.dumps(mutations.build(type_, **how)))
        yield canonical_json(record)


def test_every_packaged_record_is_taken() -> None:
    """Each record of the packaged dataset is read without a model, and is what the model says."""
    for record in load():
        assert_taken(canonical_json(record))


@pytest.mark.parametrize("full", [False, True])
def test_each_type_is_taken(full: bool) -> None:  # noqa: FBT001 - a case
    """The least and the fullest record of each type are read without a model."""
    for line in built(full=full):
        assert_taken(line)


def usual_numbers(value: object) -> bool:
    """Whether all numbers are among those that every library spells alike."""
    if isinstance(value, dict):
        return all(map(usual_numbers, value.values()))
    if isinstance(value, list):
        return all(map(usual_numbers, value))
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return True
    return abs(value) < 1e15 and (isinstance(value, int) or (not value.is_integer() and abs(value) >= 1e-3))


@given(strategies.records())
@strategies.seeded(60)
def test_any_record_with_usual_numbers_is_taken(record: Record) -> None:
    """Whatever text, optional field, list or nested object a record has, it is read without a model."""
    line = canonical_json(record)
    if usual_numbers(json.loads(line)):
        assert_taken(line)
    elif (found := read(line)) is not None:
        assert found.value.id == record.id


@pytest.mark.parametrize(
    "text", ["a\tb", "a\nb", 'say "a"', "a\\b", "\U0001f600", "é", "\xa0", "\x80", "\u2027"]
)
def test_any_text_is_taken(text: str) -> None:
    """Tabs, quotes, backslashes and characters of every width are read in a text as they stand."""
    drug = {"description": f"x{text}", "id": "drug/k", "kind": "substance", "label": "k", "type": "Drug"}
    assert_taken(encode(drug))


@given(strategies.records(), st.data())
@strategies.seeded(60)
def test_a_changed_character_is_never_overlooked(record: Record, data: st.DataObject) -> None:
    """A canonical line in which one character was changed is taken only if the models take it."""
    line = canonical_json(record)
    at = data.draw(st.integers(0, len(line) - 1))
    changed = line[:at] + data.draw(st.sampled_from(SIGNS)) + line[at + data.draw(st.integers(0, 2)) :]
    if read(changed) is not None:
        assert_taken(changed)


@given(strategies.records(), st.data())
@strategies.seeded(50)
def test_a_changed_byte_is_never_overlooked(record: Record, data: st.DataObject) -> None:
    """The same of any byte, be what then stands there UTF-8 or not."""
    line = canonical_json(record).encode()
    at = data.draw(st.integers(0, len(line) - 1))
    changed = line[:at] + bytes([data.draw(st.integers(0, 255))]) + line[at + 1 :]
    if read(changed) is not None:
        assert_taken(changed.decode())


def spelled(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """A value with its keys in order and its lists in the order of their members' texts."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(name)}:{spelled(value[name])}" for name in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(sorted(map(spelled, value))) + "]"
    return "null" if value is None else json.dumps(value, ensure_ascii=False)


CASES = [case for case in mutations.cases(most=10_000) if case.type.role == "record"]


@pytest.mark.parametrize("kind", sorted({case.mutation for case in CASES}))
def test_a_mutation_is_judged_as_the_models_judge_it(kind: str) -> None:
    """A mutation of a field of a type, spelled canonically, is taken by both ways or left to the models.

    Of those that the models refuse, none is taken; of the others with usual numbers, each is.
    """
    taken = 0
    for case in CASES:
        if case.mutation != kind:
            continue
        line = spelled(case.record)
        found, record = read(line), model(line)
        if record is None:
            assert found is None, f"{case}: {line}"
        elif canonical_json(record) == line:
            assert found is not None, f"{case}: {line}"
            assert_taken(line)
            taken += 1
    assert taken or kind not in ("least", "full")


def test_without_the_extra_no_line_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where msgspec is not installed, every line is left to the models."""
    monkeypatch.setattr(canonical, "HERE", False)
    for line in built():
        assert read(line) is None


def test_each_type_has_only_laws_that_are_known() -> None:
    """No model has a validator of its own that the quick way would not run: each type is read quickly."""
    assert all(map(canonical._known, table().records))
    assert set(canonical._machine().usually) == {type_.name for type_ in table().records}
