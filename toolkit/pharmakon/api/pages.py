"""Pages for a terminal: a record with what surrounds it, and lists of records."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from pharmakon.dataset import Dataset
from pharmakon.errors import UnknownTerm
from pharmakon.model import Claim, EvidenceSource, Record
from pharmakon.model.canonical import canonical_json, canonical_value
from pharmakon.readers import folder
from pharmakon.report import visible
from pharmakon.terms import Type, table

_MOST_REFERRERS = 20


def record_json(dataset: Dataset, record: str) -> str:
    """A record as one line of canonical JSON.

    Raises:
        UnknownTerm: There is no such record.
    """
    return f"{canonical_json(dataset[record])}\n"


def record_page(dataset: Dataset, record: str, documents: str | os.PathLike[str] | None = None) -> str:
    """A record for reading: its fields, what names it and, for a claim, how it was judged.

    Args:
        dataset: The records.
        record: The id.
        documents: The folder of the source documents, if a claim's passage is to be shown.

    Raises:
        UnknownTerm: There is no such record.
    """
    found = dataset[record]
    parts = [f"{found.id}  {found.label}", *_fields(canonical_value(found), dataset, "  ")]
    if isinstance(found, Claim):
        parts += _judged(found, dataset)
        if documents is not None:
            parts += _passage(found, dataset, Path(documents))
    referrers = dict.fromkeys(each for each, _ in dataset.referrers(found.id))
    if referrers:
        parts.append(f"  named by {len(referrers)}:")
        parts += [f"    {each}  {dataset[each].label}" for each in list(referrers)[:_MOST_REFERRERS]]
        if len(referrers) > _MOST_REFERRERS:
            parts.append(f"    … and {len(referrers) - _MOST_REFERRERS} more")
    return "".join(f"{visible(part)}\n" for part in parts)


def _fields(value: Mapping[str, object], dataset: Dataset, indent: str) -> Iterator[str]:
    for name, each in value.items():
        if name in ("id", "label", "type"):
            continue
        if isinstance(each, dict):
            yield f"{indent}{name}:"
            yield from _fields(each, dataset, f"{indent}  ")
        elif isinstance(each, list):
            yield f"{indent}{name}:"
            for item in each:
                if isinstance(item, dict):
                    said = ", ".join(f"{key} {_said(entry, dataset)}" for key, entry in item.items())
                    yield f"{indent}  - {said}"
                else:
                    yield f"{indent}  - {_said(item, dataset)}"
        else:
            yield f"{indent}{name}: {_said(each, dataset)}"


def _said(value: object, dataset: Dataset) -> str:
    """A value; a reference with the label of the record that it names."""
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    text = str(value)
    return f"{text} ({dataset[text].label})" if "/" in text and text in dataset else text


def _judged(claim: Claim, dataset: Dataset) -> Iterator[str]:
    for each in dataset.assessments_of(claim.id):
        yield f"  judged {each.verdict}: {each.rationale}  ({each.id}, {each.assessed})"
    for other in dataset.contradictions_of(claim.id):
        yield f"  contradicted: {other.explanation}  ({other.id})"


def _passage(claim: Claim, dataset: Dataset, documents: Path) -> Iterator[str]:
    """The passage's text, for the curator's eyes; it is printed and never stored."""
    source = dataset[claim.source]
    if isinstance(source, EvidenceSource) and source.document is not None:
        data = folder.contents(documents / source.document.file)
        text = data.decode("utf-8", "replace")[claim.passage.start : claim.passage.end]
        if hashlib.sha256(text.encode("utf-8")).hexdigest() != claim.passage.sha256:
            text = f"{source.document.file} at hand has other words there; `validate --documents` says more"
        yield f"  text: {text}"


def listing(dataset: Dataset, kind: str, filters: Mapping[str, str], *, as_json: bool = False) -> str:
    """Records, a line each; or how many there are of each type.

    Args:
        dataset: The records.
        kind: A record type, in PascalCase or as ids begin; empty: a count of each type.
        filters: For claims: source, about, stance, certainty, verdict.
        as_json: Whether to print JSON.

    Raises:
        UnknownTerm: There is no such type, or nothing that a filter names.
    """
    if not kind and not filters:
        counts = {type_.prefix: len(dataset.of_type(type_.model)) for type_ in table().records}  # type: ignore[type-var]
        if as_json:
            return f"{json.dumps(counts, indent=2)}\n"
        return "".join(f"{count:6}  {name}\n" for name, count in counts.items())
    type_ = _type(kind or "claim")
    for name, wanted in filters.items():
        _refuse_unknown(name, wanted, dataset)
    chosen = [
        record
        for record in dataset
        if record.type == type_.name and all(_fits(record, *each, dataset) for each in filters.items())
    ]
    if as_json:
        return "[" + ",\n ".join(canonical_json(record) for record in chosen) + "]\n"
    return "".join(f"{visible(record.id)}  {visible(record.label)}\n" for record in chosen)


def _type(kind: str) -> Type:
    names = {each: type_ for type_ in table().records for each in (type_.name, type_.prefix)}
    singular = kind if kind in names else kind.removesuffix("s")
    if singular not in names:
        raise UnknownTerm("record type", kind, names)
    return names[singular]


def _refuse_unknown(name: str, wanted: str, dataset: Dataset) -> None:
    """Raises if no record, or no word, is what a filter asks for: a slip is not an empty answer."""
    if name == "source":
        dataset.evidence_sources[wanted]
    elif name == "about":
        dataset[wanted]
    else:
        owner = {"stance": "Stance", "verdict": "Assessment"}.get(name, "Claim")
        field = table().by_name[owner].field(name)
        words = field.values if field else ()
        if wanted not in words:
            raise UnknownTerm(name, wanted, words)


def _fits(record: Record, name: str, wanted: str, dataset: Dataset) -> bool:
    if not isinstance(record, Claim):
        return False
    if name == "about":
        return any(each.record == wanted for each in record.about)
    if name == "stance":
        return any(each.stance == wanted for each in record.about)
    if name == "verdict":
        return any(each.verdict == wanted for each in dataset.assessments_of(record.id))
    return str(getattr(record, name)) in (wanted, f"evidence_source/{wanted}")
