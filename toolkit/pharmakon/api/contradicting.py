"""Contradictions: those that curators recorded, and those that rules find."""

from __future__ import annotations

from dataclasses import dataclass

from pharmakon.api import arguments
from pharmakon.dataset import Dataset
from pharmakon.model import Contradiction
from pharmakon.rules.contradictions import Candidate, candidates


@dataclass(frozen=True, slots=True)
class Contradictions:
    """What contradicts what in a dataset.

    Args:
        recorded: The contradictions that curators recorded.
        detected: What rules find, each with the recorded contradiction that covers it, if any.
    """

    recorded: tuple[Contradiction, ...]
    detected: tuple[tuple[Candidate, Contradiction | None], ...]


def contradictions(dataset: Dataset) -> Contradictions:
    """The contradictions of a dataset, recorded and detected.

    Raises:
        BadArgument: It is no dataset.
    """
    dataset = arguments.dataset(dataset)
    return Contradictions(
        dataset.of_type(Contradiction),
        tuple((each, each.recorded(dataset)) for each in candidates(dataset)),
    )
