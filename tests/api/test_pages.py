"""Pages and lists for a terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import pharmakon as pk
from pharmakon.api import listing, record_json, record_page
from pharmakon.dataset import Dataset, Entry
from pharmakon.model import Drug
from pharmakon.model.canonical import canonical_json
from pharmakon.terms import table


def test_a_page_shows_the_record_and_who_names_it(tiny: Dataset) -> None:
    """A page has every field of the record, the labels of what it names, and the records that name it."""
    assert record_page(tiny, "outcome/calm-within-minutes").splitlines() == [
        "outcome/calm-within-minutes  calm after half a minute to two",
        "  drug: drug/placidin (placidin)",
        "  measure: onset",
        "  of: concept/calm (calm)",
        "  quantity:",
        "    high: 2.0",
        "    low: 0.5",
        "    unit: min",
        "  named by 1:",
        "    claim/leaflet-001  it calms within minutes",
    ]


def test_a_page_of_a_claim_shows_how_it_was_judged(packaged: Dataset) -> None:
    """A judged claim is shown with the verdict, and a contradicted one with the explanation."""
    for assessment in packaged.assessments.values():
        page = record_page(packaged, assessment.claims[0])
        assert f"judged {assessment.verdict}: " in page
        assert assessment.id in page
    for contradiction in packaged.contradictions.values():
        assert contradiction.id in record_page(packaged, contradiction.sides[0].claims[0])


def test_every_packaged_record_has_a_page(packaged: Dataset) -> None:
    """No record of the dataset breaks the page, and none is shown longer than can be read."""
    for record in packaged:
        assert record_page(packaged, record.id).startswith(f"{record.id}  ")
        assert json.loads(record_json(packaged, record.id))["id"] == record.id


def test_a_passage_is_printed_only_when_asked(golden: Path, tiny: Dataset, tmp_path: Path) -> None:
    """The text of a passage is shown from the curator's own copy of the document, never otherwise."""
    (tmp_path / "leaflet.txt").write_text("0123456789calm comes soonXYZ")
    page = record_page(tiny, "claim/leaflet-001", tmp_path)
    assert "  text: calm comes soon\n" in page
    assert "text:" not in record_page(tiny, "claim/leaflet-001")
    with pytest.raises(pk.UnreadableInput):
        record_page(tiny, "claim/leaflet-001", golden)


def test_text_cannot_act_on_the_terminal() -> None:
    """Characters that turn the direction of writing or hide are spelled out."""
    drug = Drug(id="drug/k", type="Drug", label="a\u202eb", kind="substance", description="c\u200bd\x9be")
    dataset = Dataset.of([Entry(drug, drug.id)])[0]
    for text in (record_page(dataset, "drug/k"), listing(dataset, "drug", {})):
        assert text.replace("\n", "").isprintable()
        assert "a\\u202eb" in text


def test_an_unknown_record_names_its_neighbors(packaged: Dataset) -> None:
    """A slip in an id is answered with ids that exist."""
    for show in (record_page, record_json):
        with pytest.raises(pk.UnknownTerm, match="drug/ketamine"):
            show(packaged, "drug/ketmine")


def test_a_list_counts_the_types(packaged: Dataset) -> None:
    """Without a type, the list says how many records there are of each, in the order for people."""
    counts = json.loads(listing(packaged, "", {}, as_json=True))
    assert list(counts) == [type_.prefix for type_ in table().records]
    assert sum(counts.values()) == len(packaged)
    lines = listing(packaged, "", {}).splitlines()
    assert [line.split() for line in lines] == [[str(count), name] for name, count in counts.items()]


@pytest.mark.parametrize("kind", ["Drug", "drug", "drugs"])
def test_a_list_of_a_type_is_sorted(kind: str, packaged: Dataset) -> None:
    """The records of a type are listed by id, a line each, whichever way the type is named."""
    lines = listing(packaged, kind, {}).splitlines()
    assert [line.partition("  ")[0] for line in lines] == sorted(each.id for each in packaged.drugs.values())
    whole = json.loads(listing(packaged, kind, {}, as_json=True))
    assert [canonical_json(each) for each in packaged.drugs.values()] == [
        json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in whole
    ]


def test_claims_are_filtered(tiny: Dataset) -> None:
    """Each filter leaves the claims that fit, and all filters hold together."""
    fitting = {
        "source": "leaflet",
        "about": "outcome/calm-within-minutes",
        "stance": "supports",
        "certainty": "asserted",
    }
    assert listing(tiny, "", fitting).startswith("claim/leaflet-001  ")
    assert listing(tiny, "claim", {**fitting, "source": "evidence_source/leaflet"})
    others = {"about": "drug/placidin", "stance": "disputes", "certainty": "hedged", "verdict": "refuted"}
    for name, wanted in others.items():
        assert listing(tiny, "", {**fitting, name: wanted}) == ""
        assert json.loads(listing(tiny, "", {name: wanted}, as_json=True)) == []


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("source", "leafle"), ("about", "drug/nobody"), ("stance", "support"),
        ("certainty", "sure"), ("verdict", "wrong"),
    ],
)  # fmt: skip
def test_a_slip_in_a_filter_is_no_empty_answer(name: str, wanted: str, tiny: Dataset) -> None:
    """A filter by something that does not exist is an error that names what does."""
    with pytest.raises(pk.UnknownTerm):
        listing(tiny, "", {name: wanted})


def test_an_unknown_type_is_said_even_of_nothing() -> None:
    """A type that does not exist is an error, whether or not there are records."""
    with pytest.raises(pk.UnknownTerm):
        listing(Dataset(None, ()), "medicines", {})
