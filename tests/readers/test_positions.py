"""Every value of a record knows where its text stands."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import strategies
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pharmakon import readers
from pharmakon.dataset import Entry
from pharmakon.findings import Location
from pharmakon.terms import table

Json = dict[str, Any]
RECORDS = st.sampled_from([type_.name for type_ in table().records]).flatmap(strategies.values)
LAYOUTS = st.sampled_from((None, 1, "\t"))


def places(file: str, data: bytes) -> list[Mapping[str, Location]]:
    """The places of the values of each entry, by pointer, asked one by one."""
    found: list[Mapping[str, Location]] = []
    for each in readers.read(file, data):
        if isinstance(each, Entry) and each.record is not None and each.positions is not None:
            value = json.loads(each.record.model_dump_json(exclude_unset=True))
            found.append({pointer: each.positions.at(pointer) for pointer in _pointers(value)})
    return found


def _pointers(value: Any, pointer: str = "") -> Iterator[str]:  # noqa: ANN401 - any JSON value
    """The pointers of a JSON value and of all that is in it."""
    yield pointer
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, each in pairs:
        yield from _pointers(each, f"{pointer}/{name}")


def at(value: Any, pointer: str) -> Any:  # noqa: ANN401 - any JSON value
    """The value to which a pointer leads."""
    for name in pointer.split("/")[1:]:
        value = value[int(name) if isinstance(value, list) else name]
    return value


def cut(text: str, place: Location) -> str:
    """The text from a place's start to its end, counted in lines and code points."""
    lines = text.split("\n")[place.line - 1 : place.end_line]
    lines[-1] = lines[-1][: place.end_column - 1]
    lines[0] = lines[0][place.column - 1 :]
    return "\n".join(lines)


@given(RECORDS, LAYOUTS)
@strategies.seeded(40)
def test_the_place_of_a_value_in_json_is_its_text(value: Json, indent: int | str | None) -> None:
    """What stands between the start and the end of a value, read alone, is the value."""
    text = json.dumps([value], ensure_ascii=False, indent=indent)
    (found,) = places("a.json", text.encode())
    for pointer, place in found.items():
        assert json.loads(cut(text, place)) == at(value, pointer)


@given(RECORDS)
@strategies.seeded(30)
def test_the_place_of_a_value_in_json_lines_is_its_text(value: Json) -> None:
    """In JSON Lines the same holds, in the right line, for canonical and for other lines alike."""
    canonical = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    text = f"\n{json.dumps(value, ensure_ascii=False)}\n\n{canonical}\n"
    found = places("a.jsonl", text.encode())
    assert [each[""].line for each in found] == [2, 4]
    for each in found:
        for pointer, place in each.items():
            assert json.loads(cut(text, place)) == at(value, pointer)


@given(RECORDS, st.booleans())
@strategies.seeded(40)
def test_the_place_of_a_value_in_yaml_is_its_text(value: Json, flow: bool) -> None:  # noqa: FBT001
    """In YAML, the text of a single value, read alone, is the value; a list or object begins at its place."""
    text = strategies.yaml_of([value], allow_unicode=True, default_flow_style=flow, width=60)
    (found,) = places("a.yaml", text.encode())
    for pointer, place in found.items():
        wanted, said = at(value, pointer), cut(text, place)
        if isinstance(wanted, str):
            assert yaml.load(said, Loader=yaml.BaseLoader) == wanted  # noqa: S506 - gives texts only
        elif not isinstance(wanted, (dict, list)) or flow:
            assert yaml.safe_load(said) == wanted
        else:
            assert said.startswith("- " if isinstance(wanted, list) else tuple(f"{name}:" for name in wanted))


@pytest.mark.parametrize("file", ["a.yaml", "a.json", "a.jsonl"])
def test_line_ends_of_windows_and_a_byte_order_mark_move_nothing(file: str) -> None:
    """A file saved by a Windows editor has its values in the same lines and columns."""
    record = '{"id": "drug/k", "type": "Drug", "label": "\U0001f600\u2019", "kind": "substance"}\n'
    other = record.replace("drug/k", "drug/l").replace(", ", ",\n " if file != "a.jsonl" else ", ")
    text = {"a.yaml": f"- {record}\n- {other}", "a.json": f"[{record},\n{other}]"}.get(file, record + other)
    plain = places(file, text.encode())
    assert len(plain) == 2
    windows = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
    assert places(file, windows) == plain


def test_columns_count_code_points() -> None:
    """A character outside the basic plane, or one made of many bytes, is one column."""
    text = '{"label": "\U0001f600\U0001f600\u00e9", "id": "drug/k", "type": "Drug", "kind": "substance"}'
    for file in ("a.json", "a.yaml", "a.jsonl"):
        (found,) = places(file, text.encode())
        assert cut(text, found["/id"]) == '"drug/k"'
        assert found["/id"].column == text.index('"drug/k"') + 1
