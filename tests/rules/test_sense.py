"""Clinical sense: kinds of things, dates, absolute words and disorders."""

from __future__ import annotations

import clinic
import pytest
import shelf
from clinic import code, one

from pharmakon.dataset import Dataset, Entry
from pharmakon.model import Concept, Drug, Metadata
from pharmakon.rules.sense import KINDS, impossible_date
from pharmakon.terms import table


def test_a_dataset_that_makes_sense_has_no_finding() -> None:
    """The records from which all changes start are without fault to all rules."""
    assert shelf.codes(*clinic.RECORDS) == []


def test_every_kind_that_a_field_takes_is_one_of_the_model() -> None:
    """The table names fields that are references to drugs or concepts, and kinds that these have."""
    kinds = {
        each: set(Drug.model_fields["kind"].annotation.__args__)  # type: ignore[union-attr]
        if each == "Drug"
        else set(Concept.model_fields["kind"].annotation.__args__)  # type: ignore[union-attr]
        for each in ("Drug", "Concept")
    }
    for (type_, name), wanted in KINDS.items():
        field = next(each for each in table().records if each.name == type_).field(name)
        assert field is not None
        assert set(wanted) < set().union(*(kinds[each] for each in field.to)), (type_, name)


@pytest.mark.parametrize(
    ("id_", "place", "value"),
    [
        ("adverse_event/nausea", "/effect", "concept/depression"),
        ("characteristic/cost", "/population", "concept/nausea"),
        ("contraindication/depression", "/condition", "concept/adults"),
        ("drug/salt", "/active_substance", "drug/ssri"),
        ("drug/spray", "/active_substance", "drug/salt"),
        ("indication/use", "/condition", "concept/nausea"),
        ("indication/use", "/population", "concept/depression"),
        ("mechanism/block", "/target", "concept/depression"),
        ("outcome/change", "/of", "concept/adults"),
        ("outcome/response", "/population", "concept/depression"),
        ("regimen/session", "/condition", "concept/plasticity"),
    ],
)
def test_a_thing_of_another_kind_is_found_where_it_is_named(id_: str, place: str, value: str) -> None:
    """A field that names a thing of a kind that cannot stand there is one finding at that field."""
    assert clinic.found(id_, place, value) == one("PK401", id_, place)


def test_a_decision_is_on_a_product() -> None:
    """A substance is not authorized, not even if all records agree on it."""
    records = clinic.changed("drug/spray", "/kind", "substance")
    (first, *_) = [each for each in shelf.judge(*records) if each.code == "PK401"]
    assert (first.record, first.pointer, first.related) == (
        "authorization/decision",
        "/drug",
        ("drug/spray",),
    )
    assert first.hint == "name a product, or correct the kind of drug/spray"


def test_what_is_missing_is_of_no_kind() -> None:
    """A reference that leads nowhere is found as that alone."""
    found = clinic.found("adverse_event/nausea", "/effect", "concept/lost")
    assert found == one("PK101", "adverse_event/nausea", "/effect")


@pytest.mark.parametrize(
    ("assessed", "published", "wrong"),
    [
        ("2026-03", "2026-03-05", False),
        ("2026-03", "2026", False),
        ("2026", "2026-03-05", False),
        ("2026-03-05", "2026-03-05", False),
        ("2026-03-04", "2026-03-05", True),
        ("2026-02", "2026-03-05", True),
        ("2025", "2026", True),
        ("2025-12", "2026", True),
    ],
)
def test_no_judgment_rests_on_what_was_not_there(assessed: str, published: str, wrong: bool) -> None:  # noqa: FBT001
    """Partial dates are compared as far as both go, so that only what is certain is found."""
    records = clinic.changed("evidence_source/paper", "/published", published)
    next(each for each in records if each["id"] == "assessment/first")["assessed"] = assessed
    assert shelf.codes(*records) == (one("PK403", "assessment/first", "/evidence/0") if wrong else [])


