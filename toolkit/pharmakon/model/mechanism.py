"""A mechanism: on what a drug may act, how, and what that may set going."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pharmakon.model.record import Part, Record
from pharmakon.model.scalar import Line, Ref
from pharmakon.model.term import Constraint, Internal, Needs, Term
from pharmakon.model.words import DIRECTION, DRUG


class ProcessEffect(Part):
    """A process that a mechanism may change, and in which direction."""

    term: ClassVar[Term] = Term("pk:ProcessEffect")
    key: ClassVar[tuple[str, ...]] = ("process", "direction")

    process: Annotated[Ref, Term("pk:process", "The process or substance that is changed.", to=("Concept",))]
    direction: Annotated[Literal["increase", "decrease", "restore", "disrupt"], DIRECTION]


class Mechanism(Record):
    """A way in which a drug may act; a claim says whether a document holds it to be so."""

    term: ClassVar[Term] = Term("pk:Mechanism", close=("biolink:ChemicalAffectsBiologicalEntityAssociation",))
    constraints: ClassVar[tuple[Constraint, ...]] = (Needs(("target", "effects")),)

    type: Annotated[Literal["Mechanism"], Internal("Always `Mechanism`.")]
    drug: Annotated[Ref, DRUG]
    target: Annotated[
        Ref | None, Term("pk:target", "What the drug acts on.", to=("Concept",), close=("biolink:object",))
    ] = None
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
        Term("pk:action", "How the drug acts on its target."),
    ]
    effects: Annotated[
        tuple[ProcessEffect, ...], Term("pk:effects", "The processes that are changed thereby.")
    ] = ()
    scale: Annotated[
        Literal["molecular", "cellular", "circuit", "psychological"],
        Term("pk:scale", "The level at which the mechanism is described."),
    ]
    species: Annotated[
        Line | None,
        Term(
            "pk:species",
            "The species in which it was seen, where a source says so.",
            close=("biolink:species_context_qualifier",),
        ),
    ] = None
