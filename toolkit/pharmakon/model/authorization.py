"""An authorization: what a regulator decided about a product, from the regulator's record."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from pharmakon.model.record import Part, Record
from pharmakon.model.scalar import Jurisdiction, Name, PartialDate, Ref, Text
from pharmakon.model.term import Internal, Term


class Obligation(Part):
    """A condition that the regulator set on the use of the product."""

    term: ClassVar[Term] = Term("pk:Obligation")
    key: ClassVar[tuple[str, ...]] = ("obliges_to",)

    obliges_to: Annotated[
        Literal["boxed_warning", "rems", "schedule", "supervised_use", "prescription_only"],
        Term("pk:obligesTo"),
    ] = Field(description="What kind of condition it is.")
    text: Annotated[Text, Term("pk:text")] = Field(description="What is said, in our own words.")


class Authorization(Record):
    """A decision of a regulator on a product: the one relation that is a fact of the public record."""

    term: ClassVar[Term] = Term("pk:Authorization")

    type: Annotated[Literal["Authorization"], Internal()] = Field(description="Always `Authorization`.")
    drug: Annotated[Ref, Term("pk:drug", to=("Drug",), close=("biolink:subject",))] = Field(
        description="The drug that the record is about."
    )
    authority: Annotated[Name, Term("pk:authority")] = Field(description="The regulator that decided.")
    jurisdiction: Annotated[Jurisdiction, Term("pk:jurisdiction")] = Field(
        description="The country, or the union of countries, whose law it is, as in ISO 3166."
    )
    decision: Annotated[Literal["approved", "refused", "withdrawn", "suspended"], Term("pk:decision")] = (
        Field(description="What was decided.")
    )
    decided: Annotated[PartialDate, Term("pk:decided")] = Field(
        description="The date of the decision, as precise as the record gives it."
    )
    indication: Annotated[Ref | None, Term("pk:indication", to=("Indication",))] = Field(
        default=None, description="The use on which was decided."
    )
    combined_with: Annotated[tuple[Ref, ...], Term("pk:combinedWith", to=("Drug",))] = Field(
        default=(), description="Drugs or classes of drugs that are given together with it."
    )
    obligations: Annotated[tuple[Obligation, ...], Term("pk:obligations")] = Field(
        default=(), description="Conditions that the regulator set."
    )
    limitations: Annotated[tuple[Text, ...], Term("pk:limitations")] = Field(
        default=(), description="What the label says has not been shown or is not covered."
    )
    sources: Annotated[
        tuple[Ref, ...], Term("dcterms:source", to=("EvidenceSource",)), Field(min_length=1)
    ] = Field(description="The sources from which the record's facts were taken.")
