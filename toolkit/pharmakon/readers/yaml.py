"""YAML to a tree: PyYAML's parser for the events, our own strict composer for the values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from pharmakon.dataset import Span
from pharmakon.readers.tree import Limits, Lines, Mapping, Scalar, Sequence, SyntaxFault, Tree

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BREAKS = "\u0085\u2028\u2029"
_UNWRITABLE = re.compile("[\x80-\x9f\u2028\u2029\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def compose(text: str, limits: Limits) -> Tree | None:
    """The one value that the text holds; None if it holds nothing.

    Raises:
        SyntaxFault: The text is not well-formed, or uses what records do not use.
    """
    if found := _UNWRITABLE.search(text):
        why = "would be read as a line end" if found[0] in _BREAKS else "may not stand in YAML as it is"
        raise SyntaxFault(
            "PK002",
            f"U+{ord(found[0]):04X} {why}",
            Lines(text).span(*found.span()),
            'write it as an escape, such as "\\u2028", within double quotes',
        )
    try:
        return _compose(iter(yaml.parse(text, Loader=_LOADER)), limits)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        place = min(place, Lines(text).place(len(text)))
        said = " ".join(filter(None, (fault.context, fault.problem))) or "not YAML"
        raise SyntaxFault("PK001", said, (*place, *place)) from None
    except (yaml.YAMLError, ValueError, ArithmeticError, RecursionError) as fault:
        said = str(fault).splitlines()[0] if str(fault) else type(fault).__name__
        raise SyntaxFault("PK001", said, (1, 1, 1, 1)) from None


def _compose(events: Iterator[Any], limits: Limits) -> Tree | None:
    """Builds the tree from the events, with a stack of its own."""
    stack: list[tuple[Any, list[Tree]]] = []
    root: Tree | None = None
    documents = 0
    for event in events:
        documents += isinstance(event, yaml.DocumentStartEvent)
        if documents > 1:
            raise _unused(event, "a second document", "keep one document in a file")
        if isinstance(event, yaml.NodeEvent):
            _refuse_features(event)
        if isinstance(event, yaml.CollectionStartEvent):
            if len(stack) >= limits.max_depth:
                message = f"nested deeper than {limits.max_depth} levels"
                raise SyntaxFault("PK006", message, _span(event))
            stack.append((event, []))
        elif isinstance(event, (yaml.ScalarEvent, yaml.CollectionEndEvent)):
            value: Tree = (
                _scalar(event, limits)
                if isinstance(event, yaml.ScalarEvent)
                else _collection(event, *stack.pop())
            )
            if stack:
                stack[-1][1].append(value)
            else:
                root = value
    return root


def _scalar(event: Any, limits: Limits) -> Scalar:  # noqa: ANN401 - PyYAML has no types
    if len(event.value) > limits.max_scalar:
        raise SyntaxFault(
            "PK006",
            f"a text of {len(event.value)} characters is longer than {limits.max_scalar}",
            _span(event),
            "shorten it, or raise --max-scalar",
        )
    if _SURROGATE.search(event.value):
        raise SyntaxFault("PK002", "half of a surrogate pair is no character", _span(event))
    return Scalar(event.value, "string" if event.style else "plain", _span(event))


def _collection(closed: Any, opened: Any, items: list[Tree]) -> Tree:  # noqa: ANN401
    start, end = opened.start_mark, closed.end_mark
    span = (start.line + 1, start.column + 1, end.line + 1, end.column + 1)
    if isinstance(opened, yaml.SequenceStartEvent):
        return Sequence(tuple(items), span)
    pairs: list[tuple[Scalar, Tree]] = []
    for key, value in zip(items[::2], items[1::2], strict=True):
        if not isinstance(key, Scalar):
            raise SyntaxFault("PK004", "a key that is not a word", key.span, "use a field's name")
        if key.kind == "plain" and key.text == "<<":
            raise SyntaxFault("PK004", "a merge key", key.span, "write the fields out")
        pairs.append((key, value))
    return Mapping(tuple(pairs), span)


def _refuse_features(event: Any) -> None:  # noqa: ANN401
    if isinstance(event, yaml.AliasEvent):
        raise _unused(event, f"the alias *{event.anchor}", "write the value out")
    if event.anchor is not None:
        raise _unused(event, f"the anchor &{event.anchor}", "write the value out where it is needed")
    if getattr(event, "tag", None) is not None:
        raise _unused(event, f"the tag {event.tag}", "leave it out; the field decides the kind")


def _unused(event: Any, what: str, hint: str) -> SyntaxFault:  # noqa: ANN401
    return SyntaxFault("PK004", f"{what} is not used in records", _span(event), hint)


def _span(event: Any) -> Span:  # noqa: ANN401
    start, end = event.start_mark, event.end_mark
    return start.line + 1, start.column + 1, end.line + 1, end.column + 1
