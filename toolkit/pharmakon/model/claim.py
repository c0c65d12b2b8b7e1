"""A claim: what a source says, in one passage, with its own certainty, about records."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from pharmakon.model.record import Part, Record
from pharmakon.model.scalar import Count, Line, Name, Offset, Ref, Sha256, Text
from pharmakon.model.term import Internal, Term
from pharmakon.model.words import SHA256

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

    start: Annotated[
        Offset,
        Term(
            "oa:start",
            "The position of the first code point of the passage.",
            unit="Unicode code points of the decoded file, from zero",
        ),
    ]
    end: Annotated[
        Count,
        Term(
            "oa:end",
            "The position after the last code point of the passage.",
            unit="Unicode code points of the decoded file, from zero",
        ),
    ]
    sha256: Annotated[Sha256, SHA256]


class Stance(Part):
    """What a claim holds of one record."""

    term: ClassVar[Term] = Term("pk:Stance")
    key: ClassVar[tuple[str, ...]] = ("record",)

    record: Annotated[Ref, Term("pk:record", "The record of which the claim says something.", to=SUBJECTS)]
    stance: Annotated[
        Literal["supports", "disputes", "qualifies"],
        Term("pk:stance", "Whether the record holds, fails or is limited if the passage is right."),
    ]
    differs: Annotated[
        tuple[Name, ...], Term("pk:differs", "Fields of the record that the passage states otherwise.")
    ] = ()


class Claim(Record):
    """What a source says in one passage; it is never changed by a judgement on it."""

    term: ClassVar[Term] = Term(
        "pk:Claim", broad=("prov:Entity",), close=("schema:Claim", "sepio:0000174", "va:Statement")
    )

    type: Annotated[Literal["Claim"], Internal("Always `Claim`.")]
    source: Annotated[
        Ref, Term("prov:hadPrimarySource", "The source that makes the claim.", to=("EvidenceSource",))
    ]
    passage: Annotated[
        Passage,
        Term(
            "pk:passage", "Where in the source's document the claim stands.", broad=("prov:wasDerivedFrom",)
        ),
    ]
    statement: Annotated[
        Text, Term("pk:statement", "What the passage says, in our own words, with its hedge.")
    ]
    about: Annotated[
        tuple[Stance, ...],
        Term("pk:about", "The records of which the claim says something, each with its stance."),
        Field(min_length=1),
    ]
    certainty: Annotated[
        Literal["asserted", "hedged", "hypothesized", "anecdotal"],
        Term("pk:certainty", "How sure the passage is, as it is worded."),
    ]
    role: Annotated[
        Literal["result", "background", "review", "guidance", "marketing", "testimony"],
        Term("pk:role", "What the passage does in its document."),
    ]
    cites: Annotated[
        tuple[Ref, ...],
        Term("cito:cites", "The sources that the passage names as its grounds.", to=("EvidenceSource",)),
    ] = ()
    absolute: Annotated[
        tuple[Line, ...], Term("pk:absolute", "Words of the passage that leave no exception, such as never.")
    ] = ()
    grounding: Annotated[
        Literal["direct", "anaphora", "implied"],
        Term("pk:grounding", "How the passage names what it is about: by a name, back-reference or sense."),
    ]
