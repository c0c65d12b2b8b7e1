"""The canonical form of a record: RFC 8785 (JCS) JSON with every set sorted."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache
from json.encoder import encode_basestring
from typing import Any

from pharmakon.model.record import Node

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool
"""A JSON value without null."""


_LARGEST, _SMALLEST = 21, -6
"""Between these powers of ten ECMAScript prints a number without an exponent."""


def canonical_value(node: Node) -> dict[str, Json]:
    """The record as plain JSON values: absent fields left out, sets sorted, keys sorted."""
    given: dict[str, Json] = {}
    for name in _names(type(node)):
        value = getattr(node, name)
        if value is not None and value != ():
            given[name] = _plain(value)
    return given


@cache
def _names(kind: type[Node]) -> tuple[str, ...]:
    return tuple(sorted(kind.model_fields))


def _plain(value: Any) -> Json:  # noqa: ANN401 - whatever a field holds
    if isinstance(value, Node):
        return canonical_value(value)
    if isinstance(value, tuple):
        return sorted((_plain(each) for each in value), key=encode)
    return value  # type: ignore[no-any-return]


def encode(value: Json) -> str:
    """The JSON text of a value whose keys are sorted, as RFC 8785 spells it.

    Example:
        >>> encode({"high": 1e21, "low": 0.5, "unit": "mg/kg"})
        '{"high":1e+21,"low":0.5,"unit":"mg/kg"}'
    """
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, dict):
        return (
            "{"
            + ",".join([f"{encode_basestring(name)}:{encode(each)}" for name, each in value.items()])
            + "}"
        )
    if isinstance(value, list):
        return "[" + ",".join(map(encode, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return number(value)


def number(value: float) -> str:
    """A number as ECMAScript prints it, which RFC 8785 section 3.2.2.3 asks for.

    Example:
        >>> [number(each) for each in (40.0, 22.5, 1e-7, 1.5e300, 123456789012345680000.0)]
        ['40', '22.5', '1e-7', '1.5e+300', '123456789012345680000']
    """
    if isinstance(value, int) or value == 0:
        return str(int(value))
    sign, parts, exponent = Decimal(repr(value)).normalize().as_tuple()
    digits = "".join(map(str, parts))
    point = len(digits) + int(exponent)
    if 0 < point <= _LARGEST:
        body = digits[:point].ljust(point, "0") + (f".{digits[point:]}" if point < len(digits) else "")
    elif _SMALLEST < point <= 0:
        body = f"0.{'0' * -point}{digits}"
    else:
        tail = f".{digits[1:]}" if len(digits) > 1 else ""
        body = f"{digits[0]}{tail}e{point - 1:+d}"
    return f"-{body}" if sign else body


def canonical_json(node: Node) -> str:
    """The one line of canonical JSON that stands for the record, without a line end."""
    return encode(canonical_value(node))


def digest(node: Node) -> str:
    """Eight hexadecimal digits that tell the content of a nested object from its siblings'."""
    return _digest(canonical_json(node))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:8]


def fragment(name: str, node: Node, *, many: bool) -> str:
    """The part of a nested object's IRI after the record's: its field, and its key in a set.

    Args:
        name: The field that holds the object.
        node: The object.
        many: Whether the field holds a set of objects.

    Returns:
        Such as `passage`, `about-adverse_event-ketamine-nausea` or `sides-5f1c09aa`.
    """
    if not many:
        return name
    key = [str(getattr(node, each)) for each in getattr(node, "key", ())]
    return member(name, key, lambda: canonical_json(node))


def member(name: str, key: Sequence[str], content: Callable[[], str]) -> str:
    """What tells one object of a set from the others, as the end of its IRI.

    Args:
        name: The field that holds the set.
        key: The values of the fields by which its objects are told apart, as texts.
        content: Gives the canonical JSON of the object, where there is no key that can be spelled.
    """
    told = "-".join(key)
    if not key or not told.isascii():  # what cannot be spelled in an IRI is told apart by its digest
        told = "-".join((*(each for each in key if each.isascii()), _digest(content())))
    return f"{name}-{told.translate(IN_AN_IRI)}"


IN_AN_IRI = {each: "-" for each in range(0x80) if not re.match(r"[A-Za-z0-9_.-]", chr(each))}
"""What stands in the end of an IRI for each ASCII character that cannot stand there itself."""
