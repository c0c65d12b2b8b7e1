"""Findings that a dataset's authors accept, each with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pharmakon.findings import Finding, Location, quoted
from pharmakon.readers import yaml
from pharmakon.readers.codes import BY_ID
from pharmakon.readers.records import NULLS
from pharmakon.readers.release import STALE_ACCEPTANCE
from pharmakon.readers.text import decode
from pharmakon.readers.tree import Limits, Mapping, Scalar, Sequence, SyntaxFault, Tree, location

ACCEPTED_FILE = "accepted.yaml"
"""The file of a dataset's folder that lists accepted findings."""

_REQUIRED = {"code", "record", "reason"}
_FIELDS = {*_REQUIRED, "pointer"}


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A finding that is accepted.

    Args:
        code: The code of the finding.
        record: The id of the record.
        pointer: The place in the record; empty for the record as a whole.
        reason: Why it is accepted.
        location: Where the acceptance stands.
    """

    code: str
    record: str
    pointer: str
    reason: str
    location: Location

    @property
    def meant(self) -> tuple[str, str, str]:
        """The code, the record and the pointer of the finding that is meant."""
        return self.code, self.record, self.pointer


def read(file: str, data: bytes) -> Iterator[Acceptance | Finding]:
    """The acceptances of a file, and a finding for each fault in it.

    Args:
        file: The name of the file.
        data: Its bytes.
    """
    try:
        tree = yaml.compose(decode(data, Limits()), Limits())
    except SyntaxFault as fault:
        place = location(file, fault.span)
        yield Finding(fault.message, location=place, hint=fault.hint).of(BY_ID[fault.code])
        return
    items = tree.items if isinstance(tree, Sequence) else () if tree is None else (tree,)
    for item in items:
        yield _acceptance(file, item)


def _acceptance(file: str, tree: Tree) -> Acceptance | Finding:
    place = location(file, tree.span)
    items = tree.items if isinstance(tree, Mapping) else ()
    given = {key.text: value.text for key, value in items if isinstance(value, Scalar) and _says(value)}
    if len(given) < len(items) or not _REQUIRED <= set(given) <= _FIELDS:
        hint = "write `- {code: PK306, record: drug/k, reason: why}`, and pointer where it has one"
        message = "an acceptance has code, record and reason, and may have a pointer"
        return Finding(message, location=place, hint=hint).of(BY_ID["PK008"])
    return Acceptance(given["code"], given["record"], given.get("pointer", ""), given["reason"], place)


def _says(value: Scalar) -> bool:
    """Whether there is anything in a value."""
    return bool(value.text.strip()) and not (value.kind == "plain" and value.text in NULLS)


def apply(
    findings: Iterable[Finding], acceptances: tuple[Acceptance, ...]
) -> tuple[tuple[Finding, ...], int]:
    """The findings that are not accepted, and how many are.

    An acceptance that covers nothing is itself a finding, unless there are errors: they may
    stand for records that could not be read, and with them for what is accepted.
    """
    given = {each.meant for each in acceptances}
    kept: list[Finding] = []
    used: set[tuple[str, str, str]] = set()
    accepted = 0
    for found in findings:
        named = (found.code, found.record, found.pointer)
        if named in given:
            used.add(named)
            accepted += 1
        else:
            kept.append(found)
    if not any(found.severity == "error" for found in kept):
        kept += [_stale(each) for each in acceptances if each.meant not in used]
    return tuple(kept), accepted


def _stale(acceptance: Acceptance) -> Finding:
    return Finding(
        f"{quoted(acceptance.code)[1:-1]} is no longer found here",
        record=acceptance.record,
        pointer=acceptance.pointer,
        location=acceptance.location,
        hint="remove this acceptance",
    ).of(STALE_ACCEPTANCE)
