"""Rules about references and identity."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from pharmakon.dataset import Dataset
from pharmakon.findings import Finding
from pharmakon.model import Node, Record
from pharmakon.model.canonical import fragment
from pharmakon.model.reference import references
from pharmakon.rules import rule

_HIERARCHIES = ("broader", "active_substance", "enantiomer_of", "members", "replaced_by")


@rule("PK101")
def unknown_reference(dataset: Dataset) -> Iterator[Finding]:
    """A record names a record that is not in the dataset.

    Why: nobody can follow a reference that leads nowhere.

    Bad:
        {"id": "indication/i", "type": "Indication", "label": "x", "drug": "drug/nope", "intent": "anesthesia"}

    Good:
        {"id": "indication/i", "type": "Indication", "label": "x", "drug": "drug/k", "intent": "anesthesia"}
        {"id": "drug/k", "type": "Drug", "label": "ketamine", "kind": "substance"}
    """
    for record in dataset:
        yield from dangling(record, lambda target: target in dataset or target in dataset.refused)


def dangling(record: Record, known: Callable[[str], bool]) -> Iterator[Finding]:
    """A finding for each reference of a record to one that is not known, without code and place."""
    for pointer, target in references(record):
        if not known(target):
            yield Finding(
                f"there is no record {target}",
                record=record.id,
                pointer=pointer,
                hint="add it, or correct the reference; `pharmakon list` shows what there is",
                related=(target,),
            )


@rule("PK104")
def cycle(dataset: Dataset) -> Iterator[Finding]:
    """A record is, step by step, above itself.

    Why: what is broader than itself, or contains itself, sends every program that climbs into a circle.

    Given:
        {"id": "concept/a", "type": "Concept", "label": "a", "kind": "condition", "broader": ["concept/b"]}

    Bad:
        {"id": "concept/b", "type": "Concept", "label": "b", "kind": "condition", "broader": ["concept/a"]}

    Good:
        {"id": "concept/b", "type": "Concept", "label": "b", "kind": "condition"}
    """
    yield from circles(step for record in dataset for step in steps(record))


def steps(record: Record) -> Iterator[tuple[str, str, str]]:
    """The steps up that a record makes: the field, its own id, and the id above it."""
    for pointer, target in references(record):
        name = pointer.split("/")[1]
        if name in _HIERARCHIES:
            yield name, record.id, target


def circles(climbed: Iterable[tuple[str, str, str]]) -> Iterator[Finding]:
    """A finding for each circle in which steps lead back to where they began, without code and place."""
    above: dict[str, dict[str, list[str]]] = {name: {} for name in _HIERARCHIES}
    for name, below, target in sorted(set(climbed)):
        above[name].setdefault(below, []).append(target)
    for name, found in above.items():
        for circle in _circles(found):
            yield Finding(
                f"{name} leads in a circle: {' → '.join((*circle, circle[0]))}",
                record=circle[0],
                pointer=f"/{name}",
                hint="remove one of these references",
                related=tuple(circle[1:]),
            )


def _circles(above: dict[str, list[str]]) -> Iterator[list[str]]:
    """Circles in which ids lead back to themselves, no two with an id in common; each id is passed once."""
    done: set[str] = set()
    for start, targets in above.items():
        path = {start: None} if start not in done else {}
        waiting = [iter(targets)] if path else []
        while waiting:
            target = next((each for each in waiting[-1] if each in above and each not in done), None)
            if target is None:
                waiting.pop()
                done.add(path.popitem()[0])
            elif target in path:
                climbed = list(path)
                circle = climbed[climbed.index(target) :]
                if done.isdisjoint(circle):
                    first = circle.index(min(circle))
                    yield circle[first:] + circle[:first]
                done |= set(circle)
            else:
                path[target] = None
                waiting.append(iter(above[target]))


@rule("PK105", "warning")
def retired_reference(dataset: Dataset) -> Iterator[Finding]:
    """A record in use names a record that was withdrawn.

    Why: what was withdrawn should no longer carry what is still said.

    Given:
        {"id": "indication/i", "type": "Indication", "label": "x", "drug": "drug/k", "intent": "anesthesia"}

    Bad:
        {"id": "drug/k", "type": "Drug", "label": "ketamine", "kind": "substance", "retired": true}

    Good:
        {"id": "drug/k", "type": "Drug", "label": "ketamine", "kind": "substance"}
    """
    withdrawn = {each.id: each.replaced_by for each in dataset if each.retired}
    for record in dataset:
        yield from of_withdrawn(record, withdrawn)


def of_withdrawn(record: Record, withdrawn: Mapping[str, str | None]) -> Iterator[Finding]:
    """A finding for each reference of a record in use to one that was withdrawn, without code and place.

    Args:
        record: The record.
        withdrawn: The records that took the place of those that were withdrawn, by the ids of the latter.
    """
    for pointer, target in references(record):
        if not record.retired and target in withdrawn:
            successor = withdrawn[target]
            yield Finding(
                f"{target} was withdrawn",
                record=record.id,
                pointer=pointer,
                hint=f"name {successor} instead" if successor else "name another record",
                related=(target,),
            )


@rule("PK106", alone=True)
def replaced_in_use(dataset: Dataset) -> Iterator[Finding]:
    """A record has a successor but is not withdrawn, or its successor is of another type.

    Why: two records for one meaning are in use, or the successor cannot stand in.

    Given:
        {"id": "drug/l", "type": "Drug", "label": "ketamine", "kind": "substance"}

    Bad:
        {"id": "drug/k", "type": "Drug", "label": "ketamine", "kind": "substance", "replaced_by": "drug/l"}

    Good:
        {"id": "drug/k", "type": "Drug", "label": "k", "kind": "substance", "replaced_by": "drug/l", "retired": true}
    """
    for record in dataset:
        if record.replaced_by is None:
            continue
        if not record.retired:
            yield Finding(
                f"it is replaced by {record.replaced_by} but not retired",
                record=record.id,
                pointer="/replaced_by",
                hint="add `retired: true`, or remove replaced_by",
                related=(record.replaced_by,),
            )
        if record.replaced_by.partition("/")[0] != record.id.partition("/")[0]:
            yield Finding(
                f"its successor {record.replaced_by} is of another type",
                record=record.id,
                pointer="/replaced_by",
                hint=f"name a {record.type}",
                related=(record.replaced_by,),
            )


@rule("PK107", alone=True)
def same_part_twice(dataset: Dataset) -> Iterator[Finding]:
    """Two nested objects of one record would have the same IRI.

    Why: in every graph their fields would run together into one object that nobody wrote.

    Bad:
        {"id": "drug/k", "type": "Drug", "label": "ketamine", "kind": "substance", "codes": [{"code": "cas:6740-88-1", "match": "exact", "seen_at": ["a"]}, {"code": "cas:6740-88-1", "match": "close", "seen_at": ["a"]}]}

    Good:
        {"id": "drug/k", "type": "Drug", "label": "ketamine", "kind": "substance", "codes": [{"code": "cas:6740-88-1", "match": "exact", "seen_at": ["a"]}]}
    """
    for record in dataset:
        yield from _twins(record, record.id, "")


def _twins(node: Node, record: str, pointer: str) -> Iterator[Finding]:
    for name in type(node).model_fields:
        value = getattr(node, name)
        many = isinstance(value, tuple)
        seen: set[str] = set()
        for at, part in enumerate(value if many else (value,)):
            if not isinstance(part, Node):
                continue
            place = f"{pointer}/{name}/{at}" if many else f"{pointer}/{name}"
            mark = fragment(name, part, many=many)
            if mark in seen:
                yield Finding(
                    f"another value of {name} has the same key",
                    record=record,
                    pointer=place,
                    hint=f"merge the two; their key is {' and '.join(part.key) or 'their content'}"
                    if hasattr(part, "key")
                    else "merge the two",
                )
            seen.add(mark)
            yield from _twins(part, record, place)
