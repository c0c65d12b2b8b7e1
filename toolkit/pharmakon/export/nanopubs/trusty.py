"""Trusty URIs: the artifact code that a set of quads has, by which anybody can check it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable

from pharmakon.graph import Literal

HOLE = " "
"""What stands in IRIs where the artifact code will stand; no IRI holds a space otherwise."""

Quad = tuple[str, str, str, str | Literal]
"""The IRI of a graph, and a statement's subject, predicate and object."""


def artifact_code(quads: Iterable[Quad]) -> str:
    """The artifact code of quads whose own IRIs have a hole where the code will stand.

    Args:
        quads: In any order, without blank nodes; each counts once.

    Returns:
        `RA` and 43 characters of Base64 that are safe in an IRI.

    Source: Trusty URI Specification, version 1, module RA.

    Example:
        >>> artifact_code([("https://a/ #g", "https://a/ ", "https://a/b", Literal("x"))])
        'RADxq8EHjC6V7FbucN0GWqJ8vKH2LlsRsdHYhwvWnYsX8'
    """
    told = "".join([_told(quad) for quad in sorted(set(quads), key=_place)])
    digest = hashlib.sha256(told.encode("utf-8")).digest()
    return "RA" + base64.urlsafe_b64encode(digest).decode("ascii").rstrip("=")


def _place(quad: Quad) -> tuple[str, str, str, bool, str, str, str]:
    """Where a quad stands in order: IRIs before literals, texts in a language before typed ones."""
    graph, subject, predicate, value = quad
    if isinstance(value, Literal):
        datatype = "" if value.language else value.datatype
        return graph, subject, predicate, True, value.value, datatype, value.language.lower()
    return graph, subject, predicate, False, value, "", ""


def _told(quad: Quad) -> str:
    graph, subject, predicate, value = quad
    if isinstance(value, Literal):
        kind = f"@{value.language.lower()}" if value.language else f"^{value.datatype}"
        label = value.value.replace("\\", "\\\\").replace("\n", "\\n")
        return f"{graph}\n{subject}\n{predicate}\n{kind} {label}\n"
    return f"{graph}\n{subject}\n{predicate}\n{value}\n"
