"""How a use of a drug stands with regulators: computed from authorizations, never stored."""

from __future__ import annotations

import re
from typing import Literal

from pharmakon.api import arguments
from pharmakon.api.silence import family
from pharmakon.dataset import Dataset
from pharmakon.errors import BadArgument
from pharmakon.model import Authorization, EvidenceSource, Indication
from pharmakon.model.authorization import holding, not_after
from pharmakon.model.scalar import JURISDICTION, PARTIAL_DATE

Status = Literal["approved", "off_label", "investigational", "claimed"]
"""Approved; approved for another use only; only studied, as claims cite; or only claimed."""


def status_of(dataset: Dataset, indication: str, jurisdiction: str, on: str) -> Status:
    """How a use of a drug stands in a jurisdiction on a date.

    A use is approved if an approval that holds on that date is for this very use: the same intent,
    condition and combination, and no narrower population or line of therapy. Approvals of the
    drug's salts and products count, those of its enantiomer do not.

    Args:
        dataset: The records.
        indication: The id of the indication.
        jurisdiction: The ISO 3166 code, such as `US`.
        on: The date, as precise as wanted; of a year, every decision of that year counts.

    Raises:
        UnknownTerm: There is no such indication.
        BadArgument: The jurisdiction or the date is not spelled as one, or that is no dataset.
    """
    dataset = arguments.dataset(dataset)
    if not isinstance(jurisdiction, str) or not re.fullmatch(JURISDICTION, jurisdiction):
        raise BadArgument(jurisdiction, "an ISO 3166 code such as US or EU")
    if not isinstance(on, str) or not re.fullmatch(PARTIAL_DATE, on):
        raise BadArgument(on, "a date such as 2021, 2021-03 or 2021-03-05")
    use = dataset.indications[indication]
    drugs = {name for name, kind in family(dataset, use.drug).items() if kind != "enantiomer"}
    decisions = [
        each
        for each in dataset.of_type(Authorization)
        if each.jurisdiction == jurisdiction and each.drug in drugs and not_after(each.decided, on)
    ]
    granted = holding(decisions)
    if any(_covers(dataset, each, use) for each in granted):
        return "approved"
    if granted:
        return "off_label"
    return "investigational" if _studied(dataset, use) else "claimed"


def _covers(dataset: Dataset, granted: Authorization, use: Indication) -> bool:
    """Whether an approval is for this use."""
    approved = dataset.get(granted.indication or "")
    if not isinstance(approved, Indication):
        return False
    return approved.id == use.id or (
        (approved.intent, approved.condition) == (use.intent, use.condition)
        and set(approved.combined_with) == set(use.combined_with)
        and approved.population in (None, use.population)
        and approved.line_of_therapy in (None, use.line_of_therapy)
    )


def _studied(dataset: Dataset, use: Indication) -> bool:
    """Whether a claim about the use cites a trial."""
    cited = (dataset.get(name) for claim in dataset.claims.about(use.id) for name in claim.cites)
    return any(isinstance(each, EvidenceSource) and each.kind == "trial" for each in cited)
