"""Records of every type, made from the table and then broken, one field at a time."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from pharmakon.model.record import Record
from pharmakon.model.term import AtMostOne, Needs, snake_case
from pharmakon.terms import Field, Type, table

Object = dict[str, Any]

SAMPLES = (
    *("2019-03-05", "2021", "a" * 64, "0" * 64, "[lb_av]", "1", "US", "EU", "en", "pt-BR", "1.0.0", "2.1.0"),
    *("10.1000/182", "10.1000/183", "7", "8", "PMC7", "PMC8", "NCT00000007", "NCT00000008"),
    *("mesh:D007649", "cas:6740-88-1", "https://example.org/a/", "https://example.org/b/", "one", "two"),
)
"""Strings of which each pattern of the model takes at least two."""


@dataclass(frozen=True)
class Case:
    """One record, whole or broken in one way.

    Args:
        mutation: What was done to it.
        type: The type that the record would have.
        owner: The type of the object that was changed: the record's own, or a nested one's.
        field: The field that was changed; None where the record is whole or breaks a law.
        needed: Whether the record is not valid without the field.
        record: The record as plain JSON.
    """

    mutation: str
    type: Type
    owner: Type
    field: Field | None
    needed: bool
    record: Object

    @property
    def kind(self) -> str:
        """The kind of the field's values; `word` where they are listed, `any` where any record fits."""
        if self.field is None:
            return ""
        if self.field.values:
            return "word"
        return "any" if "Record" in self.field.to else self.field.form.kind

    def __str__(self) -> str:
        """The mutation and its place."""
        return f"{self.mutation}: {self.owner.name}{f'.{self.field.name}' if self.field else ''}"


def value(field: Field, at: int = 0) -> Any:  # noqa: ANN401, PLR0911 - any JSON value; one return for each kind
    """A single valid value of a field; `at` tells the first from the second."""
    if field.part is not None:
        return build(field.part, at=at)
    if field.values:
        return field.values[at % len(field.values)]
    match field.form.kind:
        case "integer":
            return (field.form.least or 0) + at
        case "number":
            return 22.5 + at
        case "boolean":
            return not at
        case "text":
            return f"text {at}"
        case "reference":
            target = "Drug" if "Record" in field.to else field.to[0]
            return f"{snake_case(target)}/seed-{at % 2}"
    pattern = field.form.pattern or ""
    return [each for each in SAMPLES if re.fullmatch(pattern, each)][at]


def build(type_: Type, extra: Field | None = None, *, at: int = 0, full: bool = False) -> Object:
    """A valid object of a type: what is required, one field more if one is named, or all fields."""
    made: Object = {}
    for field in type_.fields:
        if field.name == "id":
            made["id"] = f"{type_.prefix}/seed-{at}"
        elif field.name == "type":
            made["type"] = type_.name
        elif field.required or full or field is extra:
            made[field.name] = _filled(field, at)
    for law in type_.constraints:
        held = [name for name in law.fields if name in made]
        if isinstance(law, AtMostOne):
            kept = extra.name if extra and extra.name in held else "".join(held[:1])
            for name in held:
                if name != kept:
                    del made[name]
        elif not held and _triggers(law, made):
            needed = next(field for field in type_.fields if field.name == law.fields[0])
            made[needed.name] = _filled(needed, at)
    return made


def _filled(field: Field, at: int) -> Any:  # noqa: ANN401 - any JSON value
    if not field.many:
        return value(field, at)
    return [value(field, at + more) for more in range(max(field.least_items, 1))]


def _triggers(law: Needs, made: Object) -> bool:
    if law.given is None:
        return True
    return made.get(law.given) in law.values if law.values else law.given in made


def seeds() -> list[Object]:
    """Two records of each type, for references to name."""
    return [build(type_, at=at) for type_ in table().records for at in (0, 1)]


