"""An outcome: anything graded or measured that may follow from a drug."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pharmakon.model.quantity import Quantity
from pharmakon.model.record import Part, Record
from pharmakon.model.scalar import GradeWord, Ref, TimeWord
from pharmakon.model.term import AtMostOne, Constraint, Internal, Term
from pharmakon.model.words import DIRECTION, DRUG, POPULATION, QUANTITY, WORD

Word = Literal[TimeWord, GradeWord]


class Timepoint(Part):
    """When something was measured: how long after which event."""

    term: ClassVar[Term] = Term("pk:Timepoint")
    constraints: ClassVar[tuple[Constraint, ...]] = (AtMostOne(("quantity", "word")),)

    after: Annotated[
        Literal["first_dose", "last_dose", "course_end"],
        Term("pk:after", "The event from which time is counted."),
    ]
    quantity: Annotated[Quantity | None, QUANTITY] = None
    word: Annotated[Word | None, WORD] = None


class Outcome(Record):
    """What may be measured or graded after a drug: onset, duration, response, severity and more."""

    term: ClassVar[Term] = Term("pk:Outcome")
    constraints: ClassVar[tuple[Constraint, ...]] = (
        AtMostOne(("quantity", "word")),
        AtMostOne(("compared_with", "comparator")),
    )

    type: Annotated[Literal["Outcome"], Internal("Always `Outcome`.")]
    drug: Annotated[Ref, DRUG]
    of: Annotated[
        Ref, Term("pk:of", "The condition or the adverse effect that is measured.", to=("Concept",))
    ]
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
        Term("pk:measure", "What is measured."),
    ]
    direction: Annotated[Literal["increase", "decrease", "no_change"] | None, DIRECTION] = None
    quantity: Annotated[Quantity | None, QUANTITY] = None
    word: Annotated[Word | None, WORD] = None
    at: Annotated[Timepoint | None, Term("pk:at", "When it was measured.")] = None
    regimen: Annotated[Ref | None, Term("pk:regimen", "How the drug was given.", to=("Regimen",))] = None
    population: Annotated[Ref | None, POPULATION] = None
    compared_with: Annotated[
        Ref | None,
        Term(
            "pk:comparedWith",
            "The drug, class of drugs or procedure with which it is compared.",
            to=("Drug", "Concept"),
        ),
    ] = None
    comparator: Annotated[
        Literal["baseline", "placebo"] | None,
        Term("pk:comparator", "What it is compared with, where that is no treatment."),
    ] = None
