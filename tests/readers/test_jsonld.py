"""JSON-LD as the toolkit writes it, read again; any other is sent to a JSON-LD processor."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st
from pyld import jsonld

import pharmakon
from pharmakon import readers, resources
from pharmakon.context import BASE, IRI, context
from pharmakon.dataset import Dataset, Entry
from pharmakon.export import module
from pharmakon.model import Metadata, Record
from pharmakon.model.canonical import canonical_json
from pharmakon.readers import folder

Reader = Callable[..., Any]

DRUG = {
    "id": "drug/k",
    "type": "Drug",
    "label": "ketamine",
    "kind": "substance",
    "codes": [{"code": "cas:6740-88-1", "match": "exact", "seen_at": ["a"]}],
}
NAMED = {"id": "drug/k#codes-cas-6740-88-1", "type": "Coding"}


def written(dataset: Dataset) -> bytes:
    """The JSON-LD of a dataset."""
    (artifact,) = module("jsonld").export(dataset)
    return b"".join(artifact.chunks)


def text(value: Any, given: Any = IRI) -> str:  # noqa: ANN401 - any JSON value
    """A JSON-LD document with a context."""
    return json.dumps({"@context": given} | value, indent=1)


@given(strategies.metadata(), st.lists(strategies.records(), max_size=4, unique_by=lambda each: each.id))
@strategies.seeded(40)
def test_what_is_written_is_read_again(metadata: Metadata, records: list[Record]) -> None:
    """The records and the metadata of a JSON-LD file are those that were written, with their names."""
    dataset, _ = Dataset.of(Entry(each, each.id) for each in (metadata, *records))
    found = list(readers.read("a.jsonld", written(dataset)))
    assert all(isinstance(each, Entry) and each.record is not None for each in found)
    again = [canonical_json(each.record) for each in found if isinstance(each, Entry) and each.record]
    assert again == [canonical_json(each) for each in dataset.nodes()]


def test_the_shipped_dataset_is_the_same_from_its_linked_data() -> None:
    """All records of the released JSON-LD are those of the released JSON Lines, without a finding."""
    dataset = pharmakon.load()
    found = list(readers.read("pharmakon.jsonld", written(dataset)))
    assert [canonical_json(each.record) for each in found if isinstance(each, Entry) and each.record] == [
        canonical_json(each) for each in dataset.nodes()
    ]


@pytest.mark.parametrize("shape", ["alone", "graph", "one", "base", "without names", "json"])
def test_the_shapes_that_are_ours(read: Reader, shape: str) -> None:
    """One record or a graph, the context in line or by IRI, a base beside it, nested names or none."""
    named = DRUG | {"codes": [DRUG["codes"][0] | NAMED]}  # type: ignore[index, operator]
    given = {
        "alone": text(named),
        "graph": text({"@graph": [named]}, context()),
        "one": text({"@graph": named}, [IRI]),
        "base": text(named, [IRI, {"@base": BASE}]),
        "without names": text(DRUG),
        "json": text(named),
    }[shape]
    found = read("a.json" if shape == "json" else "a.jsonld", given)
    assert found.codes == []
    assert [json.loads(canonical_json(each)) for each in found.records] == [DRUG]


@pytest.mark.parametrize(
    "given", [context("de"), context("en", "https://example.org/"), [IRI, {"@base": "https://example.org/"}]]
)
def test_a_base_or_language_is_never_lost(read: Reader, given: object) -> None:
    """Records whose context says a base or language of its own need a dataset that says so too."""
    found = read("a.jsonld", text(DRUG, given))
    assert found.codes == ["PK009"]
    assert "dataset" in found.findings[0].hint


@pytest.mark.parametrize(
    "given",
    [
        "https://schema.org/",
        ["https://schema.org/", IRI],
        None,
        7,
        [],
        {},
        [IRI, {"@base": None}],
        [{"@base": "https://example.org/"}],
        [[IRI]],
        {name: word for name, word in context().items() if name != "drug"},
        context() | {"shade": "https://example.org/shade"},
        context() | {"label": "https://example.org/label"},
        context() | {"kind": {"@id": "https://example.org/kind"}},
        context() | {"@vocab": "https://example.org/"},
        [IRI, {"drug": "https://example.org/drug"}],
    ],
)
def test_any_other_context_is_one_finding_that_says_what_to_do(read: Reader, given: object) -> None:
    """Words of another context are never guessed: nothing is read, and a processor is named."""
    found = read("a.jsonld", text(DRUG, given))
    assert found.codes == ["PK009"]
    assert found.entries == ()
    assert "JSON-LD processor" in found.findings[0].hint
    assert found.findings[0].location is not None
    assert found.findings[0].location.line == 2


def test_a_processor_brings_other_words_into_our_form() -> None:
    """What the hint says works: compacted by PyLD with the shipped context, the record is read."""
    foreign = {
        "@id": "https://w3id.org/pharmakon/drug/k",
        "@type": str(context()["Drug"]),
        "http://www.w3.org/2000/01/rdf-schema#label": {"@value": "ketamine", "@language": "en"},
        str(context()["kind"]["@id"]): "substance",  # type: ignore[index]
    }
    compacted = jsonld.compact(foreign, context(), {"base": BASE})
    found = list(readers.read("a.jsonld", json.dumps(compacted).encode()))
    assert [each.record.id for each in found if isinstance(each, Entry) and each.record] == ["drug/k"]


MARKED = {
    "a document without context": ('\u27e6{"id": "drug/k"}', "PK009"),
    "a list": ("\u27e6[]", "PK009"),
    "two contexts": ('{"@context": "IRI", \u27e6"@context": "IRI", "@graph": []}', "PK003"),
    "a word twice in the context": ('{"@context": {"a": {"b": 1, \u27e6"b": 1}}, "@graph": []}', "PK003"),
    "two graphs": ('{"@context": "IRI", "@graph": [], \u27e6"@graph": []}', "PK003"),
    "something beside the graph": ('{"@context": "IRI", "@graph": [], \u27e6"id": "x"}', "PK008"),
    "a text in the graph": ('{"@context": "IRI", "@graph": [\u27e6"drug/k"]}', "PK008"),
    "an unknown type": ('{"@context": "IRI", "@graph": [{"id": "x/y", "type": \u27e6"Passage"}]}', "PK010"),
    "a keyword as a key": ('{"@context": "IRI", "@graph": [DRUG, \u27e6"@reverse": {}}]}', "PK012"),
}


@pytest.mark.parametrize("case", MARKED)
def test_each_fault_has_its_place(read: Reader, case: str) -> None:
    """A fault of the document around the records is one finding, where it stands."""
    given, code = MARKED[case]
    found = read("a.jsonld", given.replace("IRI", IRI).replace("DRUG", json.dumps(DRUG)[:-1]))
    assert found.told == [(code, found.place)]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("id", '"drug/k#codes-cas-1"'),
        ("id", '"https://w3id.org/pharmakon/drug/k#codes-cas-6740-88-1"'),
        ("id", "7"),
        ("type", '"Passage"'),
        ("type", '["Coding"]'),
    ],
)
def test_a_nested_object_has_its_own_name_only(read: Reader, name: str, value: str) -> None:
    """An id or type that does not follow from the record refuses the record, at that value."""
    code = f'{{"code": "cas:6740-88-1", "match": "exact", "seen_at": ["a"],\n "{name}": \u27e6{value}}}'
    rest = '"type": "Drug", "label": "ketamine", "kind": "substance"'
    found = read("a.jsonld", f'{{"@context": "{IRI}", "id": "drug/k", {rest}, "codes": [{code}]}}')
    assert found.told == [("PK019", found.place)]
    assert [each.id for each in found.entries] == ["drug/k"]
    assert found.records == []
    assert found.findings[0].pointer == f"/codes/0/{name}"


@given(strategies.metadata())
@strategies.seeded(10)
def test_the_context_and_the_dataset_name_records_alike(metadata: Metadata) -> None:
    """A base or language in the context that is not the dataset's is a finding at the dataset's own."""
    value = json.loads(canonical_json(metadata))
    for words, pointers in (
        (context(metadata.language, metadata.base_iri), []),
        (context(metadata.language), []),
        (context(metadata.language + "-x-other", metadata.base_iri + "other/"), ["/base_iri", "/language"]),
    ):
        found = list(readers.read("a.jsonld", text({"@graph": [value]}, words).encode()))
        told = [(each.code, each.pointer) for each in found if not isinstance(each, Entry)]
        expected = [("PK009", pointer) for pointer in pointers if pointer[1:] in value or "base" in pointer]
        assert told == expected


def test_a_release_is_read_once() -> None:
    """A release's folder stands for its one file that holds everything, not for each spelling of it."""
    top = resources.shipped("dataset") / "export"
    assert [each.relative_to(top).as_posix() for each in folder.files(top)] == list(module("json").FILES)
    assert pharmakon.validate(top).records == len(pharmakon.load())
