"""How a use stands with a regulator, and on what labels speak and documents are silent."""

from __future__ import annotations

import pytest

import pharmakon as pk
from pharmakon.dataset import Dataset
from pharmakon.errors import BadArgument, UnknownTerm

BASE = """
- {id: evidence_source/l, type: EvidenceSource, label: label, kind: label}
- {id: drug/k, type: Drug, label: ketamine, kind: substance}
- {id: drug/s, type: Drug, label: esketamine, kind: substance,
   enantiomer_of: drug/k, sources: [evidence_source/l]}
- {id: drug/p, type: Drug, label: spray, kind: product,
   active_substance: drug/s, sources: [evidence_source/l]}
- {id: concept/d, type: Concept, label: depression, kind: condition}
- {id: concept/a, type: Concept, label: adults, kind: population}
- {id: indication/p-d, type: Indication, label: x, drug: drug/p, intent: treatment, condition: concept/d}
- {id: indication/p-d-a, type: Indication, label: x, drug: drug/p, intent: treatment, condition: concept/d,
   population: concept/a}
- {id: indication/k-d, type: Indication, label: x, drug: drug/k, intent: treatment, condition: concept/d}
- {id: indication/s-pain, type: Indication, label: x, drug: drug/s, intent: analgesia}
"""
APPROVED = (
    "- {id: authorization/%s, type: Authorization, label: x, drug: drug/p, authority: FDA, jurisdiction: US,"
    " decision: %s, decided: %s, sources: [evidence_source/l]%s}\n"
)


def _dataset(*decisions: tuple[str, str, str, str], tmp: pytest.TempPathFactory) -> Dataset:
    path = tmp.mktemp("standing") / "all.yaml"
    path.write_text(BASE + "".join(APPROVED % each for each in decisions), encoding="utf-8")
    return pk.load(path)


ADULTS = ", indication: indication/p-d-a"
ANY = ", indication: indication/p-d"


@pytest.mark.parametrize(
    ("decisions", "use", "on", "status"),
    [
        ([("a", "approved", "2019-03-05", ANY)], "p-d", "2021", "approved"),
        ([("a", "approved", "2019-03-05", ANY)], "p-d", "2019", "approved"),
        ([("a", "approved", "2019-03-05", ANY)], "p-d", "2019-03-04", "claimed"),
        ([("a", "approved", "2019", ANY)], "p-d", "2018-12-31", "claimed"),
        ([("a", "approved", "2019", ANY)], "p-d-a", "2020", "approved"),
        ([("a", "approved", "2019", ADULTS)], "p-d", "2020", "off_label"),
        ([("a", "approved", "2019", ANY)], "s-pain", "2020", "off_label"),
        ([("a", "approved", "2019", ANY)], "k-d", "2020", "claimed"),
        ([("a", "approved", "2019", "")], "p-d", "2020", "off_label"),
        ([("a", "approved", "2019-03-05", ANY), ("b", "withdrawn", "2019", ANY)], "p-d", "2025", "claimed"),
        ([("a", "approved", "2019-03-05", ANY), ("b", "withdrawn", "2022", "")], "p-d", "2025", "claimed"),
        ([("a", "approved", "2019-03-05", ANY), ("b", "withdrawn", "2022", "")], "p-d", "2021", "approved"),
        ([("a", "approved", "2019", ANY + ", retired: true")], "p-d", "2021", "claimed"),
        ([], "p-d", "2021", "claimed"),
    ],
)
def test_status(
    decisions: list[tuple[str, str, str, str]],
    use: str,
    on: str,
    status: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Only an approval in force, of this very use of the drug or its products, approves."""
    dataset = _dataset(*decisions, tmp=tmp_path_factory)
    assert pk.status_of(dataset, use, "US", on) == status
    assert pk.status_of(dataset, use, "EU", on) == "claimed"


def test_status_on_the_shipped_dataset() -> None:
    """The spray alone was approved years after the spray with an antidepressant; ketamine never was."""
    dataset = pk.load()
    alone = "spravato-treatment-resistant-depression-monotherapy"
    assert pk.status_of(dataset, alone, "US", "2021") == "off_label"
    assert pk.status_of(dataset, alone, "US", "2026") == "approved"
    assert pk.status_of(dataset, "ketamine-treatment-resistant-depression", "US", "2026") == "off_label"


@pytest.mark.parametrize(
    ("jurisdiction", "on"), [("us", "2021"), ("US", ""), ("US", "2021-13"), ("US", "soon")]
)
def test_status_asks_for_a_date_and_a_country(jurisdiction: str, on: str) -> None:
    """What is no date or no country is refused, not guessed at."""
    with pytest.raises(BadArgument):
        pk.status_of(pk.load(), "ketamine-depression", jurisdiction, on)


def test_collections_are_mappings() -> None:
    """A collection answers as a mapping does: `get` gives None, and an unknown key names near ones."""
    drugs = pk.load().drugs
    assert drugs.get("nope") is None
    with pytest.raises(UnknownTerm, match="ketamine"):
        drugs["ketamin"]


def test_gaps_tell_silence_from_mention() -> None:
    """Every labeled effect is set against every document, which either speaks of it or is silent."""
    dataset = pk.load()
    documents = {each.id for each in dataset.evidence_sources.values() if each.document}
    gaps = pk.gaps(dataset)
    assert [gap.boxed for gap in gaps] == sorted((gap.boxed for gap in gaps), reverse=True)
    for gap in gaps:
        assert set(gap.mentioned) | set(gap.silent) == documents
        assert not set(gap.mentioned) & set(gap.silent)
    silent = {gap.concept for gap in gaps if not gap.mentioned}
    assert "concept/respiratory-depression" in silent
    assert {gap.relation for gap in gaps} == {"product", "enantiomer"}


def test_every_detected_contradiction_is_recorded() -> None:
    """In the shipped dataset, what rules find is in a recorded contradiction."""
    found = pk.contradictions(pk.load())
    assert len(found.recorded) > 10
    assert found.detected
    assert all(record is not None for _, record in found.detected)
