"""An adverse event: an unwanted effect that may go together with a drug."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from pharmakon.model.contraindication import Labeling
from pharmakon.model.record import Record
from pharmakon.model.scalar import Ref
from pharmakon.model.term import Constraint, Internal, Needs, Term


class AdverseEvent(Record):
    """A drug, an unwanted effect and a context that can go together; how often is an Outcome."""

    term: ClassVar[Term] = Term("pk:AdverseEvent", close=("schema:adverseOutcome",))
    constraints: ClassVar[tuple[Constraint, ...]] = (Needs(("sources",), given="labeled"),)

    type: Annotated[Literal["AdverseEvent"], Internal()] = Field(description="Always `AdverseEvent`.")
    drug: Annotated[Ref, Term("pk:drug", to=("Drug",), close=("biolink:subject",))] = Field(
        description="The drug that the record is about."
    )
    effect: Annotated[Ref, Term("pk:effect", to=("Concept",), close=("biolink:object",))] = Field(
        description="The unwanted effect."
    )
    context: Annotated[
        Literal["therapeutic", "anesthetic", "misuse", "unsupervised"] | None, Term("pk:context")
    ] = Field(default=None, description="The way of use in which the effect may occur.")
    timing: Annotated[Literal["acute", "long_term"] | None, Term("pk:timing")] = Field(
        default=None, description="Whether the effect is of one use or of long use."
    )
    labeled: Annotated[tuple[Labeling, ...], Term("pk:labeled")] = Field(
        default=(), description="The labels of authorized products that state it."
    )
    sources: Annotated[tuple[Ref, ...], Term("dcterms:source", to=("EvidenceSource",))] = Field(
        default=(), description="The sources from which the record's facts were taken."
    )
