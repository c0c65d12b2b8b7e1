"""Comparing datasets: what is told is all that changed, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import shelf
import strategies
from hypothesis import given
from hypothesis import strategies as st

import pharmakon as pk
from pharmakon.api import Difference, diff_page
from pharmakon.api.comparing import Change
from pharmakon.dataset import Dataset, Entry
from pharmakon.model import Metadata, Record
from pharmakon.model.canonical import canonical_value
from pharmakon.terms import Type, table

Json = dict[str, Any]
MIRRORED = {
    "added": {"removed"},
    "removed": {"added"},
    "changed": {"changed"},
    "moved": {"moved"},
    "retired": {"restored"},
    "replaced": {"restored"},
    "restored": {"retired", "replaced"},
}


def dataset(*records: Json) -> Dataset:
    """A dataset of plain records."""
    models = [table().by_name[each["type"]].model.model_validate_json(json.dumps(each)) for each in records]
    return Dataset.of(Entry(each, each.id) for each in models)[0]  # type: ignore[attr-defined, arg-type]


def plain(data: Dataset) -> dict[str, Json]:
    """All nodes of a dataset as plain JSON, by id."""
    return {node.id: strategies.sorted_sets(canonical_value(node)) for node in data.nodes()}


def applied(before: dict[str, Json], differences: tuple[Difference, ...]) -> dict[str, Json]:
    """What differences make of a dataset, by nothing but what they say."""
    made = json.loads(json.dumps(before))
    for each in differences:
        if each.kind == "added":
            assert each.record not in made
            made[each.record] = each.after
        elif each.kind == "removed":
            assert made.pop(each.record) == strategies.sorted_sets(each.before)
        else:
            _change(made[each.record], each.changes)
    return {record: strategies.sorted_sets(made[record]) for record in sorted(made)}


def _change(record: Json, changes: tuple[Change, ...]) -> None:
    type_ = table().by_name[record["type"]]
    places = [(_place(record, type_, each.pointer), each) for each in changes]  # before any key changes
    for (holder, name, many), change in places:
        if not many:
            assert holder.get(name) == change.before
            holder.pop(name, None)
            if change.after is not None:
                holder[name] = change.after
            continue
        members = holder.setdefault(name, [])
        if change.before is not None:
            members.remove(strategies.sorted_sets(change.before))
        if change.after is not None:
            members.append(change.after)
        if not members:
            del holder[name]


def _place(value: Json, type_: Type, pointer: str) -> tuple[Json, str, bool]:
    """The object that holds the place of a pointer, the field in it, and whether that is a list."""
    name, *rest = pointer.removeprefix("/").split("/")
    field = type_.field(name)
    many = bool(field and field.many)
    if not rest:
        return value, name, many
    assert field
    assert field.part
    if not many:
        return _place(value[name], field.part, "/".join(rest))
    key = rest[0].replace("~1", "/").replace("~0", "~")
    wanted = [each for each in value[name] if " ".join(str(each[part]) for part in field.part.key) == key]
    (member,) = wanted
    return _place(member, field.part, "/".join(rest[1:]))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Dataset, Dataset]:
    """Two datasets that share records, some with fields of another record of their type."""
    one = draw(strategies.datasets(2))
    nodes: dict[str, Record | Metadata] = {each.id: each for each in draw(strategies.datasets(2)).nodes()}
    for node in one.nodes():
        if draw(st.booleans()):
            nodes[node.id] = node if draw(st.booleans()) else _crossed(draw, node)
    return one, Dataset.of(Entry(node, node.id) for node in nodes.values())[0]


def _crossed(draw: st.DrawFn, node: Record | Metadata) -> Record | Metadata:
    """The record with the other fields of another one, or with half of the members of its lists."""
    type_ = table().by_name[node.type]
    if draw(st.booleans()):
        given = draw(strategies.values(type_.name)) | {"id": node.id}
    else:
        given = canonical_value(node)
        for name, value in given.items():
            field = type_.field(name)
            if isinstance(value, list) and field is not None:
                given[name] = value[min(len(value) // 2, len(value) - max(field.least_items, 1)) :]
    return type_.model.model_validate_json(json.dumps(given))  # type: ignore[return-value]


@given(strategies.datasets(2))
@strategies.seeded(6)
def test_a_dataset_does_not_differ_from_itself(data: Dataset) -> None:
    """Nothing changed between a dataset and itself, in whichever order its members stand."""
    again = [type(each).model_validate_json(_backwards(each)) for each in data.nodes()]
    assert pk.diff(data, Dataset.of(Entry(each, each.id) for each in again)[0]) == ()


def _backwards(node: Record | Metadata) -> str:
    value = {
        name: each[::-1] if isinstance(each, list) else each for name, each in canonical_value(node).items()
    }
    return json.dumps(value)


@given(pairs())
@strategies.seeded(20)
def test_what_is_told_makes_one_dataset_of_the_other(pair: tuple[Dataset, Dataset]) -> None:
    """The differences, applied to the one, give the other: nothing is left out."""
    one, other = pair
    assert applied(plain(one), pk.diff(one, other)) == plain(other)


@given(pairs())
@strategies.seeded(20)
def test_the_way_back_is_the_mirror(pair: tuple[Dataset, Dataset]) -> None:
    """Read from the other side, what came went, and each value goes back to what it was."""
    there, back = pk.diff(*pair), pk.diff(*pair[::-1])
    assert [each.record for each in there] == [each.record for each in back]
    for one, other in zip(there, back, strict=True):
        assert other.kind in MIRRORED[one.kind]
        assert (one.before, one.after) == (other.after, other.before)
        assert sorted(map(_said, one.changes)) == sorted(_said(_mirror(each)) for each in other.changes)


def _mirror(change: Change) -> Change:
    (kind,) = MIRRORED[change.kind]
    return Change(kind, change.pointer, change.after, change.before)  # type: ignore[arg-type]


def _said(change: Change) -> str:
    return json.dumps([change.pointer, change.kind, change.before, change.after], sort_keys=True)


def test_a_dataset_is_the_same_in_every_form(golden: Path, tmp_path: Path) -> None:
    """The authored folder, a release of it, a tree, a file of each format: no difference between any two."""
    pk.build(golden, tmp_path / "out")
    export = tmp_path / "out" / "export"
    forms = [golden, tmp_path / "out", export, export / "rdf" / "pharmakon.jsonld"]
    forms.append(export / "records" / "pharmakon.json")
    for form in forms[1:]:
        assert pk.diff(golden, form) == (), form
        assert pk.diff(form, golden) == (), form
    (found,) = pk.diff(golden, export / "records" / "pharmakon.jsonl")
    assert (found.record, found.kind) == ("dataset/tiny", "removed")  # the lines hold records alone


def test_records_of_a_newer_schema_are_not_compared(golden: Path, tmp_path: Path) -> None:
    """Words whose meaning nobody here knows are refused; where some were only added, the rest is compared."""
    text = (golden / "dataset.yaml").read_text(encoding="utf-8")
    for version in ("2.0.0", "1.1.0"):
        newer = text.replace("schema_version: 1.0.0", f"schema_version: {version}")
        (tmp_path / "dataset.yaml").write_text(newer, encoding="utf-8")
        if version == "2.0.0":
            with pytest.raises(pk.InvalidDataset, match="PK020"):
                pk.diff(golden, tmp_path)
            continue
        (changed,) = [each for each in pk.diff(golden, tmp_path) if each.kind != "removed"]
        assert [each.pointer for each in changed.changes] == ["/schema_version"]
        assert [each.code for each in pk.validate(tmp_path).findings] == ["PK021"]


def test_a_release_that_a_kill_left_aside_is_read(golden: Path, tmp_path: Path) -> None:
    """A release whose tree stands aside is healed before it is compared."""
    pk.build(golden, tmp_path / "out")
    (tmp_path / "out" / "export").rename(tmp_path / "out" / ".export.old")
    assert pk.diff(golden, tmp_path / "out") == ()


def changes(one: Json, other: Json) -> list[tuple[str, str, Any, Any]]:
    """What is told of the one record that differs."""
    (found,) = pk.diff(dataset(one), dataset(other))
    return [(each.kind, each.pointer, each.before, each.after) for each in found.changes]


CLAIM = shelf.claim(1, "drug/k", "drug/l", passage=shelf.passage("foo bar foo", 0, 3))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"statement": "y"}, [("changed", "/statement", "x", "y")]),
        ({"cites": ["evidence_source/s"]}, [("added", "/cites", None, "evidence_source/s")]),
        (
            {"about": [shelf.stance("drug/k"), shelf.stance("drug/l", "disputes")]},
            [("changed", "/about/drug~1l/stance", "supports", "disputes")],
        ),
        ({"about": [shelf.stance("drug/k")]}, [("removed", "/about", shelf.stance("drug/l"), None)]),
        (
            {"about": [shelf.stance("drug/l", "supports", "kind"), shelf.stance("drug/k")]},
            [("added", "/about/drug~1l/differs", None, "kind")],
        ),
        (
            {"passage": shelf.passage("foo bar foo", 8, 11)},
            [("moved", "/passage", CLAIM["passage"], shelf.passage("foo bar foo", 8, 11))],
        ),
        (
            {"passage": shelf.passage("bar", 0, 3)},
            [
                (
                    "changed",
                    "/passage/sha256",
                    shelf.passage("foo")["sha256"],
                    shelf.passage("bar")["sha256"],
                )
            ],
        ),
    ],
)
def test_a_change_is_told_in_its_exact_place(fields: Json, told: list[tuple[str, str, Any, Any]]) -> None:
    """One change is one line, at the value that changed and at no other; a moved passage is not changed."""
    assert changes(CLAIM, CLAIM | fields) == told


def test_members_that_share_a_key_are_compared_whole() -> None:
    """Where a key does not tell two members apart, no member is taken for another."""
    both = CLAIM | {"about": [shelf.stance("drug/k"), shelf.stance("drug/k", "disputes")]}
    one = CLAIM | {"about": [shelf.stance("drug/k")]}
    assert changes(both, one) == [("removed", "/about", shelf.stance("drug/k", "disputes"), None)]
    assert changes(one, both) == [("added", "/about", None, shelf.stance("drug/k", "disputes"))]


def test_what_became_of_a_record_is_said() -> None:
    """A record may be retired, replaced or restored; under another id it is another record."""
    one = shelf.drug("k")
    kinds = {
        "retired": one | {"retired": True},
        "replaced": one | {"retired": True, "replaced_by": "drug/l"},
    }
    for kind, other in kinds.items():
        assert [each.kind for each in pk.diff(dataset(one), dataset(other))] == [kind]
        assert [each.kind for each in pk.diff(dataset(other), dataset(one))] == ["restored"]
    renamed = one | {"id": "drug/m"}
    found = [(each.record, each.kind) for each in pk.diff(dataset(one), dataset(renamed))]
    assert found == [("drug/k", "removed"), ("drug/m", "added")]


@given(pairs())
@strategies.seeded(6)
def test_pages_say_all_of_it_in_safe_text(pair: tuple[Dataset, Dataset]) -> None:
    """The JSON holds every difference; the Markdown names every record, and nothing in it acts."""
    found = pk.diff(*pair)
    said = json.loads(diff_page(found, "json"))
    assert [each["record"] for each in said["differences"]] == [each.record for each in found]
    assert sum(said["counts"].values()) == len(found)
    for one, other in zip(found, said["differences"], strict=True):
        assert [each["pointer"] for each in other.get("changes", [])] == [
            each.pointer for each in one.changes
        ]
    page = diff_page(found)
    assert all(line.isprintable() for line in page.split("\n"))
    lines = page.split("\n")
    assert sum(line.startswith("- ") for line in lines) == len(found)
    assert sum(line.startswith("  - ") for line in lines) == sum(len(each.changes) for each in found)


def test_markup_in_a_value_stays_in_its_code_span() -> None:
    """Backticks in a text do not end the span in which it stands."""
    page = diff_page(pk.diff(dataset(shelf.drug()), dataset(shelf.drug(label="`` <b>a</b> `"))))
    assert "  - changed `/label`: `k` to ``` `` <b>a</b> ` ```\n" in page


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (r"a\nb", "a\nb", r"`a\\nb` to `a\nb`"),
        (r"a\u202eb", "a\u202eb", r"`a\\u202eb` to `a\u202eb`"),
        (r"a\b", r"a\\b", r"`a\\b` to `a\\\\b`"),
    ],
)
def test_values_that_differ_look_different(before: str, after: str, told: str) -> None:
    """A backslash that stands in a value is doubled, so that what is spelled out is not taken for it."""
    one, other = (dataset(shelf.drug(description=each)) for each in (before, after))
    assert f"changed `/description`: {told}\n" in diff_page(pk.diff(one, other))


def test_differences_are_counted() -> None:
    """One is one, and two are several."""
    one, other = shelf.drug(), shelf.drug(label="l")
    two = other | {"id": "drug/l"}
    assert diff_page(pk.diff(dataset(one), dataset(other))).startswith("# 1 difference: 1 changed\n")
    assert diff_page(pk.diff(dataset(one), dataset(other, two))).startswith("# 2 differences: 1 added, 1")


def test_no_differences_are_said_too() -> None:
    """An empty answer is an answer; an unknown format is none."""
    assert diff_page(()) == "No differences.\n"
    assert json.loads(diff_page((), "json")) == {"counts": {}, "differences": []}
    with pytest.raises(pk.UnknownFormat):
        diff_page((), "xml")
