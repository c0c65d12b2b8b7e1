"""Records as one immutable whole: indexed both ways, in a stable order, with their positions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, TypeVar, cast

from pharmakon.errors import UnknownTerm
from pharmakon.findings import Code, Finding, Location
from pharmakon.model import (
    AdverseEvent,
    Assessment,
    Authorization,
    Characteristic,
    Claim,
    Concept,
    Contradiction,
    Contraindication,
    Drug,
    EvidenceSource,
    Indication,
    Mechanism,
    Metadata,
    Outcome,
    Record,
    Regimen,
)
from pharmakon.model.reference import references

DUPLICATE = Code(
    "PK103",
    "error",
    "Two records have the same id.",
    "nobody can tell which of the two an id means.",
    bad='{"id": "drug/k", "type": "Drug", "label": "ketamine", "kind": "substance"}\n'
    '{"id": "drug/k", "type": "Drug", "label": "ketamine again", "kind": "substance"}',
    good='{"id": "drug/k", "type": "Drug", "label": "ketamine", "kind": "substance"}',
)
TWO_DESCRIPTIONS = Code(
    "PK108",
    "error",
    "The input describes two datasets.",
    "the base of all IRIs, the language and the license would be those of one, for the records of both.",
    bad="two files dataset.yaml, one with `id: dataset/a`, the other with `id: dataset/b`",
    good="one file dataset.yaml",
)
CODES = (DUPLICATE, TWO_DESCRIPTIONS)
"""The codes of what is found while a dataset is put together."""

Span = tuple[int, int, int, int]
"""Line and column of a value's start and end, counted from one."""

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Positions:
    """Where each value of one record stands in its file.

    Args:
        file: The name of the file.
        spans: The place of each value by JSON Pointer, or a function that finds them when asked.
    """

    file: str
    spans: Mapping[str, Span] | Callable[[], Mapping[str, Span]]

    @cached_property
    def _spans(self) -> Mapping[str, Span]:
        return self.spans() if callable(self.spans) else self.spans

    def at(self, pointer: str) -> Location:
        """The place of a value, or of the nearest value around it."""
        while pointer and pointer not in self._spans:
            pointer = pointer.rpartition("/")[0]
        return Location(self.file, *self._spans.get(pointer, (1, 1, 1, 1)))


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a file: a record, or what is known of one that was refused.

    Args:
        record: The record or the dataset's metadata; None if it was refused.
        id: Its id, as far as it could be read.
        positions: Where its values stand, if it came from a file.
    """

    record: Record | Metadata | None
    id: str
    positions: Positions | None = None


class Collection(Mapping[str, R], Generic[R]):
    """The records of one type, by slug or id, in the order of their ids."""

    def __init__(self, name: str, records: Iterable[R]) -> None:
        self._name = name
        self._records = {record.id: record for record in records}

    def __getitem__(self, key: str) -> R:
        """The record with this slug or id.

        Raises:
            UnknownTerm: There is none; the error names the nearest ones.
        """
        given = key if isinstance(key, str) else ""
        found = self._records.get(given) or self._records.get(f"{self._name}/{given}")
        if found is None:
            raise UnknownTerm(self._name, key, (each.partition("/")[2] for each in self._records))
        return found

    def __contains__(self, key: object) -> bool:
        """Whether there is a record with this slug or id."""
        return key in self._records or f"{self._name}/{key}" in self._records

    def __iter__(self) -> Iterator[str]:
        """The ids."""
        return iter(self._records)

    def __len__(self) -> int:
        """The number of records."""
        return len(self._records)

    def __repr__(self) -> str:
        """The type and the number of records."""
        return f"<{len(self)} {self._name} records>"


class Claims(Collection[Claim]):
    """The claims, and which of them are about a record."""

    def about(self, record: str, *, stance: str | None = None) -> tuple[Claim, ...]:
        """The claims about one record, in the order of their ids.

        Args:
            record: The id of the record.
            stance: Only claims with this stance on it.
        """
        return tuple(
            claim
            for claim in self.values()
            if any(each.record == record and stance in (None, each.stance) for each in claim.about)
        )


@dataclass(frozen=True)
class Dataset:
    """An immutable set of records with distinct ids; made by `Dataset.of`.

    Args:
        metadata: What is said of the dataset as a whole, if anything is.
        records: All records in the order of their ids.
        positions: Where each record stands, by id, if it came from a file.
        refused: Ids of records that could not be read and are therefore missing.
    """

    metadata: Metadata | None
    records: tuple[Record, ...]
    positions: Mapping[str, Positions] = field(default_factory=dict, repr=False, compare=False)
    refused: frozenset[str] = frozenset()

    @staticmethod
    def of(entries: Iterable[Entry]) -> tuple[Dataset, tuple[Finding, ...]]:
        """The dataset of all entries, and a finding for each id or description that is one too many.

        Args:
            entries: In any order; of two records with one id, or two descriptions, the first is kept.
        """
        kept: dict[str, Record] = {}
        positions: dict[str, Positions] = {}
        refused: set[str] = set()
        metadata: Metadata | None = None
        findings: list[Finding] = []
        for entry in entries:
            if entry.record is None:
                refused.add(entry.id)
                continue
            if entry.id in positions or entry.id in kept:
                findings.append(duplicate(entry, positions.get(entry.id)))
                continue
            if entry.positions is not None:
                positions[entry.id] = entry.positions
            if isinstance(entry.record, Metadata):
                if metadata is None:
                    metadata = entry.record
                else:
                    findings.append(_second(entry, metadata.id, positions.get(metadata.id)))
            else:
                kept[entry.id] = entry.record
        records = tuple(kept[each] for each in sorted(kept))
        return Dataset(metadata, records, positions, frozenset(refused - set(kept))), tuple(findings)

    def __len__(self) -> int:
        """The number of records."""
        return len(self.records)

    def __iter__(self) -> Iterator[Record]:
        """The records in the order of their ids."""
        return iter(self.records)

    def __contains__(self, record: object) -> bool:
        """Whether there is a record with this id."""
        return self.get(str(record)) is not None

    def __getitem__(self, record: str) -> Record:
        """The record with this id.

        Raises:
            UnknownTerm: There is none; the error names the nearest ones.
        """
        found = self.get(record)
        if found is None:
            raise UnknownTerm("record", record, (each.id for each in self.records))
        return found

    def __repr__(self) -> str:
        """The title and the number of records."""
        title = self.metadata.title if self.metadata else "untitled"
        return f"<Dataset {title!r}: {len(self)} records>"

    def get(self, record: str) -> Record | None:
        """The record with this id, if there is one."""
        return self._by_id.get(record)

    @cached_property
    def _by_id(self) -> Mapping[str, Record]:
        return {record.id: record for record in self.records}

    def nodes(self) -> Iterator[Record | Metadata]:
        """The records and, in its place among them, the dataset's metadata, by id."""
        told = self.metadata is None
        for record in self.records:
            if not told and self.metadata is not None and self.metadata.id < record.id:
                yield self.metadata
                told = True
            yield record
        if not told and self.metadata is not None:
            yield self.metadata

    def of_type(self, type_: type[R]) -> tuple[R, ...]:
        """The records of one type, in the order of their ids."""
        return cast("tuple[R, ...]", self._by_type.get(type_, ()))

    @cached_property
    def _by_type(self) -> Mapping[type[Record], tuple[Record, ...]]:
        groups: dict[type[Record], list[Record]] = {}
        for record in self.records:
            groups.setdefault(type(record), []).append(record)
        return {type_: tuple(group) for type_, group in groups.items()}

    @cached_property
    def _referrers(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        found: dict[str, list[tuple[str, str]]] = {}
        for record in self.records:
            for pointer, target in references(record):
                found.setdefault(target, []).append((record.id, pointer))
        return {target: tuple(places) for target, places in found.items()}

    def referrers(self, record: str) -> tuple[tuple[str, str], ...]:
        """Which records name this one: their ids and the places in them, as JSON Pointers."""
        return self._referrers.get(record, ())

    def location(self, record: str, pointer: str = "") -> Location | None:
        """Where a value of a record stands in its file; None if it came from no file."""
        positions = self.positions.get(record)
        return positions.at(pointer) if positions else None

    def assessments_of(self, claim: str) -> tuple[Assessment, ...]:
        """The assessments that judge a claim."""
        return self._assessments.get(claim, ())

    @cached_property
    def _assessments(self) -> Mapping[str, tuple[Assessment, ...]]:
        return _by_claim((claim, each) for each in self.of_type(Assessment) for claim in each.claims)

    def contradictions_of(self, claim: str) -> tuple[Contradiction, ...]:
        """The contradictions in which a claim takes a side."""
        return self._contradictions.get(claim, ())

    @cached_property
    def _contradictions(self) -> Mapping[str, tuple[Contradiction, ...]]:
        found = self.of_type(Contradiction)
        return _by_claim((claim, each) for each in found for side in each.sides for claim in side.claims)

    @cached_property
    def drugs(self) -> Collection[Drug]:
        """The drugs."""
        return Collection("drug", self.of_type(Drug))

    @cached_property
    def mechanisms(self) -> Collection[Mechanism]:
        """The mechanisms."""
        return Collection("mechanism", self.of_type(Mechanism))

    @cached_property
    def indications(self) -> Collection[Indication]:
        """The indications."""
        return Collection("indication", self.of_type(Indication))

    @cached_property
    def adverse_events(self) -> Collection[AdverseEvent]:
        """The adverse events."""
        return Collection("adverse_event", self.of_type(AdverseEvent))

    @cached_property
    def evidence_sources(self) -> Collection[EvidenceSource]:
        """The evidence sources."""
        return Collection("evidence_source", self.of_type(EvidenceSource))

    @cached_property
    def concepts(self) -> Collection[Concept]:
        """The concepts."""
        return Collection("concept", self.of_type(Concept))

    @cached_property
    def contraindications(self) -> Collection[Contraindication]:
        """The contraindications."""
        return Collection("contraindication", self.of_type(Contraindication))

    @cached_property
    def outcomes(self) -> Collection[Outcome]:
        """The outcomes."""
        return Collection("outcome", self.of_type(Outcome))

    @cached_property
    def regimens(self) -> Collection[Regimen]:
        """The regimens."""
        return Collection("regimen", self.of_type(Regimen))

    @cached_property
    def characteristics(self) -> Collection[Characteristic]:
        """The characteristics."""
        return Collection("characteristic", self.of_type(Characteristic))

    @cached_property
    def authorizations(self) -> Collection[Authorization]:
        """The authorizations."""
        return Collection("authorization", self.of_type(Authorization))

    @cached_property
    def claims(self) -> Claims:
        """The claims."""
        return Claims("claim", self.of_type(Claim))

    @cached_property
    def assessments(self) -> Collection[Assessment]:
        """The assessments."""
        return Collection("assessment", self.of_type(Assessment))

    @cached_property
    def contradictions(self) -> Collection[Contradiction]:
        """The contradictions."""
        return Collection("contradiction", self.of_type(Contradiction))


def _by_claim(pairs: Iterable[tuple[str, R]]) -> Mapping[str, tuple[R, ...]]:
    """The records that name each claim, each once, in their order."""
    found: dict[str, dict[str, R]] = {}
    for claim, record in pairs:
        found.setdefault(claim, {})[record.id] = record
    return {claim: tuple(records.values()) for claim, records in found.items()}


def duplicate(entry: Entry, first: Positions | None) -> Finding:
    """The finding that the id of an entry is taken, by a record that stands elsewhere."""
    place = f"; the first stands at {first.at('/id')}" if first else ""
    return Finding(
        message=f"the id {entry.id} is taken{place}",
        record=entry.id,
        pointer="/id",
        location=entry.positions.at("/id") if entry.positions else None,
        hint="give one of the two another id, or merge them",
    ).of(DUPLICATE)


def _second(entry: Entry, first: str, positions: Positions | None) -> Finding:
    place = f", at {positions.at('/id')}" if positions else ""
    return Finding(
        message=f"{entry.id} is described beside {first}{place}",
        record=entry.id,
        pointer="/id",
        location=entry.positions.at("/id") if entry.positions else None,
        hint="keep one description, or read the two datasets apart",
        related=(first,),
    ).of(TWO_DESCRIPTIONS)
