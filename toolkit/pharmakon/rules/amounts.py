"""Rules about amounts: units, words of time and of grade, and sizes that cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from pharmakon.dataset import Dataset
from pharmakon.findings import Finding
from pharmakon.model import Assessment, Claim, Outcome, Quantity, Record, Regimen
from pharmakon.model.scalar import TimeWord
from pharmakon.rules import rule
from pharmakon.rules.units import dimension, meant

DOSES = ("mass", "mass/mass", "mass/area", "amount", "amount/mass", "activity", "activity/mass")
"""What the amount of a drug that is given at one time may be measured in."""

EXPECTED: dict[str, tuple[str, ...]] = {
    "dose": DOSES,
    "session_length": ("time",),
    "at": ("time",),
    "onset": ("time",),
    "duration": ("time",),
    "incidence": ("share", "share/time"),
    "response": ("share",),
    "remission": ("share", "time"),
    "relapse": ("share", "share/time", "time"),
}
"""What each place for an amount is measured in; any other measure in anything but time."""

PEOPLE = ("incidence", "response", "remission", "relapse")
"""Measures whose percentages are parts of the people, so that there are 100 at most."""

THRESHOLDS = (30.0, 50.0)
"""The falls in percent from which on trials count a patient as a responder.

Source: half of the score in depression (Rush et al. 2006, Neuropsychopharmacology 31:1841); 30 and 50
    percent in chronic pain (Dworkin et al. 2008, Journal of Pain 9:105).
"""

_TIMES = frozenset(get_args(TimeWord))
_TIMED, _GRADED = ("onset", "duration", "at"), ("incidence", "severity", "tolerability")


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity or a word, and what it is an amount of.

    Args:
        record: The record that holds it.
        pointer: The field that holds quantity or word, or the quantity itself.
        place: The measure of an outcome, or the name of the field.
        quantity: The quantity, if there is one.
        word: The word, if there is one.
    """

    record: Record
    pointer: str
    place: str
    quantity: Quantity | None = None
    word: str | None = None

    @property
    def name(self) -> str:
        """What it is an amount of, for people."""
        return self.place.replace("_", " ") if self.place != "at" else "time of measurement"


def amounts(dataset: Dataset) -> Iterator[Amount]:
    """All quantities and words of amount, record by record."""
    for regimen in dataset.of_type(Regimen):
        yield Amount(regimen, "/dose", "dose", regimen.dose)
        yield Amount(regimen, "/session_length", "session_length", regimen.session_length)
    for outcome in dataset.of_type(Outcome):
        yield Amount(outcome, "/quantity", outcome.measure, outcome.quantity, outcome.word)
        if outcome.at is not None:
            yield Amount(outcome, "/at/quantity", "at", outcome.at.quantity, outcome.at.word)


def _quantities(dataset: Dataset) -> Iterator[tuple[Amount, Quantity]]:
    return ((each, each.quantity) for each in amounts(dataset) if each.quantity is not None)


@rule("PK404", "warning")
def threshold_as_size(dataset: Dataset) -> Iterator[Finding]:
    """A fall by the very share that defines a response is given as the size of the effect, and nobody judged it.

    Why: trials say how many patients fell by half or more; a text that turns this into a fall by half says something else.

    Given:
        the document
        the drug
        {"id": "concept/c", "type": "Concept", "label": "depression", "kind": "condition"}
        {"id": "claim/d-1", "type": "Claim", "label": "x", "source": "evidence_source/d", "passage": {"start": 0, "end": 3, "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"}, "statement": "x", "about": [{"record": "outcome/o", "stance": "supports"}], "certainty": "asserted", "role": "result", "grounding": "direct"}

    Bad:
        {"id": "outcome/o", "type": "Outcome", "label": "halved", "drug": "drug/k", "of": "concept/c", "measure": "symptom_change", "direction": "decrease", "quantity": {"low": 50, "high": 50, "unit": "%"}}

    Good:
        {"id": "outcome/o", "type": "Outcome", "label": "less by a third to two thirds", "drug": "drug/k", "of": "concept/c", "measure": "symptom_change", "direction": "decrease", "quantity": {"low": 33, "high": 66, "unit": "%"}}
    """
    if any(each.startswith("assessment/") for each in dataset.refused):
        return
    judged = {claim for each in dataset.of_type(Assessment) for claim in each.claims}
    for outcome in dataset.of_type(Outcome):
        quantity = outcome.quantity
        if quantity is None or outcome.direction != "decrease" or outcome.measure not in _FALLS:
            continue
        factor = {"%": 1, "1": 100}.get(quantity.unit, 0)
        ends = {each * factor for each in (quantity.low, quantity.high) if each is not None}
        if len(ends) != 1 or not ends <= set(THRESHOLDS):
            continue
        unjudged = [each for each in _supporters(dataset, outcome.id) if each not in judged]
        if unjudged:
            yield Finding(
                f"a fall by {min(ends):g} % is what trials call a response, here it is the size of the effect",
                record=outcome.id,
                pointer="/quantity",
                hint="read the source: record the share of responders, or assess the claims that give it as a size",
                related=tuple(unjudged),
            )


