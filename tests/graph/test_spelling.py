"""How terms are spelled in N-Triples and Turtle."""

from __future__ import annotations

import pyoxigraph
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat

from pharmakon.graph.statement import Literal, Statement, iri, literal, text
from pharmakon.graph.turtle import blocks, head, prefixes, short

SUBJECT, PREDICATE = "https://example.org/s", "https://example.org/p"
NAMES = {"e": "https://example.org/", "deep": "https://example.org/a/", "x": "https://example.org/x-"}
TEXTS = st.text(st.characters(codec="utf-8"))
quick = settings(max_examples=200, deadline=None, derandomize=True, database=None)


@quick
@given(TEXTS)
def test_any_text_is_read_back(value: str) -> None:
    """Any text comes back from both spellings as it was, whatever quotes, escapes and controls are in it."""
    said = Statement(SUBJECT, PREDICATE, Literal(value))
    triples = f"{said.line()}\n".encode()
    turtle = (head(NAMES) + "".join(blocks([said], NAMES))).encode()
    for data, form in ((triples, RdfFormat.N_TRIPLES), (turtle, RdfFormat.TURTLE)):
        (quad,) = pyoxigraph.parse(data, format=form)
        assert quad.object == pyoxigraph.Literal(value)
    assert triples.count(b"\n") == 1


@quick
@given(TEXTS)
@example("".join(map(chr, range(0x20))) + "\x7f\ufffe\uffff\U0001ffff")
def test_spelling_is_canonical(value: str) -> None:
    """The spelling of a text is the one that a serializer of canonical N-Triples writes."""
    triple = pyoxigraph.Triple(
        pyoxigraph.NamedNode(SUBJECT), pyoxigraph.NamedNode(PREDICATE), pyoxigraph.Literal(value)
    )
    data = pyoxigraph.serialize([triple], format=RdfFormat.N_TRIPLES)
    assert data is not None
    assert f"{Statement(SUBJECT, PREDICATE, Literal(value)).line()}\n" == data.decode()


@pytest.mark.parametrize("mark", [*'<>"{}|\\^`', " ", "\n", "\0", "\x7f", "\xa0", "\ud800"])
def test_an_iri_never_carries_what_would_end_it(mark: str) -> None:
    """A character that no IRI may hold is refused before a byte is written."""
    with pytest.raises(ValueError, match="is not an IRI"):
        iri(f"https://example.org/{mark}")


def test_literals_say_language_or_datatype() -> None:
    """A plain string has neither language nor datatype, as canonical N-Triples asks for."""
    assert literal(Literal("a")) == '"a"'
    assert literal(Literal("a", "", "pt-BR")) == '"a"@pt-BR'
    assert literal(Literal("1", "https://example.org/d")) == '"1"^^<https://example.org/d>'
    assert text("\x7f\x01") == '"\\u007F\\u0001"'


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("https://example.org/a/b", "deep:b"),
        ("https://example.org/b-1.2", "e:b-1.2"),
        ("https://example.org/x-1", "x:1"),
        ("https://example.org/b.", "<https://example.org/b.>"),
        ("https://example.org/-b", "<https://example.org/-b>"),
        ("https://example.org/", "<https://example.org/>"),
        ("https://example.org/a/b#c", "<https://example.org/a/b#c>"),
        ("https://example.org/a/b%20", "<https://example.org/a/b%20>"),
        ("urn:x", "<urn:x>"),
    ],
)
def test_names_are_shortened_only_where_that_is_safe(value: str, said: str) -> None:
    """The longest prefix that leaves a plain local name is used; any other IRI stands in full."""
    assert short(value, NAMES) == said


def test_a_subject_is_one_block() -> None:
    """Statements given twice are written once; the class comes first, then predicates in order."""
    kind = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    said = [Statement(SUBJECT, PREDICATE, each) for each in ("urn:b", "urn:a", "urn:b")]
    (block,) = blocks([*said, Statement(SUBJECT, kind, "urn:k")], {})
    assert block == f"\n<{SUBJECT}>\n    a <urn:k> ;\n    <{PREDICATE}> <urn:a>, <urn:b> .\n"


def test_record_types_have_a_prefix_each() -> None:
    """Records of a dataset are shortened by a prefix of their type, with the dataset's base."""
    assert prefixes("https://example.org/")["adverse_event"] == "https://example.org/adverse_event/"
