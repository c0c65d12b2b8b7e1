"""A quantity: a number or a range of numbers with a unit."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from pharmakon.model.record import Part
from pharmakon.model.scalar import Number, Unit
from pharmakon.model.term import Constraint, Needs, Term


class Quantity(Part):
    """A range of numbers with a unit; for one number, both ends are equal."""

    term: ClassVar[Term] = Term("pk:Quantity", close=("schema:QuantitativeValue",))
    constraints: ClassVar[tuple[Constraint, ...]] = (Needs(("low", "high")),)

    low: Annotated[Number | None, Term("pk:low", close=("schema:minValue",), unit="`unit`")] = Field(
        default=None, description="The lower end of the range, itself included."
    )
    high: Annotated[Number | None, Term("pk:high", close=("schema:maxValue",), unit="`unit`")] = Field(
        default=None, description="The upper end of the range, itself included."
    )
    unit: Annotated[Unit, Term("pk:unit", close=("schema:unitCode",))] = Field(
        description="The unit of both ends, in UCUM notation; `1` for a plain count or ratio."
    )
