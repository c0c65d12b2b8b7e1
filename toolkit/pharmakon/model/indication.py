"""An indication: what a drug may be used for."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from pharmakon.model.record import Record
from pharmakon.model.scalar import Line, Ref
from pharmakon.model.term import Constraint, Internal, Needs, Term


class Indication(Record):
    """A use of a drug; whether it is approved is computed from authorizations, never stored."""

    term: ClassVar[Term] = Term("pk:Indication", close=("schema:TreatmentIndication",))
    constraints: ClassVar[tuple[Constraint, ...]] = (
        Needs(("condition",), given="intent", values=("treatment", "prevention")),
    )

    type: Annotated[Literal["Indication"], Internal()] = Field(description="Always `Indication`.")
    drug: Annotated[Ref, Term("pk:drug", to=("Drug",), close=("biolink:subject",))] = Field(
        description="The drug that the record is about."
    )
    intent: Annotated[Literal["treatment", "prevention", "anesthesia", "analgesia"], Term("pk:intent")] = (
        Field(description="The purpose for which the drug is given.")
    )
    condition: Annotated[Ref | None, Term("pk:condition", to=("Concept",), close=("biolink:object",))] = (
        Field(default=None, description="The condition for which the drug is given or not given.")
    )
    population: Annotated[Ref | None, Term("pk:population", to=("Concept",))] = Field(
        default=None, description="The people of whom the record speaks, where it is not everyone."
    )
    combined_with: Annotated[tuple[Ref, ...], Term("pk:combinedWith", to=("Drug",))] = Field(
        default=(), description="Drugs or classes of drugs that are given together with it."
    )
    line_of_therapy: Annotated[Line | None, Term("pk:lineOfTherapy")] = Field(
        default=None, description="What must have been tried before, in words."
    )
