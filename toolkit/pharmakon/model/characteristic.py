"""A characteristic: what may be said of a drug that is no mechanism, use, effect or outcome."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from pharmakon.model.record import Record
from pharmakon.model.scalar import Ref, Text
from pharmakon.model.term import Internal, Term


class Characteristic(Record):
    """A drug's history, classification, access, cost, standing or the like, in our own words."""

    term: ClassVar[Term] = Term("pk:Characteristic")

    type: Annotated[Literal["Characteristic"], Internal()] = Field(description="Always `Characteristic`.")
    drug: Annotated[Ref, Term("pk:drug", to=("Drug",), close=("biolink:subject",))] = Field(
        description="The drug that the record is about."
    )
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
        Term("pk:aspect"),
    ] = Field(description="Of what the record speaks.")
    text: Annotated[Text, Term("pk:text")] = Field(description="What is said, in our own words.")
    population: Annotated[Ref | None, Term("pk:population", to=("Concept",))] = Field(
        default=None, description="The people of whom the record speaks, where it is not everyone."
    )
