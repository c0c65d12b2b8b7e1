"""THE TABLE: every record type and field with its meaning, reflected once from the models."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from pharmakon import model
from pharmakon.model.record import Node, Part, Record
from pharmakon.model.term import NAMESPACES, Constraint, Form, Internal, Term, snake_case

_ENUM = Form("string", says="one of the listed words")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a type: its meaning and everything that any published schema says of it.

    Args:
        name: The key in JSON and the attribute in Python.
        iri: The predicate, in full; empty for a field without meaning of its own.
        form: The kind and spelling of its values.
        many: Whether it holds a set of values.
        required: Whether it must be present; a set that must be present has a value.
        least_items: The smallest number of values that a set must have.
        values: The words that are allowed, where they are listed.
        to: The record types that a reference may name.
        part: The type of its nested objects.
        description: A full sentence.
        term: The annotation itself: mappings and units.
    """

    name: str
    iri: str
    form: Form
    many: bool
    required: bool
    least_items: int
    values: tuple[str, ...]
    to: tuple[str, ...]
    part: Type | None
    description: str
    term: Term | None


@dataclass(frozen=True, slots=True)
class Type:
    """A record type, or the type of a nested object.

    Args:
        name: The PascalCase name, which is the value of `type` in JSON.
        iri: The class, in full.
        role: Whether it stands alone, is nested, or is the dataset itself.
        description: A full sentence.
        fields: Its fields, in the order in which they are declared.
        key: The fields that tell a nested object from its siblings in a set.
        constraints: The laws between its fields.
        term: The annotation itself: mappings.
        model: The pydantic model.
    """

    name: str
    iri: str
    role: Literal["record", "part", "dataset"]
    description: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    constraints: tuple[Constraint, ...]
    term: Term
    model: type[Node]

    @property
    def prefix(self) -> str:
        """What ids of its records begin with, without the slash."""
        return snake_case(self.name)

    def field(self, name: str) -> Field | None:
        """The field of this name, if there is one."""
        return next((field for field in self.fields if field.name == name), None)


@dataclass(frozen=True, slots=True)
class Table:
    """All types, records first in the order for people, then nested ones, then the dataset."""

    types: tuple[Type, ...]
    by_name: Mapping[str, Type]

    @property
    def records(self) -> tuple[Type, ...]:
        """The record types, in the order in which people are shown them."""
        return tuple(type_ for type_ in self.types if type_.role == "record")

    @property
    def parts(self) -> tuple[Type, ...]:
        """The types of nested objects, by name."""
        return tuple(type_ for type_ in self.types if type_.role == "part")

    @property
    def dataset(self) -> Type:
        """The type of the dataset's own metadata."""
        return next(type_ for type_ in self.types if type_.role == "dataset")

    def fields(self) -> tuple[Field, ...]:
        """Each field with a meaning once, by name; where types differ, the first one's."""
        found: dict[str, Field] = {}
        for type_ in self.types:
            for field in type_.fields:
                if field.iri:
                    found.setdefault(field.name, field)
        return tuple(found[name] for name in sorted(found))

    def uses(self, name: str) -> Iterator[tuple[Type, Field]]:
        """The types that have a field of this name, each with its own form of it."""
        for type_ in self.types:
            if (field := type_.field(name)) is not None:
                yield type_, field


def expand(curie: str) -> str:
    """The full IRI of a term such as `skos:broader`.

    Raises:
        TypeError: No namespace has this prefix.

    Example:
        >>> expand("rdfs:label")
        'http://www.w3.org/2000/01/rdf-schema#label'
    """
    prefix, _, name = curie.partition(":")
    if prefix not in NAMESPACES or not name:
        message = f"{curie!r} is no term of a known namespace; add it to NAMESPACES"
        raise TypeError(message)
    return NAMESPACES[prefix] + name


DATATYPES = {
    "string": expand("xsd:string"),
    "date": expand("edtf:EDTF-level0"),
    "integer": expand("xsd:integer"),
    "number": expand("xsd:double"),
    "boolean": expand("xsd:boolean"),
}
"""The datatype of each kind of literal; texts have a language instead."""


@cache
def table() -> Table:
    """The table of all shipped record types.

    Raises:
        TypeError: A model declares a field without a meaning, or one word with two meanings.
    """
    return reflect(model.RECORD_TYPES)


def reflect(record_types: tuple[type[Record], ...]) -> Table:
    """The table of the given record types and of what is nested in them.

    Raises:
        TypeError: A model declares a field without a meaning, or one word with two meanings.
    """
    parts: dict[str, Type] = {}
    records = tuple(_type(each, parts) for each in record_types)
    dataset = _type(model.Metadata, parts)
    every = (*records, *(parts[name] for name in sorted(parts)), dataset)
    made = Table(every, {type_.name: type_ for type_ in every})
    _check(made)
    return made


