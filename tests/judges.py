"""Three judges of one record: our reader with pydantic behind it, the published JSON Schema, the shapes."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import rdflib
from jsonschema import Draft202012Validator
from mutations import Case, Object, seeds
from pyld import jsonld
from pyshacl import validate
from rdflib.namespace import RDF, SH, XSD

from pharmakon import readers
from pharmakon.dataset import Entry
from pharmakon.schema import artefact
from pharmakon.terms import Type, table

BASE = "https://example.org/data/"


@cache
def published(name: str, path: str) -> str:
    """A file of the schema tree, as a build writes it."""
    made = {each.path: b"".join(each.chunks) for each in artefact(name).render()}
    return made[path].decode("utf-8")


def context() -> Object:
    """The published context."""
    return json.loads(published("context", "context.jsonld"))["@context"]  # type: ignore[no-any-return]


@cache
def shapes() -> rdflib.Graph:
    """The published shapes."""
    return rdflib.Graph().parse(data=published("shacl", "shapes.ttl"), format="turtle")


@cache
def validator(name: str = "") -> Draft202012Validator:
    """A validator of one type's schema, or of the bundle."""
    path = f"{name}.schema.json" if name else "pharmakon.schema.json"
    return Draft202012Validator(json.loads(published("jsonschema", path)))


def accepted_by_reader(case: Case) -> bool:
    """Whether our reader, with pydantic behind it, takes the record."""
    dataset = case.type.role == "dataset"
    wrapped: Any = {"dataset": case.record, "records": []} if dataset else [case.record]
    found = list(readers.read("case.json", json.dumps(wrapped).encode()))
    return all(isinstance(each, Entry) and each.record is not None for each in found)


def accepted_by_schema(case: Case) -> bool:
    """Whether the bundle takes the record; the dataset's metadata has a schema of its own."""
    return validator("Dataset" if case.type.role == "dataset" else "").is_valid(case.record)


def refused_by_shapes(cases: Iterable[Case]) -> set[int]:
    """The numbers of the records that the shapes refuse; all are judged as one graph."""
    graph, owner = rdflib.Graph(), {}
    for seed in seeds():
        graph += graph_of(seed, table().by_name[seed["type"]])
    for number, case in enumerate(cases):
        for triple in graph_of(case.record, case.type, f"case{number}"):
            graph.add(triple)
            owner[_record(triple[0])] = number
    _, report, _ = validate(graph, shacl_graph=shapes())
    results = report.subjects(RDF.type, SH.ValidationResult)
    return {owner[_record(report.value(each, SH.focusNode))] for each in results}


def _record(node: object) -> str:
    """The IRI of the record to which a node belongs."""
    return str(node).partition("#")[0]


def graph_of(record: Object, type_: Type, blank: str = "seed") -> rdflib.Graph:
    """The graph of a plain record, however broken, as PyLD reads it with the published context.

    Args:
        record: The record as plain JSON.
        type_: The type that it would have.
        blank: What tells its blank nodes from those of others.
    """
    document = _named(record, type_, str(record.get("id", "none")))
    return parsed({"@context": context(), **document}, blank)


def parsed(document: Object, blank: str = "b") -> rdflib.Graph:
    """The graph of a JSON-LD document as PyLD reads it; lexical forms are kept."""
    found = jsonld.to_rdf(document, {"documentLoader": refuse, "base": BASE})
    graph = rdflib.Graph()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # rdflib warns of ill-typed literals, which some cases have
        for triple in found.get("@default", ()):
            subject, predicate, value = (
                _term(triple[part], blank) for part in ("subject", "predicate", "object")
            )
            graph.add((subject, predicate, value))
    return graph


def refuse(address: str, options: Object) -> Object:
    """A document loader that opens nothing."""
    message = f"no network: {address}"
    raise AssertionError(message)


def _named(record: Object, type_: Type, id_: str) -> Object:
    """The record with an id and a type on every nested object, as the exporter gives them."""
    made = dict(record)
    for field in type_.fields:
        if field.part is None or field.name not in made:
            continue
        many = isinstance(made[field.name], list)
        nested = []
        for at, each in enumerate(made[field.name] if many else [made[field.name]]):
            name = f"{id_}{'.' if '#' in id_ else '#'}{field.name}-{at}"
            whole = {"id": name, "type": field.part.name}
            nested.append({**_named(each, field.part, name), **whole} if isinstance(each, dict) else each)
        made[field.name] = nested if many else nested[0]
    return made


def _term(term: Mapping[str, str], blank: str) -> Any:  # noqa: ANN401 - a term of rdflib
    if term["type"] == "IRI":
        return rdflib.URIRef(term["value"])
    if term["type"] == "blank node":
        return rdflib.BNode(f"{blank}x{term['value'][2:]}")
    language = term.get("language")
    plain = language or term["datatype"] == str(XSD.string)
    datatype = None if plain else rdflib.URIRef(term["datatype"])
    return rdflib.Literal(term["value"], lang=language, datatype=datatype, normalize=False)
