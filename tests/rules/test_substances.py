"""The substance that a claim speaks of, and the one that its record is about."""

from __future__ import annotations

import clinic
import pytest
import shelf

from pharmakon.api import load
from pharmakon.dataset import Dataset
from pharmakon.model import Claim
from pharmakon.rules.substances import statement_of_another_substance

NAMED = {
    "drug/ketamine": {"label": "Ketamine", "synonyms": ["(R,S)-ketamine", "racemic ketamine"]},
    "drug/esketamine": {"label": "Esketamine", "synonyms": ["S-ketamine"]},
    "drug/salt": {"label": "Ketamine hydrochloride"},
    "drug/midazolam": {"label": "Midazolam"},
    "drug/spray": {"label": "Spravato", "synonyms": ["ketamine nasal spray"]},
}
RECORDS = [each | NAMED.get(each["id"], {}) for each in clinic.RECORDS]


def found(text: str, *about: str | shelf.Json, statement: str) -> list[tuple[str, str]]:
    """Code and pointer of what is found in a claim with a passage and a statement."""
    source = shelf.source(text, "e")
    claim = shelf.claim(9, *about, source=source["id"], passage=shelf.passage(text), statement=statement)
    told = shelf.codes(
        *RECORDS, source, claim, documents={"d.txt": b"foo", "e.txt": text.encode()}, of=("PK4",)
    )
    assert {record for _, record, _ in told} <= {"claim/d-9"}
    return [(code, pointer) for code, _, pointer in told]


SPRAY, DECISION = "drug/spray", "authorization/decision"


@pytest.mark.parametrize(
    ("statement", "about", "wrong"),
    [
        ("Ketamine was approved.", DECISION, True),
        ("Ketamine hydrochloride was approved.", DECISION, True),
        ("RACEMIC KETAMINE was approved.", DECISION, True),
        ("A spray of ketamine.", SPRAY, True),
        ("Esketamine was approved.", DECISION, False),
        ("Esketamine, a form of ketamine, was approved.", DECISION, False),
        ("S-ketamine was approved.", DECISION, False),
        ("The spray was approved.", DECISION, False),
        ("Midazolam did worse.", "outcome/response", False),
        ("Esketamine works.", "outcome/change", True),
        ("Ketamine works.", "outcome/change", False),
        ("Ketamine hydrochloride works.", "outcome/change", False),
        ("Nothing works.", "drug/ssri", False),
        ("Esketamine works.", "drug/ssri", False),
        ("Esketamine is a form of it.", "drug/ketamine", True),
        ("Ketamine is the other form.", "drug/esketamine", False),
    ],
)
def test_a_mirror_form_is_another_drug(statement: str, about: str, wrong: bool) -> None:  # noqa: FBT001
    """Who names the mirror form alone speaks of another drug; what the record itself names is no shift."""
    assert found("foo", about, statement=statement) == ([("PK414", "/about/0/record")] if wrong else [])


@pytest.mark.parametrize("stance", ["disputes", "qualifies"])
def test_only_support_carries_over(stance: str) -> None:
    """A claim that denies or limits a record may name what it likes."""
    assert found("foo", shelf.stance(DECISION, stance), statement="Ketamine was not.") == []


@pytest.mark.parametrize(
    ("record", "differs", "wrong"),
    [
        (DECISION, "drug", False),
        (SPRAY, "active_substance", False),
        (DECISION, "decided", True),
        (SPRAY, "routes", True),
    ],
)
def test_a_shift_that_is_said_is_no_fault(record: str, differs: str, wrong: bool) -> None:  # noqa: FBT001
    """`differs` with the drug, or what acts in it, says that the passage speaks of another."""
    told = found("foo", shelf.stance(record, "supports", differs), statement="A spray of ketamine.")
    assert [code for code, _ in told] == (["PK414"] if wrong else [])


def test_each_record_is_looked_at() -> None:
    """The finding points at the record that the claim does not speak of."""
    told = found("foo", "drug/ketamine", DECISION, statement="Ketamine was approved.")
    assert told == [("PK414", "/about/1/record")]


def test_what_is_lost_is_not_judged() -> None:
    """Of a record that is not there, or whose drug is not, nothing is said."""
    assert found("foo", "drug/lost", statement="Ketamine.") == []
    text = "Ketamine."
    records = [each for each in RECORDS if each["id"] != "drug/spray"]
    told = shelf.codes(*records, shelf.claim(9, DECISION, statement=text), of=("PK41",))
    assert [code for code, _, _ in told if code == "PK414"] == []


@pytest.mark.parametrize(
    ("text", "statement", "wanted"),
    [
        ("the ketamine spray", "A spray of esketamine.", "PK417"),
        ("the ketamine spray", "A spray.", "PK417"),
        ("the ketamine spray", "A spray of ketamine.", "PK414"),
        ("the esketamine spray", "A spray of ketamine.", "PK414"),
        ("the esketamine spray", "A spray of esketamine.", ""),
        ("this spray", "A spray of esketamine.", ""),
    ],
)
def test_a_passage_is_read_where_it_is_at_hand(text: str, statement: str, wanted: str) -> None:
    """With the document, a shift that only the passage makes is found too; one shift is one finding."""
    told = found(text, SPRAY, statement=statement)
    assert told == ([(wanted, "/about/0/record")] if wanted else [])


def test_without_the_document_the_passage_is_not_read() -> None:
    """What stands in a passage is not known without the document."""
    text = "the ketamine spray"
    claim = shelf.claim(9, SPRAY, source="evidence_source/e", passage=shelf.passage(text))
    assert shelf.codes(*RECORDS, shelf.source(text, "e"), claim, of=("PK4",)) == []


def test_the_shipped_claims_would_be_found_without_their_differs() -> None:
    """The claims that call the spray one of ketamine say so in `differs`; if not, each would be found."""
    shipped = load()
    claims = [
        claim.model_copy(
            update={"about": tuple(each.model_copy(update={"differs": ()}) for each in claim.about)}
        )
        for claim in shipped.of_type(Claim)
    ]
    bare = {claim.id: claim for claim in claims}
    stripped = Dataset(shipped.metadata, tuple(bare.get(each.id, each) for each in shipped))  # type: ignore[arg-type]
    spray = {pointer for pointer, _ in shipped.referrers("drug/spravato")} | {"drug/spravato"}
    wanted = {
        claim.id
        for claim in claims
        if any(each.record in spray and each.stance == "supports" for each in claim.about)
        and "ketamine" in claim.statement.lower().replace("esketamine", "")
        and "esketamine" not in claim.statement.lower()
    }
    assert len(wanted) > 3
    assert {each.record for each in statement_of_another_substance(stripped)} == wanted
    assert list(statement_of_another_substance(shipped)) == []


def test_a_dataset_without_drugs_names_no_substance() -> None:
    """Claims about nothing but what is lost are left alone."""
    assert shelf.codes(shelf.source("foo"), shelf.claim(1, "drug/lost"), of=("PK4",)) == []
