"""Questions in SPARQL."""

from __future__ import annotations

import csv
import io
import json
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pyoxigraph
import pytest

import pharmakon as pk
from pharmakon.api import Answer, answer_page, query_text
from pharmakon.dataset import Dataset
from pharmakon.graph import Literal
from pharmakon.terms import table

EVERYTHING = "SELECT ?s ?p ?o { ?s ?p ?o }"


class Ears:
    """A server on this machine that remembers what it was asked."""

    def __init__(self) -> None:
        heard: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                heard.append(self.path)
                self.send_response(500)
                self.end_headers()

            do_POST = do_GET  # noqa: N815 - as the base names it

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the base names it
                pass

        self.heard = heard
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}/"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()


@pytest.fixture
def ears() -> Iterator[Ears]:
    """A server that listens while the test runs."""
    listening = Ears()
    yield listening
    listening.server.shutdown()
    listening.server.server_close()


REMOTE = {
    "plain": "SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "silent": "SELECT * {{ service silent <{0}> {{ ?s ?p ?o }} }}",
    "by a prefix": "PREFIX : <{0}> SELECT * {{ SERVICE:x {{ ?s ?p ?o }} }}",
    "run into a prefix": "PREFIX a: <{0}> SELECT * {{ SERVICEa:x {{ ?s ?p ?o }} }}",
    "after a comparison": "SELECT * {{ BIND(1 AS ?a) FILTER(?a<?a+1)SERVICE#>\n<{0}> {{ ?s ?p ?o }} }}",
    "between comparisons": 'ASK {{ BIND(1 AS ?a)FILTER(?a<?a+1)#>"""\nSERVICE<{0}>{{ ?s ?p ?o }}\n#"""\n}}',
    "after an escaped quote": 'SELECT * {{ BIND("\\u0022 #" AS ?a) SERVICE <{0}> {{ ?s ?p ?o }} }}',
    "after quotes": "SELECT * {{ BIND('\"' AS ?a) SERVICE <{0}> {{ ?s ?p \"'\" }} }}",
    "after a comment": "SELECT * {{ # ' \n SERVICE <{0}> {{ ?s ?p ?o }} # '\n }}",
    "after an escaped name": "PREFIX a: <a:> ASK {{ BIND(a:b\\' AS ?a) SERVICE <{0}> {{ ?s ?p ?o }} #'\n }}",
    "after a name without a prefix": "PREFIX : <a:> ASK {{ BIND(:b\\# AS ?a) SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "after a name with a dot": "PREFIX a: <a:> ASK {{ BIND(a:b·\\# AS ?a) SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "after a number": "SELECT * {{ BIND(1 AS ?a) FILTER(?a=1) SERVICE<{0}>{{ ?s ?p ?o }} }}",
}
"""Ways of asking another machine, some of which only a parser's own reading shows."""


@pytest.mark.parametrize("way", REMOTE)
def test_no_query_asks_another_machine(way: str, ears: Ears, tiny: Dataset) -> None:
    """SERVICE is refused however it is spelled; the engine alone would have sent the request."""
    sparql = REMOTE[way].format(ears.address)
    with pytest.raises(pk.BadQuery, match=r"SERVICE|parenthesis"):
        pk.query(tiny, sparql)
    assert ears.heard == []
    with suppress(OSError):
        asked = pk.to_oxigraph(tiny).query(sparql)
        if not isinstance(asked, pyoxigraph.QueryBoolean):
            list(asked)
    assert ears.heard != []


@pytest.mark.parametrize(
    "sparql",
    [
        'SELECT ?s { ?s rdfs:label ?l FILTER(CONTAINS(STR(?l), "service")) }',
        "SELECT ?service { ?service a pk:Drug } # no service",
        "SELECT ?s { ?s a <urn:example:service> }",
        "PREFIX ex: <urn:example:> SELECT ?s { ?s a ex:service }",
        "SELECT ?s { ?s a <urn:example:(x)> }",
        'SELECT ?s { ?s a ?t FILTER(?s != "\\u0022 FROM GRAPH") }',
        'SELECT ("many"^^xsd:integer AS ?x) ("x"^^xsd:double AS ?y) { }',
    ],
)
def test_the_word_alone_is_no_offense(sparql: str, tiny: Dataset) -> None:
    """A text, a name, a comment or an IRI may hold the word."""
    assert pk.query(tiny, sparql).form == "rows"


@pytest.mark.parametrize(
    ("sparql", "said"),
    [
        ("SELECT ?s {", "line 1, column"),
        ("", "line 1, column"),
        ("nonsense", "line 1, column"),
        ("SELECT * { SERVICE ?x { ?s ?p ?o } }", "SERVICE"),
        ("SELECT ?s { ?s unknown:x ?o }", "line 1"),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "changes nothing"),
        ("DELETE WHERE { ?s ?p ?o }", "changes nothing"),
        ("LOAD <http://127.0.0.1/x>", "changes nothing"),
        ("DROP ALL", "changes nothing"),
        ("ASK FROM <urn:x> { ?s ?p ?o }", "one graph"),
        ("ASK { GRAPH ?g { ?s ?p ?o } }", "one graph"),
        ("SELECT (<urn:f>(1) AS ?x) { }", "urn:f"),
        ("SELECT (<<( <urn:a> <urn:b> <urn:c> )>> AS ?x) { }", "triple"),
    ],
)
def test_a_bad_query_is_one_sentence(sparql: str, said: str, tiny: Dataset) -> None:
    """What cannot be answered is refused with the reason, on one line, and nothing has changed."""
    with pytest.raises(pk.BadQuery) as caught:
        pk.query(tiny, sparql)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300
    assert str(caught.value).count("cannot be answered") == 1
    assert isinstance(caught.value, ValueError)


def test_rows_are_python(packaged: Dataset) -> None:
    """Rows are dictionaries: records by their ids, numbers as numbers, what is unbound left out."""
    sparql = """
        SELECT ?claim ?start ?retired (STRLANG("x", "en") AS ?text) (true AS ?yes) (2.5e0 AS ?number)
        { ?claim pk:passage/oa:start ?start OPTIONAL { ?claim owl:deprecated ?retired } }
    """
    rows = list(pk.query(packaged, sparql))
    assert {row["claim"]: row["start"] for row in rows} == {
        claim.id: claim.passage.start for claim in packaged.claims.values()
    }
    retired = {claim.id for claim in packaged.claims.values() if claim.retired is not None}
    for row in rows:
        assert ("retired" in row) == (row["claim"] in retired)
        assert (row["text"], row["yes"], row["number"]) == ("x", True, 2.5)


def test_answers_are_yes_or_no(tiny: Dataset) -> None:
    """An ASK is a truth, and any other answer is true if it has rows."""
    assert pk.query(tiny, "ASK { ?s a pk:Drug }")
    assert not pk.query(tiny, "ASK { ?s a pk:Nothing }")
    assert pk.query(tiny, "SELECT * { ?s a pk:Drug }")
    assert not pk.query(tiny, "SELECT * { ?s a pk:Nothing }")


def test_order_is_the_query_s_or_sorted(tiny: Dataset) -> None:
    """Rows come as ORDER BY says; without it, sorted, so that equal questions have equal answers."""
    plain = [row["s"] for row in pk.query(tiny, "SELECT DISTINCT ?s { ?s a ?t }")]
    assert plain == sorted(map(str, plain))
    backward = pk.query(tiny, "SELECT DISTINCT ?s { ?s a ?t } ORDER BY DESC(STR(?s))")
    assert [row["s"] for row in backward] == plain[::-1]


@pytest.mark.parametrize("sparql", ["CONSTRUCT WHERE { ?s ?p ?o }", "DESCRIBE ?s { ?s ?p ?o }"])
def test_a_graph_is_the_graph_of_the_file(sparql: str, tiny: Dataset) -> None:
    """All statements asked for as a graph are the lines of the N-Triples, sorted."""
    from pharmakon import export

    written = b"".join(next(export.module("ntriples").export(tiny)).chunks).decode()
    assert sorted(answer_page(pk.query(tiny, sparql)).splitlines()) == sorted(written.splitlines())


def test_blank_nodes_have_steady_names(tiny: Dataset) -> None:
    """A blank node that a query makes is named by its place, not at random."""
    pages = {answer_page(pk.query(tiny, "SELECT (BNODE() AS ?x) { ?s a pk:Drug }")) for _ in range(3)}
    assert pages == {"x\n_:b0\n"}


def test_common_prefixes_need_no_declaration(tiny: Dataset) -> None:
    """Vocabularies, code systems and the dataset's own record types are known; a declaration wins."""
    assert tiny.metadata is not None
    for type_ in table().records:
        (row,) = pk.query(tiny, f"SELECT ({type_.prefix}:x AS ?iri) {{ }}")
        assert row["iri"] == f"{type_.prefix}/x"
    (row,) = pk.query(tiny, "PREFIX pk: <urn:mine:> SELECT (pk:a AS ?a) (mesh:D1 AS ?b) { }")
    assert row == {"a": "urn:mine:a", "b": "https://identifiers.org/mesh:D1"}


def results(layout: str, dataset: Dataset, sparql: str) -> str:
    """What pyoxigraph itself writes of an answer."""
    formats = {
        "json": pyoxigraph.QueryResultsFormat.JSON,
        "csv": pyoxigraph.QueryResultsFormat.CSV,
        "tsv": pyoxigraph.QueryResultsFormat.TSV,
    }
    found = pk.to_oxigraph(dataset).query(sparql)
    assert not isinstance(found, pyoxigraph.QueryTriples)
    return (found.serialize(format=formats[layout]) or b"").decode()


VALUES = """
SELECT ?a ?b { VALUES (?a ?b) {
  (<urn:a> "plain") ("x"@en UNDEF) ("a,\\"b\\"\\n\\tc" 1) (2.5e0 true) ("" "\\\\")
} }
"""


@pytest.mark.parametrize("sparql", [EVERYTHING, VALUES])
def test_results_are_those_of_another_writer(sparql: str, tiny: Dataset) -> None:
    """JSON and CSV mean, row for row, what pyoxigraph's own writers write."""
    answer = pk.query(tiny, sparql)
    ours, theirs = (json.loads(text) for text in (answer_page(answer, "json"), results("json", tiny, sparql)))
    assert ours["head"] == theirs["head"]
    spelled = [
        sorted(json.dumps(row, sort_keys=True) for row in each["results"]["bindings"])
        for each in (ours, theirs)
    ]
    assert spelled[0] == spelled[1]
    rows = [
        sorted(csv.reader(io.StringIO(text, newline="")))
        for text in (answer_page(answer, "csv"), results("csv", tiny, sparql))
    ]
    assert rows[0] == rows[1]


def test_tabs_hold_terms(tiny: Dataset) -> None:
    """TSV has one line for each row, with terms as Turtle spells them, which read back as they were."""
    head, *lines = answer_page(pk.query(tiny, VALUES), "tsv").removesuffix("\n").split("\n")
    assert head == "?a\t?b"
    said = {tuple(line.split("\t")) for line in lines}
    assert ('"x"@en', "") in said
    assert ("<urn:a>", '"plain"') in said
    assert ('"a,\\"b\\"\\n\\tc"', '"1"^^<http://www.w3.org/2001/XMLSchema#integer>') in said
    assert len(said) == 5


def test_a_table_cannot_act_on_a_terminal(tiny: Dataset) -> None:
    """Control characters and line ends in a value are spelled out in the table."""
    text = answer_page(pk.query(tiny, 'SELECT ("\\u001B[31m\\n" AS ?x) (1 AS ?y) { }'))
    assert (
        text == "x              y\n\\x1b[31m\\n    1\n".replace("\\n    1", "\\n    1") or "\x1b" not in text
    )
    assert "\x1b" not in text
    assert text.count("\n") == 2


def test_a_table_has_ids_and_prefixes(tiny: Dataset) -> None:
    """In a table a record is named by its id, and other IRIs are short."""
    text = answer_page(pk.query(tiny, "SELECT ?s ?t { ?s a ?t . FILTER(?t = pk:Drug) }"))
    assert text == "s              t\ndrug/placidin  pk:Drug\n"


@pytest.mark.parametrize(
    ("layout", "said"), [("json", '"boolean": true'), ("csv", "true"), ("table", "true")]
)
def test_a_truth_is_printed(layout: str, said: str, tiny: Dataset) -> None:
    """Yes is `true` in each layout."""
    assert said in answer_page(pk.query(tiny, "ASK { }"), layout)


def test_a_graph_is_no_table_of_results(tiny: Dataset) -> None:
    """A graph has no place in the formats of SPARQL results; an unknown layout is refused too."""
    answer = pk.query(tiny, "CONSTRUCT WHERE { ?s ?p ?o }")
    for layout in ("json", "csv", "tsv"):
        with pytest.raises(pk.BadQuery, match="SELECT"):
            answer_page(answer, layout)
    with pytest.raises(pk.PharmakonError, match="table, json, csv, tsv"):
        answer_page(answer, "xml")


def test_a_term_keeps_its_type() -> None:
    """A number in words of another language is no number, and a large one keeps its digits."""
    answer = Answer("rows", ("x",), (), truth=False, base="https://example.org/")
    integer = "http://www.w3.org/2001/XMLSchema#integer"
    assert answer.plain(Literal("9007199254740993", integer)) == 9007199254740993
    assert answer.plain(Literal("1", "", "en")) == "1"
    assert answer.plain(Literal("many", integer)) == "many"
    assert answer.plain("https://example.org/drug/k") == "drug/k"


def test_a_query_file_is_text(tmp_path: Path) -> None:
    """A file of a query is UTF-8, with or without a mark at its beginning."""
    path = tmp_path / "q.rq"
    path.write_bytes(b"\xef\xbb\xbfASK { }")
    assert query_text(path) == "ASK { }"
    for data in (b"\xff\xfe", b"#" * 1_000_001):
        path.write_bytes(data)
        with pytest.raises(pk.UnreadableInput):
            query_text(path)


def test_a_missing_extra_names_the_command(tiny: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without pyoxigraph, the error says what to install."""
    monkeypatch.setitem(sys.modules, "pyoxigraph", None)
    with pytest.raises(pk.MissingExtra, match=r"pip install 'pharmakon\[query\]'"):
        pk.query(tiny, "ASK { }")
