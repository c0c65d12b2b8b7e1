"""A contradiction: claims that cannot, or hardly can, hold together."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from pharmakon.model.record import Part, Record
from pharmakon.model.scalar import PartialDate, Ref, Text
from pharmakon.model.term import Internal, Term


class Side(Part):
    """One position in a contradiction, and the claims that take it."""

    term: ClassVar[Term] = Term("pk:Side")

    position: Annotated[Text, Term("pk:position")] = Field(
        description="What the claims of this side hold, in our own words."
    )
    claims: Annotated[tuple[Ref, ...], Term("pk:claims", to=("Claim",)), Field(min_length=1)] = Field(
        description="The claims that are judged or set against others."
    )


class Resolution(Part):
    """How the public record settles a contradiction."""

    term: ClassVar[Term] = Term("pk:Resolution")

    text: Annotated[Text, Term("pk:text")] = Field(description="What is said, in our own words.")
    evidence: Annotated[
        tuple[Ref, ...],
        Term("cito:citesAsEvidence", to=("EvidenceSource", "Authorization")),
        Field(min_length=1),
    ] = Field(description="The sources on which the judgement rests.")
    date: Annotated[PartialDate, Term("dcterms:date")] = Field(description="The date of the statement.")


class Contradiction(Record):
    """Positions that cannot, or hardly can, hold together, within or across documents."""

    term: ClassVar[Term] = Term("pk:Contradiction")

    type: Annotated[Literal["Contradiction"], Internal()] = Field(description="Always `Contradiction`.")
    sides: Annotated[tuple[Side, ...], Term("pk:sides"), Field(min_length=2)] = Field(
        description="The positions that are set against each other."
    )
    kind: Annotated[Literal["opposite", "value", "scope", "category"], Term("pk:kind")] = Field(
        description="What kind of thing, within its type, the record is about."
    )
    explanation: Annotated[Text, Term("pk:explanation")] = Field(
        description="Why the positions cannot, or hardly can, hold together."
    )
    resolution: Annotated[Resolution | None, Term("pk:resolution")] = Field(
        default=None, description="How the public record settles it, where it does."
    )
