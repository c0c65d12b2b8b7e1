"""Products and substances: what was decided, labeled and taken is of one drug."""

from __future__ import annotations

import clinic
import pytest
import shelf
from clinic import one

from pharmakon.model import Drug
from pharmakon.rules.products import FOREIGN, NEEDED

DECISION, EVENT = "authorization/decision", "adverse_event/nausea"
LABEL = ["evidence_source/label"]


def test_fields_of_a_kind_are_fields() -> None:
    """The tables name kinds and fields that drugs have, and no field is both needed and foreign."""
    kinds = set(Drug.model_fields["kind"].annotation.__args__)  # type: ignore[union-attr]
    assert set(NEEDED) < set(FOREIGN) == kinds
    for kind in kinds:
        assert set(FOREIGN[kind]) < set(Drug.model_fields)
        assert not set(NEEDED.get(kind, ())) & set(FOREIGN[kind])


@pytest.mark.parametrize(
    ("decision", "wrong"), [("approved", True), ("refused", True), ("withdrawn", False), ("suspended", False)]
)
def test_a_decision_is_on_a_use(decision: str, wrong: bool) -> None:  # noqa: FBT001
    """An approval or a refusal says for what; a product may be withdrawn as a whole."""
    records = clinic.changed(DECISION, "/indication")
    next(each for each in records if each["id"] == DECISION)["decision"] = decision
    assert shelf.codes(*records) == (one("PK402", DECISION, "/decision") if wrong else [])


@pytest.mark.parametrize(
    ("id_", "place", "value", "pointer"),
    [
        ("drug/spray", "/active_substance", None, "/kind"),
        ("drug/salt", "/active_substance", None, "/kind"),
        ("drug/salt", "/dose_form", "nasal spray", "/dose_form"),
        ("drug/spray", "/members", ["drug/ketamine"], "/members"),
        ("drug/spray", "/enantiomer_of", "drug/midazolam", "/enantiomer_of"),
        ("drug/ssri", "/routes", ["oral"], "/routes"),
        ("drug/esketamine", "/dose_form", "nasal spray", "/dose_form"),
        ("drug/esketamine", "/routes", ["intranasal"], ""),
    ],
)
def test_a_drug_has_the_fields_of_its_kind(id_: str, place: str, value: object, pointer: str) -> None:
    """What a kind needs and lacks is found at the kind, what it cannot have at the field."""
    found = [each for each in clinic.found(id_, place, value) if each[0] == "PK410"]
    assert found == (one("PK410", id_, pointer) if pointer else [])


def test_a_class_has_no_form() -> None:
    """Each of the fields that a class cannot have is a finding of its own."""
    fields = {"active_substance": "drug/ketamine", "enantiomer_of": "drug/midazolam", "dose_form": "x"}
    other = clinic.record("drug/z", kind="drug_class", sources=LABEL, routes=["oral"], **fields)
    found = [pointer for code, _, pointer in shelf.codes(*clinic.RECORDS, other) if code == "PK410"]
    assert found == ["/active_substance", "/dose_form", "/enantiomer_of", "/routes"]


@pytest.mark.parametrize(
    ("drug", "wrong"),
    [
        ("drug/spray", False),
        ("drug/esketamine", False),
        ("drug/ketamine", False),
        ("drug/salt", False),
        ("drug/midazolam", True),
        ("drug/ssri", True),
    ],
)
def test_a_label_is_of_the_drug(drug: str, wrong: bool) -> None:  # noqa: FBT001
    """The label of a product speaks for its substance, its salts and mirror forms, and no other drug."""
    for id_ in (EVENT, "contraindication/depression"):
        found = clinic.found(id_, "/drug", drug)
        assert found == (one("PK411", id_, "/labeled/0/authorization") if wrong else [])


def test_a_label_speaks_for_a_class_that_holds_its_drug() -> None:
    """A class whose members are listed is labeled by what one of them is in."""
    records = clinic.changed(EVENT, "/drug", "drug/ssri")
    group = next(each for each in records if each["id"] == "drug/ssri")
    group |= {"members": ["drug/midazolam", "drug/esketamine"], "sources": LABEL}
    assert shelf.codes(*records) == []
    group["members"] = ["drug/midazolam"]
    assert shelf.codes(*records) == one("PK411", EVENT, "/labeled/0/authorization")


def test_what_cannot_be_followed_is_not_judged() -> None:
    """A label whose drug, or what acts in it, is lost is found as a lost reference alone."""
    found = clinic.found("drug/spray", "/active_substance", "drug/lost")
    assert found == one("PK101", "drug/spray", "/active_substance")
    labeled = [{"authorization": "authorization/lost", "boxed": True}]
    assert clinic.found(EVENT, "/labeled", labeled) == one("PK101", EVENT, "/labeled/0/authorization")


