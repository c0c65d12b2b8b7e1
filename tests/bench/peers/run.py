"""One other program over one file: `run.py NAME IN OUT [MORE]`; prints what it took as a line of JSON.

Each runs in a process of its own. What it imports and prepares is not within its `seconds`; who
measures the process from outside sees both.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Work = Callable[[Path, Path], int]
"""Reads the one file, writes the other, and returns the number of records."""


def _objects(path: Path) -> Iterator[dict[str, Any]]:
    with path.open("rb") as lines:
        yield from map(json.loads, lines)


def rdflib_graph() -> Work:
    """JSON Lines to terms of rdflib, one graph, N-Triples."""
    from facts import STRING, Facts
    from rdflib import Graph, Literal, URIRef

    facts = Facts()

    def work(source: Path, out: Path) -> int:
        graph, count = Graph(), 0
        for record in _objects(source):
            count += 1
            for each in facts.of(record):
                if each.datatype or each.language:
                    bare = each.language or each.datatype == STRING
                    datatype = None if bare else URIRef(each.datatype)
                    language = each.language or None
                    value = Literal(each.object, lang=language, datatype=datatype, normalize=False)
                else:
                    value = URIRef(each.object)
                graph.add((URIRef(each.subject), URIRef(each.predicate), value))
        graph.serialize(out, format="nt", encoding="utf-8")
        return count

    return work


def pyoxigraph_terms() -> Work:
    """JSON Lines to terms of pyoxigraph, straight to N-Triples."""
    from facts import Facts
    from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

    facts = Facts()

    def work(source: Path, out: Path) -> int:
        count = 0

        def triples() -> Iterator[Triple]:
            nonlocal count
            for record in _objects(source):
                count += 1
                for each in facts.of(record):
                    if each.language:
                        value = Literal(each.object, language=each.language)
                    elif each.datatype:
                        value = Literal(each.object, datatype=NamedNode(each.datatype))
                    else:
                        value = NamedNode(each.object)
                    yield Triple(NamedNode(each.subject), NamedNode(each.predicate), value)

        with out.open("wb") as file:
            serialize(triples(), file, RdfFormat.N_TRIPLES)
        return count

    return work


def pyoxigraph_jsonld() -> Work:
    """JSON-LD, read as a stream, to N-Triples; in it `type` is the first key, as `type_first` writes it."""
    from pyoxigraph import RdfFormat, parse, serialize

    def work(source: Path, out: Path) -> int:
        quads = parse(path=source, format=RdfFormat.STREAMING_JSON_LD)
        with out.open("wb") as file:
            serialize((quad.triple for quad in quads), file, RdfFormat.N_TRIPLES)
        return _lines(source)

    return work


def pyld() -> Work:
    """JSON-LD, with the context in line, to N-Quads."""
    from pyld import jsonld

    def work(source: Path, out: Path) -> int:
        document = json.loads(source.read_bytes())
        out.write_text(jsonld.to_rdf(document, {"format": "application/n-quads"}), encoding="utf-8")
        return len(document["@graph"])

    return work


def type_first() -> Work:
    """Our JSON-LD in the order in which it can be read as a stream: the type of an object first."""

    def turned(value: Any) -> Any:  # noqa: ANN401 - any JSON value
        if isinstance(value, list):
            return [turned(each) for each in value]
        if not isinstance(value, dict):
            return value
        return {name: turned(value[name]) for name in sorted(value, key=lambda name: (name != "type", name))}

    def work(source: Path, out: Path) -> int:
        with source.open("rb") as lines, out.open("wb") as file:
            file.write(next(lines))
            for line in lines:
                bare = line.rstrip(b",\n")
                comma = line[len(bare) :]
                file.write(line if bare == b"]}" else json.dumps(turned(json.loads(bare))).encode() + comma)
        return _lines(out)

    return work


def _lines(path: Path) -> int:
    """The records of our JSON-LD, which stand one on a line between the first and the last."""
    with path.open("rb") as file:
        return sum(1 for _ in file) - 2


def linkml() -> Work:
    """JSON Lines to LinkML's classes, rdflib and N-Triples, by the schema that `linkml_schema.py` made."""
    from linkml.generators.pythongen import PythonGenerator
    from linkml_runtime.dumpers import rdflib_dumper
    from linkml_runtime.loaders import json_loader
    from linkml_runtime.utils.schemaview import SchemaView

    schema = sys.argv[4]
    module, view = PythonGenerator(schema).compile_module(), SchemaView(schema)
    slots = {each.range: each.name for each in view.class_induced_slots("Container")}
    base = {"@base": view.schema.id}

    def work(source: Path, out: Path) -> int:
        gathered: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for record in _objects(source):
            gathered[slots[record.pop("type")]].append(record)
        container = json_loader.load(dict(gathered), target_class=module.Container)
        graph = rdflib_dumper.as_rdf_graph(container, view, prefix_map=base)
        graph.serialize(out, format="nt", encoding="utf-8")
        return sum(map(len, gathered.values()))

    return work


