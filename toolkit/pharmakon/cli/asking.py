"""The command `query`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer


def query(
    sparql: Annotated[str, typer.Argument(metavar="[SPARQL]", help="The query.")] = "",
    file: Annotated[Path | None, typer.Option("--file", help="A file that holds the query.")] = None,
    dataset: Annotated[
        Path | None, typer.Option("--dataset", help="A folder or file; by default the packaged dataset.")
    ] = None,
    layout: Annotated[str, typer.Option("--output-format", help="table, json, csv or tsv.")] = "table",
) -> int:
    """Put a SPARQL query to a dataset; common prefixes, such as pk: and drug:, need no declaration."""
    from pharmakon import api

    if bool(sparql) == (file is not None):
        message = "give one query: in quotes, or in a file with --file"
        raise typer.BadParameter(message)
    api.check_layout(layout)
    text = api.query_text(file) if file is not None else sparql
    sys.stdout.write(api.answer_page(api.query(api.load(dataset), text), layout))
    return 0
