"""Templates of records: the packaged records, taken apart where a generated record differs from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import Any

from pharmakon.model.canonical import encode
from pharmakon.terms import Field, Type, table

from .sample import Object, closed, real
from .wording import counts, quantities, varied

_SLUG = 48
"""How much of a real slug is kept; a hyphen and the number of a block follow."""
_IDENTIFIERS = {"doi": "{0}.{1}", "pmid": "{2}", "pmcid": "PMC{2}", "nct": "NCT{1:08d}"}
_EIGHT_DIGITS = 10**7


class Block(IntEnum):
    """In which copy of the real records the record stands whose id is spelled."""

    OWN = 0
    """The copy in which the record itself stands."""
    LOCAL = 1
    """The same, or the one before where that is not complete: relations, claims and what is above."""
    DRUG = 2
    CONCEPT = 3
    SOURCE = 4
    """The copy whose drugs, concepts or sources this copy speaks of; few are spoken of by many."""
    NUMBER = 5
    """Not of an id, but within a number or name that no other copy may have."""


_HUBS = {"drug": Block.DRUG, "concept": Block.CONCEPT, "evidence_source": Block.SOURCE}


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of this length at any place in its document, as JSON.

    Args:
        length: The length of the passage in code points.
        room: The greatest position at which it may start.
    """

    length: int
    room: int


@dataclass(frozen=True, slots=True)
class Number:
    """An identifier of a publication that no other record has.

    Args:
        spelled: How it is spelled from the real one and a number.
        real: The real identifier.
        rank: The rank of the record among those of its type.
        ranks: How many records of its type a block has.
    """

    spelled: str
    real: str
    rank: int
    ranks: int

    def of(self, block: int) -> str:
        """The identifier in a block."""
        told = block * self.ranks + self.rank + 1
        return self.spelled.format(self.real, told, told + _EIGHT_DIGITS)


@dataclass(frozen=True, slots=True)
class Digest:
    """A SHA-256 digest, of nothing."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of several spellings, drawn for each record.

    Args:
        spellings: What there is to choose from.
    """

    spellings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """How well a code fits: exactly in the first copy only, for no two records mean exactly the same."""

    @staticmethod
    def of(block: int) -> str:
        """The word."""
        return "close" if block else "exact"


@dataclass(frozen=True, slots=True)
class Set:
    """Values of a set, each as pieces; they are sorted when they are spelled.

    Args:
        values: The values.
    """

    values: tuple[tuple[Piece, ...], ...]


Piece = str | Block | OneOf | Passage | Number | Match | Digest | Set
"""A piece of a line: given, or drawn for each record."""


@dataclass(frozen=True, slots=True)
class Template:
    """A real record as pieces of a canonical line.

    Args:
        type: The record's type.
        id: The id, to which a hyphen and a block are appended.
        pieces: The pieces.
    """

    type: str
    id: str
    pieces: tuple[Piece, ...]


@cache
def templates(count: int | None = None) -> tuple[Template, ...]:
    """The first real records as templates.

    Args:
        count: How many; they then name each other only. By default all.
    """
    records = real() if count is None else tuple(closed(real()[:count]))
    slugs = _slugs(record["id"] for record in records)
    ranks: dict[str, int] = defaultdict(int)
    sizes: dict[str, int] = defaultdict(int)
    for record in records:
        sizes[record["type"]] += 1
    lengths = {each["id"]: each["document"]["length"] for each in records if "document" in each}
    made = []
    for record in records:
        type_ = table().by_name[record["type"]]
        maker = _Maker(record, slugs, lengths, (ranks[type_.name], sizes[type_.name]))
        ranks[type_.name] += 1
        made.append(Template(type_.name, slugs[record["id"]], tuple(_joined(maker.node(record, type_)))))
    return tuple(made)


