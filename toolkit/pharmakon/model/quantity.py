"""A quantity: a number or a range of numbers with a unit."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pharmakon.model.record import Part
from pharmakon.model.scalar import Number, Unit
from pharmakon.model.term import Constraint, Needs, Term


class Quantity(Part):
    """A range of numbers with a unit; for one number, both ends are equal."""

    term: ClassVar[Term] = Term("pk:Quantity", close=("schema:QuantitativeValue", "biolink:QuantityValue"))
    constraints: ClassVar[tuple[Constraint, ...]] = (Needs(("low", "high")),)

    low: Annotated[
        Number | None,
        Term(
            "pk:low",
            "The lower end of the range, itself included.",
            close=("schema:minValue",),
            unit="`unit`",
        ),
    ] = None
    high: Annotated[
        Number | None,
        Term(
            "pk:high",
            "The upper end of the range, itself included.",
            close=("schema:maxValue",),
            unit="`unit`",
        ),
    ] = None
    unit: Annotated[
        Unit,
        Term(
            "pk:unit",
            "The unit of both ends, in UCUM notation; `1` for a plain count or ratio.",
            close=("schema:unitCode", "biolink:has_unit"),
        ),
    ]