_FALLS = ("response", "severity", "symptom_change")


def _supporters(dataset: Dataset, record: str) -> Iterator[str]:
    """The claims in use that support a record in its quantity."""
    for claim in dict.fromkeys(each for each, _ in dataset.referrers(record)):
        found = dataset[claim]
        if isinstance(found, Claim) and not found.retired:
            held = [each for each in found.about if each.record == record and each.stance == "supports"]
            if any("quantity" not in each.differs for each in held):
                yield claim


@rule("PK407", "warning", alone=True)
def unknown_unit(dataset: Dataset) -> Iterator[Finding]:
    """A quantity has a unit that is not UCUM, or none that medicine uses.

    Why: programs convert and compare units by UCUM; mcg, hours and IU are read by people alone.

    Given:
        the drug

    Bad:
        {"id": "regimen/r", "type": "Regimen", "label": "r", "drug": "drug/k", "dose": {"low": 500, "high": 500, "unit": "mcg/kg"}}

    Good:
        {"id": "regimen/r", "type": "Regimen", "label": "r", "drug": "drug/k", "dose": {"low": 500, "high": 500, "unit": "ug/kg"}}
    """
    for each, quantity in _quantities(dataset):
        if dimension(quantity.unit) is None:
            unit = meant(quantity.unit)
            yield Finding(
                f"{quantity.unit!r} is not known as a unit of UCUM",
                record=each.record.id,
                pointer=f"{each.pointer}/unit",
                hint=f"write {unit}" if unit else "look the unit up at ucum.org",
            )


@rule("PK408", alone=True)
def other_dimension(dataset: Dataset) -> Iterator[Finding]:
    """An amount is given in a unit, or in a word, of another sort.

    Why: a dose without mass, or an onset in percent, cannot be what the source says.

    Given:
        the drug

    Bad:
        {"id": "regimen/r", "type": "Regimen", "label": "r", "drug": "drug/k", "dose": {"low": 0.5, "high": 0.5, "unit": "1"}}

    Good:
        {"id": "regimen/r", "type": "Regimen", "label": "r", "drug": "drug/k", "dose": {"low": 0.5, "high": 0.5, "unit": "mg/kg"}}
    """
    for each in amounts(dataset):
        measured = dimension(each.quantity.unit) if each.quantity else None
        wanted = EXPECTED.get(each.place)
        if each.quantity and measured and not (measured in wanted if wanted else measured != "time"):
            yield Finding(
                f"{each.name} is given in {each.quantity.unit!r}, a unit of {measured}",
                record=each.record.id,
                pointer=f"{each.pointer}/unit",
                hint=f"give it in a unit of {' or '.join(wanted)}" if wanted else "correct unit or measure",
            )
        timed = each.word in _TIMES
        if each.word and (each.place in _TIMED) != timed and each.place in (*_TIMED, *_GRADED):
            yield Finding(
                f"{each.name} is given as {each.word!r}, a word of {'time' if timed else 'grade'}",
                record=each.record.id,
                pointer=each.pointer.replace("quantity", "word"),
                hint=f"give it as a word of {'grade' if timed else 'time'}, or correct the measure",
            )


@rule("PK409", alone=True)
def impossible_amount(dataset: Dataset) -> Iterator[Finding]:
    """A quantity runs backwards, is negative, or is more than all.

    Why: a range whose low end is above its high end is found by no search, and more than all of the people cannot respond.

    Given:
        the drug

    Bad:
        {"id": "regimen/r", "type": "Regimen", "label": "r", "drug": "drug/k", "session_length": {"low": 60, "high": 40, "unit": "min"}}

    Good:
        {"id": "regimen/r", "type": "Regimen", "label": "r", "drug": "drug/k", "session_length": {"low": 40, "high": 60, "unit": "min"}}
    """
    for each, quantity in _quantities(dataset):
        fault, hint = _impossible(each, quantity)
        if fault:
            yield Finding(f"{each.name}: {fault}", record=each.record.id, pointer=each.pointer, hint=hint)


def _impossible(each: Amount, quantity: Quantity) -> tuple[str, str]:
    """Why a quantity cannot be, and what to do; empty where it can."""
    ends = [number for number in (quantity.low, quantity.high) if number is not None]
    least, most = min(ends), max(ends)
    direction = each.record.direction if isinstance(each.record, Outcome) else None
    part = direction == "decrease" or (each.place in PEOPLE and direction != "increase")
    if ends != [least, most][: len(ends)]:
        return f"from {most:g} to {least:g} runs backwards", "exchange low and high"
    if least < 0 and (each.place in EXPECTED or direction):
        return f"{least:g} is negative", "give the size; `direction` says which way it goes"
    if quantity.unit == "%" and most > 100 and part:  # noqa: PLR2004 - percent
        return f"{most:g} % is more than all", "correct the number or the unit"
    return "", ""
