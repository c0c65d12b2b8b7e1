"""A small dataset that makes sense, and what the rules find once one of its fields is changed."""

from __future__ import annotations

from copy import deepcopy

import shelf

Json = shelf.Json


def code(curie: str, match: str = "exact", display: str | None = None) -> Json:
    """A code of a terminology."""
    made: Json = {"code": curie, "match": match, "seen_at": ["a"]}
    return made | ({"display": display} if display else {})


def record(id_: str, **fields: object) -> Json:
    """A record whose type is told by its id."""
    type_ = id_.partition("/")[0].title().replace("_", "")
    return {"id": id_, "type": type_, "label": id_.rpartition("/")[2], **fields}


_LABEL, _BOTH = ["evidence_source/label"], ["drug/ssri"]
_KETAMINE = ("chebi:6121", "cas:6740-88-1", "unii:690G0D6V8H", "inchikey:YQEZLKZALYSWHR-UHFFFAOYSA-N")
_ESKETAMINE = ("chebi:60799", "cas:33643-46-8", "unii:50LFG02TXD", "inchikey:YQEZLKZALYSWHR-ZDUSSCGKSA-N")

DRUGS = (
    record("drug/ketamine", kind="substance", codes=[code(each) for each in _KETAMINE]),
    record(
        "drug/esketamine",
        kind="substance",
        enantiomer_of="drug/ketamine",
        codes=[code(each) for each in _ESKETAMINE],
        controlled_status=[{"jurisdiction": "US", "controlled_schedule": "Schedule III"}],
        sources=_LABEL,
    ),
    record(
        "drug/salt", kind="salt", active_substance="drug/ketamine", routes=["intravenous"], sources=_LABEL
    ),
    record(
        "drug/spray",
        kind="product",
        active_substance="drug/esketamine",
        routes=["intranasal"],
        dose_form="nasal spray",
        codes=[code("atc:N06AX27", "broad"), code("rxnorm:2201625")],
        sources=_LABEL,
    ),
    record("drug/ssri", kind="drug_class", codes=[code("atc:N06AB")]),
    record("drug/midazolam", kind="substance"),
)

CONCEPTS = (
    record("concept/depression", kind="condition", codes=[code("mondo:0002050"), code("snomedct:35489007")]),
    record(
        "concept/nausea",
        kind="effect",
        codes=[code("hp:0002018"), code("icd10cm:R11.0"), code("snomedct:422587007")],
    ),
    record("concept/receptor", kind="target", codes=[code("uniprot:Q05586", "narrow")]),
    record("concept/plasticity", kind="process", codes=[code("go:0048167", "related")]),
    record("concept/adults", kind="population"),
)

SOURCES = (
    shelf.source("foo", published="2024"),
    record("evidence_source/label", kind="label"),
    record(
        "evidence_source/paper",
        kind="journal_article",
        doi="10.1001/archpsyc.63.11.1217",
        pmid="17088502",
        nct="NCT00088699",
        url="https://pubmed.ncbi.nlm.nih.gov/17088502/",
        published="2006-08",
    ),
    record("evidence_source/trial", kind="trial", nct="NCT00088699"),
)

RELATIONS = (
    record(
        "indication/use",
        drug="drug/spray",
        intent="treatment",
        condition="concept/depression",
        population="concept/adults",
        combined_with=_BOTH,
    ),
    record(
        "authorization/decision",
        drug="drug/spray",
        authority="Food and Drug Administration",
        jurisdiction="US",
        decision="approved",
        decided="2019-03-05",
        indication="indication/use",
        combined_with=_BOTH,
        obligations=[{"obliges_to": "boxed_warning", "text": "sedation"}],
        sources=_LABEL,
    ),
    record(
        "adverse_event/nausea",
        drug="drug/spray",
        effect="concept/nausea",
        labeled=[{"authorization": "authorization/decision", "boxed": True}],
        sources=_LABEL,
    ),
    record(
        "contraindication/depression",
        drug="drug/ketamine",
        condition="concept/depression",
        labeled=[{"authorization": "authorization/decision", "boxed": False}],
        sources=_LABEL,
    ),
    record(
        "mechanism/block",
        drug="drug/ketamine",
        target="concept/receptor",
        action="antagonist",
        scale="molecular",
    ),
    record(
        "regimen/session",
        drug="drug/spray",
        condition="concept/depression",
        route="intranasal",
        dose={"low": 56, "high": 84, "unit": "mg"},
        session_length={"low": 40, "high": 60, "unit": "min"},
    ),
    record("characteristic/cost", drug="drug/spray", aspect="cost", text="x", population="concept/adults"),
    record(
        "outcome/response",
        drug="drug/spray",
        of="concept/depression",
        measure="response",
        quantity={"low": 52, "high": 70, "unit": "%"},
        at={"after": "first_dose", "quantity": {"low": 24, "high": 24, "unit": "h"}},
        regimen="regimen/session",
        population="concept/adults",
    ),
    record(
        "outcome/change",
        drug="drug/ketamine",
        of="concept/depression",
        measure="symptom_change",
        direction="decrease",
        quantity={"low": 40, "high": 60, "unit": "%"},
    ),
    record("outcome/onset", drug="drug/ketamine", of="concept/depression", measure="onset", word="hours"),
    record("outcome/incidence", drug="drug/spray", of="concept/nausea", measure="incidence", word="high"),
)

JUDGMENTS = (
    shelf.claim(1, *(each["id"] for each in RELATIONS), absolute=["never"]),
    shelf.claim(2, shelf.stance("authorization/decision"), passage=shelf.passage("foo", 0, 2)),
    record(
        "assessment/first",
        claims=["claim/d-1"],
        verdict="overstated",
        rationale="x",
        evidence=["evidence_source/paper", "authorization/decision"],
        assessed="2026-03",
    ),
)

RECORDS = (*DRUGS, *CONCEPTS, *SOURCES, *RELATIONS, *JUDGMENTS)


def changed(id_: str, place: str, value: object = None) -> list[Json]:
    """All records, of which one has another value at a place, or lacks what stood there.

    Args:
        id_: The record.
        place: The place as a JSON Pointer.
        value: What is to stand there; None to remove it.
    """
    records = deepcopy(list(RECORDS))
    *way, last = place.split("/")[1:]
    here = next(each for each in records if each["id"] == id_)
    for step in way:
        here = here[int(step)] if isinstance(here, list) else here[step]
    key = int(last) if isinstance(here, list) else last
    if value is None:
        del here[key]
    elif isinstance(here, list) and key == len(here):
        here.append(value)
    else:
        here[key] = value
    return records


def found(id_: str, place: str, value: object = None) -> list[tuple[str, str, str]]:
    """What all rules find after one change: code, record and pointer."""
    return shelf.codes(*changed(id_, place, value))


def one(code_: str, id_: str, pointer: str) -> list[tuple[str, str, str]]:
    """One finding, and no other."""
    return [(code_, id_, pointer)]