def jsonschema_dispatch() -> Work:
    """JSON Lines judged by the published schema of each record's type, with jsonschema."""
    from jsonschema import Draft202012Validator

    validators = {name: Draft202012Validator(schema) for name, schema in _schemas()}

    def work(source: Path, out: Path) -> int:
        count = 0
        for record in _objects(source):
            validators[record["type"]].validate(record)
            count += 1
        return count

    return work


def jsonschema_rs() -> Work:
    """The same with jsonschema-rs, and orjson for reading."""
    from jsonschema_rs import Draft202012Validator
    from orjson import loads

    validators = {name: Draft202012Validator(schema) for name, schema in _schemas()}

    def work(source: Path, out: Path) -> int:
        count = 0
        with source.open("rb") as lines:
            for line in lines:
                record = loads(line)
                validators[record["type"]].validate(record)
                count += 1
        return count

    return work


def _schemas() -> Iterator[tuple[str, dict[str, Any]]]:
    """The published schemas by record type, from the folder that is named last.

    Surrogates are left out of patterns: Rust has no such characters, nor a spelling for them.
    """
    for path in Path(sys.argv[4]).glob("*.schema.json"):
        if path.name != "pharmakon.schema.json":
            text = path.read_text(encoding="utf-8").replace(r"\\uD800-\\uDFFF", "")
            yield path.name.partition(".")[0], json.loads(text)


def floor() -> Work:
    """The floor: orjson reads each line, and as many bytes are written as our N-Triples have."""
    from orjson import loads

    line = b"x" * 250 + b"\n"
    size = int(sys.argv[4])

    def work(source: Path, out: Path) -> int:
        count = written = 0
        total = source.stat().st_size
        read = 0
        with source.open("rb") as lines, out.open("wb") as file:
            for each in lines:
                loads(each)
                count += 1
                read += len(each)
                share = read * size // total - written
                file.write(line * (share // len(line)))
                written += share // len(line) * len(line)
            file.write(line[: size - written])
        return count

    return work


def fhir_resources() -> Work:
    """FHIR R5 NDJSON to the classes of fhir.resources, which judge it, and back to JSON."""
    from fhir.resources import get_fhir_model_class

    name = re.compile(rb'"resourceType":\s*"(\w+)"')

    def work(source: Path, out: Path) -> int:
        count = 0
        with source.open("rb") as lines, out.open("w", encoding="utf-8") as file:
            for each in lines:
                found = name.search(each)
                assert found is not None
                model = get_fhir_model_class(found[1].decode())
                file.write(model.model_validate_json(each).model_dump_json() + "\n")
                count += 1
        return count

    return work


PEERS: dict[str, Callable[[], Work]] = {
    "rdflib": rdflib_graph,
    "pyoxigraph-terms": pyoxigraph_terms,
    "pyoxigraph-jsonld": pyoxigraph_jsonld,
    "type-first": type_first,
    "pyld": pyld,
    "linkml": linkml,
    "jsonschema": jsonschema_dispatch,
    "jsonschema-rs": jsonschema_rs,
    "floor": floor,
    "fhir.resources": fhir_resources,
}


def main(name: str, source: Path, out: Path) -> None:
    """Runs one program and prints what it took."""
    work = PEERS[name]()
    start, cpu = time.perf_counter(), time.process_time()
    count = work(source, out)
    took = {
        "records": count,
        "seconds": round(time.perf_counter() - start, 4),
        "cpu": round(time.process_time() - cpu, 4),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "bytes": out.stat().st_size if out.exists() else 0,
    }
    sys.stdout.write(json.dumps(took) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
