"""Any text, in any place, arrives unaltered in every format, or is refused at the door."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterator

import judges
import pyoxigraph
import pytest
import strategies
from hostile.naughty import TEXTS, Json, Slot, slots
from pyld import jsonld
from pyoxigraph import RdfFormat

from pharmakon import export, readers
from pharmakon.dataset import Dataset, Entry
from pharmakon.findings import Finding
from pharmakon.graph import Naming
from pharmakon.model import Metadata

SLOTS = list(slots())
STEP = 1 if os.environ.get("PHARMAKON_FULL") == "1" else 10
GRAPHS = {"ntriples": RdfFormat.N_TRIPLES, "turtle": RdfFormat.TURTLE, "jsonld": RdfFormat.JSON_LD}
READERS = [(name, "pyoxigraph") for name in GRAPHS] + [("jsonld", "PyLD")]
Kept = list[tuple[Slot, str, str]]
"""What came through the door: the place, the text, and the id of the record."""


def read(file: str, data: str) -> tuple[list[Entry], list[Finding]]:
    """The records and the errors of a file."""
    found = list(readers.read(file, data.encode("utf-8", "surrogatepass")))
    entries = [each for each in found if isinstance(each, Entry) and each.record is not None]
    return entries, [each for each in found if isinstance(each, Finding) and each.severity == "error"]


def pairs(slot: Slot) -> list[tuple[str, Json]]:
    """The texts of this run, each with a record that has it in a place; every text in some place."""
    first = SLOTS.index(slot)
    return [
        (text, slot.filled(text, len(TEXTS) * first + at))
        for at, text in enumerate(TEXTS)
        if (at + first) % STEP == 0
    ]


@pytest.fixture(scope="module")
def kept() -> tuple[Kept, list[Dataset]]:
    """What came through the door, and datasets of it: one of records, one for each description."""
    told: Kept = []
    records: list[Entry] = []
    described: list[Dataset] = []
    for slot in SLOTS:
        for text, record in pairs(slot):
            for each in in_json(record)[0]:
                told.append((slot, text, each.id))
                if isinstance(each.record, Metadata):
                    described.append(Dataset.of([each])[0])
                else:
                    records.append(each)
    return told, [Dataset.of(records)[0], *described]


def quads(name: str, reader: str, dataset: Dataset) -> Iterator[pyoxigraph.Quad]:
    """The statements of a dataset, written in a format and read by a program of others."""
    data = b"".join(next(export.module(name).export(dataset)).chunks)
    if reader == "pyoxigraph":
        return pyoxigraph.parse(data, format=GRAPHS[name])
    options = {"documentLoader": judges.refuse, "format": "application/n-quads"}
    return pyoxigraph.parse(jsonld.to_rdf(json.loads(data), options).encode(), format=RdfFormat.N_QUADS)


def spelled_out(slot: Slot) -> bool:
    """Whether the texts of a place are literals in a graph, and no IRIs."""
    return bool(slot.field.iri) and slot.field.form.kind in ("text", "string", "date")


def in_json(record: Json) -> tuple[list[Entry], list[Finding]]:
    """What is read of a record, or of a description, in a file of JSON."""
    return read("a.json", json.dumps({"dataset": record, "records": []} if "base_iri" in record else record))


def in_yaml(record: Json) -> tuple[list[Entry], list[Finding]]:
    """What is read of a record, or of a description, in a file of YAML."""
    text = strategies.yaml_of(record, width=10**9)
    return read("dataset.yaml" if "base_iri" in record else "a.yaml", text)


def test_every_text_slot_is_tried() -> None:
    """There is no type without a place for texts, and no place is tried twice."""
    names = [str(slot) for slot in SLOTS]
    assert len(set(names)) == len(names) > 150
    assert {
        "Drug.label",
        "Drug.codes.display",
        "Claim.passage.sha256",
        "Contradiction.sides.position",
    } <= set(names)
    assert len(set(TEXTS)) == len(TEXTS)


@pytest.mark.parametrize("slot", SLOTS[:: 1 if STEP == 1 else 5], ids=str)
def test_a_text_is_kept_or_refused_where_it_stands(slot: Slot) -> None:
    """A record holds exactly the text that was given, or a finding names the place; in JSON as in YAML."""
    for text, record in pairs(slot):
        entries, errors = in_json(record)
        assert bool(entries) != bool(errors), text[:50]
        for entry in entries:
            assert entry.record is not None
            assert text in slot.held(json.loads(entry.record.model_dump_json()))
        for each in errors:
            assert each.code in ("PK002", "PK014", "PK018", "PK102"), (text[:50], each)
            assert each.code == "PK002" or each.pointer.startswith(f"/{slot.fields[0].name}")
        others, refused = in_yaml(record)
        assert [each.record for each in others] == [each.record for each in entries]
        assert bool(refused) == bool(errors)


def test_no_text_is_altered_in_json(kept: tuple[Kept, list[Dataset]]) -> None:
    """JSON and JSON Lines, read by the standard library, hold every text code point by code point."""
    told, datasets = kept
    for name in ("json", "jsonl"):
        data = b"".join(next(export.module(name).export(datasets[0])).chunks)
        rows = data.split(b"\n")[:-1] if name == "jsonl" else [data]
        read_again = [json.loads(row) for row in rows]
        records = read_again if name == "jsonl" else read_again[0]["records"]
        found = {record["id"]: record for record in records}
        for slot, text, id_ in told:
            if slot.type.role == "record":
                assert text in slot.held(found[id_]), f"{slot}: {text[:50]!r} in {name}"
    described = [(slot, text) for slot, text, _ in told if slot.type.role == "dataset"]
    for (slot, text), dataset in zip(described, datasets[1:], strict=True):
        data = b"".join(next(export.module("json").export(dataset)).chunks)
        assert text in slot.held(json.loads(data)["dataset"])


@pytest.mark.parametrize(("name", "reader"), READERS)
def test_no_text_is_altered_in_a_graph(name: str, reader: str, kept: tuple[Kept, list[Dataset]]) -> None:
    """Each graph, read by a strict parser of others, has every text as a literal where it belongs."""
    told, datasets = kept
    naming = Naming()
    literals: dict[tuple[str, str], set[str]] = defaultdict(set)
    for quad in quads(name, reader, datasets[0]):
        if isinstance(quad.object, pyoxigraph.Literal):
            owner = str(quad.subject.value).removeprefix(naming.base).partition("#")[0]
            literals[owner, quad.predicate.value].add(quad.object.value)
    for slot, text, id_ in told:
        if (
            slot.type.role == "record"
            and slot.field.iri
            and slot.field.form.kind in ("text", "string", "date")
        ):
            assert text in literals[id_, slot.field.iri], f"{slot}: {text[:50]!r} in {name}"


@pytest.mark.parametrize("name", GRAPHS)
def test_no_text_of_a_description_is_altered(name: str, kept: tuple[Kept, list[Dataset]]) -> None:
    """So has the graph of a dataset's own description, whatever its addresses and language."""
    told, datasets = kept
    texts = [(slot, text) for slot, text, _ in told if slot.type.role == "dataset"]
    assert len(texts) == len(datasets) - 1 > 20
    for (slot, text), dataset in zip(texts, datasets[1:], strict=True):
        if spelled_out(slot):
            told_of = [
                quad for quad in quads(name, "pyoxigraph", dataset) if quad.predicate.value == slot.field.iri
            ]
            found = [quad.object.value for quad in told_of]
            assert text in found, f"{slot}: {text[:50]!r} in {name}"


@pytest.mark.parametrize("name", export.modules())
def test_every_format_is_written_whatever_the_texts(name: str, kept: tuple[Kept, list[Dataset]]) -> None:
    """No text breaks a format: it is written, as text of UTF-8 where it is text, the same bytes each time."""
    module = export.module(name)
    for dataset in kept[1][: 1 if STEP == 1 else 30]:
        for one, other in zip(module.export(dataset), module.export(dataset), strict=True):
            data = b"".join(one.chunks)
            assert data == b"".join(other.chunks)
            if one.media_type.startswith("text/") or "json" in one.media_type or "xml" in one.media_type:
                assert "\x00" not in data.decode("utf-8")
            if one.path.endswith((".json", ".jsonld")):
                json.loads(data)
            if one.path.endswith((".jsonl", ".ndjson")):
                assert all(isinstance(json.loads(line), dict) for line in data.split(b"\n")[:-1])
