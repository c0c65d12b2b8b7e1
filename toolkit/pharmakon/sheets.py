"""Records as rows: one sheet for each record type, and one for each field that holds a set.

A nested object that stands alone widens its owner's row: `passage` becomes `passage_start`,
`passage_end` and so on. A set has a sheet of its own, named `owner_field`, with one row for each
member. The first sheet, `record`, has every id once: whatever may name records of several types
names a row of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from pharmakon.model import Node, Record
from pharmakon.model.canonical import canonical_json, encode, fragment
from pharmakon.terms import Field, Type, table

RECORD = "record"
"""The sheet that has every record once."""

Value = str | float | bool | None
"""What a cell holds: a text, a number, true or false, or nothing."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet.

    Args:
        name: The name: the path of the field in the row's object, joined by underscores.
        path: The fields that lead from the row's object to the value; empty for a key.
        field: The field that holds the value; none for a key.
        required: Whether every row has a value.
        description: A full sentence.
        to: The sheet whose `id` the value is, if it names a row.
        about: What, put after the id of the row's subject, gives the id of the value's subject.
    """

    name: str
    path: tuple[str, ...]
    field: Field | None
    required: bool
    description: str
    to: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of rows.

    Args:
        name: The name: the type in snake_case, or the owner's sheet and the field of a set.
        description: A full sentence.
        columns: The columns, keys first.
        key: The columns by which a row is told from all others.
        type: The type of each row's object; none where rows are single values.
        field: The set of which the rows are members; none for a record type.
        path: The fields that lead from the owner to that set.
        owner: The column that names the row of the owner; empty for a record type.
        members: The sheets of the sets in a row's object.
    """

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    type: Type | None = None
    field: Field | None = None
    path: tuple[str, ...] = ()
    owner: str = ""
    members: tuple[Sheet, ...] = ()


@cache
def sheets() -> tuple[Sheet, ...]:
    """All sheets: `record` and what every record has, the record types, then their sets by name."""
    index = _index()
    types = tuple(_of_type(type_) for type_ in table().records)
    sets = [each for sheet in types for each in _below(sheet)]
    return (index, *_below(index), *types, *sorted(sets, key=lambda sheet: sheet.name))


def rows(record: Record) -> Iterator[tuple[str, tuple[Value, ...]]]:
    """The rows of one record, each with the name of its sheet; members of a set in canonical order."""
    index, tops = _tops()
    yield index.name, (record.id, record.type, record.label)
    for sheet in index.members:
        yield from _members(sheet, record, record.id, record.id)
    yield from _rows(tops[record.type], record, record.id, "")


@cache
def _tops() -> tuple[Sheet, dict[str, Sheet]]:
    """The sheet of all records, and those of the record types by the name of the type."""
    return sheets()[0], {each.type.name: each for each in sheets() if each.type and not each.owner}


def _rows(sheet: Sheet, node: Node, id_: str, owner: str) -> Iterator[tuple[str, tuple[Value, ...]]]:
    keys = {"id": id_, sheet.owner: owner}
    yield (
        sheet.name,
        tuple(_walk(node, each.path) if each.path else keys[each.name] for each in sheet.columns),
    )
    for each in sheet.members:
        yield from _members(each, node, id_, id_)


def _members(sheet: Sheet, node: Node, id_: str, owner: str) -> Iterator[tuple[str, tuple[Value, ...]]]:
    """The rows of a set; ids of its members are spelled as everywhere."""
    *steps, name = sheet.path
    for step in steps:
        id_ += _mark(id_) + step
    members = _walk(node, sheet.path) or ()
    if sheet.type is None:
        for value in sorted(members, key=encode):
            yield sheet.name, (owner, value)
        return
    for part in sorted(members, key=canonical_json):
        yield from _rows(sheet, part, id_ + _mark(id_) + fragment(name, part, many=True), owner)


def _walk(node: Node, path: tuple[str, ...]) -> Any:  # noqa: ANN401 - whatever a field holds
    """What stands at the end of a path; nothing if the path breaks off."""
    found: Any = node
    for name in path:
        found = getattr(found, name)
        if found is None:
            return None
    return found


def _mark(id_: str) -> str:
    """What joins an id and the name of a nested object."""
    return "." if "#" in id_ else "#"


