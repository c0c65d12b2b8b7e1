"""Questions in SPARQL, put to a dataset on this machine alone."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from pharmakon.api import arguments
from pharmakon.api.graphs import to_oxigraph
from pharmakon.codes import SYSTEMS
from pharmakon.dataset import Dataset
from pharmakon.errors import BadQuery, UnreadableInput
from pharmakon.graph import Literal as Written
from pharmakon.graph import Naming, double
from pharmakon.graph.turtle import prefixes
from pharmakon.readers import folder
from pharmakon.terms import DATATYPES, expand

if TYPE_CHECKING:
    import pyoxigraph

Term: TypeAlias = str | Written | None
"""An IRI, or a blank node, which begins with `_:`; a literal; or nothing."""

Value: TypeAlias = str | int | float | bool
"""A term for Python: a record by its id, a number as a number, anything else as its text."""

_NUMBERS = {DATATYPES["integer"]: int, DATATYPES["number"]: float, expand("xsd:decimal"): float}
_MOST_BYTES = 1_000_000
_TRIPLE = ("subject", "predicate", "object")
_UPDATE = "a query changes nothing: edit the records instead"
_REFUSED = {
    "from": "the dataset is one graph: leave FROM out",
    "graph": "the dataset is one graph: leave GRAPH out",
    "service": "SERVICE asks another machine, which is never done here: leave it out",
    **dict.fromkeys(("clear", "create", "delete", "drop", "insert", "load"), _UPDATE),
}
"""Words of SPARQL that mean nothing here, or too much, and what to do instead."""
_COMPARED = "an IRI with a parenthesis may be read as a comparison: spell it as %29"
_FAULT = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_MOST_ADVICE = 60
_TOKEN = re.compile(
    r"""
    (?P<comment> \#[^\n\r]* )
  | (?P<text> (?P<long>\"\"\"|''') (?:[^\\]|\\.)*? (?P=long)
            | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*' )
  | (?P<iri> <[^<>"{}|^`\\\x00-\x20]*> )
  | (?P<variable> [?$]\w+ | @[A-Za-z]+(?:-\w+)* | \d+ )
  | (?P<name> [^\W\d][\w.-]* )? (?P<local> : (?:[\w.:%-]|\\.)* )
  | (?P<word> [^\W\d][\w.-]* )
  | (?P<escape> \\. )
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query found.

    Args:
        form: Whether it asked for rows, for yes or no, or for a graph.
        variables: The columns; of a graph, `subject`, `predicate` and `object`.
        rows: The terms of each row, in the order of the columns: as the query orders them, else sorted.
        truth: The answer to yes or no; whether there are any rows.
        base: The IRI that, followed by an id, is a record's IRI.

    Example:
        >>> from pharmakon import load, query
        >>> answer = query(load(), "SELECT ?drug { ?drug a pk:Drug ; pk:enantiomerOf drug:ketamine }")
        >>> [row["drug"] for row in answer]
        ['drug/esketamine']
    """

    form: Literal["rows", "truth", "graph"]
    variables: tuple[str, ...]
    rows: tuple[tuple[Term, ...], ...]
    truth: bool
    base: str

    def __bool__(self) -> bool:
        """Whether the answer is yes, or there are any rows."""
        return self.truth

    def __len__(self) -> int:
        """The number of rows."""
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Value]]:
        """The rows by column, without what is not bound; records by their ids."""
        for row in self.rows:
            terms = zip(self.variables, row, strict=True)
            yield {name: self.plain(term) for name, term in terms if term is not None}

    def plain(self, term: str | Written) -> Value:
        """A term for Python: a record by its id, a number as a number, anything else as its text."""
        if not isinstance(term, Written):
            return term.removeprefix(self.base)
        if term.datatype == DATATYPES["boolean"] and not term.language:
            return term.value in ("true", "1")
        number = _number(term)
        return term.value if number is None else number


def query(dataset: Dataset, sparql: str) -> Answer:
    """The answer of a dataset to a SPARQL 1.1 query: SELECT, ASK, CONSTRUCT or DESCRIBE.

    The prefixes of the vocabularies (`pk:`, `rdfs:`, ...), of code systems (`mesh:`, ...) and of the
    dataset's records (`drug:`, `claim:`, ...) need no declaration; a query's own declarations win.

    Args:
        dataset: The records.
        sparql: The query.

    Raises:
        BadQuery: It is no query, fails, or asks for more than this dataset.
        BadArgument: That is no dataset, or the query no text.
        MissingExtra: pyoxigraph is not installed.
    """
    words = _words(arguments.of_type(sparql, str, "a query in SPARQL"))
    store = to_oxigraph(dataset)
    import pyoxigraph  # noqa: PLC0415 - an extra, and here by now

    naming = Naming.of(dataset.metadata)
    known = {system.prefix: system.iri for system in SYSTEMS} | prefixes(naming.base)
    try:
        found = store.query(sparql, prefixes=known)
        if isinstance(found, pyoxigraph.QueryBoolean):
            return Answer("truth", (), (), bool(found), naming.base)
        if isinstance(found, pyoxigraph.QuerySolutions):
            names = tuple(each.value for each in found.variables)
            rows = [tuple(map(_term, row)) for row in found]
            ordered = rows if "order" in words else sorted(rows, key=_place)
            return Answer("rows", names, _with_numbered_blanks(ordered), bool(rows), naming.base)
        triples = {
            tuple(_as_in_files(_term(term)) for term in (each.subject, each.predicate, each.object))
            for each in found
        }
    except BadQuery:
        raise
    except (SyntaxError, ValueError, RuntimeError, OSError) as fault:
        raise BadQuery(_reason(str(fault))) from None
    ordered = sorted(triples, key=_place)
    return Answer("graph", _TRIPLE, _with_numbered_blanks(ordered), bool(ordered), naming.base)


def query_text(path: Path) -> str:
    """The query that a file holds.

    Raises:
        UnreadableInput: The file cannot be read, or is not text in UTF-8.
    """
    data = folder.contents(path, _MOST_BYTES)
    if len(data) > _MOST_BYTES:
        raise UnreadableInput(str(path), f"it is longer than {_MOST_BYTES} bytes", "shorten it")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableInput(str(path), "it is not text in UTF-8", "save it as UTF-8") from None


def _words(sparql: str) -> set[str]:
    """The keywords of a query, in small letters.

    Raises:
        BadQuery: It asks for another machine, or for a graph that is not there.
    """
    _refuse_remote(sparql)
    _refuse_remote(_ESCAPE.sub(lambda found: _character(found[1] or found[2]), sparql))
    words = {token["word"].lower() for token in _TOKEN.finditer(sparql) if token["word"]}
    for word in sorted(words & set(_REFUSED)):
        raise BadQuery(_REFUSED[word])
    return words


def _refuse_remote(sparql: str) -> None:
    """Raises if an engine might read SERVICE in a query: it needs no space after the word, nor before."""
    named = "service" in sparql.lower()
    for token in _TOKEN.finditer(sparql) if named else ():
        if "service" in (token["name"] or token["word"] or "").lower():
            raise BadQuery(_REFUSED["service"])
        if ")" in (token["iri"] or ""):
            raise BadQuery(_COMPARED)


def _reason(said: str) -> str:
    """What a parser says, with the place first, and without a long list of all that it knows."""
    found = _FAULT.fullmatch(said)
    if found is None:
        return said
    advice = f": {found[3]}" if len(found[3]) <= _MOST_ADVICE else " is no SPARQL"
    return f"line {found[1]}, column {found[2]}{advice}"


def _character(digits: str) -> str:
    code = int(digits, 16)
    return chr(code) if code <= 0x10FFFF else ""  # noqa: PLR2004 - the last code point


def _term(term: pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | None) -> Term:
    if term is None:
        return None
    value = getattr(term, "value", None)
    if not isinstance(value, str):
        raise BadQuery("a triple within a triple has no place in a table")
    datatype = getattr(term, "datatype", None)
    if datatype is not None:
        return Written(value, datatype.value, getattr(term, "language", None) or "")
    return str(term) if str(term).startswith("_:") else value


def _as_in_files(term: Term) -> Term:
    """A number spelled as in the dataset's files; a store keeps its value alone."""
    if isinstance(term, Written) and term.datatype == DATATYPES["number"]:
        number = _number(term)
        if number is not None and math.isfinite(number):
            return Written(double(number), term.datatype)
    return term


def _number(term: Written) -> int | float | None:
    """The number that a literal spells, if it spells one."""
    kind = None if term.language else _NUMBERS.get(term.datatype)
    try:
        return kind(term.value) if kind else None
    except ValueError:
        return None


def _place(row: tuple[Term, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (each.value, each.language, each.datatype) if isinstance(each, Written) else (each or "",)
        for each in row
    )


def _with_numbered_blanks(rows: Iterable[tuple[Term, ...]]) -> tuple[tuple[Term, ...], ...]:
    """The rows with blank nodes named by the order in which they come, for engines name them at random."""
    names: dict[str, str] = {}
    return tuple(
        tuple(
            names.setdefault(each, f"_:b{len(names)}")
            if isinstance(each, str) and each.startswith("_:")
            else each
            for each in row
        )
        for row in rows
    )
