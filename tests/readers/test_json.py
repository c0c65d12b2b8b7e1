"""Our JSON parser against the standard library's."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st

from pharmakon.readers.json import parse
from pharmakon.readers.tree import Limits, Mapping, Scalar, Sequence, SyntaxFault, Tree

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x7f"), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)
NOISE = (
    '"',
    "\\",
    "\\u",
    "d83d",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "-",
    "0",
    "1e",
    ".",
    "null",
    "tru",
    " ",
    "\n",
    "/*",
    "'",
)


def plain(tree: Tree) -> Any:  # noqa: ANN401 - any JSON value
    """A tree as the standard library would give it."""
    match tree:
        case Mapping():
            return {key.text: plain(value) for key, value in tree.items}
        case Sequence():
            return [plain(item) for item in tree.items]
        case Scalar(kind="string"):
            return tree.text
    return json.loads(tree.text)


def standard(text: str) -> Any:  # noqa: ANN401 - any JSON value
    """What the standard library reads, held to the letter of RFC 8259 and to characters of Unicode.

    Raises:
        ValueError: It is not well-formed.
    """

    def refuse(constant: str) -> None:
        raise ValueError(constant)

    value = json.loads(text, parse_constant=refuse)
    json.dumps(value, ensure_ascii=False).encode("utf-8")
    return value


@given(VALUES, st.sampled_from((None, 0, 2, "\t")), st.booleans())
@strategies.seeded(150)
def test_any_value_is_read_as_it_was_written(value: object, indent: int | str | None, escaped: bool) -> None:  # noqa: FBT001
    """What the standard library writes, in any layout, is read as the same value."""
    text = json.dumps(value, indent=indent, ensure_ascii=escaped)
    assert plain(parse(text, Limits())) == value


@given(st.lists(st.sampled_from(NOISE), max_size=12).map("".join))
@strategies.seeded(600)
def test_what_is_json_is_decided_as_elsewhere(text: str) -> None:
    """On any mixture of signs, ours and the standard library's parser agree on whether it is JSON."""
    try:
        wanted = standard(text)
    except ValueError:
        with pytest.raises(SyntaxFault):
            parse(text, Limits())
    else:
        assert plain(parse(text, Limits())) == wanted


@given(VALUES, st.data())
@strategies.seeded(200)
def test_a_change_is_judged_as_elsewhere(value: object, data: st.DataObject) -> None:
    """The same holds for good JSON in which one place was changed."""
    text = json.dumps(value)
    at = data.draw(st.integers(0, len(text)))
    changed = text[:at] + data.draw(st.sampled_from(("", *NOISE))) + text[at + data.draw(st.integers(0, 2)) :]
    try:
        wanted = standard(changed)
    except ValueError:
        wanted = None
    try:
        ours = plain(parse(changed, Limits()))
    except SyntaxFault:
        ours = None
    assert ours == wanted


@pytest.mark.parametrize("text", ["0", "-0", "1E5", "-1.5e-7", "123456789012345678901234567890", "1e400"])
def test_a_number_keeps_its_spelling(text: str) -> None:
    """The parser does not round: what a number is, the field decides."""
    tree = parse(text, Limits())
    assert isinstance(tree, Scalar)
    assert (tree.text, tree.kind) == (text, "number")


def test_equal_keys_are_kept_for_whoever_judges_them() -> None:
    """An object remembers both of two equal keys, in order."""
    tree = parse('{"a": 1, "a": 2, "b": 3}', Limits())
    assert isinstance(tree, Mapping)
    assert [(key.text, plain(value)) for key, value in tree.items] == [("a", 1), ("a", 2), ("b", 3)]
    first = tree.get("a")
    assert first is not None
    assert plain(first) == 1
    assert tree.get("c") is None


def test_a_fault_names_the_place_at_which_json_ends() -> None:
    """The message says what was expected there."""
    for text, said in (("[1 2]", "','"), ('{"a" 1}', "':'"), ("{1: 2}", "a key"), ("", "ends too early")):
        with pytest.raises(SyntaxFault, match=re.escape(said)) as caught:
            parse(text, Limits())
        line, column, end_line, end_column = caught.value.span
        assert (line, end_line, end_column) == (1, 1, column + 1)