def _index() -> Sheet:
    """The sheet of all records; what every type has as a set belongs to it."""
    first = table().records[0]
    names = tuple(type_.name for type_ in table().records)
    fields = [_named(first, name) for name in ("id", "type", "label")]
    fields[1] = replace(fields[1], values=names)
    columns = tuple(
        Column(field.name, (field.name,), field, required=True, description=field.description)
        for field in fields
    )
    sets = tuple(_of_set(RECORD, (field.name,), field) for field in first.fields if _shared(field))
    return Sheet(RECORD, "Every record once, whatever its type.", columns, ("id",), members=sets)


def _named(type_: Type, name: str) -> Field:
    found = type_.field(name)
    if found is None:
        message = f"{type_.name} has no field {name}"
        raise TypeError(message)
    return found


def _shared(field: Field) -> bool:
    """Whether a field is a set that every record type has."""
    return field.many and all(type_.field(field.name) for type_ in table().records)


def _of_type(type_: Type) -> Sheet:
    """The sheet of a record type; its id names the row of all records."""
    said = _named(type_, "id")
    id_ = Column("id", (), None, required=True, description=said.description, to=RECORD)
    columns = (id_, *(each for each in _columns(type_) if each.name not in ("id", "type")))
    sets = tuple(_sets(type_, type_.prefix))
    return _checked(Sheet(type_.prefix, type_.description, columns, ("id",), type_, members=sets))


def _of_set(owner: str, path: tuple[str, ...], field: Field) -> Sheet:
    """The sheet of a set: each row names its owner, and is a value or an object with an id."""
    name = "_".join((owner, *path))
    whose = Column(owner, (), None, required=True, description="The owner of the row.", to=owner)
    if field.part is None:
        value = Column(
            field.name, path, field, required=True, description=field.description, to=_target(field)
        )
        key = (whose.name, value.name)
        return _checked(Sheet(name, field.description, (whose, value), key, None, field, path, owner))
    says = "The identity of the nested object: its record's id and a fragment."
    id_ = Column("id", (), None, required=True, description=says)
    columns = (id_, whose, *_columns(field.part))
    sets = tuple(_sets(field.part, name))
    return _checked(
        Sheet(name, field.description, columns, ("id",), field.part, field, path, owner, members=sets)
    )


def _columns(
    type_: Type, path: tuple[str, ...] = (), *, sure: bool = True, mark: str = ""
) -> Iterator[Column]:
    """The columns of a type's single values; those of a single nested object follow its field's name.

    Raises:
        TypeError: A nested object may be there without a value, so that no row could tell of it.
    """
    mark = mark or ("." if type_.role == "part" else "#")
    about = mark + ".".join(path) if path else ""
    for field in type_.fields:
        here = (*path, field.name)
        needed = sure and field.required
        if field.many:
            continue
        if field.part is None:
            yield Column("_".join(here), here, field, needed, field.description, _target(field), about)
            continue
        if not any(each.required and not each.many for each in field.part.fields):
            message = f"{type_.name}.{field.name} needs a field of its own that is required"
            raise TypeError(message)
        yield from _columns(field.part, here, sure=needed, mark=mark)


def _sets(type_: Type, owner: str, path: tuple[str, ...] = ()) -> Iterator[Sheet]:
    """The sheets of a type's sets, those in single nested objects included."""
    for field in type_.fields:
        here = (*path, field.name)
        if field.many and not _shared(field):
            yield _of_set(owner, here, field)
        elif field.part is not None and not field.many:
            yield from _sets(field.part, owner, here)


def _target(field: Field) -> str:
    """The sheet whose id a reference is."""
    if field.form.kind != "reference":
        return ""
    if len(field.to) == 1 and field.to[0] in table().by_name:
        return table().by_name[field.to[0]].prefix
    return RECORD


def _below(sheet: Sheet) -> Iterator[Sheet]:
    for each in sheet.members:
        yield each
        yield from _below(each)


def _checked(sheet: Sheet) -> Sheet:
    """The sheet itself.

    Raises:
        TypeError: Two of its columns have one name.
    """
    names = [column.name for column in sheet.columns]
    if len(set(names)) < len(names):
        message = f"two columns of {sheet.name} have one name: {names}"
        raise TypeError(message)
    return sheet