def cases(most: int) -> list[Case]:
    """Whole records, mutations of every kind, and records that break a law between fields.

    Args:
        most: How many mutations of one sort are kept, chosen by a seeded generator.
    """
    sorts: dict[tuple[str, str, bool], list[Case]] = {}
    for case in (case for place in _places() for case in _broken(*place)):
        sorts.setdefault((case.mutation, case.kind, case.needed), []).append(case)
    draw = random.Random(20)  # noqa: S311 - a sample, not a secret
    some = (case for each in sorts.values() for case in draw.sample(each, min(most, len(each))))
    found = [*_whole(), *some, *_lawless()]
    for number, case in enumerate(found):
        if isinstance(case.record.get("id"), str):
            case.record["id"] = re.sub("seed-0|NUMBER", f"case-{number}", case.record["id"])
    return found


def _whole() -> Iterator[Case]:
    for type_ in (*table().records, table().dataset):
        yield Case("least", type_, type_, None, needed=False, record=build(type_))
        yield Case("full", type_, type_, None, needed=False, record=build(type_, full=True))


Route = tuple[Field, ...]


def _places() -> Iterator[tuple[Type, Route, Type, Field]]:
    """Each field of each type once: a record type, the way to the object, its type, the field."""
    shared, told = set(Record.model_fields) - {"id", "type"}, set()
    for type_ in (*table().records, table().dataset):
        ways: list[tuple[Route, Type]] = [((), type_)]
        for way, owner in ways:
            for field in owner.fields:
                if owner.role == "record" and field.name in shared and owner.name != "Drug":
                    continue
                yield type_, way, owner, field
                if field.part is not None and field.part.name not in told:
                    told.add(field.part.name)
                    ways.append(((*way, field), field.part))


def _made(type_: Type, way: Route, field: Field | None) -> tuple[Object, Object]:
    """A record that has the field, and the object within it that holds the field."""
    record = here = build(type_, way[0] if way else field)
    for at, step in enumerate(way):
        inner = build(step.part, way[at + 1] if at + 1 < len(way) else field)  # type: ignore[arg-type]
        here[step.name] = [inner, *here[step.name][1:]] if step.many else inner
        here = inner
    return record, here


def _broken(type_: Type, way: Route, owner: Type, field: Field) -> Iterator[Case]:
    for mutation, change in (*_structural(owner, field), *_of_values(field)):
        record, here = _made(type_, way, field)
        needed = field.required or _needed(owner, field.name, here)
        change(here)
        yield Case(mutation, type_, owner, field, needed, record)


def _needed(owner: Type, name: str, here: Object) -> bool:
    """Whether a law asks for the field in this object."""
    laws = (law for law in owner.constraints if isinstance(law, Needs) and name in law.fields)
    return any(_triggers(law, here) and not set(law.fields) - {name} & set(here) for law in laws)


Change = Callable[[Object], object]


def _put(name: str, given: Any) -> Change:  # noqa: ANN401 - any JSON value
    return lambda here: here.update({name: deepcopy(given)})


def _structural(owner: Type, field: Field) -> Iterator[tuple[str, Change]]:
    name = field.name
    if name == "type":
        if owner.role == "record":
            other = "Concept" if owner.name != "Concept" else "Drug"
            yield "drop type", lambda here: here.pop("type")
            yield "other type", _put("type", other)
            yield "unknown type", _put("type", "Medicine")
            yield "extra field", _put("color", "red")
            foreign = "disclaimer" if owner.name != "Dataset" else "verdict"
            yield "foreign field", _put(foreign, "inaccurate")
        return
    if name == "id":
        yield "drop", lambda here: here.pop("id")
        yield "id of another type", _put("id", "somebody/NUMBER")
        yield "capital in id", _put("id", f"{owner.prefix}/A-NUMBER")
        yield "long id", _put("id", f"{owner.prefix}/NUMBER{'a' * 64}")
        yield "hyphen before id", _put("id", f"{owner.prefix}/-NUMBER")
        return
    if field.required:
        yield "drop", lambda here: here.pop(name)
    yield "rename", lambda here: here.update({f"{name}_": here.pop(name)})
    yield "null", _put(name, None)
    one, two = value(field), value(field, 1)
    if field.many:
        yield "empty list", _put(name, [])
        yield "one value for a list", _put(name, one)
        yield "value twice", _put(name, [one, two, one])
        yield "list in list", _put(name, [[one, two]])
        if field.least_items > 1:
            yield "short list", _put(name, [one])
    else:
        yield "list for one value", _put(name, [one])
        if two != one:
            yield "two values", _put(name, [one, two])


