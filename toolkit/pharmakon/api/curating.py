"""Curating: skeletons of records, with offsets and hashes computed from the documents."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

from pharmakon.api.loading import gather
from pharmakon.dataset import Dataset
from pharmakon.errors import BadArgument, PharmakonError, UnknownTerm, UnreadableInput
from pharmakon.model import Claim, EvidenceSource
from pharmakon.model.scalar import SLUG
from pharmakon.readers import folder
from pharmakon.terms import Field, Type, table


class TextNotFound(PharmakonError, LookupError):
    """A text that is not in a document, or is there more than once.

    Args:
        file: The name of the document.
        places: The offsets at which it begins.
    """

    def __init__(self, file: str, places: tuple[int, ...]) -> None:
        super().__init__(file)
        self.file, self.places = file, places

    def __str__(self) -> str:
        """The sentence."""
        if not self.places:
            return f"{self.file}: the text is not in it; copy it exactly, apostrophes included"
        where = ", ".join(map(str, self.places))
        return f"{self.file}: the text begins at {where}; say which one with --occurrence"


def record_skeleton(name: str, slug: str) -> str:
    """A record of a type as YAML, with every field and what it means.

    Args:
        name: The record type, in PascalCase or snake_case.
        slug: The part of the id after the slash.

    Raises:
        UnknownTerm: There is no such type.
        BadArgument: The slug cannot stand in an id.
    """
    if not re.fullmatch(SLUG, slug):
        raise BadArgument(slug, "a slug of lower-case letters, digits and hyphens, at most 64")
    known = {each: type_ for type_ in table().records for each in (type_.name, type_.prefix)}
    if name not in known:
        raise UnknownTerm("record type", name, known)
    type_ = known[name]
    lines = [f"- id: {type_.prefix}/{slug}", f"  type: {type_.name}"]
    lines += [
        line for field in type_.fields if field.name not in ("id", "type") for line in _lines(field, "  ")
    ]
    return "\n".join(lines) + "\n"


def _lines(field: Field, indent: str) -> list[str]:
    """A field with its meaning; optional fields are commented out."""
    mark = "" if field.required else "# "
    choice = f" One of: {', '.join(field.values)}." if field.values else ""
    target = f" Id of: {', '.join(field.to)}." if field.to else ""
    meaning = f"{indent}# {field.description}{choice}{target}"
    value = _example(field)
    return [meaning, f"{indent}{mark}{field.name}: {f'[{value}]' if field.many else value}"]


def _example(field: Field) -> str:
    """A value that shows the kind of a field; it must be replaced."""
    if field.values:
        return field.values[0]
    if field.part is not None:
        keys = (f"{each.name}: {_example(each)}" for each in field.part.fields if each.required)
        return f"{{{', '.join(keys)}}}"
    return {"integer": "0", "number": "0.0", "boolean": "false"}.get(field.form.kind, '""')


def claim_skeleton(
    document: str | os.PathLike[str],
    find: str,
    *,
    occurrence: int | None = None,
    dataset: Dataset | None = None,
    slug: str = "",
) -> str:
    """A claim as YAML, with the offsets and the hash of the text that was found.

    Args:
        document: The path of the source document.
        find: The exact text of the passage.
        occurrence: Which occurrence is meant, counted from one, where there are several.
        dataset: Where the document's source and the next free number are looked up.
        slug: The part of the id after the slash; by default the next free number.

    Raises:
        UnreadableInput: The document cannot be read.
        BadArgument: The slug cannot stand in an id.
        TextNotFound: The text is not in it, or more than once.
    """
    path = Path(document)
    data = folder.contents(path)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise UnreadableInput(str(path), "it is not UTF-8", "save the document as UTF-8") from None
    start = _start(path.name, text, find, occurrence)
    records = dataset if dataset is not None else gather().dataset
    source = _source_of(data, records)
    passage = {
        "start": start,
        "end": start + len(find),
        "sha256": hashlib.sha256(find.encode("utf-8")).hexdigest(),
    }
    said = ", ".join(f"{key}: {value}" for key, value in passage.items())
    given = {"source": source or '""', "passage": f"{{{said}}}"}
    lines = record_skeleton("Claim", slug or _next_slug(source, records)).splitlines()
    return "\n".join(_filled(line, given) for line in lines) + "\n"


def _filled(line: str, given: dict[str, str]) -> str:
    name = line.strip().partition(":")[0]
    return f"  {name}: {given[name]}" if name in given else line


def _start(file: str, text: str, find: str, occurrence: int | None) -> int:
    places: list[int] = []
    at = text.find(find) if find else -1
    while at >= 0:
        places.append(at)
        at = text.find(find, at + 1)
    if occurrence is not None and 0 < occurrence <= len(places):
        return places[occurrence - 1]
    if len(places) != 1 or occurrence is not None:
        raise TextNotFound(file, tuple(places))
    return places[0]


def _source_of(data: bytes, dataset: Dataset) -> str:
    """The id of the source whose document these bytes are; empty if there is none."""
    digest = hashlib.sha256(data).hexdigest()
    for source in dataset.of_type(EvidenceSource):
        if source.document is not None and source.document.sha256 == digest:
            return source.id
    return ""


def _next_slug(source: str, dataset: Dataset) -> str:
    """The next free number of a source's claims, such as `003-074`; numbers are never reused."""
    slugs = [each.id.partition("/")[2] for each in dataset.of_type(Claim) if each.source == source]
    numbered = [slug.rpartition("-") for slug in slugs if slug.rpartition("-")[2].isdigit()]
    if not numbered:
        return "new-001"
    stem = numbered[-1][0]
    last = max(int(number) for prefix, _, number in numbered if prefix == stem)
    return f"{stem}-{last + 1:03d}"


__all__ = ["TextNotFound", "Type", "claim_skeleton", "record_skeleton"]
