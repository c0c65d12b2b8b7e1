"""A drug: a substance, a salt of it, a product that contains it, or a class of drugs."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from pharmakon.model.record import Part, Record
from pharmakon.model.scalar import Jurisdiction, Line, PartialDate, Ref, Route
from pharmakon.model.term import Constraint, Internal, Needs, Term


class ControlledStatus(Part):
    """The schedule in which a jurisdiction's law on controlled substances lists the drug."""

    term: ClassVar[Term] = Term("pk:ControlledStatus", close=("schema:DrugLegalStatus",))
    key: ClassVar[tuple[str, ...]] = ("jurisdiction", "controlled_schedule")

    jurisdiction: Annotated[Jurisdiction, Term("pk:jurisdiction")] = Field(
        description="The country, or the union of countries, whose law it is, as in ISO 3166."
    )
    controlled_schedule: Annotated[Line, Term("pk:controlledSchedule")] = Field(
        description="The schedule as the law names it."
    )
    since: Annotated[PartialDate | None, Term("pk:since")] = Field(
        default=None, description="The date from which the schedule was in force."
    )


class Drug(Record):
    """A substance, a salt, a product or a class of drugs that a document can speak of."""

    term: ClassVar[Term] = Term("pk:Drug", close=("schema:Drug", "biolink:Drug"))
    constraints: ClassVar[tuple[Constraint, ...]] = tuple(
        Needs(("sources",), given=name)
        for name in ("active_substance", "enantiomer_of", "members", "dose_form", "controlled_status")
    )

    type: Annotated[Literal["Drug"], Internal()] = Field(description="Always `Drug`.")
    kind: Annotated[Literal["substance", "salt", "product", "drug_class"], Term("pk:kind")] = Field(
        description="What kind of thing, within its type, the record is about."
    )
    synonyms: Annotated[tuple[Line, ...], Term("skos:altLabel")] = Field(
        default=(), description="Other names and spellings under which a text may speak of it."
    )
    active_substance: Annotated[
        Ref | None, Term("pk:activeSubstance", to=("Drug",), close=("schema:activeIngredient",))
    ] = Field(default=None, description="The substance that acts in a salt or a product.")
    enantiomer_of: Annotated[Ref | None, Term("pk:enantiomerOf", to=("Drug",))] = Field(
        default=None, description="The racemic substance of which the drug is one mirror form."
    )
    members: Annotated[tuple[Ref, ...], Term("pk:members", to=("Drug",))] = Field(
        default=(), description="Drugs that belong to the class, as far as a source lists them."
    )
    routes: Annotated[tuple[Route, ...], Term("pk:routes")] = Field(
        default=(), description="The ways by which the drug is given."
    )
    dose_form: Annotated[Line | None, Term("pk:doseForm", close=("schema:dosageForm",))] = Field(
        default=None, description="The form in which a product is given, such as a nasal spray."
    )
    controlled_status: Annotated[tuple[ControlledStatus, ...], Term("pk:controlledStatus")] = Field(
        default=(), description="The schedules of controlled substances that list the drug."
    )
    sources: Annotated[tuple[Ref, ...], Term("dcterms:source", to=("EvidenceSource",))] = Field(
        default=(), description="The sources from which the record's facts were taken."
    )
