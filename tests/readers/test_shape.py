"""What is refused in a record that is well-formed, and where; all of it in one run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pharmakon import api
from pharmakon.dataset import Dataset

Reader = Callable[..., Any]
DRUG = "- {{id: drug/k, type: Drug, label: k, kind: substance, {}}}"
SOURCE = "- {{id: evidence_source/e, type: EvidenceSource, label: e, kind: label, {}}}"
OUTCOME = "- {{id: outcome/o, type: Outcome, label: o, drug: drug/k, of: concept/c, measure: onset, {}}}"
CLAIM = (
    "- {{id: claim/d-1, type: Claim, label: x, source: evidence_source/d, statement: x,\n"
    "   certainty: asserted, role: review, grounding: direct,\n"
    "   about: [{{record: drug/k, stance: supports}}],\n"
    "   passage: {{sha256: '" + "0" * 64 + "', {}}}}}"
)


TAKEN = {
    "a year without quotes": (SOURCE, "published: 2019", ("published", "2019")),
    "a month without quotes": (SOURCE, "published: 2019-03", ("published", "2019-03")),
    "a day without quotes": (SOURCE, "published: 2024-02-29", ("published", "2024-02-29")),
    "a number for a text": (SOURCE, "pmid: 12", ("pmid", "12")),
    "NO for a text": (DRUG, "dose_form: NO, sources: [evidence_source/e]", ("dose_form", "NO")),
    "a leading zero for a text": (SOURCE, "publisher: 012", ("publisher", "012")),
    "base 60 for a text": (SOURCE, "publisher: 1:30", ("publisher", "1:30")),
    "true for a text": (SOURCE, "publisher: true", ("publisher", "true")),
    "an exponent for a text": (SOURCE, "publisher: 1e3", ("publisher", "1e3")),
    "an underscored number for a text": (SOURCE, "publisher: 1_000", ("publisher", "1_000")),
    "quoted null for a text": (SOURCE, "publisher: 'null'", ("publisher", "null")),
    "a number without quotes": (SOURCE, "participants: 149", ("participants", 149)),
    "a whole number with a point": (SOURCE, "participants: 149.0", ("participants", 149)),
    "true without quotes": (DRUG, "retired: true", ("retired", True)),
    "false without quotes": (DRUG, "retired: false", ("retired", False)),
    "a folded text": (SOURCE, 'publisher: "a\n   b"', ("publisher", "a b")),
}
REFUSED: dict[str, tuple[str, str, str, str]] = {
    "a number in quotes": (SOURCE, 'participants: ⟦"149"', "PK013", "/participants"),
    "a number in quotes, nested": (CLAIM, 'start: ⟦"149", end: 195', "PK013", "/passage/start"),
    "an octal number": (SOURCE, "participants: ⟦012", "PK013", "/participants"),
    "a hexadecimal number": (SOURCE, "participants: ⟦0x10", "PK013", "/participants"),
    "a fraction": (SOURCE, "participants: ⟦1.5", "PK013", "/participants"),
    "a number with a plus": (SOURCE, "participants: ⟦+5", "PK013", "/participants"),
    "a number too small": (SOURCE, "participants: ⟦0", "PK014", "/participants"),
    "a number too large": (SOURCE, "participants: ⟦9007199254740992", "PK014", "/participants"),
    "a number of 5,000 digits": (SOURCE, f"participants: ⟦{'9' * 5000}", "PK014", "/participants"),
    "not a number": (OUTCOME, "quantity: {low: ⟦.nan, unit: d}", "PK013", "/quantity/low"),
    "infinity": (OUTCOME, "quantity: {low: ⟦.inf, unit: d}", "PK013", "/quantity/low"),
    "beyond all doubles": (OUTCOME, "quantity: {low: ⟦1e999, unit: d}", "PK014", "/quantity/low"),
    "true for a number": (SOURCE, "participants: ⟦true", "PK013", "/participants"),
    "one for true": (DRUG, "retired: ⟦1", "PK013", "/retired"),
    "yes for true": (DRUG, "retired: ⟦yes", "PK013", "/retired"),
    "True for true": (DRUG, "retired: ⟦True", "PK013", "/retired"),
    "true in quotes": (DRUG, 'retired: ⟦"true"', "PK013", "/retired"),
    "null": (DRUG, "description: ⟦null", "PK005", "/description"),
    "a tilde": (DRUG, "description: ⟦~", "PK005", "/description"),
    "nothing": (DRUG, "description: ⟦", "PK005", "/description"),
    "null in a list": (DRUG, "synonyms: [a, ⟦null]", "PK005", "/synonyms/1"),
    "null for a list": (DRUG, "synonyms: ⟦Null", "PK005", "/synonyms"),
    "null for an object": (OUTCOME, "quantity: ⟦NULL", "PK005", "/quantity"),
    "null for an unknown field": (DRUG, "shade: ⟦null", "PK005", "/shade"),
    "a day that no calendar has": (SOURCE, "published: ⟦2025-02-30", "PK014", "/published"),
    "a time": (SOURCE, "published: ⟦2025-02-03T10", "PK014", "/published"),
    "a line feed at the end": (SOURCE, 'published: ⟦"2019\\n"', "PK014", "/published"),
    "an escape sequence": (DRUG, 'description: ⟦"\\x1b[31m"', "PK014", "/description"),
    "an empty text": (DRUG, 'description: ⟦""', "PK014", "/description"),
    "an unknown word": (OUTCOME, "word: ⟦daily", "PK015", "/word"),
    "an unknown field": (DRUG, "⟦shade: x", "PK012", "/shade"),
    "an unknown field with signs": (DRUG, '⟦"a/b~c": x', "PK012", "/a~1b~0c"),
    "an empty field name": (DRUG, '⟦"": x', "PK012", "/"),
    "an unknown field, nested": (OUTCOME, "quantity: {low: 1, unit: d, ⟦uint: d}", "PK012", "/quantity/uint"),
    "a key twice": (DRUG, "⟦label: k", "PK003", "/label"),
    "a key twice, the second one wrong": (DRUG, "⟦label: [x]", "PK003", "/label"),
    "a key twice, once in quotes": (DRUG, '⟦"label": k', "PK003", "/label"),
    "a key twice, nested": (OUTCOME, "quantity: {low: 1, unit: d, ⟦low: 2}", "PK003", "/quantity/low"),
    "one value for a list": (DRUG, "synonyms: ⟦a", "PK013", "/synonyms"),
    "a list for one value": (DRUG, "description: ⟦[a]", "PK013", "/description"),
    "a list in a list": (DRUG, "synonyms: [a, ⟦[b]]", "PK013", "/synonyms/1"),
    "an object for a text": (DRUG, "description: ⟦{a: b}", "PK013", "/description"),
    "a text for an object": (OUTCOME, "quantity: ⟦3 days", "PK013", "/quantity"),
    "a list for an object": (OUTCOME, "quantity: ⟦[3, 4]", "PK013", "/quantity"),
    "a field missing, nested": (OUTCOME, "quantity: ⟦{low: 3}", "PK011", "/quantity"),
    "a value twice": (DRUG, "synonyms: ⟦[a, a]", "PK017", "/synonyms"),
    "too few": (DRUG, "codes: [{code: 'a:1', match: exact, seen_at: ⟦[]}]", "PK017", "/codes/0/seen_at"),
    "a law not kept": (OUTCOME, "word: ⟦days, quantity: {low: 1, unit: d}", "PK016", "/word"),
    "a law not kept, nested": (OUTCOME, "quantity: ⟦{unit: d}", "PK016", "/quantity"),
    "a reference to another type": (DRUG, "sources: [evidence_source/e, ⟦drug/k]", "PK102", "/sources/1"),
    "one reference to another type": (OUTCOME, "regimen: ⟦drug/k", "PK102", "/regimen"),
    "a reference that is none": (OUTCOME, "regimen: ⟦none", "PK014", "/regimen"),
}  # fmt: skip


@pytest.mark.parametrize("case", TAKEN)
def test_the_field_says_what_an_unquoted_value_is(read: Reader, case: str) -> None:
    """A plain scalar is a number or a truth value where the field takes one; else it is text as written."""
    frame, said, (name, value) = TAKEN[case]
    (record,) = read("a.yaml", frame.format(said)).records
    assert (getattr(record, name), type(getattr(record, name))) == (value, type(value))


@pytest.mark.parametrize("case", REFUSED)
def test_a_fault_in_a_record_is_found_where_it_stands(read: Reader, case: str) -> None:
    """Each fault is one finding with its code, pointer, line and column; the record's id stays known."""
    frame, said, code, pointer = REFUSED[case]
    found = read("a.yaml", frame.format(said))
    assert [(each.code, each.pointer) for each in found.findings] == [(code, pointer)]
    assert found.told == [(code, found.place)]
    assert found.records == []
    assert [each.id for each in found.entries] == [found.findings[0].record]
    assert found.findings[0].record


