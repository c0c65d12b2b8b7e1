"""The commands for reading at a terminal: `show`, `list`, `schema` and `explain`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

_Dataset = Annotated[
    Path | None, typer.Option("--dataset", help="A folder or file; by default the packaged dataset.")
]
_Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def show(
    record: Annotated[str, typer.Argument(help="The id of a record, such as drug/ketamine.")],
    dataset: _Dataset = None,
    documents: Annotated[
        Path | None, typer.Option(help="The folder of the source documents: prints the passage.")
    ] = None,
    as_json: _Json = False,
) -> int:
    """Print a record, what names it and, for a claim, how it was judged."""
    from pharmakon import api

    data = api.load(dataset)
    text = api.record_json(data, record) if as_json else api.record_page(data, record, documents)
    sys.stdout.write(text)
    return 0


def list_records(
    kind: Annotated[str, typer.Argument(metavar="[TYPE]", help="A type, such as drug.")] = "",
    dataset: _Dataset = None,
    source: Annotated[str, typer.Option(help="Claims of this source.")] = "",
    about: Annotated[str, typer.Option(help="Claims about this record.")] = "",
    stance: Annotated[str, typer.Option(help="Claims with this stance.")] = "",
    certainty: Annotated[str, typer.Option(help="Claims with this certainty.")] = "",
    verdict: Annotated[str, typer.Option(help="Claims with this verdict.")] = "",
    as_json: _Json = False,
) -> int:
    """List records, a line each; without a type, how many there are of each."""
    from pharmakon import api

    wanted = {
        "source": source,
        "about": about,
        "stance": stance,
        "certainty": certainty,
        "verdict": verdict,
    }
    filters = {name: each for name, each in wanted.items() if each}
    if filters and kind.lower() not in ("", "claim", "claims"):
        message = f"{' and '.join(f'--{name}' for name in filters)} choose among claims: `list claim`"
        raise typer.BadParameter(message)
    sys.stdout.write(api.listing(api.load(dataset), kind, filters, as_json=as_json))
    return 0


def schema(
    kind: Annotated[str, typer.Argument(metavar="[TYPE]", help="A record type.")] = "",
    artefact: Annotated[
        str, typer.Option("--format", help="jsonschema, context, shacl or owl.")
    ] = "jsonschema",
) -> int:
    """Print a schema: of one type, or of all."""
    import json

    from pharmakon import api

    if kind and artefact != "jsonschema":
        message = f"one type alone is printed as jsonschema only: `schema --format {artefact}` prints all"
        raise typer.BadParameter(message)
    if artefact == "jsonschema":
        text = json.dumps(api.json_schema(kind or None), ensure_ascii=False, indent=2)
        sys.stdout.write(f"{text}\n")
        return 0
    for each in api.schema_artefact(artefact):
        for chunk in each.chunks:
            sys.stdout.write(chunk.decode("utf-8"))
    return 0


def explain(
    code: Annotated[
        str, typer.Argument(help="The code of a finding, such as PK203; without one, all are listed.")
    ] = "",
) -> int:
    """Print the page of a finding's code, or all codes with what they say."""
    from pharmakon import api

    sys.stdout.write(api.rule(code).explain() if code else api.rules_page())
    return 0
