"""A contradiction: claims that cannot, or hardly can, hold together."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from pharmakon.model.record import Part, Record
from pharmakon.model.scalar import PartialDate, Ref, Text
from pharmakon.model.term import Internal, Term
from pharmakon.model.words import CLAIMS, DATE, EVIDENCE, KIND, TEXT


class Side(Part):
    """One position in a contradiction, and the claims that take it."""

    term: ClassVar[Term] = Term("pk:Side")

    position: Annotated[Text, Term("pk:position", "What the claims of this side hold, in our own words.")]
    claims: Annotated[tuple[Ref, ...], CLAIMS, Field(min_length=1)]


class Resolution(Part):
    """How the public record settles a contradiction."""

    term: ClassVar[Term] = Term("pk:Resolution")

    text: Annotated[Text, TEXT]
    evidence: Annotated[tuple[Ref, ...], EVIDENCE, Field(min_length=1)]
    date: Annotated[PartialDate, DATE]


class Contradiction(Record):
    """Positions that cannot, or hardly can, hold together, within or across documents."""

    term: ClassVar[Term] = Term("pk:Contradiction")

    type: Annotated[Literal["Contradiction"], Internal("Always `Contradiction`.")]
    sides: Annotated[
        tuple[Side, ...],
        Term("pk:sides", "The positions that are set against each other."),
        Field(min_length=2),
    ]
    kind: Annotated[Literal["opposite", "value", "scope", "category"], KIND]
    explanation: Annotated[
        Text, Term("pk:explanation", "Why the positions cannot, or hardly can, hold together.")
    ]
    resolution: Annotated[
        Resolution | None, Term("pk:resolution", "How the public record settles it, where it does.")
    ] = None
