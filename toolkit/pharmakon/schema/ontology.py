"""The OWL ontology: our classes and properties, defined, and aligned with other vocabularies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pharmakon.artifacts import Artifact, text_artifact
from pharmakon.graph.statement import iri, text
from pharmakon.graph.turtle import head, short
from pharmakon.model import SCHEMA_VERSION
from pharmakon.model.term import NAMESPACES, Term
from pharmakon.terms import DATATYPES, Field, Type, expand, table

FILES = ("ontology.ttl",)
IRI = NAMESPACES["pk"].rstrip("#")
VERSION_IRI = f"{IRI}/{SCHEMA_VERSION}"
LICENSE = "https://www.apache.org/licenses/LICENSE-2.0"
_SCOPE = (
    "Classes are disjoint, single-valued properties are functional, and words are enumerated; "
    "which fields are required, and how values are spelled, is said by the SHACL shapes."
)
ANNOTATIONS = (
    "dcterms:title",
    "dcterms:description",
    "dcterms:license",
    "skos:altLabel",
    "skos:closeMatch",
    "skos:definition",
    "skos:exactMatch",
)
"""Terms of others that OWL is to take as notes: those of the header, of definitions and of mappings."""
_BUILT_IN = ("rdfs:label", "owl:deprecated")
"""Annotation properties that OWL itself declares."""
_LINKED = ("reference", "part", "code", "iri")
_PLAIN = ("integer", "number", "boolean", "string", "date")


def render() -> Iterator[Artifact]:
    """The ontology as Turtle: header, our terms, the terms of others that are used, disjointness."""
    blocks = [_header()]
    blocks += [_class(type_) for type_ in sorted(table().types, key=lambda type_: type_.iri)]
    ours = (field for field in table().fields() if _is_ours(field.iri))
    blocks += [_property(field) for field in sorted(ours, key=lambda field: field.iri)]
    blocks += [_block(_short(term), [f"a {kind}"]) for term, kind in sorted(_others().items())]
    members = " ".join(sorted(_short(type_.iri) for type_ in table().types))
    blocks.append(f"\n[] a owl:AllDisjointClasses ;\n    owl:members ( {members} ) .\n")
    yield text_artifact(FILES[0], head(NAMESPACES) + "".join(blocks), "text/turtle")


def _header() -> str:
    lines = [
        "a owl:Ontology",
        f"owl:versionIRI {iri(VERSION_IRI)}",
        f"owl:versionInfo {text(SCHEMA_VERSION)}",
        'rdfs:label "The pharmakon vocabulary"@en',
        'dcterms:title "The pharmakon vocabulary"@en',
        'dcterms:description "What documents say about a drug: relations, claims, and judgements on claims."@en',
        f"dcterms:license {iri(LICENSE)}",
        f"rdfs:comment {text(_SCOPE)}@en",
    ]
    return _block(iri(IRI), lines)


def _class(type_: Type) -> str:
    label = re.sub(r"(?<!^)(?=[A-Z])", " ", type_.name).capitalize()
    lines = ["a owl:Class", *_said(label, type_.description)]
    lines += [f"rdfs:subClassOf {_short(expand(broad))}" for broad in sorted(type_.term.broad)]
    return _block(_short(type_.iri), lines + _mappings(type_.term))


def _property(field: Field) -> str:
    kind = "owl:ObjectProperty" if field.form.kind in _LINKED else "owl:DatatypeProperty"
    lines = [f"a {kind}{'' if field.many else ', owl:FunctionalProperty'}"]
    lines += _said(field.name.replace("_", " "), field.description)
    lines.append(f"rdfs:domain {_any_of(type_.iri for type_, _ in table().uses(field.name))}")
    reach = _range(field)
    lines += [f"rdfs:range {reach}"] if reach else []
    term = field.term
    if term is not None:
        lines += [f"rdfs:subPropertyOf {_short(expand(broad))}" for broad in sorted(term.broad)]
        lines += _mappings(term)
    return _block(_short(field.iri), lines)


def _said(label: str, definition: str) -> list[str]:
    return [
        f"rdfs:label {text(label)}@en",
        f"skos:definition {text(definition)}@en",
        f"rdfs:isDefinedBy {iri(IRI)}",
    ]


def _range(field: Field) -> str:
    """What a property leads to, in all types that use it; empty where that may be anything."""
    uses = [each for _, each in table().uses(field.name)]
    if field.part is not None:
        return _any_of(each.part.iri for each in uses if each.part)
    if field.values:
        words = sorted({value for each in uses for value in each.values})
        return f"[ a rdfs:Datatype ; owl:oneOf ( {' '.join(map(text, words))} ) ]"
    names = {name for each in uses for name in each.to}
    if names and "Record" not in names:
        return _any_of(table().by_name[name].iri for name in names)
    if field.form.kind in _PLAIN:
        return _short(DATATYPES[field.form.kind])
    return "rdf:langString" if field.form.kind == "text" else ""


def _any_of(classes: Iterable[str]) -> str:
    """A class, or the union of several."""
    names = sorted({_short(each) for each in classes})
    return names[0] if len(names) == 1 else f"[ a owl:Class ; owl:unionOf ( {' '.join(names)} ) ]"


def _mappings(term: Term) -> list[str]:
    exact = [f"skos:exactMatch {_short(expand(each))}" for each in sorted(term.exact)]
    return exact + [f"skos:closeMatch {_short(expand(each))}" for each in sorted(term.close)]


def _others() -> dict[str, str]:
    """The terms of others that data or axioms use, and what each is to OWL: without that, tools guess."""
    kinds = {name: "owl:AnnotationProperty" for name in ANNOTATIONS}
    kinds[_short(DATATYPES["date"])] = "rdfs:Datatype"
    for type_ in table().types:
        kinds |= {broad: "owl:Class" for broad in type_.term.broad}
    for field in table().fields():
        linked = field.form.kind in _LINKED
        kind = "owl:ObjectProperty" if linked else "owl:DatatypeProperty"
        name = _short(field.iri)
        if not _is_ours(field.iri) and name not in (*ANNOTATIONS, *_BUILT_IN):
            kinds[name] = kind
        if field.term is not None:
            kinds |= {broad: kind for broad in field.term.broad}
    return {expand(name): kind for name, kind in kinds.items()}


def _is_ours(address: str) -> bool:
    return address.startswith(NAMESPACES["pk"])


def _block(subject: str, lines: list[str]) -> str:
    return f"\n{subject}\n    " + " ;\n    ".join(lines) + " .\n"


def _short(address: str) -> str:
    return short(address, NAMESPACES)