@pytest.mark.parametrize("field", ["evidence", "later_evidence"])
def test_a_decision_is_evidence_from_its_day_on(field: str) -> None:
    """An authorization that is named as evidence is dated by its decision; what has no date says nothing."""
    records = clinic.changed("authorization/decision", "/decided", "2026-04")
    judgment = next(each for each in records if each["id"] == "assessment/first")
    judgment["evidence"] = ["evidence_source/label"]
    judgment[field] = ["evidence_source/label", "authorization/decision"]
    assert shelf.codes(*records) == one("PK403", "assessment/first", f"/{field}/1")


METADATA = {
    "id": "dataset/d",
    "title": "d",
    "description": "d",
    "version": "1.0.0",
    "schema_version": "1.0.0",
}
METADATA |= {"language": "en", "base_iri": "https://example.org/"}
METADATA |= {"license": "https://example.org/l", "publisher": "a", "disclaimer": "a"}


def released(date: str, *records: shelf.Json) -> list[tuple[str, str]]:
    """Which places of a dataset that was released on a day lie after it."""
    metadata = Metadata.model_validate({**METADATA, "released": date, "creators": ("a",)})
    read = [each for each in shelf.dataset(*records) if each.id != metadata.id]
    dataset, _ = Dataset.of([Entry(each, each.id) for each in (metadata, *read)])
    return [(each.record, each.pointer) for each in impossible_date(dataset)]


def test_nothing_happened_after_the_release() -> None:
    """Decisions, judgments, identifications and checks of codes are dated up to the day of the release."""
    coding = {**code("cas:6740-88-1"), "checked": "2026-05-02"}
    search = {"outcome": "unresolved", "reason": "x", "date": "2026-05-02"}
    records = clinic.changed("drug/ketamine", "/codes", [code("chebi:6121"), coding])
    records.append(clinic.record("evidence_source/cited", kind="anecdote", identifications=[search]))
    assert released("2026-05-02", *records) == []
    assert released("2026-05", *records) == []
    assert released("2026-05-01", *records) == [
        ("drug/ketamine", "/codes/1/checked"),
        ("evidence_source/cited", "/identifications/0/date"),
    ]
    assert released("2019-03-04", *clinic.RECORDS) == [
        ("authorization/decision", "/decided"),
        ("assessment/first", "/assessed"),
    ]


def test_an_absolute_word_is_judged() -> None:
    """A claim without exception needs an Assessment; one that was withdrawn does not."""
    (found,) = shelf.judge(*clinic.changed("assessment/first", "/claims", ["claim/d-2"]))
    assert (found.code, found.record, found.pointer) == ("PK405", "claim/d-1", "/absolute")
    assert "'never'" in found.message
    records = clinic.changed("assessment/first", "/claims", ["claim/d-2"])
    next(each for each in records if each["id"] == "claim/d-1")["retired"] = True
    assert "PK405" not in {each for each, _, _ in shelf.codes(*records)}


def test_a_refused_judgment_may_be_the_one_that_is_missed() -> None:
    """One fault is one finding: an Assessment that cannot be read does not let its claims be blamed."""
    assert clinic.found("assessment/first", "/verdict", "nope") == []


@pytest.mark.parametrize(
    ("coding", "wrong"),
    [
        (code("mondo:0002050", "close"), True),
        (code("doid:1596"), True),
        (code("icd10cm:F44.9", "close"), True),
        (code("snomedct:35489007", "broad", "Depressive disorder (disorder)"), True),
        (code("mondo:0002050", "related"), False),
        (code("icd10cm:R42", "close"), False),
        (code("snomedct:404640003", "close", "Dizziness (finding)"), False),
        (code("snomedct:404640003", "close"), False),
        (code("hp:0002321", "close"), False),
        (code("mesh:D018856", "close"), False),
    ],
)
def test_an_effect_is_no_disorder(coding: shelf.Json, wrong: bool) -> None:  # noqa: FBT001
    """Codes that can only mean a disorder are found on an unwanted effect, unless they are only related."""
    found = clinic.found("concept/nausea", "/codes/3", coding)
    wanted = one("PK406", "concept/nausea", "/codes/3/code") if wrong else []
    assert [each for each in found if each[0] != "PK508"] == wanted


def test_a_condition_may_be_a_disorder() -> None:
    """What is treated has the code of a disorder without blame."""
    coding = code("icd10cm:F32", "close")
    assert clinic.found("concept/depression", "/codes/2", coding) == []
