"""Pages for a terminal: gaps and contradictions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

from pharmakon.api.contradicting import Contradictions
from pharmakon.api.silence import Gap
from pharmakon.dataset import Dataset
from pharmakon.model import Contradiction
from pharmakon.model.canonical import canonical_value
from pharmakon.report import visible


def gaps_page(dataset: Dataset, gaps: tuple[Gap, ...], *, as_json: bool = False) -> str:
    """What labels warn of, a line each, with the documents that are silent and those that are not."""
    if as_json:
        return f"{json.dumps([asdict(gap) for gap in gaps], indent=2)}\n"
    lines = []
    for gap in gaps:
        box = "boxed " if gap.boxed else ""
        drug = f"{gap.drug}, {gap.relation}"
        lines.append(f"{dataset[gap.concept].label}  ({box}{gap.kind.replace('_', ' ')}; {drug})")
        lines.append(f"  silent:    {_short(gap.silent)}")
        lines.append(f"  mentioned: {_short(gap.mentioned)}")
    return "".join(f"{visible(line)}\n" for line in lines)


def _short(sources: tuple[str, ...]) -> str:
    return ", ".join(each.partition("/")[2] for each in sources) or "none"


def contradictions_page(dataset: Dataset, found: Contradictions, *, as_json: bool = False) -> str:
    """The recorded contradictions with their claims, then what rules find beside them."""
    if as_json:
        said = {
            "recorded": [canonical_value(each) for each in found.recorded],
            "detected": [
                {**asdict(each), "recorded_as": record.id if record else None}
                for each, record in found.detected
            ],
        }
        return f"{json.dumps(said, ensure_ascii=False, indent=2)}\n"
    lines = [line for each in found.recorded for line in _recorded(each, dataset)]
    covered = sum(record is not None for _, record in found.detected)
    lines.append(
        f"{len(found.recorded)} recorded; {len(found.detected)} detected, {covered} of them recorded"
    )
    lines += [
        f"  {each.kind}: {each.reason}: {', '.join(each.sides[0])} against {', '.join(each.sides[1])}"
        for each, record in found.detected
        if record is None
    ]
    return "".join(f"{visible(line)}\n" for line in lines)


def _recorded(contradiction: Contradiction, dataset: Dataset) -> Iterator[str]:
    yield f"{contradiction.id}  {contradiction.label}  ({contradiction.kind})"
    for side in contradiction.sides:
        yield f"  {side.position}"
        for claim in side.claims:
            verdicts = ", ".join(each.verdict for each in dataset.assessments_of(claim))
            yield f"    {claim}  {dataset[claim].label}{f'  [{verdicts}]' if verdicts else ''}"
    yield f"  why: {contradiction.explanation}"
    if contradiction.resolution is not None:
        resolution = contradiction.resolution
        yield f"  settled: {resolution.text}  ({', '.join(resolution.evidence)}, {resolution.date})"
