"""Nodes of schema.org: objects with an id and a type, and how they are tidied and named."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pharmakon.dataset import Dataset
from pharmakon.model import Drug, Record
from pharmakon.model.canonical import Json, encode

Object = dict[str, Any]
"""A node; absent values are None or empty, lists are sets."""


def tidy(value: Any) -> Json:  # noqa: ANN401 - a node or what is in one
    """The value as canonical JSON: nothing absent, keys and sets sorted, a set of one as the one."""
    if isinstance(value, dict):
        kept = {name: tidy(each) for name, each in value.items() if each is not None and each != []}
        return {name: kept[name] for name in sorted(kept)}
    if isinstance(value, list):
        told = {encode(each): each for each in map(tidy, value)}
        return [told[name] for name in sorted(told)] if len(told) > 1 else next(iter(told.values()))
    return value  # type: ignore[no-any-return]


def node(id_: str, type_: str, **properties: object) -> Object:
    """A node with its properties."""
    return {"@id": id_, "@type": type_, **properties}


def link(id_: str) -> Object:
    """A reference to a node."""
    return {"@id": id_}


def links(ids: Iterable[str]) -> list[Object]:
    """References to nodes."""
    return [link(each) for each in ids]


def word(name: str) -> Object:
    """A reference to a member of one of schema.org's own enumerations."""
    return {"@id": f"https://schema.org/{name}"}


def words(value: str) -> str:
    """A word of an enumeration of ours, for people."""
    return value.replace("_", " ")


def standing(dataset: Dataset, kind: type[Record]) -> list[Any]:
    """The records of a type that are not retired."""
    return [each for each in dataset.of_type(kind) if not each.retired]


def is_drug(dataset: Dataset, record: str) -> bool:
    """Whether a reference leads to a drug that schema.org calls a Drug, not to a class of drugs."""
    found = dataset.get(record)
    return isinstance(found, Drug) and not found.retired and found.kind != "drug_class"
