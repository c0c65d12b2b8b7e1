"""The real records that generated ones are made from, and how the first few of them name each other only."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any

from pharmakon.model.canonical import encode
from pharmakon.resources import shipped
from pharmakon.terms import Field, Type, table

Object = dict[str, Any]
"""A JSON object."""


@cache
def real() -> tuple[Object, ...]:
    """The packaged records in a fixed, mixed order that begins with one of each type."""
    text = (shipped("dataset") / "export" / "records" / "pharmakon.jsonl").read_text(encoding="utf-8")
    mixed = [json.loads(line) for line in text.splitlines()]
    random.Random(0).shuffle(mixed)  # noqa: S311 - an order, not a secret
    first = {record["type"]: record["id"] for record in reversed(mixed)}
    order = {type_.name: at for at, type_ in enumerate(table().records)}
    heads = set(first.values())
    return tuple(sorted(mixed, key=lambda each: order[each["type"]] if each["id"] in heads else len(order)))


def closed(records: tuple[Object, ...]) -> Iterator[Object]:
    """The records, naming each other only: what is not among them is replaced by one of its type.

    Args:
        records: Some of the real records, at least one of each type.
    """
    here = _Here(records)
    for record in records:
        type_ = table().by_name[record["type"]]
        yield here.node(record, type_, above=type_.prefix)


class _Here:
    """The ids that there are, by type."""

    def __init__(self, records: tuple[Object, ...]) -> None:
        self.ids: dict[str, list[str]] = defaultdict(list)
        for record in records:
            self.ids[record["id"].partition("/")[0]].append(record["id"])
        self.draw = random.Random(0)  # noqa: S311 - the same in each run

    def node(self, given: Object, type_: Type, above: str = "") -> Object:
        """The object with other references; those within the type `above`, which might circle, go."""
        made: Object = {}
        for name, value in given.items():
            field = type_.field(name)
            assert field is not None
            if name == "id" or (field.part is None and field.form.kind != "reference"):
                made[name] = value
                continue
            listed = value if field.many else [value]
            values = [new for each in listed if (new := self.value(each, field, above)) is not None]
            if values:
                made[name] = _distinct(values) if field.many else values[0]
        return made

    def value(self, given: Any, field: Field, above: str) -> Any:  # noqa: ANN401 - an id, or an object
        """The nested object or reference; None for a reference that goes."""
        if field.part is not None:
            return self.node(given, field.part)
        prefix = given.partition("/")[0]
        if given in self.ids[prefix]:
            return given
        return None if prefix == above else self.draw.choice(self.ids[prefix])


def _distinct(values: list[Any]) -> list[Any]:
    """The values of a set, of those with one key the first."""
    keys = {}
    for each in values:
        key = each
        if isinstance(each, dict):
            key = each.get("record") or each.get("process") or each.get("authorization") or encode(each)
        keys.setdefault(key, each)
    return list(keys.values())
