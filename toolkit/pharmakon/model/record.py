"""What every record has: an identity, a label, codes in public terminologies, and a way to retire."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from pharmakon.model.scalar import Code, Flag, Line, Name, PartialDate, Ref, Text
from pharmakon.model.term import AtMostOne, Constraint, Internal, Needs, Term, snake_case
from pharmakon.model.words import DESCRIPTION, SEEN_AT


class Node(BaseModel):
    """Something with an IRI of its own: strict, frozen, closed, and without absent values."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    term: ClassVar[Term]
    constraints: ClassVar[tuple[Constraint, ...]] = ()

    @model_validator(mode="after")
    def _obey_laws(self) -> Node:
        for name in self.model_fields_set:
            value = getattr(self, name)
            if value is None:
                raise PydanticCustomError("null", "{field} is null; leave it out instead", {"field": name})
            if isinstance(value, tuple) and len(set(value)) < len(value):
                raise PydanticCustomError("repeated", "{field} holds one value twice", {"field": name})
        for law in self.constraints:
            held = [name for name in law.fields if getattr(self, name) not in (None, ())]
            if isinstance(law, AtMostOne) and len(held) > 1:
                raise PydanticCustomError(
                    "at_most_one",
                    "{fields} exclude each other",
                    {"fields": " and ".join(held), "field": held[-1]},
                )
            if isinstance(law, Needs) and not held and self._triggers(law):
                raise PydanticCustomError(
                    "needs",
                    "{fields} is required{reason}",
                    {"fields": " or ".join(law.fields), "reason": _reason(law)},
                )
        return self

    def _triggers(self, law: Needs) -> bool:
        if law.given is None:
            return True
        value = getattr(self, law.given)
        return value in law.values if law.values else value not in (None, ())


def _reason(law: Needs) -> str:
    if law.given is None:
        return ""
    return f" with {law.given} {' or '.join(law.values)}" if law.values else f" with {law.given}"


class Part(Node):
    """A nested object of a record; its IRI is the record's with a fragment.

    A part that stands in a list names, in `key`, the fields whose values tell it from its
    siblings; without a key, a digest of its content does.
    """

    key: ClassVar[tuple[str, ...]] = ()


class Coding(Part):
    """A code of a public terminology for what a record is about, and how well it fits."""

    term: ClassVar[Term] = Term("pk:Coding")
    key: ClassVar[tuple[str, ...]] = ("code",)

    code: Annotated[Code, Term("pk:code", "The code, as a CURIE with a Bioregistry prefix.")]
    match: Annotated[
        Literal["exact", "close", "broad", "narrow", "related"],
        Term("pk:match", "How the code's meaning relates to the record's, as in SKOS mapping."),
    ]
    display: Annotated[
        Line | None,
        Term("pk:display", "The name that the terminology gives to the code.", close=("skos:prefLabel",)),
    ] = None
    seen_at: Annotated[tuple[Name, ...], SEEN_AT, Field(min_length=1)]
    checked: Annotated[
        PartialDate | None, Term("pk:checked", "The date on which the code was last checked.")
    ] = None


class Record(Node):
    """What all record types share."""

    id: Annotated[Ref, Internal("The identity of the record: its type in snake_case, a slash and a slug.")]
    type: Annotated[str, Internal("The record type.")]
    label: Annotated[Line, Term("rdfs:label", "One line in our own words that names the record.")]
    description: Annotated[Text | None, DESCRIPTION] = None
    codes: Annotated[
        tuple[Coding, ...], Term("pk:codes", "Codes of public terminologies for what the record is about.")
    ] = ()
    retired: Annotated[
        Flag | None, Term("owl:deprecated", "True for a record that was withdrawn; its id is never reused.")
    ] = None
    replaced_by: Annotated[
        Ref | None,
        Term(
            "dcterms:isReplacedBy",
            "The record of the same type that took a retired record's place.",
            to=("Record",),
        ),
    ] = None

    @model_validator(mode="after")
    def _match_type(self) -> Record:
        expected = snake_case(self.type)
        if self.id.partition("/")[0] != expected:
            raise PydanticCustomError(
                "id_type",
                "the id of a {type} begins with {expected}/",
                {"type": self.type, "expected": expected},
            )
        return self
