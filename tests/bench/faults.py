"""Faults of generated lines: each kind breaks a record of any type in one way.

    python -m tests.bench.faults 1000000 --seed 7 --errors 0.01

prints how many lines of each kind `tests.bench.generate` makes with the same arguments. A line that
loses its id (`LOSES_ID`) also leaves the references to it without a target.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Callable

from pharmakon.model.canonical import encode
from pharmakon.terms import Field, Type, table

from .sample import Object
from .templates import templates

Fault = Callable[[str, int], bytes]
"""Breaks a line; the number of the line makes what is new in it differ from other lines."""


class Plan:
    """Which lines are broken, and how: drawn apart from the records, so that it can be told alone.

    Args:
        seed: What the drawn values depend on.
        errors: The share of lines that are broken.
    """

    def __init__(self, seed: int, errors: float) -> None:
        self._draw = random.Random(f"faults {seed}")  # noqa: S311 - records, not secrets
        self._errors = errors

    def fault(self) -> str | None:
        """The kind of the next line's fault, if it has one."""
        if not self._errors or self._draw.random() >= self._errors:
            return None
        return self._draw.choice(KINDS)


def faults(count: int, seed: int = 0, errors: float = 0.0) -> Counter[str]:
    """How many lines of each kind the generator breaks, if it is given the same."""
    plan = Plan(seed, errors)
    drawn = (plan.fault() for _ in range(count))
    return Counter(each for each in drawn if each is not None)


def _changed(change: Callable[[Object, Type, int], object]) -> Fault:
    """The fault that changes the record; what it leaves is spelled canonically."""

    def broken(line: str, number: int) -> bytes:
        record = json.loads(line)
        change(record, table().by_name[record["type"]], number)
        return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    return broken


def _field(record: Object, type_: Type, wanted: Callable[[Field], bool]) -> Field | None:
    """The first field of its own that the record has and that is wanted."""
    shared = ("id", "type", "codes", "retired", "replaced_by")
    own = (each for each in type_.fields if each.name in record and each.name not in shared)
    return next(filter(wanted, own), None)


def _put(record: Object, field: Field, value: object) -> None:
    record[field.name] = [value] if field.many else value


def _coding(record: Object, **fields: object) -> None:
    """Gives the record one code, with a field that is wrong."""
    code = {"code": "mesh:D007649", "match": "exact", "seen_at": ["a public list"]}
    record["codes"] = [code | fields]


def _missing(record: Object, type_: Type, _: int) -> None:
    field = _field(record, type_, lambda each: each.required)
    del record[field.name if field else "label"]


def _word(record: Object, type_: Type, _: int) -> None:
    field = _field(record, type_, lambda each: bool(each.values))
    if field:
        _put(record, field, "nonsense")
    else:
        _coding(record, match="nonsense")


def _date(record: Object, type_: Type, _: int) -> None:
    field = _field(record, type_, lambda each: each.form.kind == "date")
    if field:
        _put(record, field, "2025-02-30")
    else:
        _coding(record, checked="2025-02-30")


def _null(record: Object, type_: Type, _: int) -> None:
    field = _field(record, type_, lambda each: not each.required)
    record[field.name if field else "description"] = None


def _list(record: Object, type_: Type, _: int) -> None:
    field = _field(record, type_, lambda each: each.many and each.part is None)
    if field:
        record[field.name] = [*record[field.name], record[field.name][0]]
    else:
        _coding(record, seen_at=["one place", "one place"])


def _reference(record: Object, type_: Type, number: int) -> None:
    field = _field(record, type_, lambda each: each.form.kind == "reference")
    if field:
        _put(record, field, f"{_prefix(field)}/nobody-{number}")
    else:
        record |= {"retired": True, "replaced_by": f"{type_.prefix}/nobody-{number}"}


def _other_type(record: Object, type_: Type, _: int) -> None:
    field = _field(record, type_, lambda each: each.form.kind == "reference")
    if field:
        _put(record, field, "contradiction/not-this")
    else:
        record["id"] = f"assessment/{record['id'].partition('/')[2]}"


def _prefix(field: Field) -> str:
    return table().by_name[field.to[0]].prefix


def _cut(line: str, _: int) -> bytes:
    return line[: len(line) * 2 // 3].encode()


def _unordered(line: str, _: int) -> bytes:
    record = json.loads(line)
    return json.dumps({name: record[name] for name in reversed(record)}, ensure_ascii=False).encode()


def _escaped(line: str, _: int) -> bytes:
    """The line with its first letter of the label spelled as an escape."""
    before, _, after = line.partition('"label":"')
    return f'{before}"label":"\\u{ord(after[0]):04x}{after[1:]}'.encode()


def _twice(line: str, _: int) -> bytes:
    return f'{line[:-1]},"type":{encode(json.loads(line)["type"])}}}'.encode()


def _not_utf8(line: str, _: int) -> bytes:
    return line.encode().replace(b'"label":"', b'"label":"\xff', 1)


FAULTS: dict[str, Fault] = {
    "cut line": _cut,
    "not UTF-8": _not_utf8,
    "key twice": _twice,
    "missing field": _changed(_missing),
    "unknown field": _changed(lambda record, _, __: record.update(color="red")),
    "unknown type": _changed(lambda record, _, __: record.update(type="Medicine")),
    "unknown word": _changed(_word),
    "wrong type": _changed(lambda record, _, __: record.update(label=7)),
    "one for true": _changed(lambda record, _, __: record.update(retired=1)),
    "null": _changed(_null),
    "value twice": _changed(_list),
    "impossible date": _changed(_date),
    "control character": _changed(lambda record, _, __: record.update(label="a\u0007b")),
    "line feed in id": _changed(lambda record, _, __: record.update(id=record["id"] + "\n")),
    "id of another": _changed(lambda record, type_, _: record.update(id=f"{type_.prefix}/{_taken(type_)}-0")),
    "reference to nobody": _changed(_reference),
    "reference to another type": _changed(_other_type),
    "other key order": _unordered,
    "escaped letter": _escaped,
}
"""What can be done to a line, by the name of its kind."""

KINDS = tuple(FAULTS)
HARMLESS = frozenset({"other key order", "escaped letter"})
"""Kinds that are no errors: the line is not canonical, and the record is the same."""
LOSES_ID = frozenset(
    {"cut line", "not UTF-8", "line feed in id", "id of another", "reference to another type"}
)
"""Kinds after which no record may have the id that the line had."""


def _taken(type_: Type) -> str:
    """The slug of the first record of a type."""
    return next(each.id for each in templates() if each.type == type_.name).partition("/")[2]


def main() -> None:
    """Prints how many lines of each kind there are."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.faults")
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--errors", type=float, default=0.01)
    asked = parser.parse_args()
    for kind, lines in faults(asked.count, asked.seed, asked.errors).items():
        sys.stdout.write(f"{lines:>8} {kind}\n")


if __name__ == "__main__":
    main()
