"""Candidates for contradictions: claims that, by what they are about, can hardly hold together.

What is found here is a hint for curators: either a Contradiction sets the two sides against each
other and says why, or the finding is accepted with a reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations, product
from typing import Literal, TypeVar

from pharmakon.dataset import Dataset
from pharmakon.findings import Finding
from pharmakon.model import Authorization, Claim, Contradiction, Drug, Mechanism, Outcome, Record
from pharmakon.rules import rule

HOURS = {
    "instant": (0.0, 1 / 60),
    "minutes": (1 / 60, 1.0),
    "hours": (1.0, 24.0),
    "hours_to_days": (1.0, 168.0),
    "days": (24.0, 168.0),
    "days_to_weeks": (24.0, 730.0),
    "weeks": (168.0, 730.0),
    "weeks_to_months": (168.0, 8766.0),
    "months": (730.0, 8766.0),
    "lasting": (730.0, float("inf")),
}
"""The interval in hours that each word of time may stand for; used only to find candidates."""

LEVELS = {"minimal": 0, "low": 0, "mild": 0, "good": 1, "significant": 2, "high": 2}
"""The level that each word of grade stands for; used only to find candidates."""

UNITS = {"s": 1 / 3600, "min": 1 / 60, "h": 1.0, "d": 24.0, "wk": 168.0, "mo": 730.5, "a": 8766.0}
"""Hours in each UCUM unit of time."""

_OPPOSITE = (("increase", "decrease"), ("restore", "disrupt"))
_SCOPE = ("drug", "of", "measure", "compared_with", "comparator")
_VALUES = frozenset({"word", "quantity", "direction", *_SCOPE})
_PRODUCT = frozenset({"drug", "active_substance", "enantiomer_of"})


R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two sides that can hardly hold together.

    Args:
        kind: Whether they are opposite, give disjoint values, or mix up categories.
        records: The record that both are about, or the two records that exclude each other.
        sides: The claims of either side.
        reason: Why they can hardly hold together.
    """

    kind: Literal["opposite", "value", "category"]
    records: tuple[str, ...]
    sides: tuple[tuple[str, ...], tuple[str, ...]]
    reason: str

    def recorded(self, dataset: Dataset) -> Contradiction | None:
        """The Contradiction that sets claims of both sides against each other, if there is one."""
        near = {each.id: each for claim in self.sides[0] for each in dataset.contradictions_of(claim)}
        for record in (near[id_] for id_ in sorted(near)):
            held = [set(side.claims) for side in record.sides]
            for one, other in combinations(held, 2):
                for first, second in ((one, other), (other, one)):
                    if first & set(self.sides[0]) and second & set(self.sides[1]):
                        return record
        return None


def candidates(dataset: Dataset) -> Iterator[Candidate]:
    """All candidates, by kind, in the order of the records' ids."""
    for finders in _FINDERS.values():
        for find in finders:
            yield from find(dataset)


def _opposite_stances(dataset: Dataset) -> Iterator[Candidate]:
    for record in dataset:
        sides = _claims(dataset, record, "supports"), _claims(dataset, record, "disputes")
        if all(sides):
            yield Candidate("opposite", (record.id,), sides, f"{record.id} is supported and disputed")


def _opposite_effects(dataset: Dataset) -> Iterator[Candidate]:
    groups: dict[tuple[str, str], dict[str, list[Mechanism]]] = {}
    for mechanism in _claimed(dataset, Mechanism):
        for each in mechanism.effects:
            directions = groups.setdefault((mechanism.drug, each.process), {})
            directions.setdefault(each.direction, []).append(mechanism)
    for (_, process), directions in groups.items():
        for first, second in _OPPOSITE:
            for one, other in product(directions.get(first, ()), directions.get(second, ())):
                yield from _between(dataset, "opposite", one, other, f"{process}: {first} and {second}")


def _disjoint_values(dataset: Dataset) -> Iterator[Candidate]:
    groups: dict[tuple[object, ...], list[Outcome]] = {}
    for outcome in _claimed(dataset, Outcome):
        scope = tuple(getattr(outcome, name) for name in _SCOPE)
        groups.setdefault(scope, []).append(outcome)
    for group in groups.values():
        for one, other in combinations(group, 2):
            reason = _comparable(one, other) and _disjoint(one, other)
            if reason:
                yield from _between(dataset, "value", one, other, reason)


