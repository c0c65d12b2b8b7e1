"""A mechanism: on what a drug may act, how, and what that may set going."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from pharmakon.model.record import Part, Record
from pharmakon.model.scalar import Line, Ref
from pharmakon.model.term import Constraint, Internal, Needs, Term


class ProcessEffect(Part):
    """A process that a mechanism may change, and in which direction."""

    term: ClassVar[Term] = Term("pk:ProcessEffect")
    key: ClassVar[tuple[str, ...]] = ("process", "direction")

    process: Annotated[Ref, Term("pk:process", to=("Concept",))] = Field(
        description="The process or substance that is changed."
    )
    direction: Annotated[Literal["increase", "decrease", "restore", "disrupt"], Term("pk:direction")] = Field(
        description="The direction of the change."
    )


class Mechanism(Record):
    """A way in which a drug may act; a claim says whether a document holds it to be so."""

    term: ClassVar[Term] = Term("pk:Mechanism", close=("schema:mechanismOfAction",))
    constraints: ClassVar[tuple[Constraint, ...]] = (Needs(("target", "effects")),)

    type: Annotated[Literal["Mechanism"], Internal()] = Field(description="Always `Mechanism`.")
    drug: Annotated[Ref, Term("pk:drug", to=("Drug",), close=("biolink:subject",))] = Field(
        description="The drug that the record is about."
    )
    target: Annotated[Ref | None, Term("pk:target", to=("Concept",), close=("biolink:object",))] = Field(
        default=None, description="What the drug acts on."
    )
    action: Annotated[
        Literal[
            "antagonist",
            "agonist",
            "inhibitor",
            "modulator",
            "releaser",
            "reuptake_inhibitor",
            "unspecified_action",
            "other",
        ],
        Term("pk:action"),
    ] = Field(description="How the drug acts on its target.")
    effects: Annotated[tuple[ProcessEffect, ...], Term("pk:effects")] = Field(
        default=(), description="The processes that are changed thereby."
    )
    scale: Annotated[Literal["molecular", "cellular", "circuit", "psychological"], Term("pk:scale")] = Field(
        description="The level at which the mechanism is described."
    )
    species: Annotated[Line | None, Term("pk:species")] = Field(
        default=None, description="The species in which it was seen, where a source says so."
    )
