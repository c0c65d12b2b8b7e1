"""An assessment: our dated verdict on claims, with reasons and sources."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from pharmakon.model.record import Record
from pharmakon.model.scalar import PartialDate, Ref, Text
from pharmakon.model.term import Constraint, Internal, Needs, Term


class Assessment(Record):
    """A judgement on claims by the public record; it never changes a claim."""

    term: ClassVar[Term] = Term("pk:Assessment", close=("schema:ClaimReview",))
    constraints: ClassVar[tuple[Constraint, ...]] = (
        Needs(
            ("evidence",),
            given="verdict",
            values=(
                "supported",
                "partly_supported",
                "overstated",
                "inaccurate",
                "refuted",
                "outdated",
            ),
        ),
    )

    type: Annotated[Literal["Assessment"], Internal()] = Field(description="Always `Assessment`.")
    claims: Annotated[tuple[Ref, ...], Term("pk:claims", to=("Claim",)), Field(min_length=1)] = Field(
        description="The claims that are judged or set against others."
    )
    verdict: Annotated[
        Literal[
            "supported",
            "partly_supported",
            "overstated",
            "inaccurate",
            "refuted",
            "outdated",
            "unverifiable",
        ],
        Term("pk:verdict"),
    ] = Field(description="What the evidence says of the claims.")
    rationale: Annotated[Text, Term("pk:rationale")] = Field(description="Why, in plain words.")
    evidence: Annotated[
        tuple[Ref, ...], Term("cito:citesAsEvidence", to=("EvidenceSource", "Authorization"))
    ] = Field(default=(), description="The sources on which the judgement rests.")
    assessed: Annotated[PartialDate, Term("pk:assessed")] = Field(description="The date of the judgement.")
    later_evidence: Annotated[
        tuple[Ref, ...], Term("pk:laterEvidence", to=("EvidenceSource", "Authorization"))
    ] = Field(default=(), description="Sources of the judgement that are newer than the document judged.")
