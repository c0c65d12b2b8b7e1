"""Our own JSON-LD to entries: the shipped context, and records whose nested objects say id and type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pharmakon.context import BASE, IRI, LANGUAGE, context
from pharmakon.dataset import Entry, Positions
from pharmakon.findings import Finding
from pharmakon.model import Metadata
from pharmakon.model.canonical import fragment
from pharmakon.model.record import Node
from pharmakon.readers import records
from pharmakon.readers.codes import BY_ID
from pharmakon.readers.tree import Mapping, Scalar, Sequence, Tree, location, plain, repeated
from pharmakon.terms import Type, table

CONTEXT, GRAPH = "@context", "@graph"
_NAMES = ("id", "type")
_PROCESS = f"bring it into this form with a JSON-LD processor first: compact it with {IRI}"

Named = dict[str, dict[str, Tree]]
"""What nested objects say of themselves: their id and type, by JSON Pointer."""


def is_jsonld(tree: Tree | None) -> bool:
    """Whether a file names a context, and so is JSON-LD whatever its ending."""
    return isinstance(tree, Mapping) and tree.get(CONTEXT) is not None


def entries(file: str, tree: Tree | None) -> Iterator[Entry | Finding]:
    """The entries of a JSON-LD document in the form that the toolkit writes.

    Args:
        file: The name of the file, for positions.
        tree: What was read from it; None for an empty file.

    Yields:
        Nothing but a finding if the context is another than the shipped one, in line or by its IRI:
        then only a JSON-LD processor can say what the words mean.
    """
    if not isinstance(tree, Mapping) or tree.get(CONTEXT) is None:
        span = tree.span if tree else (1, 1, 1, 1)
        yield _another(file, span, f"a JSON-LD document with {CONTEXT!r} is expected here")
        return
    contexts = [(key, value) for key, value in tree.items if key.text == CONTEXT]
    twice = [*(key for key, _ in contexts[1:]), *repeated(contexts[0][1])]
    for key in twice:
        yield _twice(file, key)
    if twice:
        return
    said = _language_and_base(contexts[0][1])
    if isinstance(said, str):
        yield _another(file, contexts[0][1].span, said)
        return
    rest = Mapping(tuple(item for item in tree.items if item[0].text != CONTEXT), tree.span)
    described = False
    for each in _node(file, rest, *said) if rest.get(GRAPH) is None else _nodes(file, rest, *said):
        described |= isinstance(each, Entry) and each.id.startswith(f"{table().dataset.prefix}/")
        yield each
    if not described and said not in ((LANGUAGE, ""), (LANGUAGE, BASE)):
        message = (
            "the context has a base or language of its own, and no dataset stands in the file to keep it"
        )
        hint = "add the dataset's description, with this base_iri and language"
        yield replace(_another(file, contexts[0][1].span, message), hint=hint)


def _nodes(file: str, tree: Mapping, language: str, base: str) -> Iterator[Entry | Finding]:
    """The records of a graph, which stands alone beside the context."""
    seen: set[str] = set()
    for key, value in tree.items:
        if key.text in seen:
            yield _twice(file, key)
        elif key.text == GRAPH:
            for item in value.items if isinstance(value, Sequence) else (value,):
                yield from _node(file, item, language, base)
        else:
            message = f"the key {key.text!r} is neither {CONTEXT} nor {GRAPH}"
            yield Finding(message, location=location(file, key.span)).of(BY_ID["PK008"])
        seen.add(key.text)


def _language_and_base(given: Tree) -> tuple[str, str] | str:
    """The language and the base, if any, that a context states; or what is wrong with it."""
    items = given.items if isinstance(given, Sequence) else (given,)
    shipped, base, language = False, "", ""
    for item in items:
        if isinstance(item, Scalar):
            if item.text != IRI:
                return f"the context {item.text!r} is not the one that is shipped"
            shipped, language = True, LANGUAGE
            continue
        value = plain(item)
        if not isinstance(value, dict) or not isinstance(value.get("@base", ""), str):
            return "a context is the shipped one, in line or by its IRI"
        base = value.pop("@base", base)
        if not value and shipped:
            continue
        language = str(_member(value.get("label"), "@language"))
        ours = context(language)
        if value != ours:
            return f"the context gives {_difference(value, ours)!r} another meaning than the shipped one"
        shipped = True
    return (language, base) if shipped else "the shipped context is missing here"


def _member(value: object, name: str) -> object:
    return value.get(name, "") if isinstance(value, dict) else ""


def _difference(given: dict[str, Any], ours: dict[str, object]) -> str:
    """The first word that two contexts do not share."""
    return next(name for name in sorted({*given, *ours}) if given.get(name) != ours.get(name))


def _node(file: str, tree: Tree, language: str, base: str) -> Iterator[Entry | Finding]:
    """One record; what its nested objects say of themselves must be what they are."""
    if not isinstance(tree, Mapping):
        yield from records.entry(file, tree)
        return
    kind = tree.get("type")
    type_ = table().by_name.get(kind.text) if isinstance(kind, Scalar) else None
    named: Named = {}
    if type_ is not None:
        tree = _without_names(tree, type_, "", named)
    whole = type_ if type_ is table().dataset else None
    for entry in records.entry(file, tree, whole):
        if isinstance(entry, Finding) or entry.record is None:
            yield entry
            continue
        faults = [*_misnamed(file, entry, named)]
        if isinstance(entry.record, Metadata):
            faults += _other_naming(entry, language, base)
        yield replace(entry, record=None) if faults else entry
        yield from faults


def _without_names(tree: Mapping, type_: Type, pointer: str, named: Named) -> Mapping:
    """A record as it stands elsewhere: without the id and type of nested objects, which are noted."""
    items: list[tuple[Scalar, Tree]] = []
    for key, value in tree.items:
        field = type_.field(key.text)
        place = f"{pointer}/{key.text}"
        if pointer and key.text in _NAMES and key.text not in named.setdefault(pointer, {}):
            named[pointer][key.text] = value
        elif field is None or field.part is None:
            items.append((key, value))
        elif isinstance(value, Sequence):
            nested = tuple(
                _without_names(each, field.part, f"{place}/{at}", named)
                if isinstance(each, Mapping)
                else each
                for at, each in enumerate(value.items)
            )
            items.append((key, Sequence(nested, value.span)))
        elif isinstance(value, Mapping):
            items.append((key, _without_names(value, field.part, place, named)))
        else:
            items.append((key, value))
    return Mapping(tuple(items), tree.span)


def _misnamed(file: str, entry: Entry, named: Named) -> Iterator[Finding]:
    """The ids and types of nested objects that are not theirs."""
    if entry.record is None or not named:
        return
    type_ = table().by_name[entry.record.type]
    right = dict(_names(entry.record, type_, entry.id, ""))
    for pointer, told in named.items():
        for name, tree in told.items():
            wanted = right[pointer][name]
            if plain(tree) != wanted:
                yield Finding(
                    f"the {name} of this nested object is {wanted!r}",
                    record=entry.id,
                    pointer=f"{pointer}/{name}",
                    location=location(file, tree.span),
                    hint="write it so, or leave it out",
                ).of(BY_ID["PK019"])


def _names(node: Node, type_: Type, id_: str, pointer: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The id and type of each nested object, by JSON Pointer."""
    for field in type_.fields:
        value = getattr(node, field.name)
        if field.part is None or value is None:
            continue
        mark = "." if "#" in id_ else "#"
        for at, each in enumerate(value if field.many else (value,)):
            place = f"{pointer}/{field.name}/{at}" if field.many else f"{pointer}/{field.name}"
            name = id_ + mark + fragment(field.name, each, many=field.many)
            yield place, {"id": name, "type": field.part.name}
            yield from _names(each, field.part, name, place)


def _other_naming(entry: Entry, language: str, base: str) -> Iterator[Finding]:
    """Where the context says another base or language than the dataset's own description."""
    metadata = entry.record
    assert isinstance(metadata, Metadata)  # noqa: S101 - the caller has looked
    positions = entry.positions or Positions("", {})
    for name, said, wanted in (
        ("base_iri", base, metadata.base_iri),
        ("language", language, metadata.language),
    ):
        if said not in ("", wanted):
            yield Finding(
                f"the context says {said!r}, the dataset {wanted!r}",
                record=entry.id,
                pointer=f"/{name}",
                location=positions.at(f"/{name}"),
                hint="let both say the same",
            ).of(BY_ID["PK009"])


def _another(file: str, span: tuple[int, int, int, int], message: str) -> Finding:
    return Finding(message, location=location(file, span), hint=_PROCESS).of(BY_ID["PK009"])


def _twice(file: str, key: Scalar) -> Finding:
    message = f"the key {key.text!r} stands twice"
    return Finding(message, location=location(file, key.span), hint="remove one").of(BY_ID["PK003"])
