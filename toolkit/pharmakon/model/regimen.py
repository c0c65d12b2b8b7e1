"""A regimen: how a drug may be given."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pharmakon.model.quantity import Quantity
from pharmakon.model.record import Record
from pharmakon.model.scalar import Line, Ref, Route
from pharmakon.model.term import Constraint, Internal, Needs, Term
from pharmakon.model.words import CONDITION, DRUG


class Regimen(Record):
    """A way of giving a drug: route, dose, length of a session, schedule, place, supervision."""

    term: ClassVar[Term] = Term("pk:Regimen", close=("schema:DoseSchedule",))
    constraints: ClassVar[tuple[Constraint, ...]] = (
        Needs(("route", "dose", "session_length", "dosing_schedule", "setting", "supervision")),
    )

    type: Annotated[Literal["Regimen"], Internal("Always `Regimen`.")]
    drug: Annotated[Ref, DRUG]
    condition: Annotated[Ref | None, CONDITION] = None
    route: Annotated[
        Route | None,
        Term("pk:route", "The way by which the drug is given.", close=("schema:administrationRoute",)),
    ] = None
    dose: Annotated[Quantity | None, Term("pk:dose", "The amount given at one time.")] = None
    session_length: Annotated[Quantity | None, Term("pk:sessionLength", "How long one session lasts.")] = None
    dosing_schedule: Annotated[
        Line | None, Term("pk:dosingSchedule", "How often and for how long the drug is given, in words.")
    ] = None
    setting: Annotated[Literal["clinic", "home"] | None, Term("pk:setting", "Where the drug is given.")] = (
        None
    )
    supervision: Annotated[Line | None, Term("pk:supervision", "Who watches over it, and how, in words.")] = (
        None
    )