def _slugs(ids: Iterable[str]) -> dict[str, str]:
    """The ids, cut to a length to which a number can be appended, and still different."""
    made: dict[str, str] = {}
    taken: set[str] = set()
    for id_ in ids:
        prefix, _, slug = id_.partition("/")
        short = f"{prefix}/{slug[:_SLUG].rstrip('-')}"
        while short in taken:
            short += "x"
        taken.add(short)
        made[id_] = short
    return made


class _Maker:
    """What turns one real record into pieces."""

    def __init__(
        self, record: Object, slugs: dict[str, str], lengths: dict[str, int], rank: tuple[int, int]
    ) -> None:
        self.record, self.slugs, self.rank = record, slugs, rank
        self.length = lengths.get(record.get("source", ""), 0)
        self.numbers = {
            record[name]: Number(spelled, record[name], *rank)
            for name, spelled in _IDENTIFIERS.items()
            if name in record
        }

    def node(self, given: Object, type_: Type) -> Iterator[Piece]:
        """An object, its keys sorted."""
        if type_.name == "Passage":
            length = given["end"] - given["start"]
            yield Passage(length, max(self.length - length, 0))
            return
        if type_.name == "Quantity":
            yield OneOf(tuple(quantities(given)))
            return
        mark = "{"
        for name in sorted(given):
            field = type_.field(name)
            assert field is not None, name
            yield f'{mark}"{name}":'
            mark = ","
            if field.many and len(given[name]) == 1:
                yield "["
                yield from self.value(given[name][0], field)
                yield "]"
            elif field.many:
                values = (tuple(_joined(self.value(each, field))) for each in given[name])
                yield "["
                yield Set(tuple(values))
                yield "]"
            else:
                yield from self.value(given[name], field)
        yield "}"

    def value(self, given: Any, field: Field) -> Iterator[Piece]:  # noqa: ANN401 - any JSON value
        """One value of a field."""
        if field.part is not None:
            yield from self.node(given, field.part)
        elif field.form.kind == "reference":
            yield f'"{self.slugs[given]}-'
            yield self.block(given, field)
            yield '"'
        elif field.name == "sha256":
            yield '"'
            yield Digest()
            yield '"'
        elif field.name == "match" and given == "exact":
            yield from ('"', Match(), '"')
        elif field.name == "participants":
            yield OneOf(tuple(counts(given)))
        elif field.form.kind == "text":
            yield '"'
            yield from (OneOf(each) for each in varied(given))
            yield '"'
        elif field.name == "file":
            stem, _, end = given.rpartition(".")
            yield from (f'"{stem}-', Block.OWN, f'.{end}"')
        elif isinstance(given, str):
            yield from self.name(encode(given))
        else:
            yield encode(given)

    def name(self, encoded: str) -> Iterator[Piece]:
        """A string, in which identifiers of this publication are replaced."""
        for told, number_ in self.numbers.items():
            at = encoded.lower().find(told.lower())
            if at >= 0:
                yield from (encoded[:at], number_, encoded[at + len(told) :])
                return
        yield encoded

    def block(self, target: str, field: Field) -> Block:
        """In which copy the record stands that a reference names."""
        if target == self.record["id"]:
            return Block.OWN
        prefix = target.partition("/")[0]
        if prefix == self.record["id"].partition("/")[0]:
            return Block.LOCAL
        if prefix == "concept" and field.name in _WHAT_IS_CLAIMED:
            return Block.LOCAL
        return _HUBS.get(prefix, Block.LOCAL)


_WHAT_IS_CLAIMED = ("of",)
"""What a drug changes is a concept of the same copy: else each copy would contradict all others."""


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces, with neighboring given ones put together, and none empty."""
    text = ""
    for piece in pieces:
        same = isinstance(piece, OneOf) and len(set(piece.spellings)) == 1
        if isinstance(piece, str) or same:
            text += piece.spellings[0] if isinstance(piece, OneOf) else str(piece)
            continue
        if text:
            yield text
        text = ""
        yield piece
    if text:
        yield text
