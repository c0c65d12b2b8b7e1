"""The application: its commands, in the order in which people meet them."""

from __future__ import annotations

from typing import Annotated

import typer

import pharmakon
from pharmakon.cli import asking, building, comparing, converting, curating, judging, reading, validating

app = typer.Typer(
    name="pharmakon",
    help="What documents say about a drug, as typed, checkable, linked records.",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:  # noqa: FBT001 - typer's callback
    if wanted:
        typer.echo(f"pharmakon {pharmakon.__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show where an internal error arose.")] = False,
) -> None:
    """What documents say about a drug, as typed, checkable, linked records."""
    del version, debug


app.command("validate")(validating.validate)
app.command("build")(building.build)
app.command("convert")(converting.convert)
app.command("verify")(building.verify)
app.command("show")(reading.show)
app.command("list")(reading.list_records)
app.command("query")(asking.query)
app.command("gaps")(judging.gaps)
app.command("contradictions")(judging.contradictions)
app.command("diff")(comparing.diff)
app.command("schema")(reading.schema)
app.command("explain")(reading.explain)
app.command("new")(curating.new)
