"""A dataset with something in every field of every type; `import everything` in a test."""

from __future__ import annotations

import json
from typing import Any

from pharmakon import readers
from pharmakon.dataset import Dataset, Entry

Json = dict[str, Any]
"""A JSON object."""

_SHA = "0123456789abcdef" * 4
_CODE = {"seen_at": ["a page"], "checked": "2026", "display": "A name"}

METADATA: Json = {
    "id": "dataset/all",
    "type": "Dataset",
    "title": "Everything",
    "description": "Made up.",
    "version": "1.2.3",
    "schema_version": "1.0.0",
    "released": "2026-01-02",
    "language": "en",
    "base_iri": "https://example.org/all/",
    "license": "https://creativecommons.org/licenses/by/4.0/",
    "creators": ["Nobody"],
    "publisher": "No press",
    "keywords": ["example"],
    "disclaimer": "An example, not medical advice.",
}
"""What is said of the dataset."""


def record(id_: str, **fields: object) -> Json:
    """A record with its type and, unless one is given, a label."""
    type_ = "".join(word.capitalize() for word in id_.partition("/")[0].split("_"))
    return {"id": id_, "type": type_, "label": f"the {id_.partition('/')[2]}", **fields}


RECORDS: tuple[Json, ...] = (
    record(
        "drug/substance",
        kind="substance",
        description="A substance.",
        synonyms=["sub"],
        enantiomer_of="drug/mirror",
        routes=["oral"],
        sources=["evidence_source/article"],
        controlled_status=[{"jurisdiction": "US", "controlled_schedule": "Schedule III", "since": "1999"}],
        codes=[
            {"code": "chebi:6121", "match": "exact", **_CODE},
            {"code": "inchikey:YQEZLKZALYSWHR-UHFFFAOYSA-N", "match": "exact", **_CODE},
            {"code": "mesh:D007649", "match": "close", **_CODE},
        ],
    ),
    record("drug/mirror", kind="substance"),
    record(
        "drug/product",
        kind="product",
        active_substance="drug/substance",
        dose_form="spray",
        sources=["evidence_source/article"],
        codes=[{"code": "rxnorm:2201625", "match": "exact", **_CODE}],
    ),
    record(
        "drug/class",
        kind="drug_class",
        members=["drug/substance"],
        sources=["evidence_source/article"],
    ),
    record("drug/gone", kind="substance", retired=True, replaced_by="drug/mirror"),
    record(
        "concept/condition",
        kind="condition",
        description="A condition.",
        synonyms=["con"],
        broader=["concept/other"],
        codes=[{"code": "mondo:0002050", "match": "exact", **_CODE}],
    ),
    record("concept/other", kind="condition"),
    record("concept/effect", kind="effect"),
    record("concept/unease", kind="effect"),
    record(
        "concept/protein",
        kind="substance",
        codes=[{"code": "uniprot:P23560", "match": "exact", **_CODE}],
    ),
    record(
        "concept/receptor",
        kind="target",
        codes=[{"code": "uniprot:Q05586", "match": "exact", **_CODE}],
    ),
    record("concept/process", kind="process"),
    record("concept/people", kind="population"),
    record("concept/veterans", kind="population"),
    record(
        "mechanism/block",
        drug="drug/substance",
        target="concept/receptor",
        action="antagonist",
        effects=[
            {"process": "concept/protein", "direction": "increase"},
            {"process": "concept/process", "direction": "restore"},
        ],
        scale="molecular",
        species="rat",
    ),
    record(
        "indication/approved",
        drug="drug/product",
        intent="treatment",
        condition="concept/condition",
        population="concept/people",
        combined_with=["drug/class"],
        line_of_therapy="after others",
    ),
    record(
        "indication/claimed",
        drug="drug/substance",
        intent="treatment",
        condition="concept/condition",
        population="concept/people",
    ),
    record(
        "contraindication/hazard",
        drug="drug/product",
        condition="concept/other",
        labeled=[{"authorization": "authorization/us", "boxed": True}],
        sources=["evidence_source/article"],
    ),
    record(
        "adverse_event/unease",
        drug="drug/product",
        effect="concept/effect",
        context="therapeutic",
        timing="acute",
        labeled=[{"authorization": "authorization/us", "boxed": True}],
        sources=["evidence_source/article"],
    ),
    record(
        "outcome/amount",
        drug="drug/substance",
        of="concept/condition",
        measure="response",
        direction="increase",
        quantity={"low": 1, "high": 2, "unit": "d"},
        at={"after": "first_dose", "quantity": {"low": 1, "unit": "h"}},
        regimen="regimen/once",
        population="concept/people",
        compared_with="drug/mirror",
    ),
    record(
        "outcome/word",
        drug="drug/substance",
        of="concept/condition",
        measure="duration",
        word="days",
        at={"after": "last_dose", "word": "days"},
        comparator="placebo",
    ),
    record(
        "regimen/once",
        drug="drug/substance",
        condition="concept/condition",
        route="oral",
        dose={"low": 1, "unit": "mg"},
        session_length={"low": 40, "unit": "min"},
        dosing_schedule="once",
        setting="clinic",
        supervision="by a nurse",
    ),
    record("regimen/twice", drug="drug/substance", route="oral"),
    record(
        "characteristic/new",
        drug="drug/substance",
        aspect="novelty",
        text="It is new.",
        population="concept/people",
    ),
    record(
        "authorization/us",
        drug="drug/product",
        authority="An agency",
        jurisdiction="US",
        decision="approved",
        decided="2019-03-05",
        indication="indication/approved",
        combined_with=["drug/mirror"],
        obligations=[{"obliges_to": "boxed_warning", "text": "Beware."}],
        limitations=["Not shown to help."],
        sources=["evidence_source/article"],
    ),
    record(
        "authorization/jp",
        drug="drug/product",
        authority="Another agency",
        jurisdiction="JP",
        decision="refused",
        decided="2020",
        sources=["evidence_source/article"],
    ),
    record(
        "evidence_source/page",
        kind="web_article",
        document={"file": "page.txt", "sha256": _SHA, "length": 90, "encoding": "utf-8"},
        interest="promotional",
    ),
    record(
        "evidence_source/article",
        kind="journal_article",
        as_cited="a trial",
        title="A trial",
        container="A journal",
        publisher="A press",
        authors=[{"name": "A. Author", "ordinal": 1}, {"name": "B. Author", "ordinal": 2}],
        published="2019",
        doi="10.1000/182",
        pmid="12345678",
        pmcid="PMC1234567",
        nct="NCT01234567",
        url="https://example.org/article",
        seen_at=["a page"],
        design="randomized_controlled_trial",
        participants=12,
        identifications=[
            {
                "outcome": "candidate",
                "identified_as": "evidence_source/trial",
                "reason": "Alike.",
                "date": "2026",
            }
        ],
    ),
    record("evidence_source/trial", kind="trial", nct="NCT07654321"),
    record(
        "claim/page-1",
        source="evidence_source/page",
        passage={"start": 3, "end": 9, "sha256": _SHA},
        statement="It blocks and treats.",
        about=[
            {"record": "mechanism/block", "stance": "supports"},
            {"record": "indication/claimed", "stance": "supports"},
            {"record": "outcome/word", "stance": "supports"},
            {"record": "characteristic/new", "stance": "supports"},
            {"record": "regimen/once", "stance": "supports"},
            {"record": "outcome/amount", "stance": "supports", "differs": ["quantity"]},
        ],
        certainty="asserted",
        role="marketing",
        cites=["evidence_source/trial"],
        absolute=["never"],
        grounding="direct",
    ),
    record(
        "claim/page-2",
        source="evidence_source/page",
        passage={"start": 3, "end": 9, "sha256": _SHA},
        statement="It may not be the same drug.",
        about=[{"record": "drug/product", "stance": "disputes"}],
        certainty="hedged",
        role="background",
        grounding="implied",
    ),
    record(
        "assessment/right",
        claims=["claim/page-1"],
        verdict="supported",
        rationale="A trial says so.",
        evidence=["evidence_source/article"],
        assessed="2026-01-01",
        later_evidence=["evidence_source/trial"],
    ),
    record(
        "contradiction/both",
        kind="value",
        explanation="They differ.",
        sides=[
            {"position": "days", "claims": ["claim/page-1"]},
            {"position": "weeks", "claims": ["claim/page-1"]},
        ],
        resolution={"text": "Days.", "evidence": ["evidence_source/article"], "date": "2026"},
    ),
)
"""All records; what they say is made up."""


def dataset(records: tuple[Json, ...] = RECORDS, metadata: Json = METADATA) -> Dataset | None:
    """The dataset of some records; None if one of them is refused."""
    told = json.dumps({"dataset": metadata, "records": records}).encode()
    read = list(readers.read("all.json", told))
    if not all(isinstance(each, Entry) and each.record is not None for each in read):
        return None
    return Dataset.of(each for each in read if isinstance(each, Entry))[0]