def _type(node: type[Node], parts: dict[str, Type]) -> Type:
    fields = tuple(_field(node, name, info, parts) for name, info in node.model_fields.items())
    role: Literal["record", "part", "dataset"] = "dataset"
    if issubclass(node, Record):
        role = "record"
    elif issubclass(node, Part):
        role = "part"
    return Type(
        name=node.term.iri.partition(":")[2],
        iri=expand(node.term.iri),
        role=role,
        description=(node.__doc__ or "").strip().split("\n\n")[0],
        fields=fields,
        key=getattr(node, "key", ()),
        constraints=node.constraints,
        term=node.term,
        model=node,
    )


def _field(node: type[Node], name: str, info: FieldInfo, parts: dict[str, Type]) -> Field:
    marks = [mark for mark in info.metadata if isinstance(mark, (Term, Internal))]
    where = f"{node.__name__}.{name}"
    if len(marks) != 1:
        message = f"{where} needs exactly one Term(...) or Internal() around its whole type"
        raise TypeError(message)
    term = marks[0] if isinstance(marks[0], Term) else None
    annotation, many = _unwrap(info.annotation)
    forms = [mark for mark in info.metadata if isinstance(mark, Form)]
    values: tuple[str, ...] = ()
    part: Type | None = None
    while get_origin(annotation) is Annotated:
        inner, *metadata = get_args(annotation)
        forms += [mark for mark in metadata if isinstance(mark, Form)]
        annotation = inner
    if _is_words(annotation):
        values, form = tuple(_words(annotation)), _ENUM
    elif isinstance(annotation, type) and issubclass(annotation, Part):
        part, form = _part(annotation, parts), Form("part", says="a nested object")
    elif forms:
        form = forms[0]
    elif isinstance(marks[0], Internal):
        form = Form("string", says="a word")
    else:
        message = f"{where} has a type without a form; take one from model/scalar.py"
        raise TypeError(message)
    if form.kind == "reference" and term is not None and not term.to:
        message = f"{where} is a reference and must name its target types with to=(...)"
        raise TypeError(message)
    least = next((mark.min_length for mark in info.metadata if hasattr(mark, "min_length")), 0)
    return Field(
        name=name,
        iri=expand(term.iri) if term else "",
        form=form,
        many=many,
        required=info.is_required() or (node is model.Metadata and name == "type"),
        least_items=int(least) if many else 0,
        values=values,
        to=term.to if term else (),
        part=part,
        description=marks[0].says,
        term=term,
    )


def _part(node: type[Part], parts: dict[str, Type]) -> Type:
    name = node.term.iri.partition(":")[2]
    if name not in parts:
        parts[name] = _type(node, parts)
    return parts[name]


def _unwrap(annotation: Any) -> tuple[Any, bool]:  # noqa: ANN401 - a type expression
    """The type of one value, and whether a field of this type holds many."""
    options = [each for each in _options(annotation) if each is not type(None)]
    if len(options) == 1 and get_origin(options[0]) is tuple:
        return get_args(options[0])[0], True
    return (options[0] if len(options) == 1 else Union[tuple(options)]), False  # noqa: UP007


def _options(annotation: Any) -> tuple[Any, ...]:  # noqa: ANN401 - a type expression
    if get_origin(annotation) in (Union, types.UnionType):
        return get_args(annotation)
    return (annotation,)


def _is_words(annotation: Any) -> bool:  # noqa: ANN401 - a type expression
    return all(get_origin(each) is Literal for each in _options(annotation))


def _words(annotation: Any) -> Iterator[str]:  # noqa: ANN401 - a type expression
    for each in _options(annotation):
        yield from get_args(each)


def _check(made: Table) -> None:
    """Raises if one word has two meanings, or a type and a field share a name."""
    meanings: dict[str, tuple[str, ...]] = {}
    terms: dict[str, str] = {}
    for type_ in made.types:
        for field in type_.fields:
            if not field.iri:
                continue
            meaning = (field.iri, field.form.kind, str(field.many), field.description)
            if meanings.setdefault(field.name, meaning) != meaning:
                message = f"{type_.name}.{field.name} has another meaning or form elsewhere"
                raise TypeError(message)
            if terms.setdefault(field.iri, field.name) != field.name:
                message = f"{field.name} and {terms[field.iri]} are two words for {field.iri}"
                raise TypeError(message)
            unknown = [name for name in field.to if name not in {*made.by_name, "Record"}]
            if unknown:
                message = f"{type_.name}.{field.name} names the unknown type {unknown[0]}"
                raise TypeError(message)
    clash = set(meanings) & set(made.by_name)
    if clash:
        message = f"{min(clash)} is both a type and a field; JSON-LD has one namespace"
        raise TypeError(message)
