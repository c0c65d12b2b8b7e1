"""Sources: Citations of documents and publications, DocumentReferences of files, ResearchStudies."""

from __future__ import annotations

from collections.abc import Iterator

from pharmakon.fhir.datatypes import LARGEST, Json, concept, field, in_order, word
from pharmakon.fhir.identity import URI, fhir_id, identifier, named_information
from pharmakon.fhir.organizations import organization
from pharmakon.fhir.resource import Loss, finished, opened, titled
from pharmakon.fhir.setting import Setting
from pharmakon.model import Document, EvidenceSource, Identification
from pharmakon.model.canonical import fragment

_STUDIES = (
    "randomized_controlled_trial",
    "crossover_trial",
    "open_label_trial",
    "observational_study",
    "case_series",
)
"""The designs of studies of people, rather than of publications."""
_TRIALS = "http://clinicaltrials.gov"


def source(record: EvidenceSource, at: Setting) -> Iterator[Json | Loss]:
    """The resources of a source: its citation, its file, its study, its publisher, what it may mean."""
    made = titled(opened("Citation", record, at, record.as_cited, record.description), record, at)
    made["status"] = "retired" if record.retired else "active"
    made["note"] = [{"text": f"Seen at: {each}"} for each in sorted(record.seen_at)]
    if record.as_cited and at.edition.latest:
        made["summary"] = [{"style": field("as_cited"), "text": record.as_cited}]
    elif record.as_cited:  # readers of R4B do not know the parts of its summary
        made["note"].append({"text": f"As cited: {record.as_cited}"})
    made["citedArtifact"] = _cited(record, at)
    yield from _identified(record, made, at)
    yield from finished(made, record, at)
    if record.publisher:
        yield organization(record.publisher)
    if record.document:
        yield _document(record, record.document, at)
        reason = "an Attachment counts bytes, not characters"
        yield Loss(record.id, "/document/length", reason)
    yield from _study(record, at)


def _cited(record: EvidenceSource, at: Setting) -> Json:
    facets = (("kind", record.kind), ("design", record.design), ("interest", record.interest))
    return {
        "identifier": list(_identifiers(record)),
        "title": [{"text": record.title}] if record.title else [],
        "publicationForm": [_publication(record)],
        "webLocation": [{"url": record.url}] if record.url else [],
        "classification": [
            {"type": field(name), "classifier": [word(name, value)]} for name, value in facets if value
        ],
        "contributorship": {"entry": list(_authors(record, at))},
    }


def _identifiers(record: EvidenceSource) -> Iterator[Json]:
    numbers = (
        ("https://doi.org", record.doi),
        ("https://pubmed.ncbi.nlm.nih.gov", record.pmid),
        (_TRIALS, record.nct),
    )
    for system, value in numbers:
        if value:
            yield {"system": system, "value": value}
    if record.pmcid:
        yield identifier(f"https://www.ncbi.nlm.nih.gov/pmc/articles/{record.pmcid}/")


def _publication(record: EvidenceSource) -> Json:
    publisher = organization(record.publisher) if record.publisher else None
    return {
        "publishedIn": {
            "title": record.container,
            "publisher": {"reference": f"Organization/{publisher['id']}"} if publisher else None,
        },
        "articleDate": record.published,
    }


def _authors(record: EvidenceSource, at: Setting) -> Iterator[Json]:
    for each in sorted(record.authors, key=lambda author: (author.ordinal, author.name)):
        name = {"contributor": {"display": each.name}} if at.edition.latest else {"name": {"text": each.name}}
        place = {at.edition.rank: each.ordinal} if each.ordinal <= LARGEST else {}
        yield name | place


def _identified(record: EvidenceSource, made: Json, at: Setting) -> Iterator[Json | Loss]:
    """What is known of the publication that a vague citation may mean."""
    large = any(each.ordinal > LARGEST for each in record.authors)
    if large:
        yield Loss(record.id, "/authors/ordinal", "FHIR's integers have 32 bits")
    for each in in_order(record.identifications):
        if at.edition.latest:
            yield _judged(record, each, at)
            continue
        made["note"].append({"time": each.date, "text": f"{each.outcome}: {each.reason}"})
        if each.identified_as:
            made.setdefault("relatesTo", []).append(
                {
                    "relationshipType": concept(
                        *field("identified_as")["coding"], *word("outcome", each.outcome)["coding"]
                    ),
                    "targetReference": at.reference(each.identified_as),
                }
            )


def _judged(record: EvidenceSource, each: Identification, at: Setting) -> Json:
    mark = fragment("identifications", each, many=True)
    made = opened("ArtifactAssessment", record, at, each.reason)
    made["id"] = fhir_id(f"{record.id}.{mark[-16:]}")
    made["identifier"] = [identifier(f"{at.iri(record.id)}#{mark}")]
    made["date"] = each.date
    made["artifactReference"] = at.reference(record.id)
    others = []
    if each.identified_as:
        others.append({"type": "similar-to", "resourceReference": at.reference(each.identified_as)})
    content = {
        "informationType": "classifier",
        "summary": each.reason,
        "type": field("identifications"),
        "classifier": [word("outcome", each.outcome)],
        "relatedArtifact": others,
    }
    return made | {"content": [content]}


def _document(record: EvidenceSource, document: Document, at: Setting) -> Json:
    """The exact file, known by its digest; its text is nowhere."""
    made = opened("DocumentReference", record, at, document.file)
    made["identifier"].append({"system": URI, "value": named_information(document.sha256)})
    made["status"] = "current"
    attached = {"contentType": f"text/plain; charset={document.encoding}", "title": document.file}
    made["content"] = [{"attachment": attached}]
    return made


def _study(record: EvidenceSource, at: Setting) -> Iterator[Json | Loss]:
    """The study of people that a source reports, and how many they were.

    Only R5 has a status for a study of which no status is known; in R4B one would have to be invented.
    """
    if not at.edition.latest or (record.kind != "trial" and record.design not in _STUDIES):
        reason = "a Citation counts no people, and what is cited is no study of people"
        if not at.edition.latest:
            reason = "a Citation counts no people, and a ResearchStudy needs a status, which no source states"
        if record.participants:
            yield Loss(record.id, "/participants", reason)
        return
    made = opened("ResearchStudy", record, at)
    if record.nct:
        made["identifier"].append({"system": _TRIALS, "value": record.nct})
    made |= {"title": record.label, "status": "unknown"}
    if record.participants and record.participants > LARGEST:
        yield Loss(record.id, "/participants", "FHIR's integers have 32 bits")
    else:
        made["recruitment"] = {"actualNumber": record.participants}
    made["studyDesign"] = [word("design", record.design)] if record.design else []
    yield made
