"""Records of the wrong shape: kinds, absent and extra fields, and what stands where records belong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import mutations
import strategies
from hostile.case import DRUG, Case, text

from pharmakon.terms import table

KIND = "shape"
PLACES = {
    "a number": ("⟦5", "PK008"),
    "a text": ('⟦"drug/k"', "PK008"),
    "true": ("⟦true", "PK008"),
    "null": ("⟦null", "PK008"),
    "a list of records in a list": (f"[⟦[{DRUG}]]", "PK008"),
    "a number among records": (f"[{DRUG}, ⟦5]", "PK008"),
    "null among records": (f"[{DRUG}, ⟦null]", "PK008"),
    "an empty object": ("⟦{}", "PK010"),
    "an empty list": ("[]",),
    "an object of another kind": ('⟦{"name": "ketamine"}', "PK010"),
    "records beside something else": (f'{{"records": [{DRUG}], ⟦"version": 1}}', "PK008"),
    "records that are a number": ('{"records": ⟦5}', "PK008"),
    "records that are null": ('{"records": ⟦null}', "PK008"),
    "a dataset that is a text": (f'{{"dataset": ⟦"x", "records": [{DRUG}]}}', "PK008"),
    "a type that is a list": ('{"id": "drug/k", "type": ⟦["Drug"]}', "PK010"),
    "a type that is a number": ('{"id": "drug/k", "type": ⟦7}', "PK010"),
    "a type in small letters": ('{"id": "drug/k", "type": ⟦"drug"}', "PK010"),
    "a type with a space": ('{"id": "drug/k", "type": ⟦"Drug "}', "PK010"),
    "a type with a line feed": ('{"id": "drug/k", "type": ⟦"Drug\\n"}', "PK010"),
    "the dataset's type": ('{"id": "dataset/k", "type": ⟦"Dataset"}', "PK010"),
    "the type of a nested object": ('{"id": "x", "type": ⟦"Passage"}', "PK010"),
    "a type of Python": ('{"id": "x", "type": ⟦"Record"}', "PK010"),
    "a type of 100,000 characters": (f'{{"id": "x", "type": ⟦"{"D" * 100_000}"}}', "PK010"),
    "no type": ('⟦{"id": "drug/k"}', "PK010"),
    "no id": ('⟦{"type": "Drug", "label": "k", "kind": "substance"}', "PK011"),
    "no field at all": ('⟦{"type": "Drug"}', "PK011", "PK011", "PK011"),
}
FIELDS = {
    "an unknown field": ('⟦"shade": "x"', "PK012"),
    "a field in capitals": ('⟦"LABEL": "x"', "PK012"),
    "a field with a look-alike": ('⟦"l\u0430bel": "x"', "PK012"),
    "a field with a space": ('⟦"label ": "x"', "PK012"),
    "a field without a name": ('⟦"": "x"', "PK012"),
    "a field with slashes and tildes": ('⟦"a/b~c": "x"', "PK012"),
    "a field of 100,000 characters": (f'⟦"{"a" * 100_000}": "x"', "PK012"),
    "two fields of 100,000 characters": (f'⟦"{"a" * 100_000}": 1, ⟦"{"a" * 100_001}": 1', "PK012", "PK012"),
    "a field with a line feed": ('⟦"a\\nb": "x"', "PK012"),
    "a field with an escape sequence": ('⟦"\\u001b[31m": "x"', "PK012"),
    "a field of JavaScript": ('⟦"__proto__": {"x": 1}', "PK012"),
    "a field of pydantic": ('⟦"model_config": {}', "PK012"),
    "a field of Python": ('⟦"__class__": "x"', "PK012"),
    "a field of JSON-LD": ('⟦"@id": "x"', "PK012"),
    "an unknown field that is null": ('"shade": ⟦null', "PK005"),
    "a list for a text": ('"description": ⟦["x"]', "PK013"),
    "an object for a text": ('"description": ⟦{"x": "y"}', "PK013"),
    "a number for a text": ('"description": ⟦7', "PK013"),
    "true for a text": ('"description": ⟦true', "PK013"),
    "null for a text": ('"description": ⟦null', "PK005"),
    "an empty text": ('"description": ⟦""', "PK014"),
    "a text for a list": ('"synonyms": ⟦"a"', "PK013"),
    "an object for a list": ('"synonyms": ⟦{"0": "a"}', "PK013"),
    "a list in a list": ('"synonyms": ["a", ⟦["b"]]', "PK013"),
    "null in a list": ('"synonyms": ["a", ⟦null]', "PK005"),
    "a number in a list": ('"synonyms": ["a", ⟦1]', "PK013"),
    "a value twice": ('"synonyms": ⟦["a", "a"]', "PK017"),
    "a value twice, once escaped": ('"synonyms": ⟦["a", "\\u0061"]', "PK017"),
    "two values that only look alike": ('"synonyms": ["\u00e9", "e\u0301"]',),
    "a text for a truth value": ('"retired": ⟦"true"', "PK013"),
    "a number for a truth value": ('"retired": ⟦1', "PK013"),
    "a text for nested objects": ('"codes": ⟦"cas:6740-88-1"', "PK013"),
    "a text for a nested object": ('"codes": [⟦"cas:6740-88-1"]', "PK013"),
    "one nested object for a list": ('"codes": ⟦{"code": "cas:6740-88-1"}', "PK013"),
    "an empty nested object": ('"codes": [⟦{}]', "PK011", "PK011", "PK011"),
    "an unknown word": ('"codes": [{"code": "cas:6740-88-1", "match": ⟦"EXACT", "seen_at": ["a"]}]', "PK015"),
    "an unknown field of a nested object": (
        '"codes": [{"code": "cas:6740-88-1", "match": "exact", "seen_at": ["a"], ⟦"label": "x"}]',
        "PK012",
    ),
    "an empty list that may not be": (
        '"codes": [{"code": "cas:6740-88-1", "match": "exact", "seen_at": ⟦[]}]',
        "PK017",
    ),
    "five faults at once": (
        '"description": ⟦7, "synonyms": ["a", ⟦null], ⟦"shade": 1, "retired": ⟦"yes", "dose_form": ⟦""',
        "PK013",
        "PK005",
        "PK012",
        "PK013",
        "PK014",
    ),
}


def cases() -> Iterator[Case]:
    """All of them."""
    for name, (given, *codes) in PLACES.items():
        for file in ("a.json", "a.yaml"):
            yield text(KIND, name, file, given, *codes)
    for name, (given, *codes) in FIELDS.items():
        for file in ("a.json", "a.jsonl"):
            yield text(KIND, name, file, DRUG.replace("}", f", {given}}}"), *codes)
    yield from _absent()
    yield from _described()


def _absent() -> Iterator[Case]:
    """Records of every type without one of the fields that they must have."""
    for type_ in table().records:
        record: dict[str, Any] = mutations.build(type_)
        for field in type_.fields:
            if field.required and field.name not in ("id", "type"):
                rest = {name: each for name, each in record.items() if name != field.name}
                name = f"{type_.name} without {field.name}"
                yield text(
                    KIND,
                    name,
                    "a.yaml",
                    f"# one\n- ⟦{strategies.yaml_of(rest, default_flow_style=True)}",
                    "PK011",
                )


def _described() -> Iterator[Case]:
    """What is wrong with the description of a dataset."""
    whole = strategies.yaml_of(mutations.build(table().dataset))
    yield text(KIND, "a description", "dataset.yaml", whole)
    yield text(KIND, "an empty description", "dataset.yaml", "⟦", "PK008")
    yield text(KIND, "a list of descriptions", "dataset.yaml", "⟦- id: dataset/a\n", "PK008")
    yield text(KIND, "a record for a description", "dataset.yaml", f"{whole}⟦kind: substance\n", "PK012")
    other = whole.replace("type: Dataset", "type: ⟦Drug")
    yield text(KIND, "a description of another type", "dataset.yaml", other, "PK015")
