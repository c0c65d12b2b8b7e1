"""A claim: what a source says, in one passage, with its own certainty, about records."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from pharmakon.model.record import Part, Record
from pharmakon.model.scalar import Count, Line, Name, Offset, Ref, Sha256, Text
from pharmakon.model.term import Internal, Term

SUBJECTS = (
    "Drug",
    "Mechanism",
    "Indication",
    "Contraindication",
    "AdverseEvent",
    "Outcome",
    "Regimen",
    "Characteristic",
    "Authorization",
)
"""The record types that a claim may be about."""


class Passage(Part):
    """The place of a claim in its document: a half-open run of code points, with their digest."""

    term: ClassVar[Term] = Term("pk:Passage", broad=("oa:TextPositionSelector",))

    start: Annotated[Offset, Term("oa:start", unit="Unicode code points of the decoded file, from zero")] = (
        Field(description="The position of the first code point of the passage.")
    )
    end: Annotated[Count, Term("oa:end", unit="Unicode code points of the decoded file, from zero")] = Field(
        description="The position after the last code point of the passage."
    )
    sha256: Annotated[Sha256, Term("pk:sha256", close=("spdx:checksumValue",))] = Field(
        description="The SHA-256 digest of the bytes of the file or of the UTF-8 passage."
    )


class Stance(Part):
    """What a claim holds of one record."""

    term: ClassVar[Term] = Term("pk:Stance")
    key: ClassVar[tuple[str, ...]] = ("record",)

    record: Annotated[Ref, Term("pk:record", to=SUBJECTS)] = Field(
        description="The record of which the claim says something."
    )
    stance: Annotated[Literal["supports", "disputes", "qualifies"], Term("pk:stance")] = Field(
        description="Whether the record holds, fails or is limited if the passage is right."
    )
    differs: Annotated[tuple[Name, ...], Term("pk:differs")] = Field(
        default=(), description="Fields of the record that the passage states otherwise."
    )


class Claim(Record):
    """What a source says in one passage; it is never changed by a judgement on it."""

    term: ClassVar[Term] = Term("pk:Claim", broad=("prov:Entity",), close=("schema:Claim",))

    type: Annotated[Literal["Claim"], Internal()] = Field(description="Always `Claim`.")
    source: Annotated[Ref, Term("prov:hadPrimarySource", to=("EvidenceSource",))] = Field(
        description="The source that makes the claim."
    )
    passage: Annotated[Passage, Term("pk:passage", broad=("prov:wasDerivedFrom",))] = Field(
        description="Where in the source's document the claim stands."
    )
    statement: Annotated[Text, Term("pk:statement")] = Field(
        description="What the passage says, in our own words, with its hedge."
    )
    about: Annotated[tuple[Stance, ...], Term("pk:about"), Field(min_length=1)] = Field(
        description="The records of which the claim says something, each with its stance."
    )
    certainty: Annotated[Literal["asserted", "hedged", "hypothesized", "anecdotal"], Term("pk:certainty")] = (
        Field(description="How sure the passage is, as it is worded.")
    )
    role: Annotated[
        Literal["result", "background", "review", "guidance", "marketing", "testimony"],
        Term("pk:role"),
    ] = Field(description="What the passage does in its document.")
    cites: Annotated[tuple[Ref, ...], Term("cito:cites", to=("EvidenceSource",))] = Field(
        default=(), description="The sources that the passage names as its grounds."
    )
    absolute: Annotated[tuple[Line, ...], Term("pk:absolute")] = Field(
        default=(), description="Words of the passage that leave no exception, such as never."
    )
    grounding: Annotated[Literal["direct", "anaphora", "implied"], Term("pk:grounding")] = Field(
        description="How the passage names what it is about: by a name, back-reference or sense."
    )
