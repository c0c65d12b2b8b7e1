"""An outcome: anything graded or measured that may follow from a drug."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from pharmakon.model.quantity import Quantity
from pharmakon.model.record import Part, Record
from pharmakon.model.scalar import GradeWord, Ref, TimeWord
from pharmakon.model.term import AtMostOne, Constraint, Internal, Term

Word = TimeWord | GradeWord


class Timepoint(Part):
    """When something was measured: how long after which event."""

    term: ClassVar[Term] = Term("pk:Timepoint")
    constraints: ClassVar[tuple[Constraint, ...]] = (AtMostOne(("quantity", "word")),)

    after: Annotated[Literal["first_dose", "last_dose", "course_end"], Term("pk:after")] = Field(
        description="The event from which time is counted."
    )
    quantity: Annotated[Quantity | None, Term("pk:quantity")] = Field(
        default=None, description="The amount, as a range of numbers with a unit."
    )
    word: Annotated[Word | None, Term("pk:word")] = Field(
        default=None, description="The amount, as a word of time or of grade."
    )


class Outcome(Record):
    """What may be measured or graded after a drug: onset, duration, response, severity and more."""

    term: ClassVar[Term] = Term("pk:Outcome")
    constraints: ClassVar[tuple[Constraint, ...]] = (
        AtMostOne(("quantity", "word")),
        AtMostOne(("compared_with", "comparator")),
    )

    type: Annotated[Literal["Outcome"], Internal()] = Field(description="Always `Outcome`.")
    drug: Annotated[Ref, Term("pk:drug", to=("Drug",), close=("biolink:subject",))] = Field(
        description="The drug that the record is about."
    )
    of: Annotated[Ref, Term("pk:of", to=("Concept",))] = Field(
        description="The condition or the adverse effect that is measured."
    )
    measure: Annotated[
        Literal[
            "onset",
            "duration",
            "response",
            "remission",
            "relapse",
            "symptom_change",
            "suicidality",
            "cognition",
            "quality_of_life",
            "tolerability",
            "incidence",
            "severity",
        ],
        Term("pk:measure"),
    ] = Field(description="What is measured.")
    direction: Annotated[Literal["increase", "decrease", "no_change"] | None, Term("pk:direction")] = Field(
        default=None, description="The direction of the change."
    )
    quantity: Annotated[Quantity | None, Term("pk:quantity")] = Field(
        default=None, description="The amount, as a range of numbers with a unit."
    )
    word: Annotated[Word | None, Term("pk:word")] = Field(
        default=None, description="The amount, as a word of time or of grade."
    )
    at: Annotated[Timepoint | None, Term("pk:at")] = Field(default=None, description="When it was measured.")
    regimen: Annotated[Ref | None, Term("pk:regimen", to=("Regimen",))] = Field(
        default=None, description="How the drug was given."
    )
    population: Annotated[Ref | None, Term("pk:population", to=("Concept",))] = Field(
        default=None, description="The people of whom the record speaks, where it is not everyone."
    )
    compared_with: Annotated[Ref | None, Term("pk:comparedWith", to=("Drug", "Concept"))] = Field(
        default=None, description="The drug, class of drugs or procedure with which it is compared."
    )
    comparator: Annotated[Literal["baseline", "placebo"] | None, Term("pk:comparator")] = Field(
        default=None, description="What it is compared with, where that is no treatment."
    )
