"""A contraindication: when a drug may have to be withheld."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from pharmakon.model.record import Part, Record
from pharmakon.model.scalar import Flag, Ref
from pharmakon.model.term import Constraint, Internal, Needs, Term


class Labeling(Part):
    """The label of an authorized product that states what the record says."""

    term: ClassVar[Term] = Term("pk:Labeling")
    key: ClassVar[tuple[str, ...]] = ("authorization",)

    authorization: Annotated[Ref, Term("pk:authorization", to=("Authorization",))] = Field(
        description="The authorization to which the label belongs."
    )
    boxed: Annotated[Flag, Term("pk:boxed")] = Field(
        description="Whether the label states it in its boxed warning."
    )


class Contraindication(Record):
    """A condition in which a drug may have to be withheld."""

    term: ClassVar[Term] = Term("pk:Contraindication", close=("schema:MedicalContraindication",))
    constraints: ClassVar[tuple[Constraint, ...]] = (Needs(("sources",), given="labeled"),)

    type: Annotated[Literal["Contraindication"], Internal()] = Field(description="Always `Contraindication`.")
    drug: Annotated[Ref, Term("pk:drug", to=("Drug",), close=("biolink:subject",))] = Field(
        description="The drug that the record is about."
    )
    condition: Annotated[Ref, Term("pk:condition", to=("Concept",), close=("biolink:object",))] = Field(
        description="The condition for which the drug is given or not given."
    )
    labeled: Annotated[tuple[Labeling, ...], Term("pk:labeled")] = Field(
        default=(), description="The labels of authorized products that state it."
    )
    sources: Annotated[tuple[Ref, ...], Term("dcterms:source", to=("EvidenceSource",))] = Field(
        default=(), description="The sources from which the record's facts were taken."
    )
