"""Judgments: assessments and contradictions, as ArtifactAssessments in R5 and EvidenceReports in R4B."""

from __future__ import annotations

from collections.abc import Iterator

from pharmakon.fhir.datatypes import Json, field, in_order, word
from pharmakon.fhir.resource import Loss, finished, opened, related, titled
from pharmakon.fhir.setting import Setting
from pharmakon.model import Assessment, Contradiction


def assessment(record: Assessment, at: Setting) -> Iterator[Json | Loss]:
    """The resource of an assessment: a dated verdict on claims, with its reasons and sources."""
    if not at.edition.latest:
        yield from _reported(record, at)
        return
    made = titled(opened("ArtifactAssessment", record, at, record.rationale), record, at)
    made["date"] = record.assessed
    made["artifactReference"] = at.reference(min(record.claims))
    made["content"] = [
        {
            "informationType": "classifier",
            "summary": record.rationale,
            "type": field("verdict"),
            "classifier": [word("verdict", record.verdict)],
            "relatedArtifact": [
                *(related(at, "judges", each) for each in sorted(record.claims)),
                *(related(at, "cites", each, field("evidence")) for each in sorted(record.evidence)),
                *(
                    related(at, "cites", each, field("later_evidence"))
                    for each in sorted(record.later_evidence)
                ),
            ],
        }
    ]
    yield from finished(made, record, at)


def _reported(record: Assessment, at: Setting) -> Iterator[Json | Loss]:
    made = titled(_report(record, at, record.rationale), record, at)
    made["note"] = [{"time": record.assessed, "text": record.rationale}]
    made["section"] = [
        {
            "focus": field("claims"),
            "entryClassifier": [word("verdict", record.verdict)],
            "entryReference": _references(record.claims, at),
        },
        _section("evidence", record.evidence, at),
        _section("later_evidence", record.later_evidence, at),
    ]
    yield from finished(made, record, at)


def contradiction(record: Contradiction, at: Setting) -> Iterator[Json | Loss]:
    """The resource of a contradiction: its sides, each with its claims, and what settles it."""
    if not at.edition.latest:
        yield from _opposed(record, at)
        return
    made = titled(opened("ArtifactAssessment", record, at, record.explanation), record, at)
    made["artifactReference"] = at.reference(min(each for side in record.sides for each in side.claims))
    parts: list[Json] = [
        {
            "informationType": "comment",
            "summary": side.position,
            "type": field("position"),
            "relatedArtifact": [related(at, "judges", each) for each in sorted(side.claims)],
        }
        for side in in_order(record.sides)
    ]
    if record.resolution:
        made["date"] = record.resolution.date
        parts.append(
            {
                "informationType": "response",
                "summary": record.resolution.text,
                "type": field("resolution"),
                "relatedArtifact": [
                    related(at, "cites", each, field("evidence"))
                    for each in sorted(record.resolution.evidence)
                ],
            }
        )
    made["content"] = [
        {
            "informationType": "container",
            "summary": record.explanation,
            "type": field("sides"),
            "classifier": [word("kind", record.kind)],
            "component": parts,
        }
    ]
    yield from finished(made, record, at)


def _opposed(record: Contradiction, at: Setting) -> Iterator[Json | Loss]:
    made = titled(_report(record, at, record.explanation), record, at)
    made["note"] = [{"text": record.explanation}]
    made["type"]["coding"] += word("kind", record.kind)["coding"]
    made["section"] = [
        {
            "title": side.position,
            "focus": field("claims"),
            "entryReference": _references(side.claims, at),
        }
        for side in in_order(record.sides)
    ]
    if record.resolution:
        made["note"].append({"time": record.resolution.date, "text": record.resolution.text})
        made["section"].append(_section("evidence", record.resolution.evidence, at))
    yield from finished(made, record, at)


def _report(record: Assessment | Contradiction, at: Setting, said: str) -> Json:
    made = opened("EvidenceReport", record, at, said)
    return made | {
        "status": "retired" if record.retired else "active",
        "type": field("sides" if isinstance(record, Contradiction) else "verdict"),
        "subject": {"note": [{"text": record.label}]},
    }


def _section(name: str, entries: tuple[str, ...], at: Setting) -> Json | None:
    return {"focus": field(name), "entryReference": _references(entries, at)} if entries else None


def _references(entries: tuple[str, ...], at: Setting) -> list[Json]:
    return [at.reference(each) for each in sorted(entries)]
