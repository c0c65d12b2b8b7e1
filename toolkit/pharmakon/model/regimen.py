"""A regimen: how a drug may be given."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from pharmakon.model.quantity import Quantity
from pharmakon.model.record import Record
from pharmakon.model.scalar import Line, Ref, Route
from pharmakon.model.term import Constraint, Internal, Needs, Term


class Regimen(Record):
    """A way of giving a drug: route, dose, length of a session, schedule, place, supervision."""

    term: ClassVar[Term] = Term("pk:Regimen", close=("schema:DoseSchedule",))
    constraints: ClassVar[tuple[Constraint, ...]] = (
        Needs(("route", "dose", "session_length", "dosing_schedule", "setting", "supervision")),
    )

    type: Annotated[Literal["Regimen"], Internal()] = Field(description="Always `Regimen`.")
    drug: Annotated[Ref, Term("pk:drug", to=("Drug",), close=("biolink:subject",))] = Field(
        description="The drug that the record is about."
    )
    condition: Annotated[Ref | None, Term("pk:condition", to=("Concept",), close=("biolink:object",))] = (
        Field(default=None, description="The condition for which the drug is given or not given.")
    )
    route: Annotated[Route | None, Term("pk:route")] = Field(
        default=None, description="The way by which the drug is given."
    )
    dose: Annotated[Quantity | None, Term("pk:dose")] = Field(
        default=None, description="The amount given at one time."
    )
    session_length: Annotated[Quantity | None, Term("pk:sessionLength")] = Field(
        default=None, description="How long one session lasts."
    )
    dosing_schedule: Annotated[Line | None, Term("pk:dosingSchedule")] = Field(
        default=None, description="How often and for how long the drug is given, in words."
    )
    setting: Annotated[Literal["clinic", "home"] | None, Term("pk:setting")] = Field(
        default=None, description="Where the drug is given."
    )
    supervision: Annotated[Line | None, Term("pk:supervision")] = Field(
        default=None, description="Who watches over it, and how, in words."
    )
