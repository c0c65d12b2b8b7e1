"""A concept: what a drug treats, causes, acts on, or is given to."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pharmakon.model.record import Record
from pharmakon.model.scalar import Line, Ref
from pharmakon.model.term import Internal, Term
from pharmakon.model.words import KIND, SYNONYMS


class Concept(Record):
    """A condition, an effect, a target, a process or another thing that is not a drug."""

    term: ClassVar[Term] = Term("pk:Concept", broad=("skos:Concept",), close=("schema:MedicalEntity",))

    type: Annotated[Literal["Concept"], Internal("Always `Concept`.")]
    kind: Annotated[
        Literal[
            "condition",
            "effect",
            "target",
            "process",
            "substance",
            "population",
            "structure",
            "procedure",
        ],
        KIND,
    ]
    synonyms: Annotated[tuple[Line, ...], SYNONYMS] = ()
    broader: Annotated[
        tuple[Ref, ...], Term("skos:broader", "Concepts that mean this and more.", to=("Concept",))
    ] = ()
