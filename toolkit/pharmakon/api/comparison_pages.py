"""Pages of a comparison: as Markdown, for a terminal or a review, and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from typing import get_args

from pharmakon.api.comparing import Change, Difference, Kind
from pharmakon.errors import UnknownFormat
from pharmakon.markdown import code
from pharmakon.model.canonical import Json, encode
from pharmakon.report import visible
from pharmakon.terms import table

FORMATS = ("json", "md")
"""The output formats of a comparison."""


def diff_page(differences: tuple[Difference, ...], name: str = "md") -> str:
    """The text of a comparison in one of its output formats.

    Args:
        differences: What `diff` returned.
        name: `md` or `json`.

    Raises:
        UnknownFormat: There is no such output format.
    """
    if name not in FORMATS:
        raise UnknownFormat(name, FORMATS)
    return _json(differences) if name == "json" else _markdown(differences)


def _counts(differences: tuple[Difference, ...]) -> dict[str, int]:
    """How many records became what, in the order of the words."""
    found = Counter(each.kind for each in differences)
    return {kind: found[kind] for kind in get_args(Kind) if found[kind]}


def _json(differences: tuple[Difference, ...]) -> str:
    said = {"counts": _counts(differences), "differences": [_present(asdict(each)) for each in differences]}
    return f"{json.dumps(said, ensure_ascii=False, indent=2)}\n"


def _present(value: dict[str, object]) -> dict[str, object]:
    """What is there of a difference or a change, without what is absent."""
    given = {name: each for name, each in value.items() if each not in (None, ())}
    if "changes" in given:
        given["changes"] = [_present(each) for each in value["changes"]]  # type: ignore[attr-defined]
    return given


def _markdown(differences: tuple[Difference, ...]) -> str:
    if not differences:
        return "No differences.\n"
    counts = (f"{count} {kind}" for kind, count in _counts(differences).items())
    many = "" if len(differences) == 1 else "s"
    lines = [f"# {len(differences)} difference{many}: {', '.join(counts)}"]
    for type_ in (table().dataset, *table().records):
        found = [each for each in differences if each.record.partition("/")[0] == type_.prefix]
        if found:
            lines += ["", f"## {type_.name}", ""]
            lines += [line for each in found for line in _record(each)]
    return "".join(f"{line}\n" for line in lines)


def _record(found: Difference) -> Iterator[str]:
    """A record's lines: what became of it, and below it each value that changed."""
    yield f"- {found.kind}: `{found.record}` {_code(found.label)}"
    for change in found.changes:
        yield f"  - {change.kind} {_code(change.pointer)}: {_values(change)}"


def _values(change: Change) -> str:
    if change.kind == "moved":
        return f"{_span(change.before)} to {_span(change.after)}, the text is the same"
    given = (each for each in (change.before, change.after) if each is not None)
    return " to ".join(_code(each) for each in given)


def _span(passage: Json | None) -> str:
    """The offsets of a passage."""
    return f"{passage['start']}..{passage['end']}" if isinstance(passage, dict) else ""


def _code(value: Json) -> str:
    """A value as a code span, in which no markup and no control character acts, and no two look alike."""
    return code(visible(value.replace("\\", r"\\") if isinstance(value, str) else encode(value)))
