"""YAML to a tree: PyYAML's parser for the events, our own strict composer for the values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from pharmakon.dataset import Span
from pharmakon.findings import quoted
from pharmakon.readers import layout
from pharmakon.readers.tree import Limits, Lines, Mapping, Scalar, Sequence, SyntaxFault, Tree

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BREAKS = "\u0085\u2028\u2029"
_UNWRITABLE = re.compile("[\x80-\x9f\u2028\u2029\ufffe\uffff]|^\ufeff", re.MULTILINE)
_BLANK_END = re.compile(r"\n[ \t]+\Z")
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
    if _BLANK_END.search(text):
        text += "\n"  # without a line end, the parser would lose blanks of a block scalar
    last: list[Any] = [None]
    try:
        return _compose(text, iter(yaml.parse(text, Loader=_LOADER)), limits, last)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        at = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        at = min(at, Lines(text).place(len(text)))
        said = " ".join(filter(None, (fault.context, fault.problem))) or "not YAML"
        raise SyntaxFault("PK001", said, (*at, *at)) from None
    except (yaml.YAMLError, ValueError, ArithmeticError, RecursionError) as fault:
        said = str(fault).splitlines()[0] if str(fault) else type(fault).__name__
        raise SyntaxFault("PK001", said, _span(last[0]) if last[0] else (1, 1, 1, 1)) from None


def _compose(text: str, events: Iterator[Any], limits: Limits, last: list[Any]) -> Tree | None:
    """Builds the tree from the events, with a stack of its own; keeps the last one, to say where it broke."""
    stack: list[tuple[Any, list[Tree]]] = []
    root: Tree | None = None
    documents = end = 0
    for event in events:
        last[0] = event
        if text.find("#", end, event.start_mark.index) >= 0:
            layout.refuse_comment(text, end, event.start_mark.index)
        end = event.end_mark.index
        if isinstance(event, yaml.ScalarEvent):
            value: Tree = _scalar(text, event, stack, limits)
        elif isinstance(event, yaml.CollectionEndEvent):
            value = _closed(text, event, stack)
        elif isinstance(event, yaml.CollectionStartEvent):
            _refuse_features(event)
            if len(stack) >= limits.max_depth:
                message = f"nested deeper than {limits.max_depth} levels"
                raise SyntaxFault("PK006", message, _span(event))
            stack.append((event, []))
            continue
        else:
            documents += _document(text, event, documents)
            continue
        if stack:
            stack[-1][1].append(value)
        else:
            root = value
    return root


def _document(text: str, event: Any, documents: int) -> int:  # noqa: ANN401 - PyYAML has no types
    """How many documents begin with an event: one or none; an alias is refused."""
    if isinstance(event, yaml.AliasEvent):
        raise _unused(event, f"the alias {quoted(event.anchor)}", "write the value out")
    if not isinstance(event, yaml.DocumentStartEvent):
        return 0
    layout.refuse_directive(text, event)
    if documents:
        raise _unused(event, "a second document", "keep one document in a file")
    return 1


def _closed(text: str, event: Any, stack: list[tuple[Any, list[Tree]]]) -> Tree:  # noqa: ANN401
    """The list or object that an event ends, if it is laid out as YAML asks."""
    opened, items = stack.pop()
    if opened.flow_style and not (stack and stack[-1][0].flow_style):
        layout.refuse_outdent(text, opened.start_mark.index, event.end_mark.index, _indent(stack))
    return _collection(event, opened, items)


def _indent(stack: list[tuple[Any, list[Tree]]]) -> int:
    """The column, from zero, of the block in which a value stands; -1 at the top."""
    return stack[-1][0].start_mark.column if stack else -1


def _scalar(text: str, event: Any, stack: list[tuple[Any, list[Tree]]], limits: Limits) -> Scalar:  # noqa: ANN401
    """The scalar of an event, if it is laid out as YAML asks."""
    _refuse_features(event)
    flow = bool(stack and stack[-1][0].flow_style)
    if flow or event.style:
        layout.refuse_scalar(text, event, _indent(stack), flow=flow)
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
    if event.anchor is not None:
        raise _unused(event, f"the anchor {quoted(event.anchor)}", "write the value out where it is needed")
    if event.tag is not None:
        raise _unused(event, f"the tag {quoted(event.tag)}", "leave it out; the field decides the kind")


def _unused(event: Any, what: str, hint: str) -> SyntaxFault:  # noqa: ANN401
    return SyntaxFault("PK004", f"{what} is not used in records", _span(event), hint)


def _span(event: Any) -> Span:  # noqa: ANN401
    start, end = event.start_mark, event.end_mark
    return start.line + 1, start.column + 1, end.line + 1, end.column + 1
