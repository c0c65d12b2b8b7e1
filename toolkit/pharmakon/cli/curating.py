"""The curator's command `new`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer


def new(
    kind: Annotated[str, typer.Argument(metavar="TYPE", help="A record type, such as drug.")],
    slug: Annotated[str, typer.Argument(help="The part of the id after the slash.")] = "",
    document: Annotated[Path | None, typer.Option(help="For a claim: its document.")] = None,
    find: Annotated[str, typer.Option(help="For a claim: the exact text of its passage.")] = "",
    occurrence: Annotated[
        int | None, typer.Option(help="Which occurrence of the text, from one.", min=1)
    ] = None,
    dataset: Annotated[
        Path | None, typer.Option("--dataset", help="Where the claim's source is looked up.")
    ] = None,
) -> int:
    """Print the skeleton of a record; a claim's offsets and hash are computed."""
    from pharmakon import api

    if document is not None or find:
        if kind.lower() != "claim" or document is None or not find:
            message = "a passage needs `new claim --document FILE --find TEXT`"
            raise typer.BadParameter(message)
        data = api.load(dataset) if dataset is not None else None
        text = api.claim_skeleton(document, find, occurrence=occurrence, dataset=data, slug=slug)
    elif not slug:
        message = "name the record: `new TYPE SLUG`"
        raise typer.BadParameter(message)
    else:
        text = api.record_skeleton(kind, slug)
    sys.stdout.write(text)
    return 0
