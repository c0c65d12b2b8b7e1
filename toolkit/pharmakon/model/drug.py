"""A drug: a substance, a salt of it, a product that contains it, or a class of drugs."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pharmakon.model.record import Part, Record
from pharmakon.model.scalar import Jurisdiction, Line, PartialDate, Ref, Route
from pharmakon.model.term import Constraint, Internal, Needs, Term
from pharmakon.model.words import JURISDICTION, KIND, SOURCES, SYNONYMS


class ControlledStatus(Part):
    """The schedule in which a jurisdiction's law on controlled substances lists the drug."""

    term: ClassVar[Term] = Term("pk:ControlledStatus", close=("schema:DrugLegalStatus",))
    key: ClassVar[tuple[str, ...]] = ("jurisdiction", "controlled_schedule")

    jurisdiction: Annotated[Jurisdiction, JURISDICTION]
    controlled_schedule: Annotated[Line, Term("pk:controlledSchedule", "The schedule as the law names it.")]
    since: Annotated[
        PartialDate | None, Term("pk:since", "The date from which the schedule was in force.")
    ] = None


class Drug(Record):
    """A substance, a salt, a product or a class of drugs that a document can speak of."""

    term: ClassVar[Term] = Term("pk:Drug", close=("schema:Drug", "biolink:Drug"))
    constraints: ClassVar[tuple[Constraint, ...]] = tuple(
        Needs(("sources",), given=name)
        for name in ("active_substance", "enantiomer_of", "members", "dose_form", "controlled_status")
    )

    type: Annotated[Literal["Drug"], Internal("Always `Drug`.")]
    kind: Annotated[Literal["substance", "salt", "product", "drug_class"], KIND]
    synonyms: Annotated[tuple[Line, ...], SYNONYMS] = ()
    active_substance: Annotated[
        Ref | None,
        Term(
            "pk:activeSubstance",
            "The substance that acts in a salt or a product.",
            to=("Drug",),
            close=("schema:activeIngredient", "biolink:has_active_ingredient"),
        ),
    ] = None
    enantiomer_of: Annotated[
        Ref | None,
        Term("pk:enantiomerOf", "The racemic substance of which the drug is one mirror form.", to=("Drug",)),
    ] = None
    members: Annotated[
        tuple[Ref, ...],
        Term("pk:members", "Drugs that belong to the class, as far as a source lists them.", to=("Drug",)),
    ] = ()
    routes: Annotated[
        tuple[Route, ...],
        Term(
            "pk:routes",
            "The ways by which the drug is given.",
            close=("schema:administrationRoute", "biolink:routes_of_delivery"),
        ),
    ] = ()
    dose_form: Annotated[
        Line | None,
        Term(
            "pk:doseForm",
            "The form in which a product is given, such as a nasal spray.",
            close=("schema:dosageForm",),
        ),
    ] = None
    controlled_status: Annotated[
        tuple[ControlledStatus, ...],
        Term("pk:controlledStatus", "The schedules of controlled substances that list the drug."),
    ] = ()
    sources: Annotated[tuple[Ref, ...], SOURCES] = ()
