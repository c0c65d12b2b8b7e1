"""Statements as Turtle: one block per subject, predicates sorted, names shortened by prefixes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from pharmakon.graph.statement import Literal, Statement, iri, literal, text
from pharmakon.model.term import NAMESPACES
from pharmakon.terms import expand, table

_LOCAL = r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?"
_TYPE = expand("rdf:type")
_STRING = expand("xsd:string")


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
    shorten = _shortener(tuple(names.items()))
    subjects: dict[str, dict[str, set[str]]] = {}
    for each in statements:
        objects = subjects.setdefault(each.subject, {}).setdefault(each.predicate, set())
        objects.add(_term(each.object, shorten))
    for subject in sorted(subjects):
        predicates = subjects[subject]
        parts = [
            f"{'a' if each == _TYPE else shorten(each)} {', '.join(sorted(predicates[each]))}"
            for each in sorted(predicates, key=lambda each: (each != _TYPE, each))
        ]
        yield f"\n{shorten(subject)}\n    " + " ;\n    ".join(parts) + " .\n"


def term(value: str | Literal, names: Mapping[str, str]) -> str:
    """An IRI or a literal as Turtle spells it."""
    return _term(value, _shortener(tuple(names.items())))


def short(value: str, names: Mapping[str, str]) -> str:
    """An IRI by the longest prefix that fits, else in angle brackets."""
    return _shortener(tuple(names.items()))(value)


def _term(value: str | Literal, shorten: Callable[[str], str]) -> str:
    if not isinstance(value, Literal):
        return shorten(value)
    if value.language or value.datatype == _STRING:
        return literal(value)
    return f"{text(value.value)}^^{shorten(value.datatype)}"


@lru_cache(maxsize=16)
def _shortener(names: tuple[tuple[str, str], ...]) -> Callable[[str], str]:
    """What shortens IRIs by some prefixes; the expression tries the longest first.

    Args:
        names: Each prefix and what it stands for.
    """
    prefix_of = {address: name for name, address in reversed(names)}
    longest_first = sorted(prefix_of, key=len, reverse=True)
    form = re.compile(f"({'|'.join(map(re.escape, longest_first))})({_LOCAL})")

    @lru_cache(maxsize=4096)
    def shorten(value: str) -> str:
        found = form.fullmatch(value) if names else None
        return f"{prefix_of[found[1]]}:{found[2]}" if found else iri(value)

    return shorten
