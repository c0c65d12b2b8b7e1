"""An authorization: what a regulator decided about a product, from the regulator's record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from pharmakon.model.record import Part, Record
from pharmakon.model.scalar import Jurisdiction, Name, PartialDate, Ref, Text
from pharmakon.model.term import Internal, Term
from pharmakon.model.words import COMBINED_WITH, DRUG, JURISDICTION, SOURCES, TEXT


class Obligation(Part):
    """A condition that the regulator set on the use of the product."""

    term: ClassVar[Term] = Term("pk:Obligation")
    key: ClassVar[tuple[str, ...]] = ("obliges_to",)

    obliges_to: Annotated[
        Literal["boxed_warning", "rems", "schedule", "supervised_use", "prescription_only"],
        Term("pk:obligesTo", "What kind of condition it is."),
    ]
    text: Annotated[Text, TEXT]


class Authorization(Record):
    """A decision of a regulator on a product: the one relation that is a fact of the public record."""

    term: ClassVar[Term] = Term("pk:Authorization")

    type: Annotated[Literal["Authorization"], Internal("Always `Authorization`.")]
    drug: Annotated[Ref, DRUG]
    authority: Annotated[Name, Term("pk:authority", "The regulator that decided.")]
    jurisdiction: Annotated[Jurisdiction, JURISDICTION]
    decision: Annotated[
        Literal["approved", "refused", "withdrawn", "suspended"], Term("pk:decision", "What was decided.")
    ]
    decided: Annotated[
        PartialDate, Term("pk:decided", "The date of the decision, as precise as the record gives it.")
    ]
    indication: Annotated[
        Ref | None, Term("pk:indication", "The use on which was decided.", to=("Indication",))
    ] = None
    combined_with: Annotated[tuple[Ref, ...], COMBINED_WITH] = ()
    obligations: Annotated[
        tuple[Obligation, ...], Term("pk:obligations", "Conditions that the regulator set.")
    ] = ()
    limitations: Annotated[
        tuple[Text, ...], Term("pk:limitations", "What the label says has not been shown or is not covered.")
    ] = ()
    sources: Annotated[tuple[Ref, ...], SOURCES, Field(min_length=1)]


def holding(decisions: Iterable[Authorization]) -> list[Authorization]:
    """The approvals among decisions that none of the others took back.

    Args:
        decisions: In any order; retired records do not count.

    Returns:
        In the order given. An approval is taken back by the withdrawal or suspension, by the same
        authority and not before it, of the same product for the same use, or for all uses.
    """
    known = [each for each in decisions if not each.retired]
    ends: dict[tuple[str, str], list[Authorization]] = {}
    for each in known:
        if each.decision in ("withdrawn", "suspended"):
            ends.setdefault((each.drug, each.authority), []).append(each)
    return [
        each
        for each in known
        if each.decision == "approved"
        and not any(_ends(later, each) for later in ends.get((each.drug, each.authority), ()))
    ]


def _ends(later: Authorization, granted: Authorization) -> bool:
    """Whether a withdrawal takes an approval of the same product back: of its use, or of all uses."""
    return later.indication in (None, granted.indication) and not_after(granted.decided, later.decided)


def not_after(date: str, other: str) -> bool:
    """Whether a date is not after another, as far as both are precise.

    Example:
        >>> not_after("2019-03", "2019"), not_after("2020", "2019-03-05")
        (True, False)
    """
    shared = min(len(date), len(other))
    return date[:shared] <= other[:shared]
