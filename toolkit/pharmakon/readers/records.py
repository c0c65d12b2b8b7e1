"""Trees to records: the table says what each value is, pydantic whether the record holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches
from hashlib import sha256
from math import inf
from typing import Any

from pydantic import ValidationError

from pharmakon.dataset import Entry, Positions, Span
from pharmakon.findings import Finding, quoted
from pharmakon.model import SCHEMA_VERSION
from pharmakon.readers.codes import BY_ID
from pharmakon.readers.tree import Mapping, Scalar, Sequence, Tree, location
from pharmakon.terms import Field, Type, table

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_VERSION = re.compile(r"0*([0-9]+)\.0*([0-9]+)\.[0-9]+")
_LONGEST_NUMBER = 400
_LONGEST_NAME = 100
NULLS = frozenset({"", "~", "null", "Null", "NULL"})
"""What YAML reads as null where it is not quoted."""

_KINDS = {"reference_type": "PK102", "id_type": "PK018", "null": "PK005", "form": "PK014"} | {
    "missing": "PK011",
    "extra_forbidden": "PK012",
    "literal_error": "PK015",
    "needs": "PK016",
    "at_most_one": "PK016",
    "too_short": "PK017",
    "repeated": "PK017",
    "finite_number": "PK014",
    "string_unicode": "PK014",
}
_WANTED = {
    "string_type": "a text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "model_type": "an object with fields",
    "model_attributes_type": "an object with fields",
    "dataclass_type": "an object with fields",
}


@dataclass(slots=True)
class _Notes:
    """What is gathered while one record is read: places and findings."""

    file: str
    id: str = ""
    spans: dict[str, Span] = field(default_factory=dict)
    keys: dict[str, Span] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def below(self, pointer: str) -> bool:
        """Whether something was found within a value."""
        return any(found.pointer.startswith(f"{pointer}/") for found in self.findings)

    def add(self, code: str, message: str, pointer: str, span: Span, hint: str = "") -> None:
        self.findings.append(
            Finding(
                message,
                record=self.id,
                pointer=pointer,
                location=location(self.file, span),
                hint=hint,
            ).of(BY_ID[code])
        )


def entries(file: str, tree: Tree | None) -> Iterator[Entry | Finding]:
    """The entries of a file of records: a list, one record, or `{"dataset": …, "records": […]}`.

    Args:
        file: The name of the file, for positions.
        tree: What was read from it; None for an empty file, which holds no records.
    """
    if tree is None:
        return
    if isinstance(tree, Mapping) and tree.get("type") is None and tree.get("records") is not None:
        yield from _whole(file, tree)
    elif isinstance(tree, Sequence):
        for item in tree.items:
            yield from entry(file, item)
    elif isinstance(tree, Mapping):
        yield from entry(file, tree)
    else:
        yield _misplaced(file, tree, "a list of records is expected here")


def _whole(file: str, tree: Mapping) -> Iterator[Entry | Finding]:
    """The entries of a dataset in one file: what is said of it as a whole, and its records."""
    seen: set[str] = set()
    for key, value in tree.items:
        if key.text in seen:
            place = location(file, key.span)
            message = f"the key {quoted(key.text)} stands twice"
            yield Finding(message, location=place, hint="remove one").of(BY_ID["PK003"])
        elif key.text == "dataset":
            yield from entry(file, value, table().dataset)
        elif key.text == "records":
            for item in value.items if isinstance(value, Sequence) else (value,):
                yield from entry(file, item)
        else:
            yield _misplaced(file, key, f"the key {quoted(key.text)} is neither dataset nor records")
        seen.add(key.text)


def entry(file: str, tree: Tree, type_: Type | None = None) -> Iterator[Entry | Finding]:
    """One record as an entry, and a finding for each fault in it.

    Args:
        file: The name of the file, for positions.
        tree: What was read.
        type_: What it must be; by default its field `type` says.
    """
    if not isinstance(tree, Mapping):
        yield _misplaced(file, tree, "a record, an object with fields, is expected here")
        return
    notes = _Notes(file)
    name = tree.get("id")
    if isinstance(name, Scalar):
        notes.id = _short(name.text)
    type_, record = type_ or _type_of(tree, notes), None
    if type_ is not None:
        record = _record(tree, type_, notes)
        if type_ is table().dataset:
            _tell_newer(tree.get("schema_version"), notes)
        if any(found.severity == "error" for found in notes.findings):
            record = None
    yield Entry(record, notes.id, Positions(file, notes.spans))
    yield from notes.findings


def _type_of(tree: Mapping, notes: _Notes) -> Type | None:
    """The record type that the field `type` names."""
    known = {type_.name: type_ for type_ in table().records}
    named = tree.get("type")
    if isinstance(named, Scalar) and named.text in known:
        return known[named.text]
    if named is None:
        notes.add("PK010", "the record has no type", "", tree.span, f"one of {', '.join(known)}")
    else:
        text = named.text if isinstance(named, Scalar) else "this"
        hint = _nearest(text, tuple(known)) or f"one of {', '.join(known)}"
        notes.add("PK010", f"there is no record type {quoted(text)}", "/type", named.span, hint)
    return None


def _record(tree: Mapping, type_: Type, notes: _Notes) -> Any:  # noqa: ANN401 - any model
    """The validated record; None if pydantic refuses it. Findings go to the notes."""
    value = _mapping(tree, type_, "", notes)
    seen = {finding.pointer for finding in notes.findings if finding.code != "PK003"}
    try:
        return type_.model.model_validate(value)
    except ValidationError as refusal:
        for fault in refusal.errors(include_url=False, include_context=True, include_input=True):
            _tell(dict(fault), type_, notes, seen)
    return None


def _tell_newer(tree: Tree | None, notes: _Notes) -> None:
    """Makes a finding of a version of the record schema that is newer than the one known here."""
    if not isinstance(tree, Scalar) or (given := _numbers(tree.text)) <= (known := _numbers(SCHEMA_VERSION)):
        return
    code = "PK020" if given[0] > known[0] else "PK021"
    message = f"the version of the record schema is newer than {SCHEMA_VERSION}, which is known here"
    hint = "install a newer pharmakon, or correct schema_version"
    notes.add(code, message, "/schema_version", tree.span, hint)


def _numbers(version: str) -> tuple[tuple[int, str], ...]:
    """The major and the minor number of a version, as values in their order, however long they are."""
    found = _VERSION.fullmatch(version)
    return tuple((len(each), each) for each in found.groups()) if found else ()


def _mapping(tree: Mapping, type_: Type | None, pointer: str, notes: _Notes) -> dict[str, Any]:
    notes.spans[pointer] = tree.span
    given: dict[str, Any] = {}
    for key, value in tree.items:
        place = pointer + _step(key.text)
        if key.text in given:
            notes.add("PK003", f"the key {quoted(key.text)} stands twice", place, key.span, "remove one")
            continue
        notes.keys[place] = key.span
        given[key.text] = _value(value, type_.field(key.text) if type_ else None, place, notes)
    return given


def _value(tree: Tree, field_: Field | None, pointer: str, notes: _Notes) -> Any:  # noqa: ANN401
    notes.spans[pointer] = tree.span
    if isinstance(tree, Mapping):
        return _mapping(tree, field_.part if field_ else None, pointer, notes)
    if isinstance(tree, Sequence):
        return tuple(_value(item, field_, f"{pointer}/{at}", notes) for at, item in enumerate(tree.items))
    return _scalar(tree, field_, pointer, notes)


def _scalar(tree: Scalar, field_: Field | None, pointer: str, notes: _Notes) -> Any:  # noqa: ANN401
    """The value that is meant: in YAML, the field decides what an unquoted scalar is."""
    kind = field_.form.kind if field_ else "string"
    if (tree.kind == "plain" and tree.text in NULLS) or (tree.kind == "literal" and tree.text == "null"):
        notes.add("PK005", "the value is null", pointer, tree.span, "leave the field out")
        return ""
    if tree.kind == "string" or (tree.kind == "plain" and kind not in ("integer", "number", "boolean")):
        return tree.text
    if tree.text in ("true", "false") and (tree.kind == "literal" or kind == "boolean"):
        return tree.text == "true"
    if _NUMBER.fullmatch(tree.text) and kind != "boolean":
        value = _number(tree.text, kind)
        if value is not None:
            return value
        message = f"the number {quoted(tree.text)} has more digits than can be kept"
        notes.add("PK014", message, pointer, tree.span, "write at most 16 significant digits")
    return tree.text


def _number(text: str, kind: str) -> int | float | None:
    """A number of JSON; a whole one is an int, however it is spelled. None if it would be rounded."""
    if len(text) > _LONGEST_NUMBER:
        return None
    if kind != "number" and text.lstrip("-").isdigit():
        return int(text)
    value = float(text)
    if kind not in ("integer", "number") or value in (inf, -inf):
        return value
    exact = Decimal(repr(value))
    if exact == 0:
        return None if re.search("[1-9]", text.lower().partition("e")[0]) else 0
    if exact != Decimal(text):
        return None
    return int(value) if kind == "integer" and value.is_integer() else value


def _tell(fault: dict[str, Any], type_: Type, notes: _Notes, seen: set[str]) -> None:
    """Makes a finding of one error of pydantic, unless its place has one already."""
    kind, context, loc = str(fault["type"]), fault.get("ctx") or {}, tuple(fault["loc"])
    owner = _owner(type_, loc)
    if kind == "missing":
        name = str(loc[-1])
        pointer = _pointer(loc[:-1])
        field_ = owner.field(name) if owner else None
        hint = field_.description if field_ else ""
        span = notes.spans.get(pointer, notes.spans[""])
        notes.add("PK011", f"the field {name!r} is missing", pointer, span, hint)
        return
    pointer = _pointer((*loc, *_further(kind, context)))
    if pointer in seen or (kind == "too_short" and notes.below(pointer)):
        return
    message, hint = _sentence(kind, fault, owner)
    span = notes.keys[pointer] if kind == "extra_forbidden" else notes.spans.get(pointer, notes.spans[""])
    notes.add(_KINDS.get(kind, "PK013"), message, pointer, span, hint)


def _pointer(loc: tuple[Any, ...]) -> str:
    return "".join(_step(str(each)) for each in loc)


def _step(name: str) -> str:
    return f"/{_short(name).replace('~', '~0').replace('/', '~1')}"


def _short(name: str) -> str:
    """An id or a key as findings tell it: of one that no record can have, the beginning and a digest."""
    if len(name) <= _LONGEST_NAME:
        return name
    return f"{name[:_LONGEST_NAME]}…{sha256(name.encode()).hexdigest()[:8]}"


def _further(kind: str, context: dict[str, Any]) -> tuple[Any, ...]:
    """What our own errors know of their place beyond what pydantic says."""
    if kind in ("repeated", "null", "at_most_one"):
        return (context["field"],)
    if kind == "id_type":
        return ("id",)
    if kind == "reference_type" and context.get("at") is not None:
        return (context["at"],)
    return ()


def _sentence(kind: str, fault: dict[str, Any], owner: Type | None) -> tuple[str, str]:
    """What is wrong, and what to do about it."""
    name = next((each for each in reversed(fault["loc"]) if isinstance(each, str)), "")
    if kind == "extra_forbidden":
        names = tuple(each.name for each in owner.fields) if owner else ()
        hint = _nearest(name, names) or f"its fields: {', '.join(names)}"
        return f"{owner.name if owner else 'the object'} has no field {quoted(name)}", hint
    if kind == "literal_error":
        field_ = owner.field(name) if owner else None
        words = field_.values if field_ else ()
        hint = _nearest(str(fault["input"]), words) or f"one of {', '.join(words)}"
        return f"{quoted(fault['input'])} is not one of the allowed words", hint
    if kind == "too_short":
        return f"the list needs {fault['ctx']['min_length']} or more values", ""
    if kind in _WANTED:
        return f"{_WANTED[kind]} is expected here", ""
    return str(fault["msg"]), ""


def _owner(type_: Type, loc: tuple[Any, ...]) -> Type | None:
    """The type of the object in which the last named field of a place stands."""
    owner: Type | None = type_
    for name in [each for each in loc if isinstance(each, str)][:-1]:
        field_ = owner.field(name) if owner else None
        owner = field_.part if field_ else None
    return owner


def _nearest(name: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(name, known, n=1, cutoff=0.6)
    return f"did you mean {near[0]!r}?" if near else ""


def _misplaced(file: str, tree: Tree, message: str) -> Finding:
    return Finding(message, location=location(file, tree.span)).of(BY_ID["PK008"])
