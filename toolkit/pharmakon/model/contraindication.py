"""A contraindication: when a drug may have to be withheld."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pharmakon.model.record import Part, Record
from pharmakon.model.scalar import Flag, Ref
from pharmakon.model.term import Constraint, Internal, Needs, Term
from pharmakon.model.words import CONDITION, DRUG, LABELED, SOURCES


class Labeling(Part):
    """The label of an authorized product that states what the record says."""

    term: ClassVar[Term] = Term("pk:Labeling")
    key: ClassVar[tuple[str, ...]] = ("authorization",)

    authorization: Annotated[
        Ref, Term("pk:authorization", "The authorization to which the label belongs.", to=("Authorization",))
    ]
    boxed: Annotated[Flag, Term("pk:boxed", "Whether the label states it in its boxed warning.")]


class Contraindication(Record):
    """A condition in which a drug may have to be withheld."""

    term: ClassVar[Term] = Term("pk:Contraindication", close=("schema:MedicalContraindication",))
    constraints: ClassVar[tuple[Constraint, ...]] = (Needs(("sources",), given="labeled"),)

    type: Annotated[Literal["Contraindication"], Internal("Always `Contraindication`.")]
    drug: Annotated[Ref, DRUG]
    condition: Annotated[Ref, CONDITION]
    labeled: Annotated[tuple[Labeling, ...], LABELED] = ()
    sources: Annotated[tuple[Ref, ...], SOURCES] = ()
