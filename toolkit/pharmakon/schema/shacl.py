"""SHACL shapes: what a graph of records must look like."""

from __future__ import annotations

from collections.abc import Iterator

from pharmakon.artifacts import Artifact, text_artifact
from pharmakon.graph.statement import text
from pharmakon.graph.turtle import head, short
from pharmakon.model.scalar import SLUG
from pharmakon.model.term import NAMESPACES, AtMostOne, Constraint
from pharmakon.terms import DATATYPES, Field, Type, table

FILES = ("shapes.ttl",)
_NAMES = {**NAMESPACES, "shape": "https://w3id.org/pharmakon/shapes#"}


def render() -> Iterator[Artifact]:
    """The shapes of all record types, nested types and the dataset."""
    used = {name: _NAMES[name] for name in sorted(_NAMES)}
    shapes = "".join(_shape(type_) for type_ in table().types)
    yield text_artifact(FILES[0], head(used) + shapes, "text/turtle")


def _shape(type_: Type) -> str:
    fields = [field for field in type_.fields if field.iri]
    lines = [
        "a sh:NodeShape",
        f"sh:targetClass {_short(type_.iri)}",
        "sh:nodeKind sh:IRI",
        "sh:closed true",
        "sh:ignoredProperties ( rdf:type )",
        f"rdfs:comment {text(type_.description)}@en",
    ]
    if type_.role != "part":
        lines.append(f"sh:pattern {text(f'/{type_.prefix}/{SLUG}$')}")
    lines += [f"sh:property shape:{type_.name}-{field.name}" for field in fields]
    lines += [law for constraint in type_.constraints for law in _laws(constraint, type_)]
    made = _block(f"shape:{type_.name}", lines)
    return made + "".join(
        _block(f"shape:{type_.name}-{field.name}", _property(field)) for field in fields
    )


def _block(subject: str, lines: list[str]) -> str:
    return f"\n{subject}\n    " + " ;\n    ".join(lines) + " .\n"


def _property(field: Field) -> list[str]:
    least = max(field.least_items, 1 if field.required else 0)
    lines = [
        "a sh:PropertyShape",
        f"sh:path {_short(field.iri)}",
        f"sh:name {text(field.name)}",
        f"sh:description {text(field.description)}@en",
    ]
    lines += [f"sh:minCount {least}"] if least else []
    lines += [] if field.many else ["sh:maxCount 1"]
    return lines + _value(field)


def _value(field: Field) -> list[str]:
    form = field.form
    if field.part is not None:
        return ["sh:nodeKind sh:IRI", f"sh:class {_short(field.part.iri)}"]
    if field.values:
        return [f"sh:in ( {' '.join(map(text, field.values))} )"]
    if form.kind == "reference":
        types = [_short(table().by_name[name].iri) for name in field.to if name != "Record"]
        if len(types) == 1:
            return ["sh:nodeKind sh:IRI", f"sh:class {types[0]}"]
        options = " ".join(f"[ sh:class {each} ]" for each in types)
        return ["sh:nodeKind sh:IRI", *([f"sh:or ( {options} )"] if types else [])]
    if form.kind in ("code", "iri"):
        return ["sh:nodeKind sh:IRI"]
    if form.kind == "text":
        return ["sh:datatype rdf:langString", "sh:minLength 1"]
    lines = [f"sh:datatype {_short(DATATYPES[form.kind])}"]
    if form.pattern is not None:
        lines.append(f"sh:pattern {text(f'^(?:{form.pattern})$')}" if form.plain else "sh:minLength 1")
    if form.least is not None:
        lines.append(f"sh:minInclusive {form.least}")
    if form.most is not None:
        lines.append(f"sh:maxInclusive {form.most}")
    return lines


def _laws(constraint: Constraint, type_: Type) -> Iterator[str]:
    """A law between fields, as a logical constraint of the shape."""
    if isinstance(constraint, AtMostOne):
        first, *others = constraint.fields
        for other in others:
            yield f"sh:not [ sh:and ( {_held(first, type_)} {_held(other, type_)} ) ]"
        return
    options = [_held(name, type_) for name in constraint.fields]
    if constraint.given is not None:
        given = _held(constraint.given, type_)
        if constraint.values:
            path = _path(constraint.given, type_)
            each = (f"[ sh:path {path} ; sh:hasValue {text(value)} ]" for value in constraint.values)
            given = f"[ sh:or ( {' '.join(each)} ) ]"
        options.insert(0, f"[ sh:not {given} ]")
    yield f"sh:or ( {' '.join(options)} )"


def _held(name: str, type_: Type) -> str:
    return f"[ sh:property [ sh:path {_path(name, type_)} ; sh:minCount 1 ] ]"


def _path(name: str, type_: Type) -> str:
    field = type_.field(name)
    return _short(field.iri if field else "")


def _short(iri: str) -> str:
    return short(iri, _NAMES)