def _claimed(dataset: Dataset, type_: type[R]) -> Iterator[R]:
    """The records of a type that claims support in their values."""
    return (each for each in dataset.of_type(type_) if _claims(dataset, each, "supports", without=_VALUES))


def _mixed_categories(dataset: Dataset) -> Iterator[Candidate]:
    for record in (*dataset.of_type(Authorization), *dataset.of_type(Drug)):
        mixed = _claims(dataset, record, "supports", differing=True)
        plain = _claims(dataset, record, "supports", without=_PRODUCT)
        if mixed and plain:
            reason = f"{record.id} is told of another drug than the record's"
            yield Candidate("category", (record.id,), (mixed, plain), reason)


def _between(
    dataset: Dataset, kind: Literal["opposite", "value"], one: Record, other: Record, reason: str
) -> Iterator[Candidate]:
    """The candidate of two records that claims support in their values."""
    sides = (
        _claims(dataset, one, "supports", without=_VALUES),
        _claims(dataset, other, "supports", without=_VALUES),
    )
    yield Candidate(kind, (one.id, other.id), sides, reason)


def _claims(
    dataset: Dataset,
    record: Record,
    stance: str,
    *,
    without: frozenset[str] = frozenset(),
    differing: bool = False,
) -> tuple[str, ...]:
    """The claims with a stance on a record.

    Args:
        dataset: The records.
        record: What the claims are about.
        stance: The stance.
        without: Leave out claims that state one of these fields otherwise.
        differing: Only claims that name another drug.
    """
    found = []
    for claim_id in dict.fromkeys(each for each, _ in dataset.referrers(record.id)):
        claim = dataset[claim_id]
        if not isinstance(claim, Claim) or claim.retired or record.retired:
            continue
        for each in claim.about:
            if each.record != record.id or each.stance != stance or without & set(each.differs):
                continue
            if not differing or _PRODUCT & set(each.differs):
                found.append(claim_id)
    return tuple(found)


def _comparable(one: Outcome, other: Outcome) -> bool:
    """Whether two outcomes may speak of the same people and the same way of giving the drug."""
    return all(
        None in (getattr(one, name), getattr(other, name)) or getattr(one, name) == getattr(other, name)
        for name in ("population", "regimen", "at")
    )


def _disjoint(one: Outcome, other: Outcome) -> str:
    """Why the values of two outcomes exclude each other; empty if they do not."""
    if one.direction and other.direction and one.direction != other.direction:
        return f"{one.direction} and {other.direction}"
    first, second = _interval(one), _interval(other)
    if first and second and first[0] == second[0] and (first[2] < second[1] or second[2] < first[1]):
        return f"{_said(one)} and {_said(other)}"
    levels = {LEVELS[each.word] for each in (one, other) if each.word in LEVELS}
    if levels == {min(LEVELS.values()), max(LEVELS.values())}:
        return f"{_said(one)} and {_said(other)}"
    return ""


def _interval(outcome: Outcome) -> tuple[str, float, float] | None:
    """What an outcome says, with its unit: hours if it is a time, else its own unit."""
    if outcome.word in HOURS:
        return "h", *HOURS[outcome.word]
    quantity = outcome.quantity
    if quantity is None:
        return None
    factor = UNITS.get(quantity.unit, 1.0)
    low = float("-inf") if quantity.low is None else quantity.low * factor
    high = float("inf") if quantity.high is None else quantity.high * factor
    return "h" if quantity.unit in UNITS else quantity.unit, low, high


def _said(outcome: Outcome) -> str:
    """The word or the amount that an outcome states."""
    quantity = outcome.quantity
    if quantity is None:
        return str(outcome.word)
    ends = sorted({each for each in (quantity.low, quantity.high) if each is not None})
    return f"{' to '.join(f'{each:g}' for each in ends)} {quantity.unit}"


_FINDERS: dict[str, tuple[Callable[[Dataset], Iterator[Candidate]], ...]] = {
    "opposite": (_opposite_stances, _opposite_effects),
    "value": (_disjoint_values,),
    "category": (_mixed_categories,),
}
"""What finds the candidates of each kind."""


def _unrecorded(dataset: Dataset, kind: str) -> Iterator[Finding]:
    if any(each.startswith("contradiction/") for each in dataset.refused):
        return
    for each in (candidate for find in _FINDERS[kind] for candidate in find(dataset)):
        if each.recorded(dataset) is None:
            first, second = (", ".join(side) for side in each.sides)
            yield Finding(
                f"{each.reason}: {first} against {second}",
                record=each.records[0],
                hint="add a Contradiction between the two sides, or accept this with a reason",
                related=(*each.records[1:], *each.sides[0], *each.sides[1]),
            )


