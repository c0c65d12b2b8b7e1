"""Records as statements: one graph, without blank nodes, the same in every spelling."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from pharmakon import codes
from pharmakon.context import BASE, LANGUAGE
from pharmakon.graph.statement import Literal, Statement, iri, literal, text
from pharmakon.model import Metadata, Node, Record
from pharmakon.model.canonical import fragment
from pharmakon.terms import DATATYPES, Field, Type, expand, table

__all__ = ["Literal", "Naming", "Statement", "iri", "lines", "literal", "statements", "text"]

TYPE = expand("rdf:type")
"""The predicate that names a node's class."""


@dataclass(frozen=True, slots=True)
class Naming:
    """What turns ids and texts into terms of a graph.

    Args:
        base: The IRI that, followed by an id, is a record's IRI.
        language: The language of all texts.
    """

    base: str = BASE
    language: str = LANGUAGE

    @staticmethod
    def of(metadata: Metadata | None) -> Naming:
        """The naming that a dataset's metadata states, or the default one."""
        return Naming(metadata.base_iri, metadata.language) if metadata else Naming()


def statements(record: Record | Metadata, naming: Naming) -> Iterator[Statement]:
    """All statements of one record and what is nested in it, unsorted.

    Args:
        record: The record, or the dataset's metadata.
        naming: How ids and texts become terms.
    """
    type_ = table().by_name[record.type]
    yield from _node(record, type_, naming.base + record.id, naming)


def lines(record: Record | Metadata, naming: Naming) -> list[str]:
    """The statements of one record as lines of N-Triples: sorted, each once, without line ends."""
    return sorted({statement.line() for statement in statements(record, naming)})


def _node(node: Node, type_: Type, subject: str, naming: Naming) -> Iterator[Statement]:
    yield Statement(subject, TYPE, type_.iri)
    for field in type_.fields:
        value = getattr(node, field.name)
        if not field.iri or value is None:
            continue
        for each in value if field.many else (value,):
            if field.part is None:
                yield Statement(subject, field.iri, term(each, field, naming))
                continue
            mark = "." if "#" in subject else "#"
            nested = subject + mark + fragment(field.name, each, many=field.many)
            yield Statement(subject, field.iri, nested)
            yield from _node(each, field.part, nested, naming)


def term(value: str | float, field: Field, naming: Naming) -> str | Literal:
    """The IRI or literal that stands for one value of a field.

    Args:
        value: The value, not a nested object.
        field: The field that holds it.
        naming: How ids and texts become terms.
    """
    match field.form.kind:
        case "reference":
            return naming.base + str(value)
        case "code":
            return codes.expand(str(value))
        case "iri":
            return str(value)
        case "text":
            return Literal(str(value), "", naming.language)
        case kind:
            return Literal(_LEXICAL.get(kind, str)(value), DATATYPES[kind])


def boolean(value: object) -> str:
    """A truth value as the canonical form of xsd:boolean."""
    return "true" if value else "false"


def double(value: float) -> str:
    """A number as the canonical form of xsd:double, which JSON-LD asks for.

    Source: XML Schema Part 2, section 3.2.5.2; JSON-LD 1.1 API, section 8.6.

    Example:
        >>> [double(each) for each in (40.0, 22.5, 0.0, 1e-7)]
        ['4.0E1', '2.25E1', '0.0E0', '1.0E-7']
    """
    mantissa, _, exponent = f"{value or 0.0:.15E}".partition("E")
    mantissa = mantissa.rstrip("0")
    return f"{mantissa}{'0' if mantissa.endswith('.') else ''}E{int(exponent)}"


_LEXICAL: dict[str, Callable[[Any], str]] = {"boolean": boolean, "number": double}
"""How values are spelled whose Python spelling is not their lexical form."""
