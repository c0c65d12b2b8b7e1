"""An evidence source: a document that claims are read from, cited in, or judged by."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pharmakon.model.record import Part, Record
from pharmakon.model.scalar import (
    Count,
    Doi,
    FileName,
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
from pharmakon.model.words import DATE, KIND, PUBLISHER, SEEN_AT, SHA256, TITLE


class Document(Part):
    """The exact file whose passages claims point into; the text itself is never stored."""

    term: ClassVar[Term] = Term("pk:Document")

    file: Annotated[FileName, Term("pk:file", "The name of the file, without a folder.")]
    sha256: Annotated[Sha256, SHA256]
    length: Annotated[
        Count, Term("pk:length", "The number of code points of the decoded text.", unit="Unicode code points")
    ]
    encoding: Annotated[Literal["utf-8"], Term("pk:encoding", "The encoding of the file.")]


class Author(Part):
    """One author of a source, and which in order."""

    term: ClassVar[Term] = Term("pk:Author")
    key: ClassVar[tuple[str, ...]] = ("ordinal",)

    name: Annotated[Name, Term("schema:name", "The name as the source prints it.")]
    ordinal: Annotated[
        Count,
        Term(
            "pk:ordinal",
            "The place among the authors, counted from one.",
            close=("schema:position",),
            unit="1",
        ),
    ]


class Identification(Part):
    """A dated statement on which real publication a vague citation may mean."""

    term: ClassVar[Term] = Term("pk:Identification")

    outcome: Annotated[
        Literal["unresolved", "candidate", "confirmed"], Term("pk:outcome", "How far the search came.")
    ]
    identified_as: Annotated[
        Ref | None,
        Term("pk:identifiedAs", "The publication that may be, or is, the one meant.", to=("EvidenceSource",)),
    ] = None
    reason: Annotated[Text, Term("pk:reason", "Why it was judged so, in plain words.")]
    date: Annotated[PartialDate, DATE]
    constraints: ClassVar[tuple[Constraint, ...]] = (
        Needs(("identified_as",), given="outcome", values=("candidate", "confirmed")),
    )


class EvidenceSource(Record):
    """A document: one that makes claims, one that they cite, or one by which they are judged."""

    term: ClassVar[Term] = Term(
        "pk:EvidenceSource",
        broad=("prov:Entity",),
        close=("schema:CreativeWork", "biolink:Publication", "va:Document"),
    )

    type: Annotated[Literal["EvidenceSource"], Internal("Always `EvidenceSource`.")]
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
        KIND,
    ]
    as_cited: Annotated[
        Text | None, Term("pk:asCited", "What the citing passage says of the source, in our own words.")
    ] = None
    title: Annotated[Line | None, TITLE] = None
    container: Annotated[
        Name | None,
        Term("pk:container", "The journal or website in which it appeared.", close=("dcterms:isPartOf",)),
    ] = None
    publisher: Annotated[Name | None, PUBLISHER] = None
    authors: Annotated[
        tuple[Author, ...], Term("pk:authors", "The authors; each says its place in order.")
    ] = ()
    published: Annotated[
        PartialDate | None,
        Term("schema:datePublished", "The date of publication, as precise as it is known."),
    ] = None
    doi: Annotated[Doi | None, Term("bibo:doi", "The Digital Object Identifier.")] = None
    pmid: Annotated[Pmid | None, Term("bibo:pmid", "The number in PubMed.")] = None
    pmcid: Annotated[Pmcid | None, Term("pk:pmcid", "The identifier in PubMed Central.")] = None
    nct: Annotated[Nct | None, Term("pk:nct", "The registration number at ClinicalTrials.gov.")] = None
    url: Annotated[WebAddress | None, Term("schema:url", "A web address of the source.")] = None
    seen_at: Annotated[tuple[Name, ...], SEEN_AT] = ()
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
        Term("pk:design", "The design of the study."),
    ] = None
    participants: Annotated[
        Count | None, Term("pk:participants", "The number of people who were studied.", unit="people")
    ] = None
    document: Annotated[
        Document | None, Term("pk:document", "The file whose passages claims point into.")
    ] = None
    interest: Annotated[
        Literal["promotional", "commercial", "none_declared", "unknown"] | None,
        Term("pk:interest", "The interest that the source has in what it says."),
    ] = None
    identifications: Annotated[
        tuple[Identification, ...],
        Term("pk:identifications", "Dated statements on which publication the citation may mean."),
    ] = ()
