"""Arguments: what a caller gives to a verb, if it is what is asked for."""

from __future__ import annotations

from typing import TypeVar

from pharmakon import export
from pharmakon.dataset import Dataset
from pharmakon.errors import BadArgument, UnknownFormat
from pharmakon.readers import Limits

T = TypeVar("T")


def of_type(given: object, type_: type[T], expected: str) -> T:
    """What is given, if it is of a type.

    Args:
        given: What a caller gives.
        type_: The type.
        expected: What is asked for, with an example.

    Raises:
        BadArgument: It is of another type.
    """
    if not isinstance(given, type_):
        raise BadArgument(given, expected)
    return given


def dataset(given: object) -> Dataset:
    """The dataset that is given.

    Raises:
        BadArgument: It is none.
    """
    return of_type(given, Dataset, "a dataset, such as load() gives")


def limits(given: object) -> Limits:
    """The limits that are given, or the usual ones.

    Raises:
        BadArgument: It is something else.
    """
    return Limits() if given is None else of_type(given, Limits, "limits, such as Limits(max_depth=9)")


def codes(given: object) -> tuple[str, ...]:
    """The beginnings of codes that are given.

    Raises:
        BadArgument: It is no list of them.
    """
    if not isinstance(given, (tuple, list)) or not all(isinstance(each, str) for each in given):
        raise BadArgument(given, 'a list of codes, or of their beginnings, such as ("PK1",)')
    return tuple(given)


def format_name(given: object) -> str:
    """The name of a format that is given.

    Raises:
        UnknownFormat: There is no such format.
    """
    if not isinstance(given, str):
        raise UnknownFormat(given, {**export.modules(), **export.modules(full=True)})  # type: ignore[arg-type]
    return export.module(given).FORMAT.name
