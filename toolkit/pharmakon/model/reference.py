"""Which records a record names, and where in it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Annotated, get_args, get_origin

from pharmakon.model.record import Node
from pharmakon.model.term import Form, Term


def references(node: Node, pointer: str = "") -> Iterator[tuple[str, str]]:
    """Every reference of a record, as the JSON Pointer of its place and the id that it names.

    Yields:
        In the order of the fields; places in sets are counted as they stand in the record.
    """
    for name, is_reference in _linked(type(node)):
        value = getattr(node, name)
        if value is None:
            continue
        many = isinstance(value, tuple)
        for at, each in enumerate(value if many else (value,)):
            place = f"{pointer}/{name}/{at}" if many else f"{pointer}/{name}"
            if is_reference:
                yield place, each
            else:
                yield from references(each, place)


@cache
def _linked(node: type[Node]) -> tuple[tuple[str, bool], ...]:
    """The fields that hold references (True) or nested objects (False)."""
    found = []
    for name, info in node.model_fields.items():
        if any(isinstance(mark, Term) and mark.to for mark in info.metadata):
            found.append((name, True))
        elif any(isinstance(each, type) and issubclass(each, Node) for each in _classes(info.annotation)):
            found.append((name, False))
    return tuple(found)


def _classes(annotation: object) -> Iterator[object]:
    """All classes that a type expression is made of."""
    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    inner = [each for each in get_args(annotation) if not isinstance(each, Form)]
    if not inner:
        yield annotation
    for each in inner:
        yield from _classes(each)
