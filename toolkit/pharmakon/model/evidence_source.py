"""An evidence source: a document that claims are read from, cited in, or judged by."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from pharmakon.model.record import Part, Record
from pharmakon.model.scalar import (
    Count,
    Doi,
    Line,
    Name,
    Nct,
    PartialDate,
    Pmcid,
    Pmid,
    Ref,
    Sha256,
    Text,
    WebAddress,
)
from pharmakon.model.term import Constraint, Internal, Needs, Term


class Document(Part):
    """The exact file whose passages claims point into; the text itself is never stored."""

    term: ClassVar[Term] = Term("pk:Document")

    file: Annotated[Name, Term("pk:file")] = Field(description="The name of the file, without a folder.")
    sha256: Annotated[Sha256, Term("pk:sha256", close=("spdx:checksumValue",))] = Field(
        description="The SHA-256 digest of the bytes of the file or of the UTF-8 passage."
    )
    length: Annotated[Count, Term("pk:length", unit="Unicode code points")] = Field(
        description="The number of code points of the decoded text."
    )
    encoding: Annotated[Literal["utf-8"], Term("pk:encoding")] = Field(
        description="The encoding of the file."
    )


class Author(Part):
    """One author of a source, and which in order."""

    term: ClassVar[Term] = Term("pk:Author")
    key: ClassVar[tuple[str, ...]] = ("ordinal",)

    name: Annotated[Name, Term("schema:name")] = Field(description="The name as the source prints it.")
    ordinal: Annotated[Count, Term("pk:ordinal", close=("schema:position",), unit="1")] = Field(
        description="The place among the authors, counted from one."
    )


class Identification(Part):
    """A dated statement on which real publication a vague citation may mean."""

    term: ClassVar[Term] = Term("pk:Identification")

    outcome: Annotated[Literal["unresolved", "candidate", "confirmed"], Term("pk:outcome")] = Field(
        description="How far the search came."
    )
    identified_as: Annotated[Ref | None, Term("pk:identifiedAs", to=("EvidenceSource",))] = Field(
        default=None, description="The publication that may be, or is, the one meant."
    )
    reason: Annotated[Text, Term("pk:reason")] = Field(description="Why it was judged so, in plain words.")
    date: Annotated[PartialDate, Term("dcterms:date")] = Field(description="The date of the statement.")
    constraints: ClassVar[tuple[Constraint, ...]] = (
        Needs(("identified_as",), given="outcome", values=("candidate", "confirmed")),
    )


class EvidenceSource(Record):
    """A document: one that makes claims, one that they cite, or one by which they are judged."""

    term: ClassVar[Term] = Term("pk:EvidenceSource", broad=("prov:Entity",), close=("schema:CreativeWork",))

    type: Annotated[Literal["EvidenceSource"], Internal()] = Field(description="Always `EvidenceSource`.")
    kind: Annotated[
        Literal[
            "web_article",
            "journal_article",
            "trial",
            "label",
            "regulatory_document",
            "unspecified_studies",
            "unnamed_experts",
            "anecdote",
        ],
        Term("pk:kind"),
    ] = Field(description="What kind of thing, within its type, the record is about.")
    as_cited: Annotated[Text | None, Term("pk:asCited")] = Field(
        default=None, description="What the citing passage says of the source, in our own words."
    )
    title: Annotated[Line | None, Term("dcterms:title")] = Field(
        default=None, description="The title, where it may be given."
    )
    container: Annotated[Name | None, Term("pk:container", close=("dcterms:isPartOf",))] = Field(
        default=None, description="The journal or website in which it appeared."
    )
    publisher: Annotated[Name | None, Term("dc:publisher")] = Field(
        default=None, description="The institution or company that stands behind it."
    )
    authors: Annotated[tuple[Author, ...], Term("pk:authors")] = Field(
        default=(), description="The authors; each says its place in order."
    )
    published: Annotated[PartialDate | None, Term("schema:datePublished")] = Field(
        default=None, description="The date of publication, as precise as it is known."
    )
    doi: Annotated[Doi | None, Term("bibo:doi")] = Field(
        default=None, description="The Digital Object Identifier."
    )
    pmid: Annotated[Pmid | None, Term("bibo:pmid")] = Field(default=None, description="The number in PubMed.")
    pmcid: Annotated[Pmcid | None, Term("pk:pmcid")] = Field(
        default=None, description="The identifier in PubMed Central."
    )
    nct: Annotated[Nct | None, Term("pk:nct")] = Field(
        default=None, description="The registration number at ClinicalTrials.gov."
    )
    url: Annotated[WebAddress | None, Term("schema:url")] = Field(
        default=None, description="A web address of the source."
    )
    seen_at: Annotated[tuple[Name, ...], Term("pk:seenAt")] = Field(
        default=(), description="The public places that were seen to state it."
    )
    design: Annotated[
        Literal[
            "randomized_controlled_trial",
            "crossover_trial",
            "open_label_trial",
            "observational_study",
            "case_series",
            "meta_analysis",
            "systematic_review",
            "narrative_review",
            "consensus_guideline",
        ]
        | None,
        Term("pk:design"),
    ] = Field(default=None, description="The design of the study.")
    participants: Annotated[Count | None, Term("pk:participants", unit="people")] = Field(
        default=None, description="The number of people who were studied."
    )
    document: Annotated[Document | None, Term("pk:document")] = Field(
        default=None, description="The file whose passages claims point into."
    )
    interest: Annotated[
        Literal["promotional", "commercial", "none_declared", "unknown"] | None, Term("pk:interest")
    ] = Field(default=None, description="The interest that the source has in what it says.")
    identifications: Annotated[tuple[Identification, ...], Term("pk:identifications")] = Field(
        default=(), description="Dated statements on which publication the citation may mean."
    )