@rule("PK310", "warning")
def opposite(dataset: Dataset) -> Iterator[Finding]:
    """Claims take opposite stances, and no Contradiction says so.

    Why: a reader who sees one of them should learn of the other.

    Given:
        the document
        the drug
        the claim

    Bad:
        {"id": "claim/d-2", "type": "Claim", "label": "y", "source": "evidence_source/d", "passage": {"start": 0, "end": 3, "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"}, "statement": "y", "about": [{"record": "drug/k", "stance": "disputes"}], "certainty": "asserted", "role": "background", "grounding": "direct"}

    Good:
        {"id": "claim/d-2", "type": "Claim", "label": "y", "source": "evidence_source/d", "passage": {"start": 0, "end": 3, "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"}, "statement": "y", "about": [{"record": "drug/k", "stance": "qualifies"}], "certainty": "asserted", "role": "background", "grounding": "direct"}
    """
    yield from _unrecorded(dataset, "opposite")


@rule("PK311", "warning")
def disjoint_values(dataset: Dataset) -> Iterator[Finding]:
    """Claims give values that exclude each other, and no Contradiction says so.

    Why: within hours and within weeks cannot both be the usual onset.

    Given:
        the document
        the drug
        {"id": "concept/c", "type": "Concept", "label": "depression", "kind": "condition"}
        {"id": "outcome/h", "type": "Outcome", "label": "h", "drug": "drug/k", "of": "concept/c", "measure": "onset", "word": "hours"}
        {"id": "outcome/w", "type": "Outcome", "label": "w", "drug": "drug/k", "of": "concept/c", "measure": "onset", "word": "weeks"}
        {"id": "claim/d-1", "type": "Claim", "label": "x", "source": "evidence_source/d", "passage": {"start": 0, "end": 3, "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"}, "statement": "x", "about": [{"record": "outcome/h", "stance": "supports"}], "certainty": "asserted", "role": "background", "grounding": "direct"}

    Bad:
        {"id": "claim/d-2", "type": "Claim", "label": "y", "source": "evidence_source/d", "passage": {"start": 0, "end": 3, "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"}, "statement": "y", "about": [{"record": "outcome/w", "stance": "supports"}], "certainty": "asserted", "role": "background", "grounding": "direct"}

    Good:
        {"id": "claim/d-2", "type": "Claim", "label": "y", "source": "evidence_source/d", "passage": {"start": 0, "end": 3, "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"}, "statement": "y", "about": [{"record": "outcome/w", "stance": "disputes"}], "certainty": "asserted", "role": "background", "grounding": "direct"}
    """
    yield from _unrecorded(dataset, "value")


@rule("PK312", "warning")
def product_or_substance(dataset: Dataset) -> Iterator[Finding]:
    """One decision or product is told of two different drugs, and no Contradiction says so.

    Why: what was decided on a product does not hold for another substance.

    Given:
        the document
        {"id": "evidence_source/l", "type": "EvidenceSource", "label": "l", "kind": "label"}
        {"id": "drug/s", "type": "Drug", "label": "spray", "kind": "product"}
        {"id": "authorization/a", "type": "Authorization", "label": "a", "drug": "drug/s", "authority": "FDA", "jurisdiction": "US", "decision": "approved", "decided": "2019", "sources": ["evidence_source/l"]}
        {"id": "claim/d-1", "type": "Claim", "label": "x", "source": "evidence_source/d", "passage": {"start": 0, "end": 3, "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"}, "statement": "x", "about": [{"record": "authorization/a", "stance": "supports"}], "certainty": "asserted", "role": "background", "grounding": "direct"}

    Bad:
        {"id": "claim/d-2", "type": "Claim", "label": "y", "source": "evidence_source/d", "passage": {"start": 0, "end": 3, "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"}, "statement": "y", "about": [{"record": "authorization/a", "stance": "supports", "differs": ["drug"]}], "certainty": "asserted", "role": "background", "grounding": "direct"}

    Good:
        {"id": "claim/d-2", "type": "Claim", "label": "y", "source": "evidence_source/d", "passage": {"start": 0, "end": 3, "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"}, "statement": "y", "about": [{"record": "authorization/a", "stance": "supports", "differs": ["decided"]}], "certainty": "asserted", "role": "background", "grounding": "direct"}
    """
    yield from _unrecorded(dataset, "category")
