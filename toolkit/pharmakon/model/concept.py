"""A concept: what a drug treats, causes, acts on, or is given to."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from pharmakon.model.record import Record
from pharmakon.model.scalar import Line, Ref
from pharmakon.model.term import Internal, Term


class Concept(Record):
    """A condition, an effect, a target, a process or another thing that is not a drug."""

    term: ClassVar[Term] = Term("pk:Concept", broad=("skos:Concept",), close=("schema:MedicalEntity",))

    type: Annotated[Literal["Concept"], Internal()] = Field(description="Always `Concept`.")
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
        Term("pk:kind"),
    ] = Field(description="What kind of thing, within its type, the record is about.")
    synonyms: Annotated[tuple[Line, ...], Term("skos:altLabel")] = Field(
        default=(), description="Other names and spellings under which a text may speak of it."
    )
    broader: Annotated[tuple[Ref, ...], Term("skos:broader", to=("Concept",))] = Field(
        default=(), description="Concepts that mean this and more."
    )
