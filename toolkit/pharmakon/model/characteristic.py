"""A characteristic: what may be said of a drug that is no mechanism, use, effect or outcome."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pharmakon.model.record import Record
from pharmakon.model.scalar import Ref, Text
from pharmakon.model.term import Internal, Term
from pharmakon.model.words import DRUG, POPULATION, TEXT


class Characteristic(Record):
    """A drug's history, classification, access, cost, standing or the like, in our own words."""

    term: ClassVar[Term] = Term("pk:Characteristic")

    type: Annotated[Literal["Characteristic"], Internal("Always `Characteristic`.")]
    drug: Annotated[Ref, DRUG]
    aspect: Annotated[
        Literal[
            "history",
            "classification",
            "access",
            "cost",
            "novelty",
            "subjective_effect",
            "evidence_base",
            "benefit_risk",
            "adoption",
            "guidance",
        ],
        Term("pk:aspect", "Of what the record speaks."),
    ]
    text: Annotated[Text, TEXT]
    population: Annotated[Ref | None, POPULATION] = None
