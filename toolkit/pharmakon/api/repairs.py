"""What could be mended: fixes for passages that moved, and for documents that changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from pharmakon.api.whereabouts import stands, whereabouts
from pharmakon.dataset import Dataset
from pharmakon.findings import Edit, Finding, Fix, Location
from pharmakon.model import Claim, EvidenceSource
from pharmakon.model.claim import Passage
from pharmakon.readers.text import BOM
from pharmakon.rules.passages import cited_text, decoded

MOVED = ("PK201", "PK203")
"""The codes of passages whose offsets do not lead to their text."""

CHANGED = "PK204"
"""The code of a document that is not the one that its source describes."""

_NAMED = 5  # how many places a hint names


@dataclass(frozen=True)
class _World:
    """All that a fix is worked out from."""

    dataset: Dataset
    documents: Mapping[str, bytes]
    sources: Mapping[str, bytes]

    def edits(self, record: str, values: Mapping[str, tuple[str, str]]) -> tuple[Edit, ...]:
        """What changes scalars of a record; none unless each stands in a file as it is expected to.

        Args:
            record: The id of the record.
            values: What is to stand where something stands now, by pointer.
        """
        made: list[Edit] = []
        for pointer, (old, new) in values.items():
            place = self.dataset.location(record, pointer)
            written = excerpt(self.sources.get(place.file, b""), place) if place else ""
            if place is None or written.strip("\"'") != old:
                return ()
            if old != new:
                made.append(Edit(place, written.replace(old, new)))
        return tuple(made)


def offered(
    findings: Iterable[Finding],
    dataset: Dataset,
    documents: Mapping[str, bytes],
    sources: Mapping[str, bytes],
) -> Iterator[Finding]:
    """The findings, with a fix and a better hint where the documents tell one.

    Args:
        findings: What was found.
        dataset: The records.
        documents: The source documents by file name.
        sources: The bytes of the files of records, by the names under which findings speak of them.
    """
    found = list(findings)
    world = _World(dataset, documents, sources)
    lost = {each.record for each in found if each.code in MOVED}
    places = _searched(
        world, (claim for each in sorted(lost) if isinstance(claim := dataset.get(each), Claim))
    )
    for each in found:
        record = dataset.get(each.record)
        if each.code in MOVED and isinstance(record, Claim):
            yield _moved(each, record, places.get(record.id), world)
        elif each.code == CHANGED and isinstance(record, EvidenceSource):
            yield _changed(each, record, world)
        else:
            yield each


def _searched(world: _World, claims: Iterable[Claim]) -> dict[str, tuple[int, ...]]:
    """Where the texts of claims' passages begin, by the ids of the claims; only what was searched for."""
    asked: dict[tuple[str, str | None], list[Claim]] = {}
    for claim in claims:
        asked.setdefault(cited_text(world.dataset, claim, world.documents), []).append(claim)
    found: dict[str, tuple[int, ...]] = {}
    for (_, text), group in asked.items():
        places = whereabouts(text, {each.passage for each in group}) if text else {}
        found |= {each.id: places[each.passage] for each in group if each.passage in places}
    return found


def _moved(found: Finding, claim: Claim, starts: tuple[int, ...] | None, world: _World) -> Finding:
    """The finding of a passage, with the places at which its text stands."""
    if starts is None:
        return found
    passage = claim.passage
    length = passage.end - passage.start
    where = ", ".join(f"{start}..{start + length}" for start in starts[:_NAMED])
    if not starts:
        hint = "its text is nowhere in the document; `pharmakon new claim --document FILE --find TEXT`"
        return replace(found, hint=f"{hint} computes the offsets of another")
    if len(starts) > 1:
        more = f" and {len(starts) - _NAMED} more" if len(starts) > _NAMED else ""
        hint = f"its text stands at {len(starts)} places, {where}{more}: write the right offsets by hand"
        return replace(found, hint=hint)
    values = {
        "/passage/start": (str(passage.start), str(starts[0])),
        "/passage/end": (str(passage.end), str(starts[0] + length)),
    }
    edits = world.edits(claim.id, values)
    if not edits:
        return replace(found, hint=f"its text stands at {where}: correct the offsets by hand")
    fix = Fix(f"move the passage of {claim.id} to {where}", edits)
    return replace(found, hint=f"its text stands at {where}: `--fix-passages` corrects the offsets", fix=fix)


def _changed(found: Finding, source: EvidenceSource, world: _World) -> Finding:
    """The finding of a document, with what became of its passages and what would describe the new file."""
    document = source.document
    data = world.documents.get(document.file) if document else None
    text = decoded(data) if data else None
    if document is None or data is None or not text:
        return found
    values = {
        "/document/sha256": (document.sha256, hashlib.sha256(data).hexdigest()),
        "/document/length": (str(document.length), str(len(text))),
    }
    edits = world.edits(source.id, values)
    if not edits:
        return found
    passages = [each.passage for each in world.dataset.of_type(Claim) if each.source == source.id]
    hint = f"{found.hint}; {_became(passages, text)} in the new file, which"
    hint += f" `--fix-passages --confirm-document {document.file}` would take over"
    fix = Fix(f"describe {document.file} as it is now", edits, "unsafe")
    return replace(found, hint=hint, fix=fix)


def _became(passages: list[Passage], text: str) -> str:
    lost = [each for each in passages if not stands(text, each)]
    places = whereabouts(text, set(lost))
    moved = sum(len(places.get(each, ())) == 1 for each in lost)
    counts = f"{len(passages) - len(lost)} stand where they did, {moved} at one other place"
    return f"of its {len(passages)} passages {counts}"


def span(data: bytes, place: Location) -> tuple[int, int]:
    """The bytes of a file at which a place begins and ends."""
    return _offset(data, place.line, place.column), _offset(data, place.end_line, place.end_column)


def excerpt(data: bytes, place: Location) -> str:
    """What stands at a place of a file."""
    start, end = span(data, place)
    return data[start:end].decode("utf-8", "replace")


def _offset(data: bytes, line: int, column: int) -> int:
    """The offset of a line and a column; columns count code points, and a byte order mark is none."""
    starts = _starts(data)
    if line >= len(starts):
        return len(data)
    at = starts[line - 1]
    row = data[at : starts[line]].decode("utf-8", "replace")
    return at + len(row[: column - 1].encode("utf-8"))


@lru_cache(maxsize=8)
def _starts(data: bytes) -> tuple[int, ...]:
    """The offsets at which lines begin, and after them the end."""
    found = [len(BOM) if data.startswith(BOM) else 0]
    while at := data.find(b"\n", found[-1]) + 1:
        found.append(at)
    return (*found, len(data))
