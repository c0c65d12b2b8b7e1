"""Statements as Turtle: one block per subject, predicates sorted, names shortened by prefixes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from pharmakon.graph.statement import Literal, Statement, iri, literal, text
from pharmakon.model.term import NAMESPACES
from pharmakon.terms import expand, table

_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_TYPE = expand("rdf:type")


def prefixes(base: str) -> dict[str, str]:
    """The prefixes of a dataset: the vocabularies, and one for each record type.

    Args:
        base: The IRI that, followed by an id, is a record's IRI.
    """
    of_types = {type_.prefix: f"{base}{type_.prefix}/" for type_ in table().records}
    return {**NAMESPACES, **{name: of_types[name] for name in sorted(of_types)}}


def head(names: Mapping[str, str]) -> str:
    """The lines that declare prefixes."""
    return "".join(f"@prefix {name}: {iri(address)} .\n" for name, address in names.items())


def blocks(statements: Iterable[Statement], names: Mapping[str, str]) -> Iterator[str]:
    """One block of text per subject, subjects sorted.

    Args:
        statements: In any order; each is written once.
        names: The prefixes that `head` declared.
    """
    subjects: dict[str, set[Statement]] = {}
    for statement in statements:
        subjects.setdefault(statement.subject, set()).add(statement)
    for subject in sorted(subjects):
        predicates: dict[str, list[str]] = {}
        for statement in subjects[subject]:
            predicates.setdefault(statement.predicate, []).append(term(statement.object, names))
        ordered = sorted(predicates, key=lambda each: (each != _TYPE, each))
        parts = [
            f"{'a' if each == _TYPE else short(each, names)} {', '.join(sorted(predicates[each]))}"
            for each in ordered
        ]
        yield f"\n{short(subject, names)}\n    " + " ;\n    ".join(parts) + " .\n"


def term(value: str | Literal, names: Mapping[str, str]) -> str:
    """An IRI or a literal as Turtle spells it."""
    if not isinstance(value, Literal):
        return short(value, names)
    if value.language or value.datatype == expand("xsd:string"):
        return literal(value)
    return f"{text(value.value)}^^{short(value.datatype, names)}"


def short(value: str, names: Mapping[str, str]) -> str:
    """An IRI by the longest prefix that fits, else in angle brackets."""
    fitting = [name for name, address in names.items() if value.startswith(address)]
    for name in sorted(fitting, key=lambda each: -len(names[each])):
        local = value[len(names[name]) :]
        if _LOCAL.fullmatch(local):
            return f"{name}:{local}"
    return iri(value)
