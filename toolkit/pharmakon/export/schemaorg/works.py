"""What speaks: the dataset, the sources, the statements that can be claimed, the claims and the reviews."""

from __future__ import annotations

from collections.abc import Iterator

from pharmakon.dataset import Dataset
from pharmakon.export.schemaorg.node import Object, link, links, node, standing, word, words
from pharmakon.model import (
    AdverseEvent,
    Assessment,
    Author,
    Authorization,
    Characteristic,
    Claim,
    Contraindication,
    EvidenceSource,
    Identification,
    Indication,
    Mechanism,
    Outcome,
    Record,
    Regimen,
)
from pharmakon.model.canonical import fragment
from pharmakon.model.reference import references
from pharmakon.terms import table

_RELATIONS: tuple[type[Record], ...] = (
    AdverseEvent,
    Characteristic,
    Contraindication,
    Indication,
    Mechanism,
    Outcome,
    Regimen,
)
_TOLD = ("id", "type", "label", "description", "text", "retired", "replaced_by")
"""What of a relation is told in other ways than as a keyword."""

_SOURCES = {"web_article": "MedicalWebPage", "journal_article": "MedicalScholarlyArticle"}
_STUDIES = {
    "randomized_controlled_trial": ("MedicalTrial", "trialDesign", "RandomizedTrial"),
    "crossover_trial": ("MedicalTrial", "", ""),
    "open_label_trial": ("MedicalTrial", "trialDesign", "OpenTrial"),
    "observational_study": ("MedicalObservationalStudy", "", ""),
    "case_series": ("MedicalObservationalStudy", "studyDesign", "CaseSeries"),
}
_NUMBERS = ("doi", "pmid", "pmcid", "nct")


def _whole(dataset: Dataset) -> Object | None:
    """A link to the dataset, of which a work is part."""
    return link(dataset.metadata.id) if dataset.metadata else None


def sources(dataset: Dataset) -> Iterator[Object]:
    """A page, an article or another work for each source, and the study that it reports."""
    for source in standing(dataset, EvidenceSource):
        study = _study(source)
        credit = [each.name for each in sorted(source.authors, key=_place)]
        yield node(
            source.id,
            _SOURCES.get(source.kind, "CreativeWork"),
            name=source.label,
            headline=source.title,
            description=source.description,
            disambiguatingDescription=source.as_cited,
            genre=words(source.kind),
            creditText="; ".join(credit) or None,
            isPartOf=_named(source, "container", "CreativeWork"),
            publisher=_named(source, "publisher", "Organization"),
            datePublished=source.published,
            url=source.url,
            identifier=[
                node(f"{source.id}#{name}", "PropertyValue", propertyID=name, value=getattr(source, name))
                for name in _NUMBERS
                if getattr(source, name)
            ],
            about=study,
            encoding=_file(source),
            comment=[_comment(source, each) for each in source.identifications],
            keywords=[
                f"{name}: {words(value)}"
                for name, value in (("design", source.design), ("interest", source.interest))
                if value
            ],
        )


def _place(author: Author) -> int:
    return author.ordinal


def _named(source: EvidenceSource, field: str, type_: str) -> Object | None:
    name = getattr(source, field)
    return node(f"{source.id}#{field}", type_, name=name) if name else None


def _study(source: EvidenceSource) -> Object | None:
    """The study itself, as far as its design or size is known."""
    unknown = "MedicalTrial" if source.kind == "trial" else "MedicalStudy"
    type_, property_, value = _STUDIES.get(source.design or "", (unknown, "", ""))
    if type_ == "MedicalStudy" and not source.participants:
        return None
    design = {property_: word(value)} if property_ else {}
    people = f"participants: {source.participants}" if source.participants else None
    return node(f"{source.id}#study", type_, name=source.label, description=people, **design)


def _file(source: EvidenceSource) -> Object | None:
    document = source.document
    if document is None:
        return None
    return node(
        f"{source.id}#document",
        "MediaObject",
        name=document.file,
        sha256=document.sha256,
        encodingFormat=f"text/plain; charset={document.encoding}",
        contentSize=f"{document.length} code points",
    )


def _comment(source: EvidenceSource, found: Identification) -> Object:
    """A statement on which publication a citation may mean."""
    return node(
        f"{source.id}#{fragment('identifications', found, many=True)}",
        "Comment",
        name=found.outcome,
        text=found.reason,
        dateCreated=found.date,
        about=link(found.identified_as) if found.identified_as else None,
    )


def statements(dataset: Dataset) -> Iterator[Object]:
    """What can be claimed: each relation, about its drug and concepts, without a word on its truth."""
    for kind in _RELATIONS:
        for record in standing(dataset, kind):
            named = [target for place, target in references(record) if place != "/replaced_by"]
            cited = [each for each in named if each.startswith("evidence_source/")]
            yield node(
                record.id,
                "Statement",
                name=record.label,
                description=record.description,
                text=getattr(record, "text", None),
                genre=words(record.type),
                about=links(each for each in named if each not in cited),
                citation=links(cited),
                keywords=list(_keywords(record)),
            )


def _keywords(record: Record) -> Iterator[str]:
    """The fields of a relation that hold one word or line."""
    for field in table().by_name[record.type].fields:
        value = getattr(record, field.name)
        if field.name not in _TOLD and isinstance(value, str) and field.form.kind in ("string", "text"):
            yield f"{words(field.name)}: {words(value) if field.values else value}"


def claims(dataset: Dataset) -> Iterator[Object]:
    """A Claim for each claim, about what it supports, disputes or qualifies, with its hedge."""
    for claim in standing(dataset, Claim):
        said = [f"{name}: {getattr(claim, name)}" for name in ("certainty", "role", "grounding")]
        said += [f"absolute: {each}" for each in claim.absolute]
        for each in claim.about:
            differs = f", except {', '.join(sorted(each.differs))}" if each.differs else ""
            said.append(f"{each.stance} {each.record}{differs}")
        yield node(
            claim.id,
            "Claim",
            name=claim.label,
            description=claim.description,
            text=claim.statement,
            appearance=link(claim.source),
            isBasedOn=node(
                f"{claim.id}#passage",
                "MediaObject",
                isPartOf=link(claim.source),
                position=f"char={claim.passage.start},{claim.passage.end}",
                sha256=claim.passage.sha256,
            ),
            about=links(each.record for each in claim.about),
            citation=links(claim.cites),
            keywords=said,
            isPartOf=_whole(dataset),
        )


def reviews(dataset: Dataset) -> Iterator[Object]:
    """A ClaimReview for each assessment, rated by the word of its verdict."""
    metadata = dataset.metadata
    for each in standing(dataset, Assessment):
        judged = [dataset.get(name) for name in sorted(each.claims)]
        grounds = sorted({*each.evidence, *each.later_evidence})
        acts = [name for name in grounds if isinstance(dataset.get(name), Authorization)]
        later = [f"later evidence: {name}" for name in each.later_evidence]
        yield node(
            each.id,
            "ClaimReview",
            name=each.label,
            description=each.description,
            claimReviewed=[claim.label for claim in judged if claim],
            itemReviewed=links(each.claims),
            reviewBody=each.rationale,
            reviewRating=node(f"{each.id}#rating", "Rating", ratingValue=words(each.verdict)),
            datePublished=each.assessed,
            citation=links(name for name in grounds if name not in acts),
            mentions=links(acts),
            keywords=later,
            publisher=link(f"{metadata.id}#publisher") if metadata else None,
            isPartOf=_whole(dataset),
        )
