"""An assessment: our dated verdict on claims, with reasons and sources."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from pharmakon.model.record import Record
from pharmakon.model.scalar import PartialDate, Ref, Text
from pharmakon.model.term import Constraint, Internal, Needs, Term
from pharmakon.model.words import CLAIMS, EVIDENCE


class Assessment(Record):
    """A judgement on claims by the public record; it never changes a claim."""

    term: ClassVar[Term] = Term("pk:Assessment", close=("schema:ClaimReview", "sepio:0000001"))
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

    type: Annotated[Literal["Assessment"], Internal("Always `Assessment`.")]
    claims: Annotated[tuple[Ref, ...], CLAIMS, Field(min_length=1)]
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
        Term("pk:verdict", "What the evidence says of the claims."),
    ]
    rationale: Annotated[Text, Term("pk:rationale", "Why, in plain words.")]
    evidence: Annotated[tuple[Ref, ...], EVIDENCE] = ()
    assessed: Annotated[PartialDate, Term("pk:assessed", "The date of the judgement.")]
    later_evidence: Annotated[
        tuple[Ref, ...],
        Term(
            "pk:laterEvidence",
            "Sources of the judgement that are newer than the document judged.",
            to=("EvidenceSource", "Authorization"),
        ),
    ] = ()