OBJECT, BOOLEAN, NUMBER = ("object", {"color": "red"}), ("boolean", True), ("number", 7.25)
EMPTY, WORD = ("empty", ""), ("word", "many")
WRONG: dict[str, tuple[tuple[str, Any], ...]] = {
    "integer": (OBJECT, BOOLEAN, NUMBER, WORD, ("quoted number", "5"), ("whole float", 5.0)),
    "number": (OBJECT, BOOLEAN, WORD, ("quoted number", "22.5"), ("whole number", 40)),
    "boolean": (OBJECT, NUMBER, WORD, ("quoted boolean", "true"), ("one", 1)),
    "part": (("empty object", {}), BOOLEAN, NUMBER, WORD),
    "word": (OBJECT, BOOLEAN, NUMBER, EMPTY, ("other word", "nonsense")),
    "date": (OBJECT, BOOLEAN, NUMBER, EMPTY, ("malformed", "2019-02-30"), ("year", 2019)),
    "reference": (OBJECT, BOOLEAN, NUMBER, EMPTY, ("malformed", "Drug/A")),
    "code": (OBJECT, BOOLEAN, NUMBER, EMPTY, ("malformed", "\u0007")),
    "iri": (OBJECT, BOOLEAN, NUMBER, EMPTY, ("malformed", "\u0007")),
    "string": (OBJECT, BOOLEAN, NUMBER, EMPTY),
    "text": (
        OBJECT,
        BOOLEAN,
        NUMBER,
        EMPTY,
        ("control character", "a\u0007b"),
        ("scripts", "\u2018ü 氯 \u202e🧪"),
    ),
}
"""Values of each kind of field: what was done, and what then stands there."""


def _of_values(field: Field) -> Iterator[tuple[str, Change]]:
    """Changes of the value itself; in a list, of its first value."""
    if field.name in ("id", "type"):
        return
    kind = "word" if field.values else field.form.kind
    for mutation, wrong in (*WRONG[kind], *_wrong(field, kind)):
        rest = [value(field, at) for at in range(1, field.least_items)]
        yield mutation, _put(field.name, [wrong, *rest] if field.many else wrong)


def _wrong(field: Field, kind: str) -> Iterator[tuple[str, Any]]:
    """Further values, which depend on the field."""
    if kind in ("date", "reference", "code", "iri", "string"):
        yield "line feed", f"{value(field)}\n"
    if kind == "string":
        yield ("malformed" if field.form.plain else "control character"), "\u0007"
    if kind == "word":
        yield "capitals", field.values[0].upper()
    if kind == "integer":
        yield "below", (field.form.least or 0) - 1
        yield "above", (field.form.most or 0) + 1
    if kind == "reference" and "Record" not in field.to:
        other = next(each for each in table().records if each.name not in field.to)
        yield "reference to another type", f"{other.prefix}/seed-0"
        yield "dangling reference", f"{snake_case(field.to[0])}/nobody"


def _lawless() -> Iterator[Case]:
    """For each law between fields, an object that breaks it."""
    for type_ in table().records:
        ways: list[tuple[Route, Type]] = [((), type_)]
        for way, owner in ways:
            ways += [((*way, field), field.part) for field in owner.fields if field.part is not None]
            for law in owner.constraints:
                record, here = _made(type_, way, None)
                for name in law.fields:
                    field = owner.field(name)
                    if isinstance(law, AtMostOne) and field is not None:
                        here[name] = _filled(field, 0)
                    else:
                        here.pop(name, None)
                given = owner.field(law.given) if isinstance(law, Needs) and law.given else None
                if given is not None and isinstance(law, Needs):
                    here[given.name] = law.values[0] if law.values else _filled(given, 0)
                yield Case("law between fields", type_, owner, None, needed=False, record=record)