def test_drugs_in_a_circle_are_judged_once() -> None:
    """Two mirror forms of each other are a circle, and looking for kin still ends."""
    records = clinic.changed("drug/ketamine", "/enantiomer_of", "drug/esketamine")
    next(each for each in records if each["id"] == "drug/ketamine")["sources"] = LABEL
    assert [code for code, _, _ in shelf.codes(*records)] == ["PK104"]


@pytest.mark.parametrize(
    ("obligations", "wrong"),
    [
        ([{"obliges_to": "boxed_warning", "text": "x"}, {"obliges_to": "rems", "text": "x"}], False),
        ([{"obliges_to": "rems", "text": "x"}], True),
        ([], True),
    ],
)
def test_a_boxed_warning_has_a_box(obligations: list[shelf.Json], wrong: bool) -> None:  # noqa: FBT001
    """What is boxed on a label is under an authorization that has a boxed warning."""
    found = clinic.found(DECISION, "/obligations", obligations or None)
    assert found == (one("PK412", EVENT, "/labeled/0/boxed") if wrong else [])


@pytest.mark.parametrize(
    ("id_", "place", "value", "finding"),
    [
        ("indication/use", "/drug", "drug/ketamine", (DECISION, "/indication")),
        ("indication/use", "/combined_with", ["drug/midazolam"], (DECISION, "/combined_with")),
        ("indication/use", "/combined_with", None, (DECISION, "/combined_with")),
        (DECISION, "/combined_with", None, (DECISION, "/indication")),
        (DECISION, "/combined_with", ["drug/ssri", "drug/midazolam"], (DECISION, "/combined_with")),
        ("outcome/response", "/drug", "drug/esketamine", ("outcome/response", "/regimen")),
        ("regimen/session", "/drug", "drug/ketamine", ("outcome/response", "/regimen")),
    ],
)
def test_companions_are_of_one_drug(id_: str, place: str, value: object, finding: tuple[str, str]) -> None:
    """A decision and its use, a result and its regimen, have one drug and the same companions."""
    assert clinic.found(id_, place, value) == one("PK413", *finding)


def test_the_order_of_companions_does_not_matter() -> None:
    """Companions are a set."""
    records = clinic.changed(DECISION, "/combined_with", ["drug/ssri", "drug/midazolam"])
    use = next(each for each in records if each["id"] == "indication/use")
    use["combined_with"] = ["drug/midazolam", "drug/ssri"]
    assert shelf.codes(*records) == []


@pytest.mark.parametrize("id_", ["indication/use", "regimen/session"])
def test_a_lost_companion_is_a_lost_reference(id_: str) -> None:
    """What is not there is of no drug."""
    records = [each for each in clinic.RECORDS if each["id"] != id_]
    assert {code for code, _, _ in shelf.codes(*records)} == {"PK101"}


def test_companions_are_told() -> None:
    """The finding says what either side has."""
    (found,) = shelf.judge(*clinic.changed("indication/use", "/combined_with"))
    assert found.message == "indication/use has none as combined_with, and this record drug/ssri"


@pytest.mark.parametrize(
    ("place", "value", "wrong"),
    [
        ("/route", "intravenous", True),
        ("/route", "intranasal", False),
        ("/route", None, False),
    ],
)
def test_a_product_is_given_as_it_is_made(place: str, value: str | None, wrong: bool) -> None:  # noqa: FBT001
    """A way that a product is not made for is found at the route."""
    found = clinic.found("regimen/session", place, value)
    assert found == (one("PK415", "regimen/session", "/route") if wrong else [])


def test_a_substance_may_be_given_by_other_ways() -> None:
    """Documents speak of ways for which no product is made; a product may have no known ways."""
    home = clinic.record("regimen/home", drug="drug/salt", route="oral")
    claim = shelf.claim(3, "regimen/home", passage=shelf.passage("foo", 1))
    assert shelf.codes(*clinic.RECORDS, home, claim) == []
    records = clinic.changed("drug/spray", "/routes")
    next(each for each in records if each["id"] == "regimen/session")["route"] = "oral"
    assert shelf.codes(*records) == []


@pytest.mark.parametrize(
    ("jurisdiction", "schedule", "right"),
    [
        *(("US", f"Schedule {each}", True) for each in ("I", "II", "III", "IV", "V")),
        *(("US", each, False) for each in ("Schedule 3", "C-III", "III", "schedule III", "Schedule VI")),
        ("GB", "Schedule 2", True),
        ("GB", "Class B", True),
    ],
)
def test_schedules_of_the_united_states_are_five(jurisdiction: str, schedule: str, right: bool) -> None:  # noqa: FBT001
    """Only United States law is known here; its schedules are spelled as the law spells them."""
    status = {"jurisdiction": jurisdiction, "controlled_schedule": schedule}
    found = clinic.found("drug/esketamine", "/controlled_status/0", status)
    pointer = "/controlled_status/0/controlled_schedule"
    assert found == ([] if right else one("PK416", "drug/esketamine", pointer))
