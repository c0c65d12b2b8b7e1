"""An adverse event: an unwanted effect that may go together with a drug."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pharmakon.model.contraindication import Labeling
from pharmakon.model.record import Record
from pharmakon.model.scalar import Ref
from pharmakon.model.term import Constraint, Internal, Needs, Term
from pharmakon.model.words import DRUG, LABELED, SOURCES


class AdverseEvent(Record):
    """A drug, an unwanted effect and a context that can go together; how often is an Outcome."""

    term: ClassVar[Term] = Term(
        "pk:AdverseEvent", close=("biolink:ChemicalOrDrugOrTreatmentAdverseEventAssociation",)
    )
    constraints: ClassVar[tuple[Constraint, ...]] = (Needs(("sources",), given="labeled"),)

    type: Annotated[Literal["AdverseEvent"], Internal("Always `AdverseEvent`.")]
    drug: Annotated[Ref, DRUG]
    effect: Annotated[
        Ref, Term("pk:effect", "The unwanted effect.", to=("Concept",), close=("biolink:object",))
    ]
    context: Annotated[
        Literal["therapeutic", "anesthetic", "misuse", "unsupervised"] | None,
        Term("pk:context", "The way of use in which the effect may occur."),
    ] = None
    timing: Annotated[
        Literal["acute", "long_term"] | None,
        Term("pk:timing", "Whether the effect is of one use or of long use."),
    ] = None
    labeled: Annotated[tuple[Labeling, ...], LABELED] = ()
    sources: Annotated[tuple[Ref, ...], SOURCES] = ()
