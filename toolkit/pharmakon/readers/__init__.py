"""Bytes of files to entries and findings; data, however bad, never raises."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import ValidationError

from pharmakon.dataset import Entry, Positions, Span
from pharmakon.errors import UnknownFormat
from pharmakon.findings import Code, Finding, Location
from pharmakon.model import Record
from pharmakon.model.canonical import canonical_json
from pharmakon.readers import json, jsonld, records, yaml
from pharmakon.readers.codes import BY_ID, CODES
from pharmakon.readers.text import BOM, decode, refuse_size, remarks
from pharmakon.readers.tree import Limits, Scalar, SyntaxFault
from pharmakon.terms import table

EXTENSIONS = (".yaml", ".yml", ".json", ".jsonl", ".ndjson", ".jsonld")
"""Endings of the files that are read as records."""

METADATA_FILE = "dataset.yaml"
"""The file of a dataset's folder that describes the dataset as a whole."""

_BLANKS = b" \t\r"
_DEPTH = 8  # no record nests deeper, so that a larger limit cannot be reached
_NOTHING = Scalar("", "plain", (1, 1, 1, 1))

__all__ = ["CODES", "EXTENSIONS", "METADATA_FILE", "Limits", "read"]


def read(file: str, data: bytes, limits: Limits | None = None) -> Iterator[Entry | Finding]:
    """The entries of one file, and a finding for each fault in it.

    Args:
        file: The name of the file; its ending says how it is read. What is no file, and so has a name
            such as `<stdin>`, is JSON Lines.
        data: Its bytes.
        limits: How large it and what is in it may be.

    Yields:
        In the order of the file. A record that is refused yields an entry without a record.

    Raises:
        UnknownFormat: No reader takes files with this ending.
    """
    limits = limits or Limits()
    endings = (each for each in EXTENSIONS if file.lower().endswith(each))
    ending = ".jsonl" if file.startswith("<") and file.endswith(">") else next(endings, None)
    if ending is None:
        raise UnknownFormat(file.rpartition(".")[2], (each[1:] for each in EXTENSIONS))
    yield from remarks(file, data)
    try:
        refuse_size(data, limits)
        if ending in (".jsonl", ".ndjson"):
            for number, line in enumerate(data.split(b"\n"), start=1):
                yield from read_line(file, line, number, limits)
            return
        text = decode(data, limits)
        tree = (json.parse if ending in (".json", ".jsonld") else yaml.compose)(text, limits)
    except SyntaxFault as fault:
        yield _fault(file, fault)
        return
    if file.replace("\\", "/").rpartition("/")[2] == METADATA_FILE:
        yield from records.entry(file, tree or _NOTHING, table().dataset)
    elif ending == ".jsonld" or (ending == ".json" and jsonld.is_jsonld(tree)):
        yield from jsonld.entries(file, tree)
    else:
        yield from records.entries(file, tree)


def read_line(file: str, line: bytes, number: int, limits: Limits | None = None) -> Iterator[Entry | Finding]:
    """The entry of one line of JSON Lines; none of a line that is blank.

    A line in canonical form is decoded by pydantic alone; any other goes through the strict parser.

    Args:
        file: The name of the file.
        line: The bytes of the line, without its line feed.
        number: The number of the line, from one.
        limits: How large it and what is in it may be.
    """
    limits = limits or Limits()
    if number == 1:
        line = line.removeprefix(BOM)
    if not line.strip(_BLANKS):
        return
    if len(line) <= longest_canonical(limits):
        record = _canonical_record(line)
        if record is not None:
            yield Entry(record, record.id, Positions(file, lambda: _spans(file, line, number, limits)))
            return
    yield from _strict_line(file, line, number, limits)


def longest_canonical(limits: Limits) -> int:
    """The length of a line that keeps all limits if it is a record in canonical form.

    Units:
        Bytes.
    """
    return min(limits.max_bytes, limits.max_scalar) if limits.max_depth >= _DEPTH else 0


def _strict_line(file: str, line: bytes, number: int, limits: Limits) -> Iterator[Entry | Finding]:
    try:
        text = decode(line.removesuffix(b"\r"), limits, start=False)
        tree = json.parse(text, limits, first_line=number)
    except SyntaxFault as fault:
        yield _fault(file, fault, number)
        return
    yield from records.entry(file, tree)


def _spans(file: str, line: bytes, number: int, limits: Limits) -> dict[str, Span]:
    """The places of the values of a line, found when a finding asks for them."""
    read_again = _strict_line(file, line, number, limits)
    found = [each.positions for each in read_again if isinstance(each, Entry)]  # one: it is canonical
    return dict(found[0].spans)  # type: ignore[arg-type, union-attr]


def _canonical_record(line: bytes) -> Record | None:
    """The record of a line, if the line is exactly its canonical form."""
    name = line.rpartition(b'"type":"')[2].partition(b'"')[0].decode("ascii", "replace")
    type_ = table().by_name.get(name)
    if type_ is None or type_.role != "record":
        return None
    try:
        record = type_.model.model_validate_json(line)
    except (ValidationError, ValueError):
        return None
    canonical = canonical_json(record).encode("utf-8") == line
    return record if canonical and isinstance(record, Record) else None


def _fault(file: str, fault: SyntaxFault, line: int = 0) -> Finding:
    start_line, column, end_line, end_column = fault.span
    if line and start_line < line:
        start_line, end_line = line, line
    place = Location(file, start_line, column, end_line, end_column)
    code: Code = BY_ID[fault.code]
    return Finding(fault.message, location=place, hint=fault.hint).of(code)
