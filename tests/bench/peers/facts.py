"""The statements of records as they stand in JSON: what a program without pharmakon's models would do.

Tests compare them with ours. They are made from plain dictionaries, so that no library of others is
measured together with our reader.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from pharmakon import codes
from pharmakon.context import BASE, LANGUAGE
from pharmakon.graph import TYPE, double
from pharmakon.terms import DATATYPES, Type, table

Object = dict[str, Any]
STRING = DATATYPES["string"]
"""The datatype that N-Triples leave out."""


class Fact(NamedTuple):
    """A triple; `datatype` and `language` are empty where the object is an IRI."""

    subject: str
    predicate: str
    object: str
    datatype: str = ""
    language: str = ""


Plan = dict[str, tuple[str, str, bool, Type | None]]
"""Of each field that a type's statements tell: predicate, kind, whether it holds many, nested type."""


def plans() -> dict[str, Plan]:
    """The fields of each type, looked up once."""
    return {
        type_.name: {
            field.name: (field.iri, field.form.kind, field.many, field.part)
            for field in type_.fields
            if field.iri
        }
        for type_ in table().types
    }


class Facts:
    """What tells the statements of one record after another."""

    def __init__(self) -> None:
        self._plans = plans()

    def of(self, record: Object) -> Iterator[Fact]:
        """The statements of a record."""
        return self._node(record, table().by_name[record["type"]], BASE + record["id"])

    def _node(self, given: Object, type_: Type, subject: str) -> Iterator[Fact]:
        yield Fact(subject, TYPE, type_.iri)
        plan = self._plans[type_.name]
        for name, held in given.items():
            if name not in plan:
                continue
            predicate, kind, many, part = plan[name]
            for value in held if many else (held,):
                if part is None:
                    yield _fact(subject, predicate, kind, value)
                    continue
                mark = "." if "#" in subject else "#"
                nested = subject + mark + _fragment(name, value, part, many=many)
                yield Fact(subject, predicate, nested)
                yield from self._node(value, part, nested)


def _fact(subject: str, predicate: str, kind: str, value: Any) -> Fact:  # noqa: ANN401 - a JSON value
    match kind:
        case "text":
            return Fact(subject, predicate, value, "", LANGUAGE)
        case "reference":
            return Fact(subject, predicate, BASE + value)
        case "code" | "iri":
            return Fact(subject, predicate, codes.expand(value) if kind == "code" else value)
        case "boolean":
            value = "true" if value else "false"
        case "number":
            value = double(value)
    return Fact(subject, predicate, str(value), DATATYPES[kind])


def _fragment(name: str, given: Object, type_: Type, *, many: bool) -> str:
    if not many:
        return name
    key = [str(given[each]) for each in getattr(type_.model, "key", ())]
    told = "-".join(key)
    if not key or not told.isascii():
        text = json.dumps(given, ensure_ascii=False, separators=(",", ":"))
        digest = hashlib.sha256(text.encode()).hexdigest()[:8]
        told = "-".join((*(each for each in key if each.isascii()), digest))
    return f"{name}-{re.sub(r'[^A-Za-z0-9_.-]', '-', told)}"
