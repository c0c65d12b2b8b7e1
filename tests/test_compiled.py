"""Functions made of text: the text is made of the package's words, and no value ever stands in it."""

from __future__ import annotations

import ast
import keyword
import linecache
import re
import traceback
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest

from pharmakon.compiled import Writing
from pharmakon.graph import Naming, plain
from pharmakon.model.term import NAMESPACES
from pharmakon.readers import canonical
from pharmakon.terms import table

LOCAL = {
    *("made", "value", "names", "s", "t", "out", "x", "y", "each", "inner", "key", "f"),
    *("len", "set", "sorted", "append", "isascii", "replace", "translate"),
}
"""All other words that texts hold: parameters, local names, the `f` of a text, and what Python offers."""

CONSTANTS: set[object] = {0, 1, "> .", "-", ""}
"""The values that the skeletons hold themselves."""

STRANGE = Naming("https://example.org/strange-base/", "zh-Hant")


@pytest.fixture(scope="module")
def texts() -> dict[str, list[str]]:
    """The texts of all functions that are made for the real table, by what they are for."""
    found: dict[str, list[str]] = {}
    made = Writing.made

    def kept(self: Writing) -> Callable[..., Any]:
        found.setdefault(self._name, []).append(self.text())
        return made(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Writing, "made", kept)
        canonical._machine.__wrapped__()
        for type_, usual in product(table().records, (True, False)):
            plain.writer(type_, STRANGE, canonical.absent(), canonical.text, usual=usual)
    return found


def words(texts: dict[str, list[str]]) -> set[str]:
    """All words of the texts, wherever they stand in them."""
    return {word for each in texts.values() for text in each for word in re.findall(r"[^\W\d]\w*", text)}


def test_a_function_is_what_was_written() -> None:
    """Lines, blocks and bound values make a function that does what they say."""
    made = Writing("greeting", "name", "times")
    greeting = made.bind("hello, ")
    made.line("told = ()")
    with made.block("while times"):
        made.line(f'told = (*told, f"{{{greeting}}}{{name}}")')
        made.line("times -= 1")
    made.line("return told")
    function = made.made()
    assert function("you", 2) == ("hello, you", "hello, you")
    assert function("you", 0) == ()


def test_each_value_has_a_name_of_its_own() -> None:
    """A value is handed over as it is, equal ones apart: the text knows its name only."""
    made = Writing("values")
    one: list[int] = []
    other: list[int] = []
    names = [made.bind(each) for each in (one, other, "'; raise SystemExit  #", None)]
    made.line(f"return {', '.join(names)}")
    assert len(set(names)) == len(names)
    assert all(map(str.isidentifier, names))
    assert "SystemExit" not in made.text()
    found = made.made()()
    assert found[0] is one
    assert found[1] is other
    assert found[2:] == ("'; raise SystemExit  #", None)


def test_a_traceback_shows_the_line() -> None:
    """A fault in a made function is shown with its name and its line, as in a file."""
    made = Writing("division by what", "x")
    made.line("y = x")
    made.line("return 1 / y")
    with pytest.raises(ZeroDivisionError) as caught:
        made.made()(0)
    told = "".join(traceback.format_exception(caught.value))
    assert 'File "<division by what>", line 3, in made' in told
    assert "return 1 / y" in told
    linecache.checkcache()
    assert linecache.getline("<division by what>", 2) == "    y = x\n"


@pytest.mark.parametrize("text", ["return 'a'", 'return """a"""', 'return "\u00e9"', 'return "\u2028"'])
def test_a_text_with_more_than_names_is_refused(text: str) -> None:
    """Quotes that no skeleton has, and characters that no name of the package has, are not run."""
    made = Writing("something else")
    made.line(text)
    with pytest.raises(TypeError, match="something else holds more than names"):
        made.made()


def test_every_type_has_its_functions(texts: dict[str, list[str]]) -> None:
    """Each type of record and of nested object has tests and writers, for usual texts and for any."""
    names = [type_.name for type_ in table().types if type_.role != "dataset"]
    assert {f"{kind} of {name}" for kind in ("test", "statements") for name in names} == set(texts)
    assert all(len(each) >= 2 for each in texts.values())


def test_the_texts_hold_the_words_of_the_table_only(texts: dict[str, list[str]]) -> None:
    """Each word is Python's, a field's, a local name, or the name of a value; so also within quotes."""
    fields = {field.name for type_ in table().types for field in type_.fields}
    known = set(keyword.kwlist) | fields | {f"{name}_" for name in fields} | LOCAL
    assert {each for each in words(texts) - known if not re.fullmatch(r"v\d+", each)} == set()


def _constants(tree: ast.AST) -> Iterator[object]:
    return (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))


def test_the_texts_hold_no_values(texts: dict[str, list[str]]) -> None:
    """Of constants there are only those of the skeletons; each other value is bound to a name."""
    for name, each in texts.items():
        for text in each:
            assert set(_constants(ast.parse(text))) <= CONSTANTS, name


def test_the_texts_hold_nothing_of_a_naming(texts: dict[str, list[str]]) -> None:
    """No base, no language and no IRI of the table stands in a text."""
    whole = "".join(text for each in texts.values() for text in each)
    for told in (STRANGE.base, STRANGE.language, "://", *(each for each in NAMESPACES.values())):
        assert told not in whole


def test_the_texts_do_nothing_but_what_they_are_for(texts: dict[str, list[str]]) -> None:
    """A made function reaches for fields and its own lists only: it imports nothing and defines nothing."""
    fields = {field.name for type_ in table().types for field in type_.fields}
    for each in texts.values():
        for text in each:
            (function,) = ast.parse(text).body
            inside = list(ast.walk(function))[1:]
            assert not [node for node in inside if isinstance(node, (ast.Import, ast.ImportFrom, ast.Lambda))]
            assert not [node for node in inside if isinstance(node, (ast.FunctionDef, ast.Global))]
            reached = {node.attr for node in inside if isinstance(node, ast.Attribute)}
            assert reached <= fields | {"append", "isascii", "replace", "translate"}
