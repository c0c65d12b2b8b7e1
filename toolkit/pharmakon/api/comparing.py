"""Comparing two datasets: which records came, went and changed, and in which fields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, cast

from pharmakon.api.loading import Source, load
from pharmakon.model import Metadata, Record
from pharmakon.model.canonical import Json, canonical_value, encode
from pharmakon.model.claim import Passage
from pharmakon.model.record import Node, Part

Kind = Literal["added", "removed", "changed", "retired", "replaced", "restored"]
"""What became of a record; it is replaced if it was retired in favor of another."""


@dataclass(frozen=True, slots=True)
class Change:
    """One value of a record that came, went, or is another now.

    Args:
        kind: What became of it; a passage has moved if its digest is the same at other offsets.
        pointer: Its place, as a JSON Pointer. The members of a list have no order: one that came or
            went stands under the pointer of its list; a nested object that is told from its siblings
            by a key stands under that key, as in `/about/drug~1k/stance`.
        before: The value before, unless it came.
        after: The value after, unless it went.
    """

    kind: Literal["added", "removed", "changed", "moved"]
    pointer: str
    before: Json | None = None
    after: Json | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of one record, or of the dataset's metadata.

    Args:
        record: The id; a record under another id is another record.
        kind: What became of it.
        label: What it is called, afterwards if it still is there.
        before: All of it as plain JSON, if it was removed.
        after: All of it as plain JSON, if it was added.
        changes: The values that changed, by pointer; none if it was added or removed.
    """

    record: str
    kind: Kind
    label: str
    before: dict[str, Json] | None = None
    after: dict[str, Json] | None = None
    changes: tuple[Change, ...] = ()


def diff(before: Source, after: Source) -> tuple[Difference, ...]:
    """What changed between two datasets, record by record in the order of ids; nothing if they are equal.

    Args:
        before: A folder, a release, a file, an open binary file, a dataset, or records.
        after: The like.

    Raises:
        InvalidDataset: A record of either could not be read; the error carries the findings.
        UnreadableInput: A path cannot be read.

    Example:
        >>> from pharmakon.model import Drug
        >>> old = Drug(id="drug/k", type="Drug", label="K", kind="substance")
        >>> new = Drug(id="drug/k", type="Drug", label="k", kind="substance")
        >>> [(each.pointer, each.before, each.after) for each in diff([old], [new])[0].changes]
        [('/label', 'K', 'k')]
    """
    sides = [{node.id: node for node in load(source).nodes()} for source in (before, after)]
    return tuple(
        found
        for record in sorted({*sides[0], *sides[1]})
        if (found := _difference(record, sides[0].get(record), sides[1].get(record)))
    )


def _difference(
    record: str, before: Record | Metadata | None, after: Record | Metadata | None
) -> Difference | None:
    if before is None:
        return (
            None
            if after is None
            else Difference(record, "added", _label(after), None, canonical_value(after))
        )
    if after is None:
        return Difference(record, "removed", _label(before), canonical_value(before))
    changes = tuple(sorted(_between(before, after, ""), key=_place))
    kind = _kind(before, after)
    return Difference(record, kind, _label(after), changes=changes) if changes else None


def _label(node: Record | Metadata) -> str:
    return node.title if isinstance(node, Metadata) else node.label


def _kind(before: Node, after: Node) -> Kind:
    gone = [bool(getattr(each, "retired", None)) for each in (before, after)]
    if gone == [False, True]:
        return "replaced" if getattr(after, "replaced_by", None) else "retired"
    return "restored" if gone == [True, False] else "changed"


def _place(change: Change) -> tuple[str, list[str]]:
    return change.pointer, ["" if each is None else encode(each) for each in (change.before, change.after)]


def _between(before: Node, after: Node, pointer: str) -> Iterator[Change]:
    """The changes of one object, field by field."""
    for name in type(before).model_fields:
        place = f"{pointer}/{name}"
        one, other = getattr(before, name), getattr(after, name)
        if isinstance(one, tuple):
            yield from _members(one, other, place)
        elif isinstance(one, Node) and isinstance(other, Node):
            yield from _objects(one, other, place)
        else:
            yield from _values(_plain(one), _plain(other), place)


def _values(one: Json | None, other: Json | None, pointer: str) -> Iterator[Change]:
    if one is None and other is not None:
        yield Change("added", pointer, None, other)
    elif one is not None and other is None:
        yield Change("removed", pointer, one)
    elif one is not None and other is not None and encode(one) != encode(other):
        yield Change("changed", pointer, one, other)


def _objects(one: Node, other: Node, pointer: str) -> Iterator[Change]:
    if isinstance(one, Passage) and isinstance(other, Passage) and one.sha256 == other.sha256:
        if one != other:
            yield Change("moved", pointer, canonical_value(one), canonical_value(other))
    else:
        yield from _between(one, other, pointer)


def _members(one: tuple[object, ...], other: tuple[object, ...], pointer: str) -> Iterator[Change]:
    """The changes of a set: inside of members with the same key, and of whole members."""
    keyed, others = _keyed(one), _keyed(other)
    for key in sorted({*keyed} & {*others}):
        yield from _between(keyed[key], others[key], f"{pointer}/{_token(key)}")
    shared = {*keyed} & {*others}
    gone, come = (
        {encode(value): value for each in members if _key(each) not in shared and (value := _plain(each))}
        for members in (one, other)
    )
    for text in sorted({*gone} - {*come}):
        yield Change("removed", pointer, gone[text])
    for text in sorted({*come} - {*gone}):
        yield Change("added", pointer, None, come[text])


def _keyed(members: tuple[object, ...]) -> dict[str, Node]:
    """The nested objects of a set by their keys; those that share a key with another have none."""
    count = Counter(_key(each) for each in members)
    return {key: cast("Node", each) for each in members if (key := _key(each)) and count[key] == 1}


def _key(member: object) -> str:
    """What tells a nested object from its siblings; empty where only all of it does."""
    if not isinstance(member, Part) or not member.key:
        return ""
    return " ".join(str(getattr(member, name)) for name in member.key)


def _token(key: str) -> str:
    """A key as one step of a JSON Pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")


def _plain(value: object) -> Json | None:
    return canonical_value(value) if isinstance(value, Node) else cast("Json | None", value)
