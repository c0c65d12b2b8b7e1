"""An indication: what a drug may be used for."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pharmakon.model.record import Record
from pharmakon.model.scalar import Line, Ref
from pharmakon.model.term import Constraint, Internal, Needs, Term
from pharmakon.model.words import COMBINED_WITH, CONDITION, DRUG, POPULATION


class Indication(Record):
    """A use of a drug; whether it is approved is computed from authorizations, never stored."""

    term: ClassVar[Term] = Term(
        "pk:Indication",
        close=(
            "schema:TreatmentIndication",
            "biolink:ChemicalOrDrugOrTreatmentToDiseaseOrPhenotypicFeatureAssociation",
        ),
    )
    constraints: ClassVar[tuple[Constraint, ...]] = (
        Needs(("condition",), given="intent", values=("treatment", "prevention")),
    )

    type: Annotated[Literal["Indication"], Internal("Always `Indication`.")]
    drug: Annotated[Ref, DRUG]
    intent: Annotated[
        Literal["treatment", "prevention", "anesthesia", "analgesia"],
        Term("pk:intent", "The purpose for which the drug is given."),
    ]
    condition: Annotated[Ref | None, CONDITION] = None
    population: Annotated[Ref | None, POPULATION] = None
    combined_with: Annotated[tuple[Ref, ...], COMBINED_WITH] = ()
    line_of_therapy: Annotated[
        Line | None, Term("pk:lineOfTherapy", "What must have been tried before, in words.")
    ] = None
