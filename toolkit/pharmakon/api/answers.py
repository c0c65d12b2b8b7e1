"""Answers to queries as text: for a terminal, as SPARQL results, or as a graph."""

from __future__ import annotations

import csv
import io
import json
from typing import Literal

from pharmakon.api.querying import Answer, Term
from pharmakon.codes import SYSTEMS
from pharmakon.errors import BadArgument, BadQuery
from pharmakon.graph import Literal as Written
from pharmakon.graph import iri, literal
from pharmakon.graph.turtle import prefixes, short
from pharmakon.report import visible
from pharmakon.terms import DATATYPES

Layout = Literal["table", "json", "csv", "tsv"]
"""How an answer may be printed."""

LAYOUTS: tuple[Layout, ...] = ("table", "json", "csv", "tsv")


def answer_page(answer: Answer, layout: str = "table") -> str:
    """An answer as text.

    Args:
        answer: What a query found.
        layout: `table` for people; `json`, `csv` and `tsv` are the formats of SPARQL results.
            A graph is printed as N-Triples, as a table only.

    Raises:
        BadArgument: There is no such layout.
        BadQuery: The answer is a graph, and a table of results was asked for.

    Source: SPARQL 1.1 Query Results JSON Format; SPARQL 1.1 Query Results CSV and TSV Formats, with
        lines that end in LF.
    """
    check_layout(layout)
    if answer.form == "graph":
        if layout != "table":
            reason = f"a graph cannot be printed as {layout}: ask with SELECT"
            raise BadQuery(reason)
        return "".join(f"{' '.join(map(_tsv, row))} .\n" for row in answer.rows)
    if layout == "json":
        return _json(answer)
    if answer.form == "truth":
        return "true\n" if answer.truth else "false\n"
    if layout == "csv":
        return _csv(answer)
    return _tabs(answer) if layout == "tsv" else _table(answer)


def check_layout(layout: str) -> None:
    """Raises if there is no such layout, before any work is done.

    Raises:
        BadArgument: There is no such layout.
    """
    if layout not in LAYOUTS:
        raise BadArgument(layout, f"an output format: {', '.join(LAYOUTS)}")


def _json(answer: Answer) -> str:
    if answer.form == "truth":
        said: dict[str, object] = {"head": {}, "boolean": answer.truth}
    else:
        bindings = [
            {
                name: _binding(term)
                for name, term in zip(answer.variables, row, strict=True)
                if term is not None
            }
            for row in answer.rows
        ]
        said = {"head": {"vars": list(answer.variables)}, "results": {"bindings": bindings}}
    return f"{json.dumps(said, ensure_ascii=False, indent=2)}\n"


def _binding(term: str | Written) -> dict[str, str]:
    if not isinstance(term, Written):
        blank = term.startswith("_:")
        return {"type": "bnode" if blank else "uri", "value": term.removeprefix("_:") if blank else term}
    made = {"type": "literal", "value": term.value}
    if term.language:
        return made | {"xml:lang": term.language}
    return made if term.datatype == DATATYPES["string"] else made | {"datatype": term.datatype}


def _csv(answer: Answer) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(answer.variables)
    writer.writerows(
        [each.value if isinstance(each, Written) else each or "" for each in row] for row in answer.rows
    )
    return text.getvalue()


def _tabs(answer: Answer) -> str:
    head = "\t".join(f"?{name}" for name in answer.variables)
    return "".join(f"{line}\n" for line in (head, *("\t".join(map(_tsv, row)) for row in answer.rows)))


def _tsv(term: Term) -> str:
    if term is None:
        return ""
    if isinstance(term, Written):
        return literal(term).replace("\t", "\\t")
    return term if term.startswith("_:") else iri(term)


def _table(answer: Answer) -> str:
    """Columns for reading: records by their ids, other IRIs by their prefixes."""
    known = {system.prefix: system.iri for system in SYSTEMS} | prefixes(answer.base)
    rows = [
        answer.variables,
        *(tuple(visible(_cell(each, answer.base, known)) for each in row) for row in answer.rows),
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    return "".join(f"{line}\n" for line in lines)


def _cell(term: Term, base: str, known: dict[str, str]) -> str:
    if isinstance(term, Written):
        return term.value
    if not term or term.startswith("_:"):
        return term or ""
    return term.removeprefix(base) if term.startswith(base) else short(term, known).strip("<>")