JSON_FAULTS = {
    "a number for a text": ('"label": ⟦7', "PK013"),
    "a number for a date": ('"replaced_by": ⟦2019', "PK013"),
    "a text for a number": ('"retired": ⟦"true"', "PK013"),
    "one for true": ('"retired": ⟦1', "PK013"),
    "null": ('"description": ⟦null', "PK005"),
    "a trailing line feed": ('"replaced_by": ⟦"drug/x\\n"', "PK014"),
}


@pytest.mark.parametrize("case", JSON_FAULTS)
def test_json_says_itself_what_a_value_is(read: Reader, case: str) -> None:
    """In JSON, quotes make a text and nothing else does."""
    said, code = JSON_FAULTS[case]
    label = "" if '"label"' in said else '"label": "k", '
    for file in ("a.json", "a.jsonl"):
        found = read(file, f'{{"id": "drug/k", "type": "Drug", {label}"kind": "substance", {said}}}')
        assert found.told == [(code, found.place)]


REST = "  type: Concept\n  label: x\n  kind: effect"
TYPES = {
    "no type": ("- ⟦id: drug/k\n  label: k", "PK010", "drug/k"),
    "an unknown type": ("- id: drug/k\n  type: ⟦Medicine", "PK010", "drug/k"),
    "a nested type": ("- id: x\n  type: ⟦Passage", "PK010", "x"),
    "the dataset among the records": ("- id: x\n  type: ⟦Dataset", "PK010", "x"),
    "a list as a type": ("- id: x\n  type: ⟦[Drug]", "PK010", "x"),
    "no id": ("- ⟦type: Concept\n  label: x\n  kind: effect", "PK011", ""),
    "an id of another type": (
        "- id: ⟦drug/k\n  type: Concept\n  label: x\n  kind: effect",
        "PK018",
        "drug/k",
    ),
    "an id in capitals": (
        "- id: ⟦concept/K\n  type: Concept\n  label: x\n  kind: effect",
        "PK014",
        "concept/K",
    ),
    "a list as an id": ("- id: ⟦[a]\n  type: Concept\n  label: x\n  kind: effect", "PK013", ""),
}


