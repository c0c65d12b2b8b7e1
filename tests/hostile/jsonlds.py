"""JSON-LD that says something else than it seems, or asks for what nobody fetches."""

from __future__ import annotations

from collections.abc import Iterator

from hostile.case import DRUG, Case, text

from pharmakon.context import IRI

KIND = "JSON-LD"
OURS = f'"@context": "{IRI}"'
REST = DRUG[1:]
DRUG_OF = f'{{{OURS}, "id": "drug/k", "type": "Drug", "label": "k", "kind": "substance", "codes": %s}}'
CODED = DRUG_OF % '[{"code": "cas:6740-88-1", "match": "exact", "seen_at": ["a"]%s}]'
NAME = "drug/k#codes-cas-6740-88-1"
CASES = {
    "the shipped context": (f"{{{OURS}, {REST}",),
    "the shipped context in a list": (f'{{"@context": ["{IRI}"], {REST}',),
    "a graph": (f'{{{OURS}, "@graph": [{DRUG}]}}',),
    "no context": (f"⟦{DRUG}", "PK009"),
    "a list": (f"⟦[{DRUG}]", "PK009"),
    "a text": ('⟦"drug/k"', "PK009"),
    "a context that is null": (f'{{"@context": ⟦null, {REST}', "PK009"),
    "a context that is a number": (f'{{"@context": ⟦7, {REST}', "PK009"),
    "a context that is empty": (f'{{"@context": ⟦{{}}, {REST}', "PK009"),
    "a context that is an empty list": (f'{{"@context": ⟦[], {REST}', "PK009"),
    "a context that is a list in a list": (f'{{"@context": ⟦[["{IRI}"]], {REST}', "PK009"),
    "a context of others": (f'{{"@context": ⟦"https://schema.org/", {REST}', "PK009"),
    "a context of this machine": (f'{{"@context": ⟦"file:///etc/passwd", {REST}', "PK009"),
    "a context beside ours": (f'{{"@context": ⟦["{IRI}", "https://schema.org/"], {REST}', "PK009"),
    "a word with another meaning": (f'{{"@context": ⟦["{IRI}", {{"label": "x:y"}}], {REST}', "PK009"),
    "a context to import": (f'{{"@context": ⟦{{"@import": "https://example.org/c"}}, {REST}', "PK009"),
    "a number of 5,000 digits in a context": (f'{{"@context": ⟦[{"9" * 5000}], {REST}', "PK009"),
    "such a number in a word": (f'{{"@context": ⟦{{"label": {"9" * 5000}}}, {REST}', "PK009"),
    "a number beyond all doubles": (f'{{"@context": ⟦{{"label": 1e999}}, {REST}', "PK009"),
    "a context of 60 brackets": (f'{{"@context": ⟦{"[" * 60}{"]" * 60}, {REST}', "PK009"),
    "a context of 100,000 characters": (f'{{"@context": ⟦"{"x" * 100_000}", {REST}', "PK009"),
    "two contexts": (f"{{{OURS}, ⟦{OURS}, {REST}", "PK003"),
    "a key twice in the context": (f'{{"@context": {{"a": "b", ⟦"a": "b"}}, {REST}', "PK003"),
    "a key beside a graph": (f'{{{OURS}, ⟦"id": "x", "@graph": []}}', "PK008"),
    "two graphs": (f'{{{OURS}, "@graph": [], ⟦"@graph": []}}', "PK003"),
    "a graph that is null": (f'{{{OURS}, "@graph": ⟦null}}', "PK008"),
    "a number in a graph": (f'{{{OURS}, "@graph": [⟦7]}}', "PK008"),
    "a graph in a graph": (f'{{{OURS}, "@graph": [⟦[{DRUG}]]}}', "PK008"),
    "no type": (f'⟦{{{OURS}, "id": "drug/k"}}', "PK010"),
    "a type that is none": (f'{{{OURS}, "id": "drug/k", "type": ⟦"Medicine"}}', "PK010"),
    "a nested object without a name": (CODED % "",),
    "a nested object with its names": (CODED % f', "id": "{NAME}", "type": "Coding"',),
    "a nested object with another type": (CODED % ', "type": ⟦"Drug"', "PK019"),
    "a nested object with a type that is a list": (CODED % ', "type": ⟦[]', "PK019"),
    "a nested object with another id": (CODED % ', "id": ⟦"drug/k#x"', "PK019"),
    "a nested object with a number for an id": (CODED % f', "id": ⟦{"9" * 5000}', "PK019"),
    "a nested object with two ids": (CODED % f', "id": "{NAME}", ⟦"id": 1', "PK012"),
    "a text for a nested object": (DRUG_OF % '⟦"x"', "PK013"),
    "a text in a list of nested objects": (DRUG_OF % '[⟦"x"]', "PK013"),
    "a list in a list of nested objects": (DRUG_OF % "[⟦[]]", "PK013"),
    "an id with an at sign": (f'{{{OURS}, ⟦"@id": "drug/k", {REST}', "PK012"),
    "a reverse property": (f'{{{OURS}, ⟦"@reverse": {{}}, {REST}', "PK012"),
}  # fmt: skip


def cases() -> Iterator[Case]:
    """All of them."""
    for name, (given, *codes) in CASES.items():
        yield text(KIND, name, "a.jsonld", given, *codes)
        if codes != ["PK009"] or "@context" in given:
            yield text(KIND, name, "a.json", given, *codes)
