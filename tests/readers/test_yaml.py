"""Our YAML composer against PyYAML's own."""

from __future__ import annotations

from typing import Any

import pytest
import strategies
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pharmakon.readers.tree import Limits, Mapping, Scalar, Sequence, SyntaxFault, Tree
from pharmakon.readers.yaml import compose

WORDS = st.sampled_from(
    ("a", "no", "1:30", "2019", "~", "0x1F", "1e3", "a b", "\u2019", "", "- x", "a: b", "\U0001f600")
)
TEXTS = st.one_of(WORDS, st.text(st.characters(codec="utf-8", exclude_characters="\x7f"), max_size=6))
VALUES = st.recursive(
    TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=10,
)
LINES = st.sampled_from(
    ("- a", "- b: c", "  d: e", "    f", "[1, 2]", "'x", '"y"', "|", "  z", "# c", "", "? a", ": b", "{")
)


def plain(tree: Tree | None) -> Any:  # noqa: ANN401 - texts, lists and objects of them
    """A tree as PyYAML would give it without types."""
    match tree:
        case Mapping():
            return {key.text: plain(value) for key, value in tree.items}
        case Sequence():
            return [plain(item) for item in tree.items]
        case Scalar():
            return tree.text
    return None


@given(VALUES, st.sampled_from((True, False, None)), st.sampled_from((10, 80)), st.booleans())
@strategies.seeded(150)
def test_any_value_is_read_as_it_was_written(value: object, flow: bool | None, width: int, raw: bool) -> None:  # noqa: FBT001
    """What PyYAML writes, in any layout, is read as the same texts."""
    text = strategies.yaml_of(value, default_flow_style=flow, width=width, allow_unicode=raw)
    assert plain(compose(text, Limits())) == value


@given(st.lists(LINES, max_size=6).map("\n".join))
@strategies.seeded(300)
def test_what_is_yaml_is_decided_as_elsewhere(text: str) -> None:
    """On any mixture of lines, the same texts are read as by PyYAML, or both refuse."""
    try:
        wanted = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - gives texts only
    except (yaml.YAMLError, TypeError):
        with pytest.raises(SyntaxFault):
            compose(text, Limits())
    else:
        assert plain(compose(text, Limits())) == wanted


def test_a_scalar_knows_whether_it_was_quoted() -> None:
    """The field decides what an unquoted scalar is; a quoted or a block scalar is a text."""
    tree = compose("- 1\n- '1'\n- \"1\"\n- |\n  1\n- >\n  1\n", Limits())
    assert isinstance(tree, Sequence)
    assert [item.kind for item in tree.items if isinstance(item, Scalar)] == ["plain"] + ["string"] * 4


def test_a_quoted_merge_key_is_a_word() -> None:
    """Only the plain sign merges."""
    assert plain(compose("'<<': a", Limits())) == {"<<": "a"}


def test_equal_keys_are_kept_for_whoever_judges_them() -> None:
    """An object remembers both of two equal keys, in order, with their places."""
    tree = compose("a: 1\nb: 2\na: 3\n", Limits())
    assert isinstance(tree, Mapping)
    assert [(key.text, key.span[0]) for key, _ in tree.items] == [("a", 1), ("b", 2), ("a", 3)]


def test_an_escape_for_what_may_not_stand_raw_is_read() -> None:
    """What the reader asks to be escaped can be escaped so."""
    tree = compose('- "a\\u2028b\\Nc\\x9bd"', Limits())
    assert plain(tree) == ["a\u2028b\x85c\x9bd"]


@pytest.mark.parametrize(
    ("text", "span", "said"),
    [
        ("[#c\n]", (1, 2, 1, 3), "a comment begins after a space"),
        ("a: [b", (1, 6, 1, 6), "while parsing a flow sequence did not find expected ',' or ']'"),
    ],
)
def test_a_fault_says_what_the_parser_says_at_its_sign(
    text: str, span: tuple[int, int, int, int], said: str
) -> None:
    """The message is the parser's own, and the place is that of the one sign that is wrong."""
    with pytest.raises(SyntaxFault) as caught:
        compose(text, Limits())
    assert (caught.value.message, caught.value.span) == (said, span)