@pytest.mark.parametrize("case", TYPES)
def test_a_record_tells_its_type_and_its_id(read: Reader, case: str) -> None:
    """A record of no known type is one fault, not one for each of its fields; its id is kept."""
    text, code, record = TYPES[case]
    found = read("a.yaml", text)
    assert found.told == [(code, found.place)]
    assert [each.id for each in found.entries] == [record]


def test_what_is_near_is_named(read: Reader) -> None:
    """The help names the word that was probably meant, or all that are allowed."""
    hints = {
        "shae: x": "its fields: id, type",
        "synonym: [x]": "did you mean 'synonyms'?",
        "routes: [orall]": "did you mean 'oral'?",
        "routes: [xyz]": "one of intravenous, intramuscular",
    }
    for said, hint in hints.items():
        assert hint in read("a.yaml", DRUG.format(said)).findings[0].hint
    assert read("a.yaml", DRUG.format("shade: {a: 1, a: 2}")).codes == ["PK003", "PK012"]
    assert read("a.yaml", "- {id: drug/k, type: Drgu}").findings[0].hint == "did you mean 'Drug'?"
    assert read("a.yaml", "- {id: drug/k, type: Drug, label: k}").findings[0].hint.startswith("What kind of")


def test_all_faults_are_found_in_one_run(read: Reader) -> None:
    """One record's faults do not hide another's, nor each other."""
    text = """\
- id: drug/a
  type: Drug
  label: 'a
    b'
  kind: chemical
  shade: x
- id: drug/b
  type: Drug
  label: b
  kind: substance
- 5
- id: outcome/c
  type: Outcome
  drug: concept/c
  of: concept/c
  measure: onset
  label: ~
  retired: yes
"""
    found = read("a.yaml", text)
    assert [record.id for record in found.records] == ["drug/b"]
    assert sorted(found.told, key=lambda each: each[1]) == [
        ("PK015", (5, 9)),
        ("PK012", (6, 3)),
        ("PK008", (11, 3)),
        ("PK102", (14, 9)),
        ("PK005", (17, 10)),
        ("PK013", (18, 12)),
    ]


def test_a_dataset_in_one_file_has_each_part_once(read: Reader) -> None:
    """Beside `dataset` and `records` nothing may stand, and neither may stand twice or hold the other."""
    drug = '{"id": "drug/k", "type": "Drug", "label": "k", "kind": "substance"}'
    for said, code in (
        (f'{{"records": [{drug}], ⟦"records": [{drug}]}}', "PK003"),
        (f'{{⟦"graph": [], "records": [{drug}]}}', "PK008"),
        (f'{{"records": ⟦{{"records": [{drug}]}}}}', "PK010"),
        ('{"records": ⟦"drug/k"}', "PK008"),
    ):
        found = read("a.json", said)
        assert found.told == [(code, found.place)]
    assert read("a.json", f'{{"records": {drug}}}').records
    assert read("a.json", '{"records": [], "dataset": {"id": "x"}}').entries[0].id == "x"


def test_a_reference_to_a_refused_record_is_no_second_fault(read: Reader) -> None:
    """Who names a record that was refused for its own fault is not blamed for it."""
    text = "- {id: drug/k, type: Drug, label: k, kind: nope}\n" + OUTCOME.format("word: days")
    text += "\n- {id: concept/c, type: Concept, label: c, kind: effect}"
    found = read("a.yaml", text)
    dataset, _ = Dataset.of(found.entries)
    assert dataset.refused == {"drug/k"}
    assert [each.code for each in api.validate(dataset).findings if each.severity == "error"] == []


def test_no_fault_is_told_twice(read: Reader) -> None:
    """A value that is wrong in more than one way is one finding."""
    for said in ("synonyms: [[]]", "synonyms: [~, ~]", "codes: [{code: ~}]", "word: [1]", "members: ~"):
        found = read("a.yaml", DRUG.format(said))
        assert len({(each.pointer, each.message) for each in found.findings}) == len(found.findings)
        pointers = [each.pointer for each in found.findings if each.code != "PK011"]
        assert len(set(pointers)) == len(pointers)
